"""Reading the log and proving that it is whole."""

import json
from base64 import b64encode
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, TextField
from django.db.models.functions import Cast

from sonae import chain
from sonae.chain import Entry, Head, Kept, Verdict
from sonae_web.audit import heads
from sonae_web.audit.models import Event

SERVER = "server"  # the chain of lines about no company


def name(company: UUID | None) -> str:
    """What the chain of a company is called outside."""
    return str(company) if company else SERVER


def entry(event: Event) -> Entry:
    """A line as the library's value."""
    at, actor = event.at.astimezone(UTC).isoformat(), str(event.by or "")
    return Entry(event.seq, at, actor, event.action, event.subject, event.payload, event.before, event.seal)


def last(company: UUID | None) -> Entry | None:
    """The end of a chain."""
    found = Event.objects.filter(company=company).order_by("seq").last()
    return entry(found) if found else None


FIELDS = ("seq", "by", "action", "subject", "payload", "before", "seal", "salt")


def kept(company: UUID | None) -> Iterator[Kept]:
    """The lines of a chain in their order, with what they say; plain rows, because there may be many."""
    rows = Event.objects.filter(company=company).order_by("seq", "id").values_list(*FIELDS, *_slow())
    for seq, by, action, subject, payload, before, seal, salt, at, detail in rows.iterator(chunk_size=5_000):
        line = Entry(seq, _moment(at), str(by) if by else "", action, subject, payload, before, seal)
        said = json.loads(detail) if isinstance(detail, str) else detail
        yield Kept(line, said, None if salt is None else bytes(salt))


def _slow() -> tuple[Any, Any]:
    """Moment and detail: of SQLite as the text that is stored, because turning it into values is half of the work."""
    if connection.vendor == "sqlite":
        return Cast("at", TextField()), Cast("detail", TextField())
    return F("at"), F("detail")


def _moment(at: datetime | str) -> str:
    """A moment as it was hashed; SQLite stores UTC with a blank in place of the T."""
    return f"{at[:10]}T{at[11:]}+00:00" if isinstance(at, str) else at.astimezone(UTC).isoformat()


def chains() -> list[UUID | None]:
    """The chains that there are."""
    return list(Event.objects.order_by("company").values_list("company", flat=True).distinct())


def verify(company: UUID | None, outside: Sequence[Head] = ()) -> Verdict:
    """Whether a chain is whole, held against the heads of the data folder and against those kept ``outside``."""
    own = [*heads.kept(), *outside]
    return chain.verify(kept(company), [head for head in own if head.chain == name(company)], heads.keys())


def extract(company: UUID, subjects: Collection[str], at: datetime) -> dict[str, Any]:
    """The part of a chain from the first line about ``subjects`` to its end, with a signed head: a proof to hand out.

    Lines about the subjects stand in full, but for what they say; of the others only the hashes that link them.
    """
    rows = Event.objects.filter(company=company).order_by("seq")
    first = rows.filter(subject__in=subjects).values_list("seq", flat=True).first()
    lines = [] if first is None else [entry(row) for row in rows.filter(seq__gte=first).defer("detail", "salt")]
    if not lines:
        return {"schema": chain.FORMAT, "chain": name(company), "lines": [], "head": None}
    head = chain.sign(name(company), lines[-1], at.astimezone(UTC).isoformat(), heads.private())
    public = b64encode(heads.keys()[head.key]).decode()
    told = [
        asdict(line) if line.object in subjects else {"seq": line.seq, "before": line.before, "hash": line.hash}
        for line in lines
    ]
    return {
        "schema": chain.FORMAT,
        "chain": name(company),
        "lines": told,
        "head": asdict(head) | {"public": public},
    }


def first_broken() -> Event | None:
    """The first line that does not fit in its chain; None if the log is whole."""
    for company in chains():
        verdict = verify(company)
        if not verdict.whole:
            lines = Event.objects.filter(company=company)
            return lines.filter(seq__gte=verdict.bad or 0).order_by("seq").first() or lines.order_by("seq").last()
    return None
