"""What the commands of supply networks do: read, ask the library, answer. Heavy parts are imported only where they are used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sonae.cli import files
from sonae.cli.commands import MOST_SEED, now, whole
from sonae.cli.console import Console
from sonae.faults import Fault, InputError
from sonae.values import Text

if TYPE_CHECKING:
    from sonae.supplier.calibrate import Stress
    from sonae.supplier.network import Network
    from sonae.supplier.synthetic import Shape
    from sonae.supplier.tables import Imported

MOST_FIRMS = 20_000_000
MOST_THREADS = 256
MOST_TOP = 10_000
SHAPES: Mapping[str, tuple[float, float]] = {
    "links_per_firm": (0.1, 50.0),
    "tail_in": (1.01, 10.0),
    "tail_out": (1.01, 10.0),
    "shell_in": (0.0, 0.9),
    "shell_out": (0.0, 0.9),
}


def network(console: Console, *, firms: str, seed: str, out: str, shape: Mapping[str, str | None]) -> None:
    """A made-up network, written to a file."""
    from sonae.supplier import synthetic

    count, chance = whole("--firms", firms, 1, MOST_FIRMS) or 1, whole("--seed", seed, 0, MOST_SEED) or 0
    wanted = _shape(shape)
    target = files.check({"--out": out}, "")["--out"]
    _written(console, synthetic.make(count, chance, wanted), target, out, seed=chance)


def _shape(typed: Mapping[str, str | None]) -> Shape:
    from sonae.supplier import synthetic

    usual = synthetic.usual()
    values = [fraction(f"--{name.replace('_', '-')}", typed.get(name), *limits) for name, limits in SHAPES.items()]
    return synthetic.Shape(*(one if one is not None else own for one, own in zip(values, astuple(usual), strict=True)))


def fraction(option: str, typed: str | None, low: float, high: float) -> float | None:
    """The number behind an option, None if it was not given. Raises InputError naming option, value and limits.

    >>> fraction("--tail-in", "1.35", 1, 10)
    1.35
    """
    from sonae import table

    if typed is None:
        return None
    value, reason = table.number(typed, low, high, None)
    if reason is None:
        return value
    remedy = Text(f"{low:g}から{high:g}までの数にしてください", f"Give a number from {low:g} to {high:g}")
    raise InputError([Fault(Text("使えない値です", "cannot be used"), remedy, field=option, value=typed)])


def import_links(console: Console, links: str, firms: str | None, out: str, *, no_ids: bool, strict: bool) -> None:
    """A network from tables, written to a file; rows that cannot be read are listed, or refused with ``--strict``."""
    from sonae import table
    from sonae.supplier import tables

    target = files.check({"--out": out}, links)["--out"]
    if firms is not None:
        files.check({"--out": out}, firms)
    made = tables.read(links, firms)
    if strict and made.rejected:
        raise InputError([table.fault(row) for row in made.rejected])
    ids = () if no_ids else made.ids
    _written(console, made.network, target, out, imported=made, ids=ids)


def _written(
    console: Console,
    net: Network,
    target: Path,
    out: str,
    *,
    seed: int | None = None,
    imported: Imported | None = None,
    ids: Sequence[str] = (),
) -> None:
    from sonae.cli import chain_lines
    from sonae.report import chains
    from sonae.supplier import network as files_of

    try:
        sha256 = files_of.save(net, target, ids, imported.names if imported else ())
    except OSError as error:
        reason = error.strerror or str(error)
        problem = Text(f"書き込めません（{reason}）", f"cannot be written ({reason})")
        remedy = Text(
            "空きがあり、書き込めるフォルダを指定してください", "Name a folder that can be written to and has room"
        )
        raise InputError([Fault(problem, remedy, field="--out", value=out)]) from error
    document = chains.network_document(
        net,
        file=out,
        sha256=sha256,
        now=now(),
        seed=seed,
        inputs=imported.sha256 if imported else (),
        rejected=imported.rejected if imported else (),
        rejected_count=imported.rejected_count if imported else 0,
    )
    console.answer(document, chain_lines.network_lines(document, console.lang))


@dataclass(frozen=True, slots=True)
class Run:
    """How to simulate, as typed."""

    replications: str
    seed: str
    threads: str
    dask: str
    stress: str
    harden: bool = False


def domino(console: Console, file: str, how: Run) -> None:
    """A simulated year of a network; the same seed gives the same bits on any number of threads or machines."""
    from sonae.cli import chain_lines
    from sonae.report import chains
    from sonae.supplier import bands, calibrate, contagion, harden
    from sonae.supplier import network as files_of

    replications = whole("--replications", how.replications, 1, contagion.MOST_REPLICATIONS) or 1
    seed, threads = whole("--seed", how.seed, 0, MOST_SEED) or 0, whole("--threads", how.threads, 1, MOST_THREADS) or 1
    stress = _stress(how.stress, calibrate.STRESSES)
    _able(how.dask)
    net = files_of.load(file)
    ready = calibrate.prepare(net, stress)
    with reaching(how.dask):
        year = contagion.simulate(ready, replications, seed, threads=threads, dask=how.dask)
    ids = files_of.ids_of(file, range(len(year.by_firm)))
    hardened = harden.curves(ready, seed) if how.harden else ()
    document = chains.domino_document(year, bands.bands(net) if stress == "base" else (), ids, now(), hardened)
    console.answer(document, chain_lines.domino_lines(document, console.lang))


def _stress(typed: str, known: Sequence[Stress]) -> Stress:
    for word in known:
        if typed == word:
            return word
    problem, words = Text("使えない値です", "cannot be used"), ", ".join(known)
    remedy = Text(f"{words} のどれかにしてください", f"Give one of {words}")
    raise InputError([Fault(problem, remedy, field="--stress", value=typed)])


def _able(dask: str) -> None:
    """Refuse before anything is read: no kernels here, or an address that is none."""
    from sonae.supplier import contagion

    if not contagion.available():
        problem = Text("この環境では使えません（numba がありません）", "cannot run here (numba is missing)")
        raise InputError(
            [Fault(problem, Text("pip install numba で入ります", "Run: pip install numba"), field="supplier")]
        )
    if dask and not re.match(r"(tcp|tls)://\S+:\d+$", dask):
        problem = Text("Dask の住所ではありません", "is not the address of a Dask scheduler")
        remedy = Text("tcp://127.0.0.1:8786 のように書いてください", "Write it as in tcp://127.0.0.1:8786")
        raise InputError([Fault(problem, remedy, field="--dask", value=dask)])


@contextmanager
def reaching(dask: str) -> Iterator[None]:
    """What a scheduler or its workers that do not answer are told to the user as."""
    try:
        yield
    except OSError as error:
        if not dask:
            raise
        reason = str(error) or type(error).__name__
        problem = Text(f"つながりません（{reason}）", f"cannot be reached ({reason})")
        remedy = Text(
            "Dask の scheduler と worker が動いているか確かめてください",
            "Check that a Dask scheduler and a worker run there",
        )
        raise InputError([Fault(problem, remedy, field="--dask", value=dask)]) from error


def rank(console: Console, file: str, top: str) -> None:
    """Expected values, the firms whose incidents cost most first."""
    from sonae.cli import chain_lines
    from sonae.report import chains
    from sonae.supplier import calibrate, contagion
    from sonae.supplier import network as files_of

    count = whole("--top", top, 1, MOST_TOP) or 1
    _able("")
    ranking = contagion.rank(calibrate.prepare(files_of.load(file)))
    rows = [int(row) for row in ranking.top(count)]
    document = chains.rank_document(ranking, rows, files_of.ids_of(file, rows), now())
    console.answer(document, chain_lines.rank_lines(document, console.lang))


def company(console: Console, case_file: str, partners_file: str, seed: str) -> None:
    """What passes between one company and its partners; one wrong line refuses the table."""
    from sonae import case, diagnosis
    from sonae.cli import chain_lines
    from sonae.report import chains
    from sonae.supplier import lists, own, partner

    chance = whole("--seed", seed, 0, MOST_SEED) or 0
    _able("")
    the_case = case.read(case_file, partial=True)
    partners = lists.read(partners_file)
    questionnaire = diagnosis.load()
    known = set(questionnaire.questions) <= set(the_case.answers)
    score = diagnosis.score(questionnaire, the_case.answers).total if known else None
    answer = own.answer(the_case.company, score, partners, chance)
    inputs = (partner.basis(the_case.company, score, partners),)
    document = chains.partners_document(answer, inputs, chance, now())
    console.answer(document, chain_lines.partners_lines(answer, console.lang))
