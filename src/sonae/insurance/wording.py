"""The words and the shape of a contract file: sections, the steps of each, and which keys may stand where."""

from collections.abc import Mapping

from sonae.shape import ANYTHING, ListOf, Shape, Table, day, flag, hours, one_of, rate, text, whole, yen

SCHEMA = "sonae.policy/1"
SECTIONS = ("liability", "expense", "bi", "funds")
STEPS: Mapping[str, tuple[str, ...]] = {
    "liability": (
        "eligible",
        "group_related_claims",
        "deductible_on_damages",
        "pay_rate",
        "add_defence",
        "per_claim_limit",
        "section_aggregate",
        "policy_aggregate",
    ),
    "expense": (
        "eligible",
        "unit_cap",
        "sum_section",
        "deductible",
        "pay_rate",
        "item_sublimit",
        "section_limit",
        "policy_aggregate",
    ),
    "bi": (
        "outage_strictly_longer_than_waiting",
        "net_loss",
        "waiting_share",
        "deductible",
        "pay_rate",
        "bi_limit",
        "policy_aggregate",
    ),
    "extra_expense": (
        "outage_strictly_longer_than_waiting",
        "eligible",
        "deductible",
        "extra_limit",
        "policy_aggregate",
    ),
    "funds": ("minus_recovered", "deductible", "pay_rate", "funds_limit", "policy_aggregate"),
}
PLACE_OF = {"extra_expense": "sections.bi.extra_expense"}


def _deductible(*per: str) -> Table:
    return Table({"amount": yen(needed=True), "per": one_of(*per), "on": text()})


PREMIUM = Table(
    {
        "annual": yen(),
        "base": yen(),
        "discounts": ListOf(
            Table(
                {
                    "kind": text(needed=True),
                    "rate": rate(needed=True),
                    "combine": one_of("multiply", "add_cap", needed=True),
                    "cap": rate(),
                }
            )
        ),
        "options": ListOf(
            Table(
                {
                    "cover": one_of("bi", "contingent", "funds", "liability", "expense", needed=True),
                    "annual": yen(needed=True),
                    "quoted_on": day(),
                }
            )
        ),
    }
)
ITEM = Table(
    {
        "rate": rate(),
        "sublimit": yen(),
        "consent": flag(),
        "cap": Table({"person": yen(), "corporation": yen()}),
        "betterment": text(),
        "when": one_of("no_attack_found"),
        "needs": one_of("trigger_event"),
    }
)
SECTION_SHAPES: Mapping[str, Shape] = {
    "liability": Table(
        {
            "enabled": flag(needed=True),
            "basis": one_of("claims_made", "occurrence"),
            "retroactive": ANYTHING,
            "notice_of_circumstances": flag(),
            "extended_reporting_days": whole(),
            "per_claim": yen(),
            "aggregate": yen(),
            "deductible": _deductible("claim"),
            "pay_rate": rate(),
            "defence": Table({"inside_limit": flag(), "deductible": flag(), "consent": flag()}),
            "related_claims_are_one": flag(),
            "order": ListOf(text()),
        }
    ),
    "expense": Table(
        {
            "enabled": flag(needed=True),
            "basis": one_of("discovery"),
            "response_window": Table(
                {
                    "days": whole(),
                    "starts": one_of("first_notice_to_insurer"),
                    "before_start": one_of("covered", "loss_prevention_only"),
                }
            ),
            "limit": Table({"per_event": yen(), "aggregate": yen()}),
            "deductible": _deductible("event", "item"),
            "flat_rate": rate(),
            "order": ListOf(text()),
            "items": Table(each=ITEM),
        }
    ),
    "bi": Table(
        {
            "enabled": flag(needed=True),
            "basis": one_of("occurrence"),
            "systems": text(),
            "contingent": flag(),
            "waiting": Table(
                {
                    "hours": hours(),
                    "kind": one_of("time_deductible", "qualifying"),
                    "trigger": one_of("strictly_greater"),
                    "apportion": one_of("pro_rata_hours"),
                }
            ),
            "indemnity_days": whole(),
            "method": ANYTHING,
            "deductible": _deductible("event"),
            "pay_rate": rate(),
            "limit": yen(),
            "order": ListOf(text()),
            "extra_expense": Table({"limit": yen(), "deductible": yen(), "order": ListOf(text())}),
        }
    ),
    "funds": Table(
        {
            "enabled": flag(needed=True),
            "basis": one_of("occurrence"),
            "limit": yen(),
            "deductible": _deductible("event"),
            "pay_rate": rate(),
            "order": ListOf(text()),
        }
    ),
}
DISCLOSED = Table(
    {
        "q": text(needed=True),
        "asked_text": text(),
        "asked_text_ref": text(),
        "answer": one_of("yes", "partly", "no", needed=True),
        "as_of": day(needed=True),
        "evidence": ListOf(text()),
        "signed_by": text(),
        "still_true": Table({"checked": day(needed=True), "value": flag(needed=True)}),
    }
)
SHAPE = Table(
    {
        "schema": one_of(SCHEMA, needed=True),
        "id": text(needed=True),
        "version": whole(1, needed=True),
        "status": one_of("draft", "quoted", "in_force", "expired", "cancelled"),
        "insurer": ANYTHING,
        "territory": ANYTHING,
        "insured": ANYTHING,
        "policy_aggregate": Table(
            {"amount": yen(needed=True), "shares": ListOf(one_of(*SECTIONS), needed=True), "basis": one_of("period")}
        ),
        "exclusions": ListOf(text()),
        "other_insurance": ANYTHING,
        "premium": PREMIUM,
        "source": Table({"document": text(), "entered_by": text(), "checked_by": text(), "pages": Table(each=text())}),
        "period": Table(
            {"start": day(needed=True), "end": day(needed=True), "first_inception": day(needed=True)}, needed=True
        ),
        "sections": Table(SECTION_SHAPES, needed=True),
        "conditions": Table(
            {
                "notice": Table({"due": text(), "timer_hours": hours()}),
                "consent_before": ListOf(text()),
                "cooperate": ListOf(text()),
            }
        ),
        "disclosure": ListOf(DISCLOSED),
    }
)
