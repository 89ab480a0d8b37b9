"""The local app sends its mail of the week by itself: it looks once an hour while it is open."""

import logging
import threading
from time import sleep

from django.db import DatabaseError, connection
from django.utils import timezone

from sonae_web.task import actions

HOUR = 3600.0
log = logging.getLogger("sonae.mail")


def start(origin: str) -> None:
    """Start the thread; a mail that is due goes out with the first look."""
    threading.Thread(target=_look, args=(origin,), name="sonae-mail", daemon=True).start()


def _look(origin: str) -> None:
    while True:
        look(origin)
        sleep(HOUR)


def look(origin: str) -> None:
    """Send what is due; what goes wrong is noted, and the next look tries again."""
    try:
        for line in actions.send_all(origin=origin, now=timezone.localtime())[1]:
            log.warning(line)
    except DatabaseError:
        log.exception("the mail of the week could not be looked up")
    finally:
        connection.close()
