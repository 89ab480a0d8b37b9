"""The house stays as its plan says: imports, types, format, size of functions and files, and a clean tree."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
SOURCES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)
OWN_WORDS_ONLY = re.compile(r"(^|_)(service|manager|helpers?|utils?|common|core|base|handler|engine|processor)(_|\.|$)")


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-4000:]}{done.stderr[-2000:]}"
    return done.stdout


def tracked(*patterns: str) -> list[Path]:
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: the list of tracked files is unknown")
    names = run("git", "ls-files", "--", *patterns).splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


@pytest.mark.parametrize(
    "command",
    [
        ("lint-imports", "--no-logo"),
        ("mypy", "--no-error-summary"),
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
    ],
    ids=lambda command: command[0] + ("-format" if "format" in command else ""),
)
def test_rules(command: tuple[str, ...]) -> None:
    run(str(BIN / command[0]), *command[1:])


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_budgets(path: Path) -> None:
    """Files under 400 lines, functions under 60 (kernels 100), names from the glossary."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    limit = 100 if "kernels" in path.parts else 60
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < limit, f"{node.name} is too long"
    assert not OWN_WORDS_ONLY.search(path.name)


ROWS = {"models.py", "queries.py", "actions.py"}  # where a word touches its rows
OPENLY = {  # and the few others, each a reading or writing part of its word with a name of its own
    "sonae_web/account/adapter.py",
    "sonae_web/archive/tables.py",
    "sonae_web/company/invitations.py",
    "sonae_web/company/people.py",
    "sonae_web/demo.py",
    "sonae_web/diagnosis/inquiries.py",
    "sonae_web/former.py",
    "sonae_web/incident/kit.py",
    "sonae_web/jobs/running.py",
    "sonae_web/report/logos.py",
}


FRAME = (
    "sonae_web/reader.py",
    "sonae_web/company/locks.py",
)  # they speak to the database about who may see, not to rows


def test_rows_are_touched_where_they_belong() -> None:
    """No view, form or template tag asks the database by itself: whoever reads or writes rows stands in one of few places."""
    found = set()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        touched = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        if path.name not in ROWS and touched & {"objects", "_default_manager", "_base_manager", "cursor"}:
            found.add(path.relative_to(ROOT / "src").as_posix())
    assert {name for name in found if not name.startswith(("sonae/", *FRAME))} == OPENLY


def test_dependencies_have_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [
        *project["dependencies"],
        *(name for names in project["optional-dependencies"].values() for name in names),
    ]
    bare = [name for name in wanted if not re.search(rf'"{re.escape(name)}",\s*# \w', text)]
    assert not bare, f"no reason given beside {bare}"


def test_locks_name_no_registry() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text.replace("# ", "")
        assert "--index-url" not in text
        assert all("==" in line for line in text.splitlines() if line and not line.startswith((" ", "#")))


def test_tree_is_clean() -> None:
    """No path of a machine and no loose end in what is shipped."""
    machine = re.compile(r"(?<![\w.])/(work|farm|root|home/[a-z]+)/")
    loose = re.compile(r"TODO|FIXME|XXX|NotImplementedError|pragma: no cover")
    for path in tracked("src", "bench", "docs", "examples", "README*", "Makefile", "*.md"):
        if path.suffix in {".png", ".mo"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert not machine.search(text), f"{path.name}: {machine.search(text)}"
        assert not loose.search(text), f"{path.name}: {loose.search(text)}"
