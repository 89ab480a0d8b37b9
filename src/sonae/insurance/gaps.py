"""Coverage gaps (補償の穴): what contracts leave with the company, in yen of the same simulated years, and how to close it.

Always tested in the same order, business interruption first. A gap that the owner has not decided about stays open.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sonae import evidence
from sonae.company import Company
from sonae.content import reader
from sonae.evidence import Evidence, State
from sonae.insurance import premium, whatif, words
from sonae.insurance.holes import AtRisk, Cost, Gap, Kind, kinds
from sonae.insurance.policy import Policy, with_terms
from sonae.insurance.premium import Band
from sonae.insurance.whatif import ASK, CLEAR, Found, Look
from sonae.insurance.wording import STEPS
from sonae.shape import plain_day
from sonae.values import Text

if TYPE_CHECKING:
    from sonae.insurance.variants import Years  # numba is loaded only where years are simulated
    from sonae.kernels.sampling import Ints

DECIDED_DAYS = 366  # a decision of the owner is asked for again each year


def find(
    company: Company,
    policies: Sequence[Policy],
    proofs: Sequence[Evidence],
    today: date,
    years: "Years | None" = None,
) -> tuple[Gap, ...]:
    """Every kind of gap with its state, in the order of content. Without ``years`` no yen are named.

    Raises InputError for terms finer than simulated years hold.
    """
    look = Look(company, tuple(policies), tuple(proofs), today, years)
    return tuple(_gap(kind, TESTS[kind.name](look, kind), look) for kind in kinds().values())


def _gap(kind: Kind, found: Found, look: Look) -> Gap:
    decision = evidence.best(look.proofs, look.today, DECIDED_DAYS, kind.id)
    decided = decision is not None and decision.state(look.today, DECIDED_DAYS) is State.CURRENT
    accepted = decided and found.state in ("open", "unknown")
    return Gap(
        id=kind.id,
        state="accepted" if accepted else found.state,
        at_risk=_at_risk(found.risk),
        gain=_at_risk(found.gain),
        cost=found.cost,
        code=kind.code if found.code is None else found.code,
        term=kind.term,
        page=found.policy.page(kind.term) if found.policy else "",
        policy=found.policy.name if found.policy else "",
        note=found.note,
        due=found.due,
        decided=decision.id if accepted and decision else "",
        decided_on=decision.received if accepted and decision else None,
    )


def _at_risk(yearly: "Ints | None") -> AtRisk | None:
    if yearly is None:
        return None
    from sonae.insurance import variants

    return variants.at_risk(yearly)


# ---- business interruption


def _bi_not_bought(look: Look, kind: Kind) -> Found:
    if look.having("bi"):
        return whatif.closed()
    return whatif.missing_cover(look, kind, _usual_bi(), cover="bi", but=_cloud())


def _bi_waiting(look: Look, _: Kind) -> Found:
    own = look.having("bi")
    if not own:
        return whatif.closed(_NO_BI)
    changes = {"sections.bi.waiting.hours": 0, "sections.bi.deductible.amount": 0}
    return whatif.biting(look, [with_terms(policy, changes) for policy in own], own)


def _contingent(look: Look, kind: Kind) -> Found:
    own = look.having("bi")
    if any(policy.term("sections.bi.contingent", False) for policy in own):
        return whatif.closed()
    usual = {"sections.bi.contingent": True} if own else _usual_bi() | {"sections.bi.contingent": True}
    found = whatif.missing_cover(look, kind, usual, cover="contingent", only=_cloud(), policy=own[0] if own else None)
    return found if own else Found("open", found.policy, found.risk, None, ASK, code="bi_not_bought")


def _cloud() -> list[str]:
    return list(reader.toml("insurance", "codes")["simulated"]["events"]["cloud"])


_NO_BI = Text("休業の補償がないため、当てはまりません。", "Does not apply: business interruption is not bought.")


def _usual_bi() -> dict[str, Any]:
    """A usual cover of business interruption as terms."""
    usual = reader.toml("insurance", "gaps")["bi"]
    extra = {"limit": usual["extra_limit_yen"], "deductible": 0, "order": list(STEPS["extra_expense"])}
    return {
        "sections.bi": {
            "enabled": True,
            "waiting": {"hours": usual["waiting_hours"], "kind": "time_deductible"},
            "indemnity_days": usual["indemnity_days"],
            "deductible": {"amount": usual["deductible_yen"]},
            "limit": usual["limit_yen"],
            "order": list(STEPS["bi"]),
            "extra_expense": extra,
        }
    }


# ---- money, exclusions


def _funds(look: Look, kind: Kind) -> Found:
    if look.having("funds"):
        return whatif.closed()
    usual = reader.toml("insurance", "gaps")["funds"]
    section = {
        "enabled": True,
        "limit": usual["limit_yen"],
        "deductible": {"amount": usual["deductible_yen"]},
        "order": list(STEPS["funds"]),
    }
    return whatif.missing_cover(look, kind, {"sections.funds": section}, cover="funds")


def _penalties(look: Look, kind: Kind) -> Found:
    proof = evidence.best(look.proofs, look.today, DECIDED_DAYS, "RD-30")
    if proof is not None and proof.state(look.today, DECIDED_DAYS) is State.CURRENT:
        return _excluded(look, kind)
    found = _excluded(look, kind)
    note = Text(
        "違約金の条項の一覧がまだないため、金額が分かりません。",
        "There is no list of penalty clauses yet, so the sum is not known.",
    )
    return found if found.state == "closed" else Found("unknown", found.policy, note=note)


def _excluded(look: Look, kind: Kind) -> Found:
    """Open where a contract excludes it, and where there is no contract at all."""
    code = kind.code.partition(":")[2]
    own = next((policy for policy in look.policies if code in policy.exclusions), None)
    return Found("open", own) if own or not look.policies else whatif.closed()


# ---- limits


def _sublimits(look: Look, kind: Kind) -> Found:
    own = look.having("expense")
    if not own:
        return whatif.closed(_SEE_EXPENSES)
    raised = [with_terms(policy, _raised(policy)) for policy in own]
    found = whatif.biting(look, raised, own)
    if look.years is None or found.risk is None or not found.risk.any():
        return whatif.closed() if look.years is not None else found
    names = _short_items(look.years, own[0], kind.heads)
    listed_ja, listed_en = (
        "、".join(words.item(name).ja for name in names),
        ", ".join(words.item(name).en for name in names),
    )
    note = Text(f"足りないのは、主に{listed_ja}です。", f"Short above all for {listed_en}.") if names else CLEAR
    return Found("open", found.policy, found.risk, found.gain, found.cost, note)


_SEE_EXPENSES = Text("費用の補償がないため、当てはまりません。", "Does not apply: expense cover is not bought.")


def _raised(policy: Policy) -> dict[str, Any]:
    """Every item of a simulated cost listed, without sublimit."""
    from sonae.insurance import programs

    listed: Mapping[str, Any] = policy.term("sections.expense.items", {})
    flat = policy.term("sections.expense.flat_rate") is not None and not listed
    if flat:
        return {}
    heads = kinds_by_name("sublimits").heads
    missing = {programs.item_of(policy, head) for head in heads} - set(listed)
    items = {name: {key: value for key, value in item.items() if key != "sublimit"} for name, item in listed.items()}
    return {"sections.expense.items": items | {name: {} for name in sorted(missing)}}


def kinds_by_name(name: str) -> Kind:
    """The kind of this name. Raises StopIteration."""
    return next(kind for kind in kinds().values() if kind.name == name)


def _short_items(years: "Years", policy: Policy, heads: Sequence[str]) -> list[str]:
    """The two items of expense that exceed their sublimit most, or are not listed at all."""
    from sonae.insurance import programs
    from sonae.kernels import product

    short: dict[str, int] = {}
    for head in heads:
        item = programs.item_of(policy, head)
        listed = policy.term(f"sections.expense.items.{item}")
        most = 0 if listed is None else listed.get("sublimit")
        if most is not None and item not in policy.exclusions:
            yen = years.events.yen[:, product.HEADS.index(head)]
            short[item] = short.get(item, 0) + int((yen - most).clip(min=0).sum())
    return sorted((item for item in short if short[item]), key=lambda item: -short[item])[:2]


LIMITS = (
    "policy_aggregate",
    "sections.expense.limit",
    "sections.liability.per_claim",
    "sections.liability.aggregate",
    "sections.bi.limit",
    "sections.bi.extra_expense.limit",
    "sections.funds.limit",
)


def _limits(look: Look, _: Kind) -> Found:
    if not look.policies:
        return whatif.closed()
    own = look.policies
    unlimited = [with_terms(policy, {path: None for path in LIMITS if policy.term(path) is not None}) for policy in own]
    found = whatif.biting(look, unlimited, own)
    if found.risk is None or not found.risk.any():
        return whatif.closed() if look.years is not None else found
    return Found("open", found.policy, found.risk, found.gain, _larger_plan(look, own[0]) or found.cost)


def _larger_plan(look: Look, policy: Policy) -> Cost | None:
    """What the larger published plan costs more, for contracts no larger than the small one."""
    small, large = (
        premium.indication(look.company, plan=plan, trade=premium.trade_of(policy)).yen for plan in premium.PLANS
    )
    most = policy.term("sections.liability.per_claim", 0)
    if small is None or large is None or most > premium.smallest_yen()[1]:
        return None
    return Cost("indication", Band(large.low - small.low, large.central - small.central, large.high - small.high))


# ---- dates, names, trades


def _prior_knowledge(look: Look, _: Kind) -> Found:
    own = next((policy for policy in look.policies if "prior_knowledge" in policy.exclusions), None)
    if own is None:
        return whatif.closed()
    told = evidence.best(look.proofs, look.today, DECIDED_DAYS, "RD-11")
    if told is not None and told.state(look.today, DECIDED_DAYS) is State.CURRENT:
        return whatif.closed()
    return Found("open", own, due=plain_day(own.end))


def _renewal(look: Look, _: Kind) -> Found:
    if not look.policies:
        return whatif.closed()
    ordered = sorted(look.policies, key=lambda policy: plain_day(policy.start))
    last = max(ordered, key=lambda policy: plain_day(policy.end))
    ends = plain_day(last.end)
    for before, after in pairwise(ordered):
        if plain_day(before.end) < plain_day(after.start):
            return Found("open", before, due=plain_day(before.end))
    soon = ends - look.today <= timedelta(days=reader.toml("insurance", "gaps")["renewal"]["notice_days"])
    note = Text(f"契約は{ends}に終わります。", f"The contract ends on {ends}.")
    return Found("open", last, note=note, due=ends) if soon else Found("closed", last, note=note, due=ends)


def _insured(look: Look, _: Kind) -> Found:
    own = whatif.first(look)
    if own is None:
        return whatif.closed()
    named = [own.term("insured.named", ""), *own.term("insured.subsidiaries", ())]
    if not named[0] or not look.company.name:
        return Found("unknown", own)
    if _plain(look.company.name) in {_plain(str(name)) for name in named}:
        return whatif.closed()
    return Found("open", own, note=Text(f"契約の会社名は「{named[0]}」です。", f"The contract names {named[0]}."))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _trade(look: Look, _: Kind) -> Found:
    own = whatif.first(look)
    if own is None:
        return whatif.closed()
    declared, basis = premium.trade_of(own), own.term("insured.revenue_basis")
    known = declared and look.company.industry in premium.trades()[declared].industries
    if declared and not known:
        title = premium.trades()[declared].title
        return Found("open", own, note=Text(f"契約の業種は「{title.ja}」です。", f"The contract says {title.en}."))
    if isinstance(basis, int) and basis < look.company.revenue_yen:
        note = Text(
            f"契約の売上は{basis:,}円、今の売上は{look.company.revenue_yen:,}円です。",
            f"The contract is based on ¥{basis:,}; revenue is now ¥{look.company.revenue_yen:,}.",
        )
        return Found("open", own, note=note)
    return whatif.closed() if declared and basis is not None else Found("unknown", own)


def _no_contract(look: Look, kind: Kind) -> Found:
    missing = [section for section in ("liability", "expense") if not look.having(section)]
    if not missing:
        return whatif.closed()
    heads = [head for head in kind.heads if ("liability" if head.startswith("liab_") else "expense") in missing]
    risk = look.years.cost(heads) if look.years else None
    yen = premium.indication(look.company).yen
    cost = Cost("indication", yen) if yen and len(missing) == 2 else ASK
    return Found("open", whatif.first(look), risk, None, cost, code=f"{missing[-1]}_not_bought")


TESTS: Mapping[str, Callable[[Look, Kind], Found]] = {
    "bi_not_bought": _bi_not_bought,
    "bi_waiting": _bi_waiting,
    "contingent_bi": _contingent,
    "penalties": _penalties,
    "ransom": _excluded,
    "funds": _funds,
    "betterment": _excluded,
    "own_devices": _excluded,
    "sublimits": _sublimits,
    "limits": _limits,
    "prior_knowledge": _prior_knowledge,
    "renewal": _renewal,
    "insured": _insured,
    "trade": _trade,
    "no_contract": _no_contract,
}
