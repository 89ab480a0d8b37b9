"""What each command does: read, ask the library, answer. Heavy parts are imported only where they are used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sonae.cli import app, files
from sonae.cli.console import Console
from sonae.faults import Fault, InputError
from sonae.values import Lang, Text

if TYPE_CHECKING:
    from sonae.assessment import Assessment
    from sonae.catalogue import Catalogue

MOST_SEED = 2**63 - 1
MOST_YEARS = 100_000_000
MOST_PORT = 65_535

BEFORE_INSURANCE = Text(
    "損害の額は、保険（policy）で戻る分を引く前のものです。引いた後は risk simulate で出ます。",
    "Losses are before anything insurance (policy) may pay; risk simulate shows them after it.",
)
_NO_YEARS = Text(
    "--years は使いませんでした。結果は乱数を使わない厳密計算によるものです。",
    "--years was not used: the results are computed exactly, without chance.",
)


def start(word: str, *, port: str | None, no_browser: bool, data: str | None) -> int:
    """Start the local app (``run`` or ``demo``) and return its exit status."""
    number = whole("--port", port, 1, MOST_PORT)
    arguments = [word]
    arguments += ["--port", str(number)] if number is not None else []
    arguments += ["--no-browser"] if no_browser else []
    arguments += [f"--data={data}"] if data is not None else []
    return app.start(arguments)


def diagnose(console: Console, case_file: str, *, partial: bool) -> None:
    """Score, stars, weakest items and crosswalk of a case."""
    from sonae import case, catalogue, diagnosis
    from sonae.assessment import provenance
    from sonae.cli import lines
    from sonae.report import documents

    the_case = case.read(case_file, partial)
    content = catalogue.load()
    result = diagnosis.diagnose(content.questionnaire, the_case.answers, the_case.supplement)
    origin = provenance(the_case, content, now=now())
    console.answer(
        documents.diagnosis_document(result, origin), lines.diagnosis_lines(the_case, result, content, console.lang)
    )


def assess(
    console: Console, case_file: str, *, years: str | None, seed: str | None, pdf: str | None, html: str | None
) -> None:
    """The whole pipe; the report is written only when everything else has succeeded."""
    from sonae import assessment, case, catalogue
    from sonae.cli import results
    from sonae.report import documents

    whole("--years", years, 1, MOST_YEARS)
    number = whole("--seed", seed, 0, MOST_SEED) or 0
    targets = files.check({"--pdf": pdf, "--html": html}, case_file)
    the_case = case.read(case_file)
    content = catalogue.load()
    result = assessment.assess(the_case, content, now=now(), seed=number, thorough=True)
    if targets:
        files.write(_reports(result, content, targets, console.lang))
    if years is not None:
        console.note(_NO_YEARS)
    console.answer(documents.assessment_document(result), results.assessment_lines(result, content, console.lang))


def whole(option: str, typed: str | None, low: int, high: int) -> int | None:
    """The whole number behind an option, None if it was not given. Raises InputError naming option, value and limits.

    >>> whole("--port", "8765", 1, 65535)
    8765
    """
    if typed is None:
        return None
    if re.fullmatch(r"[0-9](_?[0-9]){0,29}", typed, re.ASCII) and low <= int(typed) <= high:
        return int(typed)
    problem = Text("使えない値です", "cannot be used")
    remedy = Text(f"{low:,} から {high:,} までの整数にしてください", f"Give a whole number from {low:,} to {high:,}")
    raise InputError([Fault(problem, remedy, field=option, value=typed)])


def _reports(
    result: Assessment, content: Catalogue, targets: Mapping[str, Path], lang: Lang
) -> dict[str, tuple[Path, bytes]]:
    from sonae.report import build, render

    report = build.build(result, content, lang)
    made = {"--pdf": lambda: render.pdf(report), "--html": lambda: render.html(report).encode()}
    return {option: (path, made[option]()) for option, path in targets.items()}


def now() -> datetime:
    """This moment, with its offset from UTC."""
    return datetime.now(UTC).astimezone()
