"""Policy years of the product's own model: the same incidents as without insurance, and what a contract leaves of each year."""

from typing import NamedTuple

import numpy as np

from sonae.kernels import histogram, product, terms
from sonae.kernels.jit import kernel
from sonae.kernels.product import Bills, Firm, Shares
from sonae.kernels.sampling import Ints, U, Whole, key_of
from sonae.kernels.stream import BLOCK, Law, draw_events
from sonae.kernels.terms import Purse, Terms


class Insured(NamedTuple):
    """What is added up over all years: histograms of yearly sums before and after insurance, yen paid by payable."""

    gross: Ints
    net: Ints
    paid: Ints


@kernel
def settle_year(
    first: Whole, last: Whole, kind: Ints, heads: Ints, minutes: Ints, policy: Terms, purse: Purse, paid: Ints
) -> tuple[int, int]:
    """Loss and payment of events ``first`` to ``last - 1``, which share one policy year."""
    terms.refill(policy.left, len(policy.left), purse.left)
    loss, received = 0, 0
    for i in range(first, last):
        if minutes[i] > 0:
            for h in range(heads.shape[1]):
                loss += heads[i, h]
            received += terms.settle_event(policy, kind[i], heads[i], minutes[i], purse, paid)
    return loss, received


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
    policy: Terms,
    totals: Insured,
) -> None:
    """Blocks ``first`` to ``last - 1`` of ``years`` policy years; adds to the totals."""
    numbers, kept, purse = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64), terms.purse(policy)
    gross, net = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    for block in range(first, last):
        own = key_of(key, U(block))
        length = min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        heads, minutes = np.empty((events.total, len(product.HEADS)), np.int64), np.empty(events.total, np.int64)
        product.price(own, events.kind, events.total, firm, bills, shares, heads, minutes)
        kind = events.kind.astype(np.int64)
        for y in range(length):
            gross[y], net[y] = 0, 0
            begin, end = np.int64(events.starts[y]), np.int64(events.starts[y + 1])
            if begin < end:
                loss, received = settle_year(begin, end, kind, heads, minutes, policy, purse, totals.paid)
                gross[y], net[y] = loss, loss - received
        histogram.add(gross[:length], totals.gross, numbers, kept)
        histogram.add(net[:length], totals.net, numbers, kept)


@kernel
def settle_events(starts: Ints, kind: Ints, heads: Ints, minutes: Ints, policy: Terms, paid: Ints, out: Ints) -> None:
    """Payment of every policy year; the events of year ``y`` are ``starts[y]`` to ``starts[y + 1] - 1``."""
    purse = terms.purse(policy)
    for y in range(len(out)):
        out[y] = settle_year(starts[y], starts[y + 1], kind, heads, minutes, policy, purse, paid)[1]
