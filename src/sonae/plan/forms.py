"""Forms of insurance that a plan may choose from, as contracts, and how a step that is insurance is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import tomli_w

from sonae.content import reader
from sonae.insurance import policy as policies
from sonae.insurance.policy import Policy, with_terms
from sonae.values import Lang, Text

NOTHING, OWN = "none", "own"
PERIOD = (
    "2026-04-01T00:00:00+09:00",
    "2027-04-01T00:00:00+09:00",
)  # no term hangs on it: incidents of a plan are never dated


@dataclass(frozen=True, slots=True)
class Form:
    """One form of insurance as a contract. ``plan`` is the published one whose limits it has; yen 0: no interruption cover."""

    id: str
    plan: str
    interruption_yen: int
    deductible_yen: int
    title: Text
    policy: Policy

    @property
    def published(self) -> bool:
        """Whether premiums of just this form are published."""
        return not self.interruption_yen and self.deductible_yen == min(_axes()["deductible_yen"])

    @property
    def parts(self) -> tuple["Part", ...]:
        """The form as two contracts, all but interruption and interruption alone: they share no limit, so together they pay what it pays."""
        limits = next(record for record in reader.toml("insurance", "premium")["plan"] if record["id"] == self.plan)
        rest = with_terms(self.policy, {"sections.bi.enabled": False})
        least = min(limits["liability_yen"], limits["expense_yen"])
        parts = (Part(("rest", self.deductible_yen), least, rest),)
        if not self.interruption_yen:
            return parts
        off = {"sections.liability.enabled": False, "sections.expense.enabled": False}
        return (*parts, Part(("bi", self.deductible_yen), self.interruption_yen, with_terms(self.policy, off)))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a form. Parts of one ``kind`` differ in their limits alone: losses up to the lower ``limit_yen`` are paid alike."""

    kind: tuple[str, int]
    limit_yen: int
    policy: Policy


@dataclass(frozen=True, slots=True)
class Told:
    """A step that is insurance, in words."""

    who: Text
    why: Text
    evidence: Text
    how: tuple[Text, ...]


@cache
def step() -> Told:
    """Who buys insurance, why, how, and what to keep."""
    record = reader.toml("plan", "forms")["step"]
    how = tuple(Text(line["ja"], line["en"]) for line in record["how"])
    return Told(reader.text(record, "who"), reader.text(record, "why"), reader.text(record, "evidence"), how)


def title(name: str) -> Text:
    """A cover by its id, in words.

    >>> title("none").en, title("form-1-0-10").ja
    ('no insurance', 'サイバー保険（賠償1億円・費用3,000万円・休業なし・免責10万円）')
    """
    if name in (NOTHING, ""):
        return Text("保険なし", "no insurance")
    if name == OWN:
        return Text("今の保険を続ける", "Keep the insurance you have")
    found = next(form for form in every_form() if form.id == name)
    return Text(f"サイバー保険（{found.title.ja}）", f"Cyber insurance ({found.title.en})")


def short(name: str) -> Text:
    """A cover by its id in a table: its amounts alone."""
    found = next((form for form in every_form() if form.id == name), None)
    return found.title if found else title(name)


def _axes() -> Mapping[str, Any]:
    axes: Mapping[str, Any] = reader.toml("plan", "forms")["axes"]
    return axes


@cache
def every_form() -> tuple[Form, ...]:
    """Every form that content offers.

    >>> len(every_form()), every_form()[0].title.en
    (12, 'liability ¥100 million, expenses ¥30 million, interruption none, deductible ¥100,000')
    """
    axes = _axes()
    return tuple(_form(*one) for one in product(axes["plans"], axes["interruption_yen"], axes["deductible_yen"]))


def _form(plan: str, interruption: int, deductible: int) -> Form:
    name = f"form-{plan}-{interruption // 1_000_000}-{deductible // 10_000}"
    return Form(
        name,
        plan,
        interruption,
        deductible,
        _title(plan, interruption, deductible),
        _contract(name, plan, interruption, deductible),
    )


def _title(plan: str, interruption: int, deductible: int) -> Text:
    limits = next(record for record in reader.toml("insurance", "premium")["plan"] if record["id"] == plan)
    parts = (
        (Text("賠償", "liability"), limits["liability_yen"]),
        (Text("費用", "expenses"), limits["expense_yen"]),
        (Text("休業", "interruption"), interruption),
        (Text("免責", "deductible"), deductible),
    )
    ja, en = (
        "・".join(f"{name.ja}{_round(yen, 'ja')}" for name, yen in parts),
        ", ".join(f"{name.en} {_round(yen, 'en')}" for name, yen in parts),
    )
    return Text(ja, en)


def _round(yen: int, lang: Lang) -> str:
    """An amount of a contract, which is round."""
    if not yen:
        return "なし" if lang == "ja" else "none"
    if lang == "en":
        return f"¥{yen / 1_000_000:g} million" if yen >= 1_000_000 else f"¥{yen:,}"
    return f"{yen // 100_000_000:,}億円" if yen >= 100_000_000 else f"{yen // 10_000:,}万円"


def _contract(name: str, plan: str, interruption: int, deductible: int) -> Policy:
    form = reader.toml("plan", "forms")["form"]
    limits = next(record for record in reader.toml("insurance", "premium")["plan"] if record["id"] == plan)
    liability, expense = limits["liability_yen"], limits["expense_yen"]
    off = {"amount": deductible}
    sections = {
        "liability": form["liability"]
        | {"enabled": True, "per_claim": liability, "aggregate": liability}
        | {"deductible": off | {"per": "claim"}},
        "expense": form["expense"]
        | {"enabled": True, "limit": {"per_event": expense, "aggregate": expense}}
        | {"deductible": off | {"per": "event"}},
        "funds": {"enabled": False},
    }
    bi = form["bi"] | {"enabled": True, "limit": interruption, "deductible": off}
    bi |= {"extra_expense": form["bi"]["extra_expense"] | {"limit": interruption}}
    sections["bi"] = bi if interruption else {"enabled": False}
    table = {key: form[key] for key in ("schema", "version", "exclusions")} | {"id": name, "sections": sections}
    text = tomli_w.dumps(table)
    start, end = PERIOD
    period = f"[period]\nstart = {start}\nend = {end}\nfirst_inception = {start}\n"
    return policies.parse(text + period, name)
