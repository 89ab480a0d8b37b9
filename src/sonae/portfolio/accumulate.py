"""What a book loses in the same year: simulated with what companies share, so that bad years come together.

The answer depends on the seed and on each company's id and data, never on how the work is divided: every amount is whole yen, and what is
drawn hangs on (seed, company, block of years) or, where it is shared, on (seed, year). Shocks change when losses happen together, not how
much a company loses on average.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sonae import company, risk, scale
from sonae.content import reader
from sonae.kernels import book as kernel
from sonae.kernels import jit
from sonae.kernels.book import Shared, Sums
from sonae.kernels.stream import BLOCK
from sonae.portfolio import book as books
from sonae.portfolio import exposed
from sonae.portfolio.book import Book

Ints = NDArray[np.int64]
MOST_YEARS = 100_000
FIRMS = 5_000  # companies of one piece of work
EDGES = (
    0.1,
    0.25,
    0.5,
    0.75,
    0.9,
    0.97,
    0.99,
    0.997,
    0.999,
)  # shares of years that part the levels of frequency; fine where it is bad
DIMENSIONS = ("scenario", "industry", "size", "region")
BAD = 0.99
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Shocks:
    """What companies share; as titled in portfolio/shocks.toml."""

    year_spread: float
    wave_share: float
    wave_factor: float
    provider_share: float
    provider_rate: float


def shocks() -> Shocks:
    """The shocks of the content files.

    >>> shocks().year_spread
    0.3
    """
    return Shocks(**{record["id"]: float(record["value"]) for record in reader.toml("portfolio", "shocks")["shock"]})


NO_SHOCKS = Shocks(0.0, 0.0, 1.0, 0.0, 0.2)


class Chunk(NamedTuple):
    """Companies ``first`` to ``last - 1`` of a part of the book, all years. ``bad`` marks years that are added up by company."""

    book: Book
    changed: Book | None
    level: float
    years: int
    seed: int
    shocks: Shocks
    bad: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Accumulated:
    """A book's years, in yen. ``gross`` and ``paid`` of shape (years, groups) with groups as in ``groups``; ``largest`` of shape (years, 2)
    the largest single incident or failure of a provider, gross and paid; ``by_firm`` of shape (firms, 4) added over all years: gross, paid,
    and both in the bad years; ``failed`` gross and paid of every failure of a provider, ``begin`` where each provider's begin."""

    book: Book
    years: int
    seed: int
    level: float
    shocks: Shocks
    incidents: int
    gross: Ints
    paid: Ints
    largest: Ints
    by_firm: Ints
    failed: Ints
    begin: Ints
    bad: NDArray[np.uint8]

    def yearly(self) -> tuple[Ints, Ints]:
        """All that is lost and all that contracts pay, by year."""
        kinds = groups()["scenario"]
        return self.gross[:, kinds].sum(axis=1), self.paid[:, kinds].sum(axis=1)


def groups() -> dict[str, slice]:
    """Where each dimension lies among the groups."""
    counts = (len(risk.load().scenarios), len(company.industries()), len(company.sizes()), len(books.regions()))
    ends = np.cumsum((0, *counts)).tolist()
    return {name: slice(ends[k], ends[k + 1]) for k, name in enumerate(DIMENSIONS)}


def available() -> bool:
    """Whether books can be simulated here."""
    return jit.available()


def accumulate(
    book: Book,
    years: int,
    seed: int,
    *,
    level: float = 0.45,
    changed: Book | None = None,
    by_common: Shocks | None = None,
    contributions: bool = False,
    threads: int = 1,
    dask: str = "",
    progress: Progress | None = None,
) -> Accumulated:
    """The losses of ``years`` years. ``level`` as in ``risk.levels``; ``changed``: the same book with more measures, on the same incidents;
    ``contributions`` runs once more to say what each company adds to the worst 1% of years. ``progress`` hears pieces done and in all.

    Raises ValueError for years outside 1 to 100,000 or a seed below 0.

    >>> from sonae.portfolio import book
    >>> accumulate(book.read("examples/portfolio/book.csv"), 1_000, seed=1).gross.shape[0]
    1000
    """
    if not 1 <= years <= MOST_YEARS or seed < 0:
        raise ValueError(f"years must be from 1 to {MOST_YEARS:,} and the seed not below 0: {years}, {seed}")
    common = by_common or shocks()
    blank = np.zeros(years, np.uint8)
    done = _run(book, changed, (level, years, seed, common, blank), threads, dask, progress)
    if contributions:
        total = done.yearly()[0]
        worst = np.argsort(total, kind="stable")[-max(1, round(years * (1 - BAD))) :]
        bad = blank.copy()
        bad[worst] = 1
        done = _run(book, changed, (level, years, seed, common, bad), threads, dask, progress)
    return done


_How = tuple[float, int, int, Shocks, NDArray[np.uint8]]


def _run(
    book: Book, changed: Book | None, how: _How, threads: int, dask: str, progress: Progress | None
) -> Accumulated:
    level, years, seed, common, bad = how
    work = list(_pieces(book, changed, how))
    shared = shared_by_all(years, seed, common, len(book.providers))
    sums, incidents = empty(years, len(shared.event_year), 0, bad), 0
    by_firm = []
    for done, (part, count) in enumerate(scale.run(run, work, threads=threads, dask=dask), start=1):
        np.add(sums.gross, part.gross, out=sums.gross)
        np.add(sums.paid, part.paid, out=sums.paid)
        np.maximum(sums.largest, part.largest, out=sums.largest)
        np.add(sums.failed, part.failed, out=sums.failed)
        by_firm.append(part.by_firm)
        incidents += count
        if progress is not None:
            progress(done, len(work))
    largest = sums.largest.copy()
    np.maximum.at(largest, shared.event_year, sums.failed)
    firms = np.concatenate(by_firm)
    return Accumulated(
        changed or book, years, seed, level, common, incidents, sums.gross, sums.paid, largest, firms, sums.failed,
        shared.begin, bad,
    )  # fmt: skip


def _pieces(book: Book, changed: Book | None, how: _How) -> Iterator[Chunk]:
    for first in range(0, len(book), FIRMS):
        last = min(first + FIRMS, len(book))
        part = _cut(changed, first, last) if changed is not None else None
        yield Chunk(_cut(book, first, last), part, *how)


def _cut(book: Book, first: int, last: int) -> Book:
    """Companies ``first`` to ``last - 1`` as a book of their own; columns are views, names are left behind."""
    rows = slice(first, last)
    columns = (
        "industry", "size", "region", "prefecture", "employees", "revenue", "margin", "records", "site", "network",
        "telework", "provider", "level", "deductible", "limit",
    )  # fmt: skip
    cut = {name: getattr(book, name)[rows] for name in columns}
    return replace(book, ids=book.ids[rows], names=[], rejected=(), **cut)


def run(chunk: Chunk) -> tuple[Sums, int]:
    """Simulate one piece of a book."""
    book, years = chunk.book, chunk.years
    rows = exposed.rows_of(book, 0, len(book), chunk.level, chunk.changed)
    shared = shared_by_all(years, chunk.seed, chunk.shocks, len(book.providers))
    sums = empty(years, len(shared.event_year), len(book), chunk.bad)
    base, prices, kinds = exposed.common()
    ends = np.array([place.start for place in groups().values()][1:], np.int64)
    count = kernel.simulate(np.uint64(chunk.seed), years, rows, base, prices, kinds, shared, ends, sums)
    return sums, int(count)


def empty(years: int, failures: int, firms: int, bad: NDArray[np.uint8]) -> Sums:
    """Sums of nothing."""
    width = next(reversed(groups().values())).stop
    return Sums(
        np.zeros((years, width), np.int64),
        np.zeros((years, width), np.int64),
        np.zeros((years, 2), np.int64),
        np.zeros((failures, 2), np.int64),
        np.zeros((firms, 4), np.int64),
        bad,
    )


def shared_by_all(years: int, seed: int, common: Shocks, providers: int) -> Shared:
    """The years as every part of the book sees them."""
    factor, wave = states(common)
    key = np.uint64(seed)
    state = kernel.common_years(key, years, np.array(EDGES), common.wave_share)
    blocks = -(-years // BLOCK)
    order, first = np.zeros((blocks, BLOCK), np.int64), np.zeros((blocks, len(factor) + 1), np.int64)
    for block in range(blocks):
        own = state[block * BLOCK : (block + 1) * BLOCK]
        order[block, : len(own)] = np.argsort(own, kind="stable")
        first[block, 1:] = np.cumsum(np.bincount(own, minlength=len(factor)))
    event_year, begin = _failures(key, years, common.provider_rate, providers)
    none, more = exposed.counts()
    return Shared(
        factor, wave, order, first, event_year, begin, common.provider_share, common.provider_rate, none, more
    )


def states(common: Shocks) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Factor of all kinds and of those a wave counts for, by state of a year; both are 1 on average."""
    sd = math.sqrt(math.log1p(common.year_spread**2))
    z = np.array([-math.inf, *(NormalDist().inv_cdf(edge) for edge in EDGES), math.inf])
    below = np.array([NormalDist().cdf(x - sd) for x in z])  # of a lognormal's mean, the part below each edge
    level = np.diff(below) / np.diff((0.0, *EDGES, 1.0))
    calm = (1 - common.wave_share * common.wave_factor) / (1 - common.wave_share)
    return np.tile(level, 2), np.repeat((calm, common.wave_factor), len(level))


def _failures(key: np.uint64, years: int, rate: float, providers: int) -> tuple[Ints, Ints]:
    room, found, begin = np.empty(years + 1, np.int64), [], [0]
    for provider in range(providers):
        count = kernel.failures(key, np.uint64(provider), years, rate, room)
        found.append(room[:count].copy())
        begin.append(begin[-1] + count)
    return (np.concatenate(found) if found else np.empty(0, np.int64)), np.array(begin, np.int64)
