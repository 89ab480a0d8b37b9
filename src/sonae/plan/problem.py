"""The choice as numbers: which options, which cover, at what price, with what loss of a year."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sonae.content import reader
from sonae.plan.covers import Cover
from sonae.plan.laws import Array, Laws, Year
from sonae.plan.options import BACKUP, Option
from sonae.risk import model

Picks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Choice:
    """Options taken (by place) under one cover, and what they come to. Yen: ``value`` is what the plan makes as small as it can, a year;
    ``paid`` the money of the first year."""

    picks: Picks
    cover: Cover
    value: float
    paid: float
    premium: float
    year: Year


@dataclass(frozen=True)
class Problem:
    """One company's choice. ``weight``: yen a year that a yen of the bad year (mean of the worst 1 %) counts for."""

    laws: Laws
    options: tuple[Option, ...]
    covers: tuple[Cover, ...]
    weight: float
    years: float = field(default_factory=lambda: float(reader.toml("plan", "choosing")["spread"]["years"]))

    @cached_property
    def frequency(self) -> Array:
        """Effect of each option on the frequency of each scenario, shape (options, scenarios)."""
        return self._effects("frequency")

    @cached_property
    def major(self) -> Array:
        """The same for the odds of a major outcome."""
        return self._effects("major")

    def _effects(self, kind: str) -> Array:
        names = [scenario.id for scenario in self.laws.model.content.scenarios]
        rows = [[getattr(option.effect, kind).get(name, 0.0) for name in names] for option in self.options]
        return np.array(rows).reshape(len(self.options), len(names))

    @cached_property
    def first(self) -> Array:
        """Money of the first year."""
        return np.array([float(option.cost.first_year_yen) for option in self.options])

    @cached_property
    def yearly(self) -> Array:
        """Cost a year, what is paid once spread over some years."""
        return np.array([option.cost.first_yen / self.years + option.cost.yearly_yen for option in self.options])

    @cached_property
    def in_place(self) -> Array:
        """What each option adds to the share of security items in place."""
        return np.array([option.in_place for option in self.options])

    @cached_property
    def today(self) -> tuple[Array, Array, bool, float]:
        """In place today: effects on frequency and on major outcomes, whether a tried backup, share of the items."""
        now, posture = self.laws.model, self.laws.model.posture
        sums = [model.effect_sums(posture, kind, now.content) for kind in ("frequency", "major")]
        from sonae import measure

        items = measure.effects()
        share = sum(posture.level.get(item, 0.0) for item in items) / len(items)
        return sums[0], sums[1], posture.level.get(BACKUP, 0.0) >= 1.0, share

    @cached_property
    def backup(self) -> int | None:
        """Place of the option that brings the tried backup; None where it is there already or cannot be had."""
        return next((k for k, option in enumerate(self.options) if option.backup), None)

    @cached_property
    def rules(self) -> tuple[tuple[Array, float], ...]:
        """Rows r and bounds b with r · picks ≤ b: what an option requires, and what it excludes."""
        place = {option.id: k for k, option in enumerate(self.options)}
        rows = list[tuple[Array, float]]()
        for k, option in enumerate(self.options):
            for name in option.requires:
                rows.append(self._row({k: 1.0} | ({place[name]: -1.0} if name in place else {}), 0.0))
            pairs = [name for name in option.excludes if place.get(name, -1) > k]
            rows += [self._row({k: 1.0, place[name]: 1.0}, 1.0) for name in pairs]
        return tuple(rows)

    def asked(self, cover: Cover, budget: float) -> Picks:
        """Options that every plan has: the six articles where the budget pays for all of them, else those that need no money. New
        insurance is bought only on top of all six, for insurers ask about them."""
        articles = np.array([option.article for option in self.options], bool)
        return articles if cover.new or float(self.first[articles].sum()) <= budget else articles & (self.first <= 0)

    def _row(self, entries: dict[int, float], bound: float) -> tuple[Array, float]:
        row = np.zeros(len(self.options))
        for k, value in entries.items():
            row[k] = value
        return row, bound

    def paid(self, picks: Picks, cover: Cover) -> float:
        """Money of the first year."""
        return float(self.first @ picks) + self.premium(picks, cover)

    def premium(self, picks: Picks, cover: Cover) -> float:
        """The cover's premium with these options in place."""
        return cover.premium(self.today[3] + float(self.in_place @ picks))

    def allowed(self, picks: Picks, cover: Cover, budget: float) -> bool:
        """Whether prerequisites, exclusions and the budget of the first year are kept."""
        if (self.asked(cover, budget) & ~picks).any() or self.paid(picks, cover) > budget + 0.5:
            return False
        return all(row @ picks <= bound + 1e-9 for row, bound in self.rules)

    def rates(self, picks: Picks) -> Array:
        """Incidents a year of each class."""
        frequency, major, backup, _ = self.today
        has = backup or (self.backup is not None and bool(picks[self.backup]))
        return self.laws.rates(frequency + picks @ self.frequency, major + picks @ self.major, float(has))

    def choice(self, picks: Picks, cover: Cover) -> Choice:
        """What a choice comes to."""
        year, premium = self.laws.year(self.rates(picks), cover.table), self.premium(picks, cover)
        value = float(self.yearly @ picks) + premium + year.mean + self.weight * year.tail
        return Choice(picks, cover, value, self.paid(picks, cover), premium, year)

    def values(self, many: Picks, cover: Cover) -> Array:
        """``value`` of many choices under one cover, shape (choices, options) to (choices,)."""
        rates = np.stack([self.rates(picks) for picks in many])
        laws = self.laws.mixed(rates, cover.table)[0]
        means = rates @ cover.table.mean
        tails = np.empty(len(many))
        for k, law in enumerate(laws):
            at_risk = self.laws.quantile(law)
            tails[k] = at_risk + (means[k] - self.laws.capped_mean(law, at_risk)) / 0.01
        premiums = np.array([self.premium(picks, cover) for picks in many])
        return np.asarray(many @ self.yearly + premiums + means + self.weight * tails)


def by_id(problem: Problem, ids: Sequence[str]) -> Picks:
    """The picks that name these options."""
    return np.array([option.id in ids for option in problem.options])
