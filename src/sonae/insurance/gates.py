"""What must hold before any arithmetic: the first gate that a line fails decides, and its whole amount is kept by the company."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sonae.insurance.claim import Answer, Claim, Demand, Event, Line, limits
from sonae.insurance.policy import Policy
from sonae.shape import earlier

RESCINDED = "rescinded_misrepresentation"


@dataclass(frozen=True, slots=True)
class Context:
    """A line with the event and the demand that it belongs to."""

    policy: Policy
    line: Line
    event: Event
    demand: Demand


Gate = Callable[[Context], str]


def gate(context: Context) -> str:
    """The code of the first gate that fails, or ""."""
    return next((code for check in GATES if (code := check(context))), "")


def _prior_knowledge(c: Context) -> str:
    listed = "prior_knowledge" in c.policy.exclusions
    return "prior_knowledge" if listed and earlier(c.event.known_at, c.policy.first_inception) else ""


def _excluded(c: Context) -> str:
    codes = (c.line.exclusion, *c.event.exclusions, c.line.item)
    return next((f"excluded:{code}" for code in codes if code and code in c.policy.exclusions), "")


def _bought(c: Context) -> str:
    return "" if c.policy.bought(c.line.section) else f"{c.line.section}_not_bought"


def _in_period(c: Context) -> str:
    if c.line.section == "liability":
        return _liability_period(c)
    if c.line.section == "expense":
        return "" if within(c.policy, c.event.known_at) else "not_discovered_in_period"
    return "" if within(c.policy, c.event.at) else "not_occurred_in_period"


def _liability_period(c: Context) -> str:
    if c.policy.term("sections.liability.basis", "claims_made") == "occurrence":
        return "" if within(c.policy, c.event.at) else "not_occurred_in_period"
    return "" if _made_in_time(c) or saved_by_notice(c) else "claim_not_made_in_period"


def _made_in_time(c: Context) -> bool:
    """Whether the claim was made in the period or in the days after it in which claims may still be reported."""
    return within(c.policy, c.demand.made_on, int(c.policy.term("sections.liability.extended_reporting_days", 0)))


def saved_by_notice(c: Context) -> bool:
    """Whether a claim made outside the period counts because the insurer was told of the circumstances inside it."""
    on_occurrence = c.policy.term("sections.liability.basis", "claims_made") == "occurrence"
    if c.line.section != "liability" or on_occurrence or _made_in_time(c):
        return False
    accepted = bool(c.policy.term("sections.liability.notice_of_circumstances", False))
    told = c.event.notified
    return accepted and (within(c.policy, told) if isinstance(told, date) else bool(told))


def within(policy: Policy, moment: date, extended_days: int = 0) -> bool:
    """Whether a moment lies in the period, its start included and its end not."""
    end = policy.end + timedelta(days=extended_days)
    return not earlier(moment, policy.start) and earlier(moment, end)


def _retroactive(c: Context) -> str:
    since = c.policy.term("sections.liability.retroactive")
    early = c.line.section == "liability" and isinstance(since, date) and earlier(c.event.at, since)
    return "before_retroactive_date" if early else ""


def _listed(c: Context) -> str:
    missing = c.line.section == "expense" and c.policy.term(_item(c)) is None and not _flat(c)
    return "item_not_covered" if missing else ""


def _flat(c: Context) -> bool:
    return c.policy.term("sections.expense.flat_rate") is not None and not c.policy.term("sections.expense.items", {})


def _item(c: Context) -> str:
    return f"sections.expense.items.{c.line.item}"


def _consent(c: Context) -> str:
    if c.line.consent or c.line.loss_prevention:
        return ""
    return "consent_missing" if _needs_consent(c) else ""


def _needs_consent(c: Context) -> bool:
    before = c.policy.term("conditions.consent_before", ())
    if c.line.section == "liability":
        if c.line.item == "defence":
            return bool(c.policy.term("sections.liability.defence.consent", False)) or "defence" in before
        return "settlement" in before
    return bool(c.policy.term(f"{_item(c)}.consent", False)) or c.line.item in before


def _window(c: Context) -> str:
    days = c.policy.term("sections.expense.response_window.days")
    if c.line.section != "expense" or c.line.incurred_day is None:
        return ""
    if days is not None and c.line.incurred_day > days:
        return "outside_response_window"
    only = c.policy.term("sections.expense.response_window.before_start", "covered") == "loss_prevention_only"
    return "before_response_window" if only and c.line.incurred_day < 0 and not c.line.loss_prevention else ""


def _trigger(c: Context) -> str:
    needed = c.policy.term(f"{_item(c)}.needs") == "trigger_event"
    return "no_trigger_event" if c.line.section == "expense" and needed and not c.event.trigger_event else ""


def _no_attack(c: Context) -> str:
    only = c.policy.term(f"{_item(c)}.when") == "no_attack_found"
    return "item_not_covered" if c.line.section == "expense" and only and c.event.attack_found == "yes" else ""


def _contingent(c: Context) -> str:
    outside = c.event.system in ("cloud", "supplier")
    covered = bool(c.policy.term("sections.bi.contingent", False))
    return "contingent_bi_not_bought" if c.line.section == "bi" and outside and not covered else ""


GATES: tuple[Gate, ...] = (
    _prior_knowledge,
    _excluded,
    _bought,
    _in_period,
    _retroactive,
    _listed,
    _consent,
    _window,
    _trigger,
    _no_attack,
    _contingent,
)


def cancelled(policy: Policy, claims: Iterable[Claim]) -> tuple[bool, frozenset[str]]:
    """Whether an untrue answer cancels the contract, and the remarks on every answer."""
    judged = [_judged(policy, claim, answer) for claim in claims for answer in claim.answers]
    return any(broken for broken, _ in judged), frozenset(remark for _, remark in judged if remark)


def _judged(policy: Policy, claim: Claim, answer: Answer) -> tuple[bool, str]:
    if not answer.asked:
        return False, "not_asked_no_breach"
    if answer.answered == answer.truth:
        return False, ""
    lapsed, assumed = _lapsed(policy, claim, answer)
    if lapsed:
        return False, "rescission_right_lapsed"
    if not answer.causal:
        return False, "unrelated_to_loss_exception"
    return True, "assumed" if assumed else ""


def _lapsed(policy: Policy, claim: Claim, answer: Answer) -> tuple[bool, bool]:
    """Whether the right to cancel has lapsed, and whether "not lapsed" is only a cautious assumption."""
    if answer.rescinded_in_time is not None:
        return not answer.rescinded_in_time, False
    moment = answer.rescinded_on or claim.as_of
    months, years = limits()
    late = earlier(_later(policy.first_inception, 12 * years), moment)
    if answer.insurer_knew_on is not None:
        late = late or earlier(_later(answer.insurer_knew_on, months), moment)
    return late, answer.rescinded_on is None and not late


def _later(day: date, months: int) -> date:
    """The day so many months later, at the end of a shorter month."""
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(f"no day {months} months after {day}")
