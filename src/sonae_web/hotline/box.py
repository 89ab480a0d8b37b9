"""The recipients' pages. Who opens them needs more than a place in the company: the pass phrase that opens their keys.

The opened key travels in a cookie of its own, sealed by the server, for half an hour; the server stores it nowhere.
"""

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae.hotline import receipts, seals, words
from sonae.hotline.seals import Keys, NotOpenError
from sonae.hotline.timers import HalfDay, half_day
from sonae_web import reader
from sonae_web.company.access import with_company
from sonae_web.company.models import Company
from sonae_web.hotline import actions, pepper, queries, turns
from sonae_web.hotline.forms import LongerForm, MoveForm, OpenForm, TextForm
from sonae_web.hotline.models import Recipient, Wrap

COOKIE, ABOUT_COOKIE, OPEN_FOR = "hotline_box", "box", 30 * 60
PATH = "/hotline/box/"


@dataclass(frozen=True, slots=True)
class Opened:
    """A recipient whose keys are open for this request."""

    recipient: Recipient
    secret: bytes
    now: HalfDay


def me() -> UUID | None:
    """The account of the request; None on a computer of its own."""
    who = reader.current()
    return who.person if who else None


def mine(company: Company) -> list[Recipient]:
    """As which recipients this request may open the box. Raises Http404 where there is none: the page is nobody else's business."""
    rows = queries.mine(company, me(), server=settings.SERVER)
    if not rows:
        raise Http404
    return rows


def opened(view: Callable[..., HttpResponse]) -> Any:
    """Give a view the opened recipient, or ask for the pass phrase first."""

    @with_company
    @wraps(view)
    def unlocked(request: HttpRequest, company: Company, **kwargs: Any) -> HttpResponse:
        rows = {str(row.pk): row for row in mine(company)}
        name, secret = _carried(request.COOKIES.get(COOKIE, ""))
        if name not in rows:
            return redirect("hotline:open")
        return view(request, company, Opened(rows[name], secret, half_day(timezone.now())), **kwargs)

    return never_cache(unlocked)


def _carried(cookie: str) -> tuple[str, bytes]:
    """Whose key a cookie carries, and the key; nobody's if it is too old, changed or missing."""
    try:
        sealed = urlsafe_b64decode(cookie)
        carried = json.loads(seals.unseal(_server_key(), sealed, about=ABOUT_COOKIE))
    except (NotOpenError, Base64Error, ValueError):
        return "", b""
    return (carried["who"], bytes.fromhex(carried["key"])) if carried["until"] > time.time() else ("", b"")


def _server_key() -> bytes:
    import hashlib
    import hmac

    return hmac.digest(pepper.pepper(), f"cookie {settings.SECRET_KEY}".encode(), hashlib.sha256)


@require_http_methods(["GET", "POST"])
@never_cache
@with_company
def unlock(request: HttpRequest, company: Company) -> HttpResponse:
    """The three rules, and the pass phrase."""
    people = [queries.value(row) for row in mine(company)]
    form = OpenForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        row = next(row for row in mine(company) if str(row.pk) == form.cleaned_data["recipient"])
        try:
            secret = _tried(row, form.cleaned_data["phrase"])
        except turns.BusyError:
            return _unlock_page(request, form, busy=True, status=429)
        if secret is not None:
            return _carry(redirect("hotline:box"), row, secret)
        return _unlock_page(request, form, wrong=True, status=422)
    return _unlock_page(request, form, status=422 if form.errors else 200)


def _unlock_page(request: HttpRequest, form: OpenForm, *, status: int, **context: Any) -> HttpResponse:
    duties = [duty for duty in words.load().duties if duty.id in ("no_search", "no_sharing", "no_retaliation")]
    return render(request, "hotline/open.html", {"form": form, "duties": duties, **context}, status=status)


def _tried(row: Recipient, phrase: str) -> bytes | None:
    """The secret half of the keys; None for a wrong phrase. Raises BusyError after five wrong ones in a quarter of an hour."""
    who = str(row.pk)
    turns.spend("phrase", who, "", by_one=turns.WRONG_CODES)
    with turns.slow(who):
        key = seals.from_phrase(phrase, bytes(row.salt or b""), memory_kib=receipts.MEMORY_KIB)
    secret = queries.secret(row, key)
    if secret is not None:
        turns.forgive("phrase", who, "")
    return secret


def _carry(response: HttpResponse, row: Recipient, secret: bytes) -> HttpResponse:
    carried = {"who": str(row.pk), "key": secret.hex(), "until": time.time() + OPEN_FOR}
    sealed = seals.seal(_server_key(), json.dumps(carried).encode(), about=ABOUT_COOKIE)
    response.set_cookie(
        COOKIE,
        urlsafe_b64encode(sealed).decode(),
        max_age=OPEN_FOR,
        path=PATH,
        secure=settings.SERVER,
        httponly=True,
        samesite="Strict",
    )
    return response


@require_POST
@with_company
def lock(request: HttpRequest, company: Company) -> HttpResponse:
    """Close the box."""
    response = redirect("hotline:line")
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response


@require_GET
@opened
def box(request: HttpRequest, company: Company, by: Opened) -> HttpResponse:
    """What has reached this recipient."""
    actions.erase(company=company, today=by.now.day)
    return render(request, "hotline/box.html", {"found": queries.box(by.recipient, by.now), "by": by.recipient})


@require_http_methods(["GET", "POST"])
@opened
def case(request: HttpRequest, company: Company, by: Opened, id: UUID) -> HttpResponse:  # noqa: A002
    """One Tip: read, answer, note, ask, go on."""
    wrap, keys = _key(by, id)
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    wrong = act(request, wrap, keys, by) if act else {}
    if act and not wrong:
        return redirect("hotline:case", id=id)
    talk = queries.for_recipient(wrap, keys, by.now)
    if request.method == "GET":
        actions.read(wrap=wrap, when=by.now, seen=talk.shown)
        wrap.tip.refresh_from_db()
        talk = queries.for_recipient(wrap, keys, by.now)
    forms = {"answer": TextForm(prefix="answer"), "note": TextForm(prefix="note"), "ask": TextForm(prefix="ask")}
    forms |= {"move": MoveForm(prefix="move"), "longer": LongerForm(prefix="longer")}
    return render(request, "hotline/case.html", {"talk": talk, **forms, **wrong}, status=422 if wrong else 200)


def _key(by: Opened, id: UUID) -> tuple[Wrap, Keys]:  # noqa: A002
    """The keys of a Tip that has reached this recipient, or no page."""
    wrap = queries.wrap(by.recipient, id, by.now)
    if wrap is None:
        raise Http404
    try:
        return wrap, queries.keys(wrap, by.secret)
    except NotOpenError as error:
        raise Http404 from error


@require_GET
@opened
def parcel(request: HttpRequest, company: Company, by: Opened, id: UUID, number: int) -> HttpResponse:  # noqa: A002
    """A file of a Tip: handed over, never shown."""
    found = queries.parcel(*_key(by, id), number)
    if found is None:
        raise Http404
    response = HttpResponse(found[1], content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{found[0]}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _written(name: str, write: Callable[..., None]) -> Callable[..., dict[str, Any]]:
    """What is done with a text of the form ``name``."""

    def act(request: HttpRequest, wrap: Wrap, keys: Keys, by: Opened) -> dict[str, Any]:
        form = TextForm(request.POST, prefix=name)
        if not form.is_valid():
            return {name: form}
        write(tip=wrap.tip, keys=keys, role=by.recipient.role, when=by.now, **{WORDS[name]: form.cleaned_data["text"]})
        return {}

    return act


def _move(request: HttpRequest, wrap: Wrap, keys: Keys, by: Opened) -> dict[str, Any]:
    form = MoveForm(request.POST, prefix="move")
    if not form.is_valid():
        return {"move": form}
    actions.move(tip=wrap.tip, keys=keys, role=by.recipient.role, when=by.now, **form.cleaned_data)
    return {}


def _longer(request: HttpRequest, wrap: Wrap, keys: Keys, by: Opened) -> dict[str, Any]:
    form = LongerForm(request.POST, prefix="longer")
    if not form.is_valid():
        return {"longer": form}
    until, reason = form.cleaned_data["until"], form.cleaned_data["text"]
    actions.keep_longer(tip=wrap.tip, keys=keys, role=by.recipient.role, until=until, reason=reason, when=by.now)
    return {}


WORDS = {"answer": "text", "note": "text", "ask": "why"}
ACTS: dict[str, Callable[..., dict[str, Any]]] = {
    "answer": _written("answer", actions.answer),
    "note": _written("note", actions.note),
    "ask": _written("ask", actions.ask_name),
    "move": _move,
    "longer": _longer,
}
