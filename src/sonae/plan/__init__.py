"""What to do first: measures in the order of yen saved per yen spent, the free ones to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sonae.company import Company
    from sonae.measure import Measure, Posture
    from sonae.risk import Content

__all__ = ["Plan", "Step", "choose"]


@dataclass(frozen=True, slots=True)
class Step:
    """One measure in its turn. Yen a year before and after it, given all steps before it; ``worth``: it saves what it costs.

    ``aal`` is the expected loss, ``tvar`` the mean of the worst 1 % of years. Costs are the usual ones, own time not priced.
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


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps within the budget, in order, and those that would follow with more money. ``aal_yen``, ``tvar99_yen``: today."""

    budget_yen: int | None
    aal_yen: int
    tvar99_yen: int
    steps: tuple[Step, ...]
    beyond: tuple[Step, ...]

    @property
    def cost_first_year_yen(self) -> int:
        """What all steps within the budget cost in the first year."""
        return sum(step.cost_first_year_yen for step in self.steps)


def choose(
    company: Company,
    posture: Posture,
    measures: Mapping[str, Measure],
    content: Content,
    level: float,
    budget_yen: int | None = None,
) -> Plan:
    """The plan of a company; see ``sonae.plan.choose``. ``budget_yen`` is money of the first year, None for no limit.

    >>> from sonae import company, measure, risk
    >>> firm = company.typical(company.industries()["manufacturing"], 20)
    >>> plan = choose(firm, measure.posture({}), measure.measures(), risk.load(), 0.45, budget_yen=0)
    >>> plan.steps[0].free, len(plan.steps) + len(plan.beyond)
    (True, 25)
    """
    from sonae.plan import ranking  # numpy is loaded only where losses are computed

    return ranking.choose(company, posture, measures, content, level, budget_yen)
