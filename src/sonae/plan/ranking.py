"""One measure after the other, each time the one that saves most: first the six articles, then the free ones, then per yen spent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from sonae import risk
from sonae.company import Company
from sonae.measure import Cost, Measure, Posture
from sonae.plan import Plan, Step
from sonae.risk import Content, compound, exact, severity
from sonae.risk.model import LossModel
from sonae.risk.severity import Severity

YEARS = 3  # over which what is paid once is spread
TAIL = 0.99
NEAR = 0.001  # a finer grid is tried unless it is this far from holding the 99 % year
Key = frozenset[tuple[str, float]]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Losses:
    """Losses of one company under any posture. Incidents are priced once for all postures that price them alike, and nothing is worked
    out twice for one posture."""

    company: Company
    content: Content
    level: float
    priced: dict[tuple[float, bytes, bytes], Severity] = field(default_factory=dict)
    means: dict[Key, float] = field(default_factory=dict)
    years: dict[Key, tuple[int, int]] = field(default_factory=dict)
    orders: dict[int, Places] = field(default_factory=dict)
    steps: list[float] = field(
        default_factory=list
    )  # of the grid that the last year hung on: the next one's most likely does too

    def model(self, posture: Posture) -> tuple[LossModel, Severity]:
        """The model and its incidents, whose ``weight`` is that of another posture that prices them alike."""
        model = risk.build(self.company, posture, self.content, level=self.level)
        key = (model.safe_backup, model.p_destroy.tobytes(), model.p_leak.tobytes())
        if key not in self.priced:
            self.priced[key] = replace(severity.price(model, exact.SAMPLE), heads={})  # the total is all that is needed
        return model, self.priced[key]

    def mean(self, posture: Posture) -> float:
        """Expected yen a year."""
        key = _key(posture)
        if key not in self.means:
            model, priced = self.model(posture)
            self.means[key] = exact.expected_loss(model, priced.mean_yen)
        return self.means[key]

    def mean_and_tail(self, posture: Posture) -> tuple[int, int]:
        """Expected yen a year, and the mean of the worst 1 % of years."""
        key = _key(posture)
        if key not in self.years:
            model, priced = self.model(posture)
            self.years[key] = self._year(model, priced.with_share(model))
        return self.years[key]

    def _order(self, priced: Severity) -> Places:
        """Its incidents from the cheapest to the dearest, sorted once for all postures that price them alike."""
        if id(priced.total) not in self.orders:  # ``priced`` keeps each array alive, so that its id stays its own
            self.orders[id(priced.total)] = np.argsort(priced.total, axis=None)
        return self.orders[id(priced.total)]

    def _year(self, model: LossModel, priced: Severity) -> tuple[int, int]:
        """Mean and tail as ``exact.year`` gives them, from the one grid that both hang on instead of all."""
        rate, log_sd = model.rates[:, None] * priced.weight, model.parameters["het"]
        incidents = exact.incidents_of(rate, priced.total, self._order(priced))
        mean = float((rate * priced.total).sum())
        if not incidents.total_rate:
            return 0, 0
        step = self.steps[-1] if self.steps else compound.FINEST
        rung = compound.grid(incidents, log_sd, step, compound.POINTS)
        while rung.covered <= TAIL:
            rung = compound.grid(incidents, log_sd, rung.step * compound.GROWTH, compound.POINTS)
        while rung.step > compound.FINEST and rung.share_below(rung.reach / compound.GROWTH) > TAIL - NEAR:
            finer = compound.grid(incidents, log_sd, rung.step / compound.GROWTH, compound.POINTS)
            if finer.covered <= TAIL:
                break
            rung = finer
        self.steps[:] = [rung.step]
        return round(mean), round(exact.Year(mean, log_sd, incidents, (rung,)).tail_mean(TAIL))


def _key(posture: Posture) -> Key:
    return frozenset(posture.level.items())


def choose(
    company: Company,
    posture: Posture,
    measures: Mapping[str, Measure],
    content: Content,
    level: float,
    budget_yen: int | None,
) -> Plan:
    """Rank the measures not yet fully in place; those that no longer fit the budget of the first year follow in ``beyond``.

    A measure is compared with all that were chosen before it in place, so overlapping ones are not counted twice; what lowers no
    loss is left out. Raises ValueError for a negative budget.
    """
    if budget_yen is not None and budget_yen < 0:
        raise ValueError(f"a budget cannot be negative: {budget_yen}")
    loss = Losses(company, content, level)
    costs = {measure.id: measure.cost(company) for measure in measures.values()}
    open_ones = [measure for measure in measures.values() if posture.level.get(measure.item, 0.0) < 1.0]
    within, over = _split(open_ones, costs, budget_yen, loss, posture)
    steps = list(_steps([*within, *over], costs, loss, posture))
    aal, tail = loss.mean_and_tail(posture)
    return Plan(budget_yen, aal, tail, tuple(steps[: len(within)]), tuple(steps[len(within) :]))


def within(measures: Mapping[str, Measure], budget_yen: int | None, loss: Losses, posture: Posture) -> list[str]:
    """Only the ids of what ``choose`` takes within the budget."""
    costs = {measure.id: measure.cost(loss.company) for measure in measures.values()}
    open_ones = [measure for measure in measures.values() if posture.level.get(measure.item, 0.0) < 1.0]
    return [measure.id for measure in _split(open_ones, costs, budget_yen, loss, posture)[0]]


def in_order(chosen: Iterable[Measure], loss: Losses, posture: Posture) -> tuple[Step, ...]:
    """The steps of what was chosen already, in the order of the ranking; nothing comes before what it requires."""
    rest = list(chosen)
    costs = {measure.id: measure.cost(loss.company) for measure in rest}
    order, reached = list[Measure](), posture
    while rest:
        open_ones = _not_waiting(rest)
        best = _best(open_ones, costs, loss, reached) or open_ones[0]
        rest.remove(best)
        order.append(best)
        reached = reached.improved(best.item)
    return tuple(_steps(order, costs, loss, posture))


def _not_waiting(rest: list[Measure]) -> list[Measure]:
    """Those that require nothing that is still to come."""
    ids = {measure.id for measure in rest}
    return [measure for measure in rest if not ids & set(getattr(measure, "requires", ()))]


def _split(
    wanted: list[Measure], costs: Mapping[str, Cost], budget_yen: int | None, loss: Losses, posture: Posture
) -> tuple[list[Measure], list[Measure]]:
    """The measures in the order of choice: those that the budget still pays, and after them the rest."""
    left, within, over = budget_yen, list[Measure](), list[Measure]()
    rest = list(wanted)
    while best := _best(rest, costs, loss, posture):
        rest.remove(best)
        price = costs[best.id].first_year_yen
        if left is not None and price > left:
            over.append(best)
            continue
        left = None if left is None else left - price
        within.append(best)
        posture = posture.improved(best.item)
    return within, over


def _best(rest: list[Measure], costs: Mapping[str, Cost], loss: Losses, posture: Posture) -> Measure | None:
    """The next measure: articles first, in either group the free ones first; None when nothing more lowers the loss."""
    now = loss.mean(posture)
    saved = {measure.id: now - loss.mean(posture.improved(measure.item)) for measure in rest}

    def merit(measure: Measure) -> tuple[bool, bool, float, str]:
        cost, yen = _a_year(costs[measure.id]), saved[measure.id]
        return not measure.article, cost > 0, -(yen / cost if cost and not measure.article else yen), measure.item

    return min((measure for measure in rest if saved[measure.id] > 0), key=merit, default=None)


def _a_year(cost: Cost) -> float:
    return cost.first_yen / YEARS + cost.yearly_yen


def _steps(order: list[Measure], costs: Mapping[str, Cost], loss: Losses, posture: Posture) -> Iterator[Step]:
    aal, tail = loss.mean_and_tail(posture)
    for number, measure in enumerate(order, start=1):
        posture = posture.improved(measure.item)
        aal_after, tail_after = loss.mean_and_tail(posture)
        cost = costs[measure.id]
        yield Step(
            order=number,
            measure=measure.id,
            item=measure.item,
            free=cost.free,
            worth=cost.free or aal - aal_after >= _a_year(cost),
            cost_first_year_yen=cost.first_year_yen,
            cost_yearly_yen=cost.yearly_yen,
            aal_before=aal,
            aal_after=aal_after,
            tvar_before=tail,
            tvar_after=tail_after,
        )
        aal, tail = aal_after, tail_after
