"""One assessment: from a case to everything that is concluded from it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sonae import __version__, diagnosis, measure, plan, risk
from sonae.case import Case, digest
from sonae.catalogue import Catalogue
from sonae.diagnosis import Diagnosis
from sonae.insurance import review
from sonae.insurance.review import Review
from sonae.insurance.summary import BadYear, Insured
from sonae.measure import Posture
from sonae.plan import Comparison, FrontierPoint, Plan, schemes
from sonae.risk import LossSummary

if TYPE_CHECKING:
    from collections.abc import Callable

    from sonae.plan.finding import Firm
    from sonae.risk.model import LossModel

INSURED_YEARS = 1_000_000  # so many that the loss before insurance reads as the exact one does
TOLD = 3  # contracts whose bad year is told term by term


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a result was made of: None where a key means nothing for it. ``made_at`` is ISO 8601 with offset."""

    code_version: str
    content_version: str
    input_sha256: str
    seed: int | None
    years: int | None
    level: float | None
    made_at: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """All results of one case, with the case itself, so that any figure can be traced and repeated.

    ``insured`` is what the contracts of the case leave, None without contracts or where years cannot be simulated; ``bad_years``
    are the bad year under each of the first few contracts, term by term; ``review`` are readiness, gaps and premium,
    None in assessments of earlier versions.
    """

    case: Case
    diagnosis: Diagnosis
    risk: LossSummary
    plan: Plan
    provenance: Provenance
    insured: Insured | None = None
    bad_years: tuple[BadYear, ...] = ()
    review: Review | None = None
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """The best plan for each of many budgets, the smallest first, and ways to prepare beside each other.

    ``frontier`` and ``plans`` go together one by one; ``weight`` is how much a yen of the bad year counts a year; ``fitting`` are the ids
    of the support schemes that fit on the day of the case.
    """

    case: Case
    weight: float
    frontier: tuple[FrontierPoint, ...]
    plans: tuple[Plan, ...]
    comparison: Comparison
    fitting: tuple[str, ...]
    provenance: Provenance

    def place(self, budget_yen: int | None) -> int:
        """The place of the plan that a budget of the first year pays for; None is no limit."""
        if budget_yen is None:
            return len(self.frontier) - 1
        return max(sum(point.budget_yen <= budget_yen for point in self.frontier) - 1, 0)

    def gap(self, place: int, budget_yen: int | None) -> float:
        """How far the plan at a place may be from the best one for a budget that lies before the next plan's, as a share.

        What is proved for the next plan holds for every smaller budget, also for those between the two that were not searched.
        """
        own = self.frontier[place]
        if own.up_to_yen is None or budget_yen is None or budget_yen <= own.up_to_yen or own.value_yen <= 0:
            return own.gap
        more = self.frontier[place + 1]
        return max(own.gap, 1 - more.value_yen * (1 - more.gap) / own.value_yen)


def with_plan(result: Assessment, found: Outlook, place: int, catalogue: Catalogue, *, now: datetime) -> Assessment:
    """The result with a plan of an outlook of the same company and answers in the place of its own, for the budget of that plan."""
    point, chosen = found.frontier[place], found.plans[place]
    origin = result.provenance
    own = replace(result.case, budget_yen=point.budget_yen)
    return replace(
        result,
        case=own,
        plan=replace(chosen, frontier=found.frontier),
        comparison=found.comparison,
        provenance=provenance(
            own, catalogue, now=now, seed=found.provenance.seed, years=origin.years, level=origin.level
        ),
    )


def outlook(
    case: Case,
    catalogue: Catalogue,
    *,
    now: datetime,
    seed: int = 0,
    weight: float | None = None,
    progress: "Callable[[int, int], None]" = lambda _done, _total: None,
) -> Outlook:
    """The plans of a case over budgets and the comparison of ways: half a minute of work, told to ``progress``."""
    firm, schemes_that_fit = firm_of(case, catalogue), fitting(case)
    frontier, plans = plan.ladder(firm, weight, schemes=schemes_that_fit, seed=seed, progress=progress)
    return Outlook(
        case=case,
        weight=plans[0].weight,
        frontier=frontier,
        plans=plans,
        comparison=plan.compare(firm, seed=seed),
        fitting=schemes_that_fit,
        provenance=provenance(case, catalogue, now=now, seed=seed, level=case.level),
    )


def assess(case: Case, catalogue: Catalogue, *, now: datetime, seed: int = 0, thorough: bool = False) -> Assessment:
    """The whole pipe: answers → score and posture → losses → plan. Exact; the seed moves only what is simulated.

    ``thorough`` takes some seconds more: the plan is searched with services and insurance, and ways to prepare are compared.
    """
    posture = measure.posture(case.answers)
    found = _planned(case, catalogue, posture, seed, thorough)
    model = risk.build(case.company, posture, catalogue.risk, level=case.level)
    return Assessment(
        case=case,
        diagnosis=diagnosis.diagnose(catalogue.questionnaire, case.answers, case.supplement),
        risk=risk.summarise(model),
        plan=found.plan,
        provenance=provenance(case, catalogue, now=now, seed=seed, level=case.level),
        insured=_insured(case, model, seed),
        bad_years=_bad_years(case, model, seed),
        review=insurance_of(case, model, seed, with_years=bool(case.policies)),
        comparison=found.comparison,
    )


class _Found(NamedTuple):
    plan: Plan
    comparison: Comparison | None


def _planned(case: Case, catalogue: Catalogue, posture: Posture, seed: int, thorough: bool) -> _Found:
    if not thorough:
        ranked = plan.choose(
            case.company, posture, catalogue.measures, catalogue.risk, case.level, budget_yen=case.budget_yen
        )
        return _Found(ranked, None)
    firm = firm_of(case, catalogue)
    wish = plan.Wish(case.budget_yen)
    found = plan.best(firm, wish, schemes=fitting(case), seed=seed, over_budgets=False)
    return _Found(found, plan.compare(firm, seed=seed))


def firm_of(case: Case, catalogue: Catalogue) -> "Firm":
    """The company of a case as ``plan.best`` and ``plan.compare`` need it."""
    posture = measure.posture(case.answers)
    return plan.firm(
        case.company,
        posture,
        catalogue.measures,
        catalogue.risk,
        case.level,
        supplement=case.supplement,
        policies=case.contracts(),
    )


def fitting(case: Case) -> tuple[str, ...]:
    """Ids of the support schemes that fit company, region and day."""
    return tuple(scheme.id for scheme in schemes.fitting(case.company, case.as_of))


def _insured(case: Case, model: "LossModel", seed: int) -> Insured | None:
    if not case.policies:
        return None
    from sonae.insurance import years
    from sonae.risk import simulate  # numba is loaded only where years are simulated

    return years.simulated(model, case.contracts(), INSURED_YEARS, seed) if simulate.available() else None


def _bad_years(case: Case, model: "LossModel", seed: int) -> tuple[BadYear, ...]:
    if not case.policies:
        return ()
    from sonae.insurance import years
    from sonae.risk import simulate

    told = case.contracts()[:TOLD] if simulate.available() else ()
    return tuple(years.bad_year(model, contract, seed) for contract in told)


def insurance_of(case: Case, model: "LossModel", seed: int, *, with_years: bool = True) -> Review:
    """Readiness, gaps and premium of a case on its day; yen only ``with_years`` and where years can be simulated."""
    from sonae.risk import simulate

    years = None
    if with_years and simulate.available():
        from sonae.insurance import variants

        years = variants.Years(model, seed)
    answers = {**case.answers, **case.supplement, **case.readiness}
    return review.review(case.company, case.contracts(), answers, case.evidence, case.as_of, years)


def provenance(
    case: Case,
    catalogue: Catalogue,
    *,
    now: datetime,
    seed: int | None = None,
    years: int | None = None,
    level: float | None = None,
) -> Provenance:
    """Where a result of ``case`` comes from; ``now`` must know its offset from UTC."""
    if now.utcoffset() is None:
        raise ValueError("now needs a time zone")
    made_at = now.isoformat(timespec="seconds")
    return Provenance(__version__, catalogue.version, digest(case), seed, years, level, made_at)


def dumps(result: Assessment | Outlook) -> bytes:
    """The result as JSON, without loss: ``loads(dumps(x)) == x``."""
    return msgspec.json.encode(result)


def loads(data: bytes) -> Assessment:
    """An assessment stored with ``dumps``. Raises ValueError if it is not one."""
    return msgspec.json.decode(data, type=Assessment)


def load_outlook(data: bytes) -> Outlook:
    """An outlook stored with ``dumps``. Raises ValueError if it is not one."""
    return msgspec.json.decode(data, type=Outlook)
