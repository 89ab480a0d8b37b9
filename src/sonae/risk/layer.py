"""A simple contract without chance: a deductible and a limit an incident, and one limit for all of a year, on the whole loss.

Orders of terms, sections and several yearly limits at once need the joint law of what each pays; those are simulated
(``sonae.insurance.years``). This is their check, and the quick answer where a contract is that simple.
"""

from dataclasses import dataclass

import numpy as np

from sonae.risk import compound, exact, severity
from sonae.risk.exact import Year
from sonae.risk.model import LossModel


@dataclass(frozen=True, slots=True)
class Layer:
    """Whole yen: off each incident, at most paid of it, at most paid in a year."""

    deductible: int
    limit: int
    aggregate: int

    def __post_init__(self) -> None:
        if min(self.deductible, self.limit, self.aggregate) < 0:
            raise ValueError(f"a layer has no negative amounts: {self}")


@dataclass(frozen=True, slots=True)
class Paid:
    """The yearly payment under a layer."""

    layer: Layer
    law: Year

    def mean(self) -> float:
        """Expected yen a year: exact below the yearly limit, on the grid that covers it."""
        return self._up_to(self.layer.aggregate)

    def value_at_risk(self, share: float) -> float:
        """Yen that ``share`` of years do not exceed."""
        return min(self.law.value_at_risk(share), float(self.layer.aggregate))

    def tail_mean(self, share: float) -> float:
        """Mean yen of the years beyond ``share``."""
        at_risk = self.value_at_risk(share)
        return at_risk + max(self.mean() - self._up_to(at_risk), 0.0) / (1 - share)

    def _up_to(self, yen: float) -> float:
        rungs = self.law.rungs
        if not rungs:
            return 0.0
        rung = next((rung for rung in rungs if rung.reach > yen), None)
        return rung.capped_mean(yen) if rung else self.law.mean


def paid(model: LossModel, layer: Layer) -> Paid:
    """What ``layer`` pays of the yearly loss of ``model``.

    >>> from sonae import company, measure, risk
    >>> firm = company.typical(company.industries()["manufacturing"], 20)
    >>> model = risk.build(firm, measure.posture({}), risk.load(), level=1.0)
    >>> paid(model, Layer(100_000, 30_000_000, 0)).mean()
    0.0
    """
    priced = severity.price(model, exact.SAMPLE)
    rate = model.rates[:, None] * priced.weight
    amounts = np.clip(priced.total - layer.deductible, 0, layer.limit)
    some = amounts > 0
    incidents = exact.incidents_of(rate[some], amounts[some])
    log_sd = model.parameters["het"]
    mean = float((rate * amounts).sum())
    return Paid(layer, Year(mean, log_sd, incidents, compound.ladder(incidents, log_sd, compound.POINTS)))
