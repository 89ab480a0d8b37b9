"""The plan: what to do, in which order, for how much."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import replace_url

from sonae import catalogue
from sonae.assessment import Outlook
from sonae.insurance import words
from sonae.report import charts, chosen, compared, figures
from sonae.report import steps as told
from sonae.values import yen_exact
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.jobs import views as jobs
from sonae_web.plan import actions, queries
from sonae_web.plan.forms import BudgetForm, SearchForm, usual_weight, weights
from sonae_web.risk import queries as risks
from sonae_web.risk.queries import Stored

MAN = 10_000


@require_GET
@with_company
def steps(request: HttpRequest, company: Company) -> HttpResponse:
    """The best plan for a budget where plans were looked for, else the quick order; always from what is stored."""
    stored = risks.latest(company)
    if stored is None:
        return render(request, "risk/empty.html", {"complete": diagnoses.complete(diagnoses.find(company))})
    now, found = timezone.now(), queries.latest(company, stored)
    job = queries.job(company, found.made_at if found else None, now)
    context = {
        "result_outdated": stored.outdated,
        "weights": weights(),
        "weight": f"{found.value.weight if found else usual_weight():g}",
    }
    context |= jobs.shown(job, now) if job else {}
    if found is None:
        return render(request, "plan/quick.html", context | _quick(stored))
    form = BudgetForm(request.GET)
    valid = form.is_valid()
    context |= _chosen(found.value, form, stored) | _aside(found.value)
    context |= {"outdated": found.outdated, "made_at": found.made_at, "form": form}
    return render(request, "plan/list.html", context, status=200 if valid else 422)


@require_GET
@with_company
def at(request: HttpRequest, company: Company) -> HttpResponse:
    """Only the plan for one place on the slider."""
    stored = risks.latest(company)
    found = queries.latest(company, stored) if stored else None
    if stored is None or found is None:
        return redirect("plan:list")
    form = BudgetForm(request.GET)
    form.is_valid()
    context = _chosen(found.value, form, stored) | {"outdated": found.outdated}
    response = render(request, "plan/chosen.html", context)
    return replace_url(response, f"{reverse('plan:list')}?point={context['place']}")


@require_POST
@with_company
def adopt(request: HttpRequest, company: Company) -> HttpResponse:
    """Go by this plan from now on."""
    form = BudgetForm(request.POST)
    place = form.cleaned_data["point"] if form.is_valid() else None
    if place is None or actions.adopt(company=company, place=place, now=timezone.localtime()) is None:
        messages.error(request, _("These plans are out of date. Search again first."))
    else:
        messages.success(request, _("This is your plan now: the report and the tasks follow it."))
    return redirect(f"{reverse('plan:list')}?point={place}" if place is not None else "plan:list")


@require_POST
@with_company
def search(request: HttpRequest, company: Company) -> HttpResponse:
    """Look for the best plans, outside the request."""
    form = SearchForm(request.POST)
    weight = form.cleaned_data["weight"] if form.is_valid() else usual_weight()
    actions.search(company=company, weight=weight, now=timezone.now())
    return redirect("plan:list")


def _quick(stored: Stored) -> dict[str, Any]:
    report, budget = risks.report(stored, lang()), stored.value.plan.budget_yen
    return {
        "report": report,
        "outdated": stored.outdated,
        "within": [step for step in report.steps if not step.beyond],
        "beyond": [step for step in report.steps if step.beyond],
        "cost": stored.value.plan.cost_first_year_yen,
        "budget_man": "" if budget is None else f"{budget / MAN:g}",
    }


def _chosen(outlook: Outlook, form: BudgetForm, stored: Stored) -> dict[str, Any]:
    """One plan in words: the place asked for, the budget typed, else the budget of the result."""
    given, typed = form.cleaned_data.get("point"), "budget_man" in form.data
    budget = form.cleaned_data.get("budget_man") if typed else stored.value.plan.budget_yen
    place = outlook.place(budget) if given is None else min(given, len(outlook.plans) - 1)
    plan, point = outlook.plans[place], outlook.frontier[place]
    gap = outlook.gap(place, budget if given is None else point.budget_yen)
    every = told.in_words(plan, outlook.case.company, catalogue.load(), lang())
    return {
        "place": place,
        "last": len(outlook.plans) - 1,
        "adopted": stored.value.plan.searched and stored.value.plan.steps == plan.steps,
        "chosen": chosen.in_words(plan, point, gap, outlook.case.company, lang()),
        "promise": figures.promise(plan, lang()),
        "within": [step for step in every if not step.beyond],
        "beyond": [step for step in every if step.beyond],
        "svg": mark_safe(charts.frontier(outlook.frontier, place, lang())),  # our own SVG; every text in it is escaped
        "table": chosen.frontier_table(outlook.frontier, lang()),
        "disclaimer": words.disclaimer(),
    }


def _aside(outlook: Outlook) -> dict[str, Any]:
    """What is the same for every budget: the ways to prepare, support schemes, the words of the slider."""
    return {
        "budgets": [yen_exact(point.budget_yen, lang()) for point in outlook.frontier],
        "ways": compared.ways_in_words(outlook.comparison, lang()),
        "comparison": chosen.comparison_table(outlook.comparison, lang()) if outlook.comparison.ways else None,
        "schemes": compared.schemes_in_words(outlook.fitting, timezone.localdate(), lang()),
    }
