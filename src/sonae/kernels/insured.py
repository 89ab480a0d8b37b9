"""Policy years of the product's own model: the same incidents as without insurance, and what a contract pays of each year."""

import numpy as np

from sonae.kernels import columns, product, terms
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

    Most years hold minor incidents alone and stay below every limit: their payment is a plain sum. Arrays are taken out of their tuples
    once: inside the loop that would cost more than the terms.
    """
    heads, yen, minutes, _ = priced
    target, side, claim, refused, program, usual, full, each, direct = policy
    left, main, beside = purse
    payables, before = minor_columns(kind, priced, policy)
    columns.pay(before, payables, paid)
    least, running = columns.smallest_limit(usual, payables, full), columns.sums(before)
    spent, slow = columns.sums(yen.reshape(1, len(yen))), columns.sums(one_by_one(priced, direct))
    for y in range(len(starts) - 1):
        begin, end = starts[y], starts[y + 1]
        losses[y], received[y] = spent[end] - spent[begin], running[end] - running[begin]
        if slow[end] == slow[begin] and received[y] <= least:
            continue
        terms.refill(full, len(left), left)
        received[y] = 0
        for i in range(np.int64(begin), np.int64(end)):
            own, stop = np.int64(kind[i]), minutes[i]
            if slow[i + 1] == slow[i]:
                received[y] += columns.cut(before, payables, usual, full, each, i, left, paid)
            else:
                received[y] += terms.settle_event(
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


@kernel
def minor_columns(kind: Words, priced: Priced, policy: Terms) -> tuple[Ints, Ints]:
    """The payables that the heads of minor incidents go to, and their yen before shared limits; zero where that must be settled one by one."""
    payables, before = np.empty(len(MINOR_HEADS), np.int64), np.zeros((len(MINOR_HEADS), len(priced.yen)), np.int64)
    for c in range(len(MINOR_HEADS)):
        payables[c] = policy.target[0, MINOR_HEADS[c]] if policy.direct == 1 else terms.NO_PAYABLE
    if policy.direct == 1:
        columns.fill(policy.usual, policy.refused, payables, kind, priced.heads, MINOR_HEADS, priced.minutes, before)
        for i in np.flatnonzero(priced.major):
            before[:, i] = 0
    return payables, before


@kernel
def one_by_one(priced: Priced, direct: int) -> Ints:
    """1 for incidents that must be settled one by one: major ones, and all where minor ones have no columns; shape (1, incidents)."""
    _, yen, _, major = priced
    marks = np.empty((1, len(yen)), np.int64)
    for i in range(len(yen)):
        marks[0, i] = np.int64(yen[i] > 0) & (np.int64(major[i]) | (1 - direct))
    return marks


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
