"""Entering and changing the company."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from sonae.company import Company as Value
from sonae_web.audit import actions as audit
from sonae_web.company import queries
from sonae_web.company.models import Company


@transaction.atomic
def save(*, value: Value, now: datetime) -> Company:
    """Keep the company of this computer."""
    row = queries.active() or Company()
    new = row.pk is None
    for key, entry in asdict(value).items():
        setattr(row, key, entry)
    row.updated_at = now
    row.save()
    audit.record(at=now, action="company.enter" if new else "company.change", subject=f"company:{row.pk}")
    return row
