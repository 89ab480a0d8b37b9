"""Everything about a company's insurance on one day: readiness, gaps, premium, and what to ask the agent. Estimates, never a promise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sonae.company import Company
from sonae.evidence import Evidence
from sonae.insurance import disclosure, gaps, holes, premium, readiness
from sonae.insurance.holes import AtRisk, Cost, Gap, Question
from sonae.insurance.policy import Policy
from sonae.insurance.premium import Discounted, Indication
from sonae.insurance.readiness import Readiness
from sonae.measure import Choice
from sonae.risk import levels

if TYPE_CHECKING:
    from sonae.insurance.variants import Years

OPTIONS = ("bi_not_bought", "contingent_bi", "funds")  # gaps that a cover closes which can be bought by itself


@dataclass(frozen=True, slots=True)
class Chance:
    """A yearly probability with its low and high end."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True)
class Option:
    """A cover that could be added. ``gain`` is what it would bring, ``payout_yen`` of it on average in a year that it touches: it brings
    more than it costs where such years are likelier than ``break_even``. ``simulated`` is how likely they are, over the published levels.
    """

    gap: str
    cost: Cost
    gain: AtRisk
    payout_yen: int
    break_even: Chance | None
    simulated: Chance


@dataclass(frozen=True, slots=True)
class Saving:
    """By how many yen a year the indication falls if one readiness item is put in place."""

    item: str
    yen: int


@dataclass(frozen=True, slots=True)
class Premium:
    """What insurance costs: the contracts' own arithmetic, indications for plan 1 and 2, and what would lower them."""

    contracts: tuple[Discounted, ...]
    indications: tuple[Indication, ...]
    savings: tuple[Saving, ...]
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Insurance of a company on one day."""

    readiness: Readiness
    gaps: tuple[Gap, ...]
    largest: tuple[Gap, ...]
    questions: tuple[Question, ...]
    premium: Premium


def review(
    company: Company,
    policies: Sequence[Policy],
    answers: Mapping[str, Choice],
    proofs: Sequence[Evidence],
    today: date,
    years: "Years | None" = None,
) -> Review:
    """The insurance of ``company`` on ``today``; without ``years`` gaps name no yen and options are left out.

    ``answers`` are those to questions and to readiness items (SD-, SP-, RD-). Raises InputError for terms finer than simulated years
    hold.

    >>> from sonae import company
    >>> firm = company.typical(company.industries()["food"], 5)
    >>> [gap.id for gap in review(firm, [], {}, [], date(2026, 11, 1)).gaps if gap.state == "open"][:2]
    ['GP-01', 'GP-03']
    """
    found = gaps.find(company, policies, proofs, today, years)
    lights = readiness.readiness(policies, answers, proofs, today)
    return Review(
        readiness=lights,
        gaps=found,
        largest=holes.largest(found),
        questions=holes.questions(found, [term for policy in policies for term in disclosure.unpaged(policy)]),
        premium=_premium(company, policies, answers, found, years),
    )


def _premium(
    company: Company,
    policies: Sequence[Policy],
    answers: Mapping[str, Choice],
    found: Sequence[Gap],
    years: "Years | None",
) -> Premium:
    share = readiness.in_place(answers)
    trade = next((name for policy in policies if (name := premium.trade_of(policy))), "")
    return Premium(
        contracts=tuple(own for policy in policies if (own := premium.discounted(policy))),
        indications=tuple(premium.indication(company, share, plan=plan, trade=trade) for plan in premium.PLANS),
        savings=tuple(_savings(company, answers, trade)),
        options=tuple(_options(found, years)) if years else (),
    )


def _savings(company: Company, answers: Mapping[str, Choice], trade: str) -> list[Saving]:
    """The items behind the discount that are not in place, those that save most first."""
    now = premium.indication(company, readiness.in_place(answers), trade=trade).yen
    savings = []
    for item in readiness.items().values():
        if now is None or "discount" not in item.lights or not item.asks:
            continue
        better = readiness.in_place({**answers, **dict.fromkeys(item.asks, Choice.DONE)})
        then = premium.indication(company, better, trade=trade).yen
        if then is not None and then.central < now.central:
            savings.append(Saving(item.id, now.central - then.central))
    return sorted(savings, key=lambda saving: -saving.yen)


def _options(found: Sequence[Gap], years: "Years") -> list[Option]:
    names = {kind.id: kind.name for kind in holes.kinds().values()}
    return [
        _option(gap, gap.gain, years.model.level)
        for gap in found
        if names[gap.id] in OPTIONS and gap.state in ("open", "accepted") and gap.gain is not None and gap.gain.p_year
    ]


def _option(gap: Gap, gain: AtRisk, level: float) -> Option:
    payout = round(gain.mean_yen / gain.p_year)
    return Option(gap.id, gap.cost, gain, payout, _break_even(gap.cost, payout), _odds(gain.p_year, level))


def _break_even(cost: Cost, payout: int) -> Chance | None:
    if cost.yen is None or payout == 0:
        return None
    low, central, high = (premium.break_even(yen, payout) for yen in (cost.yen.low, cost.yen.central, cost.yen.high))
    return Chance(low, central, high)


def _odds(p_year: float, level: float) -> Chance:
    """The share of years at the case's level, and at the lowest and highest of the published levels of frequency."""
    values = [own.value for own in levels().values()]
    low, high = (1 - (1 - p_year) ** (value / level) for value in (min(values), max(values)))
    return Chance(min(low, p_year), p_year, max(high, p_year))
