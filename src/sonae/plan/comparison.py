"""Ways to prepare side by side, on the same simulated years: what each costs a year, and what loss it leaves."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from sonae import measure, risk
from sonae.content import reader
from sonae.plan import Compared, Comparison, forms
from sonae.plan.problem import Choice
from sonae.plan.ways import Way, ways
from sonae.risk import simulate
from sonae.risk.model import LossModel
from sonae.risk.summary import Yearly

if TYPE_CHECKING:
    from sonae.plan.finding import Firm

BAD, ONE_IN_TWENTY = "99", "95"


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
        found = min(choices, key=lambda choice: (choice.cover.id != forms.OWN, choice.value), default=None)
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
    low, high = (1.0, 1.0) if cover.id == forms.OWN else _spread()
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
