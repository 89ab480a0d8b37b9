"""What one incident costs: a fixed stratified sample of incidents per scenario, priced for one company."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sonae.risk.content import Head
from sonae.risk.model import LossModel

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
TEN_TO_NINETY = 2 * NormalDist().inv_cdf(0.9)  # distance of the 10 % and 90 % points of a standard normal
SIZE_OF_PRICES = 10.0  # employees of the company that the price list is for
NORMALS: tuple[str, ...] = (
    "days",
    "forensics",
    "recovery",
    "lawyer",
    "callcentre",
    "pr",
    "liab_customer",
    "liab_partner",
    "fraud",
)
NORMALS += ("minor", "ransom")
MAJOR_TO_MINOR = 4  # priced major incidents for each minor one
UNIFORMS: tuple[str, ...] = (
    "destroy",
    "leak",
    "spread",
    "backup",
    "forensics",
    "recovery",
    "lawyer",
    "callcentre",
    "gift",
    "pr",
)
UNIFORMS += ("liab_customer", "liab_partner", "records", "minor")


@dataclass(frozen=True, slots=True)
class Sample:
    """Standardised incidents, shape (scenarios, points): normals (common factor mixed in by the user) and uniforms, by name."""

    common: Array
    normal: Mapping[str, Array]
    uniform: Mapping[str, Array]


@cache
def sample(points: int, scenarios: tuple[str, ...]) -> Sample:
    """A Latin hypercube for each scenario: each coordinate runs through the midpoints of equal strata, in an order of its own.

    The same for every company and every plan, so that differences between plans carry no sampling noise; another one for every
    scenario, so that the errors of the scenarios do not add up.
    """
    orders = [np.random.default_rng([20261123, *name.encode()]) for name in scenarios]
    strata = (np.arange(points) + 0.5) / points
    inverse = NormalDist().inv_cdf
    normals = np.array([inverse(share) for share in strata])
    return Sample(
        common=_shuffled(normals, orders),
        normal={name: _shuffled(normals, orders) for name in NORMALS},
        uniform={name: _shuffled(strata, orders) for name in UNIFORMS},
    )


def _shuffled(values: Array, orders: list[np.random.Generator]) -> Array:
    return np.stack([order.permutation(values) for order in orders])


@dataclass(frozen=True, slots=True)
class Severity:
    """Priced incidents of every scenario: some minor ones, then four times as many major ones, where the money is.

    Arrays of shape (scenarios, incidents): ``heads`` yen by cost head, ``total`` their sum, ``days`` of recovery, ``weight`` the
    share of each among the scenario's incidents (every row adds up to one); ``mean_yen`` of shape (scenarios, 2): minor, major.
    """

    heads: Mapping[str, Array]
    total: Array
    days: Array
    weight: Array
    mean_yen: Array

    def with_share(self, model: LossModel) -> "Severity":
        """The same incidents where only the share of major ones differs."""
        return replace(self, weight=_weight(model, self.total.shape[1]))


def price(model: LossModel, points: int) -> Severity:
    """Price the fixed sample for one company: ``points`` major incidents of each scenario."""
    names = tuple(scenario.id for scenario in model.content.scenarios)
    few, many = _Draws(model, sample(points // MAJOR_TO_MINOR, names)), _Draws(model, sample(points, names))
    minor, major = few.minor(), many.major()
    heads = {name: np.concatenate([minor[name], major[name]], axis=1) for name in model.content.heads}
    total = np.sum(list(heads.values()), axis=0)
    days = np.concatenate([few.days_minor, many.days_major], axis=1)
    split = points // MAJOR_TO_MINOR
    mean = np.stack([total[:, :split].mean(axis=1), total[:, split:].mean(axis=1)], axis=1)
    return Severity(heads, total, days, _weight(model, total.shape[1]), mean)


def _weight(model: LossModel, incidents: int) -> Array:
    minor = incidents // (MAJOR_TO_MINOR + 1)
    major = incidents - minor
    parts = [np.outer(1 - model.p_major, np.full(minor, 1 / minor)), np.outer(model.p_major, np.full(major, 1 / major))]
    return np.concatenate(parts, axis=1)


class _Draws:
    """The sample seen by one company; arrays of shape (scenarios, points)."""

    def __init__(self, model: LossModel, drawn: Sample) -> None:
        p, company = model.parameters, model.company
        self.model, self.p, self.company, self.u = model, p, company, drawn.uniform
        weight = p["common_weight"]
        self.z = {name: weight * drawn.common + np.sqrt(1 - weight**2) * z for name, z in drawn.normal.items()}
        self.growth = (company.employees / SIZE_OF_PRICES) ** p["size_power"] * p["price"]
        self.profit_a_day = company.revenue_yen * company.gross_margin / 365
        self.is_ransom = self._is("ransom")
        self.destroy = self.u["destroy"] < model.p_destroy[:, None]
        self.leak = self.u["leak"] < model.p_leak[:, None]
        self.spread = self.u["spread"] < model.p_spread[:, None]
        self.stops = self.destroy | self.is_ransom | self._is("outage")
        self.days_minor = self._days(p["dm"] * np.ones((len(model.rates), 1)), p["days_minor_sd"])
        factor = np.array([[scenario.days_factor] for scenario in model.content.scenarios])
        helped = np.where(self.u["backup"] < model.safe_backup, p["backup_factor"], 1.0)
        self.days_major = self._days(p["dM"] * factor * helped, p["days_major_sd"])

    def _is(self, scenario_id: str) -> Bools:
        return np.array([[scenario.id == scenario_id] for scenario in self.model.content.scenarios])

    def _days(self, median: Array, sd: float) -> Array:
        return np.asarray(np.minimum(median * np.exp(sd * self.z["days"]), self.p["days_most"]))

    def minor(self) -> dict[str, Array]:
        """Mostly nothing, sometimes one small bill, and a little lost profit and own time."""
        p = self.p
        spent = self.u["minor"] > p["p0"]
        cost = self._blank()
        cost["minor"] += spent * p["minor_median"] * np.exp(p["minor_sd"] * self.z["minor"]) * self.growth
        cost["bi"] += self.profit_a_day * self.days_minor * p["stop_minor"] * self.stops
        return self._finish(cost, self.days_minor, p["labour_minor"])

    def major(self) -> dict[str, Array]:
        """Outside firms, notices, damages, fraud, lost profit and own time."""
        p = self.p
        ransom = np.where(self.is_ransom, np.exp(p["x_ransom"] + p["ransom_sd"] * self.z["ransom"]), 1.0)
        big = self.leak & (self.company.personal_records > p["big_leak_records"])
        lost = min(self.company.personal_records, p["most_records"]) * self.u["records"]
        hurt = self.spread | (self.days_major > p["partner_stop_days"])
        cost = self._blank()
        for name in ("lawyer", "pr"):
            cost[name] += self._bill(name)
        for name in ("forensics", "recovery"):
            cost[name] += self._bill(name) * ransom
        cost["callcentre"] += self._bill("callcentre") * big
        gifts = big & (self.u["gift"] < p["gift_share"])
        cost["notify"] += lost * (self.leak * p["notice_per_record"] + gifts * p["gift_per_record"])
        cost["liab_customer"] += self.leak * self._bill("liab_customer", lost * p["liability_per_record"])
        cost["liab_partner"] += hurt * self._bill("liab_partner")
        most = p["fraud_revenue_share"] * self.company.revenue_yen
        cost["fraud"] += self._is("bec") * np.minimum(self._bill("fraud"), most)
        cost["bi"] += self.profit_a_day * self.days_major * p["stop_major"] * self.stops
        cost["extra"] += p["extra_share"] * cost["bi"]
        return self._finish(cost, self.days_major, p["labour_major"])

    def _blank(self) -> dict[str, Array]:
        return {name: np.zeros(self.z["days"].shape) for name in self.model.content.heads}

    def _bill(self, name: str, more: Array | float = 0.0) -> Array:
        """A bill of an outside firm, where it is sent at all; ``more`` is added to it."""
        head = self.model.content.heads[name]
        sent = self.u[name] < head.bought if name in self.u else np.bool_(True)
        return np.asarray(sent * (_lognormal(head, self.z[name]) * self._scale(head) + more))

    def _scale(self, head: Head) -> float:
        if head.scaled:
            return float(self.growth)
        return float(self.p["price"]) if head.section == "expense" else 1.0

    def _finish(self, cost: dict[str, Array], days: Array, labour_a_day: float) -> dict[str, Array]:
        """No incident costs more than a year's revenue (then the company fails); own labour comes on top."""
        total = np.sum(list(cost.values()), axis=0)
        cut = np.minimum(1.0, self.company.revenue_yen / np.maximum(total, 1.0))
        cost = {name: value * cut for name, value in cost.items()}
        cost["labour"] = labour_a_day * np.minimum(days, self.p["labour_days"])
        return cost


def _lognormal(head: Head, z: Array) -> Array:
    """A lognormal with the head's 10 % and 90 % points."""
    middle = (np.log(head.low) + np.log(head.high)) / 2
    return np.asarray(np.exp(middle + z * np.log(head.high / head.low) / TEN_TO_NINETY))
