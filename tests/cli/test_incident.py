"""``incident duties``: the worked example, moments, and clear faults."""

from pathlib import Path

import pytest

from cli.answer import ROOT, Command
from cli.test_insurance import _keys
from sonae.incident import read

CASE = ROOT / "examples" / "incident" / "ransomware.toml"


def test_the_worked_example(sonae: Command) -> None:
    document = sonae("incident", "duties", CASE, "--now", "2026-11-25T09:00", "--json").document
    assert document["schema"] == "sonae.duties/1"
    duties = {duty["id"]: duty for duty in document["duties"]}
    assert duties["ppc_flash"]["amber"].startswith("2026-11-25")
    assert duties["ppc_flash"]["due"] == "2026-11-27T23:59:00+09:00"
    assert duties["ppc_flash"]["state"] == "due"
    assert duties["ppc_full_malicious"]["due"].startswith("2027-01-21")
    assert duties["insurer"]["closed"]["proof"] == "事故受付の番号 A-1042"
    assert document["next"]["id"] == "photo"
    assert document["provenance"]["input_sha256"]
    assert {duty["status"] for duty in document["duties"]} <= {"verified", "secondary", "memory", "derived"}
    assert set(document["sources"]) == {source for duty in document["duties"] for source in duty["source"]}


def test_equal_calls_give_equal_documents(sonae: Command) -> None:
    first, second = (
        sonae("incident", "duties", CASE, "--now", "2026-11-25T09:00:00+09:00", "--json").out for _ in range(2)
    )
    assert first == second


def test_a_moment_without_offset_is_japanese(sonae: Command) -> None:
    plain = sonae("incident", "duties", CASE, "--now", "2026-11-25T09:00", "--json").document
    london = sonae("incident", "duties", CASE, "--now", "2026-11-25T00:00+00:00", "--json").document
    assert plain["duties"] == london["duties"]
    assert plain["next"] == london["next"]


@pytest.mark.parametrize("typed", ["tomorrow", "2026-13-01", "2026-11-25T99:00", ""])
def test_a_wrong_moment_is_named(sonae: Command, typed: str) -> None:
    answer = sonae("incident", "duties", CASE, "--now", typed)
    assert (answer.status, answer.out) == (2, "")
    assert f"--now = {typed}" in answer.err


def test_a_clock_set_back_is_remarked(sonae: Command) -> None:
    answer = sonae("incident", "duties", CASE, "--now", "2026-11-20")
    assert answer.status == 0
    assert "known_at" in answer.err


def test_wrong_files(sonae: Command, tmp_path: Path) -> None:
    text = CASE.read_text(encoding="utf-8")
    (tmp_path / "sjis.toml").write_bytes(text.encode("cp932"))
    (tmp_path / "huge.toml").write_bytes(b"a" * 200_000)
    (tmp_path / "wrong.toml").write_text(text.replace("hours = 24", "hours = -24"), encoding="utf-8")
    for name, words in (
        ("none.toml", "見つかりません"),
        (".", "フォルダ"),
        ("sjis.toml", "UTF-8"),
        ("huge.toml", "大きすぎます"),
        ("wrong.toml", "partner[1].hours = -24"),
    ):
        answer = sonae("incident", "duties", tmp_path / name)
        assert (answer.status, answer.out) == (2, "")
        assert words in answer.err


@pytest.mark.parametrize("page", ["incident.md", "incident.ja.md"])
def test_every_key_stands_in_the_pages(page: str) -> None:
    text = (ROOT / "docs" / "user" / page).read_text(encoding="utf-8")
    missing = [key for key in _keys(read.SHAPE) if f"`{key}`" not in text and f"`[[{key}]]`" not in text]
    assert missing == []


@pytest.mark.parametrize("page", ["incident.md", "incident.ja.md"])
def test_every_field_of_the_document_stands_in_the_pages(sonae: Command, page: str) -> None:
    text = (ROOT / "docs" / "user" / page).read_text(encoding="utf-8")
    document = sonae("incident", "duties", CASE, "--json").document
    names = [*(set(document) - {"schema"}), *document["duties"][0], *document["next"]]
    assert [name for name in names if f"`{name}`" not in text and f"`{name}[]`" not in text] == []
