"""The year of a whole network: expected values as algebra, simulated years where tails and stories are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sonae import company, scale
from sonae.kernels import contagion as kernels
from sonae.kernels import expected, jit, sampling
from sonae.risk.exact import adding_up
from sonae.supplier import calibrate, network, parameters, stops
from sonae.supplier.calibrate import Ready, Stress
from sonae.supplier.network import Network
from sonae.supplier.stops import CLASSES, REGIONS, Stops

LANES = kernels.LANES
MOST_REPLICATIONS = 1_000_000
MOST_LISTED = 1_000  # firms up to which every firm is told
QUANTILES = ("90", "95", "99")
PERIODS = (2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000)
ATTACK, VENDOR, SPREAD, KNOCK_ON = 1, 2, 3, 4  # purposes of a batch's key
Ints = NDArray[np.int64]
Reals = NDArray[np.float64]


class Task(NamedTuple):
    """Work for one processor: batches ``first`` to ``last - 1`` of 64 replications. ``source`` is the network or its file."""

    source: "Network | str"
    sha256: str
    stress: Stress
    factor: float
    seed: int
    first: int
    last: int
    replications: int
    each: bool


class Tally(NamedTuple):
    """What a task counted: ``direct`` hits and ``yen`` by replication, hits by replication and class of out-degree, yen by sector and
    region, hits by firm (empty unless asked for)."""

    direct: Ints
    yen: Ints
    by_degree: Ints
    by_place: Ints
    hits: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """A simulated year. Arrays by replication: ``hits``, ``direct``, ``loss`` (own losses, and what partners lose unless losses were
    given). ``by_sector`` mean loss in yen, adding up to the rounded mean, ``by_region`` the
    same by prefecture (empty where none is known); ``by_firm`` share of replications in which a firm is hit."""

    ready: Ready
    replications: int
    seed: int
    hits: Ints
    direct: Ints
    loss: Ints
    own_mean: float
    by_sector: Mapping[str, int]
    by_region: Mapping[str, int]
    by_firm: Reals
    stops: Stops

    @property
    def firms(self) -> int:
        return len(self.ready.network.firms)

    def incidence(self) -> tuple[float, float]:
        """Share of firms hit in a year: mean and standard deviation over the replications."""
        return float(self.hits.mean()) / self.firms, float(self.hits.std()) / self.firms

    def partner_share(self) -> float:
        """Share of hits that came without a direct attack."""
        total = int(self.hits.sum())
        return 1 - int(self.direct.sum()) / total if total else 0.0

    def var(self) -> dict[str, int]:
        """Loss of the year that is exceeded in 10, 5 and 1 % of years."""
        ordered = np.sort(self.loss)
        return {key: int(ordered[_rank(key, len(ordered)) - 1]) for key in QUANTILES}

    def tvar(self) -> dict[str, int]:
        """Mean loss of the years from there on."""
        ordered = np.sort(self.loss)
        return {key: round(float(ordered[_rank(key, len(ordered)) - 1 :].mean())) for key in QUANTILES}

    def curve(self) -> tuple[tuple[int, int], ...]:
        """The accumulated loss of a year that is reached once in so many years, up to a tenth of the replications."""
        ordered, count = np.sort(self.loss), len(self.loss)
        return tuple((years, int(ordered[count - count // years - 1])) for years in PERIODS if years * 10 <= count)

    def parts(self) -> dict[str, int]:
        """Mean loss by part, adding up to the rounded mean: ``own`` of hit firms, ``stop`` and ``labour`` at their partners."""
        beyond = float(self.loss.mean()) - self.own_mean
        stop, labour = (float(self.stops.weight @ part) for part in (self.stops.stop, self.stops.labour))
        split = beyond / (stop + labour) if stop + labour else 0.0
        means = np.array([self.own_mean, stop * split, labour * split])
        return dict(zip(("own", "stop", "labour"), adding_up(means, round(float(self.loss.mean()))), strict=True))

    def claimed(self) -> int:
        """Mean compensation a year: it moves from one firm to another and adds no loss."""
        given = len(self.ready.network.loss)
        return 0 if given else round(float(self.hits.mean() * (self.stops.weight @ self.stops.claimed)))

    def manifest(self) -> dict[str, Any]:
        """What the run was made of: seed, network, and every figure that entered, with how surely it is known."""
        ready = self.ready
        given = {name: bool(len(getattr(ready.network, name))) for name in ("probability", "direct", "loss")}
        return {
            "seed": self.seed,
            "network_sha256": ready.network.sha256,
            "facts": dict(ready.network.facts),
            "given": given,
            "scale": ready.scale,
            "scale_solved": ready.solved,
            "incidents": len(self.stops.origin),
            "downtime_mean_days": float(self.stops.weight @ self.stops.days),
            "parameters": parameters.told(),
        }


def _rank(key: str, count: int) -> int:
    return max(1, -(-int(key) * count // 100))


def simulate(ready: Ready, replications: int, seed: int, *, threads: int = 1, dask: str = "") -> Year:
    """So many simulated years of a network; the same seed gives the same bits on any number of threads or machines.

    Raises ValueError for replications outside 1 to a million or a seed below 0, OSError if the Dask scheduler cannot be reached.

    >>> from sonae.supplier import synthetic
    >>> year = simulate(calibrate.prepare(synthetic.make(2000, 1)), 128, seed=1)
    >>> 0.08 < year.incidence()[0] < 0.12, sum(year.by_sector.values()) == round(year.loss.mean())
    (True, True)
    """
    if not 1 <= replications <= MOST_REPLICATIONS:
        raise ValueError(f"replications must be from 1 to {MOST_REPLICATIONS:,}: {replications}")
    if seed < 0:
        raise ValueError(f"a seed cannot be negative: {seed}")
    sampled = stops.sample(ready, seed)
    tally = _tally(ready, replications, seed, threads, dask)
    given = bool(len(ready.network.loss))
    knock_on = np.zeros(replications, np.int64) if given else _knock_on(seed, tally.by_degree, sampled)
    loss = tally.yen + knock_on
    return Year(
        ready=ready,
        replications=replications,
        seed=seed,
        hits=tally.by_degree.sum(axis=1),
        direct=tally.direct,
        loss=loss,
        own_mean=float(tally.yen.mean()),
        by_sector=_by_sector(tally, loss, knock_on, sampled),
        by_region=_by_region(tally, loss, knock_on, sampled),
        by_firm=tally.hits / replications,
        stops=sampled,
    )


def _tally(ready: Ready, replications: int, seed: int, threads: int, dask: str) -> Tally:
    own = ready.network
    batches = -(-replications // LANES)
    each = len(own.firms) <= MOST_LISTED
    parts = scale.split(batches, batches if dask else threads)
    source: Network | str = own.file if dask and own.file else own
    tasks = [Task(source, own.sha256, ready.stress, ready.scale, seed, *part, replications, each) for part in parts]
    if dask:
        tallies = list(scale.run(work, tasks, dask=dask))
    else:
        lines = lay_out(ready)
        tallies = list(scale.run(lambda task: counted(task, ready, lines), tasks, threads=threads))
    return Tally(
        direct=np.concatenate([tally.direct for tally in tallies]),
        yen=np.concatenate([tally.yen for tally in tallies]),
        by_degree=np.concatenate([tally.by_degree for tally in tallies]),
        by_place=np.sum([tally.by_place for tally in tallies], axis=0),
        hits=np.sum([tally.hits for tally in tallies], axis=0),
    )


def available() -> bool:
    """Whether networks can be computed here."""
    return jit.available()


class Lines(NamedTuple):
    """Hazard lines, and thresholds of direct and vendor hits."""

    firms: NDArray[Any]
    links: NDArray[Any]
    direct: NDArray[np.uint32]
    vendor: NDArray[np.uint32]


def lay_out(ready: Ready) -> Lines:
    """A network made ready for draws."""
    firms = np.zeros(len(ready.network.firms), kernels.FIRM)
    firms["first"], firms["last"] = ready.network.firms["first"], ready.network.firms["last"]
    links = ready.links.copy()
    kernels.lay_out(firms, links, ready.scale, ready.most)
    return Lines(firms, links, _thresholds(ready.direct), _thresholds(ready.vendor))


def _thresholds(chance: Reals) -> NDArray[np.uint32]:
    return np.minimum(np.rint(chance * 2.0**32), 2.0**32 - 1).astype(np.uint32)


def work(task: Task) -> Tally:
    """One task on any machine: the network is opened and made ready once a process."""
    ready, lines = _opened(task.source, task.sha256, task.stress, task.factor)
    return counted(task, ready, lines)


@lru_cache(maxsize=1)
def _opened(source: "Network | str", sha256: str, stress: Stress, factor: float) -> tuple[Ready, Lines]:
    own = network.load(source) if isinstance(source, str) else source
    if own.sha256 != sha256:
        raise ValueError(f"{source}: another network than the one of this run")
    ready = calibrate.prepare(own, stress, scale=factor, solve=False)
    return ready, lay_out(ready)


def counted(task: Task, ready: Ready, lines: Lines) -> Tally:
    """The batches of one task."""
    firms = len(lines.firms)
    lanes, queue = np.zeros(firms, kernels.LANE), np.empty(firms + 1, np.int32)
    passages = kernels.no_passages()
    degree, place = stops.classes(ready), _places(ready.network)
    batches = task.last - task.first
    direct, yen = np.zeros((batches, LANES), np.int64), np.zeros((batches, LANES), np.int64)
    by_degree = np.zeros((batches, LANES, CLASSES), np.int64)
    by_place = np.zeros(len(parameters.trades().ids) * REGIONS, np.int64)
    hits = np.zeros(firms if task.each else 0, np.int64)
    for k, batch in enumerate(range(task.first, task.last)):
        heads = [_head(task.seed, batch, purpose) for purpose in (ATTACK, VENDOR, SPREAD)]
        kernels.attack(heads[0], lines.direct, lanes, direct[k])
        if len(lines.vendor):
            kernels.befall(heads[1], lines.vendor, lanes)
        kernels.spread(heads[2], lines.firms, lines.links, lanes, passages, queue)
        within = _within(task.replications, batch)
        kernels.count(lanes, within, ready.worth, degree, place, hits, by_degree[k], yen[k], by_place)
    own = min(task.last * LANES, task.replications) - task.first * LANES
    return Tally(direct.reshape(-1)[:own], yen.reshape(-1)[:own], by_degree.reshape(-1, CLASSES)[:own], by_place, hits)


def _places(network: Network) -> NDArray[np.uint16]:
    """Sector and region of every firm as one number."""
    firms = network.firms
    return np.asarray(firms["industry"].astype(np.uint16) * REGIONS + firms["prefecture"], np.uint16)


def _head(seed: int, batch: int, purpose: int) -> np.uint64:
    """The head of all keys below (seed, batch, purpose)."""
    own = np.uint64(sampling.key_of(np.uint64(seed), np.uint64(batch)))
    return np.uint64(kernels.head_of(np.uint64(sampling.key_of(own, np.uint64(purpose)))))


def _within(replications: int, batch: int) -> np.uint64:
    """The lanes of a batch that are wanted; all are drawn, so that fewer replications are the first of more."""
    return np.uint64(2 ** min(LANES, replications - batch * LANES) - 1)


def _knock_on(seed: int, by_degree: Ints, sampled: Stops) -> Ints:
    """What partners lose in every replication: each hit draws one of the sampled incidents of its class."""
    order = np.argsort(sampled.degree, kind="stable")
    starts = np.searchsorted(sampled.degree[order], np.arange(CLASSES + 1))
    out = np.zeros(len(by_degree), np.int64)
    kernels.compound(_head(seed, 0, KNOCK_ON), by_degree, starts, sampled.knock_on[order], out)
    return out


def _borne(own: Ints, by_group: Ints, loss: Ints, knock_on: Ints, sampled: Stops) -> list[int]:
    """Mean loss by group: own losses, and the groups' shares of what partners bear; adds up to the rounded mean."""
    borne = (by_group * sampled.weight[:, None]).sum(axis=0)
    means = own / len(loss) + (borne / borne.sum() * knock_on.mean() if borne.sum() else 0.0)
    return list(adding_up(means, round(float(loss.mean()))))


def _by_sector(tally: Tally, loss: Ints, knock_on: Ints, sampled: Stops) -> dict[str, int]:
    ids = parameters.trades().ids
    own = tally.by_place.reshape(len(ids), REGIONS).sum(axis=1)
    return dict(zip(ids, _borne(own, sampled.by_sector, loss, knock_on, sampled), strict=True))


def _by_region(tally: Tally, loss: Ints, knock_on: Ints, sampled: Stops) -> dict[str, int]:
    """Empty where no prefecture is known; "" stands for firms without one."""
    if not sampled.by_region.shape[1]:
        return {}
    own = tally.by_place.reshape(-1, REGIONS).sum(axis=0)
    return dict(zip(("", *company.prefectures()), _borne(own, sampled.by_region, loss, knock_on, sampled), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Expected values of every firm by row: ``hit`` chance a year, ``caused`` yen a year (own loss and all that is passed on),
    ``domino`` the part of it at others."""

    ready: Ready
    hit: Reals
    caused: Reals
    domino: Reals

    def top(self, count: int) -> NDArray[np.int64]:
        """The rows that cause most, the first one first; equals in the order of the file."""
        return np.argsort(-self.caused, kind="stable")[:count]


def rank(ready: Ready) -> Ranking:
    """Who matters: a hit's value is its own loss and, through links, that of all it passes the hit to (one adjoint solution).

    >>> from sonae.supplier import synthetic
    >>> ranking = rank(calibrate.prepare(synthetic.make(500, 1)))
    >>> bool((ranking.domino >= 0).all()), len(ranking.top(10))
    (True, 10)
    """
    value = worth_of(ready, ready.worth.astype(np.float64))
    return Ranking(ready, ready.hit, ready.hit * value, ready.hit * (value - ready.worth))


def worth_of(ready: Ready, worth: Reals) -> Reals:
    """The adjoint solution: what a hit of each firm is worth when a hit of firm v costs ``worth[v]``."""
    value = worth.copy()
    close = calibrate.FINE if len(value) <= calibrate.SMALL else calibrate.CLOSE_VALUE
    expected.adjoint(
        ready.network.firms, ready.links, ready.scale, ready.most, ready.hit, worth, value, calibrate.PASSES, close
    )
    return value
