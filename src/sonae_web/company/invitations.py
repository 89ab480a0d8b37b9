"""Coming in by a link: inviting, looking at a link, accepting, taking back. Unknown and foreign links look alike."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from sonae_web import reader
from sonae_web.account.models import Person
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company, Grant, Invitation, Membership
from sonae_web.reader import Role

LIVES = timedelta(days=14)
SUBJECTS = (
    "company",
    "diagnosis",
    "risk",
    "insurance",
    "plan",
    "task",
    "management",
    "evidence",
    "rulebook",
    "report",
    "hotline",
)
MOST_DAYS = 366


class NotOpenError(Exception):
    """The link opens nothing any more. ``why``: used, expired, withdrawn, other (made for another address)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is invited, to what: a role in a company, or a company of their own with a grant that the inviter asks for."""

    email: str
    role: Role
    name: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)
    scope: Sequence[str] = ()
    purpose: str = ""
    days: int = 0


@transaction.atomic
def invite(*, guest: Guest, company: Company | None, by: UUID | None, now: datetime) -> tuple[Invitation, str]:
    """Make a link; gives the row and the key, which is kept nowhere. An earlier open link for the same place stops working."""
    return _invite(guest, company, by, now)


@transaction.atomic
def invite_all(*, guests: Sequence[Guest], by: UUID, now: datetime) -> list[tuple[Invitation, str]]:
    """Many companies at once, all or none."""
    with reader.everywhere():
        made = [_row(guest, None, by, now) for guest in guests]
        again = [row.email for row, _ in made]
        earlier = Invitation.objects.filter(made_by=by, company=None, used_at=None, withdrawn_at=None, email__in=again)
        earlier.update(withdrawn_at=now)
        Invitation.objects.bulk_create([row for row, _ in made])
    audit.record(at=now, action="company.invite_many", subject=f"person:{by}", detail={"count": len(made)})
    return made


def _invite(guest: Guest, company: Company | None, by: UUID | None, now: datetime) -> tuple[Invitation, str]:
    row, key = _row(guest, company, by, now)
    with reader.everywhere():
        open_links = Invitation.objects.filter(used_at=None, withdrawn_at=None, email=row.email, role=guest.role)
        open_links.filter(company=company, made_by=by).update(withdrawn_at=now)
        row.save(force_insert=True)
    detail = {"role": guest.role.value, "days": guest.days, "scope": list(guest.scope)}
    audit.record(
        at=now,
        action="company.invite",
        subject=f"invitation:{row.pk}",
        detail=detail,
        company=company.pk if company else None,
    )
    return row, key


def _row(guest: Guest, company: Company | None, by: UUID | None, now: datetime) -> tuple[Invitation, str]:
    key = secrets.token_urlsafe(32)
    row = Invitation(
        company=company,
        email=guest.email.strip().lower(),
        role=guest.role,
        name=guest.name,
        known=dict(guest.known),
        scope=list(guest.scope),
        purpose=guest.purpose,
        days=min(guest.days, MOST_DAYS),
        key_hash=fingerprint(key),
        made_by_id=by,
        made_at=now,
        expires_at=now + LIVES,
    )
    return row, key


def fingerprint(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def find(key: str) -> Invitation | None:
    """The invitation of a link, whatever became of it."""
    with reader.everywhere():
        found = Invitation.objects.select_related("company", "made_by").filter(key_hash=fingerprint(key))
        return found.first()


def check(row: Invitation, person: Person | None, now: datetime) -> None:
    """Raises NotOpenError where the link opens nothing for this person."""
    if row.used_at:
        raise NotOpenError("used")
    if row.withdrawn_at:
        raise NotOpenError("withdrawn")
    if now >= row.expires_at:
        raise NotOpenError("expired")
    if person is not None and person.email.lower() != row.email:
        raise NotOpenError("other")


@transaction.atomic
def accept(*, invitation: Invitation, person: Person, now: datetime) -> Company | None:
    """Take the place that a link offers; None where the person is to enter a company of their own next.

    Raises NotOpenError, also when somebody was quicker.
    """
    with reader.everywhere():
        row = Invitation.objects.select_for_update(of=("self",)).select_related("company").get(pk=invitation.pk)
        check(row, person, now)
        row.used_at, row.used_by = now, person
        row.save(update_fields=("used_at", "used_by"))
        if row.company is None:
            return None
        if row.role == Role.ADVISER:
            _grant(row.company, person, row, now)
        elif not Membership.objects.filter(company=row.company, person=person, ended_at=None).exists():
            Membership.objects.create(company=row.company, person=person, role=row.role, since=now)
        audit.record(
            at=now,
            action="company.accept",
            subject=f"invitation:{row.pk}",
            detail={"role": row.role, "person": str(person.pk)},
            company=row.company.pk,
            by=person.pk,
        )
        return row.company


def is_supporter(person: UUID) -> bool:
    """Whether somebody came in as a supporter who may invite companies."""
    with reader.everywhere():
        return Invitation.objects.filter(used_by=person, company=None, role=Role.ADVISER).exists()


def awaiting(person: UUID) -> Invitation | None:
    """The accepted invitation of a person who has yet to enter their company."""
    with reader.everywhere():
        rows = Invitation.objects.filter(used_by=person, company=None, role=Role.OWNER).exclude(used_at=None)
        return rows.select_related("made_by").order_by("used_at").first()


@transaction.atomic
def found(*, invitation: Invitation, company: Company, person: Person, granting: bool, now: datetime) -> None:
    """The invited person has entered the company: they own it, and the inviter gets the grant asked for if the owner agrees."""
    with reader.everywhere():
        Membership.objects.create(company=company, person=person, role=Role.OWNER, since=now)
        Invitation.objects.filter(pk=invitation.pk).update(company=company)
        if granting and invitation.made_by_id and invitation.scope:
            _grant(company, invitation.made_by, invitation, now)


def _grant(company: Company, person: Any, row: Invitation, now: datetime) -> Grant:
    return Grant.objects.create(
        company=company,
        person=person,
        scope=[subject for subject in row.scope if subject in SUBJECTS],
        purpose=row.purpose,
        made_at=now,
        ends_at=now + timedelta(days=row.days),
    )
