"""Insurance that a plan may choose: none, what the company has, and forms with other limits, deductibles and interruption cover."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import tomli_w

from sonae import measure
from sonae.content import reader
from sonae.insurance import policy as policies
from sonae.insurance import premium
from sonae.insurance.policy import Policy
from sonae.measure import Posture
from sonae.plan.laws import Array, Laws, Table
from sonae.risk import model
from sonae.values import Text, yen_words

HALF = 0.5  # share of the items in place for which premiums are published
NOTHING, OWN = "none", "own"
PERIOD = (
    "2026-04-01T00:00:00+09:00",
    "2027-04-01T00:00:00+09:00",
)  # terms do not depend on it: incidents are never dated


@dataclass(frozen=True, slots=True)
class Form:
    """One form of insurance as a contract. ``plan`` is the published one whose limits it has; yen 0: no interruption cover."""

    id: str
    plan: str
    interruption_yen: int
    deductible_yen: int
    title: Text
    policy: Policy


@dataclass(frozen=True, slots=True)
class Cover:
    """Insurance with its price: ``fixed_yen`` a year and ``full_yen`` that falls to ``floor`` of it with all security items in place.

    ``new``: bought only where the six articles are in place or taken as well, for insurers ask about them.
    """

    id: str
    title: Text
    policies: tuple[Policy, ...]
    fixed_yen: float
    full_yen: float
    floor: float
    table: Table
    new: bool = False

    def premium(self, in_place: float) -> float:
        """Yen a year with so large a share of the security items in place."""
        return self.fixed_yen + self.full_yen * (1 - (1 - self.floor) * min(in_place, 1.0))


def forms() -> tuple[Form, ...]:
    """Every form that content offers.

    >>> len(forms()), forms()[0].title.en
    (12, 'liability of 100 million yen, expenses of 30 million yen, no interruption cover, deductible about ¥100,000')
    """
    axes = reader.toml("plan", "forms")["axes"]
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
    limits = premium.plan_title(plan)
    stop = Text(
        f"休業の補償{yen_words(interruption, 'ja')}まで" if interruption else "休業の補償なし",
        f"interruption up to {yen_words(interruption, 'en')}" if interruption else "no interruption cover",
    )
    return Text(
        f"{limits.ja}・{stop.ja}・免責{yen_words(deductible, 'ja')}",
        f"{limits.en}, {stop.en}, deductible {yen_words(deductible, 'en')}",
    )


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


def offered(laws: Laws, own: Sequence[Policy] = (), chosen: Sequence[Form] | None = None) -> tuple[Cover, ...]:
    """No insurance, the contracts at hand, and every form with the indication of its price for this company.

    Forms are left out where no premium was published for companies of its size. Raises InputError for a contract finer than simulated
    terms hold.
    """
    none = Cover(NOTHING, Text("保険なし", "no insurance"), (), 0.0, 0.0, 1.0, laws.table())
    have = [_own(laws, own)] if own else []
    return (none, *have, *_priced(laws, forms() if chosen is None else chosen))


def _own(laws: Laws, own: Sequence[Policy]) -> Cover:
    paid = [premium.discounted(one) for one in own]
    yen = sum(one.stated_yen or one.annual_yen for one in paid if one)
    yen += sum(int(one.term("premium.annual", 0)) for one, known in zip(own, paid, strict=True) if not known)
    return Cover(OWN, Text("今の保険", "the insurance you have"), tuple(own), float(yen), 0.0, 1.0, laws.table(own))


def _priced(laws: Laws, chosen: Sequence[Form]) -> Iterator[Cover]:
    """Each form with its price: the indication of its plan, and for what the published examples do not hold (interruption cover, another
    deductible) the difference of expected payments over the share that claims take of premiums."""
    company, half = laws.model.company, premium.posture_factor(HALF)
    rates = _half_way(laws)
    usual = {form.plan: laws.table([form.policy]) for form in chosen if _published(form)}
    least = reader.toml("plan", "forms")["smallest"]["share_left"]
    for form in chosen:
        central = premium.indication(company, HALF, plan=form.plan).yen
        if central is None:
            continue
        table = usual[form.plan] if _published(form) else laws.table([form.policy])
        more = float(rates @ (usual[form.plan].mean - table.mean)) if form.plan in usual else 0.0
        yen = max(central.central + premium.loaded(more).central, least * central.central)
        yield Cover(form.id, form.title, (form.policy,), 0.0, yen / half, premium.posture_factor(1.0), table, True)


def _published(form: Form) -> bool:
    return not form.interruption_yen and form.deductible_yen == min(
        reader.toml("plan", "forms")["axes"]["deductible_yen"]
    )


def _half_way(laws: Laws) -> Array:
    """Incidents a year with half of the items in place, for which premiums are published."""
    now, half = laws.model, Posture(dict.fromkeys(measure.effects(), HALF))
    frequency, major = (model.effect_sums(half, kind, now.content) for kind in ("frequency", "major"))
    return laws.rates(frequency, major, 0.0)
