"""Policy years of the product's own model: the same incidents as without insurance, and what a contract pays of each year."""

import numpy as np

from sonae.kernels import product, terms
from sonae.kernels.jit import kernel
from sonae.kernels.product import Bills, Firm, Priced, Shares
from sonae.kernels.sampling import Ints, U, Words, key_of
from sonae.kernels.stream import BLOCK, Law, draw_events
from sonae.kernels.terms import Purse, Terms

MINOR_HEADS = (product.MINOR, product.BI, product.LABOUR)  # as the items they belong to follow each other


@kernel
def settle_years(
    starts: Words, kind: Words, priced: Priced, policy: Terms, purse: Purse, losses: Ints, received: Ints, paid: Ints
) -> None:
    """Loss and payment of every policy year; events ``starts[y]`` to ``starts[y + 1] - 1`` share year ``y``.

    Arrays are taken out of their tuples once: inside the loop that would cost more than the terms.
    """
    heads, yen, minutes, major = priced
    target, side, claim, refused, program, usual, full, each, direct = policy
    left, main, beside = purse
    for y in range(len(starts) - 1):
        loss, total = 0, 0
        begin, end = np.int64(starts[y]), np.int64(starts[y + 1])
        if begin < end:
            terms.refill(full, len(left), left)
        for i in range(begin, end):
            own, stop = np.int64(kind[i]), minutes[i]
            loss += yen[i]
            if major[i] == 0 and direct == 1:
                total += terms.settle_direct(
                    usual, target, refused, full, each, MINOR_HEADS, own, heads, i, stop, left, paid
                )
            elif yen[i] > 0:
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
