"""What to do, in which order, for how much: measures, services and insurance within a budget.

``choose`` ranks the measures one after the other, quickly. ``best`` searches measures, services and insurance together for the plan with
the smallest cost and loss, and proves how close to the best it is. ``compare`` sets six ways to prepare side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sonae.company import Company
    from sonae.insurance.policy import Policy
    from sonae.measure import Choice, Measure, Posture
    from sonae.plan.finding import Firm
    from sonae.risk import Content

__all__ = [
    "Check",
    "Compared",
    "Comparison",
    "FrontierPoint",
    "Plan",
    "Step",
    "Wish",
    "best",
    "choose",
    "compare",
    "firm",
    "ladder",
]

CHECK_YEARS = 200_000
Prices = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Step:
    """One measure, service or insurance in its turn. Yen a year before and after it, given all steps before it; ``worth``: it saves what
    it costs.

    ``aal`` is the expected loss, ``tvar`` the mean of the worst 1 % of years. Costs are the usual ones, own time not priced. ``policy``
    names the insurance where the step is one (``measure`` and ``item`` are then empty); ``schemes`` are ids of support schemes that fit.
    """

    order: int
    measure: str
    item: str
    free: bool
    worth: bool
    cost_first_year_yen: int
    cost_yearly_yen: int
    aal_before: int
    aal_after: int
    tvar_before: int
    tvar_after: int
    policy: str = ""
    schemes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The best plan from a budget in yen of the first year on: what is chosen, what it costs, what loss remains.

    ``gap`` is how far its value may be from the best one, as a share; ``value_yen`` is cost a year + expected loss + weight · bad year.
    That is proved for budgets up to ``up_to_yen``, None for no limit.
    """

    budget_yen: int
    chosen: tuple[str, ...]
    policy: str
    premium_yen: int
    cost_first_year_yen: int
    cost_yearly_yen: int
    aal_yen: int
    tvar99_yen: int
    value_yen: int
    gap: float
    up_to_yen: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """The chosen plan simulated again, year by year, with the incidents of today's company: what was promised, what came, how surely.

    ``within``: both promises lie within two standard errors of the simulated years.
    """

    years: int
    seed: int
    promised_aal_yen: int
    promised_tvar99_yen: int
    aal_yen: int
    tvar99_yen: int
    aal_standard_error_yen: int
    tvar99_standard_error_yen: int
    within: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps within the budget, in order, and those that would follow with more money. ``aal_yen``, ``tvar99_yen``: today, before insurance.

    ``searched`` plans may hold services and insurance (``policy``; "" or "none" for none, ``premium_yen`` a year). ``gap``: proved distance from
    the best plan as a share of its value, None for a ranked plan; ``complete``: the wanted gap was reached.
    """

    budget_yen: int | None
    aal_yen: int
    tvar99_yen: int
    steps: tuple[Step, ...]
    beyond: tuple[Step, ...]
    searched: bool = False
    weight: float = 0.0
    policy: str = ""
    premium_yen: int = 0
    value_yen: int = 0
    gap: float | None = None
    complete: bool = True
    check: Check | None = None
    frontier: tuple[FrontierPoint, ...] = ()

    @property
    def cost_first_year_yen(self) -> int:
        """What all steps within the budget cost in the first year."""
        return sum(step.cost_first_year_yen for step in self.steps)


@dataclass(frozen=True, slots=True)
class Compared:
    """One way on the simulated years, in yen a year: ``cost`` of the way (low, typical, high; what is paid once spread), ``retained`` loss
    on average, in the worst year of twenty and in the mean of the worst 1 % of years, with the standard errors of mean and tail.

    ``total_yen`` is typical cost and average loss together; ``policy`` the insurance where it is one.
    """

    way: str
    first_yen: Prices
    cost_yen: Prices
    retained_yen: int
    one_in_twenty_yen: int
    bad_year_yen: int
    retained_error_yen: int
    bad_year_error_yen: int
    total_yen: int
    round_the_clock: bool
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All ways on the same years, in the order of content; the first of them leaves the loss of today.

    ``spread_years``: what is paid once counts over so many years. Empty where years cannot be simulated.
    """

    years: int
    seed: int
    spread_years: int
    ways: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the owner wants: money of the first year (None: no limit), and how much a yen of the bad year counts a year (None: as content
    says)."""

    budget_yen: int | None = None
    weight: float | None = None


def choose(
    company: Company,
    posture: Posture,
    measures: Mapping[str, Measure],
    content: Content,
    level: float,
    budget_yen: int | None = None,
) -> Plan:
    """The measures ranked one after the other. ``budget_yen`` is money of the first year, None for no limit.

    >>> from sonae import company, measure, risk
    >>> firm = company.typical(company.industries()["manufacturing"], 20)
    >>> plan = choose(firm, measure.posture({}), measure.measures(), risk.load(), 0.45, budget_yen=0)
    >>> plan.steps[0].free, len(plan.steps) + len(plan.beyond)
    (True, 25)
    """
    from sonae.plan import ranking  # numpy is loaded only where losses are computed

    return ranking.choose(company, posture, measures, content, level, budget_yen)


def firm(
    company: Company,
    posture: Posture,
    measures: Mapping[str, Measure],
    content: Content,
    level: float,
    *,
    supplement: Mapping[str, Choice] | None = None,
    policies: Sequence[Policy] = (),
) -> Firm:
    """A company as ``best`` and ``compare`` need it: prices and laws are worked out once. ``policies`` are contracts that it has."""
    from sonae.plan import finding

    return finding.Firm(company, posture, measures, content, level, supplement or {}, tuple(policies))


def best(
    one: Firm,
    wish: Wish,
    *,
    schemes: Sequence[str] = (),
    seed: int = 0,
    years: int = CHECK_YEARS,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    over_budgets: bool = True,
) -> Plan:
    """The best plan of measures, services and insurance within the budget, with the frontier over budgets and a check by simulation.

    ``schemes`` are ids of the support schemes that fit the company; without ``over_budgets`` no other budget is searched and the frontier
    is empty. Where years cannot be simulated the plan holds no insurance and no check. Raises ValueError for a negative budget or weight.
    """
    from sonae.plan import finding

    return finding.best(one, wish, schemes, seed, years, progress, over_budgets=over_budgets)


def ladder(
    one: Firm,
    weight: float | None = None,
    *,
    schemes: Sequence[str] = (),
    seed: int = 0,
    years: int = CHECK_YEARS,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[tuple[FrontierPoint, ...], tuple[Plan, ...]]:
    """The frontier over budgets and the whole plan for each of its points, the smallest budget first, each with its check.

    Takes some seconds for each point. ``weight``: how much a yen of the bad year counts a year, None as content says. ``progress`` is
    told how much is done of how much. Raises ValueError for a negative weight.
    """
    from sonae.plan import finding

    if weight is not None and not 0 <= weight < float("inf"):
        raise ValueError(f"a weight cannot be negative: {weight}")
    return finding.ladder(one, weight, schemes, seed, years, progress)


def compare(one: Firm, *, seed: int = 0, years: int = CHECK_YEARS) -> Comparison:
    """Hire, systems, SOC, insurance, otasuke-tai and outside firms on the same simulated years; see ``sonae.plan.comparison``."""
    from sonae.plan import comparison

    return comparison.compare(one, seed, years)
