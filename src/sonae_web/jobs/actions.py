"""Starting work, cancelling it, starting it again."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.jobs import queries, running, waking
from sonae_web.jobs.kinds import KINDS
from sonae_web.jobs.models import Job

KEPT = timedelta(days=30)


@transaction.atomic
def start(
    *, company: Company, kind: str, now: datetime, subject: str = "", arguments: dict[str, Any] | None = None
) -> Job:
    """Have something done outside the request and return its job at once; the same work is not started twice.

    The row is written in the caller's transaction: no work begins on what is then not kept. Raises KeyError for a kind that no word
    declares.
    """
    own = KINDS[kind]
    Company.objects.select_for_update().get(pk=company.pk)  # two at once: the second finds the job of the first
    last = queries.latest(company, own.id, subject)
    if last and queries.see(last, now).active:
        return last
    _forget(company, now)
    job = Job.objects.create(company=company, kind=own.id, subject=subject, arguments=arguments or {}, made_at=now)
    audit.record(at=now, action="job.start", subject=f"job:{job.pk}", detail={"kind": own.id})
    _enqueue(job)
    return job


@transaction.atomic
def cancel(*, job: Job, now: datetime) -> None:
    """Stop it at its next step; at once while it waits or when nobody works on it any more."""
    if not queries.see(job, now).active and job.state != Job.State.RUNNING:
        return
    alive = queries.see(job, now).state == Job.State.RUNNING
    changed = {"cancel_asked": True} if alive else {"state": Job.State.CANCELLED, "ended_at": now}
    Job.objects.filter(pk=job.pk, state=job.state, attempt=job.attempt).update(**changed)
    audit.record(at=now, action="job.cancel", subject=f"job:{job.pk}", detail={"kind": job.kind})


@transaction.atomic
def restart(*, job: Job, now: datetime) -> bool:
    """Begin anew what failed, was cancelled or given up; False if it is done or still going on."""
    seen = queries.see(job, now)
    if seen.active or seen.kind is None or job.state == Job.State.DONE:
        return False
    fresh = {"state": Job.State.WAITING, "attempt": job.attempt + 1, "made_at": now, "cancel_asked": False}
    blank = {"done": 0, "total": 0, "message": "", "fault": {}, "started_at": None, "seen_at": None, "ended_at": None}
    if not Job.objects.filter(pk=job.pk, state=job.state, attempt=job.attempt).update(**fresh, **blank):
        return False
    job.refresh_from_db()
    audit.record(at=now, action="job.restart", subject=f"job:{job.pk}", detail={"kind": job.kind})
    _enqueue(job)
    return True


def _enqueue(job: Job) -> None:
    running.run.enqueue(str(job.pk), job.attempt)
    transaction.on_commit(waking.wake)


def _forget(company: Company, now: datetime) -> None:
    """Remove what ended a month ago, and the queue's own notes of a day ago."""
    Job.objects.filter(company=company, ended_at__lt=now - KEPT).delete()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - timedelta(days=1)).delete()
