"""Doing the work: the same function in the local app's own thread and in a server's worker (``db_worker``)."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks import task

from sonae.faults import InputError
from sonae_web import reader
from sonae_web.company.models import Company
from sonae_web.jobs.kinds import KINDS
from sonae_web.jobs.models import Job
from sonae_web.reader import Reader, Role

BEAT = 5.0  # seconds between signs of life
OFTEN = 0.5  # seconds between two notes of progress
log = logging.getLogger("sonae.jobs")


class Cancelled(Exception):  # noqa: N818 - not an error: somebody wished it
    """The work is no longer wanted."""


class Work:
    """What a kind of work is given: the company and the arguments, and a way to say how far it is."""

    def __init__(self, job: Job) -> None:
        self.job, self._noted = job, 0.0

    @property
    def company(self) -> Company:
        """The company that the work is for."""
        return self.job.company

    @property
    def arguments(self) -> dict[str, Any]:
        """What was given when it was started."""
        return dict(self.job.arguments)

    def step(self, done: int, total: int, message: str = "") -> None:
        """Note that ``done`` of ``total`` is done; ``message`` is a message id that may name %(done)s and %(total)s.

        Call it outside a transaction, or nobody sees it. Raises Cancelled when the work is no longer wanted.
        """
        now = monotonic()
        if now - self._noted < OFTEN and done < total:
            return
        self._noted = now
        note = {"done": done, "total": total, "message": message, "seen_at": timezone.now()}
        if not own(self.job).update(**note) or own(self.job).filter(cancel_asked=True).exists():
            raise Cancelled


def own(job: Job) -> Any:
    """The row, as long as this run is the one that counts."""
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=Job.State.RUNNING)


@task
def run(job_id: str, attempt: int) -> None:
    """Do one job, once: whatever comes of it is written down, unless the run was given up in the meantime."""
    now = timezone.now()
    with reader.everywhere():  # whose work it is stands in the row
        waiting = Job.objects.filter(pk=job_id, attempt=attempt, state=Job.State.WAITING)
        if not waiting.update(state=Job.State.RUNNING, started_at=now, seen_at=now):
            return
        job = Job.objects.select_related("company").get(pk=job_id)
    who = Reader(None, Role.OWNER, frozenset({job.company_id}))
    with reader.acting(who):
        with _alive(job, who):
            outcome = _outcome(job)
        own(job).update(ended_at=timezone.now(), **outcome)


def _outcome(job: Job) -> dict[str, Any]:
    try:
        result = KINDS[job.kind].run(Work(job))
    except Cancelled:
        return {"state": Job.State.CANCELLED}
    except InputError as error:
        fault = {lang: "\n".join(fault.message(lang) for fault in error.faults) for lang in ("ja", "en")}
        return {"state": Job.State.FAILED, "fault": fault}
    except Exception:
        log.exception("job %s of kind %s failed", job.pk, job.kind)
        return {"state": Job.State.FAILED}
    return {"state": Job.State.DONE, "result": result}


@contextmanager
def _alive(job: Job, who: Reader) -> Iterator[None]:
    """Signs of life from a thread of their own, so that a long step without a note is not taken for a dead one."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(BEAT):
            with suppress(DatabaseError), reader.acting(who):
                own(job).update(seen_at=timezone.now())
        connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
