"""What if (もしも): an owner picks a story, changes its amounts, and sees what a contract would pay of it. An estimate, never a promise."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from sonae.company import Company
from sonae.content import reader
from sonae.faults import Fault, InputError
from sonae.insurance import recovery, typed
from sonae.insurance.claim import Claim, Event, Line
from sonae.insurance.policy import Policy
from sonae.insurance.recovery import Recovery
from sonae.values import Text

DAYS_A_YEAR = 365
LATER = timedelta(days=30)  # after the contract began
CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Input:
    """One amount of a story. ``kind``: yen, days or whole; ``per_day``: proposed from the company's profit of a day."""

    id: str
    kind: str
    title: Text
    value: int
    per_day: bool


@dataclass(frozen=True, slots=True)
class Story:
    """An incident as it may happen."""

    id: str
    title: Text
    text: Text
    inputs: tuple[Input, ...]
    event: Mapping[str, str]
    lines: tuple[Mapping[str, str], ...]


@cache
def stories() -> Mapping[str, Story]:
    """The stories by id."""
    return {entry["id"]: _story(entry) for entry in reader.toml("insurance", "trials")["story"]}


def _story(entry: Mapping[str, Any]) -> Story:
    return Story(
        id=entry["id"],
        title=reader.text(dict(entry), "title"),
        text=reader.text(dict(entry), "text"),
        inputs=tuple(
            Input(one["id"], one["kind"], Text(one["ja"], one["en"]), one.get("value", 0), one.get("per_day", False))
            for one in entry["inputs"]
        ),
        event={key: entry[key] for key in ("attack_found", "system")},
        lines=tuple(entry["lines"]),
    )


def proposed(story: Story, company: Company) -> dict[str, str]:
    """What stands in the fields before anybody changes them; consent is taken as obtained.

    >>> from sonae import company
    >>> firm = company.typical(company.industries()["manufacturing"], 20)
    >>> proposed(stories()["stop"], firm)["restore"]
    '1,300,000'
    """
    days = next((one.value for one in story.inputs if one.kind == "days"), 0)
    a_day = company.revenue_yen * company.gross_margin / DAYS_A_YEAR
    given = {one.id: round(a_day * days, -4) if one.per_day else one.value for one in story.inputs}
    return {name: f"{int(value):,}" for name, value in given.items()} | {CONSENT: "yes"}


def told(policy: Policy, story: Story, given: Mapping[str, str]) -> Recovery:
    """What the contract would pay of the story. Raises InputError: ``field`` is the id of the input."""
    values = _values(story, given)
    day = policy.start + LATER
    event = Event(
        id="e1",
        at=day,
        known_at=day,
        first_notice=day,
        outage_hours=Fraction(24 * values.get("days", 0)),
        system=story.event["system"],
        attack_found=story.event["attack_found"],
        trigger_event=True,
        notified=False,
        exclusions=(),
    )
    agreed = given.get(CONSENT, "") != "no"
    lines = tuple(_line(k, entry, values, agreed) for k, entry in enumerate(story.lines, start=1))
    claim = Claim("what-if", policy.name, day, {"e1": event}, {}, tuple(line for line in lines if line.gross), (), "")
    return recovery.recover(policy, [claim])


def _line(number: int, entry: Mapping[str, str], values: Mapping[str, int], agreed: bool) -> Line:
    gross = max(values[entry["input"]] - values.get(entry.get("less", ""), 0), 0)
    return Line(
        id=f"l{number}",
        event="e1",
        section=entry["section"],
        item=entry["item"],
        demand="",
        gross=gross,
        units=values.get(entry.get("units", "")),
        unit=entry.get("unit", "person"),
        consent=agreed,
        loss_prevention=False,
        exclusion="",
        incurred_day=None,
        date_paid=None,
    )


def _values(story: Story, given: Mapping[str, str]) -> dict[str, int]:
    values, faults = dict[str, int](), list[Fault]()
    for one in story.inputs:
        try:
            values[one.id] = _read(one, given.get(one.id, ""))
        except InputError as error:
            faults += [replace(fault, field=one.id) for fault in error.faults]
    if faults:
        raise InputError(faults)
    return values


def _read(one: Input, given: str) -> int:
    if not given.strip():
        return 0
    return {"days": typed.days, "whole": typed.count, "yen": typed.yen}[one.kind](given)
