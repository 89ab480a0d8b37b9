"""Costs of an incident: from the ledger to a claim, to what a contract would pay of it so far, and warnings before a line is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import tomli_w

from sonae.incident.calendar import in_japan
from sonae.incident.record import Cost, Hour, Incident, Outage
from sonae.insurance import claim, recovery
from sonae.insurance.claim import Claim
from sonae.insurance.policy import Policy
from sonae.insurance.recovery import Recovery
from sonae.values import Text

EVENT = "e1"
_LATE_SHARE = Decimal("0.8")  # of the response window: from here on a line is called late
_RANSOM = ("ransom", "ransom_negotiation")


@dataclass(frozen=True, slots=True)
class Meter:
    """What a contract would pay of the costs so far. ``consented`` is the same if every consent that is missing were given."""

    policy: Policy
    recovery: Recovery
    consented: int

    @property
    def low(self) -> int:
        """The lower end in yen: as things stand."""
        return min(self.recovery.payout, self.consented)

    @property
    def high(self) -> int:
        """The upper end in yen: with every consent."""
        return max(self.recovery.payout, self.consented)


@dataclass(frozen=True, slots=True)
class Interruption:
    """The sheet of lost sales, in yen over all hours: ``shortfall`` of sales, ``saved`` costs, ``profit`` lost at the margin."""

    hours: int
    shortfall: int
    saved: int
    profit: int | None


def outage_hours(outages: Sequence[Outage], now: datetime) -> Decimal:
    """Hours in which anything stood still, each hour counted once.

    >>> since = datetime.fromisoformat("2026-11-23T08:00:00+09:00")
    >>> outage_hours([Outage("a", since, since + timedelta(hours=5)), Outage("b", since + timedelta(hours=3))], since + timedelta(hours=8))
    Decimal('8')
    """
    spans = sorted((entry.since, max(entry.until or now, entry.since)) for entry in outages)
    seconds, reached = 0, None
    for since, until in spans:
        start = since if reached is None else max(since, reached)
        seconds += max(int((until - start).total_seconds()), 0)
        reached = until if reached is None else max(reached, until)
    return (Decimal(seconds) / 3600).quantize(Decimal("0.01")).normalize() + 0


def interruption(hours: Sequence[Hour], gross_margin: Decimal | None) -> Interruption | None:
    """The sheet of lost sales; None without an hour. An hour better than usual makes up for a worse one."""
    if not hours:
        return None
    shortfall = max(sum(hour.usual - hour.real for hour in hours), 0)
    saved = sum(hour.saved for hour in hours)
    profit = None if gross_margin is None else max(int(shortfall * gross_margin) - saved, 0)
    return Interruption(len(hours), shortfall, saved, profit)


def claim_text(incident: Incident, policy: Policy, now: datetime, *, consented: bool = False) -> str:
    """The ledger as a file of schema ``sonae.claim/1`` under a contract; "" while there is nothing to claim.

    ``consented`` takes every missing consent as given: the upper end of the estimate.
    """
    lines = [_line(cost, consented) for cost in incident.ledger]
    lost = interruption(incident.hours, incident.gross_margin)
    if lost is not None and lost.profit is not None:
        lines.append(
            {
                "id": "hours",
                "section": "bi",
                "item": "lost_profit",
                "revenue_shortfall": lost.shortfall,
                "gross_profit_rate": incident.gross_margin,
                "saved_costs": lost.saved,
            }
        )
    if not lines:
        return ""
    table = {
        "schema": claim.SCHEMA,
        "id": incident.id,
        "policy": policy.name,
        "as_of": in_japan(now).date(),
        "line": lines,
        "event": [_event(incident, now)],
    }
    return tomli_w.dumps(table)


def _event(incident: Incident, now: datetime) -> dict[str, Any]:
    notice = incident.first_notice or next((entry.at for entry in incident.closed if entry.rule == "insurer"), None)
    kinds = {outage.kind for outage in incident.outages}
    return {
        "id": EVENT,
        "at": in_japan(incident.known_at),
        "known_at": in_japan(incident.known_at),
        "first_notice": in_japan(notice or now),
        "outage_hours": outage_hours(incident.outages, now),
        "system": next(iter(kinds)) if len(kinds) == 1 else "owned",
        "attack_found": incident.personal.malicious or "unknown",
    }


def _line(cost: Cost, consented: bool) -> dict[str, Any]:
    line: dict[str, Any] = {"id": cost.id, "section": cost.section, "item": cost.item, "amount": cost.amount}
    line |= {"consent": bool(cost.consent) or consented, "incurred_on": in_japan(cost.at)}
    left_out = cost.exclusion or ("betterment" if cost.better else "contractual_penalty" if cost.promised else "")
    line |= {"exclusion": left_out} if left_out else {}
    line |= {"units": cost.units, "unit": cost.unit} if cost.units is not None else {}
    return line | ({"evidence": list(cost.evidence)} if cost.evidence else {})


def exported(incident: Incident, policy: Policy, now: datetime, *, consented: bool = False) -> Claim | None:
    """The claim of an incident under a contract; None while there is nothing to claim."""
    text = claim_text(incident, policy, now, consented=consented)
    return claim.parse(text, f"{incident.id}.toml") if text else None


def meter(incident: Incident, policy: Policy, now: datetime) -> Meter | None:
    """What a contract would pay of the costs so far; None without a cost. It is exactly the recovery of the exported claim."""
    plain, best = (exported(incident, policy, now, consented=given) for given in (False, True))
    if plain is None or best is None:
        return None
    return Meter(policy, recovery.recover(policy, [plain]), recovery.recover(policy, [best]).payout)


def warnings(cost: Cost, incident: Incident, policies: Sequence[Policy]) -> tuple[Text, ...]:
    """What to think of before a line is kept; nothing here forbids it."""
    found = [_RANSOM_TEXT] if cost.item in _RANSOM else []
    found += [_BETTER] if cost.better else []
    found += [_PENALTY] if cost.promised or cost.item == "contractual_penalty" else []
    for policy in policies:
        found += _by_contract(cost, incident, policy)
    return tuple(dict.fromkeys(found))


def _by_contract(cost: Cost, incident: Incident, policy: Policy) -> list[Text]:
    terms = f"sections.expense.items.{cost.item}"
    consent = policy.term(f"{terms}.consent", False) or cost.item in policy.term("conditions.consent_before", ())
    consent = consent or (cost.item == "defence" and policy.term("sections.liability.defence.consent", False))
    found = [_CONSENT] if consent and not cost.consent else []
    cap = policy.term(f"{terms}.cap.{cost.unit}")
    if cap is not None and cost.units is not None and cost.amount > cap * cost.units:
        found.append(
            Text(
                f"1つあたりの上限 {cap:,} 円を超えています。超えた分は自社の負担になる見込みです。",
                f"More than the cap of ¥{cap:,} each; the rest would stay with the company.",
            )
        )
    elif cap is not None and cost.units is None:
        found.append(_UNITS)
    return found + _window(cost, incident, policy)


def _window(cost: Cost, incident: Incident, policy: Policy) -> list[Text]:
    days = policy.term("sections.expense.response_window.days")
    if days is None or cost.section != "expense":
        return []
    notice = incident.first_notice or next((entry.at for entry in incident.closed if entry.rule == "insurer"), None)
    if notice is None:
        return [_NO_NOTICE]
    spent = (in_japan(cost.at).date() - in_japan(notice).date()).days
    if spent > days:
        return [
            Text(
                f"保険会社に知らせてから {days} 日を過ぎた費用です。",
                f"Spent more than {days} days after the insurer was told.",
            )
        ]
    if spent > days * _LATE_SHARE:
        return [
            Text(
                f"対象になる期間（{days} 日）の終わりが近い費用です。",
                f"Spent near the end of the {days} days in which costs count.",
            )
        ]
    return []


def with_cost(incident: Incident, cost: Cost) -> Incident:
    """The incident with one more line in its ledger."""
    return replace(incident, ledger=(*incident.ledger, cost))


_CONSENT = Text(
    "この費用は、使う前に保険会社の同意が要ります。同意の番号か、話した人と時刻を書いてください。",
    "This cost needs the insurer's consent beforehand: note its number, or whom you spoke to and when.",
)
_UNITS = Text(
    "人数（会社の数）を書くと、1つあたりの上限と比べられます。",
    "Give the number of people or companies to compare it with the cap for each.",
)
_BETTER = Text(
    "元より良くする分は、対象にならないのがふつうです。元に戻す分と、行を分けてください。",
    "What makes things better than before is usually not covered: put it on a line of its own.",
)
_PENALTY = Text(
    "契約で約束した違約金は、対象にならないのがふつうです。",
    "Penalties promised in contracts are usually not covered.",
)
_NO_NOTICE = Text(
    "保険会社にまだ知らせていません。知らせる前の費用は対象にならないことがあります。",
    "The insurer has not been told yet; costs before that may not be covered.",
)
_RANSOM_TEXT = Text(
    "身代金は対象にならないのがふつうです。払う前に、警察・弁護士・保険会社に相談してください。",
    "Ransom is usually not covered. Talk to police, lawyer and insurer before paying anything.",
)
