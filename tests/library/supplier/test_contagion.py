"""A year of a network: published shares met, algebra and chance agree, sums add up, and no cut of the work changes a bit."""

import random
from pathlib import Path

import numpy as np
import pytest

from kernels import naive_contagion as naive
from sonae.supplier import bands, calibrate, contagion, network, parameters, stops, synthetic
from sonae.supplier.network import Network, Traits


@pytest.fixture(scope="module")
def country() -> Network:
    return synthetic.make(20_000, 1)


@pytest.fixture(scope="module")
def year(country: Network) -> contagion.Year:
    return contagion.simulate(calibrate.prepare(country), 512, seed=7)


def given(links: naive.Links, direct: list[float]) -> Network:
    """A network whose chances and losses are given."""
    count = len(direct)
    plain = Traits.unknown(count, 0)
    traits = Traits(
        plain.size, plain.score, plain.industry, plain.prefecture, np.array(direct), np.arange(1, count + 1) * 1_000_000
    )
    ends = np.array([(u, v) for u, v, _ in links], np.int32).reshape(-1, 2)
    chances = np.array([q for _, _, q in links], np.float32)
    return network.build(
        traits, ends[:, 0].copy(), ends[:, 1].copy(), None, chances, origin="table", made={"firms": count}
    )


def some(seed: int) -> tuple[naive.Links, list[float]]:
    chance = random.Random(seed)
    pairs = [(u, v) for u in range(5) for v in range(5) if u != v]
    links = [(u, v, round(chance.random(), 3)) for u, v in sorted(chance.sample(pairs, chance.randint(1, 12)))]
    return links, [round(chance.random() / 3, 3) for _ in range(5)]


def test_published_shares_are_met(year: contagion.Year) -> None:
    content = parameters.load()
    mean, sd = year.incidence()
    assert mean == pytest.approx(content["incidence"], rel=0.02)
    assert 0 < sd < 0.02
    assert year.partner_share() == pytest.approx(content["partner_share"], rel=0.02)
    assert year.ready.partner_share() == pytest.approx(content["partner_share"], abs=1e-3)
    assert year.stops.share_stopping() == pytest.approx(content["effect"] * content["stop_of_effect"], abs=0.03)
    claims = float(year.stops.weight[year.stops.claimed > 0].sum())
    assert claims == pytest.approx(content["effect"] * content["compensation_of_effect"], abs=0.02)


def test_the_strengths_in_the_content_are_those_of_a_national_network() -> None:
    content, country = parameters.load(), synthetic.make(300_000, 2)
    ready = calibrate.prepare(country)
    assert ready.solved
    assert ready.scale == pytest.approx(content["scale_base"], rel=0.05)
    kappa, reached = stops.fit_kappa(ready, seed=1)
    assert kappa == pytest.approx(content["kappa"], rel=0.06)
    assert kappa < 1  # standstills never feed themselves
    assert reached == pytest.approx(0.253, abs=0.005)


def test_the_mean_field_agrees_with_simulated_years(year: contagion.Year) -> None:
    assert year.incidence()[0] == pytest.approx(year.ready.incidence(), rel=0.005)
    assert year.own_mean == pytest.approx(float(year.ready.hit @ year.ready.worth), rel=0.01)


def test_sums_add_up_to_the_yen(year: contagion.Year) -> None:
    total = round(float(year.loss.mean()))
    assert sum(year.by_sector.values()) == total
    assert sum(year.parts().values()) == total
    assert year.parts()["stop"] > year.parts()["labour"] > 0
    assert year.var()["90"] <= year.var()["95"] <= year.var()["99"] <= year.loss.max()
    assert all(year.tvar()[key] >= year.var()[key] for key in year.var())


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_threads_change_no_bit(country: Network, year: contagion.Year, threads: int) -> None:
    again = contagion.simulate(calibrate.prepare(country), 512, seed=7, threads=threads)
    assert (again.loss == year.loss).all()
    assert (again.hits == year.hits).all()
    assert again.by_sector == year.by_sector


def test_fewer_replications_are_the_first_of_more(country: Network, year: contagion.Year) -> None:
    fewer = contagion.simulate(calibrate.prepare(country), 100, seed=7)
    assert (fewer.hits == year.hits[:100]).all()
    assert (contagion.simulate(calibrate.prepare(country), 100, seed=8).hits != fewer.hits).any()


@pytest.mark.parametrize("seed", range(8))
def test_what_is_given_is_taken_as_given(seed: int) -> None:
    links, direct = some(seed)
    ready = calibrate.prepare(given(links, direct))
    assert ready.hit == pytest.approx(naive.mean_field(5, links, direct), abs=1e-6)
    exact = np.array(naive.exact(5, links, direct))
    found = contagion.simulate(ready, 64_000, seed)
    assert (np.abs(found.by_firm - exact) < 4.5 * np.sqrt(np.maximum(exact, 1e-5) / 64_000)).all()
    assert found.loss.mean() == pytest.approx(float(found.by_firm @ ready.worth), rel=1e-9)
    assert found.claimed() == 0


def test_ranking_follows_its_definition() -> None:
    links, direct = some(3)
    ready = calibrate.prepare(given(links, direct))
    ranking = contagion.rank(ready)
    value = naive.adjoint(5, links, ready.hit.tolist(), ready.worth.tolist())
    assert ranking.caused == pytest.approx(ready.hit * value, rel=1e-6)
    assert ranking.domino == pytest.approx(ready.hit * (np.array(value) - ready.worth), rel=1e-5, abs=1)
    assert ranking.caused[ranking.top(5)].tolist() == sorted(ranking.caused.tolist(), reverse=True)


def test_a_part_of_the_country_takes_the_national_strength() -> None:
    ready = calibrate.prepare(synthetic.make(50, 1))
    assert (ready.solved, ready.scale) == (False, parameters.load()["scale_base"])


def test_stresses_hurt_more(country: Network, year: contagion.Year) -> None:
    third = calibrate.prepare(country, "third")
    assert third.partner_share() == pytest.approx(0.30, abs=0.002)
    assert third.incidence() > year.ready.incidence()
    vendor = contagion.simulate(calibrate.prepare(country, "vendor"), 256, seed=7)
    assert vendor.incidence()[0] > 1.1 * year.incidence()[0]
    assert vendor.partner_share() > year.partner_share()
    worm = contagion.simulate(calibrate.prepare(country, "worm"), 256, seed=7)
    assert worm.hits.max() > 100 * (worm.direct.mean() + 1)  # it explodes or dies out
    assert worm.direct.mean() == pytest.approx(10, rel=0.2)


def test_bands_rise_with_the_share_through_partners(country: Network) -> None:
    rows = bands.bands(country)
    assert [row.target for row in rows] == [0.198, 0.30, 0.60]
    assert [row.partner_share for row in rows] == pytest.approx([0.198, 0.30, 0.60], abs=0.005)
    assert rows[0].own_loss_yen < rows[1].own_loss_yen < rows[2].own_loss_yen


def test_a_network_without_links_has_only_direct_hits(tmp_path: Path) -> None:
    net = given([], [0.5, 0.0, 1.0])
    found = contagion.simulate(calibrate.prepare(net), 640, 1)
    assert found.by_firm.tolist()[1:] == [0.0, 1.0]
    assert found.partner_share() == 0.0
    assert found.stops.stopped() == {"mean": 0.0, "p95": 0, "max": 0, "share": 0.0}


def test_what_cannot_be_run() -> None:
    ready = calibrate.prepare(synthetic.make(10, 1))
    for replications, seed in ((0, 1), (10**7, 1), (10, -1)):
        with pytest.raises(ValueError, match=r"must be|negative"):
            contagion.simulate(ready, replications, seed)
