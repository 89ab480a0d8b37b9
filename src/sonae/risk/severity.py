"""What one incident costs: a fixed stratified sample of incidents per scenario, priced for one company."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
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
KEPT = 64  # arrays that no company changes; some twelve for each size of the sample
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
    split = points // MAJOR_TO_MINOR
    few, many = _Minor(model, split), _Major(model, points)
    heads = dict(
        zip(model.content.heads, np.zeros((len(model.content.heads), len(model.rates), split + points)), strict=True)
    )
    total = np.concatenate(
        [
            few.heads({name: yen[:, :split] for name, yen in heads.items()}),
            many.heads({name: yen[:, split:] for name, yen in heads.items()}),
        ],
        axis=1,
    )
    days = np.concatenate([few.days, many.days], axis=1)
    mean = np.stack([total[:, :split].mean(axis=1), total[:, split:].mean(axis=1)], axis=1)
    return Severity(heads, total, days, _weight(model, total.shape[1]), mean)


def _weight(model: LossModel, incidents: int) -> Array:
    minor = incidents // (MAJOR_TO_MINOR + 1)
    major = incidents - minor
    parts = [np.outer(1 - model.p_major, np.full(minor, 1 / minor)), np.outer(model.p_major, np.full(major, 1 / major))]
    return np.concatenate(parts, axis=1)


class _Minor:
    """Every incident of the sample as a minor one of one company; arrays of shape (scenarios, points)."""

    def __init__(self, model: LossModel, points: int) -> None:
        p, names = model.parameters, _names(model)
        self.model, self.u = model, sample(points, names).uniform
        self.bill = _spread(points, names, "minor", p["common_weight"], p["minor_sd"])
        days = p["dm"] * _spread(points, names, "days", p["common_weight"], p["days_minor_sd"])
        self.days = np.minimum(days, p["days_most"])

    def heads(self, into: Mapping[str, Array]) -> Array:
        """Write the yen by head: mostly nothing, sometimes one small bill, and a little lost profit and own time."""
        p, model = self.model.parameters, self.model
        spent = self.u["minor"] > p["p0"]
        into["minor"][:] = spent * p["minor_median"] * self.bill * _growth(model)
        into["bi"][:] = _profit_a_day(model) * self.days * p["stop_minor"] * _stops(model, self.u)
        return _finish(model, into, ("minor", "bi"), self.days, p["labour_minor"])


class _Major:
    """Every incident of the sample as a major one of one company; arrays of shape (scenarios, points)."""

    def __init__(self, model: LossModel, points: int) -> None:
        p = model.parameters
        self.model, self.points, self.names = model, points, _names(model)
        self.u = sample(points, self.names).uniform
        self.leak = self.u["leak"] < model.p_leak[:, None]
        factor = np.array([[scenario.days_factor] for scenario in model.content.scenarios])
        helped = np.where(self.u["backup"] < model.safe_backup, p["backup_factor"], 1.0)
        days = p["dM"] * factor * helped * self._spread("days", p["days_major_sd"])
        self.days = np.minimum(days, p["days_most"])

    def heads(self, into: Mapping[str, Array]) -> Array:
        """Write the yen by head: outside firms, notices, damages, fraud, lost profit and own time."""
        p, company = self.model.parameters, self.model.company
        big = self.leak & (company.personal_records > p["big_leak_records"])
        lost = min(company.personal_records, p["most_records"]) * self.u["records"]
        hurt = (self.u["spread"] < self.model.p_spread[:, None]) | (self.days > p["partner_stop_days"])
        gifts = big & (self.u["gift"] < p["gift_share"])
        for name in ("lawyer", "pr", "forensics", "recovery"):
            self._bill(name, into[name])
        self._dearer_by_ransomware(into)
        into["callcentre"][:] = self._bill("callcentre", into["callcentre"]) * big
        into["notify"][:] = lost * (self.leak * p["notice_per_record"] + gifts * p["gift_per_record"])
        damages = lost * p["liability_per_record"] * self._sent("liab_customer")
        into["liab_customer"][:] = self.leak * (self._bill("liab_customer", into["liab_customer"]) + damages)
        into["liab_partner"][:] = hurt * self._bill("liab_partner", into["liab_partner"])
        self._fraud(into["fraud"])
        into["bi"][:] = _profit_a_day(self.model) * self.days * p["stop_major"] * _stops(self.model, self.u)
        into["extra"][:] = p["extra_share"] * into["bi"]
        written = [name for name in into if name not in ("minor", "labour")]
        return _finish(self.model, into, written, self.days, p["labour_major"])

    def _spread(self, name: str, sd: float) -> Array:
        return _spread(self.points, self.names, name, self.model.parameters["common_weight"], sd)

    def _sent(self, name: str) -> Bools | bool:
        return self.u[name] < self.model.content.heads[name].bought if name in self.u else True

    def _bill(self, name: str, into: Array) -> Array:
        """Write and return a bill of an outside firm, where it is sent at all."""
        head, weight = self.model.content.heads[name], self.model.parameters["common_weight"]
        return np.multiply(_sent(self.points, self.names, head, weight), _scale(self.model, head), out=into)

    def _dearer_by_ransomware(self, into: Mapping[str, Array]) -> None:
        p, rows = self.model.parameters, self._rows("ransom")
        factor = np.exp(
            p["x_ransom"] + p["ransom_sd"] * _normal(self.points, self.names, "ransom", p["common_weight"])[rows]
        )
        for name in ("forensics", "recovery"):
            into[name][rows] *= factor

    def _fraud(self, into: Array) -> None:
        rows = self._rows("bec")
        most = self.model.parameters["fraud_revenue_share"] * self.model.company.revenue_yen
        kept = np.minimum(self._bill("fraud", into)[rows], most)
        into[:] = 0.0
        into[rows] = kept

    def _rows(self, scenario_id: str) -> list[int]:
        return [k for k, name in enumerate(self.names) if name == scenario_id]


def _names(model: LossModel) -> tuple[str, ...]:
    return tuple(scenario.id for scenario in model.content.scenarios)


def _stops(model: LossModel, u: Mapping[str, Array]) -> Bools:
    """Which incidents stop the work: destroyed data, ransomware, the outage of a supplier."""
    always = np.array([[name in ("ransom", "outage")] for name in _names(model)])
    return np.asarray((u["destroy"] < model.p_destroy[:, None]) | always)


def _growth(model: LossModel) -> float:
    """Bills against those of the price list, by the size of the company."""
    p = model.parameters
    return float((model.company.employees / SIZE_OF_PRICES) ** p["size_power"] * p["price"])


def _profit_a_day(model: LossModel) -> float:
    return model.company.revenue_yen * model.company.gross_margin / 365


def _scale(model: LossModel, head: Head) -> float:
    if head.scaled:
        return _growth(model)
    return float(model.parameters["price"]) if head.section == "expense" else 1.0


def _finish(
    model: LossModel, heads: Mapping[str, Array], written: Iterable[str], days: Array, labour_a_day: float
) -> Array:
    """No incident costs more than a year's revenue (then the company fails); own labour comes on top. Returns the sums of the heads."""
    total = np.zeros(days.shape)
    for name in written:
        total += heads[name]
    fails = np.nonzero(total > max(model.company.revenue_yen, 1.0))
    cut = model.company.revenue_yen / total[fails]
    for name in written:
        heads[name][fails] *= cut
    heads["labour"][:] = labour_a_day * np.minimum(days, model.parameters["labour_days"])
    total[fails] = np.sum([heads[name][fails] for name in written], axis=0)
    total += heads["labour"]
    return total


# What no company changes is computed once: the normals of the sample with their common factor, and the lognormals made of them.


def _normal(points: int, names: tuple[str, ...], name: str, weight: float) -> Array:
    drawn = sample(points, names)
    return np.asarray(weight * drawn.common + np.sqrt(1 - weight**2) * drawn.normal[name])


@lru_cache(KEPT)
def _spread(points: int, names: tuple[str, ...], name: str, weight: float, sd: float) -> Array:
    """exp(sd · normal)."""
    return np.asarray(np.exp(sd * _normal(points, names, name, weight)))


@lru_cache(KEPT)
def _sent(points: int, names: tuple[str, ...], head: Head, weight: float) -> Array:
    """A bill of the price list, zero where it is not sent."""
    bill, u = _lognormal(head, _normal(points, names, head.id, weight)), sample(points, names).uniform
    return np.asarray((u[head.id] < head.bought) * bill) if head.id in u else bill


def _lognormal(head: Head, z: Array) -> Array:
    """A lognormal with the head's 10 % and 90 % points."""
    middle = (np.log(head.low) + np.log(head.high)) / 2
    return np.asarray(np.exp(middle + z * np.log(head.high / head.low) / TEN_TO_NINETY))
