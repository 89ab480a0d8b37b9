"""The law of a year's total from rates and priced incidents, by the fast Fourier transform on a ladder of grids.

A year's total is a sum of a random number of incidents: a compound Poisson law mixed over the frailty. Its characteristic function is
E exp(Z (v(t) - v(0))), with v the transform of the measure "incidents a year by yen". Fine grids resolve everyday sums, coarse ones the
worst years; incidents beyond a grid are left out of its measure but not of its rate, so what remains is exactly the chance of staying
below (no correction needed). Exponential tilting keeps sums that run over the end from coming back at the start.
(Klugman, Panjer and Willmot, Loss Models; Grübel and Hermesmeier 1999 on tilting.)
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sonae.risk import frailty

Array = NDArray[np.float64]
POINTS = 8192
FINEST = 500.0
GROWTH = 16.0
TILT = 14.0  # a sum that runs over comes back e^14 times smaller; rounding grows to about 1e-9
LAST = 0.99995  # the ladder ends where so many years are covered


@dataclass(frozen=True, slots=True)
class Measure:
    """Incidents a year by size: ``yen`` rising and ``rate`` of each, both of shape (atoms,)."""

    yen: Array
    rate: Array

    @property
    def total_rate(self) -> float:
        """Incidents a year at frailty 1."""
        return float(self.rate.sum())

    def rate_above(self, yen: Array) -> Array:
        """Incidents a year that cost more than ``yen``."""
        above = np.append(np.cumsum(self.rate[::-1])[::-1], 0.0)
        return above[np.searchsorted(self.yen, yen, side="right")]


@dataclass(frozen=True, slots=True)
class Rung:
    """One grid: ``step`` yen and the chance ``pmf`` of each multiple of it; what is missing to 1 lies beyond the grid."""

    step: float
    pmf: Array
    cdf: Array

    @property
    def covered(self) -> float:
        """Share of years whose total lies on the grid."""
        return float(self.cdf[-1])

    @property
    def reach(self) -> float:
        """Yen at the end of the grid."""
        return self.step * (len(self.pmf) - 1)

    def share_below(self, yen: float) -> float:
        """Share of years below ``yen``; the mass of a grid point is spread over its cell."""
        return float(np.interp(yen, (np.arange(len(self.cdf)) + 0.5) * self.step, self.cdf))

    def quantile(self, share: float) -> float:
        """Yen not exceeded in ``share`` of years: 0 where so many cost nothing to speak of, the end of the grid where it lies beyond."""
        k = int(np.searchsorted(self.cdf, share))
        if k == 0:
            return 0.0
        if k == len(self.cdf):
            return self.reach
        part = (share - self.cdf[k - 1]) / max(self.cdf[k] - self.cdf[k - 1], 1e-300)
        return float((k - 0.5 + part) * self.step)

    def capped_mean(self, yen: float) -> float:
        """Expected yen a year if no year could cost more than ``yen``."""
        values = np.minimum(np.arange(len(self.pmf)) * self.step, yen)
        return float(values @ self.pmf + yen * (1.0 - self.covered))


def ladder(measure: Measure, log_sd: float, points: int = POINTS) -> tuple[Rung, ...]:
    """Grids from the finest to one that covers all but a few of 100,000 years. Empty if nothing ever happens."""
    return tuple(_climb(measure, log_sd, points)) if measure.total_rate > 0 else ()


def _climb(measure: Measure, log_sd: float, points: int) -> Iterator[Rung]:
    step = FINEST
    while True:
        rung = grid(measure, log_sd, step, points)
        yield rung
        if rung.covered >= LAST:
            return
        step *= GROWTH


def grid(measure: Measure, log_sd: float, step: float, points: int) -> Rung:
    """The law of the yearly total on ``points`` multiples of ``step`` yen."""
    tilt = np.exp(-TILT * np.arange(points) / points)
    transform = np.fft.rfft(_on_grid(measure, step, points) * tilt)
    mixed = frailty.transform(transform - measure.total_rate, log_sd)
    pmf = np.maximum(np.fft.irfft(mixed, points) / tilt, 0.0)
    return Rung(step, pmf, np.minimum(np.cumsum(pmf), 1.0))


def _on_grid(measure: Measure, step: float, points: int) -> Array:
    """The measure on multiples of ``step``: each incident shared by its two neighbours so that its mean is kept."""
    inside = int(np.searchsorted(measure.yen, step * (points - 1)))
    place, rate = measure.yen[:inside] / step, measure.rate[:inside]
    low = place.astype(np.int64)
    upper = rate * (place - low)
    grid = np.bincount(low, rate - upper, points)
    return np.asarray(grid + np.bincount(low + 1, upper, points))


def finest(rungs: tuple[Rung, ...], share: float) -> Rung:
    """The finest grid on which the quantile of ``share`` lies."""
    return next((rung for rung in rungs if rung.covered > share), rungs[-1])
