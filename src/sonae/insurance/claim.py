"""What happened and what it cost, line by line: ``sonae.claim/1``."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from sonae import document, shape
from sonae.content import reader
from sonae.document import Document
from sonae.faults import Fault, InputError
from sonae.insurance.policy import items
from sonae.insurance.wording import SECTIONS
from sonae.shape import (
    ANYTHING,
    ListOf,
    Table,
    day,
    exact,
    flag,
    hours,
    one_of,
    rate,
    text,
    unknown_word,
    whole,
    yen,
)
from sonae.values import Text

SCHEMA = "sonae.claim/1"
LINE = Table(
    {
        "id": text(needed=True),
        "event": text(),
        "section": one_of(*SECTIONS, needed=True),
        "item": text(needed=True),
        "claim": text(),
        "amount": yen(),
        "units": whole(0, 10**9),
        "unit": one_of("person", "corporation"),
        "consent": flag(),
        "loss_prevention": flag(),
        "exclusion": text(),
        "incurred_day": whole(-100_000, 100_000),
        "incurred_on": day(),
        "date_paid": day(),
        "recovered": yen(),
        "revenue_shortfall": yen(),
        "gross_profit_rate": rate(),
        "saved_costs": yen(),
        "evidence": ANYTHING,
    }
)
EVENT = Table(
    {
        "id": text(needed=True),
        "at": day(needed=True),
        "known_at": day(),
        "first_notice": day(),
        "outage_hours": hours(),
        "system": one_of("owned", "managed", "cloud", "supplier"),
        "attack_found": one_of("yes", "no", "unknown"),
        "trigger_event": flag(),
        "circumstances_notified": ANYTHING,
        "exclusions": ListOf(text()),
    }
)
DEMAND = Table(
    {"id": text(needed=True), "event": text(), "made_on": day(), "group": text(), "count": whole(1, 1_000_000)}
)
ANSWER = Table(
    {
        "question": text(needed=True),
        "asked": flag(),
        "answered": one_of("yes", "partly", "no"),
        "truth": one_of("yes", "partly", "no"),
        "causal": flag(),
        "insurer_knew_on": day(),
        "rescinded_on": day(),
        "rescinded_in_time": flag(),
    }
)
SHAPE = Table(
    {
        "schema": one_of(SCHEMA, needed=True),
        "id": text(needed=True),
        "policy": text(needed=True),
        "as_of": day(needed=True),
        "line": ListOf(LINE, needed=True),
        "claim": ListOf(DEMAND),
        "disclosure": ListOf(ANSWER),
        "event": ListOf(EVENT, needed=True),
    }
)


@dataclass(frozen=True, slots=True)
class Event:
    """One incident. ``notified`` says whether the insurer was told of the circumstances, and when if that is known."""

    id: str
    at: date
    known_at: date
    first_notice: date
    outage_hours: Fraction
    system: str
    attack_found: str
    trigger_event: bool
    notified: bool | date
    exclusions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """One claim of a third party; ``group`` are claims of one cause, ``count`` identical ones are held together."""

    id: str
    event: str
    made_on: date
    group: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One cost. ``gross`` is what it comes to in yen before any term; ``incurred_day`` counts from the first notice, if known."""

    id: str
    event: str
    section: str
    item: str
    demand: str
    gross: int
    units: int | None
    unit: str
    consent: bool
    loss_prevention: bool
    exclusion: str
    incurred_day: int | None
    date_paid: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the insurer, what was answered and what was true."""

    question: str
    asked: bool
    answered: str
    truth: str
    causal: bool
    insurer_knew_on: date | None
    rescinded_on: date | None
    rescinded_in_time: bool | None


@dataclass(frozen=True, slots=True)
class Claim:
    """Everything claimed under one contract in one file."""

    id: str
    policy: str
    as_of: date
    events: Mapping[str, Event]
    demands: Mapping[str, Demand]
    lines: tuple[Line, ...]
    answers: tuple[Answer, ...]
    sha256: str


def read(path: str | Path) -> Claim:
    """The claim in a file. Raises InputError with every fault."""
    return of(document.load(path))


def parse(text_of_file: str, file: str = "") -> Claim:
    """The claim in a text."""
    return of(document.parse(text_of_file, file))


def of(source: Document) -> Claim:
    """The claim of a document. Raises InputError."""
    table = tomllib.loads(source.text, parse_float=Decimal)
    faults = shape.check(table, SHAPE, source.file) or _references(table, source.file) or _amounts(table, source.file)
    if faults:
        raise InputError(document.placed(source, faults))
    events = {entry["id"]: _event(entry) for entry in table["event"]}
    only = next(iter(events))
    demands = {entry["id"]: _demand(entry, events, only) for entry in table.get("claim", ())}
    return Claim(
        id=table["id"],
        policy=table["policy"],
        as_of=table["as_of"],
        events=events,
        demands=demands,
        lines=tuple(_line(entry, events, only) for entry in table["line"]),
        answers=tuple(_answer(entry) for entry in table.get("disclosure", ())),
        sha256=hashlib.sha256(source.text.encode()).hexdigest(),
    )


def _event(entry: Mapping[str, Any]) -> Event:
    known = entry.get("known_at", entry["at"])
    return Event(
        id=entry["id"],
        at=entry["at"],
        known_at=known,
        first_notice=entry.get("first_notice", known),
        outage_hours=exact(entry.get("outage_hours", 0)),
        system=entry.get("system", "owned"),
        attack_found=entry.get("attack_found", "unknown"),
        trigger_event=entry.get("trigger_event", True),
        notified=entry.get("circumstances_notified", False),
        exclusions=tuple(entry.get("exclusions", ())),
    )


def _demand(entry: Mapping[str, Any], events: Mapping[str, Event], only: str) -> Demand:
    event = entry.get("event", only)
    made_on = entry.get("made_on", events[event].at)
    return Demand(entry["id"], event, made_on, entry.get("group", event), entry.get("count", 1))


def _line(entry: Mapping[str, Any], events: Mapping[str, Event], only: str) -> Line:
    event = entry.get("event", only)
    return Line(
        id=entry["id"],
        event=event,
        section=entry["section"],
        item=entry["item"],
        demand=entry.get("claim", ""),
        gross=_gross(entry),
        units=entry.get("units"),
        unit=entry.get("unit", "person"),
        consent=entry.get("consent", False),
        loss_prevention=entry.get("loss_prevention", False),
        exclusion=entry.get("exclusion", ""),
        incurred_day=_incurred_day(entry, events[event]),
        date_paid=entry.get("date_paid"),
    )


def _gross(entry: Mapping[str, Any]) -> int:
    if "revenue_shortfall" in entry:
        lost = entry["revenue_shortfall"] * exact(entry["gross_profit_rate"])
        return max(int(lost) - int(entry.get("saved_costs", 0)), 0)
    return max(int(entry["amount"]) - int(entry.get("recovered", 0)), 0)


def _incurred_day(entry: Mapping[str, Any], event: Event) -> int | None:
    if "incurred_on" in entry:
        spent: timedelta = shape.plain_day(entry["incurred_on"]) - shape.plain_day(event.first_notice)
        return spent.days
    return entry.get("incurred_day")


def _answer(entry: Mapping[str, Any]) -> Answer:
    return Answer(
        question=entry["question"],
        asked=entry.get("asked", True),
        answered=entry.get("answered", ""),
        truth=entry.get("truth", ""),
        causal=entry.get("causal", True),
        insurer_knew_on=entry.get("insurer_knew_on"),
        rescinded_on=entry.get("rescinded_on"),
        rescinded_in_time=entry.get("rescinded_in_time"),
    )


def _references(table: Mapping[str, Any], file: str) -> list[Fault]:
    """Ids once each; lines and demands name events and demands of the file; items are those of their section."""
    faults = []
    for heading in ("event", "claim", "line"):
        ids = [entry["id"] for entry in table.get(heading, ())]
        for twice in sorted({name for name in ids if ids.count(name) > 1}):
            other = Text("別の名前にしてください", "Give another name")
            faults.append(
                Fault(Text("2度使われています", "is used twice"), other, file=file, field=f"{heading}.id", value=twice)
            )
    events = [entry["id"] for entry in table["event"]]
    demands = [entry["id"] for entry in table.get("claim", ())]
    for k, entry in enumerate(table.get("claim", ()), start=1):
        faults += _named(entry, "event", events, file, f"claim[{k}].event")
    for k, entry in enumerate(table["line"], start=1):
        faults += _named(entry, "event", events, file, f"line[{k}].event")
        if entry["item"] not in items(entry["section"]):
            faults.append(unknown_word(entry["item"], items(entry["section"]), file, f"line[{k}].item"))
        if "claim" in entry and entry["claim"] not in demands:
            faults.append(unknown_word(entry["claim"], demands, file, f"line[{k}].claim"))
    return faults or _of_one_event(table, file)


def _of_one_event(table: Mapping[str, Any], file: str) -> list[Fault]:
    """A line and the demand that it answers belong to one event."""
    only = table["event"][0]["id"]
    of = {entry["id"]: entry.get("event", only) for entry in table.get("claim", ())}
    problem = Text("別の出来事の請求です", "is a claim of another event")
    return [
        Fault(
            problem,
            Text(f"{of[entry['claim']]} の請求です", f"It belongs to {of[entry['claim']]}"),
            file=file,
            field=f"line[{k}].claim",
            value=entry["claim"],
        )
        for k, entry in enumerate(table["line"], start=1)
        if "claim" in entry and of[entry["claim"]] != entry.get("event", only)
    ]


def _named(entry: Mapping[str, Any], key: str, known: list[str], file: str, path: str) -> list[Fault]:
    if key in entry:
        return [] if entry[key] in known else [unknown_word(entry[key], known, file, path)]
    if len(known) == 1:
        return []
    which = Text("どの出来事のものか書いてください", "Say which event it belongs to")
    return [Fault(Text("書かれていません", "is missing"), which, file=file, field=path)]


def _amounts(table: Mapping[str, Any], file: str) -> list[Fault]:
    """Each line has an amount, or the parts of a lost profit; with both, they agree."""
    faults = []
    for k, entry in enumerate(table["line"], start=1):
        path = f"line[{k}].amount"
        if "revenue_shortfall" in entry and "gross_profit_rate" not in entry:
            needed = Text("粗利率を書いてください", "Give the gross profit rate")
            faults.append(
                Fault(Text("書かれていません", "is missing"), needed, file=file, field=f"line[{k}].gross_profit_rate")
            )
        elif "amount" not in entry and "revenue_shortfall" not in entry:
            needed = Text("金額（円）を書いてください", "Give the amount in yen")
            faults.append(Fault(Text("書かれていません", "is missing"), needed, file=file, field=path))
        elif "amount" in entry and "revenue_shortfall" in entry and entry["amount"] != _gross(entry):
            which = Text("どちらかを直すか消してください", "Correct or delete one of the two")
            problem = Text(
                f"内訳の計算 {_gross(entry):,} 円と合いません",
                f"does not agree with {_gross(entry):,} yen from its parts",
            )
            faults.append(Fault(problem, which, file=file, field=path, value=str(entry["amount"])))
    return faults


def limits() -> tuple[int, int]:
    """Months after the insurer knew and years after conclusion within which a contract can be cancelled (from memory)."""
    entry = reader.toml("insurance", "conditions")["cancellation"]
    return entry["months_after_known"], entry["years_after_conclusion"]
