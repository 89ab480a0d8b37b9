"""Ways to prepare side by side, on the same simulated years: what each costs a year, and what loss it leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from sonae import measure, risk
from sonae.content import reader
from sonae.plan import covers
from sonae.plan.problem import Choice
from sonae.risk import simulate
from sonae.risk.model import LossModel
from sonae.risk.summary import Yearly
from sonae.values import Text

if TYPE_CHECKING:
    from sonae.plan.finding import Firm

BAD, ONE_IN_TWENTY = "99", "95"
Prices = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to prepare. Prices are low, typical and high yen; ``services`` are put in place, ``insured``: a contract is added."""

    id: str
    title: Text
    text: Text
    against: Text
    note: Text
    services: tuple[str, ...]
    insured: bool
    round_the_clock: bool
    first: Prices
    yearly: Prices
    source: tuple[str, ...]
    status: str
    date: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One way on the simulated years, in yen a year: ``cost`` of the way (low, typical, high; what is paid once spread), ``retained`` loss
    on average, in the worst year of twenty and in the mean of the worst 1 % of years, with the standard errors of mean and tail.

    ``total_yen`` is typical cost and average loss together; ``policy`` the insurance where it is one.
    """

    way: str
    first_yen: Prices
    cost_yen: Prices
    retained_yen: int
    one_in_twenty_yen: int
    bad_year_yen: int
    retained_error_yen: int
    bad_year_error_yen: int
    total_yen: int
    round_the_clock: bool
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All ways on the same years, in the order of content; the first of them leaves the loss of today.

    ``spread_years``: what is paid once counts over so many years. Empty where years cannot be simulated.
    """

    years: int
    seed: int
    spread_years: int
    ways: tuple[Compared, ...]


@cache
def ways() -> dict[str, Way]:
    """The ways that content describes, by id.

    >>> list(ways())
    ['outside', 'otasuke', 'insurance', 'systems', 'soc', 'hire']
    """
    content = reader.toml("plan", "alternatives")
    return {record["id"]: _way(content | record) for record in content["way"]}


def _way(record: reader.Record) -> Way:
    return Way(
        id=record["id"],
        **{key: reader.text(record, key) for key in ("title", "text", "against", "note")},
        services=tuple(record["services"]),
        insured=record["insured"],
        round_the_clock=record["round_the_clock"],
        first=tuple(record["first"]),
        yearly=tuple(record["yearly"]),
        source=tuple(record["source"]),
        status=record["status"],
        date=str(record["date"]),
    )


def compare(firm: "Firm", seed: int, years: int) -> Comparison:
    """Every way alone, added to what is in place today; insurance is the contracts at hand, else the form that costs least in all."""
    spread = int(reader.toml("plan", "choosing")["spread"]["years"])
    if not simulate.available():
        return Comparison(years, seed, spread, ())
    today = firm.laws.model
    simulated = simulate.plans([_with(today, way) for way in ways().values()], years, seed, stream=today)
    rows = zip(ways().values(), simulated, strict=True)
    return Comparison(years, seed, spread, tuple(_rows(firm, rows, seed, years, spread)))


def _rows(firm: "Firm", rows: Iterable[tuple[Way, Yearly]], seed: int, years: int, spread: int) -> Iterator[Compared]:
    for way, yearly in rows:
        if not way.insured:
            yield _compared(way, yearly, spread)
            continue
        problem = firm.problem()
        nothing = np.zeros(len(problem.options), bool)
        choices = [problem.choice(nothing, cover) for cover in problem.covers[1:]]
        found = min(choices, key=lambda choice: (choice.cover.id != covers.OWN, choice.value), default=None)
        if found is not None:
            yield _insured(way, found, firm.laws.model, seed, years)


def _with(today: LossModel, way: Way) -> LossModel:
    posture = today.posture
    for name in way.services:
        posture = posture.improved(measure.services()[name].item)
    return risk.build(today.company, posture, today.content, level=today.level)


def _compared(way: Way, loss: Yearly, spread: int) -> Compared:
    low, typical, high = (round(first / spread + yearly) for first, yearly in zip(way.first, way.yearly, strict=True))
    return Compared(
        way=way.id,
        first_yen=way.first,
        cost_yen=(low, typical, high),
        retained_yen=loss.aal_yen,
        one_in_twenty_yen=loss.var[ONE_IN_TWENTY],
        bad_year_yen=loss.tvar[BAD],
        retained_error_yen=loss.standard_error.aal_yen,
        bad_year_error_yen=loss.standard_error.tvar[BAD],
        total_yen=typical + loss.aal_yen,
        round_the_clock=way.round_the_clock,
    )


def _insured(way: Way, found: Choice, today: LossModel, seed: int, years: int) -> Compared:
    from sonae.insurance import years as policy_years

    cover, yen = found.cover, round(found.premium)
    loss = policy_years.simulated(today, cover.policies, years, seed).net
    low, high = (1.0, 1.0) if cover.id == covers.OWN else _spread()
    return Compared(
        way=way.id,
        first_yen=(0, 0, 0),
        cost_yen=(round(low * yen), yen, round(high * yen)),
        retained_yen=loss.aal_yen,
        one_in_twenty_yen=loss.var[ONE_IN_TWENTY],
        bad_year_yen=loss.tvar[BAD],
        retained_error_yen=loss.standard_error.aal_yen,
        bad_year_error_yen=loss.standard_error.tvar[BAD],
        total_yen=yen + loss.aal_yen,
        round_the_clock=False,
        policy=cover.id,
    )


def _spread() -> tuple[float, float]:
    """How far insurers may be from an indication."""
    band = reader.toml("insurance", "premium")["band"]
    return band["low"], band["high"]
