"""A contract inside simulated years pays what it pays of single claims, to the yen."""

import random

import numpy as np
import pytest

from library.insurance import contracts
from library.insurance.contracts import KINDS
from sonae import company, measure, risk
from sonae.faults import InputError
from sonae.insurance import programs, recovery, stories, years
from sonae.insurance.programs import Program
from sonae.insurance.stories import Incident
from sonae.kernels import insured, product, terms
from sonae.risk import simulate

POLICIES, YEARS = 700, 6


def settled(program: Program, happened_by_year: list[list[Incident]]) -> tuple[list[int], list[int]]:
    """Yen paid of every year and by payable."""
    starts = np.cumsum([0, *(len(year) for year in happened_by_year)])
    happened = [incident for year in happened_by_year for incident in year]
    kind = np.array([KINDS.index(incident.kind) for incident in happened], np.uint64)
    heads = np.array([incident.heads for incident in happened], np.int64)
    minutes = np.array([incident.minutes for incident in happened], np.int64)
    few = [product.BI, product.MINOR, product.LABOUR]
    major = (np.delete(heads, few, axis=1).sum(axis=1) > 0).astype(np.uint8)
    priced = product.Priced(heads, heads.sum(axis=1), minutes, major)
    paid, losses, received = (np.zeros(length, np.int64) for length in (len(program.payables), *[len(starts) - 1] * 2))
    purse = terms.purse(program.terms)
    insured.settle_years(starts.astype(np.uint64), kind, priced, program.terms, purse, losses, received, paid)
    return received.tolist(), paid.tolist()


@pytest.mark.parametrize("seed", range(4))
def test_years_equal_single_claims_to_the_yen(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(POLICIES // 4):
        own = contracts.contract(chance)
        program = programs.build(own, KINDS)
        drawn = [contracts.incidents(chance, chance.randrange(1, 4)) for _ in range(YEARS)]
        out, paid = settled(program, drawn)
        single = [recovery.recover(own, [stories.claim_of(own, program, year)]) for year in drawn]
        assert out == [result.payout for result in single]
        sections = {name: sum(result.sections[name] for result in single) for name in single[0].sections}
        assert program.by_section(paid) == sections


def test_terms_that_are_too_fine_for_a_program_are_named() -> None:
    own = contracts.sample(("restore       = {rate = 0.9,", "restore       = {rate = 0.3333333,"))
    with pytest.raises(InputError, match=r"sections\.expense\.items\.restore\.rate"):
        programs.build(own, KINDS)


FIRM = company.typical(company.industries()["manufacturing"], 20)
MODEL = risk.build(FIRM, measure.posture({}), risk.load(), level=1.0)


def test_gross_is_that_of_the_same_years_without_insurance() -> None:
    own = years.simulated(MODEL, [contracts.sample()], 20_000, 3)
    plain = simulate.simulate(MODEL, 20_000, 3, with_band=False)
    assert (own.gross.aal_yen, own.gross.var, own.gross.tvar) == (plain.aal_yen, plain.var, plain.tvar)
    assert own.gross.standard_error == plain.standard_error


def test_nothing_is_lost_between_gross_recovered_and_net() -> None:
    own = years.simulated(MODEL, [contracts.sample()], 20_000, 3)
    assert abs(own.recovered.aal_yen + own.net.aal_yen - own.gross.aal_yen) <= 1
    assert abs(sum(own.sections.values()) - own.recovered.aal_yen) <= len(own.sections)
    assert 0 < own.recovered.aal_yen < own.gross.aal_yen


@pytest.mark.parametrize(("chunks", "threads"), [(2, 1), (7, 1), (64, 1), (1, 2), (5, 2)])
def test_the_same_bits_however_the_years_are_cut(chunks: int, threads: int) -> None:
    policies = [
        contracts.sample(),
        contracts.sample(("[sections.bi]\nenabled = true", "[sections.bi]\nenabled = false")),
    ]
    once = years.simulated(MODEL, policies, 12_345, 3)
    assert years.simulated(MODEL, policies, 12_345, 3, chunks=chunks, threads=threads) == once


def test_two_contracts_never_pay_more_than_the_loss() -> None:
    both = years.simulated(MODEL, [contracts.sample()] * 2, 20_000, 3)
    assert both.recovered.aal_yen <= both.gross.aal_yen
    assert both.net.aal_yen < years.simulated(MODEL, [contracts.sample()], 20_000, 3).net.aal_yen


def test_the_bad_year_is_told_to_the_yen() -> None:
    told = years.bad_year(MODEL, contracts.sample(), 3)
    assert told.payout + sum(told.retained_by.values()) == told.gross_loss
    assert told.payout == sum(told.sections.values()) > 0
    var = simulate.simulate(MODEL, years.STORY_YEARS, 3, with_band=False).var["99"]
    assert abs(told.gross_loss / var - 1) < 0.03
    assert told.example.gross_loss == told.example.payout + told.example.retained
    assert len(told.kinds) == len(told.example.events) > 0
