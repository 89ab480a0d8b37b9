"""A book as the kernels want it: rates and odds of every company by the rules of ``risk.build``, for thousands at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sonae import company, measure, risk
from sonae.company import WEBSITES
from sonae.content import reader
from sonae.kernels import book as kernel
from sonae.kernels import product
from sonae.kernels.product import Firm
from sonae.portfolio.book import FULL, ITEMS, Book
from sonae.risk import frailty, simulate
from sonae.risk.content import Content
from sonae.risk.model import BACKUP, SMALLEST_SIZE
from sonae.risk.severity import SIZE_OF_PRICES

Array = NDArray[np.float64]
ROWS = 1_344  # of the table of counts: from e^-18 to e^3 incidents a year
COUNTS = 256  # incidents of one company and year that are told apart


@dataclass(frozen=True, slots=True)
class Odds:
    """By company and scenario: recognised incidents a year at frailty 1, and shares that are major, destroy and leak data."""

    rates: Array
    major: Array
    destroy: Array
    leak: Array


def odds(book: Book, first: int, last: int, level: float, content: Content) -> Odds:
    """The rates and odds of companies ``first`` to ``last - 1``: those of ``risk.build`` for each."""
    p, rows = content.parameters, slice(first, last)
    in_place = book.level[rows].astype(np.float64) / FULL
    blocked, softened = (_reduction(in_place, kind, content) for kind in ("frequency", "major"))
    size = book.employees[rows, None] / SMALLEST_SIZE
    weight = np.array([p[s.weight_parameter] if s.weight_parameter else s.weight for s in content.scenarios])
    slope = np.array([scenario.size_slope for scenario in content.scenarios])
    recognised = p["recognition"] / (1 + np.exp(-p["detection_offset"]))
    usual = p["kappa"] * weight * size**slope * _exposure(book, rows, content) * recognised
    share = {
        name: np.array([getattr(s, name) for s in content.scenarios]) for name in ("p_major", "p_destroy", "p_leak")
    }
    grown = p["major_size_slope"] * np.log(size)
    return Odds(
        rates=level * usual * np.exp(p["reduction_offset"] - blocked),
        major=_logistic(_logit(share["p_major"]) + p["d_major"] + grown - softened + p["major_offset"]),
        destroy=_logistic(_logit(share["p_destroy"]) + p["k_destroy"] - softened),
        leak=_logistic(_logit(share["p_leak"]) + p["k_leak"] - p["leak_control"] * softened),
    )


def _reduction(in_place: Array, kind: str, content: Content) -> Array:
    table = np.zeros((len(ITEMS), len(content.scenarios)))
    for item, effect in measure.effects().items():
        by_scenario: Mapping[str, float] = getattr(effect, kind)
        table[ITEMS.index(item)] = [by_scenario.get(scenario.id, 0.0) for scenario in content.scenarios]
    cap = measure.log_cap()
    return np.asarray(cap * -np.expm1(-(in_place @ table) / cap))


def _exposure(book: Book, rows: slice, content: Content) -> Array:
    out = np.ones((len(book.employees[rows]), len(content.scenarios)))
    for k, scenario in enumerate(content.scenarios):
        for key, table in scenario.exposure.items():
            if key == "website":
                out[:, k] *= np.array([table[name] for name in WEBSITES])[book.site[rows]]
            else:
                out[:, k] *= np.where(getattr(book, key)[rows], table["yes"], table["no"])
    return out


def _logit(share: Array) -> Array:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(share) - np.log1p(-share))


def _logistic(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def rows_of(book: Book, first: int, last: int, level: float, changed: Book | None = None) -> kernel.Book:
    """Companies ``first`` to ``last - 1`` for the kernel. ``changed`` is the same book with other measures: it shares the incidents of
    ``book`` and keeps those that would still happen. Raises ValueError if it would have more of them."""
    content = risk.load()
    drawn = odds(book, first, last, level, content)
    kept = odds(changed, first, last, level, content) if changed is not None else drawn
    keep = kept.rates / drawn.rates
    if (keep > 1 + 1e-12).any():
        raise ValueError("a book that shares incidents cannot have more of them")
    p, rows = content.parameters, slice(first, last)
    own = changed if changed is not None else book
    safe = own.level[rows, ITEMS.index(BACKUP)] >= FULL
    place = np.stack([book.industry[rows], book.size[rows], book.region[rows], book.provider[rows]], axis=1)
    return kernel.Book(
        key=book.keys(first, last),
        rates=drawn.rates,
        keep=keep,
        major=kept.major,
        destroy=kept.destroy,
        leak=kept.leak,
        place=place.astype(np.int64),
        growth=p["size_power"] * np.log(book.employees[rows] / SIZE_OF_PRICES),
        backup=np.where(safe, p["backup_safe"], 0.0),
        profit=book.revenue[rows] * book.margin[rows] / 365,
        revenue=book.revenue[rows].astype(np.float64),
        records=np.minimum(book.records[rows], p["most_records"]).astype(np.float64),
        deductible=book.deductible[rows].copy(),
        limit=book.limit[rows].copy(),
    )


@cache
def common() -> tuple[Firm, kernel.Prices, kernel.Kinds]:
    """What all companies have in common: days and prices of incidents, and what sets the kinds apart."""
    content = risk.load()
    p = content.parameters
    one = company.typical(company.industries()["other"], round(SIZE_OF_PRICES))
    model = risk.build(one, measure.posture({}), content, level=1.0)
    shares, bills, firm = simulate.shares_of(model, model), simulate.bills_of(model), simulate.firm_of(model)
    heads = [content.heads[name] for name in product.HEADS[: product.BILLS]]
    prices = kernel.Prices(
        bills.bought,
        bills.mu,
        bills.sigma,
        np.array([float(head.scaled) for head in heads]),
        firm.minor_mu,
        p["fraud_revenue_share"],
    )
    names = [scenario.id for scenario in content.scenarios]
    waves = reader.toml("portfolio", "shocks")["waves"]["scenarios"]
    wave = np.array([float(name in waves) for name in names])
    kinds = kernel.Kinds(
        shares.spread, shares.stops, shares.ransom, shares.fraud, shares.slow, wave, names.index("outage")
    )
    return firm, prices, kinds


@cache
def counts() -> tuple[Array, Array]:
    """By row of the logarithm of a yearly rate: log chance of a year without incident, and chance of more than 1, 2, 3 ... where there is
    one."""
    rate = np.exp(kernel.FLOOR + np.arange(ROWS) / kernel.PER_UNIT)
    n = np.arange(COUNTS)
    log_factorial = np.concatenate(([0.0], np.cumsum(np.log(n[1:]))))
    empty, pmf = np.zeros(ROWS), np.zeros((ROWS, COUNTS))
    for z, weight in zip(*frailty.nodes(risk.load().parameters["het"]), strict=True):
        mean = rate * z
        empty += weight * -np.expm1(-mean)
        pmf += weight * np.exp(np.multiply.outer(np.log(mean), n) - mean[:, None] - log_factorial)
    beyond = np.cumsum(pmf[:, ::-1], axis=1)[:, ::-1]
    return np.log1p(-empty), beyond[:, 2:] / beyond[:, 1:2]


def with_measure(book: Book, item: str, share: float, seed: int) -> Book:
    """The same book where a ``share`` of those without it takes up one measure, drawn by their ids."""
    column = ITEMS.index(item)
    level = book.level.copy()
    drawn = kernel.marks(np.uint64(seed), book.keys(0, len(book)), np.uint64(column))
    level[drawn < share, column] = FULL
    return replace(book, level=level)
