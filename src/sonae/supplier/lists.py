"""A company's suppliers and customers from Excel or CSV: every wrong line is named, and with one wrong line nothing is taken."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from sonae import company, table
from sonae.faults import Fault, InputError
from sonae.supplier.partner import MOST_PARTNERS, Partner, Role, Weight
from sonae.table import Batch, Rejects
from sonae.values import Text

MOST_PEOPLE = 1_000_000
MOST_UNPACKED = 20_000_000  # bytes of the sheet: far more than 500 lines need
MOST_NAME = 80
LEAST_SCORE, MOST_SCORE, NO_SCORE = -25, 100, -26
COLUMNS = ("name", "role", "employees")
OPTIONAL = ("industry", "weight", "score")
ALIASES = {
    "name": ("会社名", "名前"),
    "role": ("区分", "仕入先か販売先か"),
    "industry": ("業種",),
    "employees": ("人数", "従業員数"),
    "weight": ("依存度",),
    "score": ("点数",),
}
ROLE_WORDS: Mapping[str, Role] = {
    "supplier": "supplier",
    "仕入先": "supplier",
    "外注先": "supplier",
    "customer": "customer",
    "販売先": "customer",
    "得意先": "customer",
}
WEIGHT_WORDS: Mapping[str, Weight] = {
    "": "middle",
    "high": "high",
    "高": "high",
    "middle": "middle",
    "中": "middle",
    "low": "low",
    "低": "low",
}


def read(path: str | Path, file: str = "") -> tuple[Partner, ...]:
    """The partners of a table with the columns name, role and employees; industry, weight and score may be left out or empty.

    ``file`` is the name that messages give the table. Raises InputError: see ``table.open_table``, any line that cannot be read (each is
    named, the first thousand), none at all, or more than 500.
    """
    try:
        book = table.open_table(path, COLUMNS, OPTIONAL, ALIASES, most_unpacked=MOST_UNPACKED)
        rejects = Rejects(file or book.file)
        found, seen = list[Partner](), set[tuple[str, str]]()
        for batch in book.batches(rejects):
            found += _partners(batch, seen)
            if len(found) > MOST_PARTNERS:
                break  # what follows changes nothing
    except InputError as error:
        raise InputError([replace(fault, file=file or fault.file) for fault in error.faults]) from error
    if rejects.count:
        raise InputError([table.fault(row) for row in rejects.told])
    rejects.settle()
    if len(found) > MOST_PARTNERS:
        raise InputError([too_many(len(found), file or book.file)])
    return tuple(found)


def too_many(count: int, file: str = "") -> Fault:
    """More partners than one list may hold."""
    problem = Text(f"取引先が多すぎます（{count:,}社）", f"holds too many partners ({count:,})")
    remedy = Text(
        f"{MOST_PARTNERS}社までにしてください。大事な順に選べば足ります",
        f"Keep it to {MOST_PARTNERS}; the most important ones are enough",
    )
    return Fault(problem, remedy, file=file)


_EMPTY = Text("空です", "is empty")
_LONG = Text(f"長すぎます（{MOST_NAME}文字まで）", f"is too long ({MOST_NAME} characters at most)")
_TWICE = Text("同じ会社が前の行にあります", "repeats a company of an earlier line")
_ROLE = Text("「仕入先」か「販売先」と書いてください", "must be supplier or customer")
_WEIGHT = Text("「高」「中」「低」のどれかにしてください", "must be high, middle or low")
_INDUSTRY = Text("知らない業種です", "is no known industry")
_WHOLE = Text("整数にしてください", "must be a whole number")


def _partners(batch: Batch, seen: set[tuple[str, str]]) -> list[Partner]:
    size = len(batch)
    people = _whole(batch, "employees", batch.numbers("employees", 1, MOST_PEOPLE, None))
    scores = (
        batch.numbers("score", LEAST_SCORE, MOST_SCORE, NO_SCORE)
        if "score" in batch.cells
        else [float(NO_SCORE)] * size
    )
    scores = _whole(batch, "score", scores)
    roles = _words(batch, "role", ROLE_WORDS, _ROLE)
    weights = _words(batch, "weight", WEIGHT_WORDS, _WEIGHT) if "weight" in batch.cells else ["middle"] * size
    industries = _industries(batch)
    for k, name in enumerate(batch.cells["name"]):
        _named(batch, k, name, (roles[k], name), seen)
    every = [
        Partner(
            name=name,
            role=cast(Role, roles[k]),
            industry=industries[k],
            employees=int(people[k]),
            weight=cast(Weight, weights[k]),
            score=None if scores[k] == NO_SCORE else int(scores[k]),
        )
        for k, name in enumerate(batch.cells["name"])
    ]
    return batch.kept(every)


def _named(batch: Batch, k: int, name: str, key: tuple[str, str], seen: set[tuple[str, str]]) -> None:
    if not name or len(name) > MOST_NAME or key in seen:
        batch.refuse(k, "name", _EMPTY if not name else _LONG if len(name) > MOST_NAME else _TWICE)
    seen.add(key)


def _whole(batch: Batch, column: str, values: list[float]) -> list[float]:
    for k, value in enumerate(values):
        if value != int(value):
            batch.refuse(k, column, _WHOLE)
    return values


def _words(batch: Batch, column: str, words: Mapping[str, str], reason: Text) -> list[str]:
    values = [words.get(typed.lower(), "") for typed in batch.cells[column]]
    for k, value in enumerate(values):
        if not value:
            batch.refuse(k, column, reason)
    return values


def _industries(batch: Batch) -> list[str]:
    if "industry" not in batch.cells:
        return ["other"] * len(batch)
    known = company.industries().values()
    words = {key.lower(): one.id for one in known for key in (one.id, *one.letters, one.title.ja, one.title.en)}
    return _words(batch, "industry", words | {"": "other"}, _INDUSTRY)
