"""Entering and changing the company."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sonae.company import Company as Value
from sonae_web import reader
from sonae_web.account.models import Person
from sonae_web.audit import actions as audit
from sonae_web.company import invitations, queries
from sonae_web.company.models import Company, Invitation


@transaction.atomic
def save(*, value: Value, now: datetime, row: Company | None = None, by: UUID | None = None) -> Company:
    """Keep what is known of a company; without a row, of the company of this computer."""
    row = row or queries.active() or Company()
    new = row._state.adding
    for key, entry in asdict(value).items():
        setattr(row, key, entry)
    row.updated_at = now
    row.save()
    action = "company.enter" if new else "company.change"
    audit.record(at=now, action=action, subject=f"company:{row.pk}", company=row.pk, by=by)
    return row


@transaction.atomic
def found(*, value: Value, invitation: Invitation, person: Person, granting: bool, now: datetime) -> Company:
    """Enter the company of an invited person, who owns it from then on; ``granting``: the inviter may look in, as asked."""
    with reader.everywhere():
        company = save(value=value, now=now, row=Company(), by=person.pk)
        invitations.found(invitation=invitation, company=company, person=person, granting=granting, now=now)
    return company
