"""The situations of cases.toml, written by people who know companies rather than programs."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sonae import diagnosis
from sonae.measure import Choice

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))["case"]


def answers_of(case: dict[str, Any]) -> dict[str, Choice]:
    named = {item: Choice(choice) for choice in Choice for item in case.get(choice.value, [])}
    everything = diagnosis.load().questions
    assert set(named) <= set(everything), "an item that does not exist"
    return (dict.fromkeys(everything, Choice(case["otherwise"])) if "otherwise" in case else {}) | named


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["situation"])
def test_case(case: dict[str, Any]) -> None:
    result = diagnosis.diagnose(diagnosis.load(), answers_of(case))
    found = {
        "total": result.score.total,
        "band": result.score.band,
        "stars": result.stars.stars,
        "weakest": list(result.score.weakest),
        "answered": result.score.answered,
        "parts": {part.id: part.points for part in result.score.parts},
    }
    assert {name: found[name] for name in case["expect"]} == case["expect"]
