"""Every command, option, key and field stands in the user's pages in both languages, and what they show is real."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer

from cli import pages
from cli.answer import ROOT, Command
from sonae import case, company, evidence
from sonae.cli import declare
from sonae.cli.console import Console
from sonae.company import Company
from sonae.content import reader

LANGS = sorted(pages.PAGES)
READMES = [ROOT / "README.md", ROOT / "README.ja.md"]


def page(lang: str) -> str:
    return pages.PAGES[lang].read_text(encoding="utf-8")


def commands(group: Any, path: str = "sonae") -> Iterator[tuple[str, Any]]:
    """Every command with the words that call it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


@pytest.mark.parametrize("lang", LANGS)
def test_the_answers_on_the_page_are_real(lang: str) -> None:
    assert pages.renewed(page(lang), lang) == page(lang), "renew it with: python tests/cli/pages.py"


@pytest.mark.parametrize("lang", LANGS)
def test_every_command_and_option_is_documented(lang: str) -> None:
    found = dict(commands(typer.main.get_command(declare.program(Console()))))
    assert list(found) == [
        "sonae run",
        "sonae demo",
        "sonae diagnose",
        "sonae assess",
        "sonae risk exact",
        "sonae risk simulate",
        "sonae risk validate",
        "sonae risk calibrate",
        "sonae insurance recover",
        "sonae insurance readiness",
        "sonae insurance premium",
        "sonae incident duties",
        "sonae incident verify",
        "sonae plan choose",
        "sonae plan compare",
        "sonae supplier network",
        "sonae supplier import",
        "sonae supplier domino",
        "sonae supplier rank",
        "sonae supplier company",
        "sonae portfolio assess",
        "sonae portfolio export",
        "sonae archive write",
        "sonae archive read",
        "sonae archive check",
        "sonae audit verify",
    ]
    for path, command in found.items():
        assert f"`{path}" in page(lang)
        for option in (option for parameter in command.params for option in parameter.opts if option.startswith("--")):
            assert option in page(lang), f"{path} {option}"
    for option in ("--json", "--lang", "--help", "--debug", "--version"):
        assert option in page(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_every_key_of_a_case_is_documented(lang: str) -> None:
    text = page(lang)
    for field in fields(Company):
        assert f"`company.{field.name}`" in text
    for limit in reader.toml("company", "typical")["limits"].values():
        assert not isinstance(limit, int) or f"{limit:,}" in text
    for industry in company.industries().values():
        title = industry.title.ja if lang == "ja" else industry.title.en
        assert f"| `{industry.id}` | {' '.join(industry.letters)} | {title} |" in text
    for key in (
        "schema",
        "as_of",
        "answers.SD-01",
        "supplement.SP-01",
        "budget.yen_per_year",
        "risk.level",
        "[[policy]]",
        "[[evidence]]",
        "readiness.RD-01",
        *evidence.SHAPE.keys,
    ):
        assert f"`{key}`" in text


@pytest.mark.parametrize("lang", LANGS)
def test_the_case_on_the_page_is_one(lang: str) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", page(lang), re.DOTALL)
    shown = case.parse(block, partial=True)
    assert set(tomllib.loads(block)["company"]) == {field.name for field in fields(Company)}
    assert (shown.company.employees, shown.budget_yen) == (20, 360_000)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "command",
    ["diagnose", "risk exact", "plan choose", "plan compare", "assess", "insurance readiness", "insurance premium"],
)
def test_every_field_of_a_document_is_documented(sonae: Command, example: Path, command: str, lang: str) -> None:
    document = sonae(*command.split(), example, "--json").document
    prose = re.sub(r"```.*?```", "", page(lang), flags=re.DOTALL)
    shown = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", prose))))
    assert f"`{document['schema']}`" in page(lang)
    assert set(document) <= shown
    for part in (document[key] for key in ("score", "gross", "downtime", "provenance") if key in document):
        assert set(part) <= shown
    for rows in (value for value in document.values() if isinstance(value, list) and value):
        assert isinstance(rows[0], str) or set(rows[0]) <= shown


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_commands_of_the_readme_run(
    sonae: Command, readme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    called = re.findall(r"^\.venv/bin/sonae (.+)$", readme.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(called) >= 4
    for call in called:
        answer = sonae(*shlex.split(call, comments=True))
        assert (answer.status, answer.err) == (0, ""), call
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_lines_of_python_in_the_readme_run(
    readme: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)
    assert len([line for line in code.splitlines() if line]) == 5
    exec(compile(code, readme.name, "exec"), {})
    yen, items = capsys.readouterr().out.splitlines()
    assert all(int(number) > 0 for number in yen.split())
    assert re.fullmatch(r"\['SD-\d\d'(, 'SD-\d\d'){2}\]", items)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_targets_of_the_readme_exist(readme: Path) -> None:
    targets = set(re.findall(r"(?:^|`)make (\w+)", readme.read_text(encoding="utf-8"), re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets == {"run", "test", "demo"}
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


@pytest.mark.parametrize("path", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Every link to a file of the repository, and every link to a heading of the same page."""
    text = path.read_text(encoding="utf-8")
    headings = {re.sub(r"[^\w\- ]", "", line.lower()).strip().replace(" ", "-") for line in _headings(text)}
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)]+)\)", text):
        file, _, anchor = target.partition("#")
        assert not file or (path.parent / file).exists(), target
        assert file or anchor in headings, target


def _headings(text: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)
