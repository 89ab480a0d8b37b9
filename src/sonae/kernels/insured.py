"""Policy years of the product's own model: the same incidents as without insurance, and what a contract pays of each year."""

import numpy as np
from numpy.typing import NDArray

from sonae.kernels import product, terms
from sonae.kernels.jit import inline, kernel
from sonae.kernels.product import Bills, Firm, Priced, Shares
from sonae.kernels.sampling import Ints, U, Whole, Words, key_of
from sonae.kernels.stream import BLOCK, Law, draw_events
from sonae.kernels.terms import Purse, Terms

MINOR_HEADS = (product.BI, product.MINOR, product.LABOUR)


@inline
def settle_small(
    usual: Ints, target: Ints, refused: NDArray[np.uint8], kind: Whole, heads: Ints, i: Whole, minutes: int, paid: Ints
) -> int:
    """Yen paid for a minor event in a year that reaches no limit."""
    total = 0
    for h in MINOR_HEADS:
        yen, p = heads[i, h], target[0, h]
        if yen > 0 and p >= 0 and refused[p, kind] == 0:
            received = terms.before_limits(usual, p, yen, minutes)
            paid[p] += received
            total += received
    return total


@kernel
def settle_years(
    starts: Words, kind: Words, priced: Priced, policy: Terms, purse: Purse, losses: Ints, received: Ints, paid: Ints
) -> None:
    """Loss and payment of every policy year; events ``starts[y]`` to ``starts[y + 1] - 1`` share year ``y``.

    Arrays are taken out of their tuples once: inside the loop that would cost more than the terms.
    """
    heads, yen, minutes, major = priced
    usual, target, refused, full, calm = policy.usual, policy.target, policy.refused, policy.left, policy.calm
    left, main, beside = purse
    for y in range(len(starts) - 1):
        loss, total, told = 0, 0, 0
        begin, end = np.int64(starts[y]), np.int64(starts[y + 1])
        for i in range(begin, end):
            loss += yen[i]
            told |= major[i]
        if told > 0 or loss > calm:
            terms.refill(full, len(left), left)
        for i in range(begin, end):
            if major[i] == 0 and loss <= calm:
                total += settle_small(usual, target, refused, np.int64(kind[i]), heads, i, minutes[i], paid)
            elif yen[i] > 0:
                total += terms.settle_event(policy, np.int64(kind[i]), heads, i, minutes[i], left, main, beside, paid)
        losses[y], received[y] = loss, total


@kernel
def simulate(
    key: np.uint64,
    first: int,
    years: int,
    law: Law,
    firm: Firm,
    bills: Bills,
    shares: Shares,
    policy: Terms,
    losses: Ints,
    received: Ints,
    paid: Ints,
) -> None:
    """Loss and payment of ``len(losses)`` policy years from block ``first`` on; adds to ``paid`` by payable."""
    purse = terms.purse(policy)
    for block in range(first, first + (len(losses) + BLOCK - 1) // BLOCK):
        own, start = key_of(key, U(block)), (block - first) * BLOCK
        length = min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        priced = product.price(own, events.kind, events.total, firm, bills, shares)
        settle_years(
            events.starts,
            events.kind,
            priced,
            policy,
            purse,
            losses[start : start + length],
            received[start : start + length],
            paid,
        )
