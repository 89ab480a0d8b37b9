"""What hardening some of the firms is worth to a network: chosen at random, the largest first, or those whose hits cost most first.

Said honestly: where losses grow with size, choosing by size does nearly as well as the whole network's ranking.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sonae.supplier import calibrate, contagion
from sonae.supplier.calibrate import Ready

Order = Literal["random", "sales", "rank"]
ORDERS: tuple[Order, ...] = get_args(Order)
SHARES = (0.001, 0.01, 0.1)
KEPT = 0.2  # what hardening leaves of the chances of a direct hit and of a hit through a supplier
CHOOSING = 6  # purpose of a seed


@dataclass(frozen=True, slots=True)
class Hardened:
    """So many ``firms`` hardened, chosen ``by``: ``cut`` share of the expected own losses of a year that is spared, ``cut_others`` that of
    the losses of firms that were not hardened themselves."""

    by: Order
    share: float
    firms: int
    cut: float
    cut_others: float


def curves(ready: Ready, seed: int = 0, progress: Callable[[int, int], None] | None = None) -> tuple[Hardened, ...]:
    """The three choices at a thousandth, a hundredth and a tenth of the firms (one at least), by expected values. Random firms are one
    draw, the same for a seed; ``progress`` is told steps done and their number.

    >>> from sonae.supplier import synthetic
    >>> found = curves(calibrate.prepare(synthetic.make(2000, 1)))
    >>> [row.by for row in found[::3]], found[-1].cut > found[2].cut
    (['random', 'sales', 'rank'], True)
    """
    orders = _orders(ready, seed)
    found, steps = [], len(orders) * len(SHARES)
    for by, order in orders.items():
        for share in SHARES:
            found.append(_point(ready, by, order, share))
            if progress:
                progress(len(found), steps)
    return tuple(found)


def _orders(ready: Ready, seed: int) -> dict[Order, NDArray[np.int64]]:
    size = ready.network.firms["size"].astype(np.float64)
    count = len(size)
    return {
        "random": np.random.default_rng([seed, CHOOSING]).permutation(count),
        "sales": np.argsort(-size, kind="stable"),
        "rank": contagion.rank(ready).top(count),
    }


def _point(ready: Ready, by: Order, order: NDArray[np.int64], share: float) -> Hardened:
    count = max(1, round(share * len(order)))
    who = np.zeros(len(order), np.bool_)
    who[order[:count]] = True
    after = calibrate.hardened(ready, who, KEPT)
    before_yen, after_yen = ready.hit * ready.worth, after.hit * ready.worth
    return Hardened(by, share, count, _cut(before_yen, after_yen), _cut(before_yen[~who], after_yen[~who]))


def _cut(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    total = float(before.sum())
    return 1 - float(after.sum()) / total if total else 0.0
