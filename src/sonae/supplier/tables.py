"""A network from tables: links (supplier, customer) and, if there is one, a table of firms. Each row that cannot be read is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sonae import company, table
from sonae.supplier import network
from sonae.supplier.network import NO_SCORE, Network, Traits
from sonae.table import Batch, Rejected, Rejects, Table
from sonae.values import Text

MOST_YEN = 1e13
MOST_SIZE = 1e7
ALIASES: Mapping[str, Sequence[str]] = {
    "supplier": ("仕入先", "供給元"),
    "customer": ("販売先", "得意先"),
    "weight": ("重み", "取引額"),
    "probability": ("確率",),
    "id": ("番号", "法人番号"),
    "name": ("名前", "会社名"),
    "industry": ("業種",),
    "prefecture": ("都道府県",),
    "size": ("人数", "従業員数"),
    "score": ("点数",),
    "direct": ("直接の確率",),
    "loss_yen": ("損害額",),
}
FIRM_COLUMNS = ("name", "industry", "prefecture", "size", "score", "direct", "loss_yen")


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """A network, the ids and names of its firms by row, the rows left out (the first thousand) and how many there were."""

    network: Network
    ids: list[str]
    names: list[str]
    rejected: tuple[Rejected, ...]
    rejected_count: int
    sha256: tuple[str, ...]


@dataclass(slots=True)
class _Firms:
    """Firms read so far, by column."""

    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    columns: dict[str, list[float]] = field(default_factory=dict)


def read(links_file: str | Path, firms_file: str | Path | None = None) -> Imported:
    """The network of a table of links and, optionally, of firms.

    Firms are those of the table of firms, else those named in links, in order of appearance. ``weight`` counts 1 where empty;
    ``probability``, ``direct`` and ``loss_yen`` are taken as given where the column is there. Raises InputError: see ``table.open_table``,
    and when more than half of the rows of a table are left out or nothing is left.
    """
    links = table.open_table(links_file, ("supplier", "customer"), ("weight", "probability"), ALIASES)
    told = [Rejects(links.file)]
    firms, rows, shas = _Firms(), dict[str, int](), [links.sha256]
    if firms_file is not None:
        book = table.open_table(firms_file, ("id",), FIRM_COLUMNS, ALIASES)
        told.insert(0, Rejects(book.file))
        firms = _read_firms(book, told[0])
        rows = {one: row for row, one in enumerate(firms.ids)}
        shas.append(book.sha256)
    ends = _read_links(links, rows, told[-1], known=firms_file is not None)
    firms.ids = list(rows)
    rejected = [row for rejects in told for row in rejects.told]
    net = _built(firms, ends, len(rows))
    count = sum(rejects.count for rejects in told)
    return Imported(net, firms.ids, firms.names, tuple(rejected[: table.MOST_TOLD]), count, tuple(shas))


def _built(firms: _Firms, ends: "_Ends", count: int) -> Network:
    made = {"firms": count}
    weight = ends.weight if "weight" in ends.columns else None
    given = ends.probability if "probability" in ends.columns else None
    return network.build(_traits(firms, count), ends.supplier, ends.customer, weight, given, origin="table", made=made)


def _traits(firms: _Firms, count: int) -> Traits:
    other = list(company.industries()).index("other")
    traits = Traits.unknown(count, other)
    known = {name: np.array(values) for name, values in firms.columns.items()}
    for name in ("size", "score", "industry", "prefecture"):
        if name in known:
            getattr(traits, name)[:] = known[name]
    return Traits(
        traits.size,
        traits.score,
        traits.industry,
        traits.prefecture,
        known.get("direct", np.empty(0)),
        np.rint(known.get("loss_yen", np.empty(0))).astype(np.int64),
    )


_TWICE = Text("前の行と同じです", "repeats an earlier row")
_EMPTY = Text("空です", "is empty")
_INDUSTRY = Text("知らない業種です", "is no known industry")
_PREFECTURE = Text("都道府県の名前ではありません", "is no prefecture")
_UNKNOWN = Text("会社の表にない番号です", "is not in the table of firms")
_ITSELF = Text("自社との取引です", "is a link of a firm to itself")

_LIMITS: Mapping[
    str, tuple[float, float, float | None]
] = {  # low, high, and what an empty cell stands for (None: refused)
    "size": (1e-6, MOST_SIZE, 1.0),
    "score": (-25, 100, NO_SCORE),
    "direct": (0.0, 1.0, None),
    "loss_yen": (0.0, MOST_YEN, None),
}


def _read_firms(book: Table, rejects: Rejects) -> _Firms:
    firms, seen = _Firms(), set[str]()
    for batch in book.batches(rejects):
        _distinct(batch, seen)
        values = {name: batch.numbers(name, *limits) for name, limits in _LIMITS.items() if name in book.columns}
        for name, (places, empty, reason) in _choices().items():
            if name in book.columns:
                values[name] = _chosen(batch, name, places, empty, reason)
        for name, column in values.items():
            firms.columns.setdefault(name, []).extend(batch.kept(column))
        firms.ids += batch.kept(batch.cells["id"])
        firms.names += batch.kept(batch.cells.get("name", []))
    rejects.settle()
    return firms


def _distinct(batch: Batch, seen: set[str]) -> None:
    for k, one in enumerate(batch.cells["id"]):
        if not one or one in seen:
            batch.refuse(k, "id", _TWICE if one else _EMPTY)
        seen.add(one)


_Places = Mapping[str, int]


def _choices() -> dict[str, tuple[_Places, int, Text]]:
    """Numbers of what may stand in a column of words, what an empty cell means, and what a wrong one is told."""
    known = company.industries()
    industries = {key: row for row, one in enumerate(known.values()) for key in (one.id, *one.letters)}
    prefectures = {name: row for row, name in enumerate(company.prefectures(), start=1)}
    other = industries["other"]
    return {"industry": (industries, other, _INDUSTRY), "prefecture": (prefectures, 0, _PREFECTURE)}


def _chosen(batch: Batch, name: str, places: _Places, empty: int, reason: Text) -> list[float]:
    values = []
    for k, typed in enumerate(batch.cells[name]):
        value = places.get(typed, places.get(typed.upper(), places.get(typed.lower()))) if typed else empty
        if value is None:
            batch.refuse(k, name, reason)
        values.append(float(value or 0))
    return values


@dataclass(frozen=True, slots=True, eq=False)
class _Ends:
    """Links, sorted by supplier and customer."""

    supplier: NDArray[np.int32]
    customer: NDArray[np.int32]
    weight: NDArray[np.float32]
    probability: NDArray[np.float32]
    columns: frozenset[str]


def _read_links(links: Table, rows: dict[str, int], rejects: Rejects, *, known: bool) -> _Ends:
    keys: list[NDArray[np.int64]] = []
    lines: list[NDArray[np.int64]] = []
    given: list[NDArray[np.float32]] = []
    for batch in links.batches(rejects):
        weight = _optional(batch, "weight", 1e-9, MOST_YEN, 1.0)
        probability = _optional(batch, "probability", 0.0, 1.0, None)
        keys.append(np.array(_keys(batch, rows, known), np.int64)[batch.keep])
        lines.append(np.array(batch.lines, np.int64)[batch.keep])
        given.append(np.array((weight, probability), np.float32)[:, batch.keep])
    if not keys:
        rejects.settle()
    key, line, numbers = np.concatenate(keys), np.concatenate(lines), np.concatenate(given, axis=1)
    order = np.argsort(key, kind="stable")
    twice = np.flatnonzero(key[order][1:] == key[order][:-1]) + 1
    for number in np.sort(line[order[twice]]).tolist():
        rejects.add(number, "", "", _TWICE)
    rejects.settle()
    order = np.delete(order, twice)
    supplier, customer = (key[order] >> 32).astype(np.int32), (key[order] & 0xFFFFFFFF).astype(np.int32)
    return _Ends(supplier, customer, numbers[0, order], numbers[1, order], frozenset(links.columns))


def _optional(batch: Batch, name: str, low: float, high: float, blank: float | None) -> list[float]:
    return batch.numbers(name, low, high, blank) if name in batch.cells else [1.0] * len(batch)


def _keys(batch: Batch, rows: dict[str, int], known: bool) -> list[int]:
    """Supplier's and customer's rows as one number; new firms get the next row unless all are known."""
    suppliers, customers = batch.cells["supplier"], batch.cells["customer"]
    keys = []
    for k, (one, two) in enumerate(zip(suppliers, customers, strict=True)):
        fault = _link_fault(one, two, rows, known)
        if fault:
            batch.refuse(k, *fault)
        if not batch.keep[k]:
            keys.append(-1)
        else:
            keys.append((rows.setdefault(one, len(rows)) << 32) | rows.setdefault(two, len(rows)))
    return keys


def _link_fault(one: str, two: str, rows: Mapping[str, int], known: bool) -> tuple[str, Text] | None:
    if not one or not two:
        return ("customer" if one else "supplier"), _EMPTY
    if one == two:
        return "customer", _ITSELF
    if known and (one not in rows or two not in rows):
        return ("customer" if one in rows else "supplier"), _UNKNOWN
    return None
