"""Contracts of a company as values."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404

from sonae.insurance import policy
from sonae.insurance.policy import Policy as Value
from sonae.measure import Choice
from sonae_web.company.models import Company
from sonae_web.insurance.models import Draft, Policy, Ready, Sheet, Version

COUNTING = ("in_force", "")  # states of a contract whose terms count


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract with its latest terms. ``counts``: it is in force on the day asked about."""

    id: UUID
    value: Value
    number: int
    made_at: datetime
    counts: bool

    @property
    def status(self) -> str:
        """The state that the contract says it is in."""
        return str(self.value.term("status", "in_force"))

    @property
    def title(self) -> str:
        """The insurer with the product, as the contract names them; its id where it does not."""
        names = (self.value.term("insurer.name", ""), self.value.term("insurer.product", ""))
        return " ".join(name for name in names if name) or self.value.id


def contracts(company: Company, today: date) -> tuple[Contract, ...]:
    """All contracts of a company, the oldest first."""
    latest: dict[UUID, Version] = {}
    for version in Version.objects.filter(company=company).order_by("policy__added_at", "number"):
        latest[version.policy_id] = version
    return tuple(_contract(version, today) for version in latest.values())


def counting(company: Company, today: date) -> tuple[str, ...]:
    """The texts of the contracts that are in force on a day."""
    return tuple(contract.value.text for contract in contracts(company, today) if contract.counts)


def find(company: Company, policy_id: UUID, today: date) -> Contract:
    """One contract of this company. Raises Http404."""
    version = Version.objects.filter(company=company, policy_id=policy_id).order_by("-number").first()
    if version is None:
        raise Http404(f"no contract {policy_id}")
    return _contract(version, today)


def history(company: Company, policy_id: UUID) -> tuple[Version, ...]:
    """Every version of a contract, the newest first."""
    return tuple(Version.objects.filter(company=company, policy_id=policy_id).order_by("-number"))


def draft(company: Company, draft_id: UUID) -> Draft:
    """What is being typed in. Raises Http404."""
    row = Draft.objects.filter(company=company, pk=draft_id).first()
    if row is None:
        raise Http404(f"no draft {draft_id}")
    return row


def drafts(company: Company) -> tuple[Draft, ...]:
    """What was begun and not finished."""
    return tuple(Draft.objects.filter(company=company))


def base(row: Draft) -> Value | None:
    """The contract that a draft changes."""
    version = Version.objects.filter(policy_id=row.policy_id).order_by("-number").first() if row.policy_id else None
    return policy.parse(version.text) if version else None


def row(company: Company, code: str) -> Policy | None:
    """The contract of a name."""
    return Policy.objects.filter(company=company, code=code).first()


def readiness_answers(company: Company) -> dict[str, Choice]:
    """What was said about the items of readiness."""
    row = Ready.objects.filter(company=company).first()
    return {item: Choice(choice) for item, choice in row.answers.items()} if row else {}


def sheets(company: Company, policy_id: UUID) -> tuple[Sheet, ...]:
    """The frozen disclosure sheets of a contract without their bytes, the newest first."""
    return tuple(Sheet.objects.filter(company=company, policy_id=policy_id).defer("pdf"))


def frozen(company: Company, sheet_id: UUID) -> Sheet:
    """One frozen sheet. Raises Http404."""
    row = Sheet.objects.filter(company=company, pk=sheet_id).first()
    if row is None:
        raise Http404(f"no sheet {sheet_id}")
    return row


def _contract(version: Version, today: date) -> Contract:
    value = policy.parse(version.text)
    running = _day(value.start) <= today < _day(value.end)
    counts = running and str(value.term("status", "")) in COUNTING
    return Contract(version.policy_id, value, version.number, version.made_at, counts)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
