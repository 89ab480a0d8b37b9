"""Asking for the best plans, and keeping them."""

from datetime import datetime

from django.db import transaction

from sonae import assessment
from sonae.assessment import Outlook as Value
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.jobs import actions as jobs
from sonae_web.jobs.models import Job
from sonae_web.plan.models import Outlook
from sonae_web.plan.work import KIND


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
