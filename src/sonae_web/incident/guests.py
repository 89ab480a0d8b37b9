"""Guests of one case, from outside, until a day: a link whose key is kept as a digest only."""

import hashlib
import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sonae_web.company.models import Company
from sonae_web.incident import actions
from sonae_web.incident.models import Case, Guest


@transaction.atomic
def invite(*, case: Case, name: str, part: str, phone: str, until: date, now: datetime) -> str:
    """A guest of one case until the end of a day. The key of the link is given once and kept nowhere."""
    key = secrets.token_urlsafe(32)
    row = Guest.objects.create(
        company_id=case.company_id,
        case=case,
        name=name,
        part=part,
        phone=phone,
        until=until,
        key_hash=_hash(key),
        made_at=now,
    )
    actions.note(case, "guest", now, guest=str(row.pk), part=part, until=until.isoformat())
    return key


@transaction.atomic
def end(*, guest: Guest, now: datetime) -> None:
    """The link works no more, at once."""
    if Guest.objects.filter(pk=guest.pk, ended_at=None).update(ended_at=now):
        actions.note(guest.case, "guest_end", now, guest=str(guest.pk))


def find(company: Company, id: UUID) -> Guest | None:  # noqa: A002
    """One guest of a company's case."""
    return Guest.objects.filter(company=company, pk=id).select_related("case").first()


def by_key(key: str) -> Guest | None:
    """The guest of a link."""
    return Guest.objects.filter(key_hash=_hash(key)).select_related("case", "company").first()


def welcome(guest: Guest, today: date) -> bool:
    """Whether the link still opens anything."""
    return guest.ended_at is None and today <= guest.until


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
