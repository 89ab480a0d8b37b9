"""The yearly loss of one company under any plan and any cover, quick enough to be asked ten thousand times.

An incident belongs to a *class*: its scenario, minor or major, and what happened in it (data destroyed, data leaked, helped by the
backup). What an incident of a class costs depends on the company and the cover alone; a plan changes only how often each class happens.
So each class is priced and settled once, and the law of a year is that of a compound mixed Poisson sum of given classes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product as combinations

import numpy as np
from numpy.typing import NDArray

from sonae.insurance.policy import Policy
from sonae.kernels import product
from sonae.risk import exact, frailty, model, severity
from sonae.risk.model import LossModel

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
EVERY = slice(None)
SAMPLE = 1024  # priced major incidents of a class
POINTS = 2048  # of the grid of yearly yen
REACH = 1.6  # the grid ends at so many times today's 99 % year
SMALLEST_REACH = 1_000_000.0
TILT = 14.0  # as in risk.compound: sums that run over the end come back e^14 times smaller
TAIL = 0.99
OUTCOMES = tuple(combinations((0, 1), (0, 1), (0, 1)))  # destroyed, leaked, helped by the backup
MINORS = 2  # minor incidents: data destroyed or not
CLASSES = MINORS + len(OUTCOMES)  # of each scenario


@dataclass(frozen=True, slots=True)
class Table:
    """What an incident of each class costs the company under one cover: ``mean`` yen of shape (classes,), ``pmf`` its chances on the grid
    of shape (classes, points), ``beyond`` the expected yen of the part beyond the grid."""

    mean: Array
    pmf: Array
    beyond: Array


@dataclass(frozen=True, slots=True)
class Year:
    """The law of a year: expected yen, the 99 % year and the mean of the years beyond it."""

    mean: float
    at_risk: float
    tail: float


@dataclass(frozen=True)
class Laws:
    """Priced classes of one company. ``losses`` are (heads, minutes) of the sample of each class; ``step`` yen between grid points."""

    model: LossModel
    step: float
    heads: tuple[Ints, ...] = field(repr=False)
    minutes: tuple[Ints, ...] = field(repr=False)

    @property
    def grid(self) -> Array:
        """Yen of the grid's points."""
        return np.asarray(self.step * np.arange(POINTS), np.float64)

    def rates(self, frequency: Array, major: Array, backup: Array | float) -> Array:
        """Incidents a year of each class where the effects of a plan add up to ``frequency`` and ``major`` by scenario (before the cap,
        what is in place today included); ``backup`` 1 where a tried backup exists. Shape (..., scenarios) to (..., classes)."""
        now = self.model
        fewer, milder = model.capped(frequency) - _today(now, "frequency"), model.capped(major) - _today(now, "major")
        rate = now.rates * np.exp(-fewer)
        severe, destroyed = _moved(now.p_major, milder), _moved(now.p_destroy, milder)
        leaked = _moved(now.p_leak, now.parameters["leak_control"] * milder)
        helped = now.parameters["backup_safe"] * np.asarray(backup, dtype=float)[..., None]
        parts = [rate * (1 - severe) * (1 - destroyed), rate * (1 - severe) * destroyed]
        for d, leak, h in OUTCOMES:
            happened = (destroyed if d else 1 - destroyed) * (leaked if leak else 1 - leaked)
            parts.append(rate * severe * happened * (helped if h else 1 - helped))
        stacked = np.stack(parts, axis=-1)
        return stacked.reshape(*stacked.shape[:-2], -1)

    def changed(self, frequency: Array, major: Array, backup: float) -> LossModel:
        """The loss model of the company under such a plan, for simulated years."""
        now = self.model
        fewer, milder = model.capped(frequency) - _today(now, "frequency"), model.capped(major) - _today(now, "major")
        return replace(
            now,
            rates=now.rates * np.exp(-fewer),
            p_major=_moved(now.p_major, milder),
            p_destroy=_moved(now.p_destroy, milder),
            p_leak=_moved(now.p_leak, now.parameters["leak_control"] * milder),
            safe_backup=now.parameters["backup_safe"] * backup,
        )

    def table(self, policies: Sequence[Policy] = ()) -> Table:
        """What each class costs under these contracts together; they never pay more than the loss."""
        return self.kept([self.paid(policy) for policy in policies])

    def kept(self, paid: Iterable[Ints]) -> Table:
        """What each class costs where contracts pay these yen of each incident."""
        yen = self.together[1].sum(axis=1)
        total = sum(paid, np.zeros_like(yen))
        return self._table((yen - np.minimum(total, yen)).astype(float))

    def paid(self, policy: Policy, which: Ints | slice = EVERY) -> Ints:
        """Yen that a contract pays of each incident of ``which``, each in a policy year of its own. Runs in threads beside itself."""
        from sonae.insurance import years  # numba is loaded only where contracts are settled

        kinds = [scenario.id for scenario in self.model.content.scenarios]
        kind, heads, minutes = self.together
        return years.alone(policy, kinds, kind[which], heads[which], minutes[which])

    @cached_property
    def together(self) -> tuple[Ints, Ints, Ints]:
        """Kind, heads and minutes of the incidents of all classes, one after the other."""
        sizes = [len(heads) for heads in self.heads]
        kind = np.repeat(np.arange(len(sizes)) // CLASSES, sizes)
        return kind, np.concatenate(self.heads), np.concatenate(self.minutes)

    def _table(self, yen: Array) -> Table:
        sizes = np.array([len(own) for own in self.heads])
        starts, most = np.cumsum(sizes) - sizes, self.step * (POINTS - 1)
        beyond = np.where(yen >= most, yen, 0.0)
        pmf = _on_grid(yen, np.repeat(np.arange(len(sizes)), sizes), len(sizes), self.step)
        return Table(
            mean=np.add.reduceat(yen, starts) / sizes,
            pmf=pmf / sizes[:, None],
            beyond=np.add.reduceat(beyond, starts) / sizes,
        )

    def mixed(self, rates: Array, table: Table, powers: Sequence[int] = (0,)) -> list[Array]:
        """The law of the yearly sum on the grid, each outcome weighted by the frailty to one of ``powers``; shape (points,) each.

        ``rates`` may hold many plans, shape (plans, classes); so does the answer then.
        """
        tilt = np.exp(-TILT * np.arange(POINTS) / POINTS)
        transform = np.fft.rfft((rates @ table.pmf) * tilt) - rates.sum(axis=-1)[..., None]
        values, weights = frailty.nodes(self.model.parameters["het"])
        grown = np.exp(values[:, None] * transform[..., None, :])
        laws = (np.einsum("z,...zt->...t", weights * values**power, grown) for power in powers)
        return [np.maximum(np.fft.irfft(law, POINTS) / tilt, 0.0) for law in laws]

    def year(self, rates: Array, table: Table) -> Year:
        """The law of one plan's year."""
        law = self.mixed(rates, table)[0]
        mean = float(rates @ table.mean)
        at_risk = self.quantile(law)
        return Year(mean, at_risk, at_risk + (mean - self.capped_mean(law, at_risk)) / (1 - TAIL))

    def quantile(self, law: Array) -> float:
        """Yen not exceeded in 99 % of years, on the grid."""
        return float(self.grid[min(int(np.searchsorted(np.cumsum(law), TAIL)), POINTS - 1)])

    def capped_mean(self, law: Array, yen: float) -> float:
        """Expected yen a year if no year could cost more than ``yen``."""
        return float(np.minimum(self.grid, yen) @ law + yen * (1.0 - law.sum()))


def build(today: LossModel) -> Laws:
    """Price the classes of a company. ``today`` is its model with what is in place now.

    >>> from sonae import company, measure, risk
    >>> firm = company.typical(company.industries()["manufacturing"], 20)
    >>> laws = build(risk.build(firm, measure.posture({}), risk.load(), level=0.45))
    >>> zero = np.zeros(len(laws.model.rates))
    >>> year = laws.year(laws.rates(zero, zero, 0.0), laws.table())
    >>> 150_000 < year.mean < 250_000 < year.at_risk < year.tail
    True
    """
    ones = np.ones(len(today.rates))
    priced = {
        (d, leak, h): severity.price(
            replace(today, p_destroy=ones * d, p_leak=ones * leak, safe_backup=float(h)), SAMPLE
        )
        for d, leak, h in OUTCOMES
    }
    split = SAMPLE // severity.MAJOR_TO_MINOR
    heads, minutes = list[Ints](), list[Ints]()
    for s in range(len(today.rates)):
        few, many = slice(None, split), slice(split, None)
        for outcome, part in [((d, 0, 0), few) for d in range(MINORS)] + [(outcome, many) for outcome in OUTCOMES]:
            own = priced[outcome]
            yen = np.stack([own.heads[name][s, part] for name in product.HEADS], axis=1)
            heads.append(np.rint(yen).astype(np.int64))
            minutes.append(np.maximum(np.rint(own.days[s, part] * product.MINUTES), 1).astype(np.int64))
    reach = max(REACH * exact.year(today).value_at_risk(TAIL), SMALLEST_REACH)
    return Laws(today, reach / POINTS, tuple(heads), tuple(minutes))


def _today(now: LossModel, kind: str) -> Array:
    return model.reduction(now.posture, kind, now.content)


def _moved(share: Array, milder: Array) -> Array:
    """A share whose log odds fall by ``milder``."""
    odds = np.exp(-milder) * share / np.maximum(1 - share, 1e-300)
    return np.asarray(odds / (1 + odds))


def _on_grid(yen: Array, row: Ints, rows: int, step: float) -> Array:
    """How many of the incidents of each row lie on each point of the grid, each shared by its two neighbours so that its mean is kept."""
    inside = yen < step * (POINTS - 1)
    place = yen[inside] / step
    low = place.astype(np.int64)
    upper = place - low
    low += row[inside] * POINTS
    grid = np.bincount(low, 1 - upper, rows * POINTS) + np.bincount(low + 1, upper, rows * POINTS)
    return np.asarray(grid.reshape(rows, POINTS))
