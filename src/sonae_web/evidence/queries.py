"""Evidence read from its rows: what counts today, what is due, what would help most."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone

from sonae import evidence
from sonae.evidence import Evidence, State
from sonae_web.company.models import Company
from sonae_web.evidence.models import Piece

REMIND_DAYS = 30


@dataclass(frozen=True)
class Entry:
    """A piece with its value and its state on a day."""

    row: Piece
    value: Evidence
    today: date

    @cached_property
    def state(self) -> State:
        return self.value.state(self.today)

    @property
    def last_day(self) -> date | None:
        """The last day on which it counts."""
        return self.value.last_day()

    @property
    def due(self) -> bool:
        """Whether it has run out or will within 30 days."""
        last = self.last_day
        return last is not None and last <= self.today + timedelta(days=REMIND_DAYS)


def folder(company: Company) -> str:
    """The name of the company's folder of files."""
    return str(company.pk)


def value(row: Piece) -> Evidence:
    """The row as the library's value."""
    return Evidence(
        id=str(row.pk),
        title=row.title,
        kind=row.kind,
        received=timezone.localdate(row.received_at),
        covers=tuple(row.covers),
        effective_from=row.effective_from,
        effective_until=row.effective_until,
        where=row.where,
        sha256=row.sha256,
        max_age_days=row.max_age_days,
    )


def entries(company: Company, today: date) -> tuple[Entry, ...]:
    """Every piece that was neither renewed nor taken back, the newest first."""
    rows = Piece.objects.filter(company=company, withdrawn_at=None, renewed_by=None)
    return tuple(Entry(row, value(row), today) for row in rows)


def values(company: Company) -> tuple[Evidence, ...]:
    """The same as values, for a case."""
    return tuple(value(row) for row in Piece.objects.filter(company=company, withdrawn_at=None, renewed_by=None))


def due(company: Company, today: date) -> tuple[Entry, ...]:
    """What has run out or will within 30 days, the earliest first."""
    found = [entry for entry in entries(company, today) if entry.due]
    return tuple(sorted(found, key=lambda entry: (entry.last_day or today, entry.row.title)))


def piece(company: Company, piece_id: uuid.UUID) -> Piece | None:
    """One piece of this company, also one that was renewed or taken back."""
    rows = Piece.objects.filter(company=company, pk=piece_id)
    return rows.select_related("replaces", "renewed_by").first()


def same(company: Company, sha256: str) -> Piece | None:
    """A piece of this company with the very same file that still counts."""
    rows = Piece.objects.filter(company=company, sha256=sha256, withdrawn_at=None, renewed_by=None)
    return rows.first()


def proved(company: Company, today: date, *codes: str) -> Evidence | None:
    """The piece that proves one of these today, if any."""
    found = evidence.best(values(company), today, None, *codes)
    return found if found and found.state(today) is State.CURRENT else None
