"""Playbooks: what to do in which order, from ``content/incident/playbooks``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from sonae.content import reader
from sonae.values import Text

IDS = ("ransomware", "fraud", "takeover", "missent", "website", "lost", "supplier")
PARTS = ("first15", "first_day", "day5", "day30", "close")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: ``minutes`` after knowing by which it should be done, ``role`` who does it, ``duty`` the duty it meets."""

    id: str
    part: str
    title: Text
    text: Text
    role: str
    minutes: int
    track: str
    evidence: str
    duty: str


@dataclass(frozen=True, slots=True)
class Playbook:
    """One kind of incident. ``malicious`` is what is taken for granted while nobody knows (yes, no or unknown)."""

    id: str
    title: Text
    signs: Text
    version: int
    reviewed_on: date
    malicious: str
    crime: bool
    steps: tuple[Step, ...]
    do_not: tuple[Text, ...]
    evidence: tuple[Text, ...]
    questions: tuple[Text, ...]
    notices: tuple[str, ...]
    items: tuple[str, ...]
    veris: Mapping[str, tuple[str, ...]]
    sources: tuple[str, ...]
    status: str

    def of(self, part: str) -> tuple[Step, ...]:
        """The steps of a part of the time line."""
        return tuple(step for step in self.steps if step.part == part)


@cache
def load() -> Mapping[str, Playbook]:
    """All playbooks by id, in the order in which they are offered.

    >>> list(load())[:2], load()["fraud"].steps[0].duty
    (['ransomware', 'fraud'], 'bank')
    """
    return MappingProxyType({name: _playbook(reader.toml("incident", f"playbooks/{name}")) for name in IDS})


def _playbook(entry: Mapping[str, Any]) -> Playbook:
    table = dict(entry)
    return Playbook(
        id=entry["id"],
        title=reader.text(table, "title"),
        signs=reader.text(table, "signs"),
        version=entry["version"],
        reviewed_on=entry["reviewed_on"],
        malicious=entry["malicious"],
        crime=entry["crime"],
        steps=tuple(_step(step) for step in entry["step"]),
        do_not=_texts(entry["do_not"]),
        evidence=_texts(entry["evidence"]),
        questions=_texts(entry.get("questions", ())),
        notices=tuple(entry["notices"]),
        items=tuple(entry["items"]),
        veris={key: tuple(values) for key, values in entry["veris"].items()},
        sources=tuple(entry["source"]),
        status=entry["status"],
    )


def _step(entry: dict[str, Any]) -> Step:
    return Step(
        id=entry["id"],
        part=entry["part"],
        title=reader.text(entry, "title"),
        text=reader.text(entry, "text"),
        role=entry["role"],
        minutes=entry["minutes"],
        track=entry.get("track", ""),
        evidence=entry.get("evidence", ""),
        duty=entry.get("duty", ""),
    )


def _texts(entries: Any) -> tuple[Text, ...]:
    return tuple(Text(entry["ja"], entry["en"]) for entry in entries)
