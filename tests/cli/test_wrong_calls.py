"""What is wrong with a file or a call is said in one line a fault, in two languages, with exit status 2 and no traceback."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.answer import Answer, Command
from sonae import cli
from sonae.cli import commands, files

COMMANDS = ("diagnose", "assess", "risk exact", "plan choose")


def refused(answer: Answer, *parts: object) -> None:
    assert answer.status == 2
    assert answer.out == ""
    assert "Traceback" not in answer.err
    for part in parts:
        assert str(part) in answer.err


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_file(sonae: Command, edited: Callable[[str, str], Path], command: str, lang: str) -> None:
    path = edited("revenue_yen = 300_000_000", "revenue_yen = -300_000")
    answer = sonae(*command.split(), path, "--json", "--lang", lang)
    remedy = {"ja": "整数にしてください。", "en": "Give a whole number"}[lang]
    refused(answer, f"{path}:10", "company.revenue_yen = -300_000", remedy)
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_files_that_are_none(sonae: Command, tmp_path: Path, command: str) -> None:
    words = command.split()
    refused(sonae(*words, tmp_path, "--lang", "en"), tmp_path, "is a folder")
    refused(sonae(*words, tmp_path / "none.toml"), "none.toml", "見つかりません")
    (tmp_path / "empty.toml").touch()
    refused(sonae(*words, tmp_path / "empty.toml"), "empty.toml", "空です")
    (tmp_path / "cp932.toml").write_bytes('name = "株式会社"'.encode("cp932"))
    refused(sonae(*words, tmp_path / "cp932.toml"), "cp932.toml:1", "UTF-8")


@pytest.mark.parametrize("command", [command for command in COMMANDS if command != "diagnose"])
def test_only_diagnose_works_on_part_of_the_answers(
    sonae: Command, edited: Callable[[str, str], Path], command: str
) -> None:
    path = edited('SD-05 = "not_done"', "")
    refused(sonae(*command.split(), path), path, "answers.SD-05", "答えがありません")
    refused(sonae(*command.split(), path, "--partial"), "--partial")


CALLS = [
    ([], "Usage", "使い方"),
    (["risk"], "Usage", "使い方"),
    (["frobnicate"], "No such command 'frobnicate'", "frobnicate という命令はありません"),
    (["diagnose"], "Missing argument 'CASE'", "CASE がありません"),
    (["diagnose", "CASE", "again"], "again", "余分な語があります：again"),
    (["diagnose", "CASE", "--budget", "3"], "No such option: --budget", "--budget という指定はありません"),
    (["diagnose", "CASE", "--lang", "fr"], "--lang = fr", "--lang = fr"),
    (["diagnose", "CASE", "--lang"], "--lang", "--lang"),
    (["assess", "CASE", "--pdf"], "requires an argument", "--pdf の後に値がありません"),
    (["assess", "CASE", "--seed", "-1"], "--seed = -1", "--seed = -1"),
    (["assess", "CASE", "--years", "0"], "--years = 0", "整数にしてください"),
    (["plan", "choose", "CASE", "--budget", "-5"], "--budget = -5", "0 から 1,000,000,000,000"),
    (["plan", "choose", "CASE", "--budget", "36万"], "--budget = 36万", "整数にしてください"),
    (["plan", "choose", "CASE", "--budget", "36_0000_"], "--budget = 36_0000_", "整数にしてください"),
    (["plan", "choose", "CASE", "--budget", "nan"], "--budget = nan", "整数にしてください"),
    (["plan", "choose", "CASE", "--budget", "9" * 5_000], "--budget = 999", "整数にしてください"),
    (["run", "--port", "99999"], "--port = 99999", "65,535"),
    (["demo", "--port", "x"], "--port = x", "65,535"),
]


@pytest.mark.parametrize(("call", "english", "japanese"), CALLS, ids=[" ".join(call)[:40] for call, _, _ in CALLS])
def test_a_wrong_call(sonae: Command, example: Path, call: list[str], english: str, japanese: str) -> None:
    words = [example if word == "CASE" else word for word in call]
    refused(sonae(*words), japanese)
    if "--lang" not in call:
        refused(sonae(*words, "--lang", "en"), english)


def test_no_word_can_forge_a_second_message_or_steer_the_terminal(sonae: Command, example: Path) -> None:
    answer = sonae("assess", example, "--seed", "1\x1b[31m\nall is well")
    refused(answer, r"1\x1b[31m\nall is well")
    assert len(answer.err.splitlines()) == 1


TARGETS = [
    ("", "is not the name of a file", "ファイルの名前ではありません"),
    ("FOLDER", "is a folder", "フォルダです"),
    ("FOLDER/none/report.pdf", "does not exist", "フォルダがありません"),
    ("FOLDER/" + "x" * 400, "cannot be used", "使えない名前です"),
    ("CASE", "is the input file itself", "入力のファイルそのもの"),
]


@pytest.mark.parametrize("option", ["--pdf", "--html"])
@pytest.mark.parametrize(("target", "english", "japanese"), TARGETS, ids=[english for _, english, _ in TARGETS])
def test_a_report_that_cannot_be_written(
    sonae: Command, edited: Callable[[str, str], Path], option: str, target: str, english: str, japanese: str
) -> None:
    case_file = edited("devices = 22", "devices = 21")
    before = case_file.read_bytes()
    typed = target.replace("FOLDER", str(case_file.parent)).replace("CASE", str(case_file))
    refused(sonae("assess", case_file, option, typed), f"{option} = {typed}", japanese)
    refused(sonae("assess", case_file, option, typed, "--lang", "en"), english)
    assert list(case_file.parent.iterdir()) == [case_file]
    assert case_file.read_bytes() == before


def test_one_file_for_two_reports(sonae: Command, example: Path, tmp_path: Path) -> None:
    answer = sonae("assess", example, "--pdf", tmp_path / "a", "--html", tmp_path / "." / "a")
    refused(answer, "--pdf", "--html", "2度")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_may_not_be_written_to(
    sonae: Command, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)  # the administrator may write anywhere
    refused(sonae("assess", example, "--pdf", tmp_path / "a.pdf"), tmp_path / "a.pdf", "書き込めません")


def test_a_wrong_case_leaves_the_old_report(sonae: Command, edited: Callable[[str, str], Path], tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text("old", encoding="utf-8")
    refused(sonae("assess", edited("employees = 20 ", "employees = 0 "), "--html", report), "company.employees")
    assert report.read_text(encoding="utf-8") == "old"


def test_a_full_disk_leaves_nothing_behind(
    sonae: Command, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second file does not fit: neither report is written, the old ones stay, and no draft is left."""
    room = iter([True, False])
    write = files._write

    def full(path: Path, data: bytes) -> None:
        write(path, data[: len(data) // 2])
        if not next(room):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_write", full)
    pdf, html = tmp_path / "a.pdf", tmp_path / "a.html"
    pdf.write_bytes(b"old")
    answer = sonae("assess", example, "--pdf", pdf, "--html", html)
    refused(answer, f"--html = {html}", "No space left on device")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert pdf.read_bytes() == b"old"


def test_the_screen_needs_its_parts(sonae: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sonae.cli.app.NEEDED", ("django", "no_such_part"))
    refused(sonae("run"), "no_such_part", 'pip install "sonae[web]"')


def test_a_defect_is_owned_and_shows_no_traceback(
    sonae: Command, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words: object, **more: object) -> None:
        raise RuntimeError("secret of the company")

    monkeypatch.setattr(commands, "diagnose", broken)
    answer = sonae("diagnose", example)
    assert (answer.status, answer.out) == (3, "")
    assert "不具合" in answer.err
    assert "RuntimeError" in answer.err
    assert "Traceback" not in answer.err
    assert "secret" not in answer.err
    assert "Traceback" in sonae("diagnose", example, "--debug").err


def test_ctrl_c(sonae: Command, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*words: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "diagnose", interrupted)
    assert sonae("diagnose", example) == Answer(cli.INTERRUPTED, "", "")
