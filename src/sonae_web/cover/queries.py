"""Readiness and gaps of a company, from its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sonae.evidence import Evidence
from sonae.insurance import policy, readiness
from sonae.insurance.readiness import Readiness
from sonae.measure import Choice
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.evidence import queries as proofs
from sonae_web.insurance import queries as contracts
from sonae_web.risk.queries import Stored


@dataclass(frozen=True, slots=True)
class Ready:
    """The lights of today with the evidence that they cite, by id."""

    value: Readiness
    evidence: Mapping[str, Evidence]
    answers: Mapping[str, Choice]


def ready(company: Company, today: date) -> Ready:
    """The three lights as everything stands today; nothing is simulated for them."""
    answers, supplement = diagnoses.answers(diagnoses.find(company))
    own = contracts.readiness_answers(company)
    policies = tuple(policy.parse(text) for text in contracts.counting(company, today))
    pieces = proofs.values(company)
    value = readiness.readiness(policies, {**answers, **supplement, **own}, pieces, today)
    return Ready(value, {piece.id: piece for piece in pieces}, own)


def outdated(company: Company, stored: Stored) -> bool:
    """Whether a stored review of the insurance rests on something that has changed since."""
    case = stored.value.case
    same = (case.evidence, case.readiness) == (proofs.values(company), contracts.readiness_answers(company))
    return stored.outdated or stored.value.review is None or not same
