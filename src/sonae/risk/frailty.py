"""Some companies are hit again and again: the lognormal frailty that all incidents of a company share, as quadrature points."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
NODES = 40


@cache
def nodes(log_sd: float) -> tuple[Array, Array]:
    """Values and weights of a lognormal frailty of mean 1: E g(Z) = sum of weight · g(value), Gauss-Hermite, both of shape (40,).

    >>> values, weights = nodes(1.13)
    >>> round(float(values @ weights), 6)
    1.0
    """
    x, weight = np.polynomial.hermite_e.hermegauss(NODES)
    return np.exp(log_sd * x - log_sd**2 / 2), weight / weight.sum()


def none_of(rate: Array | float, log_sd: float) -> Array:
    """Chance of a year without any event of a yearly ``rate`` (at frailty 1); same shape as ``rate``."""
    values, weights = nodes(log_sd)
    return np.asarray(np.exp(-np.multiply.outer(np.asarray(rate, dtype=float), values)) @ weights)
