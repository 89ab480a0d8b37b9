"""Which company a request is about, and who may open which page: the one gate of the product.

On a computer of its own there is one company and no account. On a server the gate looks up the page in ``access.toml``, the person in
memberships and grants, and refuses what no rule allows: another company's page does not exist (404), a role that may read but not
write is told so (403).
"""

import tomllib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, wraps
from importlib import resources
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from sonae_web import reader
from sonae_web.account.adapter import has_second_step
from sonae_web.audit import actions as audit
from sonae_web.company import invitations, queries
from sonae_web.company.models import Company
from sonae_web.company.queries import Seat
from sonae_web.reader import Reader, Role

CHOSEN = "company"  # the key in the session
SAFE = ("GET", "HEAD", "OPTIONS")
KINDS = ("open", "door", "link", "supporter", "person", "founding", "company")
IDLE, IDLE_INCIDENT = 30 * 60, 8 * 3600  # seconds without a request until one has to sign in again
NEED_SECOND_STEP = frozenset({Role.OWNER, Role.IT, Role.ADVISER})


@dataclass(frozen=True, slots=True)
class Rule:
    """What one page asks for: see ``access.toml``."""

    kind: str
    rights: dict[Role, str]
    scope: str
    write: str
    server: bool = False

    def allows(self, who: Reader, right: str) -> bool:
        """Whether a reader has a right here: R, W or D."""
        return right in self.rights.get(who.role, "") and (who.role != Role.ADVISER or who.covers(self.scope))


@cache
def rules() -> dict[str, Rule]:
    """The matrix of roles and pages, by name of the page. Raises ValueError where the data file contradicts itself."""
    data = tomllib.loads((resources.files("sonae_web.company") / "access.toml").read_text(encoding="utf-8"))
    found: dict[str, Rule] = {}
    for entry in data["rule"]:
        rights = {Role(role): letters for role, letters in entry.get("rights", {}).items()}
        kind = entry.get("kind", "company")
        server = entry.get("server", kind in ("door", "person", "supporter"))
        rule = Rule(kind, rights, entry.get("scope", ""), entry.get("write", "W"), server)
        for page in entry["pages"]:
            if page in found or rule.kind not in KINDS:
                raise ValueError(f"access.toml: {page}")
            found[page] = rule
    return found


class View(Protocol):
    """A view that needs the company."""

    def __call__(self, request: HttpRequest, company: Company, *args: Any, **kwargs: Any) -> HttpResponse: ...


def with_company(view: View) -> Any:
    """Give the view its company; on a computer of its own, ask for the company first if there is none yet."""

    @wraps(view)
    def loaded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        company = company_of(request)
        if company is None and settings.SERVER:
            raise Http404("no company")
        if company is None:
            return redirect("company:edit")
        with ExitStack() as stack:
            if reader.current() is None:
                stack.enter_context(reader.acting(Reader(None, Role.OWNER, frozenset({company.pk}))))
            return view(request, company, *args, **kwargs)

    return loaded


def company_of(request: HttpRequest) -> Company | None:
    """The company of a request, asked for once; None where there is none yet or the person has not chosen."""
    if settings.SERVER:
        seat: Seat | None = getattr(request, "seat", None)
        return seat.company if seat else None
    if not hasattr(request, "local_company"):
        request.local_company = queries.active()  # type: ignore[attr-defined]
    return request.local_company  # type: ignore[attr-defined,no-any-return]


def may(request: HttpRequest, page: str, right: str = "R") -> bool:
    """Whether this request's person may open another page: for menus and buttons, which show only what works."""
    rule, seat = rules().get(page), getattr(request, "seat", None)
    if not settings.SERVER:
        return rule is not None and not rule.server
    if rule is None or rule.kind not in ("company", "founding"):
        return rule is not None and (rule.kind in ("open", "door") or request.user.is_authenticated)
    return seat is not None and rule.allows(seat.reader, right)


def supporting(request: HttpRequest) -> bool:
    """Whether the page is seen by somebody from outside, who may have more clients."""
    seat: Seat | None = getattr(request, "seat", None)
    return settings.SERVER and request.user.is_authenticated and (seat is None or seat.reader.role == Role.ADVISER)


class Gate:
    """Middleware of a server: before any view, the rule of its page. It does nothing on a computer of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.SERVER:
            return self.get_response(request)
        with ExitStack() as stack, connection.execute_wrapper(reader.guard):
            request.scope_stack = stack  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Let the request through, send it to where it can go on, or refuse it."""
        match = request.resolver_match
        name = match.view_name if match else ""
        rule = rules().get(name) if name else None
        if not settings.SERVER:
            if rule is not None and rule.server:
                raise Http404("no accounts here")
            return None
        if rule is None:
            raise Http404(f"no rule for {name}")
        if request.user.is_authenticated and _idle(request, rule):
            auth.logout(request)
        if rule.kind == "link":
            request.scope_stack.enter_context(reader.everywhere())  # type: ignore[attr-defined]
            return None
        if not request.user.is_authenticated:
            return self._stranger(request, rule)
        if rule.kind == "supporter":
            return _second_step(request)
        if rule.kind != "person":
            self._sit_down(request)
        return self._member(request, rule) if rule.kind in ("company", "founding") else None

    def _stranger(self, request: HttpRequest, rule: Rule) -> HttpResponse | None:
        if rule.kind in ("open", "door"):
            return None
        if request.method in SAFE:
            return redirect_to_login(request.get_full_path())
        raise Http404("signed out")

    def _sit_down(self, request: HttpRequest) -> None:
        """Find the person's seat in the chosen company and open its scope for the rest of the request."""
        seat = seat_of(request)
        request.seat = seat  # type: ignore[attr-defined]
        if seat is not None:
            request.scope_stack.enter_context(reader.acting(seat.reader))  # type: ignore[attr-defined]

    def _member(self, request: HttpRequest, rule: Rule) -> HttpResponse | None:
        seat: Seat | None = request.seat  # type: ignore[attr-defined]
        if seat is None and rule.kind == "founding" and invitations.awaiting(request.user.pk):
            return _second_step(request)
        if seat is None and request.method in SAFE:
            return redirect("company:choose")
        if seat is None or not rule.allows(seat.reader, "R"):
            raise Http404("not for this role")
        if request.method not in SAFE and not rule.allows(seat.reader, rule.write):
            raise PermissionDenied("reading only")
        if seat.reader.role in NEED_SECOND_STEP and (response := _second_step(request)):
            return response
        _note_visit(request, seat)
        return None


def _idle(request: HttpRequest, rule: Rule) -> bool:
    """Whether the person was away for too long; notes the sign of life once a minute."""
    now, seen = int(timezone.now().timestamp()), request.session.get("seen")
    if seen and now - seen > (IDLE_INCIDENT if rule.scope == "incident" else IDLE):
        return True
    if not seen or now - seen > 60:
        request.session["seen"] = now
    return False


def _second_step(request: HttpRequest) -> HttpResponse | None:
    """Send whoever needs a second step at sign-in and has none to the page where it is set up."""
    if not request.session.get("second_step"):
        if not has_second_step(request.user):
            return redirect("mfa_index")
        request.session["second_step"] = True
    return None


def _note_visit(request: HttpRequest, seat: Seat) -> None:
    """The owner sees when somebody from outside looked in: one line a day and session."""
    today = f"{seat.company.pk} {timezone.localdate()}"
    if seat.reader.role == Role.ADVISER and request.session.get("visit") != today:
        audit.record(at=timezone.now(), action="company.visit", subject=f"company:{seat.company.pk}")
        request.session["visit"] = today


def seat_of(request: HttpRequest) -> Seat | None:
    """The seat in the company that the session names, else the only one there is."""
    now, person = timezone.now(), request.user.pk
    chosen = request.session.get(CHOSEN)
    if chosen:
        return queries.seat(person, UUID(chosen), now)
    seat = queries.only_seat(person, now)
    if seat is not None:
        request.session[CHOSEN] = str(seat.company.pk)
    return seat
