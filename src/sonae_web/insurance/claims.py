"""What if: a story tried on a contract, with every step of the calculation."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from sonae.faults import InputError
from sonae.insurance import terms, trials, words
from sonae.insurance.recovery import Recovery
from sonae.insurance.trials import CONSENT, Story
from sonae.report import charts, waterfalls
from sonae_web.company import queries as companies
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.insurance import forms, queries

MOST_TYPED = 40  # characters of one amount


@require_GET
@with_company
def what_if(request: HttpRequest, company: Company, policy_id: UUID) -> HttpResponse:
    """A story with amounts that can be changed, and what the contract would pay of it. Nothing is kept."""
    contract = queries.find(company, policy_id, timezone.localdate())
    story = trials.stories().get(request.GET.get("story", next(iter(trials.stories()))))
    if story is None:
        raise Http404("no such story")
    proposed = trials.proposed(story, companies.value(company))
    typed = {name: request.GET.get(name, usual)[:MOST_TYPED] for name, usual in proposed.items()}
    told, faults = None, dict[str, str]()
    try:
        told = trials.told(contract.value, story, typed)
    except InputError as error:
        faults = {fault.field: forms.said(fault) for fault in error.faults}
    context = _story(story, typed, faults) | {"contract": contract, "disclaimer": words.disclaimer()}
    status = 422 if faults else 200
    return render(request, "insurance/what_if.html", context | (_told(told, story) if told else {}), status=status)


def _story(story: Story, typed: dict[str, str], faults: dict[str, str]) -> dict[str, Any]:
    return {
        "story": story,
        "stories": trials.stories().values(),
        "inputs": [(one, typed[one.id], faults.get(one.id, "")) for one in story.inputs],
        "faults": [(one.id, one.title.of(lang()), faults[one.id]) for one in story.inputs if one.id in faults],
        "consent": typed[CONSENT],
    }


def _told(told: Recovery, story: Story) -> dict[str, Any]:
    fall = waterfalls.of_claim(told, story.title, lang())
    return {
        "fall": fall.table,
        "svg": mark_safe(charts.waterfall(fall)),  # our own SVG; every text in it is escaped
        "trace": waterfalls.trace(told, lang()),
        "remarks": [words.remark(code).of(lang()) for code in told.remarks],
        "assumed": [terms.about(path).of(lang()) for path in told.assumed_terms],
    }
