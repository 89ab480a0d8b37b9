"""Setting the appetite for risk."""

from datetime import datetime

from django.db import transaction

from sonae.management import Appetite as Value
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.management.models import Appetite


@transaction.atomic
def set_appetite(*, company: Company, value: Value, by: str, now: datetime) -> Appetite:
    """Keep a new appetite; earlier ones stay."""
    row = Appetite.objects.create(company=company, yen=value.yen, years=value.years, set_by=by, set_at=now)
    audit.record(
        at=now,
        action="management.appetite",
        subject=f"company:{company.pk}",
        detail={"yen": value.yen, "years": value.years},
    )
    return row
