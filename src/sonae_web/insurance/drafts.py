"""The guided form: a contract typed in step by step, kept after each, checked as a whole before it becomes a contract."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sonae.faults import InputError
from sonae.insurance import entry, terms
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.insurance import actions, forms, queries
from sonae_web.insurance.models import Draft


@require_POST
@with_company
def begin(request: HttpRequest, company: Company, policy_id: UUID | None = None) -> HttpResponse:
    """Begin, or go on with what was begun before."""
    contract = queries.find(company, policy_id, timezone.localdate()) if policy_id else None
    try:
        draft = actions.begin(company=company, contract=contract, now=timezone.now())
    except InputError as error:
        for line in forms.messages(error):
            messages.error(request, line)
        return redirect("insurance:overview")
    return redirect("insurance:step", draft.pk, terms.steps()[0].id)


@require_http_methods(["GET", "POST"])
@with_company
def step(request: HttpRequest, company: Company, draft_id: UUID, step: str) -> HttpResponse:
    """One step of the form. What was typed is kept even where it is wrong; then on, or the faults beside their fields."""
    draft, wanted = queries.draft(company, draft_id), forms.step_of(step)
    if wanted is None:
        raise Http404(f"no step {step}")
    if request.method == "GET":
        return render(request, "insurance/step.html", _step(draft, wanted))
    actions.record_step(draft=draft, typed=forms.typed_in(wanted, request.POST), now=timezone.now())
    faults = [fault for fault in entry.faults_of(draft.typed, step, queries.base(draft)) if fault.value is not None]
    if faults and "later" not in request.POST:
        return render(request, "insurance/step.html", _step(draft, wanted) | {"wrong": True}, status=422)
    order = [one.id for one in terms.steps()]
    place = order.index(step) + 1
    return (
        redirect("insurance:step", draft.pk, order[place])
        if place < len(order)
        else redirect("insurance:check", draft.pk)
    )


def _step(draft: Draft, wanted: terms.Step) -> dict[str, Any]:
    faults = [
        fault for fault in entry.faults_of(draft.typed, wanted.id, queries.base(draft)) if fault.value is not None
    ]
    order = [one.id for one in terms.steps()]
    place = order.index(wanted.id)
    return {
        "draft": draft,
        "form": forms.StepForm(wanted, draft.typed, faults),
        "title": wanted.title.of(lang()),
        "lead": wanted.lead.of(lang()),
        "place": place + 1,
        "count": len(order) + 1,
        "previous": order[place - 1] if place else "",
    }


@require_GET
@with_company
def check(request: HttpRequest, company: Company, draft_id: UUID) -> HttpResponse:
    """Everything that was typed, what is wrong or open, what is assumed; then it becomes a contract."""
    return render(request, "insurance/check.html", _check(queries.draft(company, draft_id)))


def _check(draft: Draft) -> dict[str, Any]:
    language, base = lang(), queries.base(draft)
    states, assumed = [], []
    for one in terms.steps():
        faults = entry.faults_of(draft.typed, one.id, base)
        said = [(fault.field, terms.title(fault.field).of(language), forms.said(fault)) for fault in faults]
        states.append((one.id, one.title.of(language), said))
        assumed += [row.term.title.of(language) for row in forms.StepForm(one, draft.typed).rows() if row.assumed]
    return {
        "draft": draft,
        "states": states,
        "assumed": assumed,
        "ready": not any(said for _, _, said in states),
        "count": len(terms.steps()) + 1,
    }


@require_POST
@with_company
def finish(request: HttpRequest, company: Company, draft_id: UUID) -> HttpResponse:
    """The draft becomes a contract, or the next version of the one it came from."""
    draft = queries.draft(company, draft_id)
    try:
        row = actions.finish(draft=draft, now=timezone.localtime())
    except InputError as error:
        context = _check(draft) | {"faults": forms.messages(error)}
        return render(request, "insurance/check.html", context, status=422)
    messages.success(request, _("The contract is in. Look at what is assumed."))
    return redirect("insurance:show", row.pk)


@require_POST
@with_company
def drop(request: HttpRequest, company: Company, draft_id: UUID) -> HttpResponse:
    """Throw away what was begun."""
    actions.drop(draft=queries.draft(company, draft_id), now=timezone.now())
    messages.success(request, _("What was begun has been thrown away."))
    return redirect("insurance:overview")
