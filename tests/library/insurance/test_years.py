"""A contract inside simulated years pays what it pays of single claims, to the yen."""

import random

import numpy as np
import pytest

from library.insurance import contracts
from library.insurance.contracts import KINDS
from sonae.faults import InputError
from sonae.insurance import programs, recovery
from sonae.insurance.programs import Program
from sonae.kernels import insured

POLICIES, YEARS = 700, 6


def settled(program: Program, years: list[list[tuple[str, list[int], int]]]) -> tuple[list[int], list[int]]:
    """Yen paid of every year and by payable."""
    starts = np.cumsum([0, *(len(year) for year in years)])
    happened = [incident for year in years for incident in year]
    kind = np.array([KINDS.index(incident[0]) for incident in happened], np.int64)
    heads = np.array([incident[1] for incident in happened], np.int64)
    minutes = np.array([incident[2] for incident in happened], np.int64)
    paid, out = np.zeros(len(program.payables), np.int64), np.zeros(len(years), np.int64)
    insured.settle_events(starts, kind, heads, minutes, program.terms, paid, out)
    return out.tolist(), paid.tolist()


@pytest.mark.parametrize("seed", range(4))
def test_years_equal_single_claims_to_the_yen(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(POLICIES // 4):
        own = contracts.contract(chance)
        program = programs.build(own, KINDS)
        years = [contracts.incidents(chance, chance.randrange(1, 4)) for _ in range(YEARS)]
        out, paid = settled(program, years)
        single = [recovery.recover(own, [contracts.as_claim(own, program.payables, year)]) for year in years]
        assert out == [result.payout for result in single]
        sections = {name: sum(result.sections[name] for result in single) for name in single[0].sections}
        assert program.by_section(paid) == sections


def test_terms_that_are_too_fine_for_a_program_are_named() -> None:
    own = contracts.sample(("restore       = {rate = 0.9,", "restore       = {rate = 0.3333333,"))
    with pytest.raises(InputError, match=r"sections\.expense\.items\.restore\.rate"):
        programs.build(own, KINDS)
