"""From a company and its posture to the rates and odds of every scenario."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from sonae import measure
from sonae.company import Company
from sonae.measure import Posture
from sonae.risk.content import Content, Scenario

Array = NDArray[np.float64]
SMALLEST_SIZE = 5.0  # employees at which the weights of the scenarios are stated
BACKUP, STOPPER = "SD-11", 1.0


@dataclass(frozen=True, slots=True)
class LossModel:
    """One company's yearly losses, ready for an engine.

    Arrays have one entry a scenario, in the order of the content: ``rates`` recognised incidents a year at frailty 1
    (level included), ``p_major``, ``p_destroy``, ``p_leak``, ``p_spread`` shares of incidents. ``parameters`` are those
    the model was built with; ``effect_factor`` multiplies all control effects.
    """

    company: Company
    posture: Posture
    content: Content
    parameters: Mapping[str, float]
    level: float
    safe_backup: float
    rates: Array = field(repr=False)
    p_major: Array = field(repr=False)
    p_destroy: Array = field(repr=False)
    p_leak: Array = field(repr=False)
    p_spread: Array = field(repr=False)


def build(
    company: Company,
    posture: Posture,
    content: Content,
    level: float,
    parameters: Mapping[str, float] | None = None,
    effect_factor: float = 1.0,
) -> LossModel:
    """The loss model of a company.

    ``rates`` follow kappa · weight · (employees/5)^slope · exposure · exp(offset - R) with R the capped sum of the effects
    of the measures in place; the odds of a major outcome, of destroyed and of leaked data fall likewise.
    """
    p = parameters or content.parameters
    blocked = reduction(posture, "frequency", content, effect_factor)
    softened = reduction(posture, "major", content, effect_factor)
    return LossModel(
        company=company,
        posture=posture,
        content=content,
        parameters=p,
        level=level,
        safe_backup=p["backup_safe"] if posture.level.get(BACKUP, 0.0) >= STOPPER else 0.0,
        rates=level * _rates(company, content, p) * np.exp(p["reduction_offset"] - blocked),
        p_major=_logistic(
            _logit(_column(content, "p_major"))
            + p["d_major"]
            + p["major_size_slope"] * np.log(company.employees / SMALLEST_SIZE)
            - softened
            + p["major_offset"]
        ),
        p_destroy=_logistic(_logit(_column(content, "p_destroy")) + p["k_destroy"] - softened),
        p_leak=_logistic(_logit(_column(content, "p_leak")) + p["k_leak"] - p["leak_control"] * softened),
        p_spread=_column(content, "p_spread"),
    )


def rebuild(model: LossModel, parameters: Mapping[str, float], effect_factor: float) -> LossModel:
    """The same company and answers under other parameters."""
    return build(model.company, model.posture, model.content, model.level, parameters, effect_factor)


def reduction(posture: Posture, kind: str, content: Content, factor: float = 1.0) -> Array:
    """Log reduction by scenario: cap · (1 - exp(-sum / cap)), so that all measures together stay below the cap."""
    return capped(factor * effect_sums(posture, kind, content))


def effect_sums(posture: Posture, kind: str, content: Content) -> Array:
    """The effects of all that is in place, by scenario, added up before the cap."""
    items, effects = _effects(kind, tuple(scenario.id for scenario in content.scenarios))
    level = np.array([posture.level.get(item, 0.0) for item in items])
    return np.asarray((level[:, None] * effects).sum(axis=0))


@cache
def _effects(kind: str, scenarios: tuple[str, ...]) -> tuple[tuple[str, ...], Array]:
    """Every item and service with its effects fully in place, shape (items, scenarios)."""
    known = dict(chain(measure.effects().items(), measure.service_effects().items()))
    rows = [[getattr(effect, kind).get(name, 0.0) for name in scenarios] for effect in known.values()]
    return tuple(known), np.array(rows)


def capped(total: Array) -> Array:
    """Added-up effects as a log reduction: cap · (1 - exp(-sum / cap))."""
    cap = measure.log_cap()
    return np.asarray(cap * -np.expm1(-total / cap))


def _rates(company: Company, content: Content, p: Mapping[str, float]) -> Array:
    """Recognised incidents a year before measures and level, for a company that recognises as much as most."""
    recognised = p["recognition"] / (1 + np.exp(-p["detection_offset"]))
    size = company.employees / SMALLEST_SIZE
    return np.array(
        [
            p["kappa"] * _weight(scenario, p) * size**scenario.size_slope * _exposure(scenario, company) * recognised
            for scenario in content.scenarios
        ]
    )


def _weight(scenario: Scenario, p: Mapping[str, float]) -> float:
    return p[scenario.weight_parameter] if scenario.weight_parameter else scenario.weight


def _exposure(scenario: Scenario, company: Company) -> float:
    factor = 1.0
    for key, table in scenario.exposure.items():
        value = getattr(company, key)
        factor *= table[value if isinstance(value, str) else ("yes" if value else "no")]
    return factor


def _column(content: Content, key: str) -> Array:
    return np.array([getattr(scenario, key) for scenario in content.scenarios])


def _logit(share: Array) -> Array:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(share) - np.log1p(-share))


def _logistic(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))
