"""How far the headline figures move over everything that is known of the parameters: a range, not a line.

The fitted parameters are drawn jointly, with their covariances (some are only known together), the effect of all measures with its own
spread. Each draw is computed exactly on a small sample; its ratio to the central parameters on the same sample moves the headline, so the
range is free of the sample's own error and the centre is the headline itself. The draws are stratified and always the same.
"""

from collections.abc import Mapping
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sonae import measure
from sonae.risk import compound, exact, frailty, severity
from sonae.risk.content import Content, Fit
from sonae.risk.model import LossModel, rebuild
from sonae.risk.summary import Band, Range

Array = NDArray[np.float64]
DRAWS = 64
SAMPLE = 512
POINTS = 2048
ROOM = 8.0  # the grid reaches so many times the central 1-in-100 year
ENDS = (0.05, 0.95)


def around(model: LossModel, aal: float, p_any: float, var99: float) -> Band:
    """The 90 % ranges around three headline figures of ``model``: yen a year, share of years, yen."""
    drawn = np.array([_figures(rebuild(model, *draw), var99) for draw in draws(model.content)])
    ratio = drawn / np.maximum(np.array(_figures(model, var99)), 1e-300)
    low, high = np.quantile(ratio, ENDS, axis=0).tolist()
    ranges = [
        Range(min(low[k], 1.0) * value, value, max(high[k], 1.0) * value) for k, value in enumerate((aal, p_any, var99))
    ]
    return Band(_whole(ranges[0]), Range(ranges[1].low, p_any, min(ranges[1].high, 1.0)), _whole(ranges[2]))


def none(aal: float, p_any: float, var99: float) -> Band:
    """No band: the figures themselves at both ends."""
    return Band(Range(aal, aal, aal), Range(p_any, p_any, p_any), Range(var99, var99, var99))


def _whole(yen: Range) -> Range:
    return Range(round(yen.low), round(yen.central), round(yen.high))


def _figures(model: LossModel, var99: float) -> tuple[float, float, float]:
    priced = severity.price(model, SAMPLE)
    rate = model.rates[:, None] * priced.weight
    mean = float((rate * priced.total).sum())
    incidents = exact.incidents_of(rate, priced.total)
    log_sd = model.parameters["het"]
    step = max(ROOM * var99 / POINTS, compound.FINEST)
    tail = compound.grid(incidents, log_sd, step, POINTS)
    p_any = 1.0 - float(frailty.none_of(incidents.total_rate, log_sd))
    return mean, p_any, tail.quantile(0.99)


@cache
def _standard(dimensions: int) -> Array:
    """A Latin hypercube of standard normals, shape (DRAWS, dimensions)."""
    order = np.random.default_rng(20261124)
    strata = [NormalDist().inv_cdf((k + 0.5) / DRAWS) for k in range(DRAWS)]
    return np.stack([order.permutation(strata) for _ in range(dimensions)], axis=1)


def draws(content: Content) -> list[tuple[dict[str, float], float]]:
    """Joint draws of the parameters, each with a factor on all effects of measures."""
    sizes = [len(fit.order) for fit in content.fits]
    standard = _standard(sum(sizes) + 1)
    parts = np.split(standard[:, :-1], np.cumsum(sizes)[:-1], axis=1)
    moved = [
        part @ np.linalg.cholesky(np.array(fit.covariance)).T for part, fit in zip(parts, content.fits, strict=True)
    ]
    spread = measure.effect_spread()
    return [
        (
            dict(content.parameters)
            | _moved(content.fits[0], content.parameters, moved[0][k])
            | _moved(content.fits[1], content.parameters, moved[1][k]),
            float(np.exp(spread * standard[k, -1])),
        )
        for k in range(DRAWS)
    ]


def _moved(fit: Fit, central: Mapping[str, float], by: Array) -> dict[str, float]:
    return {
        name: _on_scale(scale, central[name], step) for name, scale, step in zip(fit.order, fit.scale, by, strict=True)
    }


def _on_scale(scale: str, value: float, step: float) -> float:
    if scale == "log":
        return float(value * np.exp(step))
    if scale == "logit":
        return float(1 / (1 + (1 - value) / value * np.exp(-step)))
    return float(value + step)
