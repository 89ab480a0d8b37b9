"""What must hold for any answers whatever."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from sonae import diagnosis
from sonae.diagnosis.score import star
from sonae.measure import Choice

Q = diagnosis.load()
BETTER = {
    Choice.UNKNOWN: Choice.NOT_DONE,
    Choice.NOT_DONE: Choice.PARTLY,
    Choice.PARTLY: Choice.DONE,
    Choice.DONE: Choice.DONE,
}
choices = st.sampled_from(Choice)
full = st.fixed_dictionaries(dict.fromkeys(Q.questions, choices))
some = st.dictionaries(st.sampled_from(list(Q.questions)), choices)
extra = st.dictionaries(st.sampled_from(list(Q.supplements)), choices)


@given(some)
def test_total_stays_in_bounds_and_adds_up(answers: dict[str, Choice]) -> None:
    score = diagnosis.score(Q, answers)
    assert -len(answers) <= score.total <= 4 * len(answers) <= score.max == 100
    assert score.total == sum(part.points for part in score.parts) == sum(item.points for item in score.items)
    assert score.max == sum(part.max for part in score.parts)
    assert score.answered == len(answers)
    assert score.complete == (len(answers) == 25)
    assert Q.band(score.total).id == score.band


@given(full, st.sampled_from(list(Q.questions)))
def test_a_better_answer_never_lowers_anything(answers: dict[str, Choice], item: str) -> None:
    better = answers | {item: BETTER[answers[item]]}
    before, after = diagnosis.score(Q, answers), diagnosis.score(Q, better)
    assert after.total >= before.total
    assert all(new.points >= old.points for new, old in zip(after.parts, before.parts, strict=True))
    assert star(Q, better).stars >= star(Q, answers).stars
    if answers[item] != Choice.DONE:
        assert after.total > before.total


@given(some)
def test_weakest_are_three_at_most_and_in_order(answers: dict[str, Choice]) -> None:
    weakest = diagnosis.score(Q, answers).weakest
    still_open = [item for item in Q.questions if answers.get(item) != Choice.DONE]
    urgent = [item for item in still_open if answers.get(item) in (Choice.NOT_DONE, Choice.UNKNOWN)]
    assert len(weakest) == min(3, len(still_open)) == len(set(weakest))
    assert list(weakest[: len(urgent)]) == urgent[:3]


@given(full)
def test_two_stars_need_one_star_first(answers: dict[str, Choice]) -> None:
    result = star(Q, answers)
    articles = all(answers[item] in (Choice.DONE, Choice.PARTLY) for item in Q.stars[1].conditions[0].items)
    assert result.stars == (0 if not articles else 2 if answers["SD-25"] == Choice.DONE else 1)


@given(some)
def test_next_for_the_stars_names_what_is_in_the_way(answers: dict[str, Choice]) -> None:
    result = star(Q, answers)
    assert result.next, "the published policy is always left for the company to confirm"
    assert all(condition.items for condition in result.next if condition.met is False)


@given(full, extra)
def test_supplements_never_change_score_or_stars(answers: dict[str, Choice], supplements: dict[str, Choice]) -> None:
    alone, both = diagnosis.diagnose(Q, answers), diagnosis.diagnose(Q, answers, supplements)
    assert (alone.score, alone.stars) == (both.score, both.stars)


@given(some)
def test_plain_strings_count_like_choices(answers: dict[str, Choice]) -> None:
    plain = {item: choice.value for item, choice in answers.items()}
    assert diagnosis.score(Q, plain) == diagnosis.score(Q, answers)  # type: ignore[arg-type]


def test_every_total_has_exactly_one_band() -> None:
    for total in range(-25, 101):
        assert [band.id for band in Q.bands if band.min <= total <= band.max] == [Q.band(total).id]


def test_the_questionnaire_is_read_once_and_without_numpy() -> None:
    assert diagnosis.load() is diagnosis.load()
    code = "import sys; from sonae import diagnosis; diagnosis.load(); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
