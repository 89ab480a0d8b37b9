"""One firm with lognormal losses by kind of event, gross and under simple terms: the problem every simulator can be measured on."""

from typing import NamedTuple

import numpy as np

from sonae.kernels import histogram, terms
from sonae.kernels.jit import kernel
from sonae.kernels.sampling import Ints, Reals, U, Whole, Words, exponentials, key_of, uniform, word_at
from sonae.kernels.stream import BLOCK, CAP, MARK, Law, draw_events, normals
from sonae.kernels.terms import Purse, Terms

STOP = U(7)
ALL = (0, 1, 2)  # heads: expense, liability, lost profit


class Severity(NamedTuple):
    """Lognormal yen of one event by kind: log of the median, and standard deviation of the log."""

    mu: Reals
    sigma: Reals


@kernel
def losses(key: np.uint64, kind: Words, severity: Severity, total: Whole) -> Ints:
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
def simulate(
    key: np.uint64,
    first: int,
    last: int,
    years: int,
    law: Law,
    severity: Severity,
    simple: Ints,
    gross: Ints,
    net: Ints,
) -> None:
    """Blocks ``first`` to ``last - 1`` of ``years`` years; ``simple``: deductible and limit an event, limit a year. Adds to the histograms."""
    numbers, kept, sums = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    for block in range(first, last):
        own = key_of(key, U(block))
        length = min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        amounts = losses(own, events.kind, severity, events.total)
        yearly_sums(events.starts, amounts, sums[:length])
        histogram.add(sums[:length], gross, numbers, kept)
        for i in range(events.total):
            amounts[i] = min(max(amounts[i] - simple[0], 0), simple[1])
        yearly_sums(events.starts, amounts, sums[:length])
        for y in range(length):
            sums[y] = min(sums[y], simple[2])
        histogram.add(sums[:length], net, numbers, kept)


class Stops(NamedTuple):
    """How long systems stand still, by kind (lognormal hours: log of the median, standard deviation of the log), and yen lost an hour."""

    mu: Reals
    sigma: Reals
    hourly: int


@kernel
def stop_minutes(key: np.uint64, kind: Words, stops: Stops, total: Whole) -> Ints:
    """Whole minutes of every event; none for kinds without a spread."""
    z, bits, hours, out = normals(key, total), np.empty(total, np.int64), np.empty(total), np.empty(total, np.int64)
    for i in range(total):
        z[i] = stops.mu[kind[i]] + stops.sigma[kind[i]] * z[i]
    exponentials(z[:total], bits, hours)
    for i in range(total):
        out[i] = np.int64(min(hours[i], 8760.0) * 60.0 + 0.5) if stops.sigma[kind[i]] > 0.0 else 0
    return out


@kernel
def parts_of(kind: Words, amounts: Ints, minutes: Ints, liable: Ints, hourly: int, total: Whole) -> Ints:
    """Expense, liability and lost profit of every event, in yen."""
    heads = np.empty((total, 3), np.int64)
    for i in range(total):
        share = liable[kind[i]]
        heads[i, 1] = amounts[i] // terms.RATE * share + amounts[i] % terms.RATE * share // terms.RATE
        heads[i, 0] = amounts[i] - heads[i, 1]
        heads[i, 2] = minutes[i] * hourly // 60
    return heads


@kernel
def settle_years(
    starts: Words, kind: Words, heads: Ints, minutes: Ints, policy: Terms, purse: Purse, out: Ints, paid: Ints
) -> None:
    """Payment of every policy year; arrays are taken out of their tuples once."""
    target, side, claim, refused, program, usual, full, each, direct = policy
    left, main, beside = purse
    for y in range(len(out)):
        total, begin, end = 0, np.int64(starts[y]), np.int64(starts[y + 1])
        if begin < end:
            terms.refill(full, len(left), left)
        for i in range(begin, end):
            own, stop = np.int64(kind[i]), minutes[i]
            if direct == 1:
                total += terms.settle_direct(usual, target, refused, full, each, ALL, own, heads, i, stop, left, paid)
            else:
                total += terms.settle_event(
                    target,
                    side,
                    claim,
                    refused,
                    program,
                    usual,
                    full,
                    each,
                    own,
                    heads,
                    i,
                    stop,
                    left,
                    main,
                    beside,
                    paid,
                )
        out[y] = total


@kernel
def simulate_terms(
    key: np.uint64,
    first: int,
    last: int,
    years: int,
    law: Law,
    severity: Severity,
    stops: Stops,
    liable: Ints,
    policy: Terms,
    out: Ints,
    paid: Ints,
) -> None:
    """The same events under full terms. ``liable``: parts of 100,000 that are liability, by kind, the rest is expense."""
    purse = terms.purse(policy)
    numbers, kept, sums = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    for block in range(first, last):
        own = key_of(key, U(block))
        length = min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        amounts = losses(own, events.kind, severity, events.total)
        minutes = stop_minutes(key_of(own, STOP), events.kind, stops, events.total)
        heads = parts_of(events.kind, amounts, minutes, liable, stops.hourly, events.total)
        settle_years(events.starts, events.kind, heads, minutes, policy, purse, sums[:length], paid)
        histogram.add(sums[:length], out, numbers, kept)


@kernel
def simulate_plans(
    key: np.uint64, first: int, last: int, years: int, law: Law, severity: Severity, keep: Reals, totals: Ints
) -> None:
    """The same events under many plans, each keeping the share ``keep`` of shape (kinds, plans); ``totals`` (plans, bins, 2)."""
    plans = len(totals)
    sums, amounts = np.empty((BLOCK, plans), np.int64), np.empty(BLOCK, np.int64)
    numbers, kept = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    for block in range(first, last):
        own = key_of(key, U(block))
        length = min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        yen, marks = losses(own, events.kind, severity, events.total), key_of(own, MARK)
        sums[:] = 0
        for y in range(length):
            for i in range(events.starts[y], events.starts[y + 1]):
                mark, share = uniform(word_at(marks, U(i))), keep[events.kind[i]]
                for p in range(plans):
                    sums[y, p] += yen[i] * np.int64(mark < share[p])
        for p in range(plans):
            for y in range(length):
                amounts[y] = sums[y, p]
            histogram.add(amounts[:length], totals[p], numbers, kept)
