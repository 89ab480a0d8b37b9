"""Making an assessment."""

from datetime import datetime

from django.db import transaction

from sonae import assessment, case, catalogue
from sonae.assessment import Assessment as Value
from sonae_web.audit import actions as audit
from sonae_web.company import queries as companies
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.evidence import queries as evidence
from sonae_web.insurance import queries as contracts
from sonae_web.risk.models import Assessment

SEED = 0  # the exact engine draws nothing


@transaction.atomic
def assess(*, company: Company, level: str | float, budget_yen: int | None, now: datetime) -> Assessment:
    """Assess the company as it is now and keep the result. All 25 items must be answered."""
    answers, supplement = diagnoses.answers(diagnoses.find(company))
    the_case = case.of(
        companies.value(company),
        answers,
        supplement,
        now.date(),
        budget_yen=budget_yen,
        level=level,
        policies=contracts.counting(company, now.date()),
        evidence=evidence.values(company),
        readiness=contracts.readiness_answers(company),
    )
    result = assessment.assess(the_case, catalogue.load(), now=now, seed=SEED)
    return keep(company=company, result=result, action="risk.assess", now=now)


@transaction.atomic
def keep(*, company: Company, result: Value, action: str, now: datetime) -> Assessment:
    """Keep a result as the latest one of the company."""
    row = Assessment.objects.create(
        company=company,
        made_at=now,
        seed=SEED,
        level=result.case.level,
        code_version=result.provenance.code_version,
        content_version=result.provenance.content_version,
        score=result.diagnosis.score.total,
        result=assessment.dumps(result).decode(),
    )
    audit.record(at=now, action=action, subject=f"assessment:{row.pk}", detail={"level": result.case.level})
    return row
