"""Whom to tell by when: dated rules applied to the facts of one incident. A pure function of the incident and the moment.

Where facts are unknown the earlier date is shown and the duty is taken to hold: nobody misses a limit for want of an answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sonae.content import reader
from sonae.incident import calendar
from sonae.incident.playbooks import Playbook
from sonae.incident.record import Closed, Incident, Partner
from sonae.values import Text

_LEGAL = frozenset({"law", "guideline", "contract"})
_FAR = datetime(9999, 1, 1, tzinfo=calendar.JAPAN)


class State(StrEnum):
    """How a duty stands: ``due`` means that its warning time has come; ``overdue`` that its limit has passed."""

    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"
    REASONED = "reasoned"


@dataclass(frozen=True, slots=True)
class Rule:
    """One dated rule. ``amber_day`` and ``limit_day`` count with the day of knowing as day 1; ``moves`` to the next open day."""

    id: str
    title: Text
    text: Text
    when: tuple[str, ...]
    kind: str
    role: str
    contact: str
    valid_from: date
    valid_to: date | None
    status: str
    sources: tuple[str, ...]
    reviewed_on: date
    amber_day: int | None = None
    limit_day: int | None = None
    limit_minutes: int | None = None
    limit_years: int | None = None
    moves: bool = False
    per: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """A rule at work. ``due`` is None where there is no limit; ``counted`` is the limit before it moved to an open day.

    ``partner`` names whom it is owed to where there are several; ``closed`` is how it was met.
    """

    rule: Rule
    since: datetime
    amber: datetime | None
    due: datetime | None
    counted: datetime | None
    state: State
    kind: str = ""
    partner: str = ""
    closed: Closed | None = None

    @property
    def id(self) -> str:
        """The rule, and the partner where there is one."""
        return f"{self.rule.id}:{self.partner}" if self.partner else self.rule.id

    @property
    def open(self) -> bool:
        """Whether it still waits for proof or a reason."""
        return self.state not in (State.DONE, State.REASONED)

    @property
    def legal(self) -> bool:
        """Whether somebody else has set the limit, and not Sonae."""
        return self.kind in _LEGAL


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, past and future ones too."""
    content = reader.toml("incident", "duties")
    return tuple(_rule({**_inherited(content), **entry}) for entry in content["duty"])


def _inherited(content: Mapping[str, Any]) -> dict[str, Any]:
    return {key: content[key] for key in ("source", "status", "reviewed_on")}


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        title=reader.text(entry, "title"),
        text=reader.text(entry, "text"),
        when=tuple(entry["when"]),
        kind=entry["kind"],
        role=entry["role"],
        contact=entry["contact"],
        valid_from=entry["valid_from"],
        valid_to=entry.get("valid_to"),
        status=entry["status"],
        sources=tuple(entry["source"]),
        reviewed_on=entry["reviewed_on"],
        **{key: entry.get(key) for key in ("amber_day", "limit_day", "limit_minutes", "limit_years")},
        moves=entry.get("moves", False),
        per=entry.get("per", ""),
    )


def overdue_reviews(today: date) -> tuple[Rule, ...]:
    """Rules that nobody has checked for longer than the content allows; a release with one of them is refused by a test."""
    months = reader.toml("incident", "duties")["review_months"]
    return tuple(rule for rule in rules() if _months(rule.reviewed_on, today) >= months)


def _months(first: date, second: date) -> int:
    return (second.year - first.year) * 12 + second.month - first.month - (second.day < first.day)


def cases(incident: Incident, playbook: Playbook) -> tuple[str, ...]:
    """Which of the four cases of a report may apply: C1 to C4."""
    data, many = incident.personal, reader.toml("incident", "duties")["cases"]["many_persons"]
    if not leaked(incident):
        return ()
    found = {
        "C1": "sensitive" in data.kinds,
        "C2": bool({"card", "payment_login"} & set(data.kinds)),
        "C3": malice(incident, playbook) != "no",
        "C4": data.people is None or data.people[1] >= many,
    }
    return tuple(name for name, holds in found.items() if holds)


def leaked(incident: Incident) -> bool:
    """Whether personal data is, or may be, out: unknown counts as yes."""
    data = incident.personal
    return data.involved != "no" and not data.unread and not data.encrypted


def malice(incident: Incident, playbook: Playbook) -> str:
    """yes, no or unknown: what the case says, else what its kind usually is."""
    return incident.personal.malicious or playbook.malicious


def facts(incident: Incident, playbook: Playbook) -> frozenset[str]:
    """The words that rules ask for.

    A case whose malice is unknown is under the shorter limit.
    """
    kinds, bad = set(incident.personal.kinds), malice(incident, playbook)
    out = leaked(incident)
    found = {
        "reportable": bool(cases(incident, playbook)),
        "malicious": bad == "yes",
        "not_malicious": bad != "yes",
        "money_sent": incident.money_sent,
        "card": out and "card" in kinds,
        "my_number": out and "my_number" in kinds,
        "entrusted": incident.personal.entrusted,
        "designated": incident.designated,
        "crime": playbook.crime or bad == "yes",
        "ransom_or_flood": playbook.id == "ransomware",
        "insured": bool(incident.policies),
    }
    return frozenset(word for word, holds in found.items() if holds)


def duties(incident: Incident, playbook: Playbook, now: datetime) -> tuple[Duty, ...]:
    """Every duty of an incident at a moment, the soonest first, those without a limit last.

    >>> from sonae.incident import playbooks, read
    >>> case = read.read("examples/incident/ransomware.toml")
    >>> [str(duty.due.date()) for duty in duties(case, playbooks.load()[case.playbook], case.known_at) if duty.id == "ppc_flash"]
    ['2026-11-27']
    """
    held = facts(incident, playbook)
    found = [duty for rule in rules() if set(rule.when) <= held for duty in _applied(rule, incident, now)]
    return tuple(sorted(found, key=lambda duty: (duty.due or _FAR, duty.rule.id, duty.partner)))


def _applied(rule: Rule, incident: Incident, now: datetime) -> Iterator[Duty]:
    since = calendar.in_japan(_since(rule, incident))
    if not _in_force(rule, since.date()):
        return
    if rule.per == "partner":
        for partner in incident.partners:
            yield _duty(rule, incident, since, now, partner)
    else:
        yield _duty(rule, incident, since, now)


def _since(rule: Rule, incident: Incident) -> datetime:
    """From when the clock runs: a leak that came to light later than the incident has its own."""
    return (
        incident.personal.known_at or incident.known_at
        if {"reportable", "my_number", "card"} & set(rule.when)
        else incident.known_at
    )


def _in_force(rule: Rule, day: date) -> bool:
    return rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)


def _duty(rule: Rule, incident: Incident, since: datetime, now: datetime, partner: Partner | None = None) -> Duty:
    name = partner.name if partner else ""
    counted, due = _limit(rule, since, partner)
    amber = calendar.in_japan(calendar.nth_day(since.date(), rule.amber_day)) if rule.amber_day else _half(since, due)
    wanted = f"{rule.id}:{name}" if partner else rule.id
    closed = next((entry for entry in reversed(incident.closed) if entry.rule == wanted), None)
    silent = partner is not None and partner.hours is None and partner.business_days is None
    kind = "target" if silent else rule.kind  # a contract that says nothing sets no limit
    return Duty(rule, since, amber, due, counted, _state(closed, amber, due, now), kind, name, closed)


def _half(since: datetime, due: datetime | None) -> datetime | None:
    """Without a day of warning, half of the time; what is due within years is not worth an early warning."""
    return None if due is None else since + min((due - since) / 2, timedelta(days=600))


def _limit(rule: Rule, since: datetime, partner: Partner | None) -> tuple[datetime | None, datetime | None]:
    """The limit as counted, and as it stands after moving to an open day."""
    if partner and partner.hours is not None:
        due = since + timedelta(hours=partner.hours)
        return due, due
    if partner and partner.business_days is not None:
        due = calendar.end_of(calendar.business_day(since.date(), partner.business_days))
        return due, due
    if rule.limit_day is not None:
        day = calendar.nth_day(since.date(), rule.limit_day)
        moved = calendar.next_open(day) if rule.moves else day
        return calendar.end_of(day), calendar.end_of(moved)
    if rule.limit_years is not None:
        due = calendar.end_of(_years_later(since.date(), rule.limit_years))
        return due, due
    if rule.limit_minutes is not None:
        due = since + timedelta(minutes=rule.limit_minutes)
        return due, due
    return None, None


def _years_later(day: date, years: int) -> date:
    """The day before the same day years later; a leap day ends on 28 February."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:
        return date(day.year + years, 2, 28)


def _state(closed: Closed | None, amber: datetime | None, due: datetime | None, now: datetime) -> State:
    if closed is not None:
        return State(closed.state)
    if due is not None and now > due:
        return State.OVERDUE
    if amber is not None and now >= amber:
        return State.DUE
    return State.OPEN
