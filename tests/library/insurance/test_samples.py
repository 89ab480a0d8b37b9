"""Fictional contracts hold today, whatever today is."""

from datetime import date, datetime
from pathlib import Path

import pytest

from sonae.insurance import policy, samples

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "insurance"


@pytest.mark.parametrize("today", [date(2026, 11, 24), date(2026, 3, 31), date(2028, 2, 29), date(2031, 4, 1)])
@pytest.mark.parametrize("name", ["a", "b"])
def test_the_period_holds_today(today: date, name: str) -> None:
    source = (EXAMPLES / "policy-b.toml").read_text(encoding="utf-8")
    contract = policy.parse(samples.contract(samples.all_samples()[name], source, today, "sample-1"))
    assert isinstance(contract.start, datetime)
    assert isinstance(contract.end, datetime)
    assert contract.start.date() <= today < contract.end.date()
    assert contract.bought("bi") == (name == "b")
    assert contract.name == "sample-1@1"


def test_the_web_half_carries_the_same_files() -> None:
    import sonae_web.insurance

    carried = Path(sonae_web.insurance.__file__).parent / "samples"
    shown = [path for path in EXAMPLES.glob("*.toml") if not path.name.startswith("case-")]  # cases are for the command
    assert {path.name for path in carried.iterdir()} == {path.name for path in shown}
    for path in shown:
        assert (carried / path.name).read_bytes() == path.read_bytes()
