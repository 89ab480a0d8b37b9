"""The plan: what to do, in which order, for how much."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.risk import queries

MAN = 10_000


@require_GET
@with_company
def steps(request: HttpRequest, company: Company) -> HttpResponse:
    """All steps of the stored plan, those over the budget last."""
    stored = queries.latest(company)
    if stored is None:
        return render(request, "risk/empty.html", {"complete": diagnoses.complete(diagnoses.find(company))})
    report = queries.report(stored, lang())
    budget = stored.value.plan.budget_yen
    context = {
        "report": report,
        "outdated": stored.outdated,
        "within": [step for step in report.steps if not step.beyond],
        "beyond": [step for step in report.steps if step.beyond],
        "cost": stored.value.plan.cost_first_year_yen,
        "budget_man": "" if budget is None else f"{budget / MAN:g}",
    }
    return render(request, "plan/list.html", context)
