"""Supply networks through the command line: documents, words, and what wrong input is told."""

import json
from pathlib import Path

import pytest

from cli.answer import ROOT, Command

EXAMPLES = ROOT / "examples" / "supplier"


@pytest.fixture
def partners(sonae: Command, tmp_path: Path) -> Path:
    out = tmp_path / "partners.net"
    answer = sonae("supplier", "import", EXAMPLES / "links.csv", "--firms", EXAMPLES / "firms.csv", "--out", out)
    assert answer.status == 0, answer.err
    return out


def test_network_documents(sonae: Command, tmp_path: Path) -> None:
    out = tmp_path / "n.net"
    document = sonae("supplier", "network", "--firms", "2000", "--seed", "1", "--out", out, "--json").document
    assert document["schema"] == "sonae.network/1"
    assert (document["firms"], document["synthetic"], document["file"]) == (2000, True, str(out))
    assert set(document["max_links"]) == {"in", "out"}
    assert sum(document["shells"].values()) == pytest.approx(1, abs=1e-5)
    assert (
        document["sha256"]
        == sonae(
            "supplier", "network", "--firms", "2000", "--seed", "1", "--out", tmp_path / "m.net", "--json"
        ).document["sha256"]
    )
    assert document["note"]["ja"].startswith("架空")


def test_a_year_and_who_matters(sonae: Command, partners: Path) -> None:
    document = sonae("supplier", "domino", partners, "--replications", "2000", "--seed", "3", "--json").document
    assert document["schema"] == "sonae.domino/1"
    assert sum(row["loss_yen"] for row in document["by_sector"]) == document["loss_yen"]["mean"]
    assert sum(document["parts_yen"].values()) == document["loss_yen"]["mean"]
    assert [firm["id"] for firm in document["by_firm"]][:2] == ["A001", "A002"]
    assert {"mean", "p95", "max"} <= set(document["stopped"])
    assert [band["target"] for band in document["bands"]] == [0.198, 0.3, 0.6]
    ranked = sonae("supplier", "rank", partners, "--top", "3", "--json").document
    assert ranked["schema"] == "sonae.rank/1"
    assert len(ranked["firms"]) == 3
    hits = {firm["row"]: firm["p_hit"] for firm in document["by_firm"]}
    for firm in ranked["firms"]:
        assert firm["p_hit"] == pytest.approx(hits[firm["row"]], abs=0.025)


def without_run(document: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in document.items() if key not in {"provenance", "manifest"}}


def test_threads_change_nothing_in_the_document(sonae: Command, partners: Path) -> None:
    documents = [
        without_run(sonae("supplier", "domino", partners, "--replications", "1000", "--threads", t, "--json").document)
        for t in (1, 2, 8)
    ]
    assert documents[0] == documents[1] == documents[2]


@pytest.mark.parametrize("stress", ["third", "worm", "vendor"])
def test_stresses(sonae: Command, partners: Path, stress: str) -> None:
    document = sonae("supplier", "domino", partners, "--stress", stress, "--replications", "200", "--json").document
    assert (document["stress"], document["bands"]) == (stress, [])


def test_words_in_both_languages(sonae: Command, partners: Path) -> None:
    japanese = sonae("supplier", "domino", partners, "--replications", "200").out
    english = sonae("supplier", "domino", partners, "--replications", "200", "--lang", "en").out
    assert "1つの数字で決めつけないでください" in japanese
    assert "Surveys disagree" in english


def test_rows_left_out_are_listed(sonae: Command, tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    links.write_bytes("仕入先,販売先\n甲,乙\n乙,丙\n丙,丙\n乙,丁\n".encode("cp932"))
    out = tmp_path / "n.net"
    document = sonae("supplier", "import", links, "--out", out, "--json").document
    assert document["rejected_count"] == 1
    (row,) = document["rejected"]
    assert (row["line"], row["field"], row["value"]) == (4, "customer", "丙")
    assert json.loads(sonae("supplier", "domino", out, "--json").out)["by_firm"][0]["id"] == "甲"
    out.unlink()
    refused = sonae("supplier", "import", links, "--out", out, "--strict")
    assert refused.status == 2
    assert "links.csv:4" in refused.err
    assert not out.exists()


def test_identities_are_optional(sonae: Command, tmp_path: Path) -> None:
    out = tmp_path / "n.net"
    sonae("supplier", "import", EXAMPLES / "links.csv", "--out", out, "--no-ids")
    assert {path.name for path in tmp_path.iterdir()} == {"n.net"}
    assert sonae("supplier", "domino", out, "--json").document["by_firm"][0]["id"] is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["network", "--firms", "0", "--out", "OUT"], "--firms = 0"),
        (["network", "--firms", "-5", "--out", "OUT"], "--firms = -5"),
        (["network", "--firms", "99999999999", "--out", "OUT"], "99999999999"),
        (["network", "--firms", "10", "--tail-in", "0.5", "--out", "OUT"], "--tail-in = 0.5"),
        (["network", "--firms", "10", "--shell-in", "abc", "--out", "OUT"], "--shell-in = abc"),
        (["network", "--firms", "10", "--out", "FOLDER"], "フォルダ"),
        (["import", "missing.csv", "--out", "OUT"], "missing.csv"),
        (["import", "FOLDER", "--out", "OUT"], "フォルダ"),
        (["domino", "missing.net"], "missing.net"),
        (["domino", "LINKS"], "取引網のファイルではありません"),
        (["domino", "NET", "--stress", "meteor"], "--stress = meteor"),
        (["domino", "NET", "--replications", "0"], "--replications = 0"),
        (["domino", "NET", "--threads", "0"], "--threads = 0"),
        (["domino", "NET", "--dask", "somewhere"], "--dask = somewhere"),
        (["rank", "NET", "--top", "0"], "--top = 0"),
    ],
)
def test_wrong_calls(sonae: Command, partners: Path, tmp_path: Path, words: list[str], told: str) -> None:
    places = {"OUT": tmp_path / "out.net", "FOLDER": tmp_path, "LINKS": EXAMPLES / "links.csv", "NET": partners}
    before = sorted(tmp_path.iterdir())
    answer = sonae("supplier", *(places.get(word, word) for word in words))
    assert (answer.status, answer.out) == (2, "")
    assert told in answer.err
    assert sorted(tmp_path.iterdir()) == before


def test_the_input_is_never_overwritten(sonae: Command, tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    links.write_text("supplier,customer\na,b\n", encoding="utf-8")
    assert sonae("supplier", "import", links, "--out", links).status == 2
    assert links.read_text(encoding="utf-8").startswith("supplier")
