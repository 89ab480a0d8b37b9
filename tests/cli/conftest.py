"""Runs a command in this process, as fast as calling a function, and collects what a person would see."""

from collections.abc import Callable
from pathlib import Path

import pytest

import once
from cli.answer import ROOT, Answer, Command
from sonae import assessment, cli


@pytest.fixture
def sonae(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """``sonae("diagnose", path, "--json")`` in a Japanese locale."""
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setattr(assessment, "assess", once.assess)

    def run(*words: object) -> Answer:
        capsys.readouterr()
        status = cli.main([str(word) for word in words])
        return Answer(status, *capsys.readouterr())

    return run


@pytest.fixture
def example() -> Path:
    return ROOT / "examples" / "manufacturer-20.toml"


@pytest.fixture
def edited(example: Path, tmp_path: Path) -> Callable[[str, str], Path]:
    """The example with one piece of its text replaced, as a new file."""

    def edit(old: str, new: str) -> Path:
        text = example.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path = tmp_path / "case.toml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return edit
