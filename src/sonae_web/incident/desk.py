"""What is done on the page of a case: each button is one change."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from sonae.faults import InputError
from sonae.incident import costs, guards, notices
from sonae.incident.record import Cost
from sonae_web import faults, reader
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.incident import actions, queries, vault
from sonae_web.incident.forms import (
    CostForm,
    DutyForm,
    EventForm,
    ExhibitForm,
    FindingForm,
    OutageForm,
    PersonalForm,
    SentForm,
    StateForm,
)
from sonae_web.incident.models import Case
from sonae_web.incident.shown import shown
from sonae_web.incident.views import found, saved
from sonae_web.reader import Role


def _again(request: HttpRequest, company: Company, row: Case, name: str, form: forms.Form) -> HttpResponse:
    """The page with what was typed and what is wrong with it."""
    return render(request, "incident/case.html", shown(company, row, **{name: form, "form": form}), status=422)


def _back(request: HttpRequest, row: Case, place: str = "") -> HttpResponse:
    messages.success(request, saved())
    return redirect(f"{_url(row)}{place}")


def _url(row: Case) -> str:
    from django.urls import reverse

    return reverse("incident:case", args=[row.pk])


def _seen(request: HttpRequest) -> int:
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _changing(request: HttpRequest, row: Case, change: Callable[[], Any], place: str = "") -> HttpResponse:
    """Make a change that two people may be making at once; the second is told and sees what stands there now."""
    try:
        change()
    except actions.ChangedMeanwhileError:
        messages.warning(
            request, _("Somebody else has changed this case meanwhile. Look at it again, then repeat what you meant.")
        )
        return redirect(_url(row))
    return _back(request, row, place)


@require_POST
@with_company
def step(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """A step of the playbook is done; the duty that it meets is closed by its own form."""
    row, now = found(company, id), timezone.localtime()
    desk = queries.desk(row, (), now)
    name = request.POST.get("step", "")
    if name not in {standing.step.id for standing in desk.response.steps if standing.open}:
        return redirect(_url(row))
    actions.add(case=row, kind="step", body={"id": name, "done_at": now}, at=now, now=now)
    return _back(request, row)


@require_POST
@with_company
def event(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """A line of the time line."""
    row, now, form = found(company, id), timezone.localtime(), EventForm(request.POST)
    if not form.is_valid():
        return _again(request, company, row, "event_form", form)
    typed = form.cleaned_data
    at = typed["at"] or now
    body = {"at": at, "kind": typed["kind"], "text": typed["text"]}
    actions.add(case=row, kind="event", body=body, at=at, now=now)
    return _back(request, row, "#timeline")


@require_POST
@with_company
def duty(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """A duty is met, or reasoned away with a name."""
    row, now, form = found(company, id), timezone.localtime(), DutyForm(request.POST)
    known = {owed.id for owed in queries.desk(row, queries.policies(company), now).response.duties}
    if request.POST.get("rule") not in known:
        raise Http404
    if not form.is_valid():
        return _again(request, company, row, "duty_form", form)
    typed = form.cleaned_data
    state = "done" if typed["proof"] else "reasoned"
    actions.add(case=row, kind="duty", body={**typed, "state": state, "at": now}, at=now, now=now)
    return _back(request, row, "#duties")


@require_POST
@with_company
def cost(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """A line of the ledger: warnings first, then kept."""
    row, now = found(company, id), timezone.localtime()
    contracts = queries.policies(company)
    desk = queries.desk(row, contracts, now)
    form = CostForm(request.POST, expected=desk.response.playbook.items)
    if not form.is_valid():
        return _again(request, company, row, "cost_form", form)
    typed = form.cleaned_data
    section, _sign, item = typed["item"].partition("/")
    body = {key: typed[key] for key in ("what", "amount", "payee", "consent", "units", "hours", "better", "promised")}
    body |= {"id": uuid4().hex[:12], "section": section, "item": item, "at": now}
    line = Cost(**{key: value for key, value in body.items() if value not in (None, "")})
    warnings = costs.warnings(line, desk.incident, contracts)
    if warnings and not typed["confirmed"]:
        page = shown(company, row, cost_form=form, cost_warnings=[text.of(lang()) for text in warnings])
        return render(request, "incident/case.html", page, status=422)
    actions.add(case=row, kind="ledger", body=body, at=now, now=now)
    return _back(request, row, "#ledger")


@require_POST
@with_company
def personal(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """What is known of personal data: it starts and stops duties."""
    row, form = found(company, id), PersonalForm(request.POST)
    if not form.is_valid():
        return _again(request, company, row, "personal_form", form)
    changed = {"personal_data": form.body()}
    return _changing(
        request,
        row,
        lambda: actions.change(case=row, seen=_seen(request), now=timezone.localtime(), facts=changed),
        "#duties",
    )


@require_POST
@with_company
def state(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """Severity, who leads, and how far each track is."""
    row, form = found(company, id), StateForm(request.POST)
    if not form.is_valid():
        return _again(request, company, row, "state_form", form)
    typed = form.cleaned_data
    people = [{"name": name} for name in (typed["lead"], typed["deputy"]) if name]
    changed = {
        "tracks": {track: typed[track] for track in ("contain", "investigate", "recover", "notify")},
        "roles": {"lead": people} if people else {},
    }
    severity = typed["severity"]
    return _changing(
        request,
        row,
        lambda: actions.change(
            case=row, seen=_seen(request), now=timezone.localtime(), facts=changed, severity=severity
        ),
    )


@require_POST
@with_company
def move(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """The next state, if nothing stands against it."""
    row, now, to = found(company, id), timezone.localtime(), request.POST.get("to", "")
    if to not in guards.following(row.state):
        return redirect(_url(row))
    who = reader.current()
    if to in guards.OWNER_ONLY and who is not None and who.role != Role.OWNER:
        messages.error(request, _("Only the owner declares, closes or calls it a false alarm."))
        return redirect(_url(row))
    guard = guards.ask(queries.desk(row, queries.policies(company), now).response, to)
    try:
        return _changing(
            request,
            row,
            lambda: actions.move(case=row, to=to, seen=_seen(request), now=now, guard=guard, by=""),
        )
    except InputError as error:
        for fault in error.faults:
            messages.error(request, fault.remedy.of(lang()))
        return redirect(_url(row))


@require_POST
@with_company
def outage(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """A system that stands still; the lost hours count for the claim."""
    row, now, form = found(company, id), timezone.localtime(), OutageForm(request.POST)
    if not form.is_valid():
        return _again(request, company, row, "outage_form", form)
    actions.add(case=row, kind="outage", body=form.cleaned_data, at=form.cleaned_data["since"], now=now)
    return _back(request, row, "#ledger")


@csrf_exempt
@require_POST
def evidence(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """A file is kept as it is, with its SHA-256. The handler is set before anything reads the form; then the form is checked."""
    request.upload_handlers = [vault.StreamedUpload(request)]
    answer: HttpResponse = _keep(request, id=id)
    return answer


@csrf_protect
@with_company
def _keep(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    row, form = found(company, id), ExhibitForm(request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, company, row, "exhibit_form", form)
    typed = dict(form.cleaned_data)
    file = typed.pop("file")
    try:
        actions.keep(case=row, file=file.chunks(), name=file.name, values=typed, now=timezone.localtime())
    except InputError as error:
        faults.beside(form, error)
        return _again(request, company, row, "exhibit_form", form)
    return _back(request, row, "#evidence")


@require_POST
@with_company
def freeze(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """The claim pack as things stand now: kept, and handed over as often as asked for."""
    row = found(company, id)
    try:
        actions.freeze_pack(case=row, lang=lang(), evidence="evidence" in request.POST, now=timezone.localtime())
    except InputError as error:
        for fault in error.faults:
            messages.error(request, fault.message(lang()))
        return redirect(f"{_url(row)}#pack")
    return _back(request, row, "#pack")


@require_POST
@with_company
def findings(request: HttpRequest, company: Company, id: UUID) -> HttpResponse:  # noqa: A002
    """The nine items of a report: known, not known, being checked, not affected."""
    row, form = found(company, id), FindingForm(request.POST)
    if not form.is_valid():
        return _again(request, company, row, "finding_form", form)
    return _changing(
        request,
        row,
        lambda: actions.change(
            case=row, seen=_seen(request), now=timezone.localtime(), facts={"findings": form.body()}
        ),
        "#notices",
    )


@require_http_methods(["GET", "POST"])
@with_company
def notice(request: HttpRequest, company: Company, id: UUID, kind: str) -> HttpResponse:  # noqa: A002
    """A draft to copy or print; marked as sent, it is frozen."""
    if kind not in notices.kinds():
        raise Http404
    row, now = found(company, id), timezone.localtime()
    desk = queries.desk(row, (), now)
    draft = notices.draft(kind, desk.incident, desk.response.playbook, company.name, now, lang())
    form = SentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.send(case=row, draft=draft, proof=typed["proof"], asked=typed["asked"], sent_at=now, now=now)
        except notices.NotConfirmedError:
            form.add_error("asked", _("Ask lawyer and insurer first, then tick this."))
        else:
            return _back(request, row, "#notices")
    sent = [fact for fact in desk.of("notice") if fact.body.get("kind") == kind]
    page = {"case": row, "draft": draft, "form": form, "sent": sent}
    return render(request, "incident/notice.html", page, status=422 if form.errors else 200)
