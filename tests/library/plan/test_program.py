"""What the solver says is a proof: nothing allowed, the least cost, or what was proved when time ended."""

from dataclasses import replace

import numpy as np

from sonae.plan.program import Program, minimise

CHANCE = np.random.default_rng(3)
KNAPSACK = Program(
    costs=-CHANCE.integers(10, 99, 40).astype(float),
    rows=CHANCE.integers(10, 99, (5, 40)).astype(float),
    limits=np.full(5, 700.0),
    lower=np.zeros(40),
    upper=np.ones(40),
    whole=40,
)


def test_nothing_allowed_is_none() -> None:
    tight = replace(KNAPSACK, limits=np.full(5, -1.0))
    assert minimise(tight, gap=0.0, seconds=5.0) is None
    assert minimise(replace(tight, whole=0), gap=0.0, seconds=5.0) is None


def test_time_that_ends_leaves_a_floor_not_a_proof_of_nothing() -> None:
    least, cut = minimise(KNAPSACK, gap=0.0, seconds=60.0), minimise(KNAPSACK, gap=0.0, seconds=0.0)
    assert least is not None
    assert cut is not None
    assert cut.floor <= least.floor <= float(KNAPSACK.costs @ least.picks) + 1e-6


def test_shares_lie_below_whole_numbers_and_reduced_costs_say_what_a_step_costs() -> None:
    whole, shares = (
        minimise(KNAPSACK, gap=0.0, seconds=60.0),
        minimise(replace(KNAPSACK, whole=0), gap=0.0, seconds=0.0),
    )
    assert whole is not None
    assert shares is not None
    assert shares.floor <= whole.floor + 1e-6
    assert (shares.reduced[shares.picks < 1e-9] >= -1e-9).all()
    assert (shares.reduced[shares.picks > 1 - 1e-9] <= 1e-9).all()
