"""A floor under the value of every plan in a box: what no plan there can undercut. The proof behind the gap.

For a fixed level t the mean of the worst years is at most t + E(L - t)+ / (1 - α), with equality at the 99 % year t = VaR(L). As a
function of the rates of the classes and of -t, E(L - t)+ has only non-negative second derivatives (adding an incident adds the more,
the more happens besides). Therefore its tangent at the *lowest* rates and the *highest* t of the box lies below it in the whole box: a
linear function of the rates. Rates are smooth functions of two sums for each scenario, the effects on frequency and on major outcomes;
tangent planes, lowered where they cut through on a fine lattice, lie below those. What remains is a linear program in the picks.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sonae.plan.covers import Cover
from sonae.plan.laws import CLASSES, TAIL, Array
from sonae.plan.problem import Picks, Problem

LATTICE = (33, 17)  # points at which tangents are checked: effects on frequency, on major outcomes
TANGENTS = ((0.0, 0.15, 0.35, 0.6, 1.0), (0.0, 1.0))  # where they touch, as shares of the box
SAFETY = 1e-4  # of a plane's height, for what happens between two points of the lattice


@dataclass(frozen=True, slots=True)
class Box:
    """Plans under one cover with ``least`` ≤ picks ≤ ``most``, whose 99 % year lies between ``t_low`` and ``t_high`` yen."""

    cover: Cover
    least: Picks
    most: Picks
    t_low: float
    t_high: float

    @property
    def empty(self) -> bool:
        """Whether no plan lies in it."""
        return bool((self.least & ~self.most).any()) or self.t_low > self.t_high


@dataclass(frozen=True, slots=True)
class Floor:
    """value ≥ constant + yearly · picks + sum of the heights, where for each row: height[scenario] ≥ offset - slope · picks."""

    constant: float
    yearly: Array
    scenario: NDArray[np.int64]
    offset: Array
    slope: Array


def reach(problem: Problem, box: Box, budget: float) -> tuple[Array, Array, Array, Array]:
    """Lowest and highest sums that plans of the box can reach within the budget: frequency low and high, major low and high."""
    first, premium = problem.first, _premium_slope(problem, box.cover)
    left = budget - box.cover.premium(problem.today[3]) - float((first + premium) @ box.least)
    free = box.most & ~box.least
    ends = []
    for today, effect in ((problem.today[0], problem.frequency), (problem.today[1], problem.major)):
        low = today + box.least @ effect
        high = low + np.array([_most(effect[free, s], (first + premium)[free], left) for s in range(effect.shape[1])])
        ends += [low, high]
    return ends[0], ends[1], ends[2], ends[3]


def _premium_slope(problem: Problem, cover: Cover) -> Array:
    """Yen a year that each option takes off the premium, as a negative number."""
    return -cover.full_yen * (1 - cover.floor) * problem.in_place


def _most(gain: Array, price: Array, left: float) -> float:
    """The largest gain that money can buy when the last item may be bought in part."""
    free = price <= 0
    total, left = float(gain[free].sum()), left - float(price[free].sum())
    gain, price = gain[~free], price[~free]
    order = np.argsort(-gain / price, kind="stable")
    spent = np.cumsum(price[order])
    whole = int(np.searchsorted(spent, left, side="right"))
    total += float(gain[order[:whole]].sum())
    if whole < len(order) and left > 0:
        total += (
            float(gain[order[whole]])
            * (left - (float(spent[whole - 1]) if whole else 0.0))
            / float(price[order[whole]])
        )
    return total


@dataclass(frozen=True, slots=True)
class Slopes:
    """Value ≥ yearly cost + rates · per_class + at_high, for plans whose 99 % year lies between the box's ends."""

    per_class: Array
    constant: float
    t_low: float
    t_high: float


class Lattice:
    """Rates of every class on a lattice of the sums of effects that a box can reach."""

    def __init__(self, problem: Problem, box: Box, budget: float) -> None:
        self.problem, self.box = problem, box
        ends = reach(problem, box, budget)
        shares = [np.linspace(0, 1, points) for points in LATTICE]
        self.frequency = ends[0] + shares[0][:, None] * (ends[1] - ends[0])
        self.major = ends[2] + shares[1][:, None] * (ends[3] - ends[2])
        backups = _backups(problem, box)
        on = [problem.laws.rates(self.frequency[:, None, :], self.major[None, :, :], one) for one in backups]
        self.rates = on[0]
        self.low = np.min([one.min(axis=(0, 1)) for one in on], axis=0) * (1 - SAFETY)
        self.high = np.max([one.max(axis=(0, 1)) for one in on], axis=0) * (1 + SAFETY)

    def slopes(self) -> Slopes | None:
        """The tangent at the lowest rates and the highest 99 % year; None if no plan of the box can have such a year."""
        laws, table, weight = self.problem.laws, self.box.cover.table, self.problem.weight
        plain, tilted = laws.mixed(self.low, table, (0, 1))
        t_low = max(self.box.t_low, laws.quantile(plain) - laws.step)
        t_high = min(self.box.t_high, laws.quantile(laws.mixed(self.high, table)[0]) + laws.step)
        if t_low > t_high:
            return None
        mean = float(self.low @ table.mean)
        excess = mean - laws.capped_mean(plain, t_high)
        over = 1.0 - float(plain[laws.grid <= t_high].sum())
        adds = self._adds(tilted, mean, t_high)
        steep = weight / (1 - TAIL)
        at_high = weight * t_high + steep * (excess - float(adds @ self.low))
        at_low = at_high - (weight - steep * over) * (t_high - t_low)
        return Slopes(table.mean + steep * adds, min(at_high, at_low), t_low, t_high)

    def _adds(self, tilted: Array, mean: float, t: float) -> Array:
        """What one more incident of each class adds to E(L - t)+, the frailty included: E Z [(L + l - t)+ - (L - t)+]."""
        laws, table = self.problem.laws, self.box.cover.table
        grid = laws.grid
        values, weights = _nodes(self.problem)
        whole = float(weights @ values**2) * mean  # E[Z L]
        kept = np.cumsum(tilted)
        above = whole - (np.cumsum(tilted * grid) + grid * (1.0 - kept))  # E[Z (L - u)+] at the points u of the grid
        left = t - grid
        beyond = np.where(left >= 0, np.interp(left, grid, above), whole - left)
        outside = 1.0 - table.pmf.sum(axis=1)
        adds = table.pmf @ beyond + outside * (whole - t) + table.beyond - float(np.interp(t, grid, above))
        return np.asarray(np.maximum(adds, 0.0))

    def floor(self, slopes: Slopes) -> Floor:
        """The linear program's rows: tangent planes under rates · per_class, by scenario."""
        height = (self.rates * slopes.per_class).reshape(*LATTICE, -1, CLASSES).sum(axis=-1)
        along = [np.gradient(height, axis=axis, edge_order=2) for axis in (0, 1)]
        step = [self.frequency[1] - self.frequency[0], self.major[1] - self.major[0]]
        steep = [
            np.divide(one, size, out=np.zeros_like(one), where=size > 1e-12)
            for one, size in zip(along, step, strict=True)
        ]
        rows = [
            self._planes(height, steep, round(i * (LATTICE[0] - 1)), round(j * (LATTICE[1] - 1)))
            for i in TANGENTS[0]
            for j in TANGENTS[1]
        ]
        scenarios = np.arange(height.shape[2])
        yearly = self.problem.yearly + _premium_slope(self.problem, self.box.cover)
        constant = slopes.constant + self.box.cover.premium(self.problem.today[3])
        return Floor(
            constant,
            yearly,
            np.tile(scenarios, len(rows)),
            np.concatenate([offset for offset, _ in rows]),
            np.concatenate([slope for _, slope in rows]),
        )

    def _planes(self, height: Array, steep: list[Array], i: int, j: int) -> tuple[Array, Array]:
        """The tangent planes of every scenario at one point, as offset and slope of the picks."""
        fall_f, fall_m = steep[0][i, j], steep[1][i, j]
        offset = height[i, j] - fall_f * self.frequency[i] - fall_m * self.major[j]
        plane = offset + fall_f * self.frequency[:, None, :] + fall_m * self.major[None, :, :]
        offset = offset - np.maximum((plane - height).max(axis=(0, 1)), 0.0) - SAFETY * np.abs(height[i, j])
        problem = self.problem
        base = offset + fall_f * problem.today[0] + fall_m * problem.today[1]
        return base, -(fall_f[:, None] * problem.frequency.T + fall_m[:, None] * problem.major.T)


def _backups(problem: Problem, box: Box) -> tuple[float, ...]:
    """Whether there is a tried backup in the box; boxes are never mixed."""
    if problem.today[2]:
        return (1.0,)
    if problem.backup is None:
        return (0.0,)
    return (float(box.least[problem.backup]),)


def _nodes(problem: Problem) -> tuple[Array, Array]:
    from sonae.risk import frailty

    return frailty.nodes(problem.laws.model.parameters["het"])


def narrowed(box: Box, least: Picks, most: Picks, slopes: Slopes) -> Box:
    """The box with what has been ruled out."""
    return replace(box, least=least, most=most, t_low=slopes.t_low, t_high=slopes.t_high)
