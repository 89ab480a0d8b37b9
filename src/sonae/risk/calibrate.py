"""Refit the parameters to the published figures in the content: next year's survey is then a change of data, not of code.

Frequency first, in closed form; then severity, on one fixed population whose random numbers never change, by Levenberg-Marquardt steps wide
enough for answers that are yes or no. Covariances are those of the figures' own sampling errors with a weak prior.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sonae.content import published, reader
from sonae.risk import frailty, respondents, validate
from sonae.risk.content import Content
from sonae.risk.respondents import Array, Respondents
from sonae.risk.validate import FIRMS, MAN, UNAUTHORISED

FREQUENCY = ("p_inc_1y", "p_ge10_3y", "ua_share", "vec_cred", "vec_partner")
SEVERITY = ("destroy", "leak", "p_zero_last", "p_loss_100", "mean_loss", "mean_days", "p_days_50", "npa_ge1000")
SPREAD = {
    "mean_loss": 0.16,
    "mean_days": 0.11,
}  # of the logarithm of a mean in one survey; shares have their binomial one
PRIOR = 0.1  # a normal prior of standard deviation 3.2 on every parameter's scale
WIDE, MOST_STEP = 0.25, 0.8


@dataclass(frozen=True, slots=True)
class Fitted:
    """One parameter: the value in use and the refitted one, with its standard error on ``scale`` (log, logit or plain)."""

    id: str
    scale: str
    in_use: float
    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The refitted parameters, and how far each figure then lies from its publication, in standard errors."""

    parameters: tuple[Fitted, ...]
    residuals: Mapping[str, float]


def calibrate(content: Content, firms: int = 30_000, seed: int = 1, frame: str = "ipa") -> Calibration:
    """Refit all fitted parameters on ``firms`` made-up respondents. Raises ValueError below 1,000: too few to fit anything.

    ``frame`` says whose sizes the respondents have: those assumed for IPA's survey, or those of another one, to see how much hangs on it.
    """
    if firms < 1000:
        raise ValueError(f"a fit needs at least 1,000 respondents: {firms}")
    drawn = respondents.draw(frame, firms, np.random.default_rng(seed))
    content, often, first = _fit(content, "frequency", FREQUENCY, lambda c: _frequencies(drawn, c), rounds=8, step=0.02)
    happened = respondents.happen(drawn, content, 1.0, 3, np.random.default_rng(seed + 1))

    def answers(changed: Content) -> dict[str, float]:
        return _amounts(drawn, changed, happened, seed)

    content, costs, second = _fit(content, "severity", SEVERITY, answers, rounds=10, step=WIDE)
    return Calibration((*often, *costs), first | second)


Statistics = Callable[[Content], dict[str, float]]


def _fit(
    content: Content, group: str, figures: tuple[str, ...], statistics: Statistics, rounds: int, step: float
) -> tuple[Content, list[Fitted], dict[str, float]]:
    fit = next(
        entry for entry in content.fits if set(entry.order) <= set(content.parameters) and _group(entry.order) == group
    )
    start = np.array(
        [_to_scale(scale, content.parameters[name]) for name, scale in zip(fit.order, fit.scale, strict=True)]
    )

    def changed(x: Array) -> Content:
        values = {name: _from_scale(scale, value) for name, scale, value in zip(fit.order, fit.scale, x, strict=True)}
        return replace(content, parameters=dict(content.parameters) | values)

    def residual(x: Array) -> Array:
        found = statistics(changed(x))
        return np.array(
            [(_transformed(key, found[key]) - _transformed(key, _target(key))) / _spread(key) for key in figures]
        )

    x, slope, left = _descend(residual, start, rounds, step)
    covariance = np.linalg.inv(slope.T @ slope + PRIOR * np.eye(len(x)))
    fitted = [
        Fitted(name, scale, content.parameters[name], _from_scale(scale, x[k]), float(np.sqrt(covariance[k, k])))
        for k, (name, scale) in enumerate(zip(fit.order, fit.scale, strict=True))
    ]
    return changed(x), fitted, dict(zip(figures, map(float, left), strict=True))


def _group(order: tuple[str, ...]) -> str:
    return "frequency" if "kappa" in order else "severity"


def _descend(residual: Callable[[Array], Array], x: Array, rounds: int, step: float) -> tuple[Array, Array, Array]:
    """Levenberg-Marquardt with wide symmetric differences; returns the point, the slope and the residuals there."""
    left, damping = residual(x), 0.1
    slope = np.zeros((len(left), len(x)))
    for _ in range(rounds):
        moves = step * np.eye(len(x))
        slope = np.array([(residual(x + move) - residual(x - move)) / (2 * step) for move in moves]).T
        for _ in range(4):
            normal = slope.T @ slope + damping * np.eye(len(x))
            new = x + np.clip(-np.linalg.solve(normal, slope.T @ left), -MOST_STEP, MOST_STEP)
            after = residual(new)
            if after @ after < left @ left:
                x, left, damping = new, after, damping / 4
                break
            damping *= 6
        else:
            break
        if left @ left < 0.02:
            break
    return x, slope, left


def _frequencies(firms: Respondents, content: Content) -> dict[str, float]:
    """What a large survey would say of how often, without drawing a single incident."""
    p, names = content.parameters, [scenario.id for scenario in content.scenarios]
    rate = respondents.rates(firms, content, 1.0)
    total, memory = rate.sum(axis=1), 1 + p["recall"] + p["recall"] ** 2
    inside = np.array([float(name in UNAUTHORISED) for name in names])
    entry = reader.toml("risk", "respondents")["entry"]

    def some(yearly: Array) -> float:
        return float(1 - frailty.none_of(yearly, p["het"]).mean())

    ways = {key: inside * np.array([entry[way].get(name, 0.0) for name in names]) for key, way in _WAYS.items()}
    entered = some(rate @ inside)
    often = float(validate.ten_or_more(total * memory, p["het"]).mean()) / some(total * memory)
    return {"p_inc_1y": some(total), "p_ge10_3y": often, "ua_share": entered / some(total)} | {
        key: some(rate @ way) / entered for key, way in ways.items()
    }


_WAYS = {"vec_cred": "credentials", "vec_partner": "partner"}


def _amounts(firms: Respondents, content: Content, happened: respondents.Happened, seed: int) -> dict[str, float]:
    """What the respondents say of money and days; the same random numbers at every call."""
    incidents = respondents.priced(firms, content, happened, np.random.default_rng(seed + 2))
    said = validate.Answers(firms, incidents, content, np.random.default_rng(seed + 3))
    ransom = np.array([scenario.id == "ransom" for scenario in content.scenarios])[incidents.kind]
    police = reader.toml("risk", "respondents")["reply"]["police_employees"]
    known = ransom & incidents.major & (firms.employees[incidents.firm] >= police)
    large = float((incidents.technical[known] >= 1000 * MAN).mean()) if known.any() else 0.0
    return {**said.money(), **said.days(), **said.consequences(), "p_zero_last": said.zero_last(), "npa_ge1000": large}


def _target(key: str) -> float:
    return published.figures()[key].value


def _transformed(key: str, value: float) -> float:
    return float(np.log(value)) if key in SPREAD else _to_scale("logit", min(max(value, 1e-4), 1 - 1e-4))


def _spread(key: str) -> float:
    figure = published.figures()[key]
    n = figure.n if key != "p_inc_1y" else FIRMS
    return SPREAD.get(key) or float(1 / np.sqrt(n * figure.value * (1 - figure.value)))


def _to_scale(scale: str, value: float) -> float:
    if scale == "log":
        return float(np.log(value))
    return float(np.log(value / (1 - value))) if scale == "logit" else value


def _from_scale(scale: str, value: float) -> float:
    if scale == "log":
        return float(np.exp(value))
    return float(1 / (1 + np.exp(-value))) if scale == "logit" else float(value)
