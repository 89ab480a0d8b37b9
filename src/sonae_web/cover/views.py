"""Insurance seen from the result: what a bad year leaves, term by term."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from sonae import catalogue
from sonae.insurance import words
from sonae.insurance.summary import BadYear
from sonae.report import charts, cover, waterfalls
from sonae.report.tables import Table
from sonae_web.company.access import with_company
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.insurance import queries as contracts
from sonae_web.insurance.queries import Contract
from sonae_web.risk import queries as risks


@dataclass(frozen=True, slots=True)
class Fall:
    """The bad year under one contract; ``id`` is None where the contract has been deleted since."""

    name: str
    id: UUID | None
    svg: SafeString
    table: Table
    trace: Table
    incidents: str


@require_GET
@with_company
def year(request: HttpRequest, company: Company) -> HttpResponse:
    """The stored bad year under each contract: loss, each term, what is estimated to be paid, what is kept."""
    stored = risks.latest(company)
    if stored is None:
        return render(request, "risk/empty.html", {"complete": diagnoses.complete(diagnoses.find(company))})
    held = {contract.value.id: contract for contract in contracts.contracts(company, timezone.localdate())}
    insured = stored.value.insured
    context: dict[str, Any] = {
        "falls": [_fall(one, held) for one in stored.value.bad_years],
        "outdated": stored.outdated or bool(insured and not stored.value.bad_years),
        "disclaimer": words.disclaimer(),
        "curve_svg": mark_safe(charts.cover_curve(insured, lang())) if insured else "",
        "curve": cover.curve(insured, lang()) if insured else None,
        "summary": cover.table(insured, lang()) if insured else None,
    }
    return render(request, "cover/year.html", context)


def _fall(one: BadYear, held: dict[str, Contract]) -> Fall:
    fall, contract = waterfalls.of_year(one, lang()), held.get(one.policy.rpartition("@")[0])
    titles = {scenario.id: scenario.title.of(lang()) for scenario in catalogue.load().risk.scenarios}
    incidents = [titles[kind] for kind in one.kinds]
    return Fall(
        name=contract.title if contract else one.policy,
        id=contract.id if contract else None,
        svg=mark_safe(charts.waterfall(fall)),  # our own SVG; every text in it is escaped
        table=fall.table,
        trace=waterfalls.trace(one.example, lang(), incidents),
        incidents=("、" if lang() == "ja" else ", ").join(incidents),
    )
