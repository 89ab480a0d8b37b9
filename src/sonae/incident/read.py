"""From a file of schema ``sonae.incident/1`` to an Incident: every fault at once, nothing filled in silently."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sonae import document, shape
from sonae.document import Document
from sonae.faults import Fault, InputError
from sonae.incident import notices, playbooks, record
from sonae.incident.calendar import in_japan
from sonae.incident.record import Incident
from sonae.insurance.policy import SECTIONS, items
from sonae.shape import ListOf, Table, day, flag, one_of, rate, text, unknown_word, whole, yen
from sonae.values import Text

SCHEMA = "sonae.incident/1"
MOST_PEOPLE = 10**9
PERSON = Table({"name": text(needed=True), "phone": text(), "until": day()})
SHAPE = Table(
    {
        "schema": one_of(SCHEMA, needed=True),
        "id": text(needed=True),
        "title": text(),
        "known_at": day(needed=True),
        "state": one_of(*record.STATES),
        "severity": whole(1, 4),
        "playbook": text(needed=True),
        "money_sent": flag(),
        "designated": flag(),
        "policies": ListOf(text()),
        "first_notice": day(),
        "gross_margin": rate(),
        "findings": Table(
            {name: Table({"word": one_of(*notices.WORDS, needed=True), "text": text()}) for name in notices.ITEMS}
        ),
        "opened": Table({"at": day(), "by": text()}),
        "tracks": Table({name: one_of(*record.PROGRESS) for name in record.TRACKS}),
        "personal_data": Table(
            {
                "involved": one_of(*record.YES_NO),
                "people": ListOf(whole(0, MOST_PEOPLE)),
                "kinds": ListOf(one_of(*record.DATA_KINDS)),
                "malicious": one_of(*record.YES_NO),
                "unread": flag(),
                "encrypted": flag(),
                "known_at": day(),
                "entrusted": flag(),
            }
        ),
        "roles": Table({name: ListOf(PERSON) for name in record.ROLES}),
        "guest": ListOf(PERSON),
        "partner": ListOf(
            Table({"name": text(needed=True), "hours": whole(0, 10_000), "business_days": whole(0, 1_000)})
        ),
        "step": ListOf(Table({"id": text(needed=True), "done_at": day(needed=True)})),
        "duty": ListOf(
            Table(
                {
                    "rule": text(needed=True),
                    "at": day(needed=True),
                    "state": one_of("done", "reasoned", needed=True),
                    "proof": text(),
                    "reason": text(),
                    "by": text(),
                }
            )
        ),
        "event": ListOf(
            Table(
                {
                    "at": day(needed=True),
                    "kind": one_of(*record.KINDS, needed=True),
                    "text": text(needed=True),
                    "source": text(),
                    "evidence": ListOf(text()),
                }
            )
        ),
        "evidence": ListOf(
            Table(
                {
                    "id": text(needed=True),
                    "title": text(needed=True),
                    "sha256": text(),
                    "size": whole(0, 10**13),
                    "collected_by": text(),
                    "taken_at": day(),
                    "personal_data": flag(),
                }
            )
        ),
        "custody": ListOf(
            Table(
                {
                    "evidence": text(needed=True),
                    "holder": text(needed=True),
                    "at": day(needed=True),
                    "place": text(),
                    "purpose": text(),
                }
            )
        ),
        "ledger": ListOf(
            Table(
                {
                    "id": text(needed=True),
                    "what": text(needed=True),
                    "section": one_of(*SECTIONS, needed=True),
                    "item": text(needed=True),
                    "amount": yen(needed=True),
                    "tax": yen(),
                    "at": day(needed=True),
                    "payee": text(),
                    "stage": one_of(*record.STAGES),
                    "consent": text(),
                    "units": whole(0, MOST_PEOPLE),
                    "unit": one_of("person", "corporation"),
                    "better": flag(),
                    "promised": flag(),
                    "exclusion": text(),
                    "hours": whole(0, 100_000),
                    "evidence": ListOf(text()),
                }
            )
        ),
        "outage": ListOf(
            Table(
                {
                    "system": text(needed=True),
                    "since": day(needed=True),
                    "until": day(),
                    "kind": one_of("owned", "managed", "cloud", "supplier"),
                }
            )
        ),
        "hour": ListOf(
            Table({"at": day(needed=True), "usual": yen(needed=True), "real": yen(needed=True), "saved": yen()})
        ),
    }
)


def read(path: str | Path) -> Incident:
    """The incident in a file. Raises InputError with every fault: file, line, key, value and remedy."""
    return of(document.load(path))


def parse(text_of_file: str, file: str = "") -> Incident:
    """The incident in a text; ``file`` is the name that faults carry.

    >>> parse('schema = "sonae.incident/1"')  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sonae.faults.InputError: id: is missing. ...
    """
    return of(document.parse(text_of_file, file))


def of(source: Document) -> Incident:
    """The incident of a document. Raises InputError."""
    table = tomllib.loads(source.text, parse_float=Decimal)
    faults = shape.check(table, SHAPE, source.file) or _sense(table, source.file)
    if faults:
        raise InputError(document.placed(source, faults))
    return _incident(table, source.sha256)


def of_table(table: Mapping[str, Any]) -> Incident:
    """The incident of a table that was put together by a program. Raises InputError."""
    faults = shape.check(dict(table), SHAPE, "") or _sense(table, "")
    if faults:
        raise InputError(faults)
    return _incident(table, "")


def _moment(entry: Mapping[str, Any], key: str) -> datetime | None:
    return in_japan(entry[key]) if key in entry else None


def _incident(table: Mapping[str, Any], sha256: str) -> Incident:
    opened = table.get("opened", {})
    known = in_japan(table["known_at"])
    return Incident(
        id=table["id"],
        title=table.get("title", ""),
        known_at=known,
        playbook=table["playbook"],
        state=table.get("state", "consult"),
        severity=table.get("severity"),
        opened_at=_moment(opened, "at"),
        opened_by=opened.get("by", ""),
        personal=_personal(table.get("personal_data", {})),
        money_sent=table.get("money_sent", False),
        designated=table.get("designated", False),
        partners=tuple(record.Partner(**entry) for entry in table.get("partner", ())),
        tracks=dict(table.get("tracks", {})),
        roles={role: tuple(map(_person, people)) for role, people in table.get("roles", {}).items()},
        guests=tuple(map(_person, table.get("guest", ()))),
        steps={entry["id"]: in_japan(entry["done_at"]) for entry in table.get("step", ())},
        closed=tuple(record.Closed(**_timed(entry, "at")) for entry in table.get("duty", ())),
        events=tuple(record.Event(**_timed(entry, "at")) for entry in table.get("event", ())),
        exhibits=tuple(record.Exhibit(**_timed(entry, "taken_at")) for entry in table.get("evidence", ())),
        custody=tuple(record.Custody(**_timed(entry, "at")) for entry in table.get("custody", ())),
        ledger=tuple(record.Cost(**_timed(entry, "at")) for entry in table.get("ledger", ())),
        outages=tuple(record.Outage(**_timed(entry, "since", "until")) for entry in table.get("outage", ())),
        hours=tuple(record.Hour(**_timed(entry, "at")) for entry in table.get("hour", ())),
        policies=tuple(table.get("policies", ())),
        first_notice=_moment(table, "first_notice"),
        gross_margin=None if "gross_margin" not in table else Decimal(table["gross_margin"]),
        findings={item: record.Finding(**entry) for item, entry in table.get("findings", {}).items()},
        sha256=sha256,
    )


def _personal(entry: Mapping[str, Any]) -> record.PersonalData:
    people = entry.get("people")
    return record.PersonalData(
        **{key: value for key, value in entry.items() if key not in ("people", "kinds", "known_at")},
        people=(people[0], people[-1]) if people else None,
        kinds=tuple(entry.get("kinds", ())),
        known_at=_moment(entry, "known_at"),
    )


def _person(entry: Mapping[str, Any]) -> record.Person:
    return record.Person(**_timed(entry, "until"))


def _timed(entry: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """The entry with its moments in Japanese time and its lists as tuples."""
    return {
        key: in_japan(value) if key in keys else tuple(value) if isinstance(value, list) else value
        for key, value in entry.items()
    }


_OTHER = Text("別の名前にしてください", "Give another name")
_LATER = Text("始まりより後の時刻にしてください", "Give a moment after the first one")
_REASON = Text("reason に理由を、by に名前を書いてください", "Give the reason in reason and a name in by")
_LOW_HIGH = Text("[少なく見て, 多く見て] の2つの数を書いてください", "Give two numbers, [low, high]")


def _sense(table: Mapping[str, Any], file: str) -> list[Fault]:
    """Words that must be known, ids once each, ends after beginnings."""
    faults = []
    known = tuple(playbooks.load())
    if table["playbook"] not in known:
        faults.append(unknown_word(table["playbook"], known, file, "playbook"))
    people = table.get("personal_data", {}).get("people")
    if people is not None and (len(people) != 2 or people[0] > people[1]):
        problem = Text("人数の見積もりになっていません", "is no estimate of people")
        faults.append(Fault(problem, _LOW_HIGH, file=file, field="personal_data.people", value=str(people)))
    for heading in ("ledger", "evidence"):
        ids = [entry["id"] for entry in table.get(heading, ())]
        for twice in sorted({name for name in ids if ids.count(name) > 1}):
            problem = Text("2度使われています", "is used twice")
            faults.append(Fault(problem, _OTHER, file=file, field=f"{heading}.id", value=twice))
    return faults + _entries(table, file)


def _entries(table: Mapping[str, Any], file: str) -> list[Fault]:
    faults = []
    for number, entry in enumerate(table.get("ledger", ()), start=1):
        if entry["item"] not in items(entry["section"]):
            faults.append(unknown_word(entry["item"], items(entry["section"]), file, f"ledger[{number}].item"))
    for number, entry in enumerate(table.get("outage", ()), start=1):
        if "until" in entry and in_japan(entry["until"]) < in_japan(entry["since"]):
            problem = Text("始まりより前です", "lies before the beginning")
            faults.append(Fault(problem, _LATER, file=file, field=f"outage[{number}].until", value=str(entry["until"])))
    for number, entry in enumerate(table.get("duty", ()), start=1):
        if entry["state"] == "reasoned" and not (entry.get("reason") and entry.get("by")):
            problem = Text("理由と名前なしには閉じられません", "cannot be closed without a reason and a name")
            faults.append(Fault(problem, _REASON, file=file, field=f"duty[{number}].reason"))
    return faults
