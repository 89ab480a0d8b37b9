"""Contracts and policy years made at random, for what must hold of all of them."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from sonae.insurance import policy, programs, wording
from sonae.insurance.claim import Claim, Demand, Event, Line
from sonae.insurance.policy import Policy
from sonae.insurance.stories import Incident
from sonae.kernels import product

EXAMPLES = Path(__file__).parents[3] / "examples" / "insurance"
SAMPLE = (EXAMPLES / "policy-b.toml").read_text()
START, END = date(2026, 4, 1), date(2027, 4, 1)
KINDS = ("ransom", "mail", "cred", "bec", "missend", "web", "insider", "lost", "partner", "outage")
MOST = 10_000_000


def sample(*changes: tuple[str, str]) -> Policy:
    """The sample contract with pieces of its text replaced."""
    text = SAMPLE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return policy.parse(text)


def with_terms(contract: Policy, path: str, value: object) -> Policy:
    """The contract with one term set."""

    def put(table: Mapping[str, Any], keys: list[str]) -> dict[str, Any]:
        inner = put(table.get(keys[0], {}), keys[1:]) if len(keys) > 1 else value
        return {**table, keys[0]: inner}

    return replace(contract, terms=put(contract.terms, path.split(".")))


def rate(chance: random.Random) -> Decimal:
    return Decimal(chance.choice(["1", "0.9", "0.85", "0.5", "0.333", "0"]))


def yen(chance: random.Random, most: int = MOST) -> int:
    return chance.choice([0, chance.randrange(1000), chance.randrange(most), chance.randrange(most)])


def order(chance: random.Random, steps: tuple[str, ...]) -> list[str]:
    """Some of the steps of a section, often in their usual order; what must come first stays first."""
    kept = [step for step in steps if chance.random() < 0.85]
    if chance.random() < 0.5:
        chance.shuffle(kept)
    for step in ("unit_cap", "eligible"):
        if step in kept:
            kept.sort(key=step.__ne__)
    if "sum_section" in kept:
        shared = [step for step in kept if step in ("section_limit", "policy_aggregate")]
        kept = [step for step in kept if step not in shared] + shared
    return kept


def contract(chance: random.Random) -> Policy:
    """A contract with every term at random."""
    listed = [item for item in policy.items("expense") if chance.random() < 0.8]
    items = {
        item: {"rate": rate(chance)}
        | ({"sublimit": yen(chance)} if chance.random() < 0.6 else {})
        | ({"cap": {"person": chance.randrange(2000)}} if chance.random() < 0.3 else {})
        | ({"when": "no_attack_found"} if chance.random() < 0.1 else {})
        for item in listed
    }
    expense = {
        "enabled": chance.random() < 0.9,
        "limit": {key: yen(chance) for key in ("per_event", "aggregate") if chance.random() < 0.6},
        "deductible": {"amount": yen(chance, 300_000), "per": chance.choice(["event", "item"])},
        "order": order(chance, wording.STEPS["expense"]),
        "items": items,
    }
    if chance.random() < 0.2:
        expense |= {"items": {}, "flat_rate": rate(chance)}
    liability = {
        "enabled": chance.random() < 0.9,
        "per_claim": yen(chance),
        "aggregate": yen(chance),
        "deductible": {"amount": yen(chance, 300_000), "per": "claim"},
        "pay_rate": rate(chance),
        "defence": {"inside_limit": chance.random() < 0.7, "deductible": chance.random() < 0.5},
        "related_claims_are_one": chance.random() < 0.5,
        "order": order(chance, wording.STEPS["liability"]),
    }
    bi = {
        "enabled": chance.random() < 0.8,
        "contingent": chance.random() < 0.5,
        "waiting": {
            "hours": chance.choice([0, 8, 12, Decimal("0.5")]),
            "kind": chance.choice(["time_deductible", "qualifying"]),
        },
        "deductible": {"amount": yen(chance, 500_000)},
        "pay_rate": rate(chance),
        "order": order(chance, wording.STEPS["bi"]),
        "extra_expense": {"deductible": yen(chance, 100_000), "order": order(chance, wording.STEPS["extra_expense"])}
        | ({"limit": yen(chance)} if chance.random() < 0.5 else {}),
    }
    bi |= {
        key: value
        for key, value in (("indemnity_days", chance.randrange(1, 90)), ("limit", yen(chance)))
        if chance.random() < 0.7
    }
    funds = {
        "enabled": chance.random() < 0.6,
        "limit": yen(chance),
        "deductible": {"amount": yen(chance, 100_000)},
        "pay_rate": rate(chance),
        "order": order(chance, wording.STEPS["funds"]),
    }
    sections = {"expense": expense, "liability": liability, "bi": bi, "funds": funds}
    shares = [name for name in sections if chance.random() < 0.8]
    terms: dict[str, Any] = {"sections": sections}
    if chance.random() < 0.7:
        terms["policy_aggregate"] = {"amount": yen(chance, 3 * MOST), "shares": shares}
    excluded = frozenset(code for code in ("gift", "labour", "transfer", "defence") if chance.random() < 0.1)
    return Policy("p", 1, START, END, START, excluded, terms, "")


def event(name: str, kind: str = "ransom", minutes: int = 0) -> Event:
    """An incident in the middle of the period, told to the insurer at once."""
    day = date(2026, 10, 5)
    attack = "no" if kind in ("missend", "lost", "outage") else "yes"
    system = "cloud" if kind == "outage" else "owned"
    return Event(name, day, day, day, Fraction(minutes, 60), system, attack, True, False, ())


def line(
    number: int,
    own: Event,
    item: str,
    gross: int,
    *,
    demand: str = "",
    units: int | None = None,
    paid: date | None = None,
) -> Line:
    """A cost for which consent was given."""
    section = programs.section_of(item)
    return Line(
        f"l{number}",
        own.id,
        section,
        item,
        demand,
        gross,
        units,
        "person" if units else "",
        True,
        False,
        "",
        None,
        paid,
    )


def claim(events: list[Event], lines: list[Line], demands: list[Demand] | None = None) -> Claim:
    """A claim under the random contract."""
    return Claim(
        "c",
        "p@1",
        date(2026, 11, 1),
        {own.id: own for own in events},
        {d.id: d for d in demands or []},
        tuple(lines),
        (),
        "",
    )


def year(chance: random.Random) -> Claim:
    """A policy year with incidents, demands, dates of payment and units at random."""
    events = [
        event(f"e{k}", chance.choice(KINDS), chance.choice([0, 300, 720, 721, chance.randrange(200_000)]))
        for k in range(chance.randrange(1, 4))
    ]
    demands = [
        Demand(f"d{k}", own.id, own.at, f"{own.id}-{chance.randrange(2)}", chance.choice([1, 1, 3]))
        for k, own in enumerate(events * 2)
    ]
    known = [item for section in wording.SECTIONS for item in policy.items(section)]
    lines = []
    for number in range(chance.randrange(1, 9)):
        own, item = chance.choice(events), chance.choice(known)
        mine = [demand.id for demand in demands if demand.event == own.id]
        demand = chance.choice(mine) if programs.section_of(item) == "liability" and chance.random() < 0.7 else ""
        units = chance.randrange(1, 500) if chance.random() < 0.3 else None
        paid = date(2026, 11, chance.randrange(1, 28)) if chance.random() < 0.5 else None
        lines.append(line(number, own, item, yen(chance), demand=demand, units=units, paid=paid))
    return claim(events, lines, demands)


def incidents(chance: random.Random, count: int) -> list[Incident]:
    """Simulated incidents with any amounts; every other one is minor."""
    return [_incident(chance, small=chance.random() < 0.5) for _ in range(count)]


def _incident(chance: random.Random, *, small: bool) -> Incident:
    few = (product.BI, product.MINOR, product.LABOUR)
    wanted = [head in few or not small for head in range(len(product.HEADS))]
    heads = [yen(chance, MOST // 20 if small else MOST) if own and chance.random() < 0.5 else 0 for own in wanted]
    return Incident(chance.choice(KINDS), heads, chance.choice([1, 719, 720, 721, chance.randrange(1, 400_000)]))
