"""Ten kinds of incident with lognormal losses; a deductible and a limit an incident, one limit a year. Made up for measuring, not calibrated.

Needs NumPy alone, so that it can be read in the environment of another program.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Kind(NamedTuple):
    """``mean`` incidents a year, ``shape`` of their gamma frailty (0: Poisson), ``median`` yen, ``sigma`` of the log of the yen."""

    mean: float
    shape: float
    median: float
    sigma: float


KINDS = (
    Kind(0.05, 0.0, 8e6, 1.8),
    Kind(0.04, 0.0, 3e6, 1.5),
    Kind(0.30, 0.5, 3e5, 1.6),
    Kind(0.03, 0.0, 1e7, 1.6),
    Kind(0.03, 0.0, 5e6, 1.9),
    Kind(0.20, 1.0, 2e5, 1.4),
    Kind(0.05, 0.0, 1.5e6, 2.0),
    Kind(0.15, 0.5, 1e6, 2.0),
    Kind(0.10, 0.0, 4e5, 1.3),
    Kind(0.50, 0.0, 1e5, 1.5),
)
DEDUCTIBLE, LIMIT, AGGREGATE = 100_000, 30_000_000, 50_000_000
LIABLE = (0.3, 0.0, 0.1, 0.7, 0.7, 0.6, 0.6, 0.4, 0.0, 0.5)  # share of the loss that is liability
HOURS = (72, 8, 12, 24, 4, 4, 8, 24, 6, 4)  # median stop
SPREAD = (1.0, 0.0, 0.9, 0.8, 0.0, 0.0, 0.8, 1.1, 0.8, 0.0)  # of its log; 0: no stop
HOURLY = 40_000  # yen lost an hour


def tvar(net: NDArray[np.float64]) -> float:
    """Mean of the worst hundredth of the years."""
    var = np.quantile(net, 0.99)
    return float(net[net >= var].mean())


def numpy(years: int) -> NDArray[np.float64]:
    """What a careful user of NumPy writes: counts and losses by kind, terms an incident by masks, sums by year, then the yearly limit."""
    chance = np.random.Generator(np.random.SFC64(1))
    net = np.zeros(years)
    for kind in KINDS:
        counts = chance.poisson(
            kind.mean * chance.gamma(kind.shape, 1 / kind.shape, years) if kind.shape else kind.mean, years
        )
        when = np.repeat(np.arange(years), counts)
        loss = np.exp(math.log(kind.median) + kind.sigma * chance.standard_normal(len(when)))
        net += np.bincount(when, np.clip(loss - DEDUCTIBLE, 0, LIMIT), years)
    return np.minimum(net, AGGREGATE)
