"""One firm with lognormal losses by kind of event, gross and under simple terms: the problem every simulator can be measured on."""

from typing import NamedTuple

import numpy as np

from sonae.kernels import columns, histogram, terms
from sonae.kernels.draws import uniforms
from sonae.kernels.jit import inline, kernel
from sonae.kernels.sampling import Ints, Reals, U, Whole, Words, exponentials, key_of, nearest
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
        out[i] = nearest(min(amounts[i], float(CAP)))
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
    """Whole minutes of every event; none for kinds without a spread, which draw nothing."""
    place, found, some = np.empty(total, np.int64), U(0), np.empty(len(stops.sigma), np.uint64)
    for k in range(len(some)):
        some[k] = U(stops.sigma[k] > 0.0)
    for i in range(total):
        place[found] = i
        found += some[kind[i]]
    stopped = np.int64(found)
    z, bits, hours, out = (
        normals(key, stopped),
        np.empty(stopped, np.int64),
        np.empty(stopped),
        np.zeros(total, np.int64),
    )
    for k in range(stopped):
        own = kind[place[k]]
        z[k] = stops.mu[own] + stops.sigma[own] * z[k]
    exponentials(z[:stopped], bits, hours)
    for k in range(stopped):
        bits[k] = nearest(min(hours[k], 8760.0) * 60.0)
    for k in range(stopped):
        out[place[k]] = bits[k]
    return out


@kernel
def parts_of(kind: Words, amounts: Ints, minutes: Ints, liable: Reals, hourly: int, total: Whole) -> Ints:
    """Expense, liability and lost profit of every event in whole yen, shape (3, events)."""
    heads = np.empty((len(ALL), total), np.int64)
    for i in range(total):
        heads[1, i] = nearest(np.float64(U(amounts[i])) * liable[kind[i]])
        heads[0, i] = amounts[i] - heads[1, i]
        heads[2, i] = nearest(np.float64(U(minutes[i])) * (hourly / 60.0))
    return heads


@kernel
def settle_one_by_one(
    starts: Words, kind: Words, heads: Ints, minutes: Ints, policy: Terms, purse: Purse, out: Ints, paid: Ints
) -> None:
    """Payment of every policy year under any terms; arrays are taken out of their tuples once."""
    target, side, claim, refused, program, usual, full, each, _ = policy
    left, main, beside = purse
    for y in range(len(out)):
        out[y], begin, end = 0, np.int64(starts[y]), np.int64(starts[y + 1])
        if begin < end:
            terms.refill(full, len(left), left)
        for i in range(begin, end):
            own, stop = np.int64(kind[i]), minutes[i]
            out[y] += terms.settle_event(
                target, side, claim, refused, program, usual, full, each, own, heads, i, stop, left, main, beside, paid
            )


@kernel
def settle_years(
    starts: Words, kind: Words, heads: Ints, minutes: Ints, policy: Terms, purse: Purse, out: Ints, paid: Ints
) -> None:
    """Payment of every policy year."""
    if policy.direct == 1:
        payables, before = policy.target[0], np.empty((len(ALL), len(minutes)), np.int64)
        columns.fill(policy.usual, policy.refused, payables, kind, heads, ALL, minutes, before)
        columns.settle_years(starts, before, payables, policy.usual, policy.left, policy.each, purse.left, out, paid)
    else:
        settle_one_by_one(starts, kind, heads, minutes, policy, purse, out, paid)


@kernel
def simulate_terms(
    key: np.uint64,
    first: int,
    last: int,
    years: int,
    law: Law,
    severity: Severity,
    stops: Stops,
    liable: Reals,
    policy: Terms,
    out: Ints,
    paid: Ints,
) -> None:
    """The same events under full terms. ``liable``: the share that is liability, by kind, the rest is expense."""
    purse = terms.purse(policy)
    numbers, kept, sums = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    for block in range(first, last):
        own = key_of(key, U(block))
        length = min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        amounts = losses(own, events.kind, severity, events.total)
        minutes = stop_minutes(key_of(own, STOP), events.kind, stops, events.total)
        heads = parts_of(events.kind, amounts, minutes, liable, stops.hourly, events.total)
        settle_years(events.starts, events.kind, heads.T, minutes, policy, purse, sums[:length], paid)
        histogram.add(sums[:length], out, numbers, kept)


@kernel
def simulate_plans(
    key: np.uint64, first: int, last: int, years: int, law: Law, severity: Severity, keep: Reals, totals: Ints
) -> None:
    """The same events under many plans, each keeping the share ``keep`` of shape (kinds, plans). Adds to histograms that lie side by side,
    ``totals`` of shape (bins, 2, plans): that of plan p is ``totals[..., p]``. In most years nearly all plans are in one bin, one row."""
    sums = np.empty(keep.shape[1], np.int64)
    for block in range(first, last):
        own = key_of(key, U(block))
        length = min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        starts, kind, yen = events.starts, events.kind, losses(own, events.kind, severity, events.total)
        marks = uniforms(key_of(own, MARK), events.total)
        for y in range(length):
            begin, end = starts[y], starts[y + 1]
            if end - begin == U(1):
                add_alone(yen[begin], marks[begin], kind[begin], keep, totals)
            elif begin < end:
                sums[:] = 0
                for i in range(begin, end):
                    thin(yen[i], marks[i], kind[i], keep, sums)
                add_year(sums, totals)


@inline
def thin(yen: np.int64, mark: float, kind: np.uint64, keep: Reals, sums: Ints) -> None:
    """Add an event to the plans that keep it."""
    for p in range(len(sums)):
        sums[p] += yen & -np.int64(mark < keep[kind, p])


@inline
def add_alone(yen: np.int64, mark: float, kind: np.uint64, keep: Reals, totals: Ints) -> None:
    """Count a year of one event for the plans that keep it."""
    number, some = min(histogram.bin_of(max(yen, np.int64(1))), np.int64(histogram.BINS - 1)), np.int64(yen > 0)
    for p in range(keep.shape[1]):
        kept = np.int64(mark < keep[kind, p])
        totals[number, 0, p] += kept & some
        totals[number, 1, p] += yen & -kept


@inline
def add_year(sums: Ints, totals: Ints) -> None:
    """Count a year of several events. Neighbours that keep the same of them fall in one bin, and are counted together."""
    p, plans = U(0), U(len(sums))
    while p < plans:
        yen, last = sums[p], p + U(1)
        while last < plans and sums[last] == yen:
            last += U(1)
        if yen > 0:
            number = min(histogram.bin_of(yen), np.int64(histogram.BINS - 1))
            for same in range(p, last):
                totals[number, 0, same] += 1
                totals[number, 1, same] += yen
        p = last
