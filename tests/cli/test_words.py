"""What a person reads: both languages complete, columns that line up, remarks beside the answer."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.answer import ROOT, Command
from sonae import __version__
from sonae.cli import console, lines
from sonae.cli.console import Console

EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
COMMANDS = ("diagnose", "assess", "risk exact", "plan choose")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
VERDICTS = re.compile(r"安全です|\bis safe\b|\bare safe\b", re.IGNORECASE)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("command", COMMANDS)
def test_both_languages(sonae: Command, command: str, path: Path) -> None:
    japanese = sonae(*command.split(), path)
    english = sonae(*command.split(), path, "--lang", "en")
    assert (japanese.status, english.status, japanese.err, english.err) == (0, 0, "", "")
    names = [line.split('"')[1] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("name")]
    rest = english.out.replace(names[0], "")
    assert JAPANESE.search(japanese.out)
    assert not JAPANESE.search(rest), JAPANESE.search(rest)
    assert not VERDICTS.search(japanese.out + english.out)
    assert len(japanese.out.splitlines()) == len(english.out.splitlines())


def test_the_first_line_of_losses_is_the_sentence_in_yen(sonae: Command, example: Path) -> None:
    first = sonae("risk", "exact", example).out.splitlines()[0]
    assert "円" in first
    assert first.endswith("。")


def test_the_next_steps_are_three_at_most(sonae: Command, example: Path) -> None:
    out = sonae("assess", example, "--lang", "en").out
    assert len(re.findall(r"^ *\d+\. ", out, re.MULTILINE)) == 3


def test_columns_line_up_with_wide_letters() -> None:
    rows = list(lines.columns([("基本の対策", "約640万円"), ("a", "8"), ("ﾊﾝｶｸ", "１２")]))
    assert len({lines.width(row) for row in rows}) == 1


def test_an_empty_table_has_no_lines() -> None:
    assert list(lines.columns([])) == []


def test_a_partial_diagnosis_gives_no_verdict(sonae: Command, edited: Callable[[str, str], Path]) -> None:
    out = sonae("diagnose", edited('SD-05 = "not_done"', ""), "--partial").out
    assert "24問まで" in out
    assert "いつ事故が" not in out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_company_without_a_name(sonae: Command, edited: Callable[[str, str], Path], command: str) -> None:
    answer = sonae(*command.split(), edited('name = "株式会社見本製作所"', ""))
    assert answer.status == 0
    assert not answer.out.startswith(("：", "（"))


def test_insurance_is_said_to_be_left_out(sonae: Command, edited: Callable[[str, str], Path], tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_bytes((ROOT / "examples" / "insurance" / "policy-b.toml").read_bytes())
    answer = sonae("risk", "exact", edited("[budget]", '[[policy]]\nfile = "policy.toml"\n[budget]'), "--json")
    assert answer.status == 0
    assert "保険" in answer.err
    assert "net" not in answer.document


def test_years_are_said_to_be_unused(sonae: Command, example: Path) -> None:
    answer = sonae("assess", example, "--years", "1000", "--lang", "en", "--json")
    assert answer.status == 0
    assert "--years was not used" in answer.err
    assert answer.document["provenance"]["years"] is None


def test_version(sonae: Command) -> None:
    assert sonae("--version").out == f"sonae {__version__}\n"
    assert sonae("--version", "--json").document == {"version": __version__}


@pytest.mark.parametrize(
    "words", [[], ["run"], ["demo"], ["diagnose"], ["assess"], ["risk"], ["risk", "exact"], ["plan"]]
)
def test_help_in_both_languages(sonae: Command, words: list[str]) -> None:
    japanese, english = sonae(*words, "--help"), sonae(*words, "--help", "--lang", "en")
    assert (japanese.status, english.status) == (0, 0)
    assert japanese.out.startswith("使い方：")
    assert english.out.startswith("Usage:")
    assert not JAPANESE.search(english.out)
    assert not re.search(r"Options|Commands|Arguments|required|Show this", japanese.out)


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, "ja"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "ja"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
    ],
)
def test_the_language_of_the_locale(environ: dict[str, str], lang: str) -> None:
    assert console.usual_lang(environ) == lang


def test_options_of_every_command_may_stand_anywhere() -> None:
    for call in (["--json", "diagnose", "x", "--lang=en"], ["diagnose", "--lang", "en", "--json", "x"]):
        assert console.split(call, {}) == (["diagnose", "x"], Console("en", json=True))
    assert console.split(["diagnose", "--", "--json"], {}) == (["diagnose", "--", "--json"], Console("ja"))
