"""Tables that kernels look things up in, made once from probabilities: how many in a year, which kind, how many at once."""

import math
from typing import NamedTuple

import numpy as np

from sonae.kernels.sampling import Ints, Reals, Words

WORD = float(2**64)
LARGEST = 2**64 - 1


class Choice(NamedTuple):
    """Walker's alias table: kind ``j`` stays when the low half of a word is below ``keep[j]``, else it is ``other[j]``."""

    keep: Words
    other: Words


class Clusters(NamedTuple):
    """Logarithmic cluster sizes of every kind: a word above ``first`` means more than one; ``q`` is the ratio of the series."""

    first: Reals
    q: Reals


def poisson(rate: float, length: int = 4096) -> Reals:
    """Probabilities of 0, 1, 2 ... events at a rate a year."""
    return mixed_poisson(rate, np.ones(1), np.ones(1), length)


def mixed_poisson(rate: float, factors: Reals, weights: Reals, length: int = 4096) -> Reals:
    """Probabilities of 0, 1, 2 ... events when the rate is multiplied by ``factors[k]`` with probability ``weights[k]``.

    >>> mixed_poisson(0.5, np.array([1.0]), np.array([1.0])).round(4)[:3].tolist()
    [0.6065, 0.3033, 0.0758]
    """
    n = np.arange(length)
    log_factorial = np.concatenate(([0.0], np.cumsum(np.log(n[1:]))))
    means = np.maximum(rate * factors, 1e-300)
    pmf = np.zeros(length)
    for mean, weight in zip(means, weights, strict=True):
        pmf += weight * np.exp(n * math.log(mean) - mean - log_factorial)
    return np.asarray(pmf / pmf.sum())


def negative_binomial(mean: float, shape: float, length: int = 4096) -> Reals:
    """Probabilities of 0, 1, 2 ... events under a gamma frailty: variance ``mean + mean**2 / shape``."""
    n = np.arange(length)
    steps = np.log((n[:-1] + shape) / (n[:-1] + 1.0)) + math.log(mean / (mean + shape))
    pmf = np.exp(shape * math.log(shape / (shape + mean)) + np.concatenate(([0.0], np.cumsum(steps))))
    return np.asarray(pmf / pmf.sum())


def thresholds(pmf: Reals) -> Words:
    """Words from which the count is at least 1, 2, 3 ...; the count of a word is the number of thresholds it reaches.

    The tail is summed from its end, so that rare large counts keep their digits.
    """
    tails = np.cumsum(pmf[::-1])[::-1][1:]
    reached = tails[tails * WORD >= 1.0] * WORD
    whole = np.where(reached < WORD, reached, 0.0).astype(
        np.uint64
    )  # a count that every word reaches: 2**64, which wraps to 0
    return np.asarray(np.uint64(0) - whole)


def choice(weights: Reals) -> Choice:
    """Alias table of weights that need not add up to one (A. J. Walker 1977; filled as M. D. Vose 1991)."""
    n = len(weights)
    share = weights / weights.sum() * n
    keep, other = np.ones(n), np.arange(n, dtype=np.uint64)
    small, large = [i for i in range(n) if share[i] < 1], [i for i in range(n) if share[i] >= 1]
    while small and large:
        low, high = small.pop(), large.pop()
        keep[low], other[low] = share[low], high
        share[high] -= 1 - share[low]
        (small if share[high] < 1 else large).append(high)
    return Choice(np.array([int(value * 2**32) for value in keep], np.uint64), other)


def clusters(means: Reals, shapes: Reals) -> tuple[Reals, Clusters]:
    """Rates of clusters and their sizes: a negative binomial is a Poisson number of clusters of logarithmic size.

    ``shapes`` of 0 mean plain Poisson. Klugman, Panjer and Willmot, *Loss Models*, section on compound frequency.
    """
    nb = shapes > 0
    shape = np.where(nb, shapes, 1.0)
    q = np.where(nb, means / (means + shape), 0.0)
    log = np.where(nb, -np.log1p(-q), 1.0)
    return np.where(nb, shape * log, means), Clusters(np.where(nb, q / log, 2.0), q)


def positions(values: Ints) -> Words:
    """Indices as unsigned words, as kernels use them."""
    return values.astype(np.uint64)
