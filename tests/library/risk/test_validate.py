"""The surveys replayed: fitted figures lie where they must, held-out ones are counted, and what should fail does."""

import numpy as np
import pytest

from sonae import risk
from sonae.content import published
from sonae.risk import frailty, respondents, validate
from sonae.risk.validate import Row

SEEN = (
    "vec_vuln",
    "partner_stop",
    "compensation",
)  # explained after they had been seen (docs/methods/validation.md): no test


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    return validate.validate(risk.load(), surveys=60, seed=1)


def test_every_fitted_figure_lies_within_two_and_a_half_sd(rows: tuple[Row, ...]) -> None:
    fitted = [row for row in rows if row.use == "fit"]
    assert len(fitted) == 13
    assert [row.id for row in fitted if row.z is None or abs(row.z) > 2.5] == []


def test_most_held_out_figures_lie_within_two_sd(rows: tuple[Row, ...]) -> None:
    assert validate.within(rows, "held", 2.0) >= 11
    assert validate.within(tuple(row for row in rows if row.id not in SEEN), "held", 2.0) >= 10


def test_rows_are_those_of_the_content(rows: tuple[Row, ...]) -> None:
    wanted = {figure.id for figure in published.figures().values() if figure.use != "context"}
    assert {row.id for row in rows} == wanted
    for row in rows:
        assert row.source
        if row.z is not None and row.sd:
            assert row.z == pytest.approx((row.published - row.simulated) / row.sd)


def test_jfc_is_replayed_at_the_earlier_level(rows: tuple[Row, ...]) -> None:
    levels = {row.id: row.level for row in rows if row.id.startswith("jfc")}
    assert len(set(levels.values())) == 1
    assert 0.15 < next(iter(levels.values())) < 0.3


def test_the_same_seed_gives_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validate, "LARGE", 2_000)
    assert validate.validate(risk.load(), 3, 5) == validate.validate(risk.load(), 3, 5)


def test_one_survey_has_no_spread() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        validate.validate(risk.load(), 1)


@pytest.mark.parametrize("frame", ["ipa", "jfc", "tdb"])
def test_respondents_look_like_their_frame(frame: str) -> None:
    firms = respondents.draw(frame, 20_000, np.random.default_rng(1))
    assert firms.employees.min() >= 1
    assert firms.employees.max() <= 300
    share = {"ipa": 0.28, "jfc": 0.583, "tdb": 0.03}[frame]
    assert (firms.employees == 1).mean() == pytest.approx(share, abs=0.015)
    if frame == "ipa":  # the frame that the item shares were published for
        assert (firms.level[:, 0] > 0).mean() == pytest.approx(0.73, abs=0.02)


def test_plain_poisson_and_gamma_frailty_fail_the_largest_count() -> None:
    """Forty incidents in three years: nearly impossible without frailty, rare with gamma, ordinary with the lognormal of the model."""
    content, chance = risk.load(), np.random.default_rng(3)
    firms = respondents.draw("ipa", 4191, chance)
    recall = content.parameters["recall"]
    rate = respondents.rates(firms, content, 1.0).sum(axis=1) * (1 + recall + recall**2)
    het = content.parameters["het"]
    shape = 1 / np.expm1(het**2)

    def reached(frailties: np.ndarray) -> float:
        return float(np.mean([chance.poisson(rate * z).max() >= 40 for z in frailties]))

    plain = reached(np.ones((60, 1)))
    gamma = reached(chance.gamma(shape, 1 / shape, (60, len(rate))))
    lognormal = reached(np.exp(chance.normal(-(het**2) / 2, het, (60, len(rate)))))
    assert plain == 0
    assert gamma < 0.15
    assert lognormal > 0.15
    assert lognormal > 2 * gamma


def test_quadrature_agrees_with_drawing() -> None:
    z = np.exp(np.random.default_rng(4).normal(-(1.13**2) / 2, 1.13, 400_000))
    assert float(frailty.none_of(0.4, 1.13)) == pytest.approx(float(np.exp(-0.4 * z).mean()), abs=0.002)


def test_the_table_on_the_screen_is_that_of_the_model(rows: tuple[Row, ...]) -> None:
    """Renew it with: python tests/library/risk/renew.py"""
    shown = {row.figure.id: row for row in published.replayed()}
    assert set(shown) == {row.id for row in rows}
    for row in rows:
        if row.sd:
            assert shown[row.id].simulated == pytest.approx(
                row.simulated, abs=max(0.7 * row.sd, 0.02 * abs(row.simulated))
            )
