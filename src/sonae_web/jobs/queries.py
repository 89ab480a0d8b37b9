"""Reading jobs: always those of one company."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sonae_web.company.models import Company
from sonae_web.jobs.kinds import KINDS, Kind
from sonae_web.jobs.models import Job

GIVEN_UP = timedelta(seconds=30)  # without a sign of life: four beats missed
NOBODY = timedelta(seconds=30)  # waiting for longer than this: is anything there to do it?
ACTIVE = (Job.State.WAITING, Job.State.RUNNING)


@dataclass(frozen=True, slots=True)
class Seen:
    """A job as it looks now. ``state`` is that of the row or "abandoned"; ``percent`` None while unknown."""

    job: Job
    kind: Kind | None
    state: str
    slow_start: bool

    @property
    def active(self) -> bool:
        """Whether it may still change by itself."""
        return self.state in ACTIVE

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100."""
        return min(100 * self.job.done // self.job.total, 100) if self.job.total else None


def see(job: Job, now: datetime) -> Seen:
    """How a job looks at a moment: a run that gave no sign of life for half a minute was given up (a kill, a power cut)."""
    running = job.state == Job.State.RUNNING
    given_up = running and (job.seen_at is None or now - job.seen_at > GIVEN_UP)
    late = job.state == Job.State.WAITING and now - job.made_at > NOBODY
    return Seen(job, KINDS.get(job.kind), "abandoned" if given_up else job.state, late)


def find(company: Company, id: UUID) -> Job | None:  # noqa: A002
    """One job of a company."""
    return Job.objects.filter(company=company, pk=id).first()


def latest(company: Company, kind: str, subject: str = "") -> Job | None:
    """The latest job of a kind about a subject."""
    return Job.objects.filter(company=company, kind=kind, subject=subject).first()


def recent(company: Company, most: int = 20) -> list[Job]:
    """The latest jobs of a company."""
    return list(Job.objects.filter(company=company)[:most])
