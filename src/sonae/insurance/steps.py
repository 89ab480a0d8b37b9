"""The steps of a contract: each takes a payable as far as it has come and says for which reason yen fall away."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol

from sonae.insurance.claim import Event, Line
from sonae.insurance.policy import Policy

SHARED = frozenset({"section_limit", "section_aggregate", "policy_aggregate", "bi_limit", "extra_limit", "funds_limit"})


@dataclass(slots=True)
class Part:
    """An amount under way: one item of a payable, or the joined whole. ``damages`` apart from ``defence`` for liability."""

    item: str
    lines: list[Line]
    amount: Fraction = Fraction(0)


@dataclass(slots=True)
class Payable:
    """What the terms are applied to. ``place`` names the order of steps; ``lines`` are those that passed, ``all_lines`` all of them."""

    id: str
    section: str
    place: str
    event: Event
    count: int
    all_lines: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class Book(Protocol):
    """What the steps of all payables of a policy year share: what is left of limits (yen), remarks, the trace and what is kept."""

    policy: Policy
    left: dict[str, Fraction]
    remarks: set[str]

    def note(self, payable: Payable, step: str, before: int, after: int, term: str, how: str = "") -> None:
        """Add a line to the trace; ``how`` is what was done, as one would type it into a pocket calculator."""

    def keep(self, code: str, yen: int) -> None:
        """Count yen that the company keeps, by reason."""


class State:
    """A payable on its way through the steps; amounts are exact until the first shared limit."""

    def __init__(self, book: Book, payable: Payable, parts: list[Part], defence: Fraction) -> None:
        self.book, self.payable, self.parts, self.defence = book, payable, parts, defence
        self.policy = book.policy
        self.touched: list[str] = []
        self.whole = False
        self.deductible_left = Fraction(0)
        self.outside = (
            defence
            if defence and not self.policy.term("sections.liability.defence.inside_limit", True)
            else Fraction(0)
        )
        self.defence_added = False
        self.how = ""

    @property
    def total(self) -> Fraction:
        return self.parts[0].amount if len(self.parts) == 1 else sum((part.amount for part in self.parts), Fraction(0))

    def run(self, step: str) -> None:
        """Apply one step, note it, and count what it removes."""
        if step in SHARED and not self.whole:
            self._floor()
        before, self.how = self.total, ""
        code, term = getattr(self, f"_{step}")()
        after = self.total
        first, last = math.floor(before), math.floor(after)
        self.book.note(self.payable, step, first, last, term, self.how)
        if step == "add_defence":
            return
        if step != "waiting_share" and first != last:
            self.book.keep(code, first - last)
        if step.startswith("deductible") and before > 0 and after == 0:
            self.book.remarks.add("below_deductible")

    def finish(self) -> int:
        """Whole yen that are paid; every shared limit that was looked at is used up by them."""
        self._floor()
        paid = int(self.total)
        for name in self.touched:
            self.book.left[name] = max(self.book.left[name] - paid, Fraction(0))
        if self.defence and not self.defence_added:
            self.book.keep("item_not_covered", math.floor(self.defence))
        if self.outside and self.defence_added:
            extra = math.floor(self._after_deductible(self.outside))
            self.book.keep("deductible", math.floor(self.outside) - extra)
            self.book.note(
                self.payable, "add_defence", paid, paid + extra, "sections.liability.defence", f"+ {extra:,}"
            )
            paid += extra
        return paid

    def _floor(self) -> None:
        item = self.parts[0].item if len(self.parts) == 1 else ""
        lines = [line for part in self.parts for line in part.lines]
        self.parts, self.whole = [Part(item, lines, Fraction(math.floor(self.total)))], True

    def _each(self, change: Mapping[str, Fraction] | None = None, cap: Fraction | None = None) -> None:
        for part in self.parts:
            part.amount = part.amount * (change or {}).get(part.item, Fraction(1))
            part.amount = part.amount if cap is None else min(part.amount, cap)

    def _limit(self, name: str, amount: int | None) -> None:
        """At most what is left of a shared limit; it is reduced when the payable is finished."""
        if amount is None:
            return
        left = self.book.left.setdefault(name, Fraction(amount))
        self._at_most(left)
        self.parts[0].amount = min(self.total, left)
        self.touched.append(name)

    def _at_most(self, limit: Fraction | int) -> None:
        more = f"≤ {_plain(limit)}"
        self.how = ", ".join(part for part in (self.how, more) if part) if self.how != more else more

    # ---- steps: each returns the code of what it removes and the term of the contract

    def _eligible(self) -> tuple[str, str]:
        return "", f"sections.{self.payable.section}"

    def _net_loss(self) -> tuple[str, str]:
        return "", "sections.bi.method"

    def _group_related_claims(self) -> tuple[str, str]:
        return "", "sections.liability.related_claims_are_one"

    def _sum_section(self) -> tuple[str, str]:
        self.parts = [Part("", [line for part in self.parts for line in part.lines], self.total)]
        return "", "sections.expense"

    def _minus_recovered(self) -> tuple[str, str]:
        return "", "sections.funds"

    def _unit_cap(self) -> tuple[str, str]:
        capped = [
            part.item for part in self.parts if self.policy.term(f"sections.expense.items.{part.item}.cap") is not None
        ]
        for part in self.parts:
            if part.item in capped:
                part.amount = sum((self._capped(line) for line in part.lines), Fraction(0))
        return "unit_cap", f"sections.expense.items.{capped[0]}" if capped else "sections.expense"

    def _capped(self, line: Line) -> Fraction:
        cap = self.policy.term(f"sections.expense.items.{line.item}.cap.{line.unit}")
        if cap is None or line.units is None:
            return Fraction(line.gross)
        self.how = " + ".join(part for part in (self.how, f"≤ {line.units:,} × {cap:,}") if part)
        return Fraction(min(line.gross, line.units * cap))

    def _deductible(self) -> tuple[str, str]:
        place = f"sections.{self.payable.section}"
        if self.payable.place == "extra_expense":
            term = f"{place}.extra_expense.deductible"
            self._less(Fraction(self.policy.term(term, 0)))
            self.how = f"− {self.policy.term(term, 0):,}"
            return "deductible", term
        amount = Fraction(self.policy.term(f"{place}.deductible.amount", 0))
        if self.payable.section == "expense" and self.policy.term(f"{place}.deductible.per", "event") == "event":
            name = f"deductible:{self.payable.event.id}"
            left = self.book.left.setdefault(name, amount)
            self.book.left[name] = left - self._less(left)
            self.how = f"− {_plain(left)}"
        else:
            self.how = f"− {_plain(amount)}"
            self.parts = [replace(part, amount=max(part.amount - amount, Fraction(0))) for part in self.parts]
        return "deductible", f"{place}.deductible"

    def _less(self, amount: Fraction) -> Fraction:
        """Take an amount off, part after part; returns how much could be taken."""
        taken = Fraction(0)
        for part in self.parts:
            off = min(part.amount, amount - taken)
            part.amount -= off
            taken += off
        return taken

    def _deductible_on_damages(self) -> tuple[str, str]:
        amount = Fraction(self.policy.term("sections.liability.deductible.amount", 0) * self.payable.count)
        self.deductible_left = amount - self._less(amount)
        self.how = f"− {_plain(amount)}"
        return "deductible", "sections.liability.deductible"

    def _pay_rate(self) -> tuple[str, str]:
        section = self.payable.section
        if section != "expense":
            rate = self.policy.share(f"sections.{section}.pay_rate")
            self._each({part.item: rate for part in self.parts})
            self.how = f"× {_plain(rate)}"
            return "pay_rate", f"sections.{section}.pay_rate"
        rates = {part.item: self.policy.rate_of(part.item) for part in self.parts}
        self._each(rates)
        self.how = ", ".join(f"× {_plain(rate)}" for rate in dict.fromkeys(rates.values()))
        return "pay_rate", self._item_term("sections.expense.flat_rate")

    def _item_term(self, otherwise: str) -> str:
        return f"sections.expense.items.{self.parts[0].item}" if self.parts[0].item else otherwise

    def _item_sublimit(self) -> tuple[str, str]:
        for part in self.parts:
            sublimit = self.policy.term(f"sections.expense.items.{part.item}.sublimit") if part.item else None
            if sublimit is not None:
                self._at_most(sublimit)
                part.amount = min(part.amount, Fraction(sublimit))
        return "sublimit", self._item_term("sections.expense")

    def _section_limit(self) -> tuple[str, str]:
        event, year = (self.policy.term(f"sections.expense.limit.{key}") for key in ("per_event", "aggregate"))
        self._limit(f"expense:{self.payable.event.id}", event)
        within = self.total
        self._limit("expense", year)
        self.book.keep("aggregate", int(within) - int(self.total))
        self.book.keep("section_limit", -(int(within) - int(self.total)))
        return "section_limit", "sections.expense.limit"

    def _per_claim_limit(self) -> tuple[str, str]:
        limit = self.policy.term("sections.liability.per_claim")
        if limit is not None:
            self._at_most(limit * self.payable.count)
            self.parts[0].amount = min(self.total, Fraction(limit * self.payable.count))
        return "per_claim_limit", "sections.liability.per_claim"

    def _add_defence(self) -> tuple[str, str]:
        self.defence_added = True
        if self.defence and not self.outside:
            added = self._after_deductible(self.defence)
            self.book.keep("deductible", math.floor(self.defence) - math.floor(added))
            self.parts[0].amount += added
            self.how = f"+ {_plain(added)}"
        return "", "sections.liability.defence"

    def _after_deductible(self, defence: Fraction) -> Fraction:
        if not self.policy.term("sections.liability.defence.deductible", False):
            return defence
        return max(defence - self.deductible_left, Fraction(0))

    def _section_aggregate(self) -> tuple[str, str]:
        self._limit("liability", self.policy.term("sections.liability.aggregate"))
        return "aggregate", "sections.liability.aggregate"

    def _policy_aggregate(self) -> tuple[str, str]:
        if self.payable.section in self.policy.term("policy_aggregate.shares", ()):
            self._limit("policy", self.policy.term("policy_aggregate.amount"))
        return "aggregate", "policy_aggregate"

    def _outage_strictly_longer_than_waiting(self) -> tuple[str, str]:
        stop, waiting = self.payable.event.outage_hours, self.policy.share("sections.bi.waiting.hours", 0)
        self.how = f"{_plain(stop)} h > {_plain(waiting)} h ?"
        if stop <= waiting:
            self._each(cap=Fraction(0))
        return "outage_not_longer_than_waiting", "sections.bi.waiting"

    def _waiting_share(self) -> tuple[str, str]:
        hours = self.payable.event.outage_hours
        qualifying = self.policy.term("sections.bi.waiting.kind", "time_deductible") == "qualifying"
        waiting = Fraction(0) if qualifying else self.policy.share("sections.bi.waiting.hours", 0)
        days = self.policy.term("sections.bi.indemnity_days")
        most = hours if days is None else min(hours, Fraction(24 * days))
        before = self.total
        inside = before * most / hours if hours else before
        after = before * max(most - waiting, Fraction(0)) / hours if hours else before
        self.parts[0].amount = after
        self.how = f"× ({_plain(most)} − {_plain(waiting)}) ÷ {_plain(hours)}"
        self.book.keep("indemnity_period", math.floor(before) - math.floor(inside))
        self.book.keep("waiting", math.floor(inside) - math.floor(after))
        return "waiting", "sections.bi.waiting"

    def _bi_limit(self) -> tuple[str, str]:
        self._limit(f"bi:{self.payable.event.id}", self.policy.term("sections.bi.limit"))
        return "section_limit", "sections.bi.limit"

    def _extra_limit(self) -> tuple[str, str]:
        self._limit(f"extra:{self.payable.event.id}", self.policy.term("sections.bi.extra_expense.limit"))
        return "section_limit", "sections.bi.extra_expense.limit"

    def _funds_limit(self) -> tuple[str, str]:
        self._limit(f"funds:{self.payable.event.id}", self.policy.term("sections.funds.limit"))
        return "section_limit", "sections.funds.limit"


def _plain(number: Fraction | int) -> str:
    """A number as it is typed; shares and hours with six digits at most."""
    return f"{int(number):,}" if number == int(number) else f"{float(number):.6g}"
