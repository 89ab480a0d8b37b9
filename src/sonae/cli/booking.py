"""What the commands of books do: read, ask the library, write all tables or none. Heavy parts are imported only where they are used."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sonae.cli import files
from sonae.cli.commands import MOST_SEED, now, whole
from sonae.cli.console import Console
from sonae.cli.supplying import MOST_THREADS, fraction, reaching
from sonae.faults import Fault, InputError
from sonae.values import Text

if TYPE_CHECKING:
    from sonae.portfolio.accumulate import Accumulated
    from sonae.portfolio.book import Book

SHOWN = 10  # companies that add most


@dataclass(frozen=True, slots=True)
class Run:
    """How to simulate, as typed."""

    years: str
    seed: str
    level: str
    threads: str
    dask: str
    contributions: bool
    measure: str | None
    share: str


def assess(console: Console, file: str, out: str, how: Run, *, strict: bool) -> None:
    """What a book loses in the same year; the same seed gives the same bits on any number of threads or machines."""
    from sonae.cli import book_lines
    from sonae.portfolio import accumulate, exports, summary
    from sonae.report import books

    years = whole("--years", how.years, 1, accumulate.MOST_YEARS) or 1
    seed, threads = whole("--seed", how.seed, 0, MOST_SEED) or 0, whole("--threads", how.threads, 1, MOST_THREADS) or 1
    level, item = _level(how.level), _item(how.measure)
    share = fraction("--share", how.share, 0, 1) or 0.0
    _able(how.dask)
    folder = _folder(out)
    book = _read(file, strict)
    with reaching(how.dask):
        done = accumulate.accumulate(
            book, years, seed, level=level, contributions=how.contributions, threads=threads, dask=how.dask
        )
        changed = _what_if(done, item, share, threads, how.dask) if item else None
    written = _write(folder, exports.tables(done))
    found = summary.summarise(done)
    shares = summary.contributions(done, SHOWN)
    document = books.portfolio_document(done, found, written, now(), shares=shares, what_if=changed)
    console.answer(document, book_lines.assessed(document, out, console.lang))


def export(console: Console, file: str, out: str, *, format: str, start: str | None, strict: bool) -> None:  # noqa: A002
    """A book as Open Exposure Data."""
    from sonae.cli import book_lines
    from sonae.portfolio import exports
    from sonae.report import books

    if format != "oed":
        problem, remedy = Text("使えない書き方です", "is not a known format"), Text("oed にしてください", "Give oed")
        raise InputError([Fault(problem, remedy, field="--format", value=format)])
    first, folder = _date(start), _folder(out)
    book = _read(file, strict)
    written = _write(folder, [("account.csv", exports.accounts(book, first))])
    accounts = int((book.limit > 0).sum()) if book.insured else len(book)
    document = books.export_document(book, accounts, written, now())
    console.answer(document, book_lines.exported(document, out, console.lang))


def _read(file: str, strict: bool) -> Book:
    from sonae import table
    from sonae.portfolio import book

    found = book.read(file)
    if strict and found.rejected:
        raise InputError([table.fault(row) for row in found.rejected])
    return found


def _what_if(done: Accumulated, item: str, share: float, threads: int, dask: str) -> dict[str, Any]:
    """The same years if a share of the book took up one measure."""
    from sonae.portfolio import accumulate, exposed, summary

    better = exposed.with_measure(done.book, item, share, done.seed)
    after = accumulate.accumulate(
        done.book, done.years, done.seed, level=done.level, changed=better, threads=threads, dask=dask
    )
    before, now_yen = (summary.yearly(one.yearly()[0]) for one in (done, after))
    return {
        "measure": item,
        "share": share,
        "firms": int((better.level != done.book.level).any(axis=1).sum()),
        "aal_before": before.aal_yen,
        "aal_after": now_yen.aal_yen,
        "tvar_before": before.tvar["99"],
        "tvar_after": now_yen.tvar["99"],
    }


def _level(typed: str) -> float:
    from sonae.risk import level_of

    number: object = typed
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", typed, re.ASCII):
        number = float(typed)
    return level_of(number, key="--level")


def _item(typed: str | None) -> str | None:
    from sonae.portfolio.book import ITEMS

    if typed is None or typed in ITEMS:
        return typed
    problem, remedy = Text("知らない項目です", "is not a known item"), Text("SD-01 から SD-25 です", "SD-01 to SD-25")
    raise InputError([Fault(problem, remedy, field="--measure", value=typed)])


def _date(typed: str | None) -> date:
    if typed is None:
        return now().date()
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        problem = Text("日付ではありません", "is not a date")
        remedy = Text("2026-12-01 のように書いてください", "Write it as in 2026-12-01")
        raise InputError([Fault(problem, remedy, field="--start", value=typed)]) from error


def _able(dask: str) -> None:
    """Refuse before anything is read: no kernels here, or an address that is none."""
    from sonae.portfolio import accumulate

    if not accumulate.available():
        problem = Text("この環境では使えません（numba がありません）", "cannot run here (numba is missing)")
        remedy = Text("pip install numba で入ります", "Run: pip install numba")
        raise InputError([Fault(problem, remedy, field="portfolio assess")])
    if dask and not re.match(r"(tcp|tls)://\S+:\d+$", dask):
        problem = Text("Dask の住所ではありません", "is not the address of a Dask scheduler")
        remedy = Text("tcp://127.0.0.1:8786 のように書いてください", "Write it as in tcp://127.0.0.1:8786")
        raise InputError([Fault(problem, remedy, field="--dask", value=dask)])


def _folder(out: str) -> Path:
    """The folder to be written to. Raises InputError before any work if that cannot be."""
    folder = Path(out)
    remedy = Text("書き込めるフォルダを指定してください", "Name a folder that can be written to")
    if not out or (folder.exists() and not folder.is_dir()):
        raise InputError([Fault(Text("フォルダではありません", "is not a folder"), remedy, field="--out", value=out)])
    place = folder if folder.exists() else folder.absolute().parent
    if not place.is_dir():
        problem = Text("フォルダがありません", "lies in a folder that does not exist")
        raise InputError([Fault(problem, remedy, field="--out", value=out)])
    if not os.access(place, os.W_OK):
        problem = Text("このフォルダには書き込めません", "may not be written to")
        raise InputError([Fault(problem, remedy, field="--out", value=out)])
    return folder


def _write(folder: Path, tables: Iterable[tuple[str, bytes]]) -> list[str]:
    """Write every table or none; returns their names."""
    made = dict(tables)
    folder.mkdir(exist_ok=True)
    files.write({f"--out/{name}": (folder / name, data) for name, data in made.items()})
    return list(made)
