"""Reading the log and proving that it is whole."""

import hashlib
import json
from datetime import UTC

from sonae_web.audit.models import Event


def seal(event: Event) -> str:
    """The seal that belongs to a line."""
    content = [event.at.astimezone(UTC).isoformat(), event.action, event.subject, event.detail, event.before]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_broken() -> Event | None:
    """The first line that does not fit its seal or the line before it; None if the log is whole."""
    before = ""
    for event in Event.objects.iterator():
        if event.before != before or event.seal != seal(event):
            return event
        before = event.seal
    return None
