"""Worked examples to the yen, what must hold of every contract and claim, and every reason for which yen are kept."""

import itertools
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from library.insurance import contracts
from library.insurance.contracts import EXAMPLES, sample
from sonae.content import reader
from sonae.faults import InputError
from sonae.insurance import claim, recovery
from sonae.insurance.claim import Claim
from sonae.insurance.policy import Policy
from sonae.insurance.recovery import Recovery

RANDOM = 10_000
MORE = (
    "sections.liability.per_claim",
    "sections.liability.aggregate",
    "sections.liability.pay_rate",
    "sections.bi.limit",
    "sections.bi.pay_rate",
    "sections.bi.extra_expense.limit",
    "sections.funds.limit",
    "sections.expense.limit.per_event",
    "sections.expense.limit.aggregate",
    "sections.expense.flat_rate",
    "policy_aggregate.amount",
)
LESS = (
    "sections.liability.deductible.amount",
    "sections.expense.deductible.amount",
    "sections.bi.deductible.amount",
    "sections.bi.waiting.hours",
    "sections.bi.extra_expense.deductible",
    "sections.funds.deductible.amount",
)
NO_BI = ("[sections.bi]\nenabled = true", "[sections.bi]\nenabled = false")
QUALIFYING = ('kind = "time_deductible"', 'kind = "qualifying"')
MAIL, STOP = (EXAMPLES / f"claim-{name}.toml" for name in ("mail", "stop"))


def paid(own: Policy, *claims: Claim) -> Recovery:
    return recovery.recover(own, claims)


def claimed(text: str, lines: str, *, head: str = "") -> Claim:
    """A claim of one event whose fields are ``text`` and whose lines are ``lines``."""
    top = (
        f'schema = "sonae.claim/1"\nid = "c"\npolicy = "pol-2026-001@3"\nas_of = 2026-11-23\n{head}\nline = [{lines}]\n'
    )
    return claim.parse(f'{top}[[event]]\nid = "e1"\n{text}\n')


HAPPENED = "at = 2026-10-05T07:40:00+09:00"
NOTICE = '{id = "a", section = "expense", item = "notice", amount = 1000}'


# ---- worked examples


@pytest.mark.parametrize("changes", [(), (NO_BI,), (QUALIFYING,)])
def test_mis_sent_mail(changes: tuple[tuple[str, str], ...]) -> None:
    result = paid(sample(*changes), claim.read(MAIL))
    assert (result.gross_loss, result.payout, result.retained) == (3_120_000, 2_530_000, 590_000)
    assert result.retained_by == {"unit_cap": 190_000, "sublimit": 300_000, "deductible": 100_000}
    assert result.sections == {"liability": 900_000, "expense": 1_630_000, "bi": 0, "funds": 0}


@pytest.mark.parametrize(
    ("changes", "payout", "kept"),
    [
        ((), 7_770_000, {"waiting": 600_000, "deductible": 500_000, "pay_rate": 130_000}),
        ((NO_BI,), 1_670_000, {"bi_not_bought": 7_200_000, "pay_rate": 130_000}),
        ((QUALIFYING,), 8_370_000, {"deductible": 500_000, "pay_rate": 130_000}),
    ],
)
def test_five_days_of_stop(changes: tuple[tuple[str, str], ...], payout: int, kept: dict[str, int]) -> None:
    result = paid(sample(*changes), claim.read(STOP))
    assert (result.gross_loss, result.payout) == (9_000_000, payout)
    assert result.retained_by == kept
    assert result.events[0].aggregate_left == 100_000_000 - payout


@pytest.mark.parametrize(
    ("order", "payout"),
    [
        (["deductible", "pay_rate"], 1_800_000),
        (["pay_rate", "deductible"], 1_790_000),
        (["deductible", "item_sublimit", "pay_rate"], 1_350_000),
        (["deductible", "pay_rate", "item_sublimit"], 1_500_000),
    ],
)
def test_the_order_belongs_to_the_contract(order: list[str], payout: int) -> None:
    own = sample(
        ("restore       = {rate = 0.9, sublimit = 10000000", "restore       = {rate = 0.9, sublimit = 1500000")
    )
    own = contracts.with_terms(own, "sections.expense.deductible", {"amount": 100_000, "per": "event"})
    own = contracts.with_terms(own, "sections.expense.order", order)
    line = '{id = "a", section = "expense", item = "restore", amount = 2100000}'
    assert paid(own, claimed(HAPPENED, line)).payout == payout


def test_the_trace_can_be_followed_with_a_pocket_calculator() -> None:
    result = paid(sample(), claim.read(STOP))
    profit = [entry for entry in result.trace if entry.line == "e1/bi/lost_profit"]
    assert [entry.step for entry in profit] == list(sample().order("bi"))
    assert all(earlier.after == later.before for earlier, later in itertools.pairwise(profit))
    waiting = next(entry for entry in profit if entry.step == "waiting_share")
    assert (waiting.before, waiting.after, waiting.page) == (6_000_000, 6_000_000 * (120 - 12) // 120, "p12")


# ---- what always holds


def _never_more(own: Policy, year: Claim, chance: random.Random) -> tuple[Policy, Claim]:
    """The same contract with a larger deductible, a longer wait or one more exclusion."""
    path = chance.choice([path for path in LESS if own.term(path) is not None] or [""])
    if not path or chance.random() < 0.2:
        return replace(own, exclusions=own.exclusions | {chance.choice(["labour", "notice", "restore"])}), year
    return contracts.with_terms(
        own, path, own.term(path) + chance.choice([1, 1000] if "hours" not in path else [1, 5])
    ), year


def _never_less(own: Policy, year: Claim, chance: random.Random) -> tuple[Policy, Claim]:
    """The same contract with a higher limit or rate."""
    items = [f"sections.expense.items.{item}" for item in own.term("sections.expense.items", {})]
    paths = [*MORE, *(f"{item}.{key}" for item in items for key in ("rate", "sublimit"))]
    path = chance.choice([path for path in paths if own.term(path) is not None] or [""])
    if not path:
        return own, year
    value = own.term(path)
    return contracts.with_terms(
        own, path, Decimal(1) if "rate" in path else value + chance.choice([1, 1_000_000])
    ), year


def _reordered(own: Policy, year: Claim, chance: random.Random) -> tuple[Policy, Claim]:
    """The same lines in another order."""
    return own, replace(year, lines=tuple(chance.sample(year.lines, len(year.lines))))


def test_every_yen_is_paid_or_kept_for_a_reason() -> None:
    """All that must hold, on random contracts and claims; every other one is also changed in a way whose direction is known."""
    chance = random.Random(7)
    codes = {**reader.toml("insurance", "codes")["reason"]}
    own = contracts.contract(chance)
    for k in range(RANDOM):
        own, year = own if k % 4 else contracts.contract(chance), contracts.year(chance)
        result = paid(own, year)
        assert result.payout + sum(result.retained_by.values()) == result.gross_loss
        assert 0 <= result.payout <= result.gross_loss
        assert result.payout + result.retained == result.gross_loss
        assert all(yen > 0 for yen in result.retained_by.values())
        assert sum(result.sections.values()) == result.payout == sum(event.payout for event in result.events)
        assert {code.split(":")[0] for code in result.retained_by} <= set(codes)
        _within_limits(own, result)
        if k % 2:
            continue
        change = (_never_more, _never_less, _reordered)[k % 3]
        other = paid(*change(own, year, chance))
        if change is _never_more:
            assert other.payout <= result.payout
        elif change is _never_less:
            assert other.payout >= result.payout
        elif not _shares(own):
            assert other.payout == result.payout
        if k % 50 == 0:
            assert paid(own, year) == result


def _within_limits(own: Policy, result: Recovery) -> None:
    """A year's payments stay within each limit of the year; defence outside the limit apart."""
    inside = own.term("sections.liability.defence.inside_limit", True)
    if inside and "section_aggregate" in own.order("liability") and _is_last(own, "liability", "section_aggregate"):
        assert result.sections["liability"] <= own.term("sections.liability.aggregate")
    most = own.term("sections.expense.limit.aggregate")
    if most is not None and _is_last(own, "expense", "section_limit"):
        assert result.sections["expense"] <= most
    shares = own.term("policy_aggregate.shares", ())
    if shares and inside and all(_is_last(own, place, "policy_aggregate") for place in (*shares, "extra_expense")):
        assert sum(result.sections[section] for section in shares) <= own.term("policy_aggregate.amount")


def _is_last(own: Policy, place: str, step: str) -> bool:
    """Whether nothing after a limit adds to what it let through."""
    order = own.order(place)
    return step in order and "add_defence" not in order[order.index(step) :]


def _shares(own: Policy) -> bool:
    """Whether payables use up anything together, so that their sequence matters."""
    shared = {"section_limit", "section_aggregate", "policy_aggregate", "bi_limit", "extra_limit", "funds_limit"}
    a_year = any(shared & set(own.order(place)) for place in ("expense", "liability", "bi", "extra_expense", "funds"))
    return a_year or own.term("sections.expense.deductible.per", "event") == "event"


def test_a_line_split_in_proportion_changes_nothing() -> None:
    chance = random.Random(11)
    for _ in range(RANDOM // 20):
        own, year = contracts.contract(chance), contracts.year(chance)
        first, *rest = year.lines
        units = None if first.units is None else first.units * 2
        whole = replace(first, gross=first.gross * 2, units=units)
        halves = [replace(first, id="x1"), replace(first, id="x2")]
        together, apart = (replace(year, lines=(*lines, *rest)) for lines in ([whole], halves))
        assert paid(own, together).payout == paid(own, apart).payout


# ---- gates


@pytest.mark.parametrize(
    ("event", "line", "code"),
    [
        (HAPPENED + "\nknown_at = 2026-03-01", NOTICE, "prior_knowledge"),
        (
            HAPPENED,
            '{id = "a", section = "expense", item = "restore", amount = 1000, exclusion = "betterment"}',
            "excluded:betterment",
        ),
        (HAPPENED + '\nexclusions = ["intent"]', NOTICE, "excluded:intent"),
        (HAPPENED, '{id = "a", section = "expense", item = "ransom", amount = 1000}', "excluded:ransom"),
        (HAPPENED, '{id = "a", section = "funds", item = "transfer", amount = 1000}', "funds_not_bought"),
        ("at = 2027-04-02", NOTICE, "not_discovered_in_period"),
        (
            "at = 2027-04-02",
            '{id = "a", section = "bi", item = "lost_profit", amount = 1000}',
            "not_occurred_in_period",
        ),
        (HAPPENED, '{id = "a", section = "expense", item = "pr", amount = 1000}', "item_not_covered"),
        (HAPPENED, '{id = "a", section = "expense", item = "legal_consult", amount = 1000}', "consent_missing"),
        (HAPPENED, '{id = "a", section = "liability", item = "damages", amount = 1000}', "consent_missing"),
        (
            HAPPENED,
            '{id = "a", section = "expense", item = "notice", amount = 1000, incurred_day = 366}',
            "outside_response_window",
        ),
        (
            HAPPENED + "\ntrigger_event = false",
            '{id = "a", section = "expense", item = "emergency", amount = 1000}',
            "no_trigger_event",
        ),
        (
            HAPPENED + '\nattack_found = "yes"',
            '{id = "a", section = "expense", item = "emergency", amount = 1000}',
            "item_not_covered",
        ),
        (
            HAPPENED + '\nsystem = "cloud"',
            '{id = "a", section = "bi", item = "lost_profit", amount = 1000}',
            "contingent_bi_not_bought",
        ),
        (
            HAPPENED + "\noutage_hours = 12",
            '{id = "a", section = "bi", item = "lost_profit", amount = 1000}',
            "outage_not_longer_than_waiting",
        ),
    ],
)
def test_each_reason(event: str, line: str, code: str) -> None:
    result = paid(sample(), claimed(event, line))
    assert result.retained_by == {code: 1000}
    assert result.payout == 0
    assert code in result.reasons


def test_a_claim_outside_the_period_is_saved_by_a_notice_of_circumstances() -> None:
    line = '{id = "a", section = "liability", item = "damages", amount = 1000000, consent = true, claim = "d"}'
    late = 'claim = [{id = "d", made_on = 2027-05-01}]'
    assert paid(sample(), claimed(HAPPENED, line, head=late)).retained_by == {"claim_not_made_in_period": 1_000_000}
    told = HAPPENED + "\ncircumstances_notified = 2026-12-01"
    result = paid(sample(), claimed(told, line, head=late))
    assert (result.payout, result.remarks) == (900_000, ("notified_circumstances",))


def test_a_claim_in_the_days_after_the_period_needs_no_notice() -> None:
    line = '{id = "a", section = "liability", item = "damages", amount = 1000000, consent = true, claim = "d"}'
    own = contracts.with_terms(sample(), "sections.liability.extended_reporting_days", 60)
    told = HAPPENED + "\ncircumstances_notified = 2026-12-01"
    result = paid(own, claimed(told, line, head='claim = [{id = "d", made_on = 2027-05-01}]'))
    assert (result.payout, result.remarks) == (900_000, ())


def test_an_event_that_is_not_paid_leaves_the_whole_limit() -> None:
    line = '{id = "a", section = "expense", item = "ransom", amount = 1000}'
    assert paid(sample(), claimed(HAPPENED, line)).events[0].aggregate_left == 100_000_000
    without = contracts.with_terms(sample(), "policy_aggregate", {})
    assert paid(without, claimed(HAPPENED, line)).events[0].aggregate_left is None


def test_urgent_acts_need_no_consent() -> None:
    line = '{id = "a", section = "expense", item = "consulting", amount = 1000, loss_prevention = true}'
    assert paid(sample(), claimed(HAPPENED, line)).payout == 1000


def test_a_cap_by_person_holds_for_each_line() -> None:
    line = '{id = "a", section = "expense", item = "gift", amount = 5000, units = 3, unit = "person"}'
    result = paid(sample(), claimed(HAPPENED, line))
    assert (result.payout, result.retained_by) == (3000, {"unit_cap": 2000})


def test_the_limit_of_the_year_is_used_up_in_the_order_of_payment() -> None:
    own = contracts.with_terms(sample(), "policy_aggregate.amount", 1_500)
    lines = (
        '{id = "a", event = "e1", section = "expense", item = "notice", amount = 1000, date_paid = 2026-12-02},'
        '{id = "b", event = "e2", section = "expense", item = "callcentre", amount = 1000, date_paid = 2026-12-01}'
    )
    result = paid(own, claimed(HAPPENED + '\n[[event]]\nid = "e2"\nat = 2026-11-01', lines))
    assert {event.id: (event.payout, event.aggregate_left) for event in result.events} == {
        "e1": (500, 0),
        "e2": (1000, 500),
    }
    assert result.retained_by == {"aggregate": 500}


def test_late_notice_is_a_remark_and_changes_no_sum() -> None:
    result = paid(sample(), claimed(HAPPENED + "\nfirst_notice = 2026-10-08T07:40:00+09:00", NOTICE))
    assert (result.payout, result.remarks) == (1000, ("late_notice",))


# ---- disclosure


@pytest.mark.parametrize(
    ("answer", "broken", "remark"),
    [
        ("asked = false", False, "not_asked_no_breach"),
        ('answered = "yes", truth = "yes"', False, ""),
        ('answered = "yes", truth = "partly"', True, "assumed"),
        ('answered = "yes", truth = "no", rescinded_on = 2026-11-01, insurer_knew_on = 2026-10-10', True, ""),
        (
            'answered = "yes", truth = "no", rescinded_on = 2026-11-11, insurer_knew_on = 2026-10-10',
            False,
            "rescission_right_lapsed",
        ),
        ('answered = "yes", truth = "no", rescinded_in_time = false', False, "rescission_right_lapsed"),
        (
            'answered = "yes", truth = "no", causal = false, rescinded_in_time = true',
            False,
            "unrelated_to_loss_exception",
        ),
    ],
)
def test_disclosure(answer: str, broken: bool, remark: str) -> None:
    head = f'disclosure = [{{question = "remote_access_mfa", {answer}}}]'
    result = paid(sample(), claimed(HAPPENED, NOTICE, head=head))
    assert result.retained_by == ({"rescinded_misrepresentation": 1000} if broken else {})
    assert result.remarks == ((remark,) if remark else ())


def test_a_claim_of_another_contract_is_refused() -> None:
    with pytest.raises(InputError, match="pol-2026-001@3"):
        paid(replace(sample(), version=4), claim.read(MAIL))


def test_the_same_event_in_two_claims_is_refused() -> None:
    with pytest.raises(InputError, match="e1"):
        paid(sample(), claim.read(MAIL), claim.read(STOP))


# ---- faults of files


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("per_claim = 100000000", "per_claim = 1.5", "sections.liability.per_claim"),
        ("per_claim = 100000000", "per_clam = 100000000", "per_clam"),
        ('"unit_cap", "deductible"', '"unit_cup", "deductible"', "unit_cup"),
        ('"unit_cap", "deductible"', '"deductible", "unit_cap"', "eligible"),
        ("end = 2027-04-01", "end = 2025-04-01", "period.end"),
        ("restore       =", "restoration   =", "restoration"),
        ("rate = 0.9, sublimit = 10000000", "rate = 1.9, sublimit = 10000000", "sections.expense.items.restore.rate"),
        ("per_claim = 100000000", "per_claim = 5", "sections.liability.per_claim"),
        ('"ransom_negotiation",', '"ransome",', "ransome"),
    ],
)
def test_faults_of_a_contract_name_the_place(old: str, new: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        sample((old, new))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('{id = "a", section = "expense", item = "notices", amount = 1}', "notices"),
        ('{id = "a", section = "expense", item = "notice"}', "line[1].amount"),
        ('{id = "a", section = "expense", item = "notice", amount = -5}', "line[1].amount"),
        (
            '{id = "a", section = "expense", item = "notice", amount = 5}, {id = "a", section = "expense", item = "gift", amount = 5}',
            "line.id",
        ),
        (
            '{id = "a", section = "bi", item = "lost_profit", amount = 5, revenue_shortfall = 100, gross_profit_rate = 0.5}',
            "50",
        ),
        (
            '{id = "a", event = "e1", claim = "d", section = "liability", item = "damages", amount = 5},'
            '{id = "b", event = "e2", claim = "d", section = "liability", item = "damages", amount = 5}',
            "line[2].claim",
        ),
        ('{id = "a", event = "e9", section = "expense", item = "notice", amount = 5}', "e9"),
    ],
)
def test_faults_of_a_claim_name_the_place(lines: str, said: str) -> None:
    demand = 'claim = [{id = "d", event = "e1"}]' if "claim =" in lines else ""
    second = '\n[[event]]\nid = "e2"\nat = 2026-11-01' if demand else ""
    with pytest.raises(InputError) as error:
        claimed(HAPPENED + second, lines, head=demand)
    assert said in str(error.value)


def test_money_got_back_comes_off_first() -> None:
    own = contracts.with_terms(
        sample(),
        "sections.funds",
        {"enabled": True, "order": ["minus_recovered", "deductible"], "deductible": {"amount": 100}},
    )
    own = replace(own, exclusions=frozenset())
    result = paid(
        own, claimed(HAPPENED, '{id = "a", section = "funds", item = "transfer", amount = 5000, recovered = 1000}')
    )
    assert (result.gross_loss, result.payout) == (4000, 3900)


def test_days_are_compared_where_only_a_date_is_known() -> None:
    assert date(2026, 4, 1) == sample().start.date()  # type: ignore[attr-defined]
    assert paid(sample(), claimed("at = 2026-04-01", NOTICE)).payout == 1000
    assert Fraction(1) == sample().rate_of("notice")
