"""What must hold for every plan, for any company and any answers."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sonae import measure, plan, risk
from sonae.company import Company, industries, typical
from sonae.measure import Choice, Effect, Measure, Posture
from sonae.plan import Plan, Step
from sonae.risk import model

ITEMS = [f"SD-{number:02}" for number in range(1, 26)]
MEASURES = measure.measures()
LEVEL = 0.45
FIRM = typical(industries()["manufacturing"], 20)
ALL_OPEN = dict.fromkeys(ITEMS, Choice.NOT_DONE)

firms = st.builds(typical, st.sampled_from(list(industries().values())), st.integers(1, 300))
budgets = st.none() | st.integers(0, 200_000)


@st.composite
def answered(draw: st.DrawFn) -> dict[str, Choice]:
    """At most five items open, so that a plan takes a fraction of its usual time."""
    open_items = draw(st.lists(st.sampled_from(ITEMS), max_size=5, unique=True))
    undone = st.sampled_from([Choice.NOT_DONE, Choice.PARTLY, Choice.UNKNOWN])
    return dict.fromkeys(ITEMS, Choice.DONE) | {item: draw(undone) for item in open_items}


def chosen(answers: dict[str, Choice], budget_yen: int | None = None, firm: Company = FIRM) -> Plan:
    return plan.choose(firm, measure.posture(answers), MEASURES, risk.load(), LEVEL, budget_yen)


def every_step(result: Plan) -> tuple[Step, ...]:
    return result.steps + result.beyond


def figures(firm: Company, posture: Posture) -> tuple[int, int]:
    loss = risk.summarise(risk.build(firm, posture, risk.load(), level=LEVEL), band=False)
    return loss.aal_yen, loss.tvar["99"]


@settings(max_examples=12, deadline=None)
@given(firm=firms, answers=answered(), budget_yen=budgets)
def test_steps_hang_together(firm: Company, answers: dict[str, Choice], budget_yen: int | None) -> None:
    result = chosen(answers, budget_yen, firm)
    steps = every_step(result)
    assert {step.item for step in steps} == {item for item in ITEMS if answers[item] is not Choice.DONE}
    assert [step.order for step in steps] == list(range(1, len(steps) + 1))
    aal, tail = result.aal_yen, result.tvar99_yen
    for step in steps:
        assert (step.aal_before, step.tvar_before) == (aal, tail)
        aal, tail = step.aal_after, step.tvar_after
        assert aal <= step.aal_before
        assert tail <= step.tvar_before * 1.001 + 1
        assert MEASURES[step.measure].item == step.item


@settings(max_examples=8, deadline=None)
@given(firm=firms, answers=answered(), budget_yen=budgets)
def test_figures_are_those_of_the_engine(firm: Company, answers: dict[str, Choice], budget_yen: int | None) -> None:
    """Every step's figures are what the engine answers for the posture reached, not a sum of single effects."""
    result, posture = chosen(answers, budget_yen, firm), measure.posture(answers)
    assert (result.aal_yen, result.tvar99_yen) == figures(firm, posture)
    for step in every_step(result):
        posture = posture.improved(step.item)
        assert (step.aal_after, step.tvar_after) == figures(firm, posture)


@settings(max_examples=10, deadline=None)
@given(answers=answered(), budget_yen=st.integers(0, 150_000))
def test_budget_is_kept(answers: dict[str, Choice], budget_yen: int) -> None:
    result = chosen(answers, budget_yen)
    assert result.budget_yen == budget_yen
    assert result.cost_first_year_yen <= budget_yen
    left = budget_yen - result.cost_first_year_yen
    assert all(step.cost_first_year_yen > left for step in result.beyond), "what the money still buys is not left out"


@settings(max_examples=8, deadline=None)
@given(answers=answered(), item=st.sampled_from(ITEMS))
def test_better_answers_never_cost_more(answers: dict[str, Choice], item: str) -> None:
    before, after = chosen(answers), chosen(answers | {item: Choice.DONE})
    assert after.cost_first_year_yen <= before.cost_first_year_yen
    assert after.aal_yen <= before.aal_yen


@settings(max_examples=6, deadline=None)
@given(firm=firms, answers=answered(), budget_yen=budgets)
def test_same_question_same_answer(firm: Company, answers: dict[str, Choice], budget_yen: int | None) -> None:
    posture = measure.posture(answers)
    backwards = dict(reversed(MEASURES.items()))
    assert chosen(answers, budget_yen, firm) == plan.choose(firm, posture, backwards, risk.load(), LEVEL, budget_yen)


@settings(max_examples=6, deadline=None)
@given(firm=firms)
def test_everything_done_needs_no_plan(firm: Company) -> None:
    result = chosen(dict.fromkeys(ITEMS, Choice.DONE), 0, firm)
    assert result.steps == result.beyond == ()
    assert result.aal_yen > 0, "a loss remains when everything is done"


def group(step: Step) -> tuple[bool, bool]:
    return not MEASURES[step.measure].article, not step.free


@pytest.mark.parametrize("employees", [1, 20, 300])
def test_articles_first_then_what_is_free(employees: int) -> None:
    steps = chosen(ALL_OPEN, firm=typical(industries()["manufacturing"], employees)).steps
    assert [group(step) for step in steps] == sorted(group(step) for step in steps)
    assert [MEASURES[step.measure].article for step in steps[:6]].count("") == 0
    assert [step.free for step in steps[:6]] == [True] * 5 + [False]


def test_each_choice_is_the_best_of_its_group() -> None:
    """Compared by full summaries: nothing of the same group that was still open would have earned more at that point."""
    undone = ["SD-01", "SD-03", "SD-08", "SD-12", "SD-13", "SD-24"]
    answers = dict.fromkeys(ITEMS, Choice.DONE) | dict.fromkeys(undone, Choice.NOT_DONE)
    posture, rest = measure.posture(answers), list(every_step(chosen(answers)))
    while rest:
        now = figures(FIRM, posture)[0]
        worth = {step.item: earned(now, posture, step) for step in rest if group(step) == group(rest[0])}
        best = rest.pop(0)
        assert worth[best.item] >= max(worth.values()) * 0.97, "apart from rounding to whole yen"
        posture = posture.improved(best.item)


def earned(now: int, posture: Posture, step: Step) -> float:
    cost = MEASURES[step.measure].cost(FIRM)
    saved = now - figures(FIRM, posture.improved(step.item))[0]
    return saved / ((cost.first_yen + 3 * cost.yearly_yen) / 3) if cost.first_year_yen else saved


def test_overlap_is_not_counted_twice() -> None:
    """All steps together save less than each alone would, added up."""
    posture, result = measure.posture(ALL_OPEN), chosen(ALL_OPEN)
    alone = [result.aal_yen - figures(FIRM, posture.improved(item))[0] for item in ("SD-01", "SD-02", "SD-03")]
    together = posture.improved("SD-01").improved("SD-02").improved("SD-03")
    assert result.aal_yen - figures(FIRM, together)[0] < sum(alone)
    assert result.steps[-1].aal_after == figures(FIRM, measure.posture(dict.fromkeys(ITEMS, Choice.DONE)))[0]


def test_without_money_everything_free_is_still_done() -> None:
    result = chosen(ALL_OPEN, 0)
    assert all(step.free and step.worth for step in result.steps)
    assert not any(step.free for step in result.beyond)
    assert result.beyond[0].item == "SD-11", "the backup is what the first money should buy"


def test_worth_compares_with_three_years_of_cost() -> None:
    for step in chosen(ALL_OPEN).steps:
        cost = MEASURES[step.measure].cost(FIRM)
        saved = step.aal_before - step.aal_after
        assert step.worth == (step.free or 3 * saved >= cost.first_yen + 3 * cost.yearly_yen)


@pytest.fixture
def other_effects(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[dict[str, Effect]], None]]:
    """Puts other effects in the place of those of the content, for one test."""

    def put(effects: dict[str, Effect]) -> None:
        monkeypatch.setattr(measure, "effects", lambda: effects)
        model._effects.cache_clear()

    yield put
    model._effects.cache_clear()


def test_what_lowers_nothing_is_not_proposed(other_effects: Callable[[dict[str, Effect]], None]) -> None:
    effects = {item: effect for item, effect in measure.effects().items() if item != "SD-15"}
    other_effects(effects | {"SD-17": Effect({}, {})})
    items = {step.item for step in chosen(ALL_OPEN).steps}
    assert items == set(ITEMS) - {"SD-15", "SD-17"}


def test_equals_go_by_number(other_effects: Callable[[dict[str, Effect]], None]) -> None:
    same = Effect({"mail": 0.1}, {})
    other_effects(dict.fromkeys(ITEMS, same))
    free = [step.item for step in chosen(ALL_OPEN).steps if step.free]
    assert free == ["SD-01", "SD-02", "SD-03", "SD-04", "SD-05", *sorted(free[5:])]


def test_only_what_is_offered_is_proposed() -> None:
    few: dict[str, Measure] = {key: MEASURES[key] for key in ("M-24", "M-03")}
    result = plan.choose(FIRM, measure.posture({}), few, risk.load(), LEVEL)
    assert [step.measure for step in result.steps] == ["M-03", "M-24"]


def test_negative_budget() -> None:
    with pytest.raises(ValueError, match="-1"):
        chosen(ALL_OPEN, -1)


def test_a_company_without_devices() -> None:
    result = chosen(ALL_OPEN, firm=replace(FIRM, devices=0, employees=1, personal_records=0, website="none"))
    assert len(result.steps) == 25


def test_importing_the_plan_is_light() -> None:
    code = "import sys, sonae.plan; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
