"""Hardening, accumulation, loss by region: what a chamber, a bank or an insurer asks of a network."""

import itertools

import numpy as np
import pytest

from sonae.supplier import calibrate, contagion, harden, synthetic
from sonae.supplier.calibrate import Ready


@pytest.fixture(scope="module")
def ready() -> Ready:
    net = synthetic.make(3000, 4)
    net.firms["prefecture"] = np.arange(len(net.firms)) % 48
    return calibrate.prepare(net)


def test_hardening_spares_more_the_more_it_takes_and_chance_is_worst(ready: Ready) -> None:
    told = list[tuple[int, int]]()
    found = harden.curves(ready, 1, lambda done, total: told.append((done, total)))
    cuts = {by: [row.cut for row in found if row.by == by] for by in harden.ORDERS}
    assert [row.firms for row in found[:3]] == [3, 30, 300]
    assert all(0 < a < b < c < 1 for a, b, c in cuts.values())
    assert all(0 <= row.cut_others <= row.cut for row in found)
    assert cuts["random"][2] < cuts["sales"][2]
    assert cuts["rank"][2] >= cuts["sales"][2] - 0.01  # nearly the same: that is the message
    assert told[-1] == (9, 9)


def test_regions_and_sectors_add_up_to_the_yen(ready: Ready) -> None:
    year = contagion.simulate(ready, 256, 7)
    total = round(float(year.loss.mean()))
    assert sum(year.by_sector.values()) == sum(year.by_region.values()) == total
    assert len(year.by_region) == 48
    assert all(yen > 0 for yen in year.by_region.values())
    assert contagion.simulate(calibrate.prepare(synthetic.make(1500, 4)), 64, 7).by_region == {}


def test_the_accumulation_curve_counts_years(ready: Ready) -> None:
    year = contagion.simulate(ready, 256, 7)
    curve = year.curve()
    assert [years for years, _ in curve] == [2, 5, 10, 20]  # a tenth of the replications at most
    assert all(low[1] <= high[1] for low, high in itertools.pairwise(curve))
    for years, yen in curve:
        assert int((year.loss >= yen).sum()) == 256 // years + 1
