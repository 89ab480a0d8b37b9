"""The risk content as typed values: scenarios, cost heads, parameters with their joint uncertainty."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sonae.content import reader
from sonae.content.reader import ContentError
from sonae.risk import checks
from sonae.values import Text


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kind of incident. Either ``weight`` is given or ``weight_parameter`` names the fitted parameter that holds it."""

    id: str
    title: Text
    text: Text
    weight: float
    weight_parameter: str
    size_slope: float
    p_major: float
    days_factor: float
    p_destroy: float
    p_leak: float
    p_spread: float
    exposure: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Head:
    """A cost head: chance that a major incident has it, 10 % and 90 % points in yen; ``scaled`` grows with company size."""

    id: str
    title: Text
    section: str
    bought: float
    low: float
    high: float
    scaled: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """One group of fitted parameters: their ids, the scale they were fitted on, and the covariance on that scale."""

    order: tuple[str, ...]
    scale: tuple[str, ...]
    covariance: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the loss model takes from content files; ``parameters`` by id, fitted and assumed."""

    scenarios: tuple[Scenario, ...]
    heads: Mapping[str, Head]
    parameters: Mapping[str, float]
    fits: tuple[Fit, ...]


@cache
def load() -> Content:
    """The risk content. Raises ContentError naming file and key for a figure that cannot be."""
    parameters = _parameters()
    checks.respondents(reader.toml("risk", "respondents"), [record["id"] for record in _scenarios()])
    return Content(
        scenarios=tuple(_scenario(record, parameters) for record in _scenarios()),
        heads={record["id"]: _head(record) for record in reader.toml("risk", "costs")["head"]},
        parameters=parameters,
        fits=(_fit("frequency"), _fit("severity")),
    )


def _scenarios() -> list[dict[str, Any]]:
    return list(reader.toml("risk", "scenarios")["scenario"])


def _parameters() -> dict[str, float]:
    content = reader.toml("risk", "parameters")
    return {
        record["id"]: _number(record, "value", "risk/parameters.toml", *_domain(record))
        for record in (*content["fitted"], *content["assumed"])
    }


def _domain(record: Mapping[str, Any]) -> tuple[float, float]:
    """The least and the largest value that a parameter may have, by its scale or its unit."""
    kind = record.get("scale", record["unit"])
    if kind in ("logit", "share"):
        return 0.0, 1.0
    return (-math.inf if kind == "plain" else 0.0), math.inf


def _scenario(record: Mapping[str, Any], parameters: Mapping[str, float]) -> Scenario:
    file = "risk/scenarios.toml"
    name = record.get("weight_parameter", "")
    if name and name not in parameters:
        raise ContentError(f"{file}: {record['id']}.weight_parameter: {name} is not a parameter")
    shares = {key: _number(record, key, file, 0, 1) for key in ("p_major", "p_destroy", "p_leak", "p_spread")}
    return Scenario(
        id=record["id"],
        title=reader.text(dict(record), "title"),
        text=reader.text(dict(record), "text"),
        weight=parameters[name] if name else _number(record, "weight", file),
        weight_parameter=name,
        size_slope=_number(record, "size_slope", file),
        days_factor=_number(record, "days_factor", file),
        exposure=_exposure(record),
        **shares,
    )


def _exposure(record: Mapping[str, Any]) -> Mapping[str, Mapping[str, float]]:
    return {
        key: {value: _number(record["exposure"][key], value, f"risk/scenarios.toml: {record['id']}") for value in table}
        for key, table in record.get("exposure", {}).items()
    }


def _head(record: Mapping[str, Any]) -> Head:
    file = "risk/costs.toml"
    drawn = "bought" in record
    low, high = (_number(record, key, file, 1) if drawn else 1.0 for key in ("low", "high"))
    if low > high:
        raise ContentError(f"{file}: {record['id']}.low: {low} is above high {high}")
    bought = _number(record, "bought", file, 0, 1) if drawn else 0.0
    return Head(
        record["id"],
        reader.text(dict(record), "title"),
        record["section"],
        bought,
        low,
        high,
        record.get("scaled", False),
    )


def _fit(group: str) -> Fit:
    content = reader.toml("risk", "parameters")
    covariance = content["covariance"][group]
    scales = {record["id"]: record["scale"] for record in content["fitted"] if record["group"] == group}
    order = tuple(covariance["order"])
    rows = tuple(tuple(float(value) for value in row) for row in covariance["values"])
    if set(order) != set(scales) or any(len(row) != len(order) for row in rows) or len(rows) != len(order):
        raise ContentError(f"risk/parameters.toml: covariance.{group} does not match its fitted parameters")
    checks.covariance(rows, f"risk/parameters.toml: covariance.{group}.values")
    return Fit(order, tuple(scales[name] for name in order), rows)


def _number(record: Mapping[str, Any], key: str, file: str, low: float = 0, high: float = math.inf) -> float:
    value = record.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and low <= value <= high:
        return float(value)
    raise ContentError(f"{file}: {record.get('id', '?')}.{key}: {value!r} is not a number from {low} to {high}")
