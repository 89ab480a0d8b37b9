"""The companies that let a supporter look in."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from sonae import diagnosis
from sonae.portfolio import calls
from sonae.portfolio.calls import Call, Client
from sonae_web import reader
from sonae_web.company import queries as companies
from sonae_web.company.models import Invitation
from sonae_web.diagnosis.models import Diagnosis
from sonae_web.reader import Reader, Role
from sonae_web.risk.models import Assessment


def list_for(person: UUID, now: Any) -> tuple[Call, ...]:
    """Who of the granted clients needs a call today and why. Only what each grant covers is looked at."""
    grants = companies.granted(person, now)
    answers = _within(person, [row.company_id for row in grants if "diagnosis" in row.scope], _answers)
    results = _within(person, [row.company_id for row in grants if "risk" in row.scope], _results)
    clients = [_client(row, answers.get(row.company_id), results.get(row.company_id)) for row in grants]
    return calls.calls(clients, timezone.localdate(now))


def _within(person: UUID, ids: list[UUID], read: Any) -> dict[UUID, Any]:
    if not ids:
        return {}
    with reader.acting(Reader(person, Role.ADVISER, frozenset(ids))):
        return dict(read(ids))


def _answers(ids: list[UUID]) -> Any:
    for company, answers, changed in Diagnosis.objects.filter(company__in=ids).values_list(
        "company", "answers", "updated_at"
    ):
        yield company, (len(answers), changed)


def _results(ids: list[UUID]) -> Any:
    rows = Assessment.objects.filter(company__in=ids).order_by().values("company").annotate(last=Max("made_at"))
    return rows.values_list("company", "last")


def _client(grant: Any, answers: tuple[int, Any] | None, result: Any) -> Client:
    count, changed = answers or (0, None)
    return Client(
        str(grant.company_id),
        grant.company.name,
        count,
        len(diagnosis.load().questions),
        _day(changed),
        _day(result),
        timezone.localdate(grant.ends_at),
    )


def _day(moment: Any) -> date | None:
    return timezone.localdate(moment) if moment else None


def waiting(person: UUID, now: Any) -> int:
    """How many companies have a link of this supporter that nobody has used yet."""
    with reader.everywhere():
        rows = Invitation.objects.filter(made_by=person, company=None, used_at=None, withdrawn_at=None)
        return rows.filter(expires_at__gt=now).count()
