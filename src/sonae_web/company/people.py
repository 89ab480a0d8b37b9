"""Who may see the company, and who has looked: reading and taking back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sonae_web.account.models import Person
from sonae_web.audit import actions as audit
from sonae_web.audit.models import Event
from sonae_web.company import words
from sonae_web.company.models import Company, Grant, Invitation, Membership
from sonae_web.reader import Role

SHOWN = 200  # lines of the log on one page


class LastOwnerError(Exception):
    """A company keeps at least one owner."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log for a reader: who, when, what. ``who`` is empty for what the server did itself."""

    at: datetime
    who: str
    action: str

    @property
    def words(self) -> str:
        """What was done, in the language of the page."""
        return words.of(self.action)


def members(company: Company) -> list[Membership]:
    """The people of the company now."""
    return list(Membership.objects.filter(company=company, ended_at=None).select_related("person"))


def grants(company: Company, now: datetime) -> list[Grant]:
    """Who from outside may look in now."""
    rows = Grant.objects.filter(company=company, revoked_at=None, ends_at__gt=now)
    return list(rows.select_related("person"))


def invitations(company: Company, now: datetime) -> list[Invitation]:
    """Links that nobody has used yet."""
    return list(Invitation.objects.filter(company=company, used_at=None, withdrawn_at=None, expires_at__gt=now))


def log(company: Company, by: UUID | None = None) -> list[Line]:
    """The latest lines of the company's log, newest first; ``by`` shows those of one person only."""
    rows = Event.objects.filter(company=company.pk)
    rows = rows.filter(by=by) if by else rows
    latest = list(rows.order_by("-id")[:SHOWN])
    names = dict(Person.objects.filter(pk__in={row.by for row in latest if row.by}).values_list("pk", "name"))
    return [Line(row.at, names.get(row.by, "") if row.by else "", row.action) for row in latest]


@transaction.atomic
def end(*, company: Company, kind: str, id: UUID, now: datetime) -> bool:  # noqa: A002
    """End a membership, a grant or an open link at once; False if the company has none such. Raises LastOwnerError."""
    if kind == "member":
        done = _end_member(company, id, now)
    elif kind == "grant":
        done = bool(Grant.objects.filter(company=company, pk=id, revoked_at=None).update(revoked_at=now))
    else:
        done = bool(Invitation.objects.filter(company=company, pk=id, used_at=None).update(withdrawn_at=now))
    if done:
        audit.record(at=now, action=f"company.end_{kind}", subject=f"{kind}:{id}", company=company.pk)
    return done


def _end_member(company: Company, id: UUID, now: datetime) -> bool:  # noqa: A002
    rows = Membership.objects.select_for_update().filter(company=company, ended_at=None)
    owners = {row.pk for row in rows if row.role == Role.OWNER}
    if owners == {id}:
        raise LastOwnerError
    return bool(rows.filter(pk=id).update(ended_at=now))
