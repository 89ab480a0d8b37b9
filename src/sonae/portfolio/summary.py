"""What the simulated years of a book say: the curve before and after contracts, and who or what it comes from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sonae import company, risk
from sonae.portfolio import accumulate
from sonae.portfolio import book as books
from sonae.portfolio.accumulate import Accumulated
from sonae.risk.exact import adding_up
from sonae.risk.summary import QUANTILES, RETURN_PERIODS, CurvePoint, StandardError, Yearly

Ints = NDArray[np.int64]
HUNDRED = 100.0


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the book: companies, yen a year on average before contracts, of that paid by contracts, and what the part loses in its
    own year of once in 100."""

    id: str
    firms: int
    aal_yen: int
    recovered_yen: int
    aep_100_yen: int


@dataclass(frozen=True, slots=True)
class Concentration:
    """A provider that several companies share: companies, share of the book's revenue, failures in the simulated years, and what one failure
    costs all of them together, on average and at worst."""

    id: str
    firms: int
    revenue_share: float
    failures: int
    mean_yen: int
    worst_yen: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A book's yearly loss: ``gross`` before contracts, ``recovered`` what they pay, ``net`` what is left; ``by`` dimension the parts, whose
    averages add up to the whole to the yen."""

    gross: Yearly
    recovered: Yearly
    net: Yearly
    curve: tuple[CurvePoint, ...]
    recovered_curve: tuple[CurvePoint, ...]
    net_curve: tuple[CurvePoint, ...]
    by: dict[str, tuple[Group, ...]]
    by_provider: tuple[Concentration, ...]
    unknown_provider: int


def summarise(done: Accumulated) -> Summary:
    """All figures of a book.

    >>> from sonae.portfolio import book
    >>> found = summarise(accumulate.accumulate(book.read("examples/portfolio/book.csv"), 1_000, seed=1))
    >>> sum(group.aal_yen for group in found.by["industry"]) == found.gross.aal_yen
    True
    """
    gross, paid = done.yearly()
    whole, recovered = yearly(gross), yearly(paid)
    return Summary(
        gross=whole,
        recovered=recovered,
        net=_rest(whole, recovered, gross - paid),
        curve=curve(gross, done.largest[:, 0]),
        recovered_curve=curve(paid, done.largest[:, 1]),
        net_curve=curve(gross - paid, np.minimum(done.largest[:, 0], gross - paid)),
        by={name: _groups(done, name, whole.aal_yen, recovered.aal_yen) for name in accumulate.DIMENSIONS},
        by_provider=_providers(done),
        unknown_provider=int((done.book.provider < 0).sum()),
    )


def _rest(whole: Yearly, recovered: Yearly, kept: Ints) -> Yearly:
    """What is left, with an average that is the difference of the two to the yen."""
    rest = yearly(kept)
    return Yearly(whole.aal_yen - recovered.aal_yen, rest.var, rest.tvar, rest.standard_error)


def yearly(yen: Ints) -> Yearly:
    """Average, quantiles and means beyond them of simulated years, with standard errors."""
    years, worst = len(yen), np.sort(yen)[::-1]
    shares = [float(key) / HUNDRED for key in QUANTILES]
    tails = [worst[: max(1, round(years * (1 - share)))] for share in shares]
    var = [int(tail[-1]) for tail in tails]
    tvar = [round(float(tail.mean())) for tail in tails]
    error = StandardError(
        round(float(yen.std()) / math.sqrt(years)),
        {key: _var_error(worst, share) for key, share in zip(QUANTILES, shares, strict=True)},
        {key: _tvar_error(tail, share) for key, share, tail in zip(QUANTILES, shares, tails, strict=True)},
    )
    average = _whole_average(yen)
    return Yearly(average, dict(zip(QUANTILES, var, strict=True)), dict(zip(QUANTILES, tvar, strict=True)), error)


def _whole_average(yen: Ints) -> int:
    return round(int(yen.sum()) / len(yen))


def _var_error(worst: Ints, share: float) -> int:
    """Half the distance of the order statistics one standard deviation to each side."""
    years = len(worst)
    place, width = years * (1 - share), math.sqrt(years * share * (1 - share))
    low, high = (min(max(round(place + side * width) - 1, 0), years - 1) for side in (1, -1))
    return round((int(worst[high]) - int(worst[low])) / 2)


def _tvar_error(tail: Ints, share: float) -> int:
    beyond = share * (float(tail.mean()) - float(tail[-1])) ** 2
    return round(math.sqrt((float(tail.var()) + beyond) / len(tail)))


def periods(years: int) -> tuple[int, ...]:
    """Return periods that so many years can show: at least ten years reach them."""
    return tuple(period for period in RETURN_PERIODS if period * 10 <= years) or RETURN_PERIODS[:1]


def curve(yen: Ints, largest: Ints) -> tuple[CurvePoint, ...]:
    """Once in so many years: all of a year, and its largest single incident."""
    worst, top = np.sort(yen)[::-1], np.sort(largest)[::-1]
    places = [(period, max(1, round(len(yen) / period)) - 1) for period in periods(len(yen))]
    return tuple(CurvePoint(float(period), int(worst[at]), int(min(top[at], worst[at]))) for period, at in places)


def names_of(dimension: str) -> Sequence[str]:
    """Ids of the parts of a dimension, in the order of the groups."""
    if dimension == "scenario":
        return [scenario.id for scenario in risk.load().scenarios]
    if dimension == "industry":
        return list(company.industries())
    return [size.id for size in company.sizes()] if dimension == "size" else books.regions()


def _groups(done: Accumulated, dimension: str, aal: int, recovered: int) -> tuple[Group, ...]:
    place, names = accumulate.groups()[dimension], names_of(dimension)
    gross, paid = done.gross[:, place], done.paid[:, place]
    average = adding_up(gross.sum(axis=0) / done.years, aal)
    pays = adding_up(paid.sum(axis=0) / done.years, recovered)
    members = np.zeros(0, int) if dimension == "scenario" else getattr(done.book, dimension)
    counted = np.bincount(members, minlength=len(names)).tolist()
    firms = [len(done.book)] * len(names) if dimension == "scenario" else counted
    at = max(1, round(done.years / HUNDRED))
    hundred = np.sort(gross, axis=0)[-at].tolist()
    rows = zip(names, firms, average, pays, hundred, strict=True)
    return tuple(Group(*row) for row in rows if row[1])


def _providers(done: Accumulated) -> tuple[Concentration, ...]:
    found, revenue = [], done.book.revenue.astype(np.float64)
    for number, name in enumerate(done.book.providers):
        own = done.book.provider == number
        costs = done.failed[done.begin[number] : done.begin[number + 1], 0]
        mean, worst = (round(float(costs.mean())), int(costs.max())) if len(costs) else (0, 0)
        share = float(revenue[own].sum() / revenue.sum())
        found.append(Concentration(name, int(own.sum()), share, len(costs), mean, worst))
    return tuple(sorted(found, key=lambda row: (-row.mean_yen, row.id)))


@dataclass(frozen=True, slots=True)
class Share:
    """What one company adds: yen a year on average, and in the worst 1% of the book's years (these add up to the book's tail mean)."""

    id: str
    name: str
    aal_yen: int
    worst_yen: int


def contributions(done: Accumulated, most: int) -> tuple[Share, ...]:
    """The companies that add most to the worst 1% of years; empty where they were not asked for.

    Taking one company out of the book lowers the book's tail mean by about its share (Tasche 1999: the marginal contribution).
    """
    count = int(done.bad.sum())
    if not count:
        return ()
    order = np.argsort(-done.by_firm[:, 2], kind="stable")[:most]
    return tuple(
        Share(
            done.book.ids[k],
            done.book.names[k],
            round(int(done.by_firm[k, 0]) / done.years),
            round(int(done.by_firm[k, 2]) / count),
        )
        for k in order.tolist()
    )


def groups_as_years(done: Accumulated) -> list[tuple[str, str, Ints, Ints]]:
    """Dimension, id, gross and paid yen by year: the whole first, then every part that has companies."""
    gross, paid = done.yearly()
    out = [("all", "all", gross, paid)]
    for dimension, place in accumulate.groups().items():
        for number, name in enumerate(names_of(dimension)):
            column = place.start + number
            out.append((dimension, name, done.gross[:, column], done.paid[:, column]))
    return [row for row in out if row[0] == "all" or row[2].any()]
