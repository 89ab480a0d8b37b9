"""Reading the plans that were found; nothing is computed again."""

from dataclasses import dataclass
from datetime import datetime

from sonae import __version__, assessment, catalogue
from sonae.assessment import Outlook as Value
from sonae_web.company.models import Company
from sonae_web.jobs import queries as jobs
from sonae_web.jobs.models import Job
from sonae_web.plan.models import Outlook
from sonae_web.plan.work import KIND
from sonae_web.risk.queries import Stored as Result


@dataclass(frozen=True, slots=True)
class Stored:
    """Plans as they were made. ``outdated``: company, answers, contracts, level or Sonae itself have changed since."""

    value: Value
    made_at: datetime
    outdated: bool


def latest(company: Company, result: Result) -> Stored | None:
    """The plans of a company beside its latest result; None where none were looked for."""
    row = Outlook.objects.filter(company=company).last()
    if row is None:
        return None
    value = assessment.load_outlook(row.result.encode())
    mine, theirs = value.case, result.value.case
    same = all(
        getattr(mine, name) == getattr(theirs, name)
        for name in ("company", "answers", "supplement", "policies", "level")
    )
    ours = (row.code_version, row.content_version) == (__version__, catalogue.load().version)
    return Stored(value, row.made_at, result.outdated or not same or not ours)


def job(company: Company, since: datetime | None, now: datetime) -> Job | None:
    """The latest search, while it goes on or where it ended without a plan after ``since``."""
    found = jobs.latest(company, KIND)
    if found is None or found.state == Job.State.DONE or (since and found.made_at < since):
        return None
    return found
