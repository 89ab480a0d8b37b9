"""Companies and choices that the tests of the plan share; priced once."""

from functools import cache

import numpy as np

from sonae import company, measure, plan, risk
from sonae.measure import Choice, Cost, Effect
from sonae.plan.finding import Firm
from sonae.plan.options import Option

ITEMS = [f"SD-{number:02}" for number in range(1, 26)]
LEVEL = 0.45


@cache
def firm(industry: str = "manufacturing", employees: int = 20, choice: Choice = Choice.NOT_DONE) -> Firm:
    """A typical company with one answer to all questions."""
    typical = company.typical(company.industries()[industry], employees)
    posture = measure.posture(dict.fromkeys(ITEMS, choice))
    return plan.firm(typical, posture, measure.measures(), risk.load(), LEVEL)


def made_up(count: int, seed: int, like: tuple[Option, ...]) -> tuple[Option, ...]:
    """Options with effects like those of content and prices of their own; some require or exclude their neighbour."""
    draw, made = np.random.default_rng(seed), list[Option]()
    for k in range(count):
        pattern, price = like[draw.integers(len(like))].effect, int(np.exp(draw.normal(np.log(60_000), 1)))
        frequency, major = (
            {name: float(value * draw.uniform(0.2, 0.9)) for name, value in table.items()}
            for table in (pattern.frequency, pattern.major)
        )
        made.append(
            Option(
                id=f"X-{k}",
                item=f"X-{k}",
                cost=Cost(price // 2, price // 2, 0, price, 0, price),
                effect=Effect(frequency, major),
                requires=(f"X-{k - 1}",) if k and draw.random() < 0.15 else (),
                excludes=(f"X-{k - 2}",) if k > 1 and draw.random() < 0.1 else (),
            )
        )
    return tuple(made)
