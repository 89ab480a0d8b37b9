"""What each command does: read, ask the library, answer. Heavy parts are imported only where they are used."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    from sonae.risk import LossSummary
    from sonae.risk.model import LossModel

MOST_SEED = 2**63 - 1
MOST_YEARS = 100_000_000
MOST_THREADS = 256
MOST_CHUNKS = 10_000
MOST_SURVEYS = 10_000
MOST_FIRMS = 1_000_000
MOST_PORT = 65_535

_NO_INSURANCE = Text(
    "保険（policy）は、この版ではまだ計算に入れていません。損害の額は、保険で戻る分を引く前のものです。",
    "Insurance (policy) is not evaluated by this version yet: every loss is before anything an insurer may pay.",
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
    origin = provenance(the_case, content, now=_now())
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
    result = assessment.assess(the_case, content, now=_now(), seed=number)
    if targets:
        files.write(_reports(result, content, targets, console.lang))
    _remarks(console, the_case.policies, years)
    console.answer(documents.assessment_document(result), results.assessment_lines(result, content, console.lang))


def risk_exact(console: Console, case_file: str) -> None:
    """The yearly loss of a case, computed exactly."""
    from sonae import case, catalogue, measure, risk
    from sonae.assessment import provenance
    from sonae.cli import results
    from sonae.report import documents

    the_case = case.read(case_file)
    content = catalogue.load()
    model = risk.build(the_case.company, measure.posture(the_case.answers), content.risk, level=the_case.level)
    summary = risk.summarise(model)
    origin = provenance(the_case, content, now=_now(), level=the_case.level)
    _remarks(console, the_case.policies, None)
    console.answer(documents.risk_document(summary, origin), results.risk_lines(summary, content, console.lang))


@dataclass(frozen=True, slots=True)
class Simulation:
    """How to simulate, as typed."""

    years: str
    seed: str
    threads: str
    chunks: str
    dask: str
    losses: str | None


def risk_simulate(console: Console, case_file: str, how: Simulation) -> None:
    """The yearly loss of a case from simulated years; the same seed gives the same bits on any number of threads or machines."""
    from sonae import case, catalogue, measure, risk
    from sonae.assessment import provenance
    from sonae.cli import results
    from sonae.report import documents

    years, seed = whole("--years", how.years, 1, MOST_YEARS) or 0, whole("--seed", how.seed, 0, MOST_SEED) or 0
    threads, chunks = (
        whole("--threads", how.threads, 1, MOST_THREADS) or 1,
        whole("--chunks", how.chunks, 1, MOST_CHUNKS) or 1,
    )
    targets = files.check({"--losses": how.losses}, case_file)
    the_case = case.read(case_file)
    content = catalogue.load()
    model = risk.build(the_case.company, measure.posture(the_case.answers), content.risk, level=the_case.level)
    summary = _simulated(model, years, seed, threads=threads, chunks=chunks, dask=how.dask)
    if targets:
        _write_losses(targets["--losses"], model, years, seed)
    origin = provenance(the_case, content, now=_now(), seed=seed, years=years, level=the_case.level)
    _remarks(console, the_case.policies, None)
    console.answer(documents.risk_document(summary, origin), results.risk_lines(summary, content, console.lang))


_DASK_ADDRESS = Text("tcp://127.0.0.1:8786 のように書いてください", "Write it as in tcp://127.0.0.1:8786")


def _simulated(model: LossModel, years: int, seed: int, *, threads: int, chunks: int, dask: str) -> LossSummary:
    from sonae.risk import simulate

    if not simulate.available():  # refused before anything is drawn
        problem = Text("この環境では使えません（numba がありません）", "cannot run here (numba is missing)")
        remedy = Text("risk exact をお使いください。numba なしで同じ結果が出ます", "Use risk exact; it needs no numba")
        raise InputError([Fault(problem, remedy, field="risk simulate")])
    if dask and not re.match(r"(tcp|tls)://\S+:\d+$", dask):
        problem = Text("Dask の住所ではありません", "is not the address of a Dask scheduler")
        raise InputError([Fault(problem, _DASK_ADDRESS, field="--dask", value=dask)])
    try:
        return simulate.simulate(model, years, seed, chunks=chunks, threads=threads, dask=dask)
    except OSError as error:
        if not dask:
            raise
        problem = Text(f"つながりません（{error}）", f"cannot be reached ({error})")
        remedy = Text("Dask の scheduler が動いているか確かめてください", "Check that a Dask scheduler runs there")
        raise InputError([Fault(problem, remedy, field="--dask", value=dask)]) from error


def _write_losses(path: Path, model: LossModel, years: int, seed: int) -> None:
    from sonae.risk import losses

    try:
        losses.write(path, model, years, seed)
    except OSError as error:
        reason = error.strerror or str(error)
        problem = Text(f"書き込めません（{reason}）", f"cannot be written ({reason})")
        remedy = Text("書き込めるフォルダを指定してください", "Name a folder that can be written to")
        raise InputError([Fault(problem, remedy, field="--losses", value=str(path))]) from error


def risk_validate(console: Console, *, surveys: str, seed: str) -> None:
    """Published figures against simulated surveys, fitted ones and those held out apart."""
    from sonae import catalogue
    from sonae.cli import results
    from sonae.report import documents
    from sonae.risk import validate

    number, chance = whole("--surveys", surveys, 2, MOST_SURVEYS) or 0, whole("--seed", seed, 0, MOST_SEED) or 0
    content = catalogue.load()
    rows = validate.validate(content.risk, number, chance)
    document = documents.validation_document(rows, content, surveys=number, seed=chance, now=_now())
    console.answer(document, results.validation_lines(rows, console.lang))


def risk_calibrate(console: Console, *, firms: str, seed: str) -> None:
    """The fitted parameters anew from the published figures in the content; changes nothing by itself."""
    from sonae import catalogue
    from sonae.cli import results
    from sonae.report import documents
    from sonae.risk import calibrate

    number, chance = whole("--firms", firms, 1000, MOST_FIRMS) or 0, whole("--seed", seed, 0, MOST_SEED) or 0
    content = catalogue.load()
    fit = calibrate.calibrate(content.risk, number, chance)
    document = documents.calibration_document(fit, content, firms=number, seed=chance, now=_now())
    console.answer(document, results.calibration_lines(fit, console.lang))


def plan_choose(console: Console, case_file: str, *, budget: str | None, seed: str | None) -> None:
    """The measures of a case in order, within a budget; ``--budget`` counts before the budget in the case."""
    from sonae import case, catalogue, measure, plan
    from sonae.assessment import provenance
    from sonae.cli import results
    from sonae.report import documents

    number = whole("--seed", seed, 0, MOST_SEED)
    typed = whole("--budget", budget, 0, case.MOST_BUDGET_YEN)
    the_case = case.read(case_file)
    content = catalogue.load()
    money = the_case.budget_yen if typed is None else typed
    posture = measure.posture(the_case.answers)
    result = plan.choose(the_case.company, posture, content.measures, content.risk, the_case.level, money)
    origin = provenance(the_case, content, now=_now(), seed=number, level=the_case.level)
    _remarks(console, the_case.policies, None)
    console.answer(
        documents.plan_document(result, origin), results.plan_lines(result, the_case.company, content, console.lang)
    )


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


def _remarks(console: Console, policies: Sequence[str], years: str | None) -> None:
    if policies:
        console.note(_NO_INSURANCE)
    if years is not None:
        console.note(_NO_YEARS)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
