"""The search against brute force, its proofs, and what must hold for every plan found."""

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest

from library.plan.firms import firm, made_up
from sonae.plan import frontier, laws
from sonae.plan.covers import Cover
from sonae.plan.finding import Firm, ranked
from sonae.plan.problem import Picks, Problem
from sonae.plan.search import Search

TWELVE = ("M-01", "M-03", "M-08", "M-09", "M-11", "M-13", "M-24")
TWELVE += ("SV-CALLBACK", "SV-EDR", "SV-LOCKEDCOPY", "SV-RETAINER", "SV-RESTORE")
BUDGETS = (0, 40_000, 90_000, 130_000, 250_000, 500_000, 2_000_000)


@pytest.fixture(scope="module")
def own() -> Firm:
    return firm()


def coarse(problem: Problem) -> Problem:
    """The same choice with covers on a coarser grid, so that thousands of plans can be valued."""
    steps = replace(problem.laws, step=problem.laws.step * laws.POINTS / 512)
    return replace(
        problem, laws=steps, covers=tuple(replace(one, table=steps.table(one.policies)) for one in problem.covers)
    )


@pytest.mark.parametrize(("weight", "number"), [(0.05, 8), (0.3, 12)])
def test_against_every_subset_and_cover(own: Firm, weight: float, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """All 4,096 subsets of twelve options under every cover: nothing is better than what is found by more than the proved gap."""
    whole = own.problem(weight)
    kept = ("none", "form-1-0-10", "form-1-10-10", "form-1-10-100")
    options = tuple(one for one in whole.options if one.id in TWELVE[-number:])
    monkeypatch.setattr(laws, "POINTS", 512)
    problem = coarse(replace_all(whole, options, tuple(one for one in whole.covers if one.id in kept)))
    assert (len(problem.options), len(problem.covers)) == (number, 4)
    every = np.array(list(product([False, True], repeat=number)))
    values = [np.concatenate([problem.values(part, cover) for part in np.split(every, 32)]) for cover in problem.covers]
    for budget in BUDGETS:
        allowed = [np.array([problem.allowed(picks, cover, budget) for picks in every]) for cover in problem.covers]
        true = min(np.where(may, value, np.inf).min() for may, value in zip(allowed, values, strict=True))
        for wanted in (0.01, 0.0005):
            search = Search(problem, budget, wanted=wanted)
            best = search.run()
            assert best.floor <= true * (1 + 1e-9), "the proof says more than is true"
            assert true <= best.choice.value * (1 + 1e-9) <= true * (1 + best.gap) + 1
            assert best.complete
            assert best.gap <= wanted
            assert problem.allowed(best.choice.picks, best.choice.cover, budget)


def replace_all(problem: Problem, options: tuple[object, ...], covers: tuple[Cover, ...]) -> Problem:
    return Problem(problem.laws, options, covers, problem.weight)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("budget", [150_000, 1_500_000])
def test_sixty_options_and_twelve_policies(own: Firm, seed: int, budget: int) -> None:
    whole = own.problem()
    options = whole.options + made_up(60 - len(whole.options), seed, whole.options)
    problem = replace_all(whole, options, whole.covers)
    good = ranked(own, problem, budget)
    best = Search(problem, budget).run(good)
    assert (len(options), len(problem.covers) - 1) == (60, 12)
    assert best.complete
    assert best.gap <= 0.01
    assert best.choice.value <= min(problem.choice(picks, cover).value for picks, cover in good)
    assert problem.allowed(best.choice.picks, best.choice.cover, budget)


def test_the_same_question_has_the_same_answer(own: Firm) -> None:
    first, second = (Search(own.problem(), 150_000).run() for _ in range(2))
    assert (first.choice.value, first.floor) == (second.choice.value, second.floor)


@pytest.fixture(scope="module")
def points(own: Firm) -> tuple[frontier.Point, ...]:
    return frontier.frontier(own.problem())


def test_frontier_falls(points: tuple[frontier.Point, ...]) -> None:
    """More money never makes a plan worse; budgets rise from nothing; each plan costs what its budget says at most."""
    assert points[0].budget == 0
    assert points[-1].up_to == frontier.NO_LIMIT
    for low, high in pairwise(points):
        assert low.budget <= low.up_to < high.budget
        assert high.best.choice.value <= low.best.choice.value * 1.01
    assert all(point.best.choice.paid <= point.budget + 1 for point in points)
    assert all(point.best.gap <= 0.01 for point in points)


def test_a_point_of_the_frontier_is_what_its_budget_finds(own: Firm, points: tuple[frontier.Point, ...]) -> None:
    """Floors carried from larger budgets are true for smaller ones."""
    for point in points:
        alone = Search(own.problem(), point.budget, wanted=0.001).run()
        assert point.best.floor <= alone.choice.value * (1 + 1e-9)
        assert alone.choice.value <= point.best.choice.value * (1 + 1e-9)


def test_articles_come_first(own: Firm, points: tuple[frontier.Point, ...]) -> None:
    """Where the money is enough for all six articles every plan has them, and no insurance is bought without them."""
    problem = own.problem()
    articles = np.array([option.article for option in problem.options])
    price = float(problem.first[articles].sum())
    assert price > 0
    for point in points:
        taken = point.best.choice.picks
        assert (taken[articles & (problem.first <= 0)]).all()
        assert taken[articles].all() == (point.budget >= price)
        assert taken[articles].all() or point.best.choice.cover.id == "none"


def test_what_a_service_requires_is_there(own: Firm) -> None:
    problem = own.problem(2.0)  # an owner who looks at the bad year alone
    best = Search(problem, frontier.NO_LIMIT).run()
    taken = {option.id for option, on in zip(problem.options, best.choice.picks, strict=True) if on}
    for option in problem.options:
        if option.id in taken:
            assert set(option.requires) <= taken
            assert not set(option.excludes) & taken
    assert "SV-SOC" not in taken or "SV-OTASUKE" not in taken


def test_more_in_place_lowers_the_premium(own: Firm) -> None:
    form = next(cover for cover in own.covers if cover.new)
    premiums = [form.premium(share) for share in (0.0, 0.5, 1.0)]
    assert premiums == sorted(premiums, reverse=True)
    assert premiums[2] == pytest.approx(premiums[0] / 2)


def test_covers_pay_in_order(own: Firm) -> None:
    """Higher limits and lower deductibles leave less; every cover leaves less than none, class by class."""
    by_id = {cover.id: cover.table.mean for cover in own.covers}
    for name, mean in by_id.items():
        assert (mean <= by_id["none"] + 1e-9).all(), name
    for low, high in (
        ("form-1-0-100", "form-1-0-10"),
        ("form-1-0-10", "form-1-10-10"),
        ("form-1-10-10", "form-2-10-10"),
    ):
        assert (by_id[high] <= by_id[low] + 1e-6).all()


def test_nothing_fits_a_negative_budget(own: Firm) -> None:
    with pytest.raises(ValueError, match="-1"):
        Search(own.problem(), -1).run()


def picks_of(problem: Problem, *names: str) -> Picks:
    return np.array([option.id in names for option in problem.options])


def test_the_law_is_that_of_the_exact_engine(own: Firm) -> None:
    """Expected loss and bad year of a plan, by classes and by the exact engine, within a percent or two."""
    from sonae.plan.options import improved

    problem = own.problem()
    for names in ((), ("M-01", "M-11", "M-24"), ("SV-EDR", "SV-CALLBACK", "M-03")):
        picks = picks_of(problem, *names)
        year = problem.laws.year(problem.rates(picks), problem.covers[0].table)
        posture = improved(own.posture, tuple(option for option in problem.options if option.id in names))
        mean, tail = own.losses.mean_and_tail(posture)
        assert year.mean == pytest.approx(mean, rel=0.02)
        assert year.tail == pytest.approx(tail, rel=0.02)
