"""A book: many companies in one table (CSV, Excel, Parquet), with or without contracts. Each row that cannot be read is told.

What a table does not say of a company is what is typical of its industry and size, as on the form.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sonae import company, measure, table
from sonae.company import WEBSITES, Company, Industry
from sonae.content import reader
from sonae.table import Batch, Rejected, Rejects
from sonae.values import Text

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
ITEMS = tuple(f"SD-{k:02d}" for k in range(1, 26))
FULL = 200  # a measure fully in place, in the unit in which a book keeps it
NO_LIMIT = 2**62
MOST_YEN = 1e13
REQUIRED = ("id", "industry", "employees", "revenue_yen")
OWN = ("name", "prefecture", "gross_margin", "devices", "personal_records", "website", "network", "telework")
OPTIONAL = (*OWN, "top3_customer_share", "provider", "score", "deductible_yen", "limit_yen", *ITEMS)
ALIASES: Mapping[str, Sequence[str]] = {
    "id": ("番号", "法人番号"),
    "name": ("名前", "会社名"),
    "industry": ("業種",),
    "employees": ("人数", "従業員数"),
    "revenue_yen": ("売上高", "年商"),
    "prefecture": ("都道府県",),
    "provider": ("共通の業者", "業者"),
    "score": ("点数",),
    "deductible_yen": ("免責金額",),
    "limit_yen": ("支払限度額",),
}


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """Companies, one entry each: ``industry``, ``size`` and ``region`` as numbers of ``company.industries``, ``company.sizes`` and
    ``regions``; ``provider`` of ``providers`` (-1: not known); ``site`` of WEBSITES; ``level`` (firms, 25) what is in place, in FULL parts;
    yen and persons as named, ``limit`` 0 without a contract. ``insured`` says
    whether the table had contracts. ``rejected`` holds the first thousand rows left out."""

    ids: list[str]
    names: list[str]
    industry: NDArray[np.int16]
    size: NDArray[np.int16]
    region: NDArray[np.int16]
    prefecture: NDArray[np.int16]
    employees: Ints
    revenue: Ints
    margin: Reals
    records: Ints
    site: NDArray[np.int8]
    network: NDArray[np.bool_]
    telework: NDArray[np.bool_]
    provider: NDArray[np.int32]
    providers: tuple[str, ...]
    level: NDArray[np.uint8]
    deductible: Ints
    limit: Ints
    insured: bool
    rejected: tuple[Rejected, ...] = ()
    rejected_count: int = 0
    sha256: str = ""

    def __len__(self) -> int:
        return len(self.ids)

    def keys(self, first: int, last: int) -> NDArray[np.uint64]:
        """The key of chance of each company: from its id alone, so that other companies of the book do not change its years."""
        return np.array([key_of(one) for one in self.ids[first:last]], np.uint64)


def key_of(one: str) -> int:
    """A company's id as a word."""
    return int.from_bytes(hashlib.blake2b(one.encode(), digest_size=8).digest())


def regions() -> tuple[str, ...]:
    """Ids of the regions, north to south; the last one for companies without a prefecture."""
    return tuple(reader.toml("portfolio", "shocks")["region"]["names"])


def region_of(prefecture: int) -> int:
    """The region of a prefecture given by its number from 1 (JIS X 0401); 0 is not known.

    >>> region_of(13), region_of(27), region_of(0)
    (1, 3, 6)
    """
    if prefecture == 0:
        return len(regions()) - 1
    return int(np.searchsorted(_LAST_OF_REGION, prefecture))


_LAST_OF_REGION = (7, 14, 23, 30, 39, 47)  # JIS numbers run from north to south


def read(file: str | Path) -> Book:
    """The book of a table.

    Raises InputError: see ``table.open_table`` (a book without a column of revenue among it), and when more than half of the rows are left
    out or nothing is left.

    >>> from sonae.portfolio import book
    >>> book.read("examples/portfolio/book.csv").insured
    True
    """
    source = table.open_table(file, REQUIRED, OPTIONAL, ALIASES)
    rejects, seen, parts = Rejects(source.file), set[str](), list[_Part]()
    providers: dict[str, int] = {}
    for batch in source.batches(rejects):
        parts.append(_part(batch, seen, providers))
    rejects.settle()
    columns = {name: np.concatenate([part.columns[name] for part in parts]) for name in parts[0].columns}
    return Book(
        ids=[one for part in parts for one in part.ids],
        names=[one for part in parts for one in part.names],
        providers=tuple(providers),
        insured="limit_yen" in source.columns or "deductible_yen" in source.columns,
        rejected=tuple(rejects.told),
        rejected_count=rejects.count,
        sha256=source.sha256,
        **columns,
    )


@dataclass(slots=True)
class _Part:
    ids: list[str]
    names: list[str]
    columns: dict[str, NDArray[np.generic]]


_TWICE = Text("前の行と同じ番号です", "repeats the id of an earlier row")
_EMPTY = Text("空です", "is empty")
_INDUSTRY = Text("知らない業種です", "is no known industry")
_PREFECTURE = Text("都道府県の名前ではありません", "is no prefecture")
_CHOICE = Text("done・partly・not_done・unknown のどれでもありません", "is none of done, partly, not_done, unknown")
_YES_NO = Text("true か false ではありません", "is neither true nor false")
_SITE = Text("none・hosted・own のどれでもありません", "is none of none, hosted, own")
_WHOLE = Text("整数ではありません", "is not a whole number")
_ABSURD = Text("従業員の数に比べて大きすぎます", "is too large for so few people")
YES = {"true": 1, "1": 1, "yes": 1, "はい": 1, "false": 0, "0": 0, "no": 0, "いいえ": 0}


def _part(batch: Batch, seen: set[str], providers: dict[str, int]) -> _Part:
    limits = reader.toml("company", "typical")["limits"]
    _distinct(batch, seen)
    industry = _looked_up(batch, "industry", _industries().get, _INDUSTRY)
    employees = _whole(batch, "employees", 1, limits["employees"])
    revenue = _whole(batch, "revenue_yen", 1, limits["revenue_yen"])
    for k, (yen, people) in enumerate(zip(revenue, employees, strict=True)):
        if yen > people * limits["revenue_per_head_yen"]:
            batch.refuse(k, "revenue_yen", _ABSURD)
    usual = [_usual(row, people) for row, people in zip(industry, employees, strict=True)]
    where = _looked_up(batch, "prefecture", _prefectures().get, _PREFECTURE, [0] * len(batch))
    values: dict[str, tuple[Sequence[float], type[np.generic]]] = {
        "industry": (industry, np.int16),
        "employees": (employees, np.int64),
        "revenue": (revenue, np.int64),
        "prefecture": (where, np.int16),
        "margin": (_or(batch, "gross_margin", 0, 1, [one.gross_margin for one in usual]), np.float64),
        "records": (
            _or(batch, "personal_records", 0, limits["personal_records"], [one.personal_records for one in usual]),
            np.int64,
        ),
        "site": (
            _looked_up(batch, "website", _sites().get, _SITE, [WEBSITES.index(one.website) for one in usual]),
            np.int8,
        ),
        "network": (_looked_up(batch, "network", YES.get, _YES_NO, [int(one.network) for one in usual]), np.bool_),
        "telework": (_looked_up(batch, "telework", YES.get, _YES_NO, [int(one.telework) for one in usual]), np.bool_),
        "deductible": (_or(batch, "deductible_yen", 0, MOST_YEN, [0] * len(batch)), np.int64),
        "limit": (_or(batch, "limit_yen", 0, MOST_YEN, [_no_limit(batch)] * len(batch)), np.int64),
    }
    _or(batch, "devices", 0, limits["devices"], [0] * len(batch))  # told if wrong; losses do not depend on it
    _or(batch, "top3_customer_share", 0, 1, [0] * len(batch))
    level = _levels(batch)
    columns = {name: np.array(column, kind)[batch.keep] for name, (column, kind) in values.items()}
    columns["level"] = level[batch.keep]
    columns["provider"] = np.array(_providers(batch, providers), np.int32)
    columns["region"] = _REGION_OF[columns["prefecture"].astype(np.int64)]
    columns["size"] = np.array([size.high for size in company.sizes()][:-1]).searchsorted(columns["employees"])
    columns["size"] = columns["size"].astype(np.int16)
    names = batch.cells.get("name", [""] * len(batch))
    return _Part(batch.kept(batch.cells["id"]), batch.kept(names), columns)


_REGION_OF = np.array([len(_LAST_OF_REGION), *np.searchsorted(_LAST_OF_REGION, np.arange(1, 48))], np.int16)


def _distinct(batch: Batch, seen: set[str]) -> None:
    for k, one in enumerate(batch.cells["id"]):
        if not one or one in seen:
            batch.refuse(k, "id", _TWICE if one else _EMPTY)
        seen.add(one)


def _industries() -> dict[str, int]:
    places: dict[str, int] = {}
    for row, one in enumerate(company.industries().values()):
        places |= dict.fromkeys((one.id, *(letter.lower() for letter in one.letters)), row)
    return places


def _prefectures() -> dict[str, int]:
    return {name: row for row, name in enumerate(company.prefectures(), start=1)}


def _sites() -> dict[str, int]:
    return {name: row for row, name in enumerate(WEBSITES)}


def _looked_up(
    batch: Batch, name: str, find: Callable[[str], int | None], reason: Text, usual: Sequence[int] | None = None
) -> list[int]:
    """Numbers of the words of a column; where a cell is empty, or the column is not there, the usual one (None: refused)."""
    if name not in batch.cells and usual is not None:
        return list(usual)
    values = []
    for k, typed in enumerate(batch.cells[name]):
        value = usual[k] if usual is not None and not typed else find(typed.lower())
        if value is None:
            batch.refuse(k, name, reason if typed else _EMPTY)
        values.append(value or 0)
    return values


def _whole(batch: Batch, name: str, low: float, high: float) -> list[int]:
    values = batch.numbers(name, low, high, None)
    for k, value in enumerate(values):
        if not value.is_integer():
            batch.refuse(k, name, _WHOLE)
    return [max(int(value), int(low)) for value in values]


def _or(batch: Batch, name: str, low: float, high: float, usual: Sequence[float]) -> list[float]:
    """Numbers of a column, the usual one where a cell is empty or the column is not there."""
    if name not in batch.cells:
        return list(usual)
    values = batch.numbers(name, low, high, 0.0)
    return [value if typed else own for value, typed, own in zip(values, batch.cells[name], usual, strict=True)]


def _no_limit(batch: Batch) -> int:
    """What an empty limit means: no contract, unless the table only knows deductibles."""
    return NO_LIMIT if "deductible_yen" in batch.cells and "limit_yen" not in batch.cells else 0


@lru_cache(maxsize=16_384)
def _usual(industry: int, employees: int) -> Company:
    return company.typical(_by_row()[industry], employees)


def _by_row() -> list[Industry]:
    return list(company.industries().values())


def _providers(batch: Batch, known: dict[str, int]) -> list[int]:
    named = batch.kept(batch.cells.get("provider", [""] * len(batch)))
    return [known.setdefault(one, len(known)) if one else -1 for one in named]


def _levels(batch: Batch) -> NDArray[np.uint8]:
    """What is in place by item: of the answers where they are given, else of the score, else nothing known, that is the usual share."""
    out = np.tile(usual_levels(), (len(batch), 1))
    if "score" in batch.cells:
        score = np.array(batch.numbers("score", -25, 100, np.nan))
        known = ~np.isnan(score)
        out[known] = np.rint(np.clip(score[known], 0, 100) * FULL / 100).astype(np.uint8)[:, None]
    for column, item in enumerate(ITEMS):
        for k, typed in enumerate(batch.cells.get(item, [])):
            if typed in _CHOICES:
                out[k, column] = _CHOICES[typed]
            elif typed:
                batch.refuse(k, item, _CHOICE)
    return out


_CHOICES = {choice.value: round(level * FULL) for choice, level in measure.LEVEL_OF.items()}


def usual_levels() -> NDArray[np.uint8]:
    """What companies that were asked have in place on average, item by item (published shares where there are any)."""
    answers = reader.toml("risk", "respondents")["answers"]
    share = [answers["published"].get(item, answers["usual"]) for item in ITEMS]
    return np.array([round(FULL * one * (1 + answers["full"]) / 2) for one in share], np.uint8)


def of_companies(
    companies: Sequence[tuple[str, Company, Mapping[str, float]]], limits: Mapping[str, tuple[int, int]] | None = None
) -> Book:
    """The book of companies known one by one: id, company and level of each item; ``limits`` (deductible, limit) by id."""
    known = [one for _, one, _ in companies]
    industry = np.array([list(company.industries()).index(one.industry) for one in known], np.int16)
    where = np.array([_prefectures().get(one.prefecture, 0) for one in known], np.int16)
    terms = [(limits or {}).get(name, (0, 0)) for name, _, _ in companies]
    level = np.array([[round(FULL * levels.get(item, 0.0)) for item in ITEMS] for _, _, levels in companies], np.uint8)
    employees = np.array([one.employees for one in known], np.int64)
    return Book(
        ids=[name for name, _, _ in companies],
        names=[one.name for one in known],
        industry=industry,
        size=np.array([size.high for size in company.sizes()][:-1]).searchsorted(employees).astype(np.int16),
        region=_REGION_OF[where],
        prefecture=where,
        employees=employees,
        revenue=np.array([one.revenue_yen for one in known], np.int64),
        margin=np.array([one.gross_margin for one in known]),
        records=np.array([one.personal_records for one in known], np.int64),
        site=np.array([WEBSITES.index(one.website) for one in known], np.int8),
        network=np.array([one.network for one in known]),
        telework=np.array([one.telework for one in known]),
        provider=np.full(len(known), -1, np.int32),
        providers=(),
        level=level.reshape(len(known), len(ITEMS)),
        deductible=np.array([off for off, _ in terms], np.int64),
        limit=np.array([most for _, most in terms], np.int64),
        insured=bool(limits),
    )
