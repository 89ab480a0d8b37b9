"""Measures a company can take: how to take them, what they cost, what they do, and how far each one is in place."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache

from sonae.company import Company
from sonae.content import reader
from sonae.values import Text


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
def service_effects() -> dict[str, Effect]:
    """The effect of each service, by its id."""
    return {service.id: service.effect for service in services().values()}


@cache
def log_cap() -> float:
    """The largest log reduction that all measures reach together."""
    return math.log(reader.toml("measure", "effects")["cap"]["value"])


@cache
def effect_spread() -> float:
    """How surely the effects are known: log standard deviation of one factor on all of them."""
    return float(reader.toml("measure", "effects")["uncertainty"]["value"])


@dataclass(frozen=True, slots=True)
class Cost:
    """Money a measure takes, in yen: ``first`` once, ``yearly`` every year, with the low and high end of what is usual."""

    first_yen: int
    yearly_yen: int
    first_low_yen: int
    first_high_yen: int
    yearly_low_yen: int
    yearly_high_yen: int

    @property
    def first_year_yen(self) -> int:
        """All that is paid in the first year."""
        return self.first_yen + self.yearly_yen

    @property
    def free(self) -> bool:
        """Nothing to pay as a rule; it takes only time."""
        return self.first_year_yen == 0


@dataclass(frozen=True, slots=True)
class Price:
    """Low, typical and high yen, once and a year, for each company, device or person; with where they come from."""

    title: Text
    per: str
    first: tuple[int, int, int]
    yearly: tuple[int, int, int]
    source: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class OwnTime:
    """Hours of the company's own people: ``first`` and a ``month`` for the company, ``each`` for every person or device."""

    first: float
    month: float
    each: float
    per: str


@dataclass(frozen=True, slots=True)
class Measure:
    """What a company can do about one item. ``who`` does it; ``own_time`` is not priced. Proof of it: the item's evidence."""

    id: str
    item: str
    article: str
    title: Text
    how: tuple[Text, ...]
    who: Text
    own_time: OwnTime
    prices: tuple[Price, ...]

    def cost(self, company: Company) -> Cost:
        """Money for a company of this size.

        >>> from sonae.company import industries, typical
        >>> measures()["M-11"].cost(typical(industries()["manufacturing"], 20)).first_year_yen
        58000
        """
        counts = _counts(company)
        first = [sum(counts[price.per] * price.first[k] for price in self.prices) for k in range(3)]
        yearly = [sum(counts[price.per] * price.yearly[k] for price in self.prices) for k in range(3)]
        return Cost(first[1], yearly[1], first[0], first[2], yearly[0], yearly[2])

    def hours(self, company: Company) -> tuple[float, float]:
        """Hours of own time for a company of this size: to begin with, and a month after that.

        >>> from sonae.company import industries, typical
        >>> measures()["M-06"].hours(typical(industries()["manufacturing"], 20))
        (4.0, 0.5)
        """
        time = self.own_time
        return round(time.first + time.each * _counts(company)[time.per], 1), time.month


@dataclass(frozen=True, slots=True)
class Service(Measure):
    """What can be bought or settled beyond the 25 items; ``item`` is its own id.

    ``requires`` and ``excludes`` name measures and services, ``covered_by`` the supplementary question that says it is in place already
    ("" for none), ``schemes`` the kinds of spending that support schemes pay for.
    """

    why: Text
    evidence: Text
    effect: Effect
    requires: tuple[str, ...]
    excludes: tuple[str, ...]
    covered_by: str
    schemes: tuple[str, ...]
    round_the_clock: bool


def _counts(company: Company) -> dict[str, int]:
    return {"company": 1, "device": company.devices, "person": company.employees}


@cache
def measures() -> dict[str, Measure]:
    """All measures by id, in the order of the items. Raises ContentError for a price that does not rise or has no source."""
    content = reader.toml("measure", "measures")
    who = {key: reader.text(content["who"], key) for key in content["who"]}
    return {record["id"]: _measure(record, who, content) for record in content["measure"]}


@cache
def services() -> dict[str, Service]:
    """All services by id. Raises ContentError as ``measures`` does, and for an effect outside 0..2.

    >>> services()["SV-SOC"].requires, services()["SV-SOC"].round_the_clock
    (('SV-EDR',), True)
    """
    content = reader.toml("measure", "services")
    who = {key: reader.text(content["who"], key) for key in content["who"]}
    return {record["id"]: _service(record, who, content) for record in content["service"]}


def _service(record: reader.Record, who: Mapping[str, Text], content: reader.Record) -> Service:
    for value in (*record["frequency"].values(), *record["major"].values()):
        if not 0 <= value <= 2:
            raise reader.ContentError(f"measure/services.toml: {record['id']}: {value} is not in 0..2")
    plain = _measure(record | {"item": record["id"], "article": ""}, who, content, "services.toml")
    return Service(
        **{entry.name: getattr(plain, entry.name) for entry in fields(plain)},
        why=reader.text(record, "why"),
        evidence=reader.text(record, "evidence"),
        effect=Effect(record["frequency"], record["major"]),
        requires=tuple(record.get("requires", ())),
        excludes=tuple(record.get("excludes", ())),
        covered_by=record.get("covered_by", ""),
        schemes=tuple(record.get("schemes", ())),
        round_the_clock=record.get("round_the_clock", False),
    )


def _measure(
    record: reader.Record, who: Mapping[str, Text], content: reader.Record, file: str = "measures.toml"
) -> Measure:
    hours = record["hours"]
    return Measure(
        id=record["id"],
        item=record["item"],
        article=record["article"],
        title=reader.text(record, "title"),
        how=tuple(Text(step["ja"], step["en"]) for step in record["how"]),
        who=who[record["who"]],
        own_time=OwnTime(hours["first"], hours["month"], hours.get("each", 0.0), hours.get("per", "company")),
        prices=tuple(_price(record["id"], content | price, file) for price in record.get("price", ())),
    )


def _price(measure_id: str, record: reader.Record, file: str = "measures.toml") -> Price:
    for key in ("first", "yearly"):
        low, typical, high = record[key]
        if not 0 <= low <= typical <= high:
            raise reader.ContentError(f"measure/{file}: {measure_id}.price.{key}: {record[key]} does not rise")
    missing = [name for name in record["source"] if name not in reader.sources()]
    if missing:
        raise reader.ContentError(f"measure/{file}: {measure_id}.price.source: {missing} not in sources.toml")
    first, yearly = tuple(record["first"]), tuple(record["yearly"])
    source = tuple(record["source"])
    return Price(reader.text(record, "title"), record["per"], first, yearly, source, record["status"])
