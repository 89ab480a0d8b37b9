"""Adding a line to the log; erasing what a line says."""

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from sonae import chain
from sonae_web import reader
from sonae_web.audit import heads, queries
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

    Whose line it is and who did it comes from the reader of the request; ``company`` and ``by`` name them where there is
    none. With the first line of a new day the head of the day before is signed and put into the folder of heads.
    """
    who = reader.current()
    company = company or (who.company if who else None)
    _one_at_a_time(company)
    last = queries.last(company)
    salt, payload = secrets.token_bytes(chain.SALT_BYTES), detail or {}
    person = by or (who.person if who else None)
    entry = chain.append(
        last,
        at=at.astimezone(UTC).isoformat(),
        actor=str(person or ""),
        action=action,
        subject=subject,
        payload=chain.payload_hash(payload, salt),
    )
    if last is not None and last.at[:10] < entry.at[:10]:
        transaction.on_commit(lambda: heads.keep(queries.name(company), last, entry.at))
    return Event.objects.create(
        at=at,
        company=company,
        seq=entry.seq,
        by=person,
        action=action,
        subject=subject,
        detail=payload,
        salt=salt,
        payload=entry.payload,
        before=entry.before,
        seal=entry.hash,
    )


@transaction.atomic
def erase(*, event: Event) -> None:
    """Erase what a line says, and its salt: the chain stays whole, and nobody can guess it back."""
    Event.objects.filter(pk=event.pk).update(detail=None, salt=None)


def _one_at_a_time(company: UUID | None) -> None:
    """Two lines of one chain never follow the same line. SQLite lets one writer in anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"log {company}"])
