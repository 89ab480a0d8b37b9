"""Standstills: one incident after another, who stands still on which days, as bits of one word a firm."""

import numpy as np

from sonae.kernels.contagion import (
    FULL,
    LANES,
    ONE,
    ZERO,
    Bytes,
    Ints,
    Records,
    Shorts,
    Words,
    below,
    bits_in,
    head_of,
    place_of,
)
from sonae.kernels.jit import inline, kernel
from sonae.kernels.sampling import GOLDEN, U, Whole, mix, uniform

NEVER = np.uint8(255)


@inline
def eroded(word: np.uint64, days: int) -> np.uint64:
    """The days on which a stock of so many days has run out: set only where all ``days`` days before are set too."""
    for _ in range(days):
        word &= word << ONE
        if word == ZERO:
            break
    return word


@kernel
def stoppage(
    key: np.uint64,
    firms: Records,
    links: Records,
    kappa: float,
    stock: Bytes,
    profit: Ints,
    sector: Bytes,
    origins: Shorts,
    days: Shorts,
    within: np.uint64,
    still: Words,
    queued: Bytes,
    queue: Shorts,
    touched: Shorts,
    out: Ints,
    by_day: Ints,
    by_sector: Ints,
) -> None:
    """Incident i stops firm ``origins[i]`` for ``days[i]`` days; who stands still on which days, as bits of one word a firm.

    A link is critical with chance ``kappa`` times the supplier's share (one draw a link and incident). A customer behind a critical
    link stands still on every day on which its supplier has stood still for longer than its stock. Only ever more bits: the work list
    ends. ``out[i]``: partners stopped, their days, their yen, the farthest day. ``by_day``: partners standing still, over all incidents.
    """
    for i in range(len(origins)):
        origin = origins[i]
        word = (FULL if days[i] >= LANES else (ONE << U(days[i])) - ONE) & within
        draws = below(head_of(key), U(i))
        still[origin] = word
        queue[0], touched[0] = origin, origin
        front, tail, number = 0, 1, 1
        while front != tail:
            u = queue[front]
            front = front + 1 if front + 1 < len(queue) else 0
            queued[u] = 0
            for e in range(firms[u].first, firms[u].last):
                if uniform(mix(draws + (U(e) + ONE) * GOLDEN)) >= kappa * links[e].chance:
                    continue
                v = links[e].to
                word = eroded(still[u], stock[v]) & within & ~still[v]
                if word == ZERO:
                    continue
                if still[v] == ZERO:
                    touched[number] = v
                    number += 1
                still[v] |= word
                if queued[v] == 0:
                    queued[v] = 1
                    queue[tail] = v
                    tail = tail + 1 if tail + 1 < len(queue) else 0
        still[origin] = ZERO
        far = 0
        for k in range(1, number):
            v = touched[k]
            stopped = bits_in(still[v])
            yen = stopped * profit[v]
            out[i, 1] += stopped
            out[i, 2] += yen
            by_sector[i, sector[v]] += yen
            while still[v] != ZERO:
                one = still[v] & (ZERO - still[v])
                by_day[place_of(one)] += 1
                far = max(far, int(place_of(one)) + 1)
                still[v] ^= one
        out[i, 0] = number - 1
        out[i, 3] = far


@kernel
def reach(
    key: np.uint64,
    firms: Records,
    links: Records,
    kappa: float,
    stock: Bytes,
    profit: Ints,
    origin: Whole,
    most: Whole,
    late: Bytes,
    queued: Bytes,
    queue: Shorts,
    touched: Shorts,
    counts: Ints,
    yen: Ints,
) -> int:
    """Worlds of critical links around one firm that stands still. In world w, ``counts[w, d]`` partners stop d days after it, and lose
    ``yen[w, d]`` a day together from then on, as long as it stands still.

    A partner's delay is the least sum of stocks on a way of critical links to it (drawn as in ``stoppage``), so one world answers for
    every length of standstill at once. Ends with the world in which ``most`` links have been looked at; returns the number of worlds.
    ``late`` starts as NEVER everywhere and is left so.
    """
    looked, horizon = 0, counts.shape[1]
    for w in range(len(counts)):
        draws = below(head_of(key), U(w))
        late[origin] = 0
        queue[0], touched[0] = origin, origin
        front, tail, number = 0, 1, 1
        while front != tail:
            u = queue[front]
            front = front + 1 if front + 1 < len(queue) else 0
            queued[u] = 0
            looked += firms[u].last - firms[u].first
            for e in range(firms[u].first, firms[u].last):
                if uniform(mix(draws + (U(e) + ONE) * GOLDEN)) >= kappa * links[e].chance:
                    continue
                v = links[e].to
                delay = np.int64(late[u]) + np.int64(stock[v])
                if delay >= horizon or delay >= np.int64(late[v]):
                    continue
                if late[v] == NEVER:
                    touched[number] = v
                    number += 1
                late[v] = delay
                if queued[v] == 0:
                    queued[v] = 1
                    queue[tail] = v
                    tail = tail + 1 if tail + 1 < len(queue) else 0
        for k in range(1, number):
            v = touched[k]
            counts[w, late[v]] += 1
            yen[w, late[v]] += profit[v]
            late[v] = NEVER
        late[origin] = NEVER
        if looked >= most:
            return w + 1
    return len(counts)
