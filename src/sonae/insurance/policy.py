"""An insurance contract as its file states it: ``sonae.policy/1``."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from sonae import document, shape
from sonae.content import reader
from sonae.document import Document
from sonae.faults import Fault, InputError
from sonae.insurance.wording import PLACE_OF, SHAPE, STEPS
from sonae.insurance.wording import SECTIONS as SECTIONS
from sonae.shape import exact, unknown_word
from sonae.values import Text


@dataclass(frozen=True, slots=True)
class Policy:
    """A contract whose file has been checked. ``terms`` is the file's table, read by dotted path and never changed.

    Yen are whole, rates exact. ``text`` is the file, ``sha256`` that of its text.
    """

    id: str
    version: int
    start: date
    end: date
    first_inception: date
    exclusions: frozenset[str]
    terms: Mapping[str, Any]
    text: str

    @property
    def sha256(self) -> str:
        """Of the contract as it was given."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def name(self) -> str:
        """Id and version as claims name them."""
        return f"{self.id}@{self.version}"

    def term(self, path: str, usual: Any = None) -> Any:
        """The value at a dotted path, or ``usual``."""
        value: Any = self.terms
        for key in path.split("."):
            if not isinstance(value, dict) or key not in value:
                return usual
            value = value[key]
        return value

    def share(self, path: str, usual: int = 1) -> Fraction:
        """A rate or a number of hours at a dotted path, without rounding."""
        return exact(self.term(path, usual))

    def rate_of(self, item: str) -> Fraction:
        """The pay rate of an item of expense, or of the joined section (""): its own, else the flat one, else all of it."""
        return exact(self.term(f"sections.expense.items.{item}.rate", self.term("sections.expense.flat_rate", 1)))

    def bought(self, section: str) -> bool:
        """Whether a section is in force."""
        return bool(self.term(f"sections.{section}.enabled", False))

    def order(self, place: str) -> tuple[str, ...]:
        """The steps of a section (or of extra_expense) in the order of the contract."""
        return tuple(self.term(f"{PLACE_OF.get(place, f'sections.{place}')}.order", ()))

    def page(self, path: str) -> str:
        """The page of the wording for a term, or for the nearest term around it; "" where none was entered."""
        pages: Mapping[str, str] = self.term("source.pages", {})
        parts = path.split(".")
        return next((pages[key] for k in range(len(parts), 0, -1) if (key := ".".join(parts[:k])) in pages), "")


def read(path: str | Path) -> Policy:
    """The policy in a file. Raises InputError with every fault: file, key, value and remedy."""
    return of(document.load(path))


def parse(text_of_file: str, file: str = "") -> Policy:
    """The policy in a text."""
    return of(document.parse(text_of_file, file))


def of(source: Document) -> Policy:
    """The policy of a document. Raises InputError."""
    table = tomllib.loads(source.text, parse_float=Decimal)
    faults = shape.check(table, SHAPE, source.file)
    if not faults:
        faults = _words(table, source.file) + _sense(table, source.file)
    if faults:
        raise InputError(document.placed(source, faults))
    period = table["period"]
    return Policy(
        id=table["id"],
        version=table["version"],
        start=period["start"],
        end=period["end"],
        first_inception=period["first_inception"],
        exclusions=frozenset(table.get("exclusions", ())),
        terms=table,
        text=source.text,
    )


def items(section: str) -> tuple[str, ...]:
    """Item codes of a section."""
    return tuple(reader.toml("insurance", "codes")["items"][section])


def _words(table: Mapping[str, Any], file: str) -> list[Fault]:
    """Exclusions, items and steps must be known words."""
    codes = (*reader.toml("insurance", "codes")["exclusions"]["codes"], *items("expense"), *items("liability"))
    faults = [
        unknown_word(code, sorted(set(codes)), file, "exclusions")
        for code in table.get("exclusions", ())
        if code not in codes
    ]
    for section, terms in table["sections"].items():
        faults += _steps(terms.get("order", ()), STEPS[section], file, f"sections.{section}.order")
        if terms["enabled"] and not terms.get("order"):
            needed = Text("手順の順番を order に書いてください", "Write the order of the steps as order = [...]")
            faults.append(
                Fault(Text("書かれていません", "is missing"), needed, file=file, field=f"sections.{section}.order")
            )
    extra = table["sections"].get("bi", {}).get("extra_expense", {})
    faults += _steps(extra.get("order", ()), STEPS["extra_expense"], file, "sections.bi.extra_expense.order")
    listed = table["sections"].get("expense", {}).get("items", {})
    return faults + [
        unknown_word(item, items("expense"), file, f"sections.expense.items.{item}")
        for item in listed
        if item not in items("expense")
    ]


def _steps(order: list[str], known: tuple[str, ...], file: str, path: str) -> list[Fault]:
    faults = [unknown_word(step, known, file, path) for step in order if step not in known]
    for step in {step for step in order if order.count(step) > 1}:
        once = Text("1度だけ書いてください", "Write it once")
        faults.append(Fault(Text("2度書かれています", "is written twice"), once, file=file, field=path, value=step))
    return faults


def _sense(table: Mapping[str, Any], file: str) -> list[Fault]:
    """What cannot be: a period that ends before it begins, a limit below its deductible, an unlisted order."""
    faults = []
    period = table["period"]
    if not shape.earlier(period["start"], period["end"]):
        later = Text("開始より後の日にしてください", "Give a day after the start")
        faults.append(
            _wrong(
                Text("開始の日より後ではありません", "does not lie after the start"),
                later,
                file,
                "period.end",
                period["end"],
            )
        )
    for section, limit in (("liability", "per_claim"), ("liability", "aggregate"), ("bi", "limit"), ("funds", "limit")):
        terms = table["sections"].get(section, {})
        faults += _too_low(
            terms.get(limit), terms.get("deductible", {}).get("amount", 0), file, f"sections.{section}.{limit}"
        )
    expense = table["sections"].get("expense", {})
    faults += _out_of_place(expense.get("order", ()), file)
    off = expense.get("deductible", {}).get("amount", 0)
    for key in ("per_event", "aggregate"):
        faults += _too_low(expense.get("limit", {}).get(key), off, file, f"sections.expense.limit.{key}")
    extra = table["sections"].get("bi", {}).get("extra_expense", {})
    place = "sections.bi.extra_expense.limit"
    return faults + _too_low(extra.get("limit"), extra.get("deductible", 0), file, place)


def _out_of_place(order: list[str], file: str) -> list[Fault]:
    """Caps by person come before every other term, and items are joined before a limit that they share."""
    path, faults = "sections.expense.order", []
    if "sum_section" in order:
        first = Text("sum_section を、それより前に書いてください", "Write sum_section before it")
        problem = Text("費用を合わせる前に、共通の上限が来ています", "is a shared limit before the items are joined")
        early = [step for step in order[: order.index("sum_section")] if step in ("section_limit", "policy_aggregate")]
        faults += [_wrong(problem, first, file, path, step) for step in early]
    if "unit_cap" in order and set(order[: order.index("unit_cap")]) - {"eligible"}:
        problem = Text("ほかの条件のあとに来ています", "comes after other terms")
        faults.append(
            _wrong(
                problem,
                Text("eligible のすぐあとに書いてください", "Write it right after eligible"),
                file,
                path,
                "unit_cap",
            )
        )
    return faults


def _too_low(limit: int | None, deductible: int, file: str, path: str) -> list[Fault]:
    if limit is None or limit >= deductible:
        return []
    problem = Text(
        f"免責金額 {deductible:,} 円より低い上限です", f"is a limit below the deductible of {deductible:,} yen"
    )
    return [
        _wrong(problem, Text("証券の数字を確かめてください", "Check the figures of the contract"), file, path, limit)
    ]


def _wrong(problem: Text, remedy: Text, file: str, path: str, value: object) -> Fault:
    return Fault(problem, remedy, file=file, field=path, value=str(value))


def with_terms(policy: Policy, changes: Mapping[str, Any]) -> Policy:
    """The policy with terms changed by dotted path; a value of None takes the term away. A thought experiment: its text stays.

    >>> with_terms(read("examples/insurance/policy-b.toml"), {"sections.bi.waiting.hours": 0}).term("sections.bi.waiting.hours")
    0
    """
    terms: Mapping[str, Any] = policy.terms
    for path, value in changes.items():
        terms = _put(terms, path.split("."), value)
    return replace(policy, terms=terms, exclusions=frozenset(terms.get("exclusions", ())))


def _put(table: Mapping[str, Any], keys: Sequence[str], value: Any) -> dict[str, Any]:
    first, rest = keys[0], keys[1:]
    if rest:
        return {**table, first: _put(table.get(first, {}), rest, value)}
    return {key: old for key, old in table.items() if key != first} | ({} if value is None else {first: value})
