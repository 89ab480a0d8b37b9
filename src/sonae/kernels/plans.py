"""Many plans of one company on one set of events: what they share is drawn and priced once.

A plan changes only chances: which incidents are kept, which become major, what happens in those, and whether a backup helps. So each
incident has few possible prices, each worked out when the first plan needs it.
"""

from typing import NamedTuple

import numpy as np

from sonae.kernels import histogram, product
from sonae.kernels.jit import inline, kernel
from sonae.kernels.product import Bills, Firm, Shares
from sonae.kernels.sampling import Ints, Reals, U, key_of, uniform, word_at
from sonae.kernels.stream import BLOCK, Law, draw_events, normals

UNPRICED = -1


class Chances(NamedTuple):
    """Shares of shape (kinds, plans), as in ``product.Shares``; ``backup`` by plan."""

    keep: Reals
    major: Reals
    destroy: Reals
    leak: Reals
    spread: Reals
    backup: Reals


@inline
def add_minor(
    k: np.int64, keep: float, major: float, u: Reals, chances: Chances, stops: float, minor: Ints, sums: Ints
) -> int:
    """Add a minor incident to every plan that keeps it as such; returns how many plans make it a major one."""
    others = 0
    for p in range(len(sums)):
        kept = keep < chances.keep[k, p]
        severe = major < chances.major[k, p]
        stopped = (u[product.DESTROY] < chances.destroy[k, p]) | (stops > 0.0)
        sums[p] += minor[np.int64(stopped)] * np.int64(kept & ~severe)
        others += kept & severe
    return others


@kernel
def add_major(
    k: np.int64,
    keep: float,
    major: float,
    firm: Firm,
    bills: Bills,
    shares: Shares,
    chances: Chances,
    u: Reals,
    z: Reals,
    z_days: float,
    sums: Ints,
) -> None:
    """Add an incident to every plan that makes it a major one."""
    prices, heads = np.full(product.OUTCOMES, UNPRICED, np.int64), np.zeros(len(product.HEADS), np.int64)
    for p in range(len(sums)):
        if keep >= chances.keep[k, p] or major >= chances.major[k, p]:
            continue
        happened = product.outcome_of(
            u, chances.destroy[k, p], chances.leak[k, p], chances.spread[k, p], chances.backup[p]
        )
        if prices[happened] == UNPRICED:
            heads[:] = 0
            product.price_major(firm, bills, shares, k, happened, z, u, z_days, heads)
            prices[happened] = heads.sum()
        sums[p] += prices[happened]


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
    u, z, minor = np.empty(product.CHANCES), np.empty(product.DRAWS), np.empty(2, np.int64)
    heads = np.zeros(len(product.HEADS), np.int64)
    for block in range(first, last):
        own, length = key_of(key, U(block)), min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        common = normals(key_of(own, product.COMMON), events.total)
        days, spent = (
            normals(key_of(own, product.DAYS), events.total),
            normals(key_of(own, product.SPENT), events.total),
        )
        keeps, majors = key_of(own, product.KEEP), key_of(own, product.MAJOR)
        yes, parts = key_of(own, product.YES), key_of(own, product.PARTS)
        sums[:] = 0
        for y in range(length):
            for i in range(events.starts[y], events.starts[y + 1]):
                k, at = np.int64(events.kind[i]), U(i)
                keep, major, odds = uniform(word_at(keeps, at)), uniform(word_at(majors, at)), key_of(yes, at)
                z_days = firm.common * common[i] + firm.alone * days[i]
                z_cost = firm.common * common[i] + firm.alone * spent[i]
                spends = uniform(word_at(odds, U(product.FIRST_BILL))) >= firm.spent
                u[product.DESTROY] = uniform(word_at(odds, U(product.DESTROY)))
                for stopped in range(2):
                    product.price_minor(firm, float(stopped), z_days, z_cost, spends, heads)
                    minor[stopped] = heads[product.MINOR] + heads[product.BI] + heads[product.LABOUR]
                if add_minor(k, keep, major, u, chances, shares.stops[k], minor, sums[y]) > 0:
                    product.draw_major(odds, key_of(parts, at), common[i], firm, u, z)
                    add_major(k, keep, major, firm, bills, shares, chances, u, z, z_days, sums[y])
        for p in range(plans):
            for y in range(length):
                amounts[y] = sums[y, p]
            histogram.add(amounts[:length], totals[p], numbers, kept)
