"""One incident after another, each standing still for its days: how many partners stop with it, for how long, and what that costs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sonae.kernels import sampling, standstill
from sonae.kernels.contagion import LANES
from sonae.supplier import downtime, parameters
from sonae.supplier.calibrate import Ready

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
INCIDENTS = 20_000
REGIONS = 48  # prefectures, and 0 where it is unknown
LEAST_OF_CLASS = 200
MOST_LOOKED = 2_500_000  # links at which the worlds around one firm are enough
CLASSES = 33  # of out-degree: 0, 1, 2-3, 4-7, ...
STARTING, STOPPING, EFFECTS = 1, 2, 3  # purposes of a seed


@dataclass(frozen=True, slots=True, eq=False)
class Stops:
    """Sampled incidents. ``weight`` adds up to 1; ``origin`` rows, ``days`` of standstill; of the partners: ``firms`` stopped, their
    ``partner_days``, their loss ``stop``, ``labour`` of investigation, ``claimed`` from the origin as compensation (a transfer), ``far``
    the last day on which one stands still. ``by_sector``: stop and labour by who bears it; ``by_region``
    the same by prefecture, without columns where none is known. ``by_day``: partners standing still, mean."""

    weight: Reals
    degree: NDArray[np.uint8]
    origin: NDArray[np.int32]
    days: Reals
    firms: Ints
    partner_days: Ints
    stop: Ints
    labour: Ints
    claimed: Ints
    far: Ints
    by_sector: Ints
    by_region: Ints
    by_day: Reals

    @property
    def knock_on(self) -> Ints:
        """What the partners lose, claims counted once."""
        return self.stop + self.labour

    def share_stopping(self) -> float:
        """Share of incidents that stop a partner, among those of firms with customers in the network: the others' are not in the data."""
        known = float(self.weight[self.degree > 0].sum())
        return float(self.weight[self.firms > 0].sum()) / known if known else 0.0

    def stopped(self) -> dict[str, float]:
        """Partners that one incident stops: mean, 95 % point and most, and the share of incidents that stop any."""
        if not len(self.firms):
            return {"mean": 0.0, "p95": 0, "max": 0, "share": 0.0}
        order = np.argsort(self.firms, kind="stable")
        place = int(np.searchsorted(np.cumsum(self.weight[order]), 0.95 * self.weight.sum()))
        p95 = int(self.firms[order][min(place, len(order) - 1)])
        mean, any_share = float(self.weight @ self.firms), float(self.weight[self.firms > 0].sum())
        return {"mean": mean, "p95": p95, "max": int(self.firms.max()), "share": any_share}


def classes(ready: Ready) -> NDArray[np.uint8]:
    """The class of every firm by its number of customers: 0, 1, 2-3, 4-7 and so on."""
    return _class_of(ready.network.firms["last"] - ready.network.firms["first"])


def _class_of(customers: NDArray[np.int32]) -> NDArray[np.uint8]:
    return np.asarray(np.frexp(customers.astype(np.float64))[1], np.uint8)


def sample(ready: Ready, seed: int, incidents: int = INCIDENTS, kappa: float | None = None) -> Stops:
    """Incidents drawn by the chance of a hit, every class of out-degree with some, weighted back to their true share."""
    chance = np.random.default_rng([seed, STARTING])
    degree = classes(ready)
    origins, weights = [], []
    risk = np.bincount(degree, ready.hit, CLASSES)
    total = risk.sum()
    for number in np.flatnonzero(risk > 0):
        members = np.flatnonzero(degree == number)
        wanted = max(LEAST_OF_CLASS, round(incidents * risk[number] / total))
        sums = np.cumsum(ready.hit[members])
        picked = np.searchsorted(sums, chance.random(wanted) * sums[-1], side="right").clip(0, len(members) - 1)
        origins.append(members[picked])
        weights.append(np.full(wanted, risk[number] / total / wanted))
    origin = np.concatenate(origins).astype(np.int32) if origins else np.empty(0, np.int32)
    weight = np.concatenate(weights) if weights else np.empty(0)
    days = downtime.law()[chance.integers(downtime.POINTS, size=len(origin))]
    return follow(ready, origin, days, weight, seed, kappa)


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Incidents of one firm: ``days`` of its standstill, partners ``firms`` stopped, their ``partner_days``, their loss ``stop``,
    ``claimed`` from it; ``by_day`` partners standing still, mean. ``worlds`` of critical links were drawn, each standing for as many
    incidents as any other; ``error`` is the standard error that they leave in the mean of ``firms``."""

    days: Reals
    firms: Ints
    partner_days: Ints
    stop: Ints
    claimed: Ints
    by_day: Reals
    worlds: int
    error: float


def one(ready: Ready, firm: int, seed: int, incidents: int) -> Origin:
    """Incidents of one firm. Fewer worlds than incidents are drawn where each is large: the sum over thousands of links hardly varies."""
    chance = np.random.default_rng([seed, STARTING])
    days = downtime.law()[chance.integers(downtime.POINTS, size=incidents)]
    counts, yen = _reach(ready, firm, seed, incidents)
    stopped = np.cumsum(counts, axis=1)  # partners standing still on day d of a standstill that has not ended by then
    burden = np.cumsum(np.cumsum(yen, axis=1), axis=1)
    partner_days = np.cumsum(stopped, axis=1)
    world, last = np.arange(incidents) % len(counts), _last_day(days, counts.shape[1])
    out = np.zeros((incidents, 3), np.int64)
    out[:, 0], out[:, 1], out[:, 2] = stopped[world, last], partner_days[world, last], burden[world, last]
    _, claimed = _asked(np.random.default_rng([seed, EFFECTS]), out)
    lasting = np.bincount(last, minlength=counts.shape[1])[::-1].cumsum()[::-1] / incidents
    spread = (
        (stopped @ (np.bincount(last, minlength=counts.shape[1]) / incidents)).std(ddof=1) if len(counts) > 1 else 0.0
    )
    return Origin(
        days=days,
        firms=out[:, 0],
        partner_days=out[:, 1],
        stop=out[:, 2],
        claimed=claimed,
        by_day=stopped.mean(axis=0) * lasting,
        worlds=len(counts),
        error=float(spread / np.sqrt(len(counts))),
    )


def _last_day(days: Reals, horizon: int) -> Ints:
    return np.clip(np.ceil(days).astype(np.int64), 1, horizon) - 1


def _reach(ready: Ready, firm: int, seed: int, worlds: int) -> tuple[Ints, Ints]:
    """By world and day: partners that stop on it, and what they lose a day."""
    content, firms, rows = parameters.load(), ready.network.firms, len(ready.network.firms)
    horizon = int(content["horizon_days"])
    counts, yen = np.zeros((2, worlds, horizon), np.int64)
    drawn = standstill.reach(
        np.uint64(sampling.key_of(np.uint64(seed), np.uint64(STOPPING))),
        firms,
        ready.network.links,
        content["kappa"],
        ready.stock,
        ready.profit,
        firm,
        MOST_LOOKED,
        np.full(rows, standstill.NEVER, np.uint8),
        np.zeros(rows, np.uint8),
        np.empty(rows + 1, np.int32),
        np.empty(rows, np.int32),
        counts,
        yen,
    )
    return counts[:drawn], yen[:drawn]


def follow(
    ready: Ready, origin: NDArray[np.int32], days: Reals, weight: Reals, seed: int, kappa: float | None
) -> Stops:
    """Follow incidents day by day, then draw what the partners ask for."""
    firms, trades = ready.network.firms, parameters.trades()
    regions = REGIONS if firms["prefecture"].any() else 0
    out, by_day, by_sector = _followed(ready, origin, days, seed, kappa, firms["industry"], len(trades.ids))
    by_region = np.zeros((len(origin), 0), np.int64)
    labour, claimed = _asked(np.random.default_rng([seed, EFFECTS]), out)
    np.add.at(by_sector, (np.arange(len(origin)), firms["industry"][origin]), labour)
    if regions:  # the same draws, counted by who lies where
        by_region = _followed(ready, origin, days, seed, kappa, firms["prefecture"], regions)[2]
        np.add.at(by_region, (np.arange(len(origin)), firms["prefecture"][origin]), labour)
    return Stops(
        weight=weight,
        degree=_class_of((firms["last"] - firms["first"])[origin]),
        origin=origin,
        days=days,
        firms=out[:, 0],
        partner_days=out[:, 1],
        stop=out[:, 2],
        labour=labour,
        claimed=claimed,
        far=out[:, 3],
        by_sector=by_sector,
        by_region=by_region,
        by_day=by_day / max(len(origin), 1),
    )


def _followed(
    ready: Ready,
    origin: NDArray[np.int32],
    days: Reals,
    seed: int,
    kappa: float | None,
    group: NDArray[np.uint8],
    groups: int,
) -> tuple[Ints, Ints, Ints]:
    """By incident: partners stopped, their days, their yen and the last day; by day; yen by incident and group of who bears it."""
    content, firms, count = parameters.load(), ready.network.firms, len(origin)
    out, by_day = np.zeros((count, 4), np.int64), np.zeros(LANES, np.int64)
    by_group, rows = np.zeros((count, groups), np.int64), len(firms)
    standstill.stoppage(
        np.uint64(sampling.key_of(np.uint64(seed), np.uint64(STOPPING))),
        firms,
        ready.network.links,
        content["kappa"] if kappa is None else kappa,
        ready.stock,
        ready.profit,
        np.ascontiguousarray(group),
        origin,
        np.ceil(days).astype(np.int32),
        np.uint64((1 << int(content["horizon_days"])) - 1),
        np.zeros(rows, np.uint64),
        np.zeros(rows, np.uint8),
        np.empty(rows + 1, np.int32),
        np.empty(rows, np.int32),
        out,
        by_day,
        by_group,
    )
    return out, by_day, by_group


def _asked(chance: np.random.Generator, out: Ints) -> tuple[Ints, Ints]:
    """Labour of investigation and compensation: independent of each other given an effect on partners, in the published shares.

    A stop is an effect; other incidents have one in the share that is left. What is claimed is a share of the partners' burden (a
    beta law): it moves money and adds none.
    """
    content, count = parameters.load(), len(out)
    stopping = content["effect"] * content["stop_of_effect"]
    otherwise = (content["effect"] - stopping) / (1 - stopping)
    felt = (out[:, 0] > 0) | (chance.random(count) < otherwise)
    worked = felt & (chance.random(count) < content["investigation_of_effect"])
    asked = felt & (chance.random(count) < content["compensation_of_effect"])
    labour = np.where(worked, round(content["labour_yen"]), 0)
    passed = chance.beta(2 * content["passed_on"], 2 * (1 - content["passed_on"]), count)
    burden = out[:, 2] + np.maximum(labour, round(content["labour_yen"]))  # whoever claims has had work at least
    return labour, np.where(asked, np.rint(burden * passed), 0).astype(np.int64)


def fit_kappa(ready: Ready, seed: int, incidents: int = INCIDENTS) -> tuple[float, float]:
    """The kappa at which the published share of incidents stops a partner, and the share reached; at most 1, where stops feed themselves."""
    content = parameters.load()
    target, low, high = content["effect"] * content["stop_of_effect"], 0.0, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if sample(ready, seed, incidents, middle).share_stopping() < target else (low, middle)
        )
    return high, sample(ready, seed, incidents, high).share_stopping()
