"""Reading the latest assessment; nothing is computed again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from sonae import assessment, catalogue
from sonae.assessment import Assessment as Value
from sonae.report import build
from sonae.report.build import Report
from sonae.values import Lang
from sonae_web.company import queries as companies
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.insurance import queries as contracts
from sonae_web.risk.models import Assessment


@dataclass(frozen=True, slots=True)
class Stored:
    """An assessment as it was made. ``outdated``: company, answers or contracts have changed since."""

    id: UUID
    value: Value
    outdated: bool


def latest(company: Company) -> Stored | None:
    """The latest assessment of a company."""
    row = Assessment.objects.filter(company=company).order_by("-made_at").first()
    if row is None:
        return None
    value = assessment.loads(row.result.encode())
    answers, supplement = diagnoses.answers(diagnoses.find(company))
    case = value.case
    policies = contracts.counting(company, timezone.localdate())
    now = (companies.value(company), answers, supplement, policies)
    same = (case.company, case.answers, case.supplement, case.policies) == now
    return Stored(row.pk, value, not same)


MOST_RUNS = 12


@dataclass(frozen=True, slots=True)
class Run:
    """One assessment of a company; ``number`` counts within the company, the first is 1."""

    number: int
    made_at: datetime
    value: Value


def runs(company: Company) -> tuple[Run, ...]:
    """The latest assessments, at most twelve, the newest first."""
    rows = Assessment.objects.filter(company=company).order_by("-made_at")
    count = rows.count()
    return tuple(
        Run(count - place, row.made_at, assessment.loads(row.result.encode()))
        for place, row in enumerate(rows[:MOST_RUNS])
    )


def report(stored: Stored, lang: Lang) -> Report:
    """The assessment in words."""
    return build.build(stored.value, catalogue.load(), lang)
