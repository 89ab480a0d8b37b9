"""Frameworks stand as the answers say, one answer fills what it claims to fill, and an appetite is read off the curve."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sonae import catalogue, management
from sonae.evidence import Evidence
from sonae.faults import InputError
from sonae.management import Appetite
from sonae.measure import Choice
from sonae.risk import CurvePoint

TODAY = date(2026, 11, 24)
ITEMS = (*catalogue.load().questionnaire.questions, *catalogue.load().questionnaire.supplements)
SIZES = {
    "nist_csf_2": 106,
    "cis_ig1": 56,
    "enisa_12": 12,
    "iso27001": 73,
    "management_guidelines": 10,
    "scs_criteria": 81,
    "cyber_essentials": 5,
}
CURVE = [
    CurvePoint(2, 0, 0),
    CurvePoint(10, 1_000_000, 0),
    CurvePoint(100, 10_000_000, 0),
    CurvePoint(1000, 20_000_000, 0),
]
answers = st.dictionaries(st.sampled_from(ITEMS), st.sampled_from(list(Choice)))


def test_every_framework_is_there_in_full() -> None:
    assert {name: len(management.requirements(name)) for name in management.names()} == SIZES


def test_the_81_criteria_belong_to_the_26_requirements() -> None:
    groups = {entry.group for entry in management.requirements(management.CRITERIA)}
    known = {item.id for item in catalogue.load().frameworks["scs_star3"].items}
    assert groups == known
    assert len(known) == 26
    for entry in management.requirements(management.CRITERIA):
        assert entry.id.startswith(f"{entry.group}-")
        assert {*entry.direct, *entry.related} <= set(ITEMS)
        assert not set(entry.direct) & set(entry.related)


@pytest.mark.parametrize("name", SIZES)
def test_all_done_and_nothing_done(name: str) -> None:
    nothing = management.view(name, {}, [], TODAY)
    assert nothing.count("proved", "done", "begun") == 0
    done = management.view(name, dict.fromkeys(ITEMS, Choice.DONE), [], TODAY)
    assert done.gains == ()
    asked = [entry for entry in done.standings if entry.requirement.direct]
    assert {entry.state for entry in asked} == {"done"}
    papers = [Evidence("ev", "a", "statement", TODAY, ITEMS)]
    proved = management.view(name, dict.fromkeys(ITEMS, Choice.DONE), papers, TODAY)
    assert proved.count("proved") == len(asked)
    old = [Evidence("ev", "a", "statement", TODAY, ITEMS, effective_until=TODAY + timedelta(days=1))]
    later = management.view(name, dict.fromkeys(ITEMS, Choice.DONE), old, TODAY + timedelta(days=2))
    assert later.count("proved") == 0


@pytest.mark.parametrize("name", SIZES)
@given(given=answers)
def test_one_answer_fills_what_it_says(name: str, given: dict[str, Choice]) -> None:
    """Answer the item with "done", and exactly the lines that were promised are done, no other falls back."""
    before = management.view(name, given, [], TODAY)
    closed = {entry.requirement.id for entry in before.standings if entry.state == "done"}
    for gain in before.gains[:2]:
        after = management.view(name, {**given, gain.item: Choice.DONE}, [], TODAY)
        now_closed = {entry.requirement.id for entry in after.standings if entry.state == "done"}
        assert now_closed - closed == set(gain.fills)
        assert closed <= now_closed
    assert sum(before.count(state) for state in management.STATES) == before.total


def test_a_group_in_one_word() -> None:
    def state(given: dict[str, Choice]) -> str:
        return management.view("scs_criteria", given, [], TODAY).groups[1].state

    assert state({}) == "open"
    assert state({"SD-19": Choice.PARTLY}) == "begun"
    assert state({"SD-19": Choice.DONE}) == "done"


def test_an_appetite_on_the_curve() -> None:
    inside = management.compare(Appetite(5_000_000, 20), CURVE)
    assert inside.within
    assert 20 < inside.return_period < 100
    assert 1_000_000 < inside.yen_at_years < 5_000_000
    assert not management.compare(Appetite(5_000_000, 100), CURVE).within
    exact = management.compare(Appetite(1_000_000, 10), CURVE)
    assert (exact.return_period, exact.beyond, exact.within) == (10, "", True)


def test_an_appetite_beyond_the_curve() -> None:
    seldom = management.compare(Appetite(30_000_000, 100), CURVE)
    assert (seldom.beyond, seldom.return_period, seldom.within) == ("seldom", 1000, True)
    often = management.compare(Appetite(10_000, 20), CURVE)
    assert (often.beyond, often.within) == ("often", False)
    assert management.compare(Appetite(10_000, 20), []).within


@given(st.integers(10_000, 30_000_000), st.integers(10_000, 30_000_000))
def test_a_larger_loss_comes_no_more_often(low: int, high: int) -> None:
    low, high = sorted((low, high))
    first, second = (management.compare(Appetite(yen, 10), CURVE).return_period for yen in (low, high))
    assert first <= second


@pytest.mark.parametrize(
    ("yen", "years", "field"), [(0, 10, "yen"), (-5, 10, "yen"), (10**13, 10, "yen"), (10**6, 7, "years")]
)
def test_appetites_that_cannot_be(yen: int, years: int, field: str) -> None:
    with pytest.raises(InputError) as caught:
        management.check_appetite(yen, years)
    assert [fault.field for fault in caught.value.faults] == [field]
