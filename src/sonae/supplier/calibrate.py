"""From a network to chances and yen: direct attacks and what links pass on, scaled to the published shares unless they were given."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from sonae.kernels import contagion as kernels
from sonae.kernels import expected
from sonae.supplier import downtime, parameters
from sonae.supplier.network import NO_SCORE, Network

Stress = Literal["base", "third", "worm", "vendor"]
STRESSES: tuple[Stress, ...] = get_args(Stress)
Target = Literal["base", "low", "high"]
SHARES: dict[Target, str] = {"base": "partner_share", "low": "third_low", "high": "third_high"}
Reals = NDArray[np.float64]

CLOSE_VALUE = 3e-5  # relative move of an adjoint solution that ends it; on large networks
CLOSE = 1e-6  # a pass that moves no firm by more ends a solution; on small networks
FINE = 1e-12
SMALL = 100_000  # firms
PASSES = 200
MOST_OF_LINK = 0.95  # what a calibrated link passes on at most
MOST_GIVEN = 1 - 1e-9  # a certain link would have an endless hazard
MOST_SCALE = 3.0  # times the national scale: no plausible network needs more
LEAST_WHOLE = 1_000  # firms
CLOSE_SHARE = 1e-4
SOLVES = 12


@dataclass(slots=True, eq=False)
class Ready:
    """A network with numbers: ``direct`` chance a year, ``vendor`` chance of a shared vendor, ``links`` chances before ``scale``,
    ``hit`` the mean field's chance a year, ``worth`` a hit's own loss in yen, ``profit`` a day's gross profit lost when standing
    still, ``stock`` days for which a firm goes on without a supplier."""

    network: Network
    links: NDArray[Any]
    scale: float
    most: float
    direct: Reals
    vendor: Reals
    hit: Reals
    worth: NDArray[np.int64]
    profit: NDArray[np.int64]
    stock: NDArray[np.uint8]
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
    target: Target = "base",
    scale: float | None = None,
    *,
    solve: bool = True,
) -> Ready:
    """Scale a network to a published share of hits through partners and solve its mean field; direct attacks stay as they are.

    A part of the country, such as a company's own suppliers, takes the strength found on the national network. ``scale`` known from
    elsewhere is not solved again, and without ``solve`` neither is the mean field. Probabilities, direct chances and losses that were
    given are taken as they are. The stress ``third`` means the target ``low``.
    """
    target = "low" if stress == "third" else target
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
        stock=_stock(network),
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
    elif whole(network):
        _solve(ready, target)
    else:
        ready.scale = content[f"scale_{target}"]
    if stress == "vendor":
        ready.vendor = _vendor(weak, content)
    if solve:
        _settle(ready)
    return ready


def whole(network: Network) -> bool:
    """Whether a network is large and closed enough for national shares to hold within it."""
    if len(network.firms) < LEAST_WHOLE:
        return False
    supplied = int((np.bincount(network.links["to"], minlength=len(network.firms)) > 0).sum())
    return supplied * 2 >= len(network.firms)


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
    expected.bases(network.firms, network.links, weak, links)
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


def _stock(network: Network) -> NDArray[np.uint8]:
    """Days for which each firm goes on without a supplier: geometric around the mean of its industry, many have none."""
    days = parameters.trades().stock[network.firms["industry"]]
    if network.facts.get("own"):
        return np.asarray(days, np.uint8)  # a company's own list: no partner is lucky by its place in it
    rows = np.arange(len(network.firms), dtype=np.uint64)
    words = (rows + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)  # scattered by row, the same in every run
    words = (words ^ (words >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    chance = (words >> np.uint64(11)).astype(np.float64) * 2.0**-53
    mean = days.astype(np.float64)
    with np.errstate(divide="ignore"):
        drawn = np.floor(np.log1p(-chance) / np.log(mean / (1 + mean)))
    return np.asarray(np.minimum(drawn, kernels.LANES - 1), np.uint8)


def _settle(ready: Ready, rounds: int = PASSES) -> None:
    close = FINE if len(ready.hit) <= SMALL else CLOSE
    firms, scratch = ready.network.firms, np.empty(len(ready.hit))
    expected.mean_field(firms, ready.links, ready.scale, ready.most, ready.apart, ready.hit, scratch, rounds, close)


def _solve(ready: Ready, target: Target) -> None:
    """Find the scale at which the target share of hits comes through partners; the national one where none does."""
    content = parameters.load()
    share, national = content[SHARES[target]], content[f"scale_{target}"]
    ready.scale = national
    ready.hit = np.minimum(ready.apart / (1 - share), 1.0)
    for _ in range(SOLVES):
        _settle(ready, rounds=2)
        through = ready.partner_share()
        if not 0 < through < 1 or abs(through - share) <= CLOSE_SHARE * share or ready.scale > MOST_SCALE * national:
            break
        ready.scale *= share / through * (1 - through) / (1 - share)  # a firm that is hit more often passes more on
    ready.solved = abs(ready.partner_share() - share) <= 10 * CLOSE_SHARE
    if not ready.solved:
        ready.scale, ready.hit = national, ready.apart.copy()


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
