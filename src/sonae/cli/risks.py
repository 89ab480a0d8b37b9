"""What the commands of losses do: read, ask the library, answer. Heavy parts are imported only where they are used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from sonae.cli import files
from sonae.cli.commands import BEFORE_INSURANCE, MOST_SEED, MOST_YEARS, now, whole
from sonae.cli.console import Console
from sonae.faults import Fault, InputError
from sonae.values import Text

if TYPE_CHECKING:
    from sonae.insurance.policy import Policy
    from sonae.insurance.summary import Insured
    from sonae.risk import LossSummary
    from sonae.risk.model import LossModel

MOST_THREADS = 256
MOST_PROCESSES = 64
MOST_CHUNKS = 10_000
MOST_SURVEYS = 10_000
MOST_FIRMS = 1_000_000


def exact(console: Console, case_file: str) -> None:
    """The yearly loss of a case, computed exactly."""
    from sonae import case, catalogue, measure, risk
    from sonae.assessment import provenance
    from sonae.cli import results
    from sonae.report import documents

    the_case = case.read(case_file)
    content = catalogue.load()
    model = risk.build(the_case.company, measure.posture(the_case.answers), content.risk, level=the_case.level)
    summary = risk.summarise(model)
    origin = provenance(the_case, content, now=now(), level=the_case.level)
    if the_case.policies:
        console.note(BEFORE_INSURANCE)
    console.answer(documents.risk_document(summary, origin), results.risk_lines(summary, content, console.lang))


@dataclass(frozen=True, slots=True)
class Simulation:
    """How to simulate, as typed."""

    years: str
    seed: str
    threads: str
    processes: str
    chunks: str
    dask: str
    losses: str | None
    policies: Sequence[str] = ()


class _How(TypedDict):
    threads: int
    processes: int
    chunks: int
    dask: str


def simulate(console: Console, case_file: str, how: Simulation) -> None:
    """The yearly loss of a case from simulated years; the same seed gives the same bits on any number of threads or machines."""
    from sonae import case, catalogue, measure, risk
    from sonae.assessment import provenance
    from sonae.cli import results
    from sonae.insurance import policy
    from sonae.report import cover, documents

    years, seed = whole("--years", how.years, 1, MOST_YEARS) or 0, whole("--seed", how.seed, 0, MOST_SEED) or 0
    spread = _How(
        threads=whole("--threads", how.threads, 1, MOST_THREADS) or 1,
        processes=whole("--processes", how.processes, 1, MOST_PROCESSES) or 1,
        chunks=whole("--chunks", how.chunks, 1, MOST_CHUNKS) or 1,
        dask=how.dask,
    )
    targets = files.check({"--losses": how.losses}, case_file)
    the_case = case.read(case_file)
    contracts = (*the_case.contracts(), *map(policy.read, how.policies))
    content = catalogue.load()
    model = risk.build(the_case.company, measure.posture(the_case.answers), content.risk, level=the_case.level)
    summary, insured = _simulated(model, contracts, years, seed, spread)
    if targets:
        _write_losses(targets["--losses"], model, years, seed)
    origin = provenance(the_case, content, now=now(), seed=seed, years=years, level=the_case.level)
    shown = results.risk_lines(summary, content, console.lang)
    told = ("", *results.cover_lines(cover.table(insured, console.lang))) if insured else ()
    console.answer(documents.risk_document(summary, origin, insured), chain(shown, told))


_DASK_ADDRESS = Text("tcp://127.0.0.1:8786 のように書いてください", "Write it as in tcp://127.0.0.1:8786")


def _simulated(
    model: LossModel, contracts: Sequence[Policy], years: int, seed: int, how: _How
) -> tuple[LossSummary, Insured | None]:
    from sonae.insurance import years as insured_years
    from sonae.risk import simulate as engine

    if not engine.available():  # refused before anything is drawn
        problem = Text("この環境では使えません（numba がありません）", "cannot run here (numba is missing)")
        remedy = Text("risk exact をお使いください。numba なしで同じ結果が出ます", "Use risk exact; it needs no numba")
        raise InputError([Fault(problem, remedy, field="risk simulate")])
    if how["dask"] and not re.match(r"(tcp|tls)://\S+:\d+$", how["dask"]):
        problem = Text("Dask の住所ではありません", "is not the address of a Dask scheduler")
        raise InputError([Fault(problem, _DASK_ADDRESS, field="--dask", value=how["dask"])])
    try:
        summary = engine.simulate(model, years, seed, **how)
        return summary, insured_years.simulated(model, contracts, years, seed, **how) if contracts else None
    except OSError as error:
        if not how["dask"]:
            raise
        problem = Text(f"つながりません（{error}）", f"cannot be reached ({error})")
        remedy = Text("Dask の scheduler が動いているか確かめてください", "Check that a Dask scheduler runs there")
        raise InputError([Fault(problem, remedy, field="--dask", value=how["dask"])]) from error


def _write_losses(path: Path, model: LossModel, years: int, seed: int) -> None:
    from sonae.risk import losses

    try:
        losses.write(path, model, years, seed)
    except OSError as error:
        reason = error.strerror or str(error)
        problem = Text(f"書き込めません（{reason}）", f"cannot be written ({reason})")
        remedy = Text("書き込めるフォルダを指定してください", "Name a folder that can be written to")
        raise InputError([Fault(problem, remedy, field="--losses", value=str(path))]) from error


def validate(console: Console, *, surveys: str, seed: str) -> None:
    """Published figures against simulated surveys, fitted ones and those held out apart."""
    from sonae import catalogue
    from sonae.cli import results
    from sonae.report import documents
    from sonae.risk import validate

    number, chance = whole("--surveys", surveys, 2, MOST_SURVEYS) or 0, whole("--seed", seed, 0, MOST_SEED) or 0
    content = catalogue.load()
    rows = validate.validate(content.risk, number, chance)
    document = documents.validation_document(rows, content, surveys=number, seed=chance, now=now())
    console.answer(document, results.validation_lines(rows, console.lang))


def calibrate(console: Console, *, firms: str, seed: str) -> None:
    """The fitted parameters anew from the published figures in the content; changes nothing by itself."""
    from sonae import catalogue
    from sonae.cli import results
    from sonae.report import documents
    from sonae.risk import calibrate

    number, chance = whole("--firms", firms, 1000, MOST_FIRMS) or 0, whole("--seed", seed, 0, MOST_SEED) or 0
    content = catalogue.load()
    fit = calibrate.calibrate(content.risk, number, chance)
    document = documents.calibration_document(fit, content, firms=number, seed=chance, now=now())
    console.answer(document, results.calibration_lines(fit, console.lang))
