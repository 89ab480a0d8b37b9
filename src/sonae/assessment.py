"""One assessment: from a case to everything that is concluded from it."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from sonae import __version__, diagnosis, measure, plan, risk
from sonae.case import Case, digest
from sonae.catalogue import Catalogue
from sonae.diagnosis import Diagnosis
from sonae.plan import Plan
from sonae.risk import LossSummary


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a result was made of: None where a key means nothing for it. ``made_at`` is ISO 8601 with offset."""

    code_version: str
    content_version: str
    input_sha256: str
    seed: int | None
    years: int | None
    level: float | None
    made_at: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """All results of one case, with the case itself, so that any figure can be traced and repeated."""

    case: Case
    diagnosis: Diagnosis
    risk: LossSummary
    plan: Plan
    provenance: Provenance


def assess(case: Case, catalogue: Catalogue, *, now: datetime, seed: int = 0) -> Assessment:
    """The whole pipe: answers → score and posture → losses → plan. Exact, so the seed is recorded but moves nothing."""
    posture = measure.posture(case.answers)
    model = risk.build(case.company, posture, catalogue.risk, level=case.level)
    return Assessment(
        case=case,
        diagnosis=diagnosis.diagnose(catalogue.questionnaire, case.answers, case.supplement),
        risk=risk.summarise(model),
        plan=plan.choose(
            case.company, posture, catalogue.measures, catalogue.risk, case.level, budget_yen=case.budget_yen
        ),
        provenance=provenance(case, catalogue, now=now, seed=seed, level=case.level),
    )


def provenance(
    case: Case,
    catalogue: Catalogue,
    *,
    now: datetime,
    seed: int | None = None,
    years: int | None = None,
    level: float | None = None,
) -> Provenance:
    """Where a result of ``case`` comes from; ``now`` must know its offset from UTC."""
    if now.utcoffset() is None:
        raise ValueError("now needs a time zone")
    made_at = now.isoformat(timespec="seconds")
    return Provenance(__version__, catalogue.version, digest(case), seed, years, level, made_at)


def dumps(assessment: Assessment) -> bytes:
    """The assessment as JSON, without loss: ``loads(dumps(x)) == x``."""
    return msgspec.json.encode(assessment)


def loads(data: bytes) -> Assessment:
    """An assessment stored with ``dumps``. Raises ValueError if it is not one."""
    return msgspec.json.decode(data, type=Assessment)
