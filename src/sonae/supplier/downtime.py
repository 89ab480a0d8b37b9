"""How long a hit firm stands still: the recovery days of the loss model, as a table of equally likely values."""

from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sonae import company, measure, risk
from sonae.measure import Choice
from sonae.risk.model import LossModel
from sonae.supplier import parameters

POINTS = 4096


@cache
def law() -> NDArray[np.float64]:
    """4,096 equally likely numbers of days, the shortest first, of a company of mean size with every measure partly in place.

    >>> bool((np.diff(law()) >= 0).all()), 1 < law().mean() < 30, law().max() <= 365
    (True, True, True)
    """
    firm = company.typical(company.industries()["other"], round(parameters.load()["persons_per_firm"]))
    halves = measure.posture(dict.fromkeys(measure.effects(), Choice.PARTLY))
    return _quantiles(risk.build(firm, halves, risk.load(), level=1.0))


def _quantiles(model: LossModel) -> NDArray[np.float64]:
    """The mixture over kinds of incident, minor and major, at the midpoints of equal strata."""
    p = model.parameters
    slow = np.array([scenario.days_factor for scenario in model.content.scenarios])
    weight = model.rates / model.rates.sum()
    grid = np.geomspace(1e-3, p["days_most"], 20_000)
    normal = np.vectorize(NormalDist().cdf, otypes=[float])
    minor = normal(np.log(grid / p["dm"]) / p["days_minor_sd"])
    below = minor * (weight * (1 - model.p_major)).sum()
    for share, factor in zip(weight * model.p_major, slow, strict=True):
        below += share * normal(np.log(grid / (p["dM"] * factor)) / p["days_major_sd"])
    strata = (np.arange(POINTS) + 0.5) / POINTS
    return np.asarray(np.interp(strata, below, grid, right=p["days_most"]))
