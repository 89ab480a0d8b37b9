"""A network as the published figures of the Japanese one describe it: how many links, how unequal, with which shells. It is made up."""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from sonae.supplier import network, parameters
from sonae.supplier.network import Network, Traits

Generator = np.random.Generator
LEAST_TAIL = 1e-15


@dataclass(frozen=True, slots=True)
class Shape:
    """Mean suppliers of a firm, exponents of the tails of suppliers (``tail_in``) and customers (cumulative), shares of firms without
    suppliers (``shell_in``) and without customers in the data."""

    links_per_firm: float
    tail_in: float
    tail_out: float
    shell_in: float
    shell_out: float


def usual() -> Shape:
    """The shape of the published network."""
    content = parameters.load()
    return Shape(*(content[name] for name in Shape.__dataclass_fields__))


def make(firms: int, seed: int, shape: Shape | None = None) -> Network:
    """A made-up network of so many firms; the same seed gives the same network.

    Size follows sales, sales grow as links ** 1.3; industries as published; scores spread as assumed.

    >>> net = make(1000, seed=1)
    >>> len(net.firms), net.synthetic, 0.3 < net.facts["shells"]["core"] < 0.7
    (1000, True, True)
    """
    shape = shape or usual()
    chance = np.random.default_rng(seed)
    suppliers, customers = _links(chance, firms, shape)
    traits = _traits(chance, firms, suppliers, customers)
    made = {"firms": firms, "seed": seed, **asdict(shape)}
    return network.build(traits, suppliers, customers, origin="synthetic", made=made)


def _links(chance: Generator, firms: int, shape: Shape) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    outward, inward = _pull(chance, firms, shape)
    wanted = firms * shape.links_per_firm * 1.03  # self-links and doubles are thrown away
    first, second = _drawn(chance, outward, wanted), _drawn(chance, inward, wanted)
    number = min(len(first), len(second))
    key = first[:number].astype(np.int64) * firms + second[:number]
    key = key[first[:number] != second[:number]]
    key.sort()
    key = key[np.concatenate(([True], key[1:] != key[:-1]))] if len(key) else key
    suppliers = (key // firms).astype(np.int32)
    return suppliers, (key - suppliers.astype(np.int64) * firms).astype(np.int32)


def _pull(chance: Generator, firms: int, shape: Shape) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How strongly a firm draws customers and suppliers: two power laws, alike by a normal copula, cut at a hundredth of all firms."""
    from scipy.special import ndtr

    alike = parameters.load()["alike"]
    one = chance.standard_normal(firms)
    two = alike * one + np.sqrt(1 - alike * alike) * chance.standard_normal(firms)
    most = max(firms / 100, 1.0)
    outward = np.minimum(np.maximum(ndtr(-one), LEAST_TAIL) ** (-1 / shape.tail_out), most)
    inward = np.minimum(np.maximum(ndtr(-two), LEAST_TAIL) ** (-1 / shape.tail_in), most)
    place = chance.random(firms)
    inward[place < shape.shell_in] = 0.0
    outward[place > 1 - shape.shell_out] = 0.0
    return outward, inward


def _drawn(chance: Generator, pull: NDArray[np.float64], wanted: float) -> NDArray[np.int32]:
    """Firms in random order, each as often as its pull says."""
    total = pull.sum()
    if total == 0:
        return np.empty(0, np.int32)
    chosen = np.repeat(np.arange(len(pull), dtype=np.int32), chance.poisson(pull * (wanted / total)))
    chance.shuffle(chosen)
    return chosen


def _traits(chance: Generator, firms: int, suppliers: NDArray[np.int32], customers: NDArray[np.int32]) -> Traits:
    content, trades = parameters.load(), parameters.trades()
    partners = np.bincount(suppliers, minlength=firms) + np.bincount(customers, minlength=firms)
    sales = (1.0 + partners) ** content["sales_power"]
    size = np.maximum(1.0, sales * (content["persons_per_firm"] / sales.mean()))
    industry = np.searchsorted(np.cumsum(trades.share), chance.random(firms)).clip(0, len(trades.ids) - 1)
    maturity = chance.beta(content["maturity_first"], content["maturity_second"], firms)
    return Traits(
        size=size.astype(np.float32),
        score=np.rint(maturity * 125 - 25).astype(np.int8),
        industry=industry.astype(np.uint8),
        prefecture=np.zeros(firms, np.uint8),
        direct=np.empty(0),
        loss=np.empty(0, np.int64),
    )
