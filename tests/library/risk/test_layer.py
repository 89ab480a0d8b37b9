"""A deductible, a limit an incident and a limit a year: without chance and year by year."""

import numpy as np
import pytest

from library.risk.test_simulate import model
from sonae.risk import layer, simulate
from sonae.risk.layer import Layer

YEARS = 200_000


@pytest.mark.parametrize(
    "terms",
    [Layer(100_000, 30_000_000, 50_000_000), Layer(0, 3_000_000, 3_000_000), Layer(1_000_000, 10_000_000, 4_000_000)],
)
def test_agrees_with_the_event_stream(terms: Layer) -> None:
    made, exact = model(), layer.paid(model(), terms)
    sums = np.zeros(YEARS)
    for part in simulate.events(made, YEARS, 9):
        np.add.at(sums, part.year, np.clip(part.yen.sum(axis=1) - terms.deductible, 0, terms.limit))
    sums = np.sort(np.minimum(sums, terms.aggregate))
    error = sums.std() / np.sqrt(YEARS)
    assert abs(sums.mean() - exact.mean()) < 4 * error + 0.01 * exact.mean()
    for share in (0.99, 0.999):
        var, beyond = np.quantile(sums, share), sums[int(share * YEARS) :]
        wide = 4 * beyond.std() / np.sqrt(len(beyond))
        assert abs(exact.value_at_risk(share) - var) < 0.04 * var + 20_000
        assert abs(exact.tail_mean(share) - beyond.mean()) < wide + 0.02 * beyond.mean()


def test_a_wide_layer_pays_the_whole_loss_and_a_small_one_its_limit() -> None:
    whole = layer.paid(model(), Layer(0, 10**12, 10**12))
    assert whole.mean() == pytest.approx(whole.law.mean, rel=1e-9)
    small = layer.paid(model("not_done"), Layer(0, 10**12, 1_000_000))
    assert small.value_at_risk(0.99) == 1_000_000
    assert small.tail_mean(0.99) == pytest.approx(1_000_000, rel=1e-6)
    assert small.mean() < whole.mean() * 3


def test_more_cover_pays_more() -> None:
    means = [layer.paid(model(), Layer(100_000, 10**7, aggregate)).mean() for aggregate in (0, 10**6, 10**7, 10**9)]
    assert means == sorted(means)
    with pytest.raises(ValueError, match="negative"):
        Layer(-1, 0, 0)
