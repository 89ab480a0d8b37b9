"""The exact engine against the reference figures, against a slow twin, and against what must hold for any company."""

import dataclasses
import random
import statistics
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from library.risk.naive import Firm
from sonae import company, measure, risk
from sonae.company import Company
from sonae.measure import Choice, Posture
from sonae.risk import LossSummary, band, exact, severity

REFERENCE = tomllib.loads((Path(__file__).parent / "reference.toml").read_text(encoding="utf-8"))
FIRM = Company(**REFERENCE["company"])
ITEMS = [f"SD-{number:02}" for number in range(1, 26)]


def answered(choice: str) -> Posture:
    return measure.posture(dict.fromkeys(ITEMS, Choice(choice)))


def summary(
    firm: Company = FIRM, posture: Posture | None = None, level: float = 1.0, with_band: bool = False
) -> LossSummary:
    return risk.summarise(risk.build(firm, posture or answered("partly"), risk.load(), level=level), with_band)


@pytest.mark.parametrize("case", REFERENCE["case"], ids=lambda case: case["answers"])
def test_reference_firm(case: dict[str, list[float]]) -> None:
    loss = summary(posture=answered(str(case["answers"])))
    found = {
        "aal": loss.aal_yen / 1e4,
        "p_any": loss.p_any,
        "p_over_1000000": loss.p_over["1000000"],
        "p_over_5000000": loss.p_over["5000000"],
        "var95": loss.var["95"] / 1e4,
        "var99": loss.var["99"] / 1e4,
        "var999": loss.var["99.9"] / 1e4,
    }
    for key, value in found.items():
        assert value == pytest.approx(case[key][0], abs=case[key][1]), key


@pytest.mark.parametrize("choice", ["not_done", "done"])
def test_slow_twin(choice: str) -> None:
    """Sixty thousand simulated years agree within four standard errors; the mean is compared below the largest per cent."""
    firm = dataclasses.replace(FIRM, personal_records=1_200, telework=True)
    loss = summary(firm, answered(choice))
    twin, chance, years = Firm(firm, answered(choice), risk.load(), 1.0), random.Random(7), 60_000
    totals = [twin.year(chance) for _ in range(years)]
    yen = sorted(sum(cost for cost, _ in incidents) for incidents in totals)

    def agrees(share: float, wanted: float) -> None:
        assert abs(share - wanted) < 4 * (wanted * (1 - wanted) / years) ** 0.5 + 1e-4

    agrees(sum(bool(incidents) for incidents in totals) / years, loss.p_any)
    agrees(sum(value >= 1_000_000 for value in yen) / years, loss.p_over["1000000"])
    agrees(sum(value >= 5_000_000 for value in yen) / years, loss.p_over["5000000"])
    agrees(sum(value >= loss.var["99"] for value in yen) / years, 0.01)
    agrees(sum(value >= loss.var["99.9"] for value in yen) / years, 0.001)
    agrees(sum(any(days >= 7 for _, days in incidents) for incidents in totals) / years, loss.downtime.p_ge_7)
    days = [sum(days for _, days in incidents) for incidents in totals]
    assert abs(statistics.fmean(days) - loss.downtime.mean_days) < 4 * statistics.stdev(days) / years**0.5
    assert abs(statistics.fmean(yen) - loss.aal_yen) < 4 * statistics.stdev(yen) / years**0.5 + 0.01 * loss.aal_yen


FIRMS = st.builds(
    dataclasses.replace,
    st.just(FIRM),
    employees=st.integers(1, 300),
    revenue_yen=st.integers(1, 10**11),
    gross_margin=st.floats(0, 1),
    personal_records=st.integers(0, 3_000_000),
    website=st.sampled_from(["none", "hosted", "own"]),
    network=st.booleans(),
    telework=st.booleans(),
)
POSTURES = st.builds(
    lambda choices: measure.posture(dict(zip(ITEMS, choices, strict=True))),
    st.lists(st.sampled_from(list(Choice)), min_size=25, max_size=25),
)


@settings(max_examples=15, deadline=None)
@given(firm=FIRMS, posture=POSTURES, level=st.floats(0.05, 2))
def test_any_company(firm: Company, posture: Posture, level: float) -> None:
    loss = summary(firm, posture, level)
    assert sum(row.aal_yen for row in loss.by_scenario) == loss.aal_yen == sum(row.aal_yen for row in loss.by_cost)
    assert all(row.aal_yen >= 0 for row in (*loss.by_scenario, *loss.by_cost))
    var = list(loss.var.values())
    assert var == sorted(var)
    assert all(loss.tvar[key] >= loss.var[key] for key in loss.var)
    assert list(loss.tvar.values()) == sorted(loss.tvar.values())
    assert all(0 <= point.oep_yen <= point.aep_yen for point in loss.curve)
    assert -1e-9 <= loss.p_over["5000000"] <= loss.p_over["1000000"] <= loss.p_any + 1e-9
    assert loss.tvar["90"] * 0.1 <= loss.aal_yen * 1.001 + 1


@settings(max_examples=15, deadline=None)
@given(firm=FIRMS, posture=POSTURES, item=st.sampled_from(ITEMS))
def test_a_better_posture_never_costs_more(firm: Company, posture: Posture, item: str) -> None:
    before = exact.expected_loss(risk.build(firm, posture, risk.load(), level=0.45))
    after = exact.expected_loss(risk.build(firm, posture.improved(item), risk.load(), level=0.45))
    assert after <= before * (1 + 1e-12)


def test_order_of_scenarios_does_not_matter() -> None:
    content = risk.load()
    turned = dataclasses.replace(content, scenarios=content.scenarios[::-1])
    one = summary()
    other = risk.summarise(risk.build(FIRM, answered("partly"), turned, level=1.0), band=False)
    assert {row.id: row.aal_yen for row in one.by_scenario} == {row.id: row.aal_yen for row in other.by_scenario}
    assert one.var == pytest.approx(other.var, abs=1)


def test_level_scales_the_mean_and_the_curve_is_finer_than_a_line() -> None:
    low, high = summary(level=0.2), summary(level=1.0)
    assert low.aal_yen == pytest.approx(high.aal_yen * 0.2, abs=1)
    assert low.p_any > 0.2 * high.p_any
    assert len({point.aep_yen for point in high.curve}) >= 8


def test_largest_incident_follows_the_thinned_rate() -> None:
    law = exact.year(risk.build(FIRM, answered("partly"), risk.load(), level=1.0))
    yen = float(law.largest(np.array([0.99]))[0])
    above = float(law.incidents.rate_above(np.array([yen]))[0])
    from sonae.risk import frailty

    assert float(frailty.none_of(above, law.log_sd)) == pytest.approx(0.99, abs=1e-4)


@pytest.mark.parametrize("log_sd", [0.0, 0.05, 0.1, 0.4, 1.13])
def test_frailty_by_squares_against_a_fine_sum(log_sd: float) -> None:
    from sonae.risk import frailty

    exponent = np.array([0.0, -1e-3, -0.5, -6.0, -40.0, -0.3 + 0.2j, -2.0 - 1.5j, -1e-4 + 3e-3j])
    x = np.linspace(-11, 11, 20_001)
    weight = np.exp(-x * x / 2)
    z = np.exp(log_sd * x - log_sd**2 / 2)
    fine = np.exp(np.outer(exponent, z)) @ (weight / weight.sum())
    assert np.abs(frailty.transform(exponent, log_sd) - fine).max() < 3e-9


def test_sample_is_large_enough() -> None:
    """Sixteen times the sample moves the mean and the bad year by about one in a hundred at most."""
    model = risk.build(FIRM, answered("partly"), risk.load(), level=1.0)
    usual, fine = exact.year(model), exact.year(model, severity.price(model, 16 * exact.SAMPLE))
    assert usual.mean == pytest.approx(fine.mean, rel=0.015)
    assert usual.value_at_risk(0.99) == pytest.approx(fine.value_at_risk(0.99), rel=0.015)
    assert usual.tail_mean(0.99) == pytest.approx(fine.tail_mean(0.99), rel=0.015)


def test_band_holds_the_centre_and_is_as_wide_as_published() -> None:
    loss = summary(with_band=True)
    for given_range in (loss.band.aal_yen, loss.band.p_any, loss.band.var99):
        assert given_range.low < given_range.central < given_range.high
    assert loss.band.aal_yen.central == loss.aal_yen
    assert 120_000 < loss.band.aal_yen.low < 160_000
    assert 300_000 < loss.band.aal_yen.high < 400_000
    assert loss.band == summary(with_band=True).band


def test_draws_keep_the_parameters_in_their_domain() -> None:
    for parameters, factor in band.draws(risk.load()):
        assert 0 < parameters["p0"] < 1
        assert all(parameters[name] > 0 for name in ("kappa", "het", "price", "dm", "dM"))
        assert factor > 0


def test_smallest_company() -> None:
    sole = dataclasses.replace(company.typical(company.industries()["trade"], 1), revenue_yen=1, personal_records=0)
    loss = summary(sole, level=0.05)
    assert 0 < loss.aal_yen < 10_000
    assert loss.curve[0].aep_yen == 0
