"""What is done without anybody asking: reminders every minute, the offline folder anew every day."""

import logging
import threading
from datetime import date, datetime

from django.db import DatabaseError, connection
from django.utils import timezone

from sonae.faults import InputError
from sonae_web import reader
from sonae_web.company.models import Company
from sonae_web.incident import folder, outbox, vault

NAP = 60.0  # seconds
log = logging.getLogger("sonae.incident")


def remind(now: datetime) -> tuple[int, int]:
    """Write down what should be told by now and send it; (sent, failed)."""
    with reader.everywhere():
        outbox.fill(now)
        return outbox.send(now)


def nightly() -> int:
    """Write the offline folder of every company anew, and sweep up what was left half written; of how many companies."""
    vault.sweep(timezone.now().timestamp())
    with reader.everywhere():
        companies = list(Company.objects.order_by("pk"))
        for company in companies:
            folder.refresh(company)
    return len(companies)


def start() -> None:
    """Start the thread of the local app; a server calls the command ``incident_timer`` from its own timer."""
    threading.Thread(target=_run, name="sonae-timer", daemon=True).start()


def _run() -> None:
    refreshed: date | None = None
    while True:
        now = timezone.localtime()
        try:
            if refreshed != now.date():
                nightly()
                refreshed = now.date()
            remind(now)
        except (DatabaseError, OSError, InputError):
            log.exception("the timer could not do its work; trying again in a minute")
        finally:
            connection.close()
        threading.Event().wait(NAP)
