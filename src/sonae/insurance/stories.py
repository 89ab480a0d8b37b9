"""Simulated incidents told as claims, so that single years can be followed term by term."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from sonae.content import reader
from sonae.insurance import programs
from sonae.insurance.claim import Claim, Event, Line
from sonae.insurance.policy import Policy
from sonae.insurance.programs import Program
from sonae.kernels import product


class Incident(NamedTuple):
    """One simulated incident: scenario id, yen by cost head (in the order of the kernels), minutes of recovery."""

    kind: str
    heads: Sequence[int]
    minutes: int


def claim_of(policy: Policy, program: Program, year: Sequence[Incident]) -> Claim:
    """The claim that a careful company would make: told at once, consent asked for, lines in the order of the program."""
    events = [_event(policy, f"e{number}", incident) for number, incident in enumerate(year, start=1)]
    lines: list[Line] = []
    for event, incident in zip(events, year, strict=True):
        lines += _lines(policy, program, event, incident, len(lines))
    day = max((event.at for event in events), default=policy.start)
    return Claim("simulated", policy.name, day, {event.id: event for event in events}, {}, tuple(lines), (), "")


def _event(policy: Policy, name: str, incident: Incident) -> Event:
    kinds = reader.toml("insurance", "codes")["simulated"]["events"]
    day = policy.start + timedelta(days=30)
    return Event(
        id=name,
        at=day,
        known_at=day,
        first_notice=day,
        outage_hours=Fraction(incident.minutes, programs.MINUTES),
        system="cloud" if incident.kind in kinds["cloud"] else "owned",
        attack_found="no" if incident.kind in kinds["no_attack"] else "yes",
        trigger_event=True,
        notified=False,
        exclusions=(),
    )


def _lines(policy: Policy, program: Program, event: Event, incident: Incident, before: int) -> list[Line]:
    costs = list(zip(product.HEADS, map(int, incident.heads), strict=True))
    claimed = any(yen for head, yen in costs if head.startswith("liab_"))
    named = [
        (*_place(program, item), item, yen) for head, yen in costs if yen for item in [_item(policy, head, claimed)]
    ]
    return [
        Line(f"l{k}", event.id, programs.section_of(item), item, "", yen, None, "", True, False, "", None, None)
        for k, (_, _, item, yen) in enumerate(sorted(named), start=before + 1)
    ]


def _item(policy: Policy, head: str, claimed: bool) -> str:
    """A lawyer is defence once a third party has claimed, where liability was bought."""
    defended = head == "lawyer" and claimed and policy.bought("liability") and "defence" not in policy.exclusions
    return "defence" if defended else programs.item_of(policy, head)


def _place(program: Program, item: str) -> tuple[bool, int]:
    """Where the item is settled: joined sections last, what is not covered at the very end."""
    name = ("liability", "damages") if item == "defence" else (programs.section_of(item), item)
    joined = name[0] == "expense" and ("expense", "") in program.payables
    return joined, program.payables.index(name) if name in program.payables else len(program.payables)
