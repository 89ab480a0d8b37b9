"""The exact engine: a company's yearly loss without drawing a random year."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sonae.risk import compound, frailty, severity
from sonae.risk.compound import Measure, Rung
from sonae.risk.model import LossModel
from sonae.risk.severity import Severity
from sonae.risk.summary import (
    QUANTILES,
    RETURN_PERIODS,
    Band,
    CostLoss,
    CurvePoint,
    Downtime,
    LossSummary,
    ScenarioLoss,
)

Array = NDArray[np.float64]
SAMPLE = 8192  # priced major incidents of each scenario
OVER = (1_000_000, 5_000_000)
LONG_DAYS = 7.0


@dataclass(frozen=True, slots=True)
class Year:
    """The law of one company's year: expected yen ``mean``, the incidents, and the grids of the yearly total."""

    mean: float
    log_sd: float
    incidents: Measure
    rungs: tuple[Rung, ...]

    def value_at_risk(self, share: float) -> float:
        """Yen that ``share`` of years do not exceed."""
        return compound.finest(self.rungs, share).quantile(share) if self.rungs else 0.0

    def tail_mean(self, share: float) -> float:
        """Mean yen of the years beyond ``share`` (TVaR): the mean is exact, so nothing is lost beyond the last grid."""
        if not self.rungs:
            return 0.0
        at_risk = self.value_at_risk(share)
        beyond = self.mean - compound.finest(self.rungs, share).capped_mean(at_risk)
        return at_risk + max(beyond, 0.0) / (1 - share)

    def share_at_least(self, yen: float) -> float:
        """Share of years that cost ``yen`` or more."""
        rung = next((rung for rung in self.rungs if rung.reach > 2 * yen), None)
        return 1.0 - (rung or self.rungs[-1]).share_below(yen) if self.rungs else 0.0

    def largest(self, shares: Array) -> Array:
        """Yen that the largest single incident of a year stays below in each of ``shares`` of years."""
        rates = _rates_for(shares, self.incidents.total_rate, self.log_sd)
        above = np.cumsum(self.incidents.rate[::-1])[::-1]
        k = np.searchsorted(-above, -rates, side="left")
        return np.where(k > 0, self.incidents.yen[k - 1], 0.0)


def expected_loss(model: LossModel, costs: Array | None = None) -> float:
    """Expected yen a year. ``costs`` (``mean_yen`` of the priced incidents) may be given where many models share them."""
    if costs is None:
        costs = severity.price(model, SAMPLE).mean_yen
    return float(model.rates @ ((1 - model.p_major) * costs[:, 0] + model.p_major * costs[:, 1]))


def year(model: LossModel, priced: Severity | None = None, points: int = compound.POINTS) -> Year:
    """The law of the yearly total of ``model``."""
    priced = priced or severity.price(model, SAMPLE)
    rate = model.rates[:, None] * priced.weight
    log_sd = model.parameters["het"]
    incidents = incidents_of(rate, priced.total)
    mean = float((rate * priced.total).sum())
    return Year(mean, log_sd, incidents, compound.ladder(incidents, log_sd, points))


def summarise(model: LossModel, band: bool = True) -> LossSummary:
    """All figures of a company's yearly loss.

    ``band`` adds the 5 % to 95 % range over the joint uncertainty of the parameters (most of the time goes there); without
    it low and high equal the central value.

    >>> from sonae import company, measure
    >>> from sonae.risk import content, model
    >>> firm = company.typical(company.industries()["manufacturing"], 20)
    >>> loss = summarise(model.build(firm, measure.posture({}), content.load(), 0.45), band=False)
    >>> sum(row.aal_yen for row in loss.by_cost) == loss.aal_yen
    True
    """
    priced = severity.price(model, SAMPLE)
    law = year(model, priced)
    rate = model.rates[:, None] * priced.weight
    aal = round(law.mean)
    var = {key: round(law.value_at_risk(float(key) / 100)) for key in QUANTILES}
    p_any = 1.0 - float(frailty.none_of(law.incidents.total_rate, law.log_sd))
    by_scenario = (rate * priced.total).sum(axis=1)
    by_cost = [float((rate * yen).sum()) for yen in priced.heads.values()]
    return LossSummary(
        aal_yen=aal,
        p_any=p_any,
        var=var,
        tvar={key: round(law.tail_mean(float(key) / 100)) for key in QUANTILES},
        p_over={str(yen): law.share_at_least(yen) for yen in OVER},
        curve=_curve(law),
        by_scenario=tuple(
            ScenarioLoss(scenario.id, float(a_year), yen)
            for scenario, a_year, yen in zip(
                model.content.scenarios, model.rates, adding_up(by_scenario, aal), strict=True
            )
        ),
        by_cost=tuple(
            CostLoss(head, yen) for head, yen in zip(priced.heads, adding_up(np.array(by_cost), aal), strict=True)
        ),
        downtime=_downtime(rate, priced, law.log_sd),
        band=_band(model, aal, p_any, var["99"], band),
        level=model.level,
        quadrature_error=abs(expected_loss(model, severity.price(model, SAMPLE // 2).mean_yen) / law.mean - 1)
        if law.mean
        else 0.0,
    )


def incidents_of(rate: Array, total: Array, order: NDArray[np.intp] | None = None) -> Measure:
    """Priced incidents of all scenarios as one measure; ``rate`` a year and ``total`` yen have one shape.

    ``order``: places of ``total`` from the cheapest to the dearest, where they are known already.
    """
    order = np.argsort(total, axis=None) if order is None else order
    return Measure(total.ravel()[order], rate.ravel()[order])


def _curve(law: Year) -> tuple[CurvePoint, ...]:
    shares = [1 - 1 / period for period in RETURN_PERIODS]
    aep = [round(law.value_at_risk(share)) for share in shares]
    oep = [round(yen) for yen in law.largest(np.array(shares)).tolist()]
    return tuple(map(CurvePoint, map(float, RETURN_PERIODS), aep, map(min, oep, aep)))


def _downtime(rate: Array, priced: Severity, log_sd: float) -> Downtime:
    long = float((rate * (priced.days >= LONG_DAYS)).sum())
    return Downtime(float((rate * priced.days).sum()), 1.0 - float(frailty.none_of(long, log_sd)))


def _band(model: LossModel, aal: int, p_any: float, var99: int, wanted: bool) -> Band:
    from sonae.risk import band

    return band.around(model, aal, p_any, var99) if wanted else band.none(aal, p_any, var99)


def adding_up(parts: Array, total: int) -> list[int]:
    """Whole yen that add up to ``total``: the yen of rounding go to the parts that lost most of one."""
    whole = np.floor(parts).astype(np.int64)
    missing = total - int(whole.sum())
    for k in np.argsort(whole - parts, kind="stable")[: max(missing, 0)]:
        whole[k] += 1
    return [int(yen) for yen in whole]


def _rates_for(shares: Array, most: float, log_sd: float) -> Array:
    """Yearly rates of events without any in each of ``shares`` of years, at most ``most``; by bisection on the log scale."""
    low, high = np.full(shares.shape, most * 1e-12), np.full(shares.shape, most)
    for _ in range(60):
        middle = np.sqrt(low * high)
        rarer = frailty.none_of(middle, log_sd) > shares
        low, high = np.where(rarer, middle, low), np.where(rarer, high, middle)
    return np.where(frailty.none_of(most, log_sd) >= shares, most, high)
