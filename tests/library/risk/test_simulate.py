"""Simulated years: equal to their slow twin, to the exact engine, and to themselves however the work is cut."""

import dataclasses
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kernels import naive
from library.risk.test_exact import FIRM, answered
from sonae import measure, risk, scale
from sonae.kernels import product
from sonae.measure import Choice
from sonae.risk import losses, simulate
from sonae.risk.model import LossModel

YEARS = 4_000_000


def model(choice: str = "partly", level: float = 1.0) -> LossModel:
    firm = dataclasses.replace(FIRM, personal_records=1_200)
    return risk.build(firm, answered(choice), risk.load(), level=level)


def test_heads_are_those_of_the_content() -> None:
    assert set(product.HEADS) == set(risk.load().heads)
    assert list(product.HEADS) == naive.HEADS


@pytest.mark.parametrize("choice", ["not_done", "done"])
def test_every_incident_equals_its_slow_twin(choice: str) -> None:
    made = model(choice)
    shares, firm, bills = simulate.shares_of(made, model("not_done")), simulate.firm_of(made), simulate.bills_of(made)
    kinds = [k % len(made.rates) for k in range(3_000)]
    yen, sums, minutes, _ = product.price(np.uint64(77), np.array(kinds, np.uint64), len(kinds), firm, bills, shares)
    twin, days = naive.price(77, kinds, firm, bills, shares)
    assert np.abs(yen - np.array([[cost[head] for head in product.HEADS] for cost in twin])).max() <= 0.51
    assert np.abs(minutes - np.array(days) * 1440).max() <= 1.01
    assert (yen[:, product.HEADS.index("lawyer")] > 0).any()
    assert (yen.sum(axis=1) == sums).all()


def test_the_same_bits_however_the_work_is_cut() -> None:
    once = simulate.simulate(model(), 20_500, 7, with_band=False)
    for chunks, threads in ((1, 2), (2, 1), (3, 2), (7, 1), (64, 1), (64, 2)):
        assert simulate.simulate(model(), 20_500, 7, chunks=chunks, threads=threads, with_band=False) == once
    assert simulate.simulate(model(), 20_500, 7, chunks=3, processes=2, with_band=False) == once
    assert simulate.simulate(model(), 20_500, 8, with_band=False) != once


def test_the_same_bits_on_two_dask_workers() -> None:
    from distributed import LocalCluster

    once = simulate.simulate(model(), 20_500, 7, with_band=False)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        spread = simulate.simulate(model(), 20_500, 7, chunks=5, dask=cluster.scheduler_address, with_band=False)
    assert spread == once


def test_many_plans_at_once_equal_one_after_the_other() -> None:
    posture = {f"SD-{number:02}": Choice.NOT_DONE for number in range(1, 26)}
    half = {item: Choice.DONE if number % 2 else Choice.PARTLY for number, item in enumerate(posture)}
    made = [
        model("not_done"),
        model("partly"),
        model("done"),
        risk.build(model().company, measure.posture(half), risk.load(), level=1.0),
    ]
    together = simulate.plans(made, 20_500, 5, stream=made[0])
    for one, plan in zip(made, together, strict=True):
        alone = simulate.simulate(one, 20_500, 5, stream=made[0], with_band=False)
        assert (plan.aal_yen, plan.var, plan.tvar) == (alone.aal_yen, alone.var, alone.tvar)
        assert plan.standard_error == alone.standard_error


def test_plans_of_two_companies_are_refused() -> None:
    other = risk.build(dataclasses.replace(FIRM, employees=21), measure.posture({}), risk.load(), level=1.0)
    with pytest.raises(ValueError, match="one company"):
        simulate.plans([model(), other], 10, 1)


@pytest.mark.parametrize("choice", ["not_done", "partly", "done"])
def test_agrees_with_the_exact_engine(choice: str) -> None:
    """Two ways of computing that share no random number: four million years lie within four standard errors of the exact figures."""
    drawn, exact = (
        simulate.simulate(model(choice), YEARS, 1, with_band=False),
        risk.summarise(model(choice), band=False),
    )
    error = drawn.standard_error
    assert abs(drawn.aal_yen - exact.aal_yen) < 4 * error.aal_yen
    for key in exact.var:
        assert abs(drawn.var[key] - exact.var[key]) < 4 * error.var[key]
        assert abs(drawn.tvar[key] - exact.tvar[key]) < 4 * error.tvar[key]
    assert abs(drawn.p_any - exact.p_any) < 4 * (exact.p_any * (1 - exact.p_any) / YEARS) ** 0.5
    assert drawn.downtime.p_ge_7 == pytest.approx(exact.downtime.p_ge_7, abs=0.001)
    assert drawn.downtime.mean_days == pytest.approx(exact.downtime.mean_days, rel=0.03)
    assert sum(row.aal_yen for row in drawn.by_cost) == drawn.aal_yen == sum(row.aal_yen for row in drawn.by_scenario)
    assert all(point.oep_yen <= point.aep_yen for point in drawn.curve)


def test_plans_on_one_stream_share_their_luck() -> None:
    """A measure removes incidents or makes them milder; it never adds a yen to any year."""
    before = model("not_done")
    posture = answered("not_done").improved("SD-01").improved("SD-06")
    after = risk.build(before.company, posture, risk.load(), level=1.0)
    old = simulate.simulate(before, 50_000, 3, with_band=False)
    new = simulate.simulate(after, 50_000, 3, stream=before, with_band=False)
    assert new.aal_yen < old.aal_yen
    saved = old.aal_yen - new.aal_yen
    exact = risk.summarise(before, band=False).aal_yen - risk.summarise(after, band=False).aal_yen
    assert saved == pytest.approx(exact, rel=0.3)
    with pytest.raises(ValueError, match="fewer incidents"):
        simulate.simulate(before, 1_000, 3, stream=after, with_band=False)


@pytest.mark.parametrize(("years", "seed"), [(0, 1), (-1, 1), (10**9, 1), (10, -1)])
def test_impossible_requests_are_refused(years: int, seed: int) -> None:
    with pytest.raises(ValueError, match=r"years|seed"):
        simulate.simulate(model(), years, seed)


def test_every_incident_is_in_the_table(tmp_path) -> None:  # type: ignore[no-untyped-def]
    import pyarrow.parquet as parquet

    path = tmp_path / "losses.parquet"
    losses.write(path, model(), 5_000, 4)
    table = parquet.read_table(path)
    summary = simulate.simulate(model(), 5_000, 4, with_band=False)
    assert sum(table["loss_yen"].to_pylist()) / 5_000 == pytest.approx(summary.aal_yen, abs=1)
    heads = [sum(table[f"{head}_yen"].to_pylist()) for head in product.HEADS]
    assert sum(heads) == sum(table["loss_yen"].to_pylist())
    assert [entry.name for entry in tmp_path.iterdir()] == ["losses.parquet"]


def test_a_broken_run_leaves_no_half_file(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(losses, "_tables", broken)
    with pytest.raises(OSError, match="No space"):
        losses.write(tmp_path / "losses.parquet", model(), 1_000, 1)
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
import pyarrow
from sonae import company, measure, risk
from sonae.risk import losses

def half(*_):
    yield pyarrow.Table.from_pylist([{"year": 1}] * 100_000, schema=losses._schema())
    os.kill(os.getpid(), signal.SIGKILL)

losses._tables = half
firm = company.typical(company.industries()["trade"], 5)
losses.write(Path(sys.argv[1]), risk.build(firm, measure.posture({}), risk.load(), level=1.0), 1_000, 1)
"""


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name are a thing of Linux")
def test_a_run_killed_in_the_middle_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "losses.parquet").write_bytes(b"of yesterday")
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "losses.parquet")], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("losses.parquet", b"of yesterday")]


def test_without_nameless_files_the_draft_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    losses.write(tmp_path / "one.parquet", model(), 1_000, 1)
    monkeypatch.setattr(losses, "_nameless", lambda _: None)
    losses.write(tmp_path / "two.parquet", model(), 1_000, 1)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2


def test_one_year_and_a_company_without_measures() -> None:
    summary = simulate.simulate(
        risk.build(FIRM, measure.posture({"SD-01": Choice.UNKNOWN}), risk.load(), level=2.0), 1, 0, with_band=False
    )
    assert summary.aal_yen >= 0


def test_split_covers_everything_once() -> None:
    for total in (1, 2, 10, 1000):
        for chunks in (1, 2, 3, 7, 64, 2000):
            parts = scale.split(total, chunks)
            assert [k for first, last in parts for k in range(first, last)] == list(range(total))
