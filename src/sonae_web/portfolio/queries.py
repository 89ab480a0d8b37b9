"""The companies that let a supporter look in."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber
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


def list_for(person: UUID, now: datetime) -> tuple[Call, ...]:
    """Who of the granted clients needs a call today and why. Only what each grant covers is looked at."""
    known, zone = companies.clients(person, now), timezone.get_current_timezone()
    answers = _within(person, now, {row.company for row in known if "diagnosis" in row.scope}, _answers)
    results = _within(person, now, {row.company for row in known if "risk" in row.scope}, _results)
    clients = [_client(row, answers.get(row.company), results.get(row.company, ()), zone) for row in known]
    return calls.calls(clients, timezone.localdate(now))


def _within(person: UUID, now: datetime, allowed: set[UUID], read: Any) -> dict[UUID, Any]:
    """What is read of the granted companies, kept for those whose grant covers it."""
    if not allowed:
        return {}
    with reader.acting(Reader(person, Role.ADVISER, frozenset(allowed))):
        found = read(companies.granted(person, now))
        return {company: told for company, told in found if company in allowed}


def _answers(granted: Any) -> Iterator[tuple[UUID, tuple[int, datetime]]]:
    rows = Diagnosis.objects.filter(company__in=granted).values_list("company", "answered", "updated_at")
    return ((company, (answered, changed)) for company, answered, changed in rows)


def _results(granted: Any) -> Iterable[tuple[UUID, tuple[Any, ...]]]:
    """The day and score of the latest result of each, and the score before it."""
    number = Window(RowNumber(), partition_by="company", order_by=F("made_at").desc())
    rows = Assessment.objects.filter(company__in=granted).order_by().annotate(number=number).filter(number__lte=2)
    found: dict[UUID, tuple[Any, ...]] = {}
    for company, made_at, score, place in rows.values_list("company", "made_at", "score", "number"):
        latest, before = ((made_at, score), ()) if place == 1 else ((), (score,))
        found[company] = latest + found.get(company, ()) + before
    return found.items()


def _client(
    row: companies.Client, answers: tuple[int, datetime] | None, result: tuple[Any, ...], zone: tzinfo
) -> Client:
    count, changed = answers or (0, None)
    made_at, score, before = (*result, None, None, None)[:3]
    return Client(
        str(row.company),
        row.name,
        count,
        len(diagnosis.load().questions),
        _day(changed, zone),
        _day(made_at, zone),
        row.ends_at.astimezone(zone).date(),
        score,
        before,
    )


def _day(moment: datetime | None, zone: tzinfo) -> date | None:
    return moment.astimezone(zone).date() if moment else None


def waiting(person: UUID, now: Any) -> int:
    """How many companies have a link of this supporter that nobody has used yet."""
    with reader.everywhere():
        rows = Invitation.objects.filter(made_by=person, company=None, used_at=None, withdrawn_at=None)
        return rows.filter(expires_at__gt=now).count()
