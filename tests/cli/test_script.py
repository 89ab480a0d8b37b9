"""The script in the user's folder does what it says."""

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_script_of_losses_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import pyarrow.parquet as parquet

    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    left = runpy.run_path(str(ROOT / "docs" / "user" / "losses.py"))
    exact, drawn, insured = left["exact"], left["drawn"], left["insured"]
    assert abs(exact.aal_yen - drawn.aal_yen) < 4 * drawn.standard_error.aal_yen
    assert exact.band.aal_yen.low < exact.aal_yen < exact.band.aal_yen.high
    assert insured.gross.aal_yen == drawn.aal_yen
    assert 0 < insured.recovered.aal_yen < insured.gross.aal_yen
    assert left["after"].aal_yen < left["before"].aal_yen
    table = parquet.read_table(tmp_path / "losses.parquet")
    assert set(table["scenario"].to_pylist()) <= {entry.id for entry in left["model"].content.scenarios}
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0].strip() for line in said[:1] + said[3:]] == [
        "exact",
        "simulated",
        "insured",
        "SD-03 in place",
    ]
    assert all(re.search(r"\d", line) for line in said)


@pytest.mark.parametrize("page", ["commands.md", "commands.ja.md"])
def test_the_pages_lead_to_the_script(page: str) -> None:
    assert "](losses.py)" in (ROOT / "docs" / "user" / page).read_text(encoding="utf-8")
