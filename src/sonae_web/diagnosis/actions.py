"""Keeping answers."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from sonae.measure import Choice
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.diagnosis.models import Diagnosis


@transaction.atomic
def record_answers(*, company: Company, answers: Mapping[str, Choice], now: datetime) -> Diagnosis:
    """Keep these answers beside the earlier ones; writes nothing if none of them is new."""
    row, _ = Diagnosis.objects.select_for_update().get_or_create(company=company, defaults={"updated_at": now})
    changed = {item: choice.value for item, choice in answers.items() if _kept(row, item) != choice.value}
    if changed:
        row.answers |= {item: choice for item, choice in changed.items() if item.startswith("SD-")}
        row.supplement |= {item: choice for item, choice in changed.items() if not item.startswith("SD-")}
        row.answered, row.updated_at = len(row.answers), now
        row.save()
        audit.record(
            at=now, action="diagnosis.answer", subject=f"company:{company.pk}", detail={"items": sorted(changed)}
        )
    return row


def _kept(row: Diagnosis, item: str) -> str | None:
    return row.answers.get(item) or row.supplement.get(item)
