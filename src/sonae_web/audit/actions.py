"""Adding a line to the log."""

from datetime import datetime
from typing import Any

from sonae_web.audit import queries
from sonae_web.audit.models import Event


def record(*, at: datetime, action: str, subject: str, detail: dict[str, Any] | None = None) -> Event:
    """Add a line inside the caller's transaction. ``detail`` holds no personal data, only ids, counts and versions."""
    last = Event.objects.last()
    event = Event(at=at, action=action, subject=subject, detail=detail or {}, before=last.seal if last else "")
    event.seal = queries.seal(event)
    event.save(force_insert=True)
    return event
