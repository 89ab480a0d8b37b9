"""The local app does its own work: one thread that sleeps until there is some."""

import logging
import threading

from django.db import DatabaseError, connection

NAP = 20.0  # seconds; another process of the same person may have left work
_bell = threading.Event()
log = logging.getLogger("sonae.jobs")


def wake() -> None:
    """Say that there is work. Nobody listens on a server, whose workers look for themselves."""
    _bell.set()


def start() -> None:
    """Start the thread; what was left waiting at the last end is done first."""
    _bell.set()
    threading.Thread(target=_work, name="sonae-jobs", daemon=True).start()


def _work() -> None:
    while True:
        _bell.wait(NAP)
        _bell.clear()
        try:
            drain()
        except DatabaseError:
            log.exception("the queue could not be read; trying again")
        finally:
            connection.close()


def drain() -> None:
    """Do all that waits, one after the other."""
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="local",
        excluded_queue_names=[],
    ).run()
