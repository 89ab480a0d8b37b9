"""Adding a line to the log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from sonae_web import reader
from sonae_web.audit import queries
from sonae_web.audit.models import Event


def record(
    *,
    at: datetime,
    action: str,
    subject: str,
    detail: dict[str, Any] | None = None,
    company: UUID | None = None,
    by: UUID | None = None,
) -> Event:
    """Add a line inside the caller's transaction. ``detail`` holds no personal data, only ids, counts and versions.

    Whose line it is and who did it comes from the reader of the request; ``company`` and ``by`` name them where there is none.
    """
    who = reader.current()
    company = company or (who.company if who else None)
    _one_at_a_time(company)
    last = Event.objects.filter(company=company).last()
    event = Event(
        at=at,
        company=company,
        by=by or (who.person if who else None),
        action=action,
        subject=subject,
        detail=detail or {},
        before=last.seal if last else "",
    )
    event.seal = queries.seal(event)
    event.save(force_insert=True)
    return event


def _one_at_a_time(company: UUID | None) -> None:
    """Two lines of one chain never follow the same line. SQLite lets one writer in anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"log {company}"])
