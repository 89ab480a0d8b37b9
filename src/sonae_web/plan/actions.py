"""Asking for the best plans, and keeping them."""

from datetime import datetime

from django.db import transaction

from sonae import assessment, catalogue
from sonae.assessment import Outlook as Value
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.jobs import actions as jobs
from sonae_web.jobs.models import Job
from sonae_web.plan import queries
from sonae_web.plan.models import Outlook
from sonae_web.plan.work import KIND
from sonae_web.risk import actions as risks
from sonae_web.risk import queries as results
from sonae_web.risk.models import Assessment


def adopt(*, company: Company, place: int, now: datetime) -> Assessment | None:
    """Make the plan at a place of the frontier the plan of the company: report, tasks and first page show it. None for plans of old."""
    result = results.latest(company)
    found = queries.latest(company, result) if result else None
    if result is None or found is None or found.outdated or not 0 <= place < len(found.value.plans):
        return None
    value = assessment.with_plan(result.value, found.value, place, catalogue.load(), now=now)
    return risks.keep(company=company, result=value, action="plan.adopt", now=now)


def search(*, company: Company, weight: float, now: datetime) -> Job:
    """Have the best plans found outside the request; ``weight`` is how much a yen of the bad year counts a year."""
    return jobs.start(company=company, kind=KIND, now=now, arguments={"weight": weight})


@transaction.atomic
def keep(*, company: Company, value: Value, now: datetime) -> Outlook:
    """Keep the plans that were found instead of earlier ones."""
    row = Outlook.objects.create(
        company=company,
        made_at=now,
        weight=value.weight,
        code_version=value.provenance.code_version,
        content_version=value.provenance.content_version,
        result=assessment.dumps(value).decode(),
    )
    Outlook.objects.filter(company=company).exclude(pk=row.pk).delete()
    audit.record(at=now, action="plan.search", subject=f"outlook:{row.pk}", detail={"weight": value.weight})
    return row
