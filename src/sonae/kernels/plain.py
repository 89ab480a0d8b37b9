"""One firm with lognormal losses by kind of event, gross and under simple terms: the problem every simulator can be measured on."""

from typing import NamedTuple

import numpy as np

from sonae.kernels import histogram
from sonae.kernels.jit import kernel
from sonae.kernels.sampling import Ints, Reals, U, Words, exponentials, key_of
from sonae.kernels.stream import BLOCK, CAP, Law, draw_events, normals


class Severity(NamedTuple):
    """Lognormal yen of one event by kind: log of the median, and standard deviation of the log."""

    mu: Reals
    sigma: Reals


@kernel
def losses(key: np.uint64, kind: Words, severity: Severity, total: int) -> Ints:
    """Whole yen of every event."""
    z, bits, amounts, out = normals(key, total), np.empty(total, np.int64), np.empty(total), np.empty(total, np.int64)
    for i in range(total):
        z[i] = severity.mu[kind[i]] + severity.sigma[kind[i]] * z[i]
    exponentials(z[:total], bits, amounts)
    for i in range(total):
        out[i] = np.int64(min(amounts[i], float(CAP)) + 0.5)
    return out


@kernel
def yearly_sums(starts: Words, amounts: Ints, out: Ints) -> None:
    """Sum of the events of every year, as differences of the running sum."""
    running = np.empty(len(amounts) + 1, np.int64)
    running[0] = 0
    for i in range(len(amounts)):
        running[i + 1] = running[i] + amounts[i]
    for y in range(len(out)):
        out[y] = running[starts[y + 1]] - running[starts[y]]


@kernel
def simulate(key: np.uint64, first: int, last: int, years: int, law: Law, severity: Severity, terms: Ints, gross: Ints, net: Ints) -> None:
    """Blocks ``first`` to ``last - 1`` of ``years`` years; ``terms``: deductible and limit an event, limit a year. Adds to the histograms."""
    numbers, kept, sums = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    for block in range(first, last):
        own = key_of(key, U(block))
        length = min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        amounts = losses(own, events.kind, severity, events.total)
        yearly_sums(events.starts, amounts, sums[:length])
        histogram.add(sums[:length], gross, numbers, kept)
        for i in range(events.total):
            amounts[i] = min(max(amounts[i] - terms[0], 0), terms[1])
        yearly_sums(events.starts, amounts, sums[:length])
        for y in range(length):
            sums[y] = min(sums[y], terms[2])
        histogram.add(sums[:length], net, numbers, kept)
