"""Reading the log and proving that it is whole."""

import hashlib
import json
from datetime import UTC
from uuid import UUID

from sonae_web.audit.models import Event


def seal(event: Event) -> str:
    """The seal that belongs to a line."""
    content = [event.at.astimezone(UTC).isoformat(), event.action, event.subject, event.detail, event.before]
    if event.company or event.by:  # older lines name neither
        content += [str(event.company or ""), str(event.by or "")]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_broken() -> Event | None:
    """The first line that does not fit its seal or the line before it in its chain; None if the log is whole."""
    before: dict[UUID | None, str] = {}
    for event in Event.objects.iterator():
        if event.before != before.get(event.company, "") or event.seal != seal(event):
            return event
        before[event.company] = event.seal
    return None
