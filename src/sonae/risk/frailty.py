"""Some companies are hit again and again: the lognormal frailty that all incidents of a company share, as quadrature points."""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
NODES = 40
REACH = 8.5  # standard deviations on each side; beyond them lies less than 1e-16 of all companies
FINE = 0.31  # standard deviations between two points of the trapezium rule, which then errs by about 1e-9 at most
EVEN = 0.1  # below this spread Gauss-Hermite points are as exact and fewer


@cache
def nodes(log_sd: float) -> tuple[Array, Array]:
    """Values and weights of a lognormal frailty of mean 1: E g(Z) = sum of weight · g(value), Gauss-Hermite, both of shape (40,).

    >>> values, weights = nodes(1.13)
    >>> round(float(values @ weights), 6)
    1.0
    """
    x, weight = _standard()
    return np.exp(log_sd * x - log_sd**2 / 2), weight


@cache
def _standard() -> tuple[Array, Array]:
    x, weight = np.polynomial.hermite_e.hermegauss(NODES)
    return x, weight / weight.sum()


def none_of(rate: Array | float, log_sd: float) -> Array:
    """Chance of a year without any event of a yearly ``rate`` (at frailty 1); same shape as ``rate``."""
    values, weights = nodes(log_sd)
    return np.asarray(np.exp(-np.multiply.outer(np.asarray(rate, dtype=float), values)) @ weights)


def transform(exponent: Complex, log_sd: float) -> Complex:
    """E exp(Z · exponent) of complex numbers whose real part is not above zero; same shape.

    The trapezium rule on the logarithm of Z, with points of which each is twice the one ``chains`` before it: its exponential is that
    one's square, so that a few exponentials and a multiplication a point do what takes an exponential at each of ``nodes``, and more
    exactly.

    >>> abs(complex(transform(np.array([-0.5 + 0j]), 1.13)[0]) - float(none_of(0.5, 1.13))) < 1e-8
    True
    """
    if log_sd < EVEN:
        return _one_by_one(exponent, log_sd)
    chains = math.ceil(math.log(2) / (FINE * log_sd))
    x = _even(math.log(2) / chains / log_sd, REACH + log_sd)  # the mean of Z leans on companies one spread further out
    weight = np.exp(-x * x / 2) / np.exp(-x * x / 2).sum()
    first = np.exp(log_sd * x[:chains] - log_sd**2 / 2)
    mixed = np.zeros_like(exponent)
    for chain in range(chains):
        less_one = np.expm1(
            first[chain] * exponent
        )  # squares of exponentials near one would double their rounding each time
        for own in weight[chain::chains]:
            mixed += own * less_one
            less_one *= 2 + less_one
    return 1 + mixed


def _one_by_one(exponent: Complex, log_sd: float) -> Complex:
    mixed = np.zeros_like(exponent)
    for z, weight in zip(*nodes(log_sd), strict=True):
        mixed += weight * np.exp(z * exponent)
    return mixed


def _even(apart: float, reach: float) -> Array:
    """Points ``apart`` from each other, as many on each side of zero, up to ``reach``."""
    side = math.ceil(reach / apart)
    return np.asarray(np.arange(-side, side + 1) * apart)
