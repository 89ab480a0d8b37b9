"""What one company wants to know: if we are hit, who feels it; who could stop us; which supplier to help first."""

import numpy as np
from numpy.typing import NDArray

from sonae.kernels import contagion as kernels
from sonae.kernels import sampling
from sonae.supplier import downtime, parameters, stops
from sonae.supplier.calibrate import Ready
from sonae.supplier.contagion import Lines
from sonae.supplier.partner import IfHit, Spread, Threat

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
OUTBREAK = 5  # purpose of a seed
HELP = 0.2  # what is left of a supplier's chance of a hit when it does what it can
SHOWN_DAYS = 31
MOST_REACHED = 250_000  # firms reached at which the incidents of one firm are enough


def if_hit(ready: Ready, lines: Lines, firm: int, seed: int, incidents: int) -> IfHit:
    """So many incidents of one firm.

    >>> from sonae.supplier import calibrate, contagion, synthetic
    >>> ready = calibrate.prepare(synthetic.make(500, 1))
    >>> answer = if_hit(ready, contagion.lay_out(ready), 3, seed=1, incidents=1000)
    >>> 0 <= answer.share_stopping <= 1, answer.stopped.mean <= answer.stopped.most
    (True, True)
    """
    rows, out = len(lines.firms), np.zeros((incidents, 2), np.int64)
    key = np.uint64(sampling.key_of(np.uint64(seed), np.uint64(OUTBREAK)))
    seen, queue = np.zeros(rows, np.int32), np.empty(rows, np.int32)
    drawn = kernels.outbreak(key, firm, lines.firms, lines.links, ready.worth, MOST_REACHED, seen, queue, out)
    reached = out[:drawn, 0]
    stopped = stops.one(ready, firm, seed, incidents)
    claims = stopped.claimed[stopped.claimed > 0]
    return IfHit(
        reached=_spread(reached, float(reached.std() / np.sqrt(drawn))),
        stopped=_spread(stopped.firms, stopped.error),
        stop_days=_spread(stopped.partner_days),
        stop_yen=_spread(stopped.stop),
        share_stopping=float((stopped.firms > 0).mean()),
        claim_share=len(claims) / incidents,
        claim_yen=round(float(claims.mean())) if len(claims) else 0,
        days=_spread(np.ceil(stopped.days).astype(np.int64)),
        by_day=tuple(float(mean) for mean in stopped.by_day[:SHOWN_DAYS]),
    )


def _spread(values: Ints, error: float = 0.0) -> Spread:
    ordered = np.sort(values)
    return Spread(
        float(values.mean()), int(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]), int(ordered[-1]), error
    )


def threats(ready: Ready, firm: int) -> tuple[Threat, ...]:
    """The direct suppliers, the one worth helping first at the top; equals in the order of the file."""
    links = np.flatnonzero(ready.network.links["to"] == firm)
    rows = np.searchsorted(ready.network.firms["last"], links, side="right")
    chance, lasts = _late(int(ready.stock[firm]))
    critical = np.minimum(parameters.load()["kappa"] * ready.network.links["chance"][links], 1.0)
    passed = np.minimum(ready.links["chance"][links] * ready.scale, ready.most)
    hit = ready.hit[rows]
    stopping = hit * critical * chance
    intruding = hit * passed
    gain = (1 - HELP) * (stopping * lasts * ready.profit[firm] + intruding * (1 - ready.hit[firm]) * ready.worth[firm])
    found = [
        Threat(int(rows[k]), float(hit[k]), float(stopping[k]), lasts, float(intruding[k]), round(float(gain[k])))
        for k in range(len(links))
    ]
    return tuple(sorted(found, key=lambda one: (-one.gain_yen, one.row)))


def _late(stock: int) -> tuple[float, float]:
    """How often a standstill outlasts days of stock, and for how many days it then does, within the horizon of the simulation."""
    late = np.maximum(np.minimum(np.ceil(downtime.law()), parameters.load()["horizon_days"]) - stock, 0.0)
    return float((late > 0).mean()), float(late[late > 0].mean()) if (late > 0).any() else 0.0


def any_of(chances: Reals | list[float]) -> float:
    """The chance that at least one of independent events happens.

    >>> round(any_of([0.1, 0.2]), 2)
    0.28
    """
    return float(1 - np.prod(1 - np.asarray(chances)))
