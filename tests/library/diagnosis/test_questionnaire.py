"""Answers as people type them: every fault is found, and says where, what and how to put it right."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sonae import diagnosis
from sonae.faults import Fault, InputError
from sonae.measure import Choice

Q = diagnosis.load()
ALL_DONE: dict[str, object] = dict.fromkeys(Q.questions, "done")
typed = st.one_of(
    st.text(), st.integers(), st.floats(), st.booleans(), st.lists(st.text(), max_size=2), st.sampled_from(Choice)
)


def faults(raw: object, **options: Any) -> tuple[Fault, ...]:
    with pytest.raises(InputError) as caught:
        diagnosis.check_answers(Q, raw, file="case.toml", **options)
    return caught.value.faults


def test_complete_answers_come_back_in_the_order_of_the_questions() -> None:
    backwards = dict(reversed(ALL_DONE.items()))
    checked = diagnosis.check_answers(Q, backwards)
    assert list(checked) == list(Q.questions)
    assert set(checked.values()) == {Choice.DONE}


def test_a_missing_answer_is_named() -> None:
    raw = {item: "done" for item in Q.questions if item != "SD-07"}
    (fault,) = faults(raw)
    assert fault.field == "answers.SD-07"
    assert fault.message("en").startswith("case.toml: answers.SD-07: has no answer. Write ")
    assert fault.message("ja").startswith("case.toml：answers.SD-07：答えがありません。")


def test_part_of_the_answers_is_enough_when_asked_for() -> None:
    assert diagnosis.check_answers(Q, {"SD-07": "partly"}, partial=True) == {"SD-07": Choice.PARTLY}
    assert diagnosis.check_answers(Q, {}, partial=True) == {}


def test_supplements_are_never_required() -> None:
    assert diagnosis.check_answers(Q, {}, table="supplement") == {}
    assert diagnosis.check_answers(Q, {"SP-16": "unknown"}, table="supplement") == {"SP-16": Choice.UNKNOWN}


@pytest.mark.parametrize("value", ["yes", "Done", "", "実施している", 4, 1.5, True, None, ["done"], {"a": "done"}])
def test_a_wrong_choice_shows_the_value_and_what_is_allowed(value: object) -> None:
    (fault,) = faults(ALL_DONE | {"SD-03": value})
    assert fault.field == "answers.SD-03"
    assert fault.value == ("true" if value is True else str(value))
    for lang in ("ja", "en"):
        assert all(f'"{choice.value}"' in fault.message(lang) for choice in Choice)


@pytest.mark.parametrize(
    ("item", "remedy"),
    [
        ("SP-01", "Move it under [supplement]"),
        ("SD-1", "If SD-01 is meant, write it exactly so"),
        ("sd25", "If SD-25 is meant, write it exactly so"),
        ("ＳＤ－０７", "If SD-07 is meant, write it exactly so"),
        ("SD-26", "Use an item from SD-01 to SD-25"),
        ("backup", "Use an item from SD-01 to SD-25"),
    ],
)
def test_an_unknown_item_gets_a_remedy_that_fits(item: str, remedy: str) -> None:
    (fault,) = faults(ALL_DONE | {item: "done"})
    assert (fault.field, fault.value, fault.remedy.en) == (f"answers.{item}", "done", remedy)


def test_an_item_of_the_25_among_the_supplements() -> None:
    (fault,) = faults({"SD-01": "done"}, table="supplement")
    assert fault.remedy.en == "Move it under [answers]"


@pytest.mark.parametrize("raw", ["done", 5, ["done"], None, True])
def test_something_that_is_no_table(raw: object) -> None:
    (fault,) = faults(raw)
    assert (fault.field, fault.file) == ("answers", "case.toml")
    assert "[answers]" in fault.remedy.ja


def test_all_faults_come_at_once() -> None:
    found = faults({"SD-01": "yes", "SD-99": "done", "SD-02": "done"})
    assert len(found) == 23 + 1 + 1


@given(st.dictionaries(st.one_of(st.text(), st.sampled_from([*Q.questions, *Q.supplements])), typed))
def test_whatever_is_typed_is_either_taken_or_explained(raw: dict[str, object]) -> None:
    wrong = [item for item, value in raw.items() if item not in Q.questions or value not in list(Choice)]
    if wrong:
        found = faults(raw, partial=True)
        assert [fault.field for fault in found] == [f"answers.{item}" for item in wrong]
        assert all("case.toml" in fault.message("ja") and fault.message("en") for fault in found)
    else:
        assert diagnosis.check_answers(Q, raw, partial=True) == raw
