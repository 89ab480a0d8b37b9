"""The 25 measures: one for each question, with steps, prices that rise and have sources, and a cost that grows with the company."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sonae import diagnosis, measure
from sonae.company import Company, industries, typical
from sonae.content import reader
from sonae.measure import Choice, Measure

MEASURES = measure.measures()
STATUSES = {"verified", "memory", "derived", "secondary"}
each = pytest.mark.parametrize("one", MEASURES.values(), ids=MEASURES)


def firm(employees: int) -> Company:
    return typical(industries()["manufacturing"], employees)


def test_one_for_each_question() -> None:
    assert [one.item for one in MEASURES.values()] == list(diagnosis.load().questions)
    assert list(MEASURES) == [f"M-{number:02}" for number in range(1, 26)]


def test_the_six_articles() -> None:
    articles = {one.article: one.item for one in MEASURES.values() if one.article}
    assert articles == {"R1": "SD-01", "R2": "SD-02", "R3": "SD-03", "R4": "SD-04", "R5": "SD-05", "R6": "SD-11"}


def test_every_measure_does_something() -> None:
    assert {one.item for one in MEASURES.values()} == set(measure.effects())


@each
def test_steps_to_follow(one: Measure) -> None:
    assert 2 <= len(one.how) <= 5
    for step in one.how:
        assert step.ja.endswith("。")
        assert step.en[0].isupper()
        assert step.en.rstrip('"').endswith((".", "?"))
    assert not one.title.ja.endswith("。")
    assert len(one.title.ja) <= 30


@each
def test_figures_have_a_source(one: Measure) -> None:
    for price in one.prices:
        assert price.status in STATUSES
        assert price.source
        assert set(price.source) <= set(reader.sources())


@each
def test_a_price_says_what_is_bought(one: Measure) -> None:
    for price in one.prices:
        assert price.per in {"company", "device", "person"}
        assert price.first[2] + price.yearly[2] > 0
        assert all(yen % 100 == 0 for yen in (*price.first, *price.yearly)), "no false precision"


@each
def test_own_time_is_plausible(one: Measure) -> None:
    first, month = one.hours(firm(20))
    assert 0.5 <= first <= 40
    assert 0 <= month <= 4


@pytest.mark.parametrize("one", [one for one in MEASURES.values() if one.article], ids=lambda one: one.article)
def test_articles_cost_little_to_begin_with(one: Measure) -> None:
    """Five of the six articles need no money; the backup needs two disks."""
    cost = one.cost(firm(5))
    assert cost.free == (one.article != "R6")
    assert cost.first_year_yen <= 50_000


def test_writing_rules_needs_no_money() -> None:
    for item in ("10", "15", "17", "21", "23", "24", "25"):
        cost = MEASURES[f"M-{item}"].cost(firm(100))
        assert cost.free
        assert cost.first_high_yen + cost.yearly_high_yen == 0


@given(employees=st.integers(1, 299), more=st.integers(1, 100))
def test_a_larger_company_never_pays_less(employees: int, more: int) -> None:
    small, large = firm(employees), firm(min(employees + more, 300))
    for one in MEASURES.values():
        less, more_yen = one.cost(small), one.cost(large)
        assert less.first_yen <= more_yen.first_yen
        assert less.yearly_yen <= more_yen.yearly_yen
        assert one.hours(small)[0] <= one.hours(large)[0]


@given(employees=st.integers(1, 300), devices=st.integers(0, 600))
def test_low_typical_high_are_in_order(employees: int, devices: int) -> None:
    company = replace(firm(employees), devices=devices)
    for one in MEASURES.values():
        cost = one.cost(company)
        assert 0 <= cost.first_low_yen <= cost.first_yen <= cost.first_high_yen
        assert 0 <= cost.yearly_low_yen <= cost.yearly_yen <= cost.yearly_high_yen


def test_cost_by_hand() -> None:
    """Shredder 15,000; 600 a year for each of 22 devices."""
    cost = MEASURES["M-18"].cost(replace(firm(20), devices=22))
    assert (cost.first_yen, cost.yearly_yen, cost.first_year_yen) == (15_000, 13_200, 28_200)
    assert (cost.first_low_yen, cost.first_high_yen, cost.yearly_high_yen) == (5_000, 40_000, 22_000)


def test_posture_of_answers() -> None:
    posture = measure.posture(dict(zip("abcd", Choice, strict=True)))
    assert posture.level == {"a": 1.0, "b": 0.5, "c": 0.0, "d": 0.0}
    assert posture.unknown == frozenset("d")
    assert posture.improved("d").level["d"] == 1.0
    assert posture.improved("d").unknown == frozenset()
    assert posture.level["d"] == 0.0, "a posture is a value: the old one stays"


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ({"first": [2, 1, 3]}, "price.first"),
        ({"yearly": [-1, 0, 0]}, "price.yearly"),
        ({"source": ["nobody"]}, "nobody"),
    ],
)
def test_broken_price_is_named(broken: dict[str, object], named: str) -> None:
    record = {
        "title": {"ja": "品", "en": "thing"},
        "per": "company",
        "first": [0, 0, 0],
        "yearly": [0, 0, 0],
        "source": ["sonae-2026"],
        "status": "derived",
    }
    with pytest.raises(reader.ContentError, match=f"M-99.*{named}"):
        measure._price("M-99", record | broken)
