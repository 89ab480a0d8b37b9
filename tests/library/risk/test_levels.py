"""Levels of frequency: by name, as a number, and what a wrong one is told."""

import pytest

from sonae import risk
from sonae.faults import InputError


def test_names_and_numbers() -> None:
    assert [risk.level_of(name) for name in ("conservative", "central", "survey")] == [0.2, 0.45, 1.0]
    assert risk.level_of(0.05) == 0.05
    assert risk.level_of(2) == 2.0


@pytest.mark.parametrize("typed", ["high", "", 0, -1, 2.1, True, None, float("nan")])
def test_anything_else_is_refused(typed: object) -> None:
    with pytest.raises(InputError) as caught:
        risk.level_of(typed, file="case.toml")
    fault = caught.value.faults[0]
    assert fault.field == "risk.level"
    assert fault.file == "case.toml"
    assert "central" in fault.remedy.en
