"""Refitting finds the parameters in use again, and follows a figure that changes."""

import dataclasses

import pytest

from sonae import risk
from sonae.content import published
from sonae.risk import calibrate


@pytest.fixture(scope="module")
def fit() -> calibrate.Calibration:
    return calibrate.calibrate(risk.load(), 20_000)


def test_every_published_figure_is_met(fit: calibrate.Calibration) -> None:
    assert set(fit.residuals) == {figure.id for figure in published.figures().values() if figure.use == "fit"}
    assert max(abs(residual) for residual in fit.residuals.values()) < 0.5


def test_well_known_parameters_are_found_again(fit: calibrate.Calibration) -> None:
    found = {parameter.id: parameter for parameter in fit.parameters}
    assert len(found) == 13
    for name in ("kappa", "het", "w_web", "w_cred", "w_partner"):
        assert found[name].value == pytest.approx(found[name].in_use, rel=0.06)
    assert found["p0"].value == pytest.approx(0.79, abs=0.04)
    assert found["k_destroy"].value == pytest.approx(0.155, abs=0.08)


def test_parameters_known_only_together_have_wide_errors(fit: calibrate.Calibration) -> None:
    errors = {parameter.id: parameter.standard_error for parameter in fit.parameters}
    assert errors["price"] > 0.5 > errors["kappa"]


def test_a_new_survey_moves_the_level(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = published.figures()
    fewer = dataclasses.replace(figures["p_inc_1y"], value=0.10)
    monkeypatch.setattr(published, "figures", lambda: figures | {"p_inc_1y": fewer})
    found = {parameter.id: parameter for parameter in calibrate.calibrate(risk.load(), 4_000).parameters}
    assert found["kappa"].value < 0.6 * found["kappa"].in_use
    assert found["het"].value > found["het"].in_use


def test_too_few_respondents_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1,000"):
        calibrate.calibrate(risk.load(), 999)
