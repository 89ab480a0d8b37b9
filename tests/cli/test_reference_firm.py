"""``sonae assess`` on the reference firm at the level of the 2023 survey gives the figures of docs/methods/loss.md."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.answer import ROOT, Command
from sonae import case, company, diagnosis
from sonae.measure import Choice

REFERENCE = tomllib.loads((ROOT / "tests/library/risk/reference.toml").read_text(encoding="utf-8"))
MAN_YEN = 10_000
FIGURES = {
    "aal": lambda risk: risk["aal_yen"] / MAN_YEN,
    "p_any": lambda risk: risk["p_any"],
    "p_over_1000000": lambda risk: risk["p_over"]["1000000"],
    "p_over_5000000": lambda risk: risk["p_over"]["5000000"],
    "var95": lambda risk: risk["gross"]["var"]["95"] / MAN_YEN,
    "var99": lambda risk: risk["gross"]["var"]["99"] / MAN_YEN,
    "var999": lambda risk: risk["gross"]["var"]["99.9"] / MAN_YEN,
}


@pytest.mark.parametrize("expected", REFERENCE["case"], ids=lambda expected: expected["answers"])
def test_reference_firm(sonae: Command, expected: dict[str, Any], tmp_path: Path) -> None:
    answers = dict.fromkeys(diagnosis.load().questions, Choice(expected["answers"]))
    firm = company.check(REFERENCE["company"])
    path = tmp_path / "reference.toml"
    path.write_text(case.to_toml(case.of(firm, answers, {}, date(2026, 11, 1), level="survey")), encoding="utf-8")
    risk = sonae("assess", path, "--json").document["risk"]
    assert risk["level"] == 1.0
    for name, figure in FIGURES.items():
        value, tolerance = expected[name]
        assert figure(risk) == pytest.approx(value, abs=tolerance), name
