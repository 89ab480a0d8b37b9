"""The reporter comes back: the code opens the Tip, for this one request, as often as something is read or written."""

import secrets
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sonae.hotline.seals import Keys
from sonae.hotline.timers import HalfDay, half_day
from sonae_web.hotline import actions, pepper, queries, turns
from sonae_web.hotline.forms import CodeForm, NameForm, SayForm
from sonae_web.hotline.models import Line, Tip
from sonae_web.hotline.views import on_line, page, visitor


@require_http_methods(["GET", "POST"])
@on_line
def talk(request: HttpRequest, line: Line) -> HttpResponse:
    """Status, answers, and room to write. A wrong, an unknown and an erased code get the same answer after the same time."""
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, line, "read", form=form, status=422 if form.errors else 200)
    turns.spend("code", line.token, visitor(request), by_one=turns.WRONG_CODES)
    code = form.cleaned_data["code"]
    found = queries.with_receipt(line.company, pepper.receipt(code, str(line.company_id)))
    if found is None:
        return page(request, line, "read", form=CodeForm(), nothing=True, status=422)
    turns.forgive("code", line.token, visitor(request))
    return _opened(request, line, code, *found)


def _opened(request: HttpRequest, line: Line, code: str, tip: Tip, keys: Keys) -> HttpResponse:
    act, now = ACTS.get(request.POST.get("act", "")), half_day(timezone.now())
    wrong = None
    if act is not None and turns.first_time(request.POST.get("form", "")):
        wrong = act(request, tip, keys, now)
    tip.refresh_from_db()
    context = {"say": SayForm(), "name": NameForm()} | (wrong or {})
    talk = queries.for_reporter(tip, keys, now.day)
    context |= {"talk": talk, "code": code, "form": secrets.token_hex(8), "done": act is not None and wrong is None}
    return page(request, line, "talk", status=422 if wrong else 200, asked=_asked(talk), **context)


def _asked(talk: queries.Conversation) -> bool:
    """Whether a recipient has asked for the name, and it was neither given nor refused since."""
    kinds = [said.kind for said in talk.said if said.kind in ("ask_name", "name", "outside", "refused")]
    return bool(kinds) and kinds[-1] == "ask_name"


def _say(request: HttpRequest, tip: Tip, keys: Keys, now: HalfDay) -> dict[str, Any] | None:
    form = SayForm(request.POST)
    if not form.is_valid():
        return {"say": form}
    actions.say(tip=tip, keys=keys, text=form.cleaned_data["text"], when=now, urgent=form.cleaned_data["urgent"])
    return None


def _name(request: HttpRequest, tip: Tip, keys: Keys, now: HalfDay) -> dict[str, Any] | None:
    form = NameForm(request.POST)
    if not form.is_valid():
        return {"name": form}
    actions.give_name(tip=tip, keys=keys, when=now, **form.cleaned_data)
    return None


def _refuse(request: HttpRequest, tip: Tip, keys: Keys, now: HalfDay) -> None:
    actions.refuse_name(tip=tip, keys=keys, when=now)


def _withdraw(request: HttpRequest, tip: Tip, keys: Keys, now: HalfDay) -> None:
    if tip.state != "closed":
        actions.withdraw(tip=tip, keys=keys, when=now)


def _reopen(request: HttpRequest, tip: Tip, keys: Keys, now: HalfDay) -> dict[str, Any] | None:
    form = SayForm(request.POST)
    if not form.is_valid():
        return {"say": form}
    if tip.state == "closed":
        actions.reopen(tip=tip, keys=keys, text=form.cleaned_data["text"], when=now)
    return None


Act = Callable[[HttpRequest, Tip, Keys, HalfDay], dict[str, Any] | None]
ACTS: dict[str, Act] = {"say": _say, "name": _name, "refuse": _refuse, "withdraw": _withdraw, "reopen": _reopen}
