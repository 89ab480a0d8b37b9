"""The hotline read from its rows; what is sealed is opened here, with the keys that the caller has."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any
from uuid import UUID

from sonae.hotline import seals, timers
from sonae.hotline import words as content
from sonae.hotline.receipts import Receipt
from sonae.hotline.routes import Recipient as Value
from sonae.hotline.seals import Keys, NotOpenError
from sonae.hotline.timers import HalfDay, Limit
from sonae.values import Text
from sonae_web.company.models import Company
from sonae_web.hotline.models import Entry, Line, Parcel, Recipient, Tip, Wrap

ABOUT_SECRET = "recipient"
LEAST_SHOWN = 5  # fewer could be told apart
BY_REPORTER = frozenset({"told", "message", "name", "outside", "refused"})


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, opened. ``mine``: by the reporter."""

    kind: str
    body: dict[str, Any]
    when: tuple[date, bool]
    mine: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """A Tip as one reader sees it."""

    tip: Tip
    said: tuple[Said, ...]
    limits: tuple[Limit, ...]
    parcels: tuple[Parcel, ...]
    shown: int

    @property
    def state(self) -> content.Word:
        """The status in words."""
        return content.load().states[self.tip.state]

    @property
    def outcome(self) -> Text | None:
        """What came of it, once it is closed."""
        return content.load().outcomes.get(self.tip.outcome)


@dataclass(frozen=True, slots=True)
class Boxed:
    """A Tip in a recipient's list."""

    wrap: Wrap
    unread: int
    next: Limit | None

    @property
    def state(self) -> Text:
        """The status in words."""
        return content.load().states[self.wrap.tip.state].title


def line(company: Company) -> Line | None:
    """The hotline of a company."""
    return Line.objects.filter(company=company).first()


def line_of(token: str) -> Line | None:
    """The open hotline with this word in its link."""
    return Line.objects.select_related("company").filter(token=token, open=True).first()


def recipients(company: Company) -> list[Recipient]:
    """Everybody who receives Tips or has been asked to."""
    return list(Recipient.objects.filter(company=company, ended_on=None))


def ready(company: Company) -> list[Recipient]:
    """Those who have chosen their pass phrase."""
    return [row for row in recipients(company) if row.public]


def value(row: Recipient) -> Value:
    """The row as the library's value."""
    return Value(str(row.pk), row.kind, row.role, row.name, row.registered_on)


def digest(key: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(key.encode()).hexdigest()


def invited(company: Company, key: str) -> Recipient | None:
    """The recipient whose link this is, if it has not been used."""
    return Recipient.objects.filter(company=company, link_sha256=digest(key), public=None, ended_on=None).first()


def with_receipt(company: Company, receipt: Receipt) -> tuple[Tip, Keys] | None:
    """The Tip of a code, with its keys; None for a wrong, an unknown and an erased one alike."""
    row = Tip.objects.filter(company=company, lookup=receipt.lookup).first()
    if row is None:
        return None
    return row, seals.unpacked(seals.unseal(receipt.key, bytes(row.for_reporter), about=str(row.pk)))


def for_reporter(tip: Tip, keys: Keys, today: date) -> Conversation:
    """What the reporter sees: everything but notes."""
    rows = Entry.objects.filter(tip=tip).exclude(kind="note")
    said = tuple(_opened(tip, row, keys) for row in rows)
    return Conversation(tip, said, limits(tip, today), tuple(Parcel.objects.filter(tip=tip)), 0)


def for_recipient(wrap: Wrap, keys: Keys, now: HalfDay) -> Conversation:
    """What a recipient sees: a name for outside readers only where this is one, and nothing that has just arrived."""
    tip = wrap.tip
    rows = [row for row in Entry.objects.filter(tip=tip) if _visible(row, now)]
    said = tuple(_opened(tip, row, keys) for row in rows if row.kind != "outside" or keys.name)
    parcels = tuple(Parcel.objects.filter(tip=tip))
    return Conversation(tip, said, limits(tip, now.day), parcels, max((row.number for row in rows), default=0))


def _visible(row: Entry, now: HalfDay) -> bool:
    arrived = HalfDay(row.said_on, row.afternoon)
    return row.kind not in BY_REPORTER or timers.visible(arrived, urgent=row.urgent, now=now)


def _opened(tip: Tip, row: Entry, keys: Keys) -> Said:
    key = {"note": keys.notes, "outside": keys.name}.get(row.kind, keys.words)
    body = json.loads(seals.unseal(key, bytes(row.sealed), about=f"{tip.pk} {row.number}"))
    return Said(row.kind, body, (row.said_on, row.afternoon), row.kind in BY_REPORTER)


def limits(tip: Tip, today: date) -> tuple[Limit, ...]:
    """The limits of a Tip as they stand."""
    met = {name: date.fromisoformat(day) for name, day in tip.met.items()}
    return timers.limits(HalfDay(tip.filed_on, tip.afternoon), met, today, ended=tip.closed_on)


def mine(company: Company, person: UUID | None, *, server: bool) -> list[Recipient]:
    """As which recipients somebody may open the box: on a server the own one, on one computer any, each with its pass phrase."""
    rows = [row for row in ready(company) if row.sealed_secret]
    return [row for row in rows if not server or (row.person and row.person == str(person))]


def box(recipient: Recipient, now: HalfDay) -> list[Boxed]:
    """The Tips that have reached a recipient by now."""
    rows = Wrap.objects.filter(recipient=recipient).select_related("tip").prefetch_related("tip__entries")
    found = [row for row in rows if _reached(row, now)]
    found.sort(key=lambda row: (row.tip.state == "closed", row.tip.filed_on, row.tip.afternoon))
    return [Boxed(row, _unread(row, now), timers.next_open(limits(row.tip, now.day))) for row in found]


def _reached(wrap: Wrap, now: HalfDay) -> bool:
    tip = wrap.tip
    arrived = timers.visible(HalfDay(tip.filed_on, tip.afternoon), urgent=tip.urgent, now=now)
    return arrived and wrap.place in timers.reached(limits(tip, now.day))


def _unread(wrap: Wrap, now: HalfDay) -> int:
    rows = wrap.tip.entries.all()
    return sum(row.number > wrap.seen and row.kind in BY_REPORTER and _visible(row, now) for row in rows)


def wrap(recipient: Recipient, tip: UUID, now: HalfDay) -> Wrap | None:
    """A recipient's key to a Tip, once it has reached them."""
    row = Wrap.objects.filter(recipient=recipient, tip=tip).select_related("tip").first()
    return row if row is not None and _reached(row, now) else None


def keys(wrap: Wrap, secret: bytes) -> Keys:
    """The keys of a Tip. Raises NotOpenError."""
    return seals.unwrap(secret, bytes(wrap.sealed), about=str(wrap.tip_id))


def secret(recipient: Recipient, phrase_key: bytes) -> bytes | None:
    """The secret half of a recipient's keys; None for a wrong pass phrase."""
    try:
        return seals.unseal(phrase_key, bytes(recipient.sealed_secret or b""), about=ABOUT_SECRET)
    except NotOpenError:
        return None


def parcel(wrap: Wrap, keys: Keys, number: int) -> tuple[str, bytes] | None:
    """A file of a Tip: its neutral name and its bytes."""
    row = Parcel.objects.filter(tip=wrap.tip_id, number=number).first()
    if row is None:
        return None
    return f"file-{row.number}.{row.ending}", seals.unseal(
        keys.words, bytes(row.sealed), about=f"{wrap.tip_id} file {row.number}"
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """What everybody may know: how many Tips in a year, and in how many days half of them had their first answer."""

    tips: int
    days: int | None


def figures(company: Company, today: date) -> Figures | None:
    """Figures of the twelve months before this one, so that no single Tip can be seen to arrive; None below five."""
    end = today.replace(day=1)
    rows = list(Tip.objects.filter(company=company, filed_on__gte=end.replace(year=end.year - 1), filed_on__lt=end))
    if len(rows) < LEAST_SHOWN:
        return None
    days = [(date.fromisoformat(row.met["answer"]) - row.filed_on).days for row in rows if "answer" in row.met]
    return Figures(len(rows), round(median(days)) if len(days) >= LEAST_SHOWN else None)
