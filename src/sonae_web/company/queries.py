"""Companies as values, and who stands where in them."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from django.conf import settings

from sonae.company import Company as Value
from sonae_web import reader
from sonae_web.company.models import Company, Grant, Membership
from sonae_web.reader import NoReaderError, Reader, Role


@dataclass(frozen=True, slots=True)
class Seat:
    """A place from which a person sees a company: a membership, or a grant that has neither ended nor been taken back."""

    company: Company
    reader: Reader


def active() -> Company | None:
    """The company of the request: on a computer of its own the one that was entered, on a server the reader's.

    Raises NoReaderError on a server outside a reader's scope.
    """
    who = reader.current()
    if who is not None:
        return Company.objects.filter(pk=who.company).first() if who.company else None
    if settings.SERVER:
        raise NoReaderError("no reader in this request")
    return Company.objects.order_by("updated_at").first()


def value(row: Company) -> Value:
    """The row as the library's value."""
    return Value(**{entry.name: getattr(row, entry.name) for entry in fields(Value)})


def seat(person: UUID, company: UUID, now: datetime) -> Seat | None:
    """Where a person stands in one company; None if nowhere. Asked anew in every request, so taking away works at once."""
    with reader.everywhere():
        member = _memberships(person).filter(company=company).first()
        grant = None if member else _grants(person, now).filter(company=company).first()
    return _seat(member or grant) if member or grant else None


def seats(person: UUID, now: datetime) -> tuple[Seat, ...]:
    """Every company that a person may enter, by name."""
    with reader.everywhere():
        found = [*_memberships(person), *_grants(person, now)]
    known: dict[UUID, Seat] = {}
    for row in found:  # who is a member needs no grant
        known.setdefault(row.company_id, _seat(row))
    return tuple(sorted(known.values(), key=lambda seat: seat.company.name))


def only_seat(person: UUID, now: datetime) -> Seat | None:
    """The seat of a person who has exactly one."""
    with reader.everywhere():
        found = [*_memberships(person)[:2], *_grants(person, now)[:2]]
    companies = {row.company_id for row in found}
    return _seat(found[0]) if len(companies) == 1 else None


def _memberships(person: UUID):  # type: ignore[no-untyped-def]
    return Membership.objects.filter(person=person, ended_at=None).select_related("company")


def _grants(person: UUID, now: datetime):  # type: ignore[no-untyped-def]
    return (
        Grant.objects.filter(person=person, revoked_at=None, made_at__lte=now, ends_at__gt=now)
        .select_related("company")
        .order_by("-ends_at")
    )


def _seat(row: Membership | Grant) -> Seat:
    if isinstance(row, Membership):
        return Seat(row.company, Reader(row.person_id, Role(row.role), frozenset({row.company_id})))
    scope = frozenset(row.scope)
    return Seat(row.company, Reader(row.person_id, Role.ADVISER, frozenset({row.company_id}), scope))


def granted(person: UUID, now: datetime):  # type: ignore[no-untyped-def]
    """The keys of these companies as a part of another query, which is quicker than a thousand keys written out."""
    return _grants(person, now).order_by().values("company")


@dataclass(frozen=True, slots=True)
class Client:
    """A company as it stands in a supporter's list: as much as many lines need, and no more."""

    company: UUID
    name: str
    scope: tuple[str, ...]
    ends_at: datetime


def clients(person: UUID, now: datetime) -> tuple[Client, ...]:
    """The companies that let a person look in now; of several grants of one, that which lasts longest."""
    with reader.everywhere():
        rows = _grants(person, now).values_list("company_id", "company__name", "scope", "ends_at")
        found = {company: Client(company, name, tuple(scope), ends) for company, name, scope, ends in reversed(rows)}
    return tuple(found.values())
