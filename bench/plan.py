"""The promises of the plan in seconds of processor time: ranking, covers, search of sixty options under twelve policies, frontier."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from sonae import company, measure, plan, risk
from sonae.company import Company
from sonae.plan import frontier
from sonae.plan.finding import Firm, ranked
from sonae.plan.problem import Problem
from sonae.plan.search import Search

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from library.plan.firms import made_up

RANKING_S, SEARCH_S, FRONTIER_S, FRONTIER_BUDGETS = 0.8, 3.0, 10.0, 20
Answer = TypeVar("Answer")


def timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    """What it answers and the seconds of processor time it took."""
    start = time.process_time()
    answer = work()
    return answer, time.process_time() - start


def firm_of(one: Company) -> Firm:
    posture = measure.posture({})
    return plan.firm(one, posture, measure.measures(), risk.load(), 0.45)


def search(firm: Firm) -> None:
    whole = firm.problem()
    for seed in (1, 2, 3):
        options = whole.options + made_up(60 - len(whole.options), seed, whole.options)
        problem = Problem(firm.laws, options, firm.covers, whole.weight)
        for budget in (150_000, 400_000, 1_500_000):
            good = ranked(firm, problem, budget)
            best, took = timed(lambda problem=problem, budget=budget, good=good: Search(problem, budget).run(good))
            worst = min(problem.choice(picks, cover).value for picks, cover in good)
            print(
                f"60 options, 12 policies, {budget:9,} yen   {took:5.2f} s (promise {SEARCH_S:.0f})   gap {best.gap:.2%}"
                f"   {1 - best.choice.value / worst:5.1%} below the ranking"
            )


def main() -> None:
    one = company.typical(company.industries()["manufacturing"], 20)
    posture, items = measure.posture({}), measure.measures()
    plan.choose(one, posture, items, risk.load(), 0.45)
    _, took = timed(lambda: plan.choose(one, posture, items, risk.load(), 0.45))
    print(f"ranking of 25 measures                      {took:5.2f} s (promise {RANKING_S})")
    firm_of(one).problem().covers  # noqa: B018 - kernels are loaded
    firm = firm_of(one)
    _, took = timed(lambda: firm.covers)
    print(f"twelve forms priced and settled             {took:5.2f} s")
    search(firm)
    points, took = timed(lambda: frontier.frontier(firm.problem()))
    print(f"frontier, {len(points)} plans for every budget           {took:5.2f} s")
    budgets = [int(yen) for yen in np.linspace(0, 2 * points[-1].budget, FRONTIER_BUDGETS)]
    _, took = timed(lambda: [frontier.of_budget(firm.problem(), points, budget) for budget in budgets])
    print(
        f"the best plan for {FRONTIER_BUDGETS} budgets from it          {took:5.2f} s (promise for both {FRONTIER_S:.0f})"
    )


if __name__ == "__main__":
    main()
