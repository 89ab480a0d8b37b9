"""From a network to chances and yen: direct attacks and what links pass on, scaled to the published shares unless they were given."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sonae.kernels import contagion as kernels
from sonae.supplier import downtime, parameters
from sonae.supplier.network import NO_SCORE, Network

Stress = Literal["base", "third", "worm", "vendor"]
STRESSES: tuple[Stress, ...] = get_args(Stress)
Reals = NDArray[np.float64]

CLOSE_VALUE = 1e-5  # relative move of an adjoint solution that ends it; on large networks
CLOSE = 1e-7  # a pass that moves no firm by more ends a solution; on small networks
FINE = 1e-12
SMALL = 100_000  # firms
PASSES = 200
MOST_OF_LINK = 0.95  # what a calibrated link passes on at most
MOST_GIVEN = 1 - 1e-9  # a certain link would have an endless hazard
MOST_SCALE = 0.7  # no plausible network passes on more: then the scale of the national network is taken
MOST_STRESS = 3.0
CLOSE_SHARE = 1e-4
SOLVES = 12


@dataclass(slots=True, eq=False)
class Ready:
    """A network with numbers: ``direct`` chance a year, ``vendor`` chance of a shared vendor, ``links`` chances before ``scale``,
    ``hit`` the mean field's chance a year, ``worth`` a hit's own loss in yen, ``profit`` a day's gross profit lost when standing still."""

    network: Network
    links: NDArray[Any]
    scale: float
    most: float
    direct: Reals
    vendor: Reals
    hit: Reals
    worth: NDArray[np.int64]
    profit: NDArray[np.int64]
    stress: Stress
    solved: bool

    @property
    def apart(self) -> Reals:
        """Chance of a hit that came through no link."""
        return 1 - (1 - self.direct) * (1 - self.vendor) if len(self.vendor) else self.direct

    def incidence(self) -> float:
        """Share of firms hit in a year, by the mean field."""
        return float(self.hit.mean())

    def partner_share(self) -> float:
        """Share of hits without a direct attack, by the mean field."""
        total = float(self.hit.sum())
        return 1 - float(self.direct.sum()) / total if total else 0.0


def prepare(
    network: Network,
    stress: Stress = "base",
    share: float | None = None,
    scale: float | None = None,
    *,
    solve: bool = True,
) -> Ready:
    """Scale a network to the published shares under a stress and solve its mean field.

    ``share`` of hits through partners replaces the published one (direct attacks stay); ``scale`` known from elsewhere is not solved
    again, and without ``solve`` neither is the mean field. Probabilities, direct chances and losses that were given are taken as they are.
    """
    content = parameters.load()
    weak = weakness(network.firms["score"], content)
    direct = _direct(network, weak, content, stress)
    ready = Ready(
        network=network,
        links=_links(network, weak, stress),
        scale=1.0,
        most=MOST_OF_LINK,
        direct=direct,
        vendor=np.empty(0),
        hit=np.empty(0),
        worth=_worth(network, content),
        profit=_profit(network, content),
        stress=stress,
        solved=False,
    )
    ready.hit = ready.apart.copy()
    if len(network.probability):
        ready.most = MOST_GIVEN
    elif stress == "worm":
        ready.scale = content["worm_chance"]
    elif scale is not None:
        ready.scale = scale
    else:
        _solve(ready, _target(share, stress, content), content["partner_scale"])
    if stress == "vendor":
        ready.vendor = _vendor(weak, content)
    if solve:
        _settle(ready)
    return ready


def _target(share: float | None, stress: Stress, content: Mapping[str, float]) -> float:
    if share is not None:
        return share
    return content["third_low"] if stress == "third" else content["partner_share"]


def weakness(score: NDArray[np.int8], content: Mapping[str, float]) -> NDArray[np.float32]:
    """How likely hits are by the score of 25 questions, 1 on average over all companies and where no score is known."""
    slope = content["maturity_slope"]
    points = (np.arange(20_000) + 0.5) / 20_000
    density = points ** (content["maturity_first"] - 1) * (1 - points) ** (content["maturity_second"] - 1)
    mean = float((np.exp(-slope * points) * density).sum() / density.sum())
    weak = np.exp(-slope * (score.astype(np.float64) + 25) / 125) / mean
    weak[score == NO_SCORE] = 1.0
    return weak.astype(np.float32)


def _direct(network: Network, weak: NDArray[np.float32], content: Mapping[str, float], stress: Stress) -> Reals:
    if stress == "worm":
        return np.full(len(weak), min(1.0, content["worm_origins"] / len(weak)))
    if len(network.direct):
        return np.array(network.direct, np.float64)
    alone = content["incidence"] * (1 - content["partner_share"])
    return np.minimum(alone * weak.astype(np.float64), MOST_OF_LINK)


def _vendor(weak: NDArray[np.float32], content: Mapping[str, float]) -> Reals:
    """A vendor that all may use has an incident this year: each firm is a user by chance, and reached by chance."""
    return np.minimum(content["vendor_users"] * content["vendor_chance"] * weak.astype(np.float64), 1.0)


def _links(network: Network, weak: NDArray[np.float32], stress: Stress) -> NDArray[Any]:
    links = np.empty(len(network.links), kernels.LINK)
    if len(network.probability):
        links["chance"], links["to"] = network.probability, network.links["to"]
        return links
    kernels.bases(network.firms, network.links, weak, links)
    if stress == "worm":
        links["chance"] = weak[links["to"]]
    return links


def _worth(network: Network, content: Mapping[str, float]) -> NDArray[np.int64]:
    """The own loss of a hit: as given, else the published mean, larger for larger firms."""
    if len(network.loss):
        return np.array(network.loss, np.int64)
    relative = network.firms["size"].astype(np.float64) ** content["loss_size_power"]
    return np.asarray(np.rint(content["mean_loss"] * relative / relative.mean()), np.int64)


def _profit(network: Network, content: Mapping[str, float]) -> NDArray[np.int64]:
    a_day = parameters.trades().profit_a_day[network.firms["industry"]] * network.firms["size"]
    return np.asarray(np.rint(a_day * content["stop_share"]), np.int64)


def _settle(ready: Ready, rounds: int = PASSES) -> None:
    close = FINE if len(ready.hit) <= SMALL else CLOSE
    firms, scratch = ready.network.firms, np.empty(len(ready.hit))
    kernels.mean_field(firms, ready.links, ready.scale, ready.most, ready.apart, ready.hit, scratch, rounds, close)


def _solve(ready: Ready, target: float, national: float) -> None:
    """Find the scale at which the target share of hits comes through partners; the national scale where no plausible one does."""
    ready.scale, limit = (
        national * target / parameters.load()["partner_share"],
        MOST_SCALE if target < 0.25 else MOST_STRESS,
    )
    start = ready.scale
    for _ in range(SOLVES):
        _settle(ready, rounds=3)
        through = ready.partner_share()
        if through <= 0 or abs(through - target) <= CLOSE_SHARE * target:
            break
        ready.scale *= target / through * (1 - through) / (1 - target)  # a firm that is hit more often passes more on
        if ready.scale > limit:
            break
    ready.solved = abs(ready.partner_share() - target) <= 10 * CLOSE_SHARE
    if not ready.solved:
        ready.scale = start
        ready.hit = ready.apart.copy()


def downtime_days() -> float:
    """Mean days of standstill of one incident."""
    return float(downtime.law().mean())


def hardened(ready: Ready, who: NDArray[np.bool_], keep: float) -> Ready:
    """The same network with some firms hardened: direct attacks and what their suppliers pass on to them times ``keep``."""
    factor = np.where(who, keep, 1.0)
    links = ready.links.copy()
    links["chance"] *= factor[links["to"]].astype(np.float32)
    other = replace(ready, links=links, direct=ready.direct * factor, hit=ready.hit * factor)
    _settle(other)
    return other
