"""Writing the hotline: one change, one transaction, and on purpose no line in the log, whose lines carry moments and people."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from sonae.hotline import receipts, seals, timers, words
from sonae.hotline.receipts import Receipt
from sonae.hotline.routes import Route
from sonae.hotline.seals import Keys
from sonae.hotline.timers import HalfDay
from sonae_web.company.models import Company
from sonae_web.hotline import queries
from sonae_web.hotline.models import Entry, Line, Parcel, Recipient, Tip, Wrap
from sonae_web.hotline.pictures import Cleaned

SIGNS, TOKEN_SIGNS, LINK_BYTES = "abcdefghjkmnpqrstuvwxyz23456789", 12, 32  # no sign that is mistaken for another


@dataclass(frozen=True, slots=True)
class Telling:
    """What a reporter sends. ``body`` is what the recipients read; ``name`` is empty for nobody, ``names`` says who may see it."""

    body: Mapping[str, Any]
    names: str
    name: str
    urgent: bool


@transaction.atomic
def open_line(*, company: Company, today: date) -> Line:
    """Open the hotline: its link never changes afterwards, so that posters stay true."""
    token = "".join(secrets.choice(SIGNS) for _ in range(TOKEN_SIGNS))
    row, _ = Line.objects.get_or_create(
        company=company, defaults={"token": token, "keep_days": words.load().usual_days, "opened_on": today}
    )
    return row


@transaction.atomic
def keep_for(*, company: Company, days: int) -> None:
    """For how many days closed Tips are kept; those already closed keep the day they were told."""
    known = words.load()
    Line.objects.filter(company=company).update(keep_days=min(max(days, known.least_days), known.most_days))


@transaction.atomic
def add_recipient(*, company: Company, kind: str, role: str, name: str, email: str) -> tuple[Recipient, str]:
    """Enter somebody who is to receive Tips, and a link by which that person, once, chooses a pass phrase."""
    key = secrets.token_urlsafe(LINK_BYTES)
    row = Recipient.objects.create(
        company=company,
        number=Recipient.objects.filter(company=company).count() + 1,
        kind=kind,
        role=role,
        name=name,
        email=email,
        link_sha256=queries.digest(key),
    )
    return row, key


@transaction.atomic
def register(*, recipient: Recipient, phrase: str, person: UUID | None, today: date) -> bool:
    """Make the recipient's keys under a pass phrase that only they know; False if the link was used already."""
    secret, public = seals.new_pair()
    salt = secrets.token_bytes(16)
    sealed = seals.seal(
        seals.from_phrase(phrase, salt, memory_kib=receipts.MEMORY_KIB), secret, about=queries.ABOUT_SECRET
    )
    return bool(
        Recipient.objects.filter(pk=recipient.pk, public=None, ended_on=None).update(
            public=public,
            sealed_secret=sealed,
            salt=salt,
            person=str(person or ""),
            registered_on=today,
            link_sha256="",
        )
    )


@transaction.atomic
def end_recipient(*, company: Company, recipient: UUID, today: date) -> None:
    """Nothing new reaches somebody any more, and what there is can no longer be opened by them."""
    rows = Recipient.objects.filter(company=company, pk=recipient, ended_on=None)
    rows.update(ended_on=today, link_sha256="", sealed_secret=None)


@transaction.atomic
def file(
    *, line: Line, route: Route, telling: Telling, files: Sequence[Cleaned], receipt: Receipt, when: HalfDay
) -> Tip:
    """Keep a Tip: sealed once, its keys wrapped for everybody on the route and for the receipt code, and for nobody else."""
    tip_id, keys = uuid4(), seals.new_keys()
    row = Tip.objects.create(
        id=tip_id,
        company_id=line.company_id,
        lookup=receipt.lookup,
        for_reporter=seals.seal(receipt.key, keys.packed(), about=str(tip_id)),
        filed_on=when.day,
        afternoon=when.afternoon,
        urgent=telling.urgent,
    )
    _wrap(row, route, keys)
    _say(row, "told", keys.words, dict(telling.body), when, urgent=telling.urgent)
    if telling.name:
        _name(row, keys, telling.names, telling.name, when)
    for number, cleaned in enumerate(files, 1):
        sealed = seals.seal(keys.words, cleaned.data, about=f"{tip_id} file {number}")
        Parcel.objects.create(company_id=line.company_id, tip=row, number=number, ending=cleaned.ending, sealed=sealed)
    return row


def _wrap(tip: Tip, route: Route, keys: Keys) -> None:
    people = {str(row.pk): row for row in Recipient.objects.filter(company=tip.company_id, pk__in=route.told)}
    for name in route.told:
        row = people[name]
        own = keys if row.kind not in ("inside", "owner") else Keys(keys.words, keys.notes)
        sealed = seals.wrap(bytes(row.public or b""), own, about=str(tip.pk))
        Wrap.objects.create(company_id=tip.company_id, tip=tip, recipient=row, place=route.place(name), sealed=sealed)


def _name(tip: Tip, keys: Keys, names: str, name: str, when: HalfDay) -> None:
    """Keep the reporter's name: for all recipients, or for those outside the company."""
    outside = names == "outside"
    _say(tip, "outside" if outside else "name", keys.name if outside else keys.words, {"text": name}, when)


def _say(tip: Tip, kind: str, key: bytes, body: Mapping[str, Any], when: HalfDay, *, urgent: bool = False) -> Entry:
    number = Entry.objects.filter(tip=tip).count() + 1
    data = json.dumps(dict(body), ensure_ascii=False).encode()
    return Entry.objects.create(
        company_id=tip.company_id,
        tip=tip,
        number=number,
        kind=kind,
        sealed=seals.seal(key, data, about=f"{tip.pk} {number}"),
        said_on=when.day,
        afternoon=when.afternoon,
        urgent=urgent,
    )


@transaction.atomic
def say(*, tip: Tip, keys: Keys, text: str, when: HalfDay, urgent: bool = False) -> None:
    """The reporter adds something."""
    _say(_locked(tip), "message", keys.words, {"text": text}, when, urgent=urgent)


@transaction.atomic
def give_name(*, tip: Tip, keys: Keys, names: str, name: str, when: HalfDay) -> None:
    """The reporter gives a name after all."""
    _name(_locked(tip), keys, names, name, when)


@transaction.atomic
def refuse_name(*, tip: Tip, keys: Keys, when: HalfDay) -> None:
    """The reporter stays without a name: the answer to a request stays beside it."""
    _say(_locked(tip), "refused", keys.words, {}, when)


@transaction.atomic
def answer(*, tip: Tip, keys: Keys, role: str, text: str, when: HalfDay) -> None:
    """A recipient answers the reporter."""
    row = _locked(tip)
    _say(row, "answer", keys.words, {"text": text, "role": role}, when)
    _meet(row, "answer", when.day)


@transaction.atomic
def note(*, tip: Tip, keys: Keys, role: str, text: str, when: HalfDay) -> None:
    """A recipient writes a note that the reporter cannot open."""
    _say(_locked(tip), "note", keys.notes, {"text": text, "role": role}, when)


@transaction.atomic
def ask_name(*, tip: Tip, keys: Keys, role: str, why: str, when: HalfDay) -> None:
    """A recipient asks for the reporter's name: who asked, when and why stays for good."""
    _say(_locked(tip), "ask_name", keys.words, {"text": why, "role": role}, when)


@transaction.atomic
def read(*, wrap: Wrap, when: HalfDay, seen: int) -> None:
    """A recipient has opened a Tip."""
    row = _locked(wrap.tip)
    Wrap.objects.filter(pk=wrap.pk).update(seen=seen)
    if row.state == "received":
        Tip.objects.filter(pk=row.pk).update(state="checking")
    _meet(row, "read", when.day)


@transaction.atomic
def move(*, tip: Tip, keys: Keys, role: str, to: str, outcome: str, reason: str, when: HalfDay) -> None:
    """Go on to the next state with a reason that the reporter reads; closed Tips get the day on which they are erased."""
    row = _locked(tip)
    _say(row, "state", keys.words, {"text": reason, "role": role, "state": to, "outcome": outcome}, when)
    values: dict[str, Any] = {"state": to, "outcome": "", "closed_on": None, "erase_on": None}
    if to == "closed":
        values |= {"outcome": outcome, "closed_on": when.day, "erase_on": _erased(row, when.day)}
    Tip.objects.filter(pk=row.pk).update(**values)
    _meet(row, "result" if to == "closed" else "plan" if to == "acting" else "answer", when.day)


@transaction.atomic
def withdraw(*, tip: Tip, keys: Keys, when: HalfDay) -> None:
    """The reporter takes the Tip back."""
    row = _locked(tip)
    _say(row, "state", keys.words, {"text": "", "role": "", "state": "closed", "outcome": "withdrawn"}, when)
    gone = {"closed_on": when.day, "erase_on": _erased(row, when.day)}
    Tip.objects.filter(pk=row.pk).update(state="closed", outcome="withdrawn", **gone)


@transaction.atomic
def reopen(*, tip: Tip, keys: Keys, text: str, when: HalfDay) -> None:
    """The reporter opens a closed Tip again."""
    row = _locked(tip)
    _say(row, "state", keys.words, {"text": text, "role": "", "state": "checking", "outcome": ""}, when)
    Tip.objects.filter(pk=row.pk).update(state="checking", outcome="", closed_on=None, erase_on=None)


@transaction.atomic
def keep_longer(*, tip: Tip, keys: Keys, role: str, until: date, reason: str, when: HalfDay) -> None:
    """A recipient has a closed Tip kept longer; the reporter reads why."""
    row = _locked(tip)
    if row.erase_on is not None and until > row.erase_on:
        body = {"text": reason, "role": role, "until": until.isoformat()}
        _say(row, "longer", keys.words, body, when)
        Tip.objects.filter(pk=row.pk).update(erase_on=until)


@transaction.atomic
def erase(*, company: Company, today: date) -> int:
    """Erase closed Tips whose day has come, with keys, files and receipt; how many."""
    rows = Tip.objects.filter(company=company, erase_on__lte=today)
    number = rows.count()
    rows.delete()
    return number


def _locked(tip: Tip) -> Tip:
    """The row as it stands, held until the end of the transaction: two people may write at once."""
    return Tip.objects.select_for_update().get(pk=tip.pk)


def _meet(tip: Tip, timer: str, day: date) -> None:
    """Note that a limit was met, once."""
    if timer not in tip.met:
        Tip.objects.filter(pk=tip.pk).update(met=tip.met | {timer: day.isoformat()})


def _erased(tip: Tip, closed: date) -> date:
    return timers.erased_on(closed, Line.objects.get(company=tip.company_id).keep_days)
