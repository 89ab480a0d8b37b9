"""Many plans of one company on one set of events: what they share is drawn and priced once.

A plan changes only chances: which incidents are kept, which become major, what happens in those, and whether a backup helps. So each
incident has few possible prices, each worked out when the first plan needs it.
"""

from typing import NamedTuple

import numpy as np

from sonae.kernels import histogram, product
from sonae.kernels.draws import uniforms
from sonae.kernels.jit import inline, kernel
from sonae.kernels.product import Bills, Firm, Majors, Shares, Trait
from sonae.kernels.sampling import Ints, Reals, U, Whole, key_of
from sonae.kernels.stream import BLOCK, Law, draw_events

UNPRICED = -1


class Chances(NamedTuple):
    """Shares of shape (kinds, plans), as in ``product.Shares``; ``backup`` by plan."""

    keep: Reals
    major: Reals
    destroy: Reals
    leak: Reals
    spread: Reals
    backup: Reals


class Scratch(NamedTuple):
    """Room for pricing one major incident: by outcome, by head as exact numbers, by head in yen."""

    prices: Ints
    cost: Reals
    heads: Ints


@inline
def add_minor(
    k: np.int64, keep: float, major: float, destroyed: float, chances: Chances, dry: int, wet: int, sums: Ints, y: int
) -> int:
    """Add a minor incident to every plan that keeps it as such: ``wet`` yen where systems stop, else ``dry``; returns how many plans make
    it a major one."""
    others = 0
    for p in range(sums.shape[1]):
        kept = keep < chances.keep[k, p]
        severe = major < chances.major[k, p]
        yen = wet if destroyed < chances.destroy[k, p] else dry
        sums[y, p] += yen if kept & ~severe else 0
        others += kept & severe
    return others


@inline
def add_major(
    k: np.int64,
    keep: float,
    major: float,
    firm: Firm,
    trait: Trait,
    chances: Chances,
    drawn: Majors,
    j: Whole,
    scratch: Scratch,
    sums: Ints,
    y: Whole,
) -> None:
    """Add the incident of row ``j`` to every plan that makes it a major one."""
    prices, cost, heads = scratch
    u, bill, ransom, days = drawn
    prices[:] = UNPRICED
    for p in range(sums.shape[1]):
        if keep >= chances.keep[k, p] or major >= chances.major[k, p]:
            continue
        happened = product.outcome_of(
            u, j, chances.destroy[k, p], chances.leak[k, p], chances.spread[k, p], chances.backup[p]
        )
        if prices[happened] == UNPRICED:
            product.price_major(firm, trait, happened, u, bill, ransom[j], days[j], j, cost, heads, 0)
            prices[happened] = heads[0].sum()
        sums[y, p] += prices[happened]


@kernel
def simulate(
    key: np.uint64,
    first: int,
    last: int,
    years: int,
    law: Law,
    firm: Firm,
    bills: Bills,
    shares: Shares,
    chances: Chances,
    totals: Ints,
) -> None:
    """Blocks ``first`` to ``last - 1``; adds the yearly sums of each plan to its histogram, ``totals`` of shape (plans, bins, 2)."""
    plans = len(totals)
    sums, amounts = np.empty((BLOCK, plans), np.int64), np.empty(BLOCK, np.int64)
    numbers, kept = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    heads = np.zeros((2, len(product.HEADS)), np.int64)
    scratch = Scratch(np.empty(product.OUTCOMES, np.int64), np.zeros(len(product.HEADS)), heads.copy())
    for block in range(first, last):
        own, length = key_of(key, U(block)), min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        minor = product.as_minor(own, firm, events.total)
        keep = uniforms(key_of(own, product.KEEP), events.total)
        major = uniforms(key_of(own, product.MAJOR), events.total)
        event, year, found = np.empty(events.total, np.int64), np.empty(events.total, np.int64), 0
        sums[:] = 0
        for y in range(length):
            for i in range(events.starts[y], events.starts[y + 1]):
                k, both = np.int64(events.kind[i]), shares.stops[events.kind[i]] > 0.0
                for stopped in range(2):
                    product.price_minor(firm, float(stopped), minor.days[i], minor.cost[i], heads, stopped)
                dry, wet = heads[np.int64(both)].sum(), heads[1].sum()
                event[found], year[found] = i, y
                found += add_minor(k, keep[i], major[i], minor.destroyed[i], chances, dry, wet, sums, y) > 0
        drawn = product.draw_majors(own, event[:found], minor, firm, bills)
        for j in range(found):
            i, k = event[j], np.int64(events.kind[event[j]])
            trait = product.trait_of(shares, k)
            add_major(k, keep[i], major[i], firm, trait, chances, drawn, j, scratch, sums, year[j])
        for p in range(plans):
            for y in range(length):
                amounts[y] = sums[y, p]
            histogram.add(amounts[:length], totals[p], numbers, kept)
