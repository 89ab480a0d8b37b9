"""Reading incidents: always those of one company, put together as the library's value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from sonae.incident import costs, playbooks, read, response
from sonae.incident.costs import Interruption, Meter
from sonae.incident.record import Incident
from sonae.incident.response import Response
from sonae.insurance import policy
from sonae.insurance.policy import Policy
from sonae_web.company.models import Company
from sonae_web.incident.models import Alarm, Case, Contact, Exhibit, Fact, Guest, Pack
from sonae_web.insurance import queries as insurance

MOMENTS = frozenset({"at", "since", "until", "done_at", "taken_at", "known_at", "first_notice"})


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the page of a case shows."""

    case: Case
    response: Response
    facts: tuple[Fact, ...]
    exhibits: tuple[Exhibit, ...]
    guests: tuple[Guest, ...]
    meters: tuple[Meter, ...]
    interruption: Interruption | None

    @property
    def incident(self) -> Incident:
        """The case as a value."""
        return self.response.incident

    def of(self, kind: str) -> list[Fact]:
        """The facts of one kind, the latest first."""
        return [fact for fact in reversed(self.facts) if fact.kind == kind]


def find(company: Company, id: UUID) -> Case | None:  # noqa: A002
    """One case of a company."""
    return Case.objects.filter(company=company, pk=id).first()


def all_of(company: Company) -> list[Case]:
    """The cases of a company, the latest first."""
    return list(Case.objects.filter(company=company)[:100])


def exhibit(company: Company, id: UUID) -> Exhibit | None:  # noqa: A002
    """One piece of evidence of a company."""
    return Exhibit.objects.filter(company=company, pk=id).select_related("case").first()


def packs(case: Case) -> list[Pack]:
    """The claim packs of a case without what they were made of, the latest first."""
    return list(Pack.objects.filter(company=case.company_id, case=case).defer("source"))


def pack(company: Company, id: UUID) -> Pack | None:  # noqa: A002
    """One claim pack of a company."""
    return Pack.objects.filter(company=company, pk=id).first()


def alarm(company: Company) -> Alarm | None:
    """Whom to remind."""
    return Alarm.objects.filter(company=company).first()


def exhibits(case: Case) -> list[Exhibit]:
    """All evidence of a case."""
    return list(Exhibit.objects.filter(company=case.company_id, case=case))


def contact(company: Company, id: UUID) -> Contact | None:  # noqa: A002
    """One number of a company's kit."""
    return Contact.objects.filter(company=company, pk=id).first()


def contacts(company: Company) -> list[Contact]:
    """The numbers for the worst day."""
    return list(Contact.objects.filter(company=company))


def policies(company: Company) -> tuple[Policy, ...]:
    """The contracts in force, which the meter counts with."""
    return tuple(policy.parse(text) for text in insurance.counting(company, timezone.localdate()))


def desk(case: Case, policies: Sequence[Policy], now: datetime) -> Desk:
    """The page of a case at a moment, in three queries whatever its length."""
    facts, exhibits, guests = (
        tuple(model.objects.filter(company=case.company_id, case=case)) for model in (Fact, Exhibit, Guest)
    )
    incident = read.of_table(table(case, facts, exhibits, policies, guests))
    meters = [costs.meter(incident, contract, now) for contract in policies]
    return Desk(
        case,
        response.respond(incident, playbooks.load(), now),
        facts,
        exhibits,
        guests,
        tuple(meter for meter in meters if meter is not None),
        costs.interruption(incident.hours, incident.gross_margin),
    )


def table(
    case: Case,
    facts: Sequence[Fact],
    exhibits: Sequence[Exhibit],
    policies: Sequence[Policy] = (),
    guests: Sequence[Guest] = (),
) -> dict[str, Any]:
    """The case as a table of ``sonae.incident/1``."""
    lists: dict[str, list[Any]] = {}
    for fact in facts:
        if fact.kind != "notice":
            lists.setdefault(fact.kind, []).append(moments(fact.body))
    pieces = [
        {
            "id": str(piece.pk),
            "title": piece.title,
            "sha256": piece.sha256,
            "size": piece.size,
            "collected_by": piece.collected_by,
            "taken_at": piece.received_at,
            "personal_data": piece.personal_data,
        }
        for piece in exhibits
    ]
    head: dict[str, Any] = {
        "schema": read.SCHEMA,
        "id": str(case.pk),
        "title": case.title,
        "known_at": case.known_at,
        "state": case.state,
        "playbook": case.playbook,
        "policies": [contract.name for contract in policies],
        "opened": {"at": case.opened_at},
    }
    head |= {"severity": case.severity} if case.severity else {}
    if guests:
        lists["guest"] = [{"name": row.name, "phone": row.phone, "until": row.until} for row in guests]
    return head | moments(case.facts) | lists | ({"evidence": pieces} if pieces else {})


def moments(body: Any) -> Any:
    """A stored body with its moments as moments."""
    if isinstance(body, list):
        return [moments(entry) for entry in body]
    if not isinstance(body, dict):
        return body
    return {
        key: datetime.fromisoformat(value) if key in MOMENTS and isinstance(value, str) else moments(value)
        for key, value in body.items()
    }
