"""What a contract would pay of a claim: term after term in the contract's own order, exact, and every yen that is not paid with its reason.

A *payable* is what the terms work on: one item of expense of an event, one group of claims, lost profit, extra expense, or money lost.
Payables are settled one after the other in the order in which they are paid; limits that they share are used up by what is finally paid.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sonae.faults import Fault, InputError
from sonae.insurance import gates
from sonae.insurance.claim import Claim, Demand, Event, Line
from sonae.insurance.gates import Context
from sonae.insurance.policy import Policy
from sonae.insurance.steps import Part, Payable, State
from sonae.insurance.wording import SECTIONS
from sonae.shape import earlier
from sonae.values import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the calculation: floors in yen before and after, the term of the contract and its page ("" if none was entered).

    ``how`` is what was done in signs that need no language, such as ``× 0.9``; "" where nothing was to be done.
    """

    line: str
    step: str
    before: int
    after: int
    term: str
    page: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class EventRecovery:
    """One event: yen, and what is left of the contract's limit after its last payment (None without such a limit)."""

    id: str
    gross_loss: int
    payout: int
    retained: int
    aggregate_left: int | None


@dataclass(frozen=True, slots=True)
class LineGross:
    """One line with the payable that it went into."""

    id: str
    payable: str
    gross: int


@dataclass(frozen=True, slots=True)
class Recovery:
    """The result of one or more claims under one contract, in whole yen; ``retained_by`` adds up to ``retained``."""

    claims: tuple[str, ...]
    policy: str
    gross_loss: int
    payout: int
    retained: int
    sections: Mapping[str, int]
    retained_by: Mapping[str, int]
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]
    assumed_terms: tuple[str, ...]
    events: tuple[EventRecovery, ...]
    lines: tuple[LineGross, ...]
    trace: tuple[Entry, ...]


def recover(policy: Policy, claims: Sequence[Claim]) -> Recovery:
    """What ``policy`` would pay of ``claims``, which share its policy year.

    Raises InputError for a claim of another contract and for an event that is in two claims.

    >>> from sonae.insurance import claim, policy
    >>> recover(policy.read("examples/insurance/policy-b.toml"), [claim.read("examples/insurance/claim-mail.toml")]).payout
    2530000
    """
    faults = [_foreign(claim, policy) for claim in claims if claim.policy != policy.name]
    events = [name for claim in claims for name in claim.events]
    faults += [_twice(name) for name in sorted({name for name in events if events.count(name) > 1})]
    if faults:
        raise InputError(faults)
    return _Settlement(policy, claims).result()


def _foreign(claim: Claim, policy: Policy) -> Fault:
    problem = Text(f"{claim.id} は別の契約の請求です", f"claim {claim.id} belongs to another contract")
    remedy = Text(f"契約 {policy.name} の請求を渡してください", f"Give a claim under {policy.name}")
    return Fault(problem, remedy, field="policy", value=claim.policy)


def _twice(name: str) -> Fault:
    problem = Text("2つの請求に同じ出来事があります", "is an event of two claims")
    return Fault(problem, Text("別の名前にしてください", "Give another name"), field="event.id", value=name)


class _Settlement:
    """One calculation: limits that are used up, the trace, and what is retained for which reason."""

    def __init__(self, policy: Policy, claims: Sequence[Claim]) -> None:
        self.policy, self.claims = policy, claims
        self.events = {event.id: event for claim in claims for event in claim.events.values()}
        self.left: dict[str, Fraction] = {}
        self.trace: list[Entry] = []
        self.retained: Counter[str] = Counter()
        self.broken, remarks = gates.cancelled(policy, claims)
        self.remarks = set(remarks)
        self.payables: dict[str, Payable] = {}
        self.gross: list[LineGross] = []
        self.paid: dict[str, int] = {}
        self.aggregate_after: dict[str, int | None] = {}

    def result(self) -> Recovery:
        for claim in self.claims:
            for line in claim.lines:
                self._place(claim, line)
        for payable in sorted(self.payables.values(), key=_first_paid):
            self.paid[payable.id] = self._settle(payable)
            left = self.left.get("policy", self.policy.term("policy_aggregate.amount"))
            self.aggregate_after[payable.event.id] = None if left is None else int(left)
        self._late_notices()
        gross, payout = sum(entry.gross for entry in self.gross), sum(self.paid.values())
        reasons = {code for code, yen in self.retained.items() if yen} | self.remarks
        used = {entry.term for entry in self.trace if entry.term and not entry.page and entry.before != entry.after}
        return Recovery(
            claims=tuple(claim.id for claim in self.claims),
            policy=self.policy.name,
            gross_loss=gross,
            payout=payout,
            retained=gross - payout,
            sections={section: self._paid_by(section) for section in SECTIONS},
            retained_by=dict(sorted((code, yen) for code, yen in self.retained.items() if yen)),
            reasons=tuple(sorted(reasons)),
            remarks=tuple(sorted(self.remarks)),
            assumed_terms=tuple(sorted(used)),
            events=tuple(self._event(event) for event in self.events.values()),
            lines=tuple(self.gross),
            trace=tuple(self.trace),
        )

    def _paid_by(self, section: str) -> int:
        return sum(yen for name, yen in self.paid.items() if self.payables[name].section == section)

    def _event(self, event: Event) -> EventRecovery:
        own = [payable for payable in self.payables.values() if payable.event.id == event.id]
        gross = sum(line.gross for payable in own for line in payable.all_lines)
        payout = sum(self.paid[payable.id] for payable in own)
        return EventRecovery(event.id, gross, payout, gross - payout, self.aggregate_after.get(event.id))

    def _late_notices(self) -> None:
        timer = self.policy.term("conditions.notice.timer_hours")
        for event in self.events.values():
            if timer is not None and earlier(event.known_at + timedelta(hours=float(timer)), event.first_notice):
                self.remarks.add("late_notice")

    # ---- which payable a line belongs to

    def _place(self, claim: Claim, line: Line) -> None:
        event = claim.events[line.event]
        usual = Demand(line.demand or f"{event.id}-claim", event.id, event.at, event.id, 1)
        demand = claim.demands.get(line.demand, usual)
        payable = self._payable(line, event, demand)
        payable.all_lines.append(line)
        self.gross.append(LineGross(line.id, payable.id, line.gross))
        context = Context(self.policy, line, event, demand)
        code = gates.RESCINDED if self.broken else gates.gate(context)
        if not code:
            payable.lines.append(line)
            if gates.saved_by_notice(context):
                self.remarks.add("notified_circumstances")
            return
        self.retained[code] += line.gross
        self.trace.append(
            Entry(
                line.id,
                f"gate:{code}",
                line.gross,
                0,
                f"sections.{line.section}",
                self._page(f"sections.{line.section}"),
            )
        )

    def _payable(self, line: Line, event: Event, demand: Demand) -> Payable:
        place, count = line.section, 1
        if line.section == "liability":
            one = self.policy.term("sections.liability.related_claims_are_one", False)
            joined = one and "group_related_claims" in self.policy.order("liability")
            name, count = f"{event.id}/liability/{demand.group if joined else demand.id}", 1 if joined else demand.count
        elif line.section == "expense":
            whole = "sum_section" in self.policy.order("expense")
            name = f"{event.id}/expense" if whole else f"{event.id}/expense/{line.item}"
        elif line.section == "bi":
            place = "extra_expense" if line.item == "extra_expense" else "bi"
            name = f"{event.id}/bi/{line.item}"
        else:
            name = f"{event.id}/funds"
        return self.payables.setdefault(name, Payable(name, line.section, place, event, count))

    # ---- one payable

    def _settle(self, payable: Payable) -> int:
        if not payable.lines:
            return 0
        order = self.policy.order(payable.place)
        parts = _parts(payable)
        defence = (
            Fraction(sum(line.gross for line in payable.lines if line.item == "defence"))
            if payable.section == "liability"
            else Fraction(0)
        )
        state = State(self, payable, parts, defence)
        for step in order:
            state.run(step)
        return state.finish()

    def _page(self, term: str) -> str:
        return self.policy.page(term) if term else ""

    def note(self, payable: Payable, step: str, before: int, after: int, term: str, how: str = "") -> None:
        """Add a line to the trace."""
        self.trace.append(Entry(payable.id, step, before, after, term, self._page(term), how))

    def keep(self, code: str, yen: int) -> None:
        """Count yen that the company keeps."""
        self.retained[code] += yen


def _parts(payable: Payable) -> list[Part]:
    """The amounts that passed the gates: by item for expenses, else all in one."""
    lines = [line for line in payable.lines if line.item != "defence"]
    if payable.section != "expense":
        return [Part("", lines, Fraction(sum(line.gross for line in lines)))]
    items = dict.fromkeys(line.item for line in lines)
    return [
        Part(item, own, Fraction(sum(line.gross for line in own)))
        for item in items
        for own in [[line for line in lines if line.item == item]]
    ]


def _first_paid(payable: Payable) -> tuple[bool, date]:
    """Payables with a date come first, in the order of their earliest payment; ties keep the order of the file."""
    days = [date(d.year, d.month, d.day) for line in payable.all_lines if (d := line.date_paid) is not None]
    return not days, min(days, default=date.max)
