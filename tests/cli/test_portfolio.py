"""Books through the command line: the document, the tables that others read, and what wrong input is told."""

import contextlib
import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from ods_tools.oed import ClassOfBusiness, OedExposure

from cli.answer import ROOT, Command
from sonae import cli

BOOK = ROOT / "examples" / "portfolio" / "book.csv"
HEADINGS = {
    "ept": "SummaryId,EPCalc,EPType,ReturnPeriod,Loss",
    "psept": "SummaryId,SampleId,EPType,ReturnPeriod,Loss",
    "alt": "SummaryId,SampleType,MeanLoss,SDLoss",
    "splt": "Period,PeriodWeight,EventId,Year,Month,Day,Hour,Minute,SummaryId,SampleId,Loss,ImpactedExposure",
}


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    out = tmp_path_factory.mktemp("book") / "out"
    file = out.parent / "answer.json"
    text = io.TextIOWrapper(io.BytesIO(), "utf-8")
    call = ["portfolio", "assess", str(BOOK), "--years", "2000", "--seed", "3", "--out", str(out), "--json"]
    with contextlib.redirect_stdout(text):
        status = cli.main([*call, "--contributions", "--measure", "SD-02", "--share", "0.5"])
    assert status == 0
    file.write_bytes(text.buffer.getvalue())  # type: ignore[attr-defined]
    return json.loads(file.read_bytes()), out


def test_the_document(assessed: tuple[dict[str, Any], Path]) -> None:
    document, out = assessed
    assert document["schema"] == "sonae.portfolio/1"
    assert (document["firms"], document["rejected"], document["rejected_count"]) == (40, [], 0)
    for name in ("industry", "size", "region", "scenario"):
        assert sum(row["aal_yen"] for row in document[f"by_{name}"]) == document["aal_yen"]
    assert document["net"]["aal_yen"] == document["gross"]["aal_yen"] - document["recovered"]["aal_yen"]
    assert [point["return_period"] for point in document["curve"]] == [2, 5, 10, 20, 50, 100, 200]
    assert set(document["files"]) == {path.name for path in out.iterdir()}
    assert document["what_if"]["aal_after"] < document["what_if"]["aal_before"]
    assert {row["id"] for row in document["by_provider"]} == {"クラウドA", "クラウドB", "会計サービスC"}
    assert (document["provenance"]["years"], document["provenance"]["seed"]) == (2000, 3)


def test_tables_agree_with_the_document(assessed: tuple[dict[str, Any], Path]) -> None:
    document, out = assessed
    for kind, heading in HEADINGS.items():
        for view in ("gul", "il"):
            lines = (out / f"{view}_S1_{kind}.csv").read_text(encoding="utf-8").splitlines()
            assert lines[0] == heading
            assert len(lines) > 5
    firms = pq.read_table(out / "firms.parquet").to_pydict()
    assert round(sum(firms["aal_yen"])) == pytest.approx(document["aal_yen"], abs=1)
    with (out / "gul_S1_ept.csv").open(encoding="utf-8") as stream:
        aep = {row["ReturnPeriod"]: float(row["Loss"]) for row in csv.DictReader(stream)
               if (row["SummaryId"], row["EPType"]) == ("1", "3")}  # fmt: skip
    assert [aep[f"{point['return_period']:.0f}"] for point in document["curve"]] == [
        point["aep_yen"] for point in document["curve"]
    ]
    years = pq.read_table(out / "years.parquet").to_pydict()
    assert round(sum(years["gross_yen"]) / 2000) == document["aal_yen"]


def test_threads_change_nothing(sonae: Command, assessed: tuple[dict[str, Any], Path], tmp_path: Path) -> None:
    call = ("portfolio", "assess", BOOK, "--years", "2000", "--seed", "3", "--threads", "8", "--out", tmp_path / "o")
    document = sonae(*call, "--contributions", "--measure", "SD-02", "--share", "0.5", "--json").document
    apart = {"provenance", "files"}
    assert {k: v for k, v in document.items() if k not in apart} == {
        k: v for k, v in assessed[0].items() if k not in apart
    }
    assert (tmp_path / "o/firms.parquet").read_bytes() == (assessed[1] / "firms.parquet").read_bytes()


def test_the_public_reader_takes_our_oed_file(sonae: Command, tmp_path: Path) -> None:
    call = (
        "portfolio",
        "export",
        BOOK,
        "--format",
        "oed",
        "--start",
        "2026-12-01",
        "--out",
        tmp_path / "oed",
        "--json",
    )
    document = sonae(*call).document
    assert (document["schema"], document["firms"], document["files"]) == ("sonae.portfolio/1", 40, ["account.csv"])
    exposure = OedExposure(
        account=str(tmp_path / "oed/account.csv"),
        class_of_business=ClassOfBusiness.cyb,
        check_oed=True,
        use_field=True,
        oed_schema_info="5.0.0",
        validation_config=None,
    )
    with BOOK.open(encoding="utf-8") as stream:
        insured = [row for row in csv.DictReader(stream) if row["limit_yen"] != "0"]
    frame = exposure.account.dataframe
    assert frame["AccNumber"].tolist() == [row["id"] for row in insured]
    assert frame["LayerLimit"].tolist() == [float(row["limit_yen"]) for row in insured]
    assert frame["NumberOfEmployees"].tolist() == [int(row["employees"]) for row in insured]
    assert set(frame["PolPerilsCovered"]) == {"CC1"}


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["assess", "missing.csv", "--out", "o"], "missing.csv"),
        (["assess", "BOOK", "--out", "no/such/o"], "--out = no/such/o"),
        (["assess", "BOOK", "--out", "BOOK"], "--out"),
        (["assess", "BOOK", "--out", "o", "--years", "0"], "--years = 0"),
        (["assess", "BOOK", "--out", "o", "--level", "high"], "--level"),
        (["assess", "BOOK", "--out", "o", "--measure", "SD-99"], "--measure = SD-99"),
        (["assess", "BOOK", "--out", "o", "--share", "2"], "--share = 2"),
        (["assess", "BOOK", "--out", "o", "--dask", "somewhere"], "--dask = somewhere"),
        (["export", "BOOK", "--out", "o", "--format", "acord"], "--format = acord"),
        (["export", "BOOK", "--out", "o", "--start", "soon"], "--start = soon"),
        (["export", "torn.csv", "--out", "o", "--strict"], "torn.csv"),
        (["export", "bare.csv", "--out", "o"], "revenue_yen"),
    ],
)
def test_wrong_calls_write_nothing(
    sonae: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("BOOK").write_bytes(BOOK.read_bytes())
    Path("torn.csv").write_bytes(BOOK.read_bytes()[:-9])
    Path("bare.csv").write_text("id,industry,employees\nA,E,5\n", encoding="utf-8")
    for lang in ("ja", "en"):
        answer = sonae("portfolio", *call, "--lang", lang)
        assert (answer.status, answer.out) == (2, "")
        assert told in answer.err
    assert not Path("o").exists()
