"""The whole plan of a company with every item open: 25 steps, each with its loss before and after; the promise is 0.8 s."""

import statistics
import time

from sonae import company, measure, plan, risk
from sonae.company import Company
from sonae.plan import Plan

RUNS = 7
PROMISE_S = 0.8


def choose(firm: Company) -> Plan:
    return plan.choose(firm, measure.posture({}), measure.measures(), risk.load(), 0.45)


def median_s(firm: Company) -> float:
    choose(firm)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        choose(firm)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def naive_s(firm: Company) -> float:
    """The peer: the same 325 comparisons, each asking for a full summary; estimated from ten."""
    model = risk.build(firm, measure.posture({}), risk.load(), level=0.45)
    start = time.perf_counter()
    for _ in range(10):
        risk.summarise(model, band=False)
    return (time.perf_counter() - start) / 10 * sum(range(26))


def main() -> None:
    for employees in (1, 20, 300):
        firm = company.typical(company.industries()["manufacturing"], employees)
        took, naive = median_s(firm), naive_s(firm)
        print(
            f"{employees:4} staff, {len(choose(firm).steps)} steps   {took:6.3f} s  (promise {PROMISE_S}); by full summaries {naive:5.1f} s"
        )


if __name__ == "__main__":
    main()
