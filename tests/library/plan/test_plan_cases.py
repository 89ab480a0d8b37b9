"""Plans for the example companies, against what an experienced adviser would say first."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sonae import case, measure, plan, risk
from sonae.plan import Plan

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[2] / "examples"
CASES = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
expert = pytest.mark.parametrize("wanted", CASES, ids=lambda wanted: wanted["file"])


def chosen(file: str, **budget: int | None) -> Plan:
    one = case.read(EXAMPLES / file)
    budget_yen = budget.get("budget_yen", one.budget_yen)
    posture = measure.posture(one.answers)
    return plan.choose(one.company, posture, measure.measures(), risk.load(), one.level, budget_yen)


def test_every_example_has_a_case() -> None:
    assert {wanted["file"] for wanted in CASES} == {path.name for path in EXAMPLES.glob("*.toml")}


@expert
def test_begins_where_an_adviser_would(wanted: dict[str, Any]) -> None:
    items = [step.item for step in chosen(wanted["file"]).steps]
    assert items[: len(wanted["first"])] == wanted["first"]
    assert set(wanted["early"]) <= set(items[: wanted["within"]])
    assert not set(wanted["not_proposed"]) & set(items)


@expert
def test_without_money(wanted: dict[str, Any]) -> None:
    result = chosen(wanted["file"], budget_yen=0)
    assert set(wanted["unpaid"]) <= {step.item for step in result.steps}
    assert result.beyond[0].item == wanted["first_paid"]


@expert
def test_what_costs_nothing_brings_most(wanted: dict[str, Any]) -> None:
    """Small companies are not told to buy: what is free saves more than half of all that the measures can save."""
    result = chosen(wanted["file"], budget_yen=None)
    saved = sum(step.aal_before - step.aal_after for step in result.steps)
    unpaid = sum(step.aal_before - step.aal_after for step in result.steps if step.free)
    assert unpaid > saved / 2
    assert 0.2 < saved / result.aal_yen < 0.8
