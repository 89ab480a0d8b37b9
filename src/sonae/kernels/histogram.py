"""Streaming histograms of yen: exact counts and exact sums in bins of at most 0.4 %, so that nothing grows with the years.

A histogram is int64 of shape (BINS, 2): how many years, and their yen. Whole yen add up exactly in any order: histograms of chunks are
added and give the same bits as one run. Bin 0 is not used: years without loss are the years that are in no bin.
"""

import math
from typing import NamedTuple

import numpy as np

from sonae.kernels.jit import inline, kernel
from sonae.kernels.sampling import Ints

PER_OCTAVE = 256
SHIFT = np.uint64(44)  # 52 bits of mantissa less 8
ZERO = 1023 << 8  # the bin number of 1.0 before the shift
BINS = 56 * PER_OCTAVE  # 1 yen to 7e16 yen a year; what lies above is counted in the last bin


@inline
def bin_of(yen: np.int64) -> np.int64:
    """Exponent and top 8 bits of the mantissa of a positive amount."""
    return np.int64(np.float64(np.uint64(yen)).view(np.uint64) >> SHIFT) - ZERO


@kernel
def add(amounts: Ints, histogram: Ints, numbers: Ints, kept: Ints) -> None:
    """Count every amount above zero. ``numbers`` and ``kept`` are scratch of the same length."""
    found = 0
    for i in range(len(amounts)):
        kept[found] = amounts[i]
        found += amounts[i] > 0
    for i in range(found):
        numbers[i] = min(bin_of(kept[i]), np.int64(BINS - 1))
    for i in range(found):
        histogram[np.uint64(numbers[i]), 0] += 1
        histogram[np.uint64(numbers[i]), 1] += kept[i]


def empty() -> Ints:
    """A histogram of nothing."""
    return np.zeros((BINS, 2), np.int64)


def edges(number: int) -> tuple[float, float]:
    """Yen at the two ends of a bin.

    >>> edges(0), edges(256)
    ((1.0, 1.00390625), (2.0, 2.0078125))
    """
    octave, step = divmod(number, PER_OCTAVE)
    unit = 2.0**octave / PER_OCTAVE
    return (PER_OCTAVE + step) * unit, (PER_OCTAVE + step + 1) * unit


class Tail(NamedTuple):
    """Value at risk and tail value at risk at one probability, in yen."""

    var: float
    tvar: float


def mean(histogram: Ints, years: int) -> float:
    """Expected yen a year: exact, because sums are."""
    return int(histogram[:, 1].sum()) / years


class Above(NamedTuple):
    """A histogram from its largest bin down: bin numbers, counts, yen, and both added up from above."""

    number: Ints
    held: Ints
    yen: Ints
    counts: Ints
    sums: Ints


def above(histogram: Ints) -> Above:
    """The bins that hold anything, the largest first."""
    number = np.flatnonzero(histogram[:, 0])[::-1]
    count, yen = histogram[number, 0], histogram[number, 1]
    return Above(number, count, yen, np.cumsum(count), np.cumsum(yen))


def tail(histogram: Ints, years: int, probability: float) -> Tail:
    """VaR by interpolation inside its bin (a bin that holds one single amount gives that amount), TVaR from the sums above it."""
    return _tail(above(histogram), years, probability)


def tails(histogram: Ints, years: int, probabilities: tuple[float, ...]) -> tuple[Tail, ...]:
    """The same for several probabilities."""
    bins = above(histogram)
    return tuple(_tail(bins, years, probability) for probability in probabilities)


def _tail(bins: Above, years: int, probability: float) -> Tail:
    wanted = (1 - probability) * years
    place = int(np.searchsorted(bins.counts, wanted, side="left"))
    if place >= len(bins.number):
        return Tail(0.0, (int(bins.sums[-1]) if len(bins.sums) else 0) / wanted)
    count, yen = int(bins.held[place]), int(bins.yen[place])
    need = wanted - (int(bins.counts[place]) - count)
    low, high = edges(int(bins.number[place]))
    single = yen % count == 0 and count > 3
    var = yen / count if single else high - need / count * (high - low)
    inside = need * (var if single else 0.5 * (var + high))
    return Tail(var, (int(bins.sums[place]) - yen + inside) / wanted)


def moments(bins: Above, years: int) -> tuple[float, float]:
    """Mean and variance of the yearly amount; the variance from bin means (relative error below 1e-5)."""
    count, yen = bins.held.astype(np.float64), bins.yen.astype(np.float64)
    average = float(yen.sum()) / years
    square = float((yen * yen / count).sum()) / years
    return average, max(square - average * average, 0.0)


class Errors(NamedTuple):
    """Standard errors of the mean and, for each probability, of VaR and TVaR, in yen."""

    mean: float
    var: tuple[float, ...]
    tvar: tuple[float, ...]


def errors(histogram: Ints, years: int, probabilities: tuple[float, ...]) -> Errors:
    """Standard errors: of VaR by the order statistics one standard deviation to each side, of TVaR by the spread beyond VaR."""
    bins = above(histogram)
    _, variance = moments(bins, years)
    both = [_tail_errors(bins, years, p) for p in probabilities]
    return Errors(math.sqrt(variance / years), tuple(pair[0] for pair in both), tuple(pair[1] for pair in both))


def _tail_errors(bins: Above, years: int, probability: float) -> tuple[float, float]:
    width = math.sqrt(probability * (1 - probability) / years)
    high = _tail(bins, years, min(probability + width, 1 - 0.5 / years)).var
    low = _tail(bins, years, max(probability - width, 0.0)).var
    at = _tail(bins, years, probability)
    spread = _excess_variance(bins, at)
    between = probability * (at.tvar - at.var) ** 2
    return (high - low) / 2, math.sqrt((spread + between) / (years * (1 - probability)))


def _excess_variance(bins: Above, at: Tail) -> float:
    values = bins.yen / bins.held
    inside = np.where(values >= at.var, bins.held, 0)
    if inside.sum() == 0:
        return 0.0
    centre = float((inside * values).sum() / inside.sum())
    return float((inside * (values - centre) ** 2).sum() / inside.sum())
