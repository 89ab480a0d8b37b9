"""Readiness, gaps and premiums as parts of JSON documents (docs/user/insurance.md)."""

from dataclasses import asdict
from typing import Any

from sonae.insurance import holes, premium, readiness, words
from sonae.insurance.holes import Gap
from sonae.insurance.readiness import Finding
from sonae.insurance.review import Option, Review

Document = dict[str, Any]


def readiness_part(review: Review) -> Document:
    """Three lights with their items, the gaps in yen, and what to ask the agent."""
    lights = review.readiness
    return {
        "as_of": lights.as_of.isoformat(),
        "policies": list(lights.policies),
        "lights": [asdict(light) | _titled(readiness.light_words(light.id)[0]) for light in lights.lights],
        "items": [_item(finding) for finding in lights.findings],
        "gaps": [_gap(gap) for gap in review.gaps],
        "largest": [gap.id for gap in review.largest],
        "questions": [{"about": question.about, "text": asdict(question.text)} for question in review.questions],
        "assumed_terms": list(lights.assumed_terms),
        "disclaimer": asdict(words.disclaimer()),
    }


def premium_part(review: Review) -> Document:
    """The contracts' own arithmetic, the indication (目安), and from which odds on an option pays."""
    costs = review.premium
    return {
        "contracts": [asdict(own) | {"agrees": own.agrees} for own in costs.contracts],
        "indications": [asdict(own) | _titled(premium.plan_title(own.plan)) for own in costs.indications],
        "savings": [asdict(saving) for saving in costs.savings],
        "options": [_option(option) for option in costs.options],
        "disclaimer": asdict(words.disclaimer()),
    }


def _titled(title: Any) -> Document:
    return {"title": asdict(title)}


def _item(finding: Finding) -> Document:
    item = readiness.items()[finding.id]
    days = {name: day.isoformat() if (day := getattr(finding, name)) else None for name in ("since", "until")}
    return (
        asdict(finding)
        | days
        | {
            "standing": str(finding.standing),
            "colour": finding.colour,
            "lights": list(item.lights),
            "question": asdict(item.question),
            "evidence_wanted": asdict(item.evidence),
            "max_age_days": item.max_age_days,
        }
    )


def _gap(gap: Gap) -> Document:
    kind = holes.kinds()[gap.id]
    days = {name: day.isoformat() if (day := getattr(gap, name)) else None for name in ("due", "decided_on")}
    return (
        asdict(gap)
        | days
        | {
            "name": kind.name,
            "heads": list(kind.heads),
            "title": asdict(kind.title),
            "text": asdict(kind.text),
            "close": asdict(kind.close),
            "measures": list(kind.measures),
        }
    )


def _option(option: Option) -> Document:
    return asdict(option) | {"name": holes.kinds()[option.gap].name}
