"""The shape of a file that people write: which keys may stand where, and what a wrong value is told. Nothing is guessed or left out silently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from sonae.faults import Fault
from sonae.values import Text

MOST_YEN = 10**13
MOST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value: ``says`` is what a wrong one should have been. ``needed``: the key may not be left out."""

    name: str
    says: Text
    choices: tuple[str, ...] = ()
    needed: bool = False
    low: int = 0
    high: int = MOST_YEN


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``keys`` by name. With ``each`` all keys are names of the file's own, each with that shape."""

    keys: Mapping[str, "Shape"] = field(default_factory=dict)
    needed: bool = False
    each: "Shape | None" = None


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose entries all have one shape."""

    entry: "Shape"
    needed: bool = False


Shape = Kind | Table | ListOf

ANYTHING = Kind("anything", Text("", ""))


def yen(needed: bool = False) -> Kind:
    """Whole yen from 0 to 10 trillion."""
    return Kind("yen", Text("0 以上の整数（円）にしてください", "Give whole yen, 0 or more"), needed=needed)


def whole(low: int = 0, high: int = 1_000_000, needed: bool = False) -> Kind:
    """A whole number."""
    says = Text(f"{low} から {high} までの整数にしてください", f"Give a whole number from {low} to {high}")
    return Kind("yen", says, needed=needed, low=low, high=high)


def hours() -> Kind:
    """Hours, with a fraction where there is one."""
    return Kind("hours", Text("0 以上の数（時間）にしてください", "Give hours, 0 or more"))


def rate(needed: bool = False) -> Kind:
    """A share from 0 to 1, kept as the exact decimal that was typed."""
    return Kind(
        "rate",
        Text("0 から 1 までの割合にしてください（90% は 0.9）", "Give a share from 0 to 1 (90 % is 0.9)"),
        needed=needed,
    )


def flag(needed: bool = False) -> Kind:
    """true or false."""
    return Kind("flag", Text("true か false にしてください", "Give true or false"), needed=needed)


def text(needed: bool = False) -> Kind:
    """One line of words."""
    return Kind("text", Text('文字を " で囲んで書いてください', 'Give a text in "quotes"'), needed=needed)


def day(needed: bool = False) -> Kind:
    """A day, or a moment with its offset."""
    says = Text(
        "2026-04-01 か 2026-04-01T16:00:00+09:00 の形にしてください", "Write 2026-04-01 or 2026-04-01T16:00:00+09:00"
    )
    return Kind("day", says, needed=needed)


def one_of(*choices: str, needed: bool = False) -> Kind:
    """One of a few words."""
    listed = ", ".join(choices)
    return Kind("choice", Text(f"{listed} のどれかにしてください", f"Give one of {listed}"), choices, needed)


def check(value: object, shape: Shape, file: str, path: str = "") -> list[Fault]:
    """Every fault of a value, each with the dotted key at which it stands."""
    if isinstance(shape, Table):
        return _table(value, shape, file, path)
    if isinstance(shape, ListOf):
        if not isinstance(value, list):
            return [
                _fault(
                    Text("一覧ではありません", "is not a list"),
                    Text("[ ] の中に書いてください", "Write it in [ ]"),
                    file,
                    path,
                    value,
                )
            ]
        return [fault for k, entry in enumerate(value) for fault in check(entry, shape.entry, file, f"{path}[{k + 1}]")]
    if _fits(value, shape):
        return []
    return [_fault(Text("使えない値です", "cannot be used here"), shape.says, file, path, value)]


def _table(value: object, shape: Table, file: str, path: str) -> list[Fault]:
    if not isinstance(value, dict):
        remedy = Text("{ } か [見出し] の形で書いてください", "Write it as { } or under a [heading]")
        return [_fault(Text("項目の集まり（表）ではありません", "is not a table"), remedy, file, path, value)]
    if shape.each is not None:
        return [fault for key, entry in value.items() for fault in check(entry, shape.each, file, _join(path, key))]
    faults = [_unknown(key, tuple(shape.keys), file, path, value[key]) for key in value if key not in shape.keys]
    for key, inner in shape.keys.items():
        if key in value:
            faults += check(value[key], inner, file, _join(path, key))
        elif getattr(inner, "needed", False):
            says = inner.says if isinstance(inner, Kind) else Text("書き足してください", "Add it")
            faults.append(_fault(Text("書かれていません", "is missing"), says, file, _join(path, key), None))
    return faults


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _unknown(key: str, known: Sequence[str], file: str, path: str, value: object) -> Fault:
    near = get_close_matches(key, known, n=1)
    hint = Text(f"{near[0]} の書き間違いではありませんか。", f"Was {near[0]} meant? ") if near else Text("", "")
    listed = ", ".join(known)
    remedy = Text(f"{hint.ja}使える項目は {listed} です", f"{hint.en}Known keys: {listed}")
    return _fault(Text("知らない項目です", "is not a known key"), remedy, file, _join(path, key), value)


def unknown_word(word: str, known: Sequence[str], file: str, path: str) -> Fault:
    """The fault of a word that is none of the known ones."""
    listed = ", ".join(known)
    remedy = Text(f"使える語は {listed} です", f"Known words: {listed}")
    return _fault(Text("知らない語です", "is not a known word"), remedy, file, path, word)


def _fault(problem: Text, remedy: Text, file: str, path: str, value: object) -> Fault:
    shown = None if value is None else (str(value).lower() if isinstance(value, bool) else str(value))
    return Fault(problem, remedy, file=file, field=path, value=shown[:200] if shown else shown)


def _fits(value: Any, kind: Kind) -> bool:
    number = isinstance(value, int) and not isinstance(value, bool)
    if kind.name == "yen":
        return number and kind.low <= value <= kind.high
    if kind.name == "hours":
        return (number or (isinstance(value, Decimal) and value.is_finite())) and 0 <= value <= 1_000_000
    if kind.name == "rate":
        return (number or (isinstance(value, Decimal) and value.is_finite())) and 0 <= value <= 1
    if kind.name == "flag":
        return isinstance(value, bool)
    if kind.name == "day":
        return isinstance(value, date) and not (isinstance(value, datetime) and value.tzinfo is None)
    if kind.name == "text":
        return isinstance(value, str) and len(value) <= MOST_TEXT and value.isprintable()
    return value in kind.choices if kind.name == "choice" else True


def exact(value: object) -> Fraction:
    """A rate or a number of hours without any rounding.

    >>> exact(Decimal("0.9"))
    Fraction(9, 10)
    """
    return Fraction(value) if isinstance(value, int | Decimal) else Fraction(0)


def earlier(first: date, second: date) -> bool:
    """Whether one day or moment lies before another; where only a day is known, days are compared."""
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first < second
    return plain_day(first) < plain_day(second)


def plain_day(value: date) -> date:
    """The day of a day or a moment.

    >>> plain_day(datetime(2026, 4, 1, 16)), plain_day(date(2026, 4, 1))
    (datetime.date(2026, 4, 1), datetime.date(2026, 4, 1))
    """
    return value.date() if isinstance(value, datetime) else value
