"""The reporter's pages: no account, no cookie, no session. What a page needs to go on stands in the page itself.

They are exempt from the check against forged forms, because nothing here is done in the name of whoever has a cookie: the code that opens
a Tip is typed, and a form sent from elsewhere could do no more than the page that everybody may open.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sonae.faults import InputError
from sonae.hotline import receipts, routes, words
from sonae.hotline.timers import half_day
from sonae.incident import playbooks, triage
from sonae_web import reader
from sonae_web.company.forms import lang
from sonae_web.evidence import files
from sonae_web.faults import beside
from sonae_web.hotline import actions, notices, pepper, pictures, queries, turns
from sonae_web.hotline.actions import Telling
from sonae_web.hotline.forms import OWNER, CodeForm, OddForm, TipForm, has_outside
from sonae_web.hotline.models import Line
from sonae_web.hotline.pictures import Cleaned
from sonae_web.incident import actions as incidents
from sonae_web.reader import Reader, Role


def on_line(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the hotline of its link, and no other company in view; too many tries get the page that says so."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        with reader.everywhere():
            line = queries.line_of(token)
        if line is None:
            raise Http404
        with reader.acting(Reader(None, Role.EMPLOYEE, frozenset({line.company_id}))):
            try:
                return view(request, line)
            except turns.BusyError:
                return page(request, line, "busy", status=429, typed=request.POST.get("text", ""))

    return csrf_exempt(found)


def page(request: HttpRequest, line: Line, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One of the reporter's pages."""
    shared = {"line": line, "lang": lang(), "path": request.path_info, "words": words.load(), "server": settings.SERVER}
    return render(request, f"hotline/{template}.html", shared | context, status=status)


@require_safe
@on_line
def start(request: HttpRequest, line: Line) -> HttpResponse:
    """The two lanes."""
    return page(request, line, "start", ready=bool(queries.ready(line.company)))


@require_safe
@on_line
def about(request: HttpRequest, line: Line) -> HttpResponse:
    """What is promised, and what is not."""
    limits = words.limits(employees=line.company.employees, server=settings.SERVER)
    duties = words.in_force(timezone.localdate())
    return page(request, line, "about", limits=limits, duties=duties, coming=_coming())


def _coming() -> list[words.Duty]:
    """Duties that are law but not yet in force."""
    return [duty for duty in words.load().duties if duty.valid_from > timezone.localdate()]


@require_http_methods(["GET", "POST"])
@on_line
def odd(request: HttpRequest, line: Line) -> HttpResponse:
    """Lane one: a case at the incident desk at once."""
    form = OddForm(request.POST or None, initial={"form": secrets.token_hex(8), "seen": request.GET.get("seen", "")})
    if request.method != "POST" or not form.is_valid():
        return page(request, line, "odd", form=form, status=422 if form.errors else 200)
    typed = form.cleaned_data
    if words.other_lane("odd", typed["text"]) and not request.POST.get("checked"):
        return page(request, line, "odd", form=form, elsewhere=True)
    turns.spend("odd", line.token, visitor(request), by_one=turns.ODD_BY_ONE, in_all=turns.ODD_IN_ALL)
    book = playbooks.load()[triage.choose(triage.Answers(typed["seen"] or triage.UNKNOWN))]
    if turns.first_time(typed["form"]):
        _open_case(line, book, typed)
    return page(request, line, "odd_sent", book=book, steps=book.of("first15"))


def _open_case(line: Line, book: playbooks.Playbook, typed: dict[str, Any]) -> None:
    """The desk needs an hour to count its limits from; the minute stays out, because it would say who sat where."""
    hour = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    facts = triage.facts(triage.Answers(typed["seen"] or triage.UNKNOWN))
    case = incidents.open_case(
        company=line.company, playbook=book.id, title=book.title.of(lang()), known_at=hour, facts=facts, now=hour
    )
    body = {"at": hour, "kind": "observation", "text": typed["text"], "source": typed["name"]}
    incidents.add(case=case, kind="event", body=body, at=hour, now=hour)


@require_http_methods(["GET", "POST"])
@on_line
def tip(request: HttpRequest, line: Line) -> HttpResponse:
    """Lane two: to the recipients only."""
    request.upload_handlers = [pictures.Held(request)]
    people = [queries.value(row) for row in queries.ready(line.company)]
    form = TipForm(request.POST or None, people=people, initial={"form": secrets.token_hex(8)})
    if not people:
        return page(request, line, "nobody", typed=request.POST.get("text", ""))
    cleaned = _files(request, form) if request.method == "POST" else []
    if request.method != "POST" or not form.is_valid():
        return _tip_page(request, line, form, people)
    if _unsure(form, cleaned, people) and not request.POST.get("checked"):
        return _tip_page(request, line, form, people, **_doubts(form, cleaned, people))
    return _filed(request, line, form.cleaned_data, cleaned, people)


def _tip_page(request: HttpRequest, line: Line, form: TipForm, people: Any, **doubts: Any) -> HttpResponse:
    limits = words.limits(employees=line.company.employees, server=settings.SERVER)
    status = 422 if form.errors or doubts else 200
    context = {"people": people, "outside": has_outside(people), "limits": limits, **doubts}
    return page(request, line, "tip", form=form, status=status, **context)


def _files(request: HttpRequest, form: TipForm) -> list[Cleaned]:
    """The files that came, cleaned; what is wrong with one is said at the head of the form."""
    try:
        found = [pictures.cleaned(upload) for upload in request.FILES.getlist("files")[: pictures.MOST_FILES]]
        if request.META.get(files.TOO_LARGE):
            raise pictures.too_large()
    except InputError as error:
        beside(form, error)
        return []
    return found


def _doubts(form: TipForm, cleaned: list[Cleaned], people: Any) -> dict[str, Any]:
    """What the reporter is asked about before anything is sent."""
    typed = form.cleaned_data
    unticked = [person for person in people if person.id not in typed["concerned"]]
    return {
        "elsewhere": words.other_lane("tip", typed["text"]),
        "mentioned": [person for person in unticked if routes.mentioned(person, typed["text"])],
        "carries_names": any(one.carries_names for one in cleaned) and not typed["knows"],
        "files_again": bool(cleaned),
        "doubtful": True,
    }


def _unsure(form: TipForm, cleaned: list[Cleaned], people: Any) -> bool:
    doubts = _doubts(form, cleaned, people)
    return bool(doubts["elsewhere"] or doubts["mentioned"] or doubts["carries_names"])


def _filed(
    request: HttpRequest, line: Line, typed: dict[str, Any], cleaned: list[Cleaned], people: Any
) -> HttpResponse:
    """Keep the Tip, and show its code this once."""
    route = routes.route(
        people,
        concerned=typed["concerned"],
        concerns_owner=OWNER in typed["concerned"],
        words=typed["concerns"],
        employees=line.company.employees,
    )
    if route is None:
        return page(request, line, "nobody", typed=typed["text"])
    turns.spend("tip", line.token, visitor(request), by_one=turns.FILED_BY_ONE, in_all=turns.FILED_IN_ALL)
    if not turns.first_time(typed["form"]):
        return page(request, line, "twice")
    code = receipts.new()
    actions.file(
        line=line,
        route=route,
        telling=_telling(typed),
        files=cleaned,
        receipt=pepper.receipt(code, str(line.company_id)),
        when=half_day(timezone.now()),
    )
    if typed["urgent"]:
        notices.at_once(line.company, route.first)
    return page(request, line, "receipt", code=code, form=CodeForm())


def _telling(typed: dict[str, Any]) -> Telling:
    since = typed["since"].isoformat() if typed["since"] else ""
    body = {
        "text": typed["text"],
        "category": typed["category"] or "other",
        "since": since,
        "ongoing": typed["ongoing"],
        "concerns": typed["concerns"],
    }
    names = typed["names"] or "none"
    return Telling(body, names, typed["name"] if names != "none" else "", typed["urgent"])


@require_POST
@on_line
def typed_back(request: HttpRequest, line: Line) -> HttpResponse:
    """The code must be typed once before the page is left: it stands in the page and is compared there, not stored."""
    code, form = receipts.plain(request.POST.get("shown", "")), CodeForm(request.POST)
    if code and form.is_valid() and form.cleaned_data["code"] == code:
        return page(request, line, "sent")
    shown = request.POST.get("shown", "") if code else ""
    return page(request, line, "receipt", code=shown, form=form, mismatch=True, status=422)


def visitor(request: HttpRequest) -> str:
    """The number that stands for an address during this quarter of an hour."""
    return str(getattr(request, "visitor", ""))
