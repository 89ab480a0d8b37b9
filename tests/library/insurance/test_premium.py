"""What a policy costs: its own discounts to the yen, the published examples met, and no figure outside their range."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.insurance.contracts import sample
from sonae import company
from sonae.company import Company
from sonae.faults import InputError
from sonae.insurance import premium
from sonae.insurance.premium import Band

FIRM = replace(company.typical(company.industries()["manufacturing"], 20), revenue_yen=500_000_000)


def yen(firm: Company, in_place: float | None = None, plan: str = "1", trade: str = "") -> Band:
    found = premium.indication(firm, in_place, plan=plan, trade=trade).yen
    assert found is not None
    return found


def test_the_discounts_of_the_sample_to_the_yen() -> None:
    found = premium.discounted(sample())
    assert found is not None
    assert [(step.id, step.how, step.yen) for step in found.steps] == [
        ("group", "× 0.8", 112_000),
        ("posture", "× 0.875", 98_000),
    ]
    assert (found.base_yen, found.annual_yen, found.stated_yen, found.agrees) == (140_000, 98_000, 98_000, True)


def test_added_discounts_stop_at_the_smallest_cap_and_the_yen_are_floored_once() -> None:
    more = '{kind = "posture", rate = 0.45, combine = "add_cap", cap = 0.60}, {kind = "pmark", rate = 0.30, combine = "add_cap", cap = 0.50}]}'
    found = premium.discounted(
        sample(
            ('{kind = "posture", rate = 0.125, combine = "add_cap", cap = 0.60}]}', more),
            ("base = 140000", "base = 140001"),
            ("annual = 98000", "annual = 98000"),
        )
    )
    assert found is not None
    assert found.annual_yen == 56_000  # 140,001 x 0.8 x 0.5 = 56,000.4
    assert [step.id for step in found.steps] == ["group", "posture+pmark"]
    assert not found.agrees


def test_a_policy_without_a_base_says_nothing() -> None:
    assert premium.discounted(sample(("base = 140000, ", ""))) is None


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("rate = 0.20", "rate = 1.2", "premium.discounts[1].rate"),
        ("base = 140000", "base = 140000.5", "premium.base"),
        ('combine = "multiply"', 'combine = "times"', "premium.discounts[1].combine"),
        ("annual = 98000", "anual = 98000", "premium.anual"),
    ],
)
def test_a_wrong_premium_is_refused_by_its_key(old: str, new: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        sample((old, new))
    assert [fault.field for fault in caught.value.faults] == [key]


def test_the_published_example_is_met() -> None:
    assert yen(FIRM) == Band(46_900, 67_000, 100_500)
    assert yen(FIRM, plan="2").central == 115_910
    assert yen(replace(FIRM, industry="ict")).central == 1_192_600
    assert yen(FIRM, 1.0).central == round(67_000 * 0.5 / 0.75)
    assert yen(FIRM, 0.0).central == round(67_000 / 0.75)


def test_trades_without_an_example_have_the_band_of_all_published_ones() -> None:
    found = premium.indication(replace(FIRM, industry="medical"))
    assert "it_service" not in found.trades
    assert found.yen is not None
    assert (found.yen.low, found.yen.high) == (round(67_000 * 0.7 * 0.93), round(67_000 * 1.5 * 2.46))
    assert yen(replace(FIRM, industry="medical"), trade="retail").central == round(67_000 * 1.39)


@pytest.mark.parametrize("revenue", [4_999_999, 3_000_000_001])
def test_outside_the_published_range_there_is_no_figure(revenue: int) -> None:
    found = premium.indication(replace(FIRM, revenue_yen=revenue))
    assert found.yen is None
    assert "尋ねて" in found.why_not.ja
    assert "Ask the insurer" in found.why_not.en


@given(revenue=st.integers(5_000_000, 2_999_000_000), worse=st.floats(0, 1), better=st.floats(0, 1))
def test_more_in_place_never_costs_more_and_more_revenue_never_less(revenue: int, worse: float, better: float) -> None:
    low, high = sorted((worse, better))
    firm = replace(FIRM, revenue_yen=revenue)
    assert yen(firm, high).central <= yen(firm, low).central
    assert yen(firm, low).central <= yen(replace(firm, revenue_yen=revenue + 1_000_000), low).central
    assert yen(firm).low <= yen(firm).central <= yen(firm).high


def test_what_nobody_knows_is_an_error() -> None:
    for wrong in ({"plan": "3"}, {"trade": "fishing"}):
        with pytest.raises(ValueError, match="unknown"):
            premium.indication(FIRM, **wrong)
    for cost, gain in ((1, 0), (-1, 5)):
        with pytest.raises(ValueError, match="premium from 0"):
            premium.break_even(cost, gain)


def test_the_trade_a_policy_names() -> None:
    assert premium.trade_of(sample()) == "manufacturing"
    assert premium.trade_of(sample(('trade = "manufacturing"', 'trade = "parts"'))) == ""
