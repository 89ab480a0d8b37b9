"""A contract as a program for simulated policy years: the same steps as for single claims, equal to the yen.

Simulated incidents are claimed as a careful company would: consent was asked for, notice given at once, nothing was known before, and
every answer to the insurer was true. Each incident is one claim of third parties.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from sonae.content import reader
from sonae.faults import Fault, InputError
from sonae.insurance.policy import Policy
from sonae.insurance.wording import SECTIONS
from sonae.kernels import insured, product, terms
from sonae.kernels.sampling import Ints
from sonae.kernels.terms import Terms
from sonae.values import Text

MINUTES = 60
NO_LIMIT = 0  # a counter that is never used up: the amount is cut to whole yen all the same
Step = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled contract. ``payables`` names its rows: (section, item); ``terms`` is what kernels settle with."""

    payables: tuple[tuple[str, str], ...]
    terms: Terms

    def by_section(self, yen: Sequence[int]) -> dict[str, int]:
        """Yen by payable added up by section."""
        return {
            section: sum(int(paid) for (own, _), paid in zip(self.payables, yen, strict=True) if own == section)
            for section in SECTIONS
        }


@dataclass(slots=True)
class _Counters:
    """Limits that payables share: those refilled for every event, and those of the year, in yen."""

    event: dict[str, int] = field(default_factory=dict)
    year: dict[str, int] = field(default_factory=dict)

    def place(self, name: str) -> tuple[int, str]:
        return (0, name) if name in self.event else (1, name)


def item_of(policy: Policy, head: str) -> str:
    """The item of a cost head: the first that the contract lists, else the first of all."""
    items = reader.toml("insurance", "codes")["simulated"]["items"][head]
    return str(next((item for item in items if policy.term(f"sections.expense.items.{item}") is not None), items[0]))


def section_of(item: str) -> str:
    """The section whose item this is."""
    known: Mapping[str, Sequence[str]] = reader.toml("insurance", "codes")["items"]
    return next(section for section in SECTIONS if item in known[section])


def build(policy: Policy, kinds: Sequence[str]) -> Program:
    """The program of ``policy`` for incidents of ``kinds`` (scenario ids). Raises InputError for terms finer than a program holds."""
    if faults := _too_fine(policy):
        raise InputError(faults)
    names = _payables(policy)
    counters = _counters(policy)
    order = {name: k for k, name in enumerate([*counters.event, *counters.year], start=1)}
    left = [terms.UNLIMITED, *counters.event.values(), *counters.year.values()]
    steps = [_steps(policy, name, names, order) for name in names]
    longest = 1 + max((len(own) for own in steps), default=0)
    program = np.zeros((len(names), longest, 3), np.int64)
    for row, own in zip(program, steps, strict=True):
        row[: len(own)] = np.array(own, np.int64).reshape(-1, 3)
    target, side = _targets(policy, names)
    claim = np.array([int(head.startswith("liab_")) for head in product.HEADS])
    refused = np.array([[_refused(policy, name, kind) for kind in kinds] for name in names], np.uint8).reshape(
        len(names), len(kinds)
    )
    compiled = terms.build(target, side, claim, refused, program, np.array(left, np.int64), 1 + len(counters.event))
    return Program(names, compiled._replace(direct=int(terms.direct(compiled, np.array(insured.MINOR_HEADS)))))


def _too_fine(policy: Policy) -> list[Fault]:
    """Rates with more than five decimals and waiting times that are not whole minutes."""
    items = policy.term("sections.expense.items", {})
    rates = [f"sections.expense.items.{item}.rate" for item in items]
    rates += [f"sections.{section}.pay_rate" for section in SECTIONS] + ["sections.expense.flat_rate"]
    fine = [path for path in rates if (policy.share(path) * terms.RATE).denominator > 1]
    waiting = "sections.bi.waiting.hours"
    problem = Text("細かすぎる数字です", "is too fine a figure")
    remedy = Text(
        "割合は小数5桁まで、時間は分の単位までで書いてください",
        "Give rates to five decimals and times to whole minutes",
    )
    fine += [waiting] if (policy.share(waiting, 0) * MINUTES).denominator > 1 else []
    return [Fault(problem, remedy, field=path, value=str(policy.term(path))) for path in fine]


def _payables(policy: Policy) -> tuple[tuple[str, str], ...]:
    """Every payable that a simulated incident can lead to, in the order of the cost heads; a joined section comes after its items."""
    wanted = dict.fromkeys(item_of(policy, head) for head in product.HEADS)
    names = [(section_of(item), item) for item in wanted if policy.bought(section_of(item)) and not _shut(policy, item)]
    if "sum_section" in policy.order("expense") and policy.bought("expense"):
        names.append(("expense", ""))
    return tuple(names)


def _shut(policy: Policy, item: str) -> bool:
    """Whether an item is excluded or not listed."""
    listed = policy.term("sections.expense.items", {})
    flat = policy.term("sections.expense.flat_rate") is not None and not listed
    missing = section_of(item) == "expense" and item not in listed and not flat
    return item in policy.exclusions or missing


def _refused(policy: Policy, name: tuple[str, str], kind: str) -> int:
    """1 where a cover does not hold for a kind of incident."""
    section, item = name
    events = reader.toml("insurance", "codes")["simulated"]["events"]
    if section == "bi":
        return int(kind in events["cloud"] and not policy.term("sections.bi.contingent", False))
    only = policy.term(f"sections.expense.items.{item}.when") == "no_attack_found"
    return int(section == "expense" and only and kind not in events["no_attack"])


def _targets(policy: Policy, names: Sequence[tuple[str, str]]) -> tuple[Ints, Ints]:
    """Payable of every cost head without and with a claim made, and where it counts as defence."""
    target = np.full((2, len(product.HEADS)), terms.NO_PAYABLE, np.int64)
    side = np.zeros((2, len(product.HEADS)), np.int64)
    place = {item: k for k, (_, item) in enumerate(names) if item}
    for h, head in enumerate(product.HEADS):
        target[:, h] = place.get(item_of(policy, head), terms.NO_PAYABLE)
    if policy.bought("liability") and "defence" not in policy.exclusions:
        lawyer = product.HEADS.index("lawyer")
        target[1, lawyer], side[1, lawyer] = place.get("damages", terms.NO_PAYABLE), 1
    return target, side


def _counters(policy: Policy) -> _Counters:
    counters = _Counters()
    event, year = (policy.term(f"sections.expense.limit.{key}") for key in ("per_event", "aggregate"))
    off = policy.term("sections.expense.deductible.amount", 0)
    if off and policy.term("sections.expense.deductible.per", "event") == "event":
        counters.event["deductible"] = off * terms.RATE
    limits = {
        "expense": event,
        "bi": policy.term("sections.bi.limit"),
        "extra": policy.term("sections.bi.extra_expense.limit"),
        "funds": policy.term("sections.funds.limit"),
    }
    counters.event |= {name: limit for name, limit in limits.items() if limit is not None}
    years = {
        "expense:year": year,
        "liability:year": policy.term("sections.liability.aggregate"),
        "policy": policy.term("policy_aggregate.amount"),
    }
    counters.year |= {name: limit for name, limit in years.items() if limit is not None}
    return counters


def _steps(
    policy: Policy, name: tuple[str, str], names: Sequence[tuple[str, str]], counters: Mapping[str, int]
) -> list[Step]:
    """The steps of one payable as codes with their numbers."""
    section, item = name
    order = policy.order("extra_expense" if item == "extra_expense" else section)
    steps: list[Step] = []
    if section == "expense" and "sum_section" in order:
        cut = order.index("sum_section")
        rated = "pay_rate" in order[:cut]
        if item:
            own = [step for word in order[:cut] for step in _step(policy, name, word, counters)]
            return [*own, (terms.JOIN, names.index(("expense", "")), 0)]
        order = order[cut + 1 :]
        steps = [(terms.PARTS, 0, 0)] if rated else []
    return steps + [step for word in order for step in _step(policy, name, word, counters)]


def _step(policy: Policy, name: tuple[str, str], word: str, counters: Mapping[str, int]) -> list[Step]:
    section, item = name
    limits = {
        "section_limit": ("expense", "expense:year"),
        "bi_limit": ("bi",),
        "extra_limit": ("extra",),
        "funds_limit": ("funds",),
        "section_aggregate": ("liability:year",),
        "policy_aggregate": ("policy",) if section in policy.term("policy_aggregate.shares", ()) else (),
    }
    if word in limits:
        held = [counters[limit] for limit in limits[word] if limit in counters]
        return [(terms.LIMIT, counter, 0) for counter in held or [NO_LIMIT]]
    if word in ("deductible", "deductible_on_damages"):
        return _deductible(policy, section, item, counters)
    if word == "pay_rate":
        return [(terms.PAY, int(_rate(policy, section, item) * terms.RATE), 0)]
    if word == "add_defence":
        outside = not policy.term("sections.liability.defence.inside_limit", True)
        return [
            (
                terms.ADD_SIDE_AFTER if outside else terms.ADD_SIDE,
                0,
                int(policy.term("sections.liability.defence.deductible", False)),
            )
        ]
    ceilings = {
        "item_sublimit": f"sections.expense.items.{item}.sublimit",
        "per_claim_limit": "sections.liability.per_claim",
    }
    most = policy.term(ceilings.get(word, "-"))
    return [(terms.CEILING, most, 0)] if most is not None else _stop(policy, word)


def _stop(policy: Policy, word: str) -> list[Step]:
    waiting = int(policy.share("sections.bi.waiting.hours", 0) * MINUTES)
    if word == "outage_strictly_longer_than_waiting":
        return [(terms.LONGER_THAN, waiting, 0)]
    if word == "waiting_share":
        days = policy.term("sections.bi.indemnity_days")
        longest = terms.UNLIMITED if days is None else days * 24 * MINUTES
        qualifying = policy.term("sections.bi.waiting.kind", "time_deductible") == "qualifying"
        return [(terms.STOP_SHARE, 0 if qualifying else waiting, longest)]
    return []


def _deductible(policy: Policy, section: str, item: str, counters: Mapping[str, int]) -> list[Step]:
    if item == "extra_expense":
        amount = policy.term("sections.bi.extra_expense.deductible", 0)
    else:
        amount = policy.term(f"sections.{section}.deductible.amount", 0)
        if section == "expense" and "deductible" in counters:
            return [(terms.DEDUCT_SHARED, counters["deductible"], 0)]
    return [(terms.DEDUCT, amount, 0)] if amount else []


def _rate(policy: Policy, section: str, item: str) -> Fraction:
    return policy.rate_of(item) if section == "expense" else policy.share(f"sections.{section}.pay_rate")
