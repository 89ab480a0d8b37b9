"""Terms of many events at once, head by head, where each head goes to a common payable of its own (``terms.direct``).

What a payable does to its own amount needs no order of events and is done in whole columns. Only the limits that payables share need it;
most years do not come near them, and their payment is the plain sum.
"""

import numpy as np
from numpy.typing import NDArray

from sonae.kernels import terms
from sonae.kernels.jit import inline, kernel
from sonae.kernels.sampling import Ints, U, Whole, Words
from sonae.kernels.terms import AFTER, AT_MOST, BEFORE, FIRST, RATE, SHARE, STOP_LESS, STOP_OVER, STOP_PAID, UNLIMITED

RATES = U(RATE)


@kernel
def fill(
    usual: Ints,
    refused: NDArray[np.uint8],
    payables: Ints,
    kind: Words,
    heads: Ints,
    places: tuple[int, ...],
    minutes: Ints,
    columns: Ints,
) -> None:
    """Yen of every event before shared limits into ``columns`` (one a head): of the heads at ``places`` in ``heads`` (events, heads), each
    going to its own of ``payables`` (negative: to none)."""
    total = columns.shape[1]
    for c in range(len(places)):
        h, p = places[c], payables[c]
        if p < 0:
            columns[c, :] = 0
        elif usual[p, STOP_PAID] > 0:
            stopped(usual, p, heads, h, minutes, columns, c)
        else:
            never_stopped(usual, p, heads, h, columns, c)
        if p >= 0 and refused[p].any():
            for i in range(total):
                columns[c, i] *= 1 - np.int64(refused[p, kind[i]])


@inline
def stopped(usual: Ints, p: int, heads: Ints, h: int, minutes: Ints, columns: Ints, c: int) -> None:
    """The column of a payable that is paid by the length of the stop: few stops outlast its waiting time."""
    over, less, longest = usual[p, STOP_OVER], usual[p, STOP_LESS], usual[p, STOP_PAID]
    before, rate, after, most = usual[p, BEFORE], usual[p, SHARE], usual[p, AFTER], usual[p, AT_MOST]
    place, found = np.empty(columns.shape[1], np.int64), U(0)
    for i in range(columns.shape[1]):
        columns[c, i] = 0
        place[found] = i
        found += U(over - minutes[i]) >> U(63)  # the sign: a branch would often go wrong
    for k in range(np.int64(found)):
        i = place[k]
        whole, part = terms.after_stop(over, less, longest, heads[i, h], minutes[i])
        columns[c, i] = terms.own_terms(before, rate, after, most, whole, part, minutes[i])


@inline
def never_stopped(usual: Ints, p: int, heads: Ints, h: int, columns: Ints, c: int) -> None:
    """The column of a payable that does not ask how long systems stood still."""
    before, rate, after, most = usual[p, BEFORE], U(usual[p, SHARE]), usual[p, AFTER], usual[p, AT_MOST]
    total = columns.shape[1]
    for i in range(total):
        columns[c, i] = max(heads[i, h] - before, 0)
    if rate != RATES:
        for i in range(total):
            columns[c, i] = np.int64(U(columns[c, i]) * rate // RATES)
    for i in range(total):
        columns[c, i] = min(max(columns[c, i] - after, 0), most)


@kernel
def smallest_limit(usual: Ints, payables: Ints, full: Ints) -> np.int64:
    """The smallest limit that any of the payables shares: a year that pays no more in all is not cut."""
    least = np.int64(UNLIMITED)
    for p in payables:
        if p >= 0:
            for k in range(FIRST, usual.shape[1]):
                least = min(least, full[usual[p, k]])
    return least


@kernel
def settle_years(
    starts: Words,
    columns: Ints,
    payables: Ints,
    usual: Ints,
    full: Ints,
    each: int,
    left: Ints,
    out: Ints,
    paid: Ints,
) -> None:
    """Payment of every policy year from the amounts before shared limits; adds what each payable is paid to ``paid``."""
    least, running = smallest_limit(usual, payables, full), sums(columns)
    pay(columns, payables, paid)
    for y in range(len(out)):
        begin, end = starts[y], starts[y + 1]
        out[y] = running[end] - running[begin]
        if out[y] > least and reached(columns, payables, usual, full, begin, end, left):
            terms.refill(full, len(left), left)
            out[y] = 0
            for i in range(begin, end):
                out[y] += cut(columns, payables, usual, full, each, i, left, paid)


@kernel
def pay(columns: Ints, payables: Ints, paid: Ints) -> None:
    """Add to ``paid`` what each payable would be paid without shared limits."""
    for c in range(len(payables)):
        if payables[c] >= 0:
            paid[payables[c]] += columns[c].sum()


@inline
def reached(
    columns: Ints, payables: Ints, usual: Ints, full: Ints, begin: np.uint64, end: np.uint64, left: Ints
) -> bool:
    """Whether the events of a year go beyond any limit that they share."""
    terms.refill(full, len(left), left)
    beyond = False
    for c in range(len(payables)):
        p, yen = payables[c], np.int64(0)
        for i in range(begin, end):
            yen += columns[c, i]
        for k in range(FIRST, usual.shape[1]):
            if p >= 0:
                left[usual[p, k]] -= yen
                beyond |= left[usual[p, k]] < 0
    return beyond


@kernel
def sums(columns: Ints) -> Ints:
    """Sums over all columns of the events before each, and of all events."""
    total = columns.shape[1]
    running, whole = np.empty(total + 1, np.int64), np.zeros(total, np.int64)
    for c in range(len(columns)):
        for i in range(total):
            whole[i] += columns[c, i]
    running[0] = 0
    for i in range(total):
        running[i + 1] = running[i] + whole[i]
    return running


@inline
def cut(
    columns: Ints, payables: Ints, usual: Ints, full: Ints, each: int, i: Whole, left: Ints, paid: Ints
) -> np.int64:
    """What the shared limits leave of event ``i``; takes the rest off ``paid``."""
    terms.refill(full, each, left)
    received = np.int64(0)
    for c in range(len(payables)):
        p = payables[c]
        if p >= 0 and columns[c, i] > 0:
            yen = terms.take(usual, p, columns[c, i], left)
            paid[p] += yen - columns[c, i]
            received += yen
    return received
