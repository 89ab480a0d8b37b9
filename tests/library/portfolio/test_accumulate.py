"""Books simulated: the same bits however divided, averages of each company's own assessment, parts that add up to the whole."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from cli.answer import ROOT
from sonae import company, measure, risk
from sonae.portfolio import accumulate, exposed, summary
from sonae.portfolio import book as books
from sonae.portfolio.accumulate import Accumulated
from sonae.portfolio.book import FULL, ITEMS, Book
from sonae.risk import exact

YEARS = 4_000
EXAMPLE = ROOT / "examples" / "portfolio" / "book.csv"


def example() -> Book:
    return books.read(EXAMPLE)


@cache
def assessed() -> Accumulated:
    return accumulate.accumulate(example(), YEARS, 5, contributions=True)


def same(one: Accumulated, other: Accumulated) -> bool:
    names = ("gross", "paid", "largest", "by_firm", "failed")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


def test_the_same_bits_however_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = accumulate.accumulate(example(), 1_100, 5)
    for size, threads in ((7, 2), (11, 8)):
        monkeypatch.setattr(accumulate, "FIRMS", size)
        assert same(whole, accumulate.accumulate(example(), 1_100, 5, threads=threads))
    assert not same(whole, accumulate.accumulate(example(), 1_100, 6))


def test_the_same_bits_on_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(accumulate, "FIRMS", 15)
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster:
        spread = accumulate.accumulate(example(), 1_100, 5, dask=cluster.scheduler_address)
    assert same(spread, accumulate.accumulate(example(), 1_100, 5))


def test_other_companies_of_the_book_change_nothing() -> None:
    part = accumulate.accumulate(accumulate._cut(example(), 3, 9), YEARS, 5)
    assert np.array_equal(part.by_firm[:, :2], assessed().by_firm[3:9, :2])


def test_rates_and_averages_are_those_of_each_company() -> None:
    content = risk.load()
    firms = [company.typical(one, people) for one in list(company.industries().values())[::3] for people in (3, 40)]
    levels = {item: (1.0, 0.5, 0.0)[k % 3] for k, item in enumerate(ITEMS)}
    models = [risk.build(one, measure.Posture(levels), content, level=1.0) for one in firms]
    book = books.of_companies([(str(k), one, levels) for k, one in enumerate(firms)])
    odds = exposed.odds(book, 0, len(book), 1.0, content)
    for name, theirs in (("rates", "rates"), ("major", "p_major"), ("destroy", "p_destroy"), ("leak", "p_leak")):
        assert np.allclose(getattr(odds, name), [getattr(model, theirs) for model in models], rtol=1e-12)
    with_all = replace(book, providers=("one",), provider=np.zeros(len(book), np.int32))
    done = accumulate.accumulate(with_all, 20_000, 3, level=1.0)
    rates = sum(float(model.rates.sum()) for model in models)
    assert done.incidents / 20_000 == pytest.approx(rates, rel=0.02)
    expected = sum(exact.expected_loss(model) for model in models)
    gross = done.yearly()[0]
    assert gross.mean() == pytest.approx(expected, abs=4 * gross.std() / np.sqrt(20_000))


def test_parts_add_up_to_the_whole_to_the_yen() -> None:
    done = assessed()
    gross, paid = done.yearly()
    found = summary.summarise(done)
    for name, place in accumulate.groups().items():
        assert np.array_equal(done.gross[:, place].sum(axis=1), gross)
        assert np.array_equal(done.paid[:, place].sum(axis=1), paid)
        assert sum(group.aal_yen for group in found.by[name]) == found.gross.aal_yen
        assert sum(group.recovered_yen for group in found.by[name]) == found.recovered.aal_yen
    assert found.net.aal_yen == found.gross.aal_yen - found.recovered.aal_yen
    assert done.by_firm[:, 0].sum() == gross.sum()
    assert all(point.oep_yen <= point.aep_yen for point in found.curve)
    assert (done.largest[:, 0] <= gross).all()


def test_contracts_pay_within_their_terms() -> None:
    done, book = assessed(), example()
    assert (done.paid <= done.gross).all()
    assert (done.by_firm[:, 1] <= book.limit * YEARS).all()
    assert (done.by_firm[book.limit == 0, 1] == 0).all()


def test_contributions_add_up_to_the_tail() -> None:
    done = assessed()
    worst = np.sort(done.yearly()[0])[-YEARS // 100 :]
    assert done.by_firm[:, 2].sum() == worst.sum()
    assert sum(row.worst_yen for row in summary.contributions(done, len(done.book))) == pytest.approx(
        worst.mean(), abs=40
    )


def test_shocks_make_bad_years_worse_and_leave_the_average() -> None:
    factor, wave = accumulate.states(accumulate.shocks())
    share = np.diff((0.0, *accumulate.EDGES, 1.0))
    assert factor[: len(share)] @ share == pytest.approx(1, abs=1e-12)
    spread = np.sqrt(factor[: len(share)] ** 2 @ share - 1)
    assert spread == pytest.approx(accumulate.shocks().year_spread, rel=0.05)
    wave_share = accumulate.shocks().wave_share
    assert wave[0] * (1 - wave_share) + wave[-1] * wave_share == pytest.approx(1, abs=1e-12)
    firm, levels = company.typical(company.industries()["trade"], 8), dict.fromkeys(ITEMS, 0.5)
    book = books.of_companies([(str(k), firm, levels) for k in range(10_000)])
    years = [accumulate.accumulate(book, 300, 1, by_common=one).yearly()[0] for one in (None, accumulate.NO_SHOCKS)]
    with_shocks, without = (np.subtract(*np.quantile(one, (0.75, 0.25))) / np.median(one) for one in years)
    assert with_shocks > 1.5 * without
    assert years[0].mean() == pytest.approx(years[1].mean(), rel=0.1)


def test_a_failing_provider_hits_its_clients_together() -> None:
    firm = company.typical(company.industries()["trade"], 8)
    book = books.of_companies([(str(k), firm, {}) for k in range(300)])
    shared = replace(book, providers=("one",), provider=np.zeros(300, np.int32))
    apart, together = (accumulate.accumulate(one, 2_000, 1) for one in (book, shared))
    outage = summary.names_of("scenario").index("outage")
    assert together.gross[:, outage].mean() == pytest.approx(apart.gross[:, outage].mean(), rel=0.35)
    common = accumulate.shared_by_all(2_000, 1, accumulate.shocks(), 1)
    failed = np.isin(np.arange(2_000), common.event_year)
    in_failed, in_others = (np.median(together.gross[mask, outage]) for mask in (failed, ~failed))
    assert in_failed > 2 * in_others
    assert together.failed[:, 0].sum() > 0.25 * together.gross[:, outage].sum()
    assert len(together.failed) == pytest.approx(400, abs=4 * np.sqrt(400))
    (row,) = summary.summarise(together).by_provider
    assert (row.firms, row.revenue_share) == (300, 1.0)


def test_a_measure_only_takes_incidents_away() -> None:
    book = example()
    better = exposed.with_measure(book, "SD-02", 0.5, 5)
    assert 0 < (better.level != book.level).any(axis=1).sum() < len(book)
    assert (better.level[(better.level != book.level)] == FULL).all()
    after = accumulate.accumulate(book, YEARS, 5, changed=better)
    assert after.yearly()[0].sum() < assessed().yearly()[0].sum()
    untouched = (better.level == book.level).all(axis=1)
    assert np.array_equal(after.by_firm[untouched, :2], assessed().by_firm[untouched, :2])
    with pytest.raises(ValueError, match="cannot have more"):
        accumulate.accumulate(better, 10, 5, changed=book)
