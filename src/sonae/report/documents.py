"""Results as JSON documents: the contract with scripts and other systems (docs/user/commands.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sonae import __version__
from sonae.assessment import Assessment, Provenance, fitting
from sonae.catalogue import Catalogue
from sonae.content import published, reader
from sonae.diagnosis import Diagnosis
from sonae.insurance import words
from sonae.insurance.review import Review
from sonae.insurance.summary import Insured
from sonae.measure import LEVEL_OF
from sonae.plan import Comparison, Plan, Step, schemes
from sonae.plan.ways import ways
from sonae.report import reviews
from sonae.risk import LossSummary, Range

if TYPE_CHECKING:
    from sonae.risk.calibrate import Calibration
    from sonae.risk.validate import Row  # numpy is loaded only where losses are computed

Document = dict[str, Any]

SOURCES = {
    "diagnosis": (("diagnosis", "scoring"), ("diagnosis", "peers"), ("diagnosis", "crosswalk")),
    "risk": (
        ("risk", "scenarios"),
        ("risk", "parameters"),
        ("risk", "costs"),
        ("risk", "levels"),
        ("measure", "effects"),
    ),
    "insurance": (
        ("insurance", "readiness"),
        ("insurance", "gaps"),
        ("insurance", "premium"),
        ("insurance", "conditions"),
    ),
    "plan": (
        ("measure", "measures"),
        ("measure", "effects"),
        ("measure", "services"),
        ("plan", "forms"),
        ("plan", "schemes"),
        ("insurance", "premium"),
    ),
    "comparison": (("plan", "alternatives"), ("insurance", "premium")),
}


def diagnosis_document(diagnosis: Diagnosis, provenance: Provenance) -> Document:
    """``sonae.diagnosis/1``."""
    return {
        "schema": "sonae.diagnosis/1",
        **_diagnosis(diagnosis),
        "sources": sources_of(["diagnosis"]),
        "provenance": asdict(provenance),
    }


def risk_document(summary: LossSummary, provenance: Provenance, insured: Insured | None = None) -> Document:
    """``sonae.risk/1``; standard errors are zero where nothing was drawn at random (the exact engine)."""
    return {
        "schema": "sonae.risk/1",
        **_risk(summary, insured),
        "sources": sources_of(["risk"]),
        "provenance": asdict(provenance),
    }


def plan_document(plan: Plan, fitting: Iterable[str], on: date, provenance: Provenance) -> Document:
    """``sonae.plan/1``; ``fitting`` are ids of support schemes."""
    return {
        "schema": "sonae.plan/1",
        **_plan(plan),
        "schemes": scheme_documents(fitting, on),
        "sources": sources_of(["plan", "risk"]),
        "provenance": asdict(provenance),
    }


def readiness_document(review: Review, provenance: Provenance) -> Document:
    """``sonae.readiness/1``: three lights, gaps in yen, and what to ask the agent; never a probability of payment."""
    return {
        "schema": "sonae.readiness/1",
        **reviews.readiness_part(review),
        "sources": sources_of(["insurance", "risk"]),
        "provenance": asdict(provenance),
    }


def premium_document(review: Review, provenance: Provenance) -> Document:
    """``sonae.premium/1``: an indication (目安), never a quotation."""
    return {
        "schema": "sonae.premium/1",
        **reviews.premium_part(review),
        "sources": sources_of(["insurance", "risk"]),
        "provenance": asdict(provenance),
    }


def assessment_document(assessment: Assessment) -> Document:
    """``sonae.assessment/1``: every part as in its own document, provenance and sources once."""
    review = assessment.review
    return {
        "schema": "sonae.assessment/1",
        "company": asdict(assessment.case.company),
        "as_of": assessment.case.as_of.isoformat(),
        "diagnosis": _diagnosis(assessment.diagnosis),
        "risk": _risk(assessment.risk, assessment.insured),
        "plan": _plan(assessment.plan) | {"schemes": scheme_documents(fitting(assessment.case), assessment.case.as_of)},
        **({"comparison": _comparison(assessment.comparison)} if assessment.comparison else {}),
        **({"readiness": reviews.readiness_part(review), "premium": reviews.premium_part(review)} if review else {}),
        "sources": sources_of(["diagnosis", "risk", "plan", "comparison", "insurance"]),
        "provenance": asdict(assessment.provenance),
    }


def validation_document(
    rows: "Iterable[Row]", catalogue: Catalogue, *, surveys: int, seed: int, now: datetime
) -> Document:
    """``sonae.validation/1``: values in the unit of each publication; ``sd`` and ``z`` are null where no number of answers is stated."""
    return {
        "schema": "sonae.validation/1",
        "surveys": surveys,
        "rows": [
            {
                "id": row.id,
                "use": row.use,
                "published": row.published,
                "simulated": row.simulated,
                "sd": row.sd,
                "z": row.z,
                "unit": row.unit,
                "level": row.level,
                "source": list(row.source),
                "wording": asdict(row.figure.wording),
            }
            for row in rows
        ],
        "sources": cited(published.cited(("risk", "surveys"))),
        "provenance": without_case(catalogue, seed, now),
    }


def calibration_document(fit: "Calibration", catalogue: Catalogue, *, firms: int, seed: int, now: datetime) -> Document:
    """``sonae.calibration/1``: standard errors on the scale named; ``residuals`` in standard errors of each published figure."""
    return {
        "schema": "sonae.calibration/1",
        "firms": firms,
        "parameters": [asdict(parameter) for parameter in fit.parameters],
        "residuals": dict(fit.residuals),
        "sources": cited(published.cited(("risk", "surveys"))),
        "provenance": without_case(catalogue, seed, now),
    }


def without_case(catalogue: Catalogue, seed: int | None, now: datetime) -> Document:
    made_at = now.isoformat(timespec="seconds")
    return asdict(Provenance(__version__, catalogue.version, "", seed, None, None, made_at)) | {"input_sha256": None}


def _diagnosis(diagnosis: Diagnosis) -> Document:
    score = diagnosis.score
    return {
        "score": {
            "total": score.total,
            "max": score.max,
            "band": score.band,
            "answered": score.answered,
            "parts": [asdict(part) for part in score.parts],
        },
        "items": [asdict(item) for item in score.items],
        "posture": {item.id: LEVEL_OF[item.answer] for item in score.items if item.answer is not None},
        "stars": diagnosis.stars.stars,
        "star_conditions": [asdict(condition) for condition in diagnosis.stars.conditions],
        "weakest": list(score.weakest),
        "crosswalk": {
            name: {"direct": entry.direct, "touched": entry.touched, "total": entry.total, "open": list(entry.open)}
            for name, entry in diagnosis.crosswalk.items()
        },
    }


def _risk(summary: LossSummary, insured: Insured | None = None) -> Document:
    nothing, error = dict.fromkeys(summary.var, 0), summary.standard_error
    return {
        "aal_yen": summary.aal_yen,
        "p_any": summary.p_any,
        "gross": {
            "aal_yen": summary.aal_yen,
            "var": summary.var,
            "tvar": summary.tvar,
            "standard_error": {"aal_yen": error.aal_yen, "var": nothing | error.var, "tvar": nothing | error.tvar},
        },
        **(_insured(insured) if insured else {}),
        "p_over": summary.p_over,
        "curve": [asdict(point) for point in summary.curve],
        "by_scenario": [asdict(row) for row in summary.by_scenario],
        "by_cost": [asdict(row) for row in summary.by_cost],
        "downtime": asdict(summary.downtime),
        "band": {
            "aal_yen": _range(summary.band.aal_yen),
            "p_any": _range(summary.band.p_any),
            "var": {"99": _range(summary.band.var99)},
        },
        "level": summary.level,
        "quadrature_error": summary.quadrature_error,
    }


def _insured(insured: Insured) -> Document:
    net, recovered = asdict(insured.net), asdict(insured.recovered)
    return {"net": net, "recovered": recovered, "disclaimer": asdict(words.disclaimer())}


def _range(limits: Range) -> Mapping[str, float]:
    return asdict(limits)


def _plan(plan: Plan) -> Document:
    return {
        "budget_yen": plan.budget_yen,
        "aal_yen": plan.aal_yen,
        "tvar99_yen": plan.tvar99_yen,
        "steps": [_step(step) for step in plan.steps],
        "beyond": [_step(step) for step in plan.beyond],
        "searched": plan.searched,
        "weight": plan.weight,
        "policy": plan.policy,
        "premium_yen": plan.premium_yen,
        "value_yen": plan.value_yen,
        "gap": plan.gap,
        "complete": plan.complete,
        "check": asdict(plan.check) if plan.check else None,
        "frontier": [asdict(point) | {"chosen": list(point.chosen)} for point in plan.frontier],
        "disclaimer": asdict(words.disclaimer()),
    }


def _step(step: Step) -> Document:
    row = asdict(step)
    return row | {"scheme": list(row.pop("schemes"))}


def comparison_document(comparison: Comparison, provenance: Provenance) -> Document:
    """``sonae.comparison/1``: all ways on the same simulated years."""
    return {
        "schema": "sonae.comparison/1",
        **_comparison(comparison),
        "sources": sources_of(["comparison", "risk"]),
        "provenance": asdict(provenance),
    }


def _comparison(comparison: Comparison) -> Document:
    known = ways()
    return {
        "years": comparison.years,
        "seed": comparison.seed,
        "spread_years": comparison.spread_years,
        "ways": [
            {"id": row["way"], "title": asdict(known[row["way"]].title)}
            | {key: list(value) if isinstance(value, tuple) else value for key, value in row.items() if key != "way"}
            | {
                "note": asdict(known[row["way"]].note),
                "source": list(known[row["way"]].source),
                "status": known[row["way"]].status,
            }
            for row in map(asdict, comparison.ways)
        ],
        "disclaimer": asdict(words.disclaimer()),
    }


def scheme_documents(ids: Iterable[str], on: date) -> list[Document]:
    """Support schemes with their dates and conditions as of a day."""
    return [_scheme(schemes.schemes()[name], on) for name in ids]


def _scheme(scheme: schemes.Scheme, on: date) -> Document:
    state, day = scheme.state(on)
    return {
        "id": scheme.id,
        "kind": scheme.kind,
        "title": asdict(scheme.title),
        "text": asdict(scheme.text),
        "rate": asdict(scheme.rate),
        "most_yen": scheme.most_yen or None,
        "state": state,
        "date": day.isoformat() if day else None,
        "conditions": [asdict(line) for line in scheme.conditions],
        "status": scheme.status,
        "source": list(scheme.source),
        "as_of": scheme.as_of,
    }


def sources_of(words: Iterable[str]) -> list[Document]:
    return cited(published.cited(*(file for word in words for file in SOURCES[word])))


def cited(ids: Iterable[str]) -> list[Document]:
    known = reader.sources()
    return [
        {
            "id": source,
            "title": asdict(known[source].title),
            "publisher": asdict(known[source].publisher),
            "year": known[source].year,
            "url": known[source].url,
            "via": asdict(known[source].via),
        }
        for source in ids
    ]
