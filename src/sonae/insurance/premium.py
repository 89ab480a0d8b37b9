"""What a policy costs: the arithmetic of its own discounts, an indication (目安) for a company, and from which odds on an option pays.

Never a quotation: the insurer decides the premium.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from sonae.company import Company
from sonae.content import reader
from sonae.insurance.policy import Policy
from sonae.shape import exact
from sonae.values import Text

PLANS = ("1", "2")


@dataclass(frozen=True, slots=True)
class Band:
    """An indication in yen a year with its low and high end."""

    low: int
    central: int
    high: int

    def times(self, factor: float) -> "Band":
        """All three multiplied."""
        return Band(round(self.low * factor), round(self.central * factor), round(self.high * factor))


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a calculation: ``how`` in signs that need no language, such as ``× 0.875``; ``yen`` is what it comes to."""

    id: str
    how: str
    yen: int


@dataclass(frozen=True, slots=True)
class Discounted:
    """The premium that a policy's own discounts lead to, beside the one it states (None: not stated); yen a year.

    ``page`` is that of the terms, "" where none was entered.
    """

    policy: str
    base_yen: int
    steps: tuple[Factor, ...]
    annual_yen: int
    stated_yen: int | None
    page: str

    @property
    def agrees(self) -> bool:
        """Whether the stated premium is the computed one."""
        return self.stated_yen in (None, self.annual_yen)


@dataclass(frozen=True, slots=True)
class Indication:
    """What policies of a published plan cost companies like this one; ``yen`` is None where the insurer has to be asked.

    ``why_not`` says why in that case. ``trades`` are the ids that the company's business may fall under in the published examples.
    ``in_place`` is the share of the security items that are in place, None where nobody asked.
    """

    plan: str
    yen: Band | None
    why_not: Text
    trades: tuple[str, ...]
    in_place: float | None
    factors: tuple[Factor, ...]


def discounted(policy: Policy) -> Discounted | None:
    """The policy's premium after its own discounts, step by step; None where it states no base.

    >>> from sonae.insurance import policy
    >>> [step.how for step in discounted(policy.read("examples/insurance/policy-b.toml")).steps]
    ['× 0.8', '× 0.875']
    """
    base = policy.term("premium.base")
    if base is None:
        return None
    listed = policy.term("premium.discounts", [])
    yen, steps = Fraction(base), list[Factor]()
    for rate, kinds in _rates(listed):
        yen *= 1 - rate
        steps.append(Factor("+".join(kinds), f"× {_typed(1 - rate)}", math.floor(yen)))
    return Discounted(
        policy=policy.name,
        base_yen=base,
        steps=tuple(steps),
        annual_yen=math.floor(yen),
        stated_yen=policy.term("premium.annual"),
        page=policy.page("premium"),
    )


def _rates(discounts: list[Mapping[str, Any]]) -> Iterable[tuple[Fraction, tuple[str, ...]]]:
    """Each discount that multiplies, then those that are added up, at most the smallest of their caps."""
    for entry in discounts:
        if entry["combine"] == "multiply":
            yield exact(entry["rate"]), (entry["kind"],)
    added = [entry for entry in discounts if entry["combine"] == "add_cap"]
    if added:
        most = min((exact(entry["cap"]) for entry in added if "cap" in entry), default=Fraction(1))
        yield min(sum((exact(entry["rate"]) for entry in added), Fraction(0)), most), tuple(e["kind"] for e in added)


def indication(company: Company, in_place: float | None = None, *, plan: str = "1", trade: str = "") -> Indication:
    """What a policy of a published plan costs a company like this one, a year.

    ``in_place`` is the share (0 to 1) of the security items in place, by default half of them, as in the published examples; ``trade``
    one of ``trades()`` where it is known better than from the industry. Raises ValueError for an unknown plan or trade.

    >>> from sonae import company
    >>> firm = company.typical(company.industries()["manufacturing"], 20)
    >>> indication(firm).yen
    Band(low=41179, central=58827, high=88241)
    """
    content = _content()
    if plan not in PLANS or (trade and trade not in trades()):
        raise ValueError(f"unknown plan or trade: {plan!r}, {trade!r}")
    own = (trade,) if trade else _trades_of(company.industry)
    low, high = content["range"]["low"], content["range"]["high"]
    if not low <= company.revenue_yen <= high:
        return Indication(plan, None, _outside(low, high), own, in_place, ())
    yen, factors = float(content["indicator"]["base_yen"]), list[Factor]()
    known = [trades()[name].factor for name in own]
    middle = math.prod(known) ** (1 / len(known))
    for name, factor in (
        ("trade", middle),
        ("revenue", (company.revenue_yen / content["indicator"]["revenue_yen"]) ** content["revenue"]["exponent"]),
        ("plan", _plan_factor(plan, own)),
        ("posture", 1.0 if in_place is None else posture_factor(in_place) / posture_factor(0.5)),
    ):
        yen *= factor
        factors.append(Factor(name, f"× {factor:.3g}", round(yen)))
    band = content["band"]
    spread = Band(
        round(yen * band["low"] * min(known) / middle), round(yen), round(yen * band["high"] * max(known) / middle)
    )
    return Indication(plan, spread, Text("", ""), own, in_place, tuple(factors))


def posture_factor(in_place: float) -> float:
    """The share of the full premium that is asked with so many of the security items in place.

    >>> posture_factor(0), posture_factor(0.5), posture_factor(1)
    (1.0, 0.75, 0.5)
    """
    floor = float(_content()["posture"]["all_in_place"])
    return 1 - (1 - floor) * min(max(in_place, 0.0), 1.0)


def loaded(expected_yen: float) -> Band:
    """What a cover without a published price may cost: its expected payments a year over the share that claims take of premiums.

    >>> loaded(30_000)
    Band(low=42000, central=60000, high=90000)
    """
    content = _content()
    yen = expected_yen / content["loading"]["claims_share"]
    return Band(round(yen * content["band"]["low"]), round(yen), round(yen * content["band"]["high"]))


def break_even(additional_premium: float, additional_payout: float) -> float:
    """The yearly probability from which on an option brings more than it costs. Raises ValueError unless it pays something.

    >>> break_even(30_000, 6_000_000)
    0.005
    """
    if additional_payout <= 0 or additional_premium < 0:
        raise ValueError(f"premium from 0 and payout above 0: {additional_premium}, {additional_payout}")
    return additional_premium / additional_payout


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade of the published examples; ``factor`` times the premium of a manufacturer."""

    id: str
    title: Text
    industries: tuple[str, ...]
    factor: float


@cache
def trades() -> dict[str, Trade]:
    """The trades with published examples, by id.

    >>> trades()["retail"].factor
    1.39
    """
    return {
        record["id"]: Trade(record["id"], reader.text(record, "title"), tuple(record["industries"]), record["factor"])
        for record in _content()["trade"]
    }


def trade_of(policy: Policy) -> str:
    """The trade that a policy names, if it is one with published examples; else ""."""
    name = policy.term("insured.trade", "")
    return name if isinstance(name, str) and name in trades() else ""


def plan_title(plan: str) -> Text:
    """What a published plan covers."""
    return next(reader.text(record, "title") for record in _content()["plan"] if record["id"] == plan)


def smallest_yen() -> tuple[int, int]:
    """The published premium of the smallest companies: yen a year, and the liability limit in yen that it buys."""
    floor = _content()["floor"]
    return 12 * floor["monthly_yen"], floor["limit_yen"]


def _trades_of(industry: str) -> tuple[str, ...]:
    """The trades that an industry may fall under; all but IT service where none was published for it."""
    own = tuple(trade.id for trade in trades().values() if industry in trade.industries)
    return own or tuple(name for name in trades() if name != "it_service")


def _plan_factor(plan: str, own: tuple[str, ...]) -> float:
    record = next(record for record in _content()["plan"] if record["id"] == plan)
    return float(record.get("it_service_factor", record["factor"]) if own == ("it_service",) else record["factor"])


def _outside(low: int, high: int) -> Text:
    return Text(
        f"公表された保険料の例は、売上{low // 10_000:,}万円から{high // 100_000_000:,}億円までの会社のものです。保険会社に尋ねてください",
        f"Published examples are of companies with revenues from ¥{low:,} to ¥{high:,}. Ask the insurer",
    )


def _typed(rate: Fraction) -> str:
    return f"{float(rate):.6g}"


def _content() -> Mapping[str, Any]:
    return reader.toml("insurance", "premium")
