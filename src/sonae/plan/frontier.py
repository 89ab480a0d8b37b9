"""Budget against loss: the best plan for each of many budgets, each with its proof."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sonae.content import reader
from sonae.plan.covers import Cover
from sonae.plan.problem import Picks, Problem
from sonae.plan.search import Best, Search

NO_LIMIT = 1e12
THOUSAND = 1000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Point:
    """A plan that is the best for every budget from ``budget`` to ``up_to`` yen of the first year."""

    budget: int
    up_to: float
    best: Best


def frontier(
    problem: Problem,
    candidates: Sequence[tuple[Picks, Cover]] = (),
    progress: Progress = lambda _done, _total: None,
) -> tuple[Point, ...]:
    """The plans that are best for some budget, from nothing to spend to no limit; at most as many as content says.

    From the top down: the best plan without a limit is the best for every budget that pays for it; a little below, another one is. What
    is proved for a budget holds for smaller ones too. Where plans lie close together, some are left out.
    """
    content = reader.toml("plan", "choosing")["frontier"]
    most, up_to, known, points = int(content["budgets"]), NO_LIMIT, list[float](), list[Point]()
    good = [*candidates]
    while not points or points[-1].budget > 0:
        if points and (_asked(problem, up_to) != _asked(problem, points[-1].up_to)):
            known = []  # another problem: fewer articles are asked for
        search = Search(problem, up_to, wanted=float(content["wanted"]), known=known)
        best = search.run([one for picks, cover in good for one in _cut_down(problem, picks, cover, up_to)])
        known = search.proved()
        good.append((best.choice.picks, best.choice.cover))
        needed = _thousands_up(best.choice.paid)
        points.append(Point(min(needed, int(up_to)), up_to, best))
        progress(len(points), most)
        up_to = float(_next(points, most))
    return tuple(reversed(points))


def _asked(problem: Problem, budget: float) -> bytes:
    return problem.asked(problem.covers[0], budget).tobytes()


def _thousands_up(yen: float) -> int:
    return int(np.ceil(yen / THOUSAND - 1e-9)) * THOUSAND


def _next(points: Sequence[Point], most: int) -> int:
    """The next budget to look at: just below what the last plan needs, far enough to reach 0 with the points that are left."""
    left = most - len(points)
    below = points[-1].budget - max(
        THOUSAND, _thousands_up(points[-1].budget / (4 * left)) if left > 1 else points[-1].budget
    )
    return max(below, 0)


def _cut_down(problem: Problem, picks: Picks, cover: Cover, budget: float) -> list[tuple[Picks, Cover]]:
    """The plan without its dearest options until it fits, under its cover and under none."""
    found = []
    for own in dict.fromkeys((cover.id, problem.covers[0].id)):
        insured = next(one for one in problem.covers if one.id == own)
        left = picks.copy()
        for place in np.argsort(-problem.first, kind="stable"):
            if problem.paid(left, insured) <= budget:
                break
            left[place] = False
        found.append((left, insured))
    return found


def of_budget(
    problem: Problem, points: Sequence[Point], budget: int | None, candidates: Sequence[tuple[Picks, Cover]] = ()
) -> Best:
    """The best plan within a budget of the first year (None: no limit): a point of the frontier, or searched for where none is proved."""
    wanted = NO_LIMIT if budget is None else float(budget)
    for point in points:
        if point.budget <= wanted <= point.up_to:
            return point.best
    known = [(point.best.choice.picks, point.best.choice.cover) for point in points]
    return Search(problem, wanted).run([*candidates, *known])
