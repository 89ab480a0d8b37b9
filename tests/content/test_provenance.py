"""Every figure in every content file has a source, a status and a date; every text exists in both languages."""

import datetime
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sonae.content
from sonae.content import reader

ROOT = Path(sonae.content.__file__).parent
FILES = sorted(path for path in ROOT.rglob("*.toml") if path.name != "sources.toml")
TABLES = sorted(ROOT.rglob("*.csv"))
STATUS = {"verified", "secondary", "memory", "derived"}
NOT_FIGURES = {"no", "rank", "order", "status", "date", "year", "low_rank"}
KANA_OR_KANJI = re.compile(r"[ぁ-んァ-ヶ一-龠]")
LATIN_NAMES = re.compile(r"[A-Za-z0-9 .,:;!?&'()/・、,+-]+")

names = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))


def tables(value: Any, inherited: dict[str, Any], place: str) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every table of a file with what it inherits from the tables around it."""
    if isinstance(value, dict):
        own = inherited | {key: value[key] for key in ("source", "status", "date", "unit", "units") if key in value}
        yield place, value, own
        for key, entry in value.items():
            yield from tables(entry, own, f"{place}.{key}")
    elif isinstance(value, list):
        for number, entry in enumerate(value):
            name = entry.get("id", number) if isinstance(entry, dict) else number
            yield from tables(entry, inherited, f"{place}[{name}]")


def numbers(table: dict[str, Any]) -> list[str]:
    def is_figure(value: object) -> bool:
        if isinstance(value, list):
            return any(is_figure(entry) for entry in value)
        return isinstance(value, int | float) and not isinstance(value, bool)

    return [key for key, value in table.items() if key not in NOT_FIGURES and is_figure(value)]


def loaded(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@names
def test_every_figure_has_source_status_and_date(path: Path) -> None:
    for place, table, own in tables(loaded(path), {}, path.stem):
        if numbers(table):
            missing = {"source", "status", "date"} - set(own)
            assert not missing, f"{place}: {numbers(table)} without {missing}"


@names
def test_every_figure_has_a_unit_or_is_a_count_of_itself(path: Path) -> None:
    for place, table, own in tables(loaded(path), {}, path.stem):
        if numbers(table):
            assert own.get("unit") or own.get("units"), f"{place}: {numbers(table)} without a unit"


@names
def test_sources_exist_and_statuses_are_known(path: Path) -> None:
    for place, _, own in tables(loaded(path), {}, path.stem):
        for source in own.get("source", []):
            assert source in reader.sources(), f"{place}: {source} is not in sources.toml"
        if isinstance(own.get("status"), str):
            assert own["status"] in STATUS, f"{place}: {own['status']}"
        if "date" in own:
            assert isinstance(own["date"], str | datetime.date), place
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(own["date"])), f"{place}: {own['date']}"


@names
def test_every_text_has_both_languages(path: Path) -> None:
    for place, table, _ in tables(loaded(path), {}, path.stem):
        if "ja" not in table and "en" not in table:
            continue
        assert str(table.get("ja", "")).strip(), f"{place}: no Japanese"
        assert str(table.get("en", "")).strip(), f"{place}: no English"
        words = re.sub(r"\{\w+\}", "", table["ja"])  # of a draft, what is filled in later may be all there is
        known = KANA_OR_KANJI.search(words) or LATIN_NAMES.fullmatch(table["ja"]) or not re.search(r"\w", words)
        assert known, f"{place}: {table['ja']}"
        assert not KANA_OR_KANJI.search(re.sub(r"\([^)]*\)|（[^）]*）", "", table["en"])), f"{place}: {table['en']}"
        assert "安全です" not in table["ja"], place


@names
def test_ids_are_unique(path: Path) -> None:
    for place, table, _ in tables(loaded(path), {}, path.stem):
        for key, entry in table.items():
            if isinstance(entry, list) and entry and isinstance(entry[0], dict) and "id" in entry[0]:
                ids = [record["id"] for record in entry]
                assert len(ids) == len(set(ids)), f"{place}.{key}: an id occurs twice"


@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_table_has_a_file_that_says_how_to_read_it(path: Path) -> None:
    about = loaded(path.with_suffix(".toml"))
    assert {"source", "status", "date"} <= set(about), path.name


def test_every_source_is_cited() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FILES)
    unused = [source for source in reader.sources() if f'"{source}"' not in text]
    assert not unused
