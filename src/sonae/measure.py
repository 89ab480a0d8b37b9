"""Measures a company can take: how to take them, what they cost, what they do, and how far each one is in place."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sonae.content import reader


class Choice(StrEnum):
    """One of the four answers to a question."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    UNKNOWN = "unknown"


LEVEL_OF = {Choice.DONE: 1.0, Choice.PARTLY: 0.5, Choice.NOT_DONE: 0.0, Choice.UNKNOWN: 0.0}


@dataclass(frozen=True, slots=True)
class Posture:
    """How far each item is in place: 0 (nothing) to 1 (fully), by item id; ``unknown`` are those nobody could tell."""

    level: Mapping[str, float]
    unknown: frozenset[str] = frozenset()

    def improved(self, item: str) -> "Posture":
        """The same posture with one item fully in place.

        >>> posture({"SD-01": Choice.UNKNOWN}).improved("SD-01")
        Posture(level={'SD-01': 1.0}, unknown=frozenset())
        """
        return Posture({**self.level, item: 1.0}, self.unknown - {item})


def posture(answers: Mapping[str, Choice]) -> Posture:
    """What the answers say of the measures in place; "do not know" counts as nothing in place.

    >>> posture({"SD-01": Choice.DONE, "SD-02": Choice.PARTLY}).level
    {'SD-01': 1.0, 'SD-02': 0.5}
    """
    unknown = frozenset(item for item, choice in answers.items() if choice is Choice.UNKNOWN)
    return Posture({item: LEVEL_OF[Choice(choice)] for item, choice in answers.items()}, unknown)


@dataclass(frozen=True, slots=True)
class Effect:
    """Fall of the log of frequency and of the log odds of a major outcome, by scenario id, when fully in place."""

    frequency: Mapping[str, float]
    major: Mapping[str, float]


@cache
def effects() -> dict[str, Effect]:
    """The effect of each of the items that has one, by item id. Raises ContentError for a value outside 0..2."""
    table: dict[str, Effect] = {}
    for row in reader.rows("measure", "effects"):
        value = float(row["log_reduction"])
        if not 0 <= value <= 2:
            raise reader.ContentError(f"measure/effects.csv: {row['item']} {row['scenario']}: {value} is not in 0..2")
        effect = table.setdefault(row["item"], Effect({}, {}))
        getattr(effect, row["kind"])[row["scenario"]] = value
    return table


@cache
def log_cap() -> float:
    """The largest log reduction that all measures reach together."""
    return math.log(reader.toml("measure", "effects")["cap"]["value"])


@cache
def effect_spread() -> float:
    """How surely the effects are known: log standard deviation of one factor on all of them."""
    return float(reader.toml("measure", "effects")["uncertainty"]["value"])
