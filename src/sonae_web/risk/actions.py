"""Making an assessment."""

from datetime import datetime

from django.db import transaction

from sonae import assessment, case, catalogue
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
    row = Assessment.objects.create(
        company=company,
        made_at=now,
        seed=SEED,
        level=the_case.level,
        code_version=result.provenance.code_version,
        content_version=result.provenance.content_version,
        result=assessment.dumps(result).decode(),
    )
    audit.record(at=now, action="risk.assess", subject=f"assessment:{row.pk}", detail={"level": the_case.level})
    return row
