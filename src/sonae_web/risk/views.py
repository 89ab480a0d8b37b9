"""The result: yen first, then why, then how we know."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sonae import catalogue
from sonae import risk as losses
from sonae.content import published
from sonae.report import changes, charts
from sonae.risk import sensitivity
from sonae.values import odds_in_years, yen_words
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions as diagnosis_actions
from sonae_web.diagnosis import forms as diagnosis_forms
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.risk import actions, queries
from sonae_web.risk.forms import PAGES, AssessForm
from sonae_web.supplier import queries as suppliers


@require_POST
@with_company
def assess(request: HttpRequest, company: Company) -> HttpResponse:
    """Keep the answers that came along, then assess; back to the questions while some are open."""
    try:
        given = diagnosis_forms.answers_in(request.POST.dict())
    except diagnosis_forms.BadAnswerError as error:
        raise SuspiciousOperation(str(error)) from error
    if given:
        diagnosis_actions.record_answers(company=company, answers=given, now=timezone.now())
    if not diagnoses.complete(diagnoses.find(company)):
        messages.warning(request, _("A few questions are still open. They are marked below."))
        return redirect("diagnosis:overview")
    return _assess(request, company)


def _assess(request: HttpRequest, company: Company) -> HttpResponse:
    form = AssessForm(request.POST)
    after = request.POST.get("after")
    page = after if after in PAGES else PAGES[0]
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return redirect(page)
    stored = queries.latest(company)
    chosen = form.cleaned_data
    level = chosen["level"] or (stored.value.case.level_name if stored else "") or "central"
    budget = (
        chosen["budget_man"] if "budget_man" in request.POST else (stored.value.case.budget_yen if stored else None)
    )
    actions.assess(company=company, level=level, budget_yen=budget, now=timezone.localtime())
    return redirect(page)


@require_GET
@with_company
def result(request: HttpRequest, company: Company) -> HttpResponse:
    """The stored result, or what is missing for one."""
    stored = queries.latest(company)
    if stored is None:
        return render(request, "risk/empty.html", {"complete": diagnoses.complete(diagnoses.find(company))})
    report = queries.report(stored, lang())
    insured = stored.value.insured
    context: dict[str, Any] = {
        "insured_svg": mark_safe(charts.cover_curve(insured, lang())) if insured else "",
        "insured_curve": report.table("insurance-curve") if insured else None,
        "report": report,
        "outdated": stored.outdated,
        "score": report.score,
        "parts": report.table("parts"),
        "peers": report.table("peers"),
        "curve": report.table("curve"),
        "costs": report.table("costs"),
        "scenarios": report.table("scenarios"),
        "frameworks": report.table("frameworks"),
        "curve_svg": mark_safe(charts.loss_curve(report)),  # our own SVG; every text in it is escaped
        "costs_svg": mark_safe(charts.cost_bars(report)),
        "levels": [(level.id, level.title.of(lang()), level.text.of(lang())) for level in losses.levels().values()],
        "level": stored.value.case.level_name,
        "dominoes": suppliers.card(company, lang()),
        "declaring": [text.of(lang()) for text in catalogue.load().declaring],
    }
    return render(request, "risk/result.html", context)


@require_GET
def basis(request: HttpRequest) -> HttpResponse:
    """How we know: published figures, assumptions and sources, with what is not verified marked as such."""
    content = catalogue.load()
    language = lang()
    context = {
        "figures": [
            (
                figure,
                figure.wording.of(language),
                ", ".join(content.sources[name].publisher.of(language) for name in figure.source),
            )
            for figure in content.figures.values()
        ],
        "replayed": [(use, [row for row in published.replayed() if row.figure.use == use]) for use in ("fit", "held")],
        "sensitivity": [
            (
                row.title.of(language),
                yen_words(row.aal_yen, language),
                _("%(number)s times") % {"number": f"{row.times:.1f}"},
                odds_in_years(row.p_any, language),
                yen_words(row.var99, language),
            )
            for row in sensitivity.table()
        ],
        "scenarios": [(entry.title.of(language), entry.text.of(language)) for entry in content.risk.scenarios],
        "levels": [
            (level.title.of(language), level.value, level.text.of(language)) for level in losses.levels().values()
        ],
        "prices": [(price.title.of(language), price.low, price.high, price.per) for price in content.prices.values()],
        "threats": [(threat.rank, threat.title.of(language)) for threat in content.threats.values()],
        "terms": [(term.title.of(language), term.text.of(language)) for term in content.glossary.values()],
        "sources": [
            (entry.title.of(language), entry.publisher.of(language), entry.year, entry.url, entry.via.of(language))
            for entry in content.sources.values()
        ],
        "version": content.version,
    }
    return render(request, "risk/basis.html", context)


@require_GET
@with_company
def history(request: HttpRequest, company: Company) -> HttpResponse:
    """All results over time, and the newest beside an earlier one (``?before=`` its number; else the one before it)."""
    runs = queries.runs(company)
    if not runs:
        return render(request, "risk/empty.html", {"complete": diagnoses.complete(diagnoses.find(company))})
    numbers = {str(run.number): run for run in runs[1:]}
    before = numbers.get(request.GET.get("before", ""), runs[1] if len(runs) > 1 else None)
    content = catalogue.load()
    questionnaire = content.questionnaire
    context = {
        "runs": runs,
        "before": before,
        "change": changes.compare(before.value, runs[0].value) if before else None,
        "titles": {**questionnaire.questions, **questionnaire.supplements},
        "choices": questionnaire.choices,
        "bands": {band.id: band.title.of(lang()) for band in questionnaire.bands},
    }
    return render(request, "risk/history.html", context)
