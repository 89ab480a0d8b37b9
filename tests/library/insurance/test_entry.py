"""A contract typed in by a person: what is understood, what is told beside which field, and what comes of it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sonae.faults import InputError
from sonae.insurance import claim, entry, policy, recovery, terms, typed
from sonae.insurance.policy import Policy

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "insurance"
BARE = {
    "insurer.name": "見本損保",
    "period.start": "2026年4月1日",
    "period.end": "令和９年４月１日",
    "sections.liability.enabled": "no",
    "sections.expense.enabled": "no",
    "sections.bi.enabled": "no",
    "sections.funds.enabled": "no",
}
BI = BARE | {
    "sections.bi.enabled": "はい",
    "sections.bi.waiting.hours": "１２時間",
    "sections.bi.deductible.amount": "５０万円",
    "sections.bi.pay_rate": "100",
    "sections.bi.limit": "１，０００万円",
    "sections.bi.extra_expense.limit": "0",
}


@pytest.fixture
def sample() -> Policy:
    return policy.read(EXAMPLES / "policy-b.toml")


def made(given: dict[str, str]) -> Policy:
    return policy.parse(entry.contract(given, name="pol-1", version=1))


def faults(given: dict[str, str]) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        entry.contract(given, name="pol-1", version=1)
    return {fault.field: fault.message("ja") for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("yen", "３，０００万円", 30_000_000),
        ("yen", " ¥ 1,000,000 ", 1_000_000),
        ("yen", "1億2,000万", 120_000_000),
        ("yen", "12.5万円", 125_000),
        ("yen", "0", 0),
        ("yen", "１，０００．０", 1000),
        ("hours", "12", 12),
        ("hours", "１．５", Decimal("1.5")),
        ("hours", "0.5日", 12),
        ("days", "365日間", 365),
        ("share", "９０％", Decimal("0.9")),
        ("share", "100", Decimal(1)),
        ("share", "9割", Decimal("0.9")),
        ("day", "平成30年4月1日", date(2018, 4, 1)),
        ("day", "令和元年5月1日", date(2019, 5, 1)),
        ("day", "2026-04-01T16:00:00+09:00", date(2026, 4, 1)),
        ("flag", "あり", True),
    ],
)
def test_what_people_type_is_understood(kind: str, given: str, value: object) -> None:
    assert getattr(typed, kind)(given) == value


@pytest.mark.parametrize(
    ("kind", "given", "says"),
    [
        ("yen", "三千万", "金額として読めません"),
        ("yen", "-1", "金額として読めません"),
        ("yen", "10.5", "1円未満"),
        ("yen", "100億億", "金額として読めません"),
        ("yen", "99,999,999億円", "大きすぎます"),
        ("hours", "NaN", "数として読めません"),
        ("hours", "-3", "範囲"),
        ("hours", "1e9", "範囲"),
        ("days", "1.5", "日数"),
        ("share", "120%", "100%"),
        ("share", "-1", "100%"),
        ("day", "2026年2月30日", "暦にない"),
        ("day", "去年", "日付として"),
        ("flag", "たぶん", "「はい」でも"),
        ("text", "1行目\n2行目", "使えない文字"),
        ("text", "長" * 2000, "長すぎる"),
    ],
)
def test_each_wrong_value_is_told_in_its_own_words(kind: str, given: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        getattr(typed, kind)(given)
    (fault,) = caught.value.faults
    assert says in fault.problem.ja
    assert fault.problem.en
    assert fault.remedy.ja
    assert fault.value


def test_the_smallest_contract() -> None:
    contract = made(BARE)
    assert contract.start == contract.first_inception == date(2026, 4, 1)
    assert not contract.bought("bi")


def test_wide_digits_and_units_become_terms() -> None:
    contract = made(BI)
    assert contract.term("sections.bi.limit") == 10_000_000
    assert contract.term("sections.bi.deductible.amount") == 500_000
    assert contract.term("sections.bi.waiting.kind", "time_deductible") == "time_deductible"
    assert contract.order("bi") == policy.STEPS["bi"]


def test_every_open_term_has_its_message() -> None:
    told = faults({"sections.bi.enabled": "yes"})
    assert {
        "insurer.name",
        "period.start",
        "period.end",
        "sections.bi.limit",
        "sections.bi.waiting.hours",
    } <= told.keys()
    assert "sections.funds.limit" not in told
    assert "0 と入れて" in told["sections.bi.deductible.amount"]


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"period.end": "2026-03-31"}, "period.end", "開始の日より後"),
        ({"sections.bi.limit": "10万円"}, "sections.bi.limit", "免責金額 500,000 円より低い上限"),
        ({"sections.bi.waiting.hours": "x"}, "sections.bi.waiting.hours", "数として読めません"),
        ({"exclusions": "ransom,magic"}, "exclusions", "選べる言葉では"),
        ({"page:sections.bi.limit": "p" * 2000}, "page:sections.bi.limit", "長すぎる"),
    ],
)
def test_what_cannot_be_is_told_beside_its_term(change: dict[str, str], field: str, says: str) -> None:
    told = faults(BI | change)
    assert told.keys() == {field}
    assert says in told[field]


def test_one_step_is_judged_alone() -> None:
    wrong = {key: value for key, value in BI.items() if not key.startswith("period")} | {"sections.bi.limit": "1"}
    (fault,) = entry.faults_of(wrong, "bi")
    assert fault.field == "sections.bi.limit"
    assert {fault.field for fault in entry.faults_of(wrong, "contract")} == {"period.start", "period.end"}


def test_a_limit_without_a_rate_is_half_a_cost() -> None:
    path = "sections.expense.items.restore"
    given = BARE | {
        "sections.expense.enabled": "yes",
        "sections.expense.limit.per_event": "3000万",
        "sections.expense.deductible.amount": "0",
        f"{path}.sublimit": "100万",
    }
    assert faults(given).keys() == {f"{path}.rate"}
    assert made(given | {f"{path}.rate": "90"}).rate_of("restore") == Decimal("0.9")


def test_the_order_that_is_not_known_pays_less() -> None:
    path = "sections.expense.items.restore"
    given = BARE | {
        "sections.expense.enabled": "yes",
        "sections.expense.limit.per_event": "3000万",
        "sections.expense.deductible.amount": "10万",
        f"{path}.rate": "90",
    }
    text = 'schema = "sonae.claim/1"\nid = "c"\npolicy = "pol-1@1"\nas_of = 2026-06-01\n' + (
        'line = [{id = "l", section = "expense", item = "restore", amount = 2100000}]\n'
        'event = [{id = "e1", at = 2026-05-01}]\n'
    )
    paid = {
        order: recovery.recover(made(given | {"sections.expense.order": order}), [claim.parse(text)]).payout
        for order in ("", "rate_first", "deductible_first")
    }
    assert paid == {"": 1_790_000, "rate_first": 1_790_000, "deductible_first": 1_800_000}


def test_the_sample_typed_again_is_the_same_contract(sample: Policy) -> None:
    again = policy.parse(entry.contract(entry.of_policy(sample), name=sample.id, version=3, base=sample))
    without = [{key: value for key, value in one.terms.items() if key != "source"} for one in (sample, again)]
    assert without[0] == without[1]
    stories = [claim.read(EXAMPLES / f"claim-{name}.toml") for name in ("mail", "stop")]
    for story in stories:
        assert recovery.recover(again, [story]).payout == recovery.recover(sample, [story]).payout
    assert recovery.recover(again, stories[1:]).payout == 7_770_000


def test_what_the_form_does_not_ask_is_kept(sample: Policy) -> None:
    given = entry.of_policy(sample) | {"sections.bi.enabled": "no"}
    again = policy.parse(entry.contract(given, name=sample.id, version=4, base=sample))
    assert not again.bought("bi")
    assert again.term("disclosure") == sample.term("disclosure")
    assert again.start == sample.start


def test_a_term_without_a_page_is_assumed_not_refused() -> None:
    contract = made(BI | {"page:sections.bi.limit": "p.11"})
    assumed = {term.path for term in entry.assumed(contract)}
    assert "sections.bi.limit" not in assumed
    assert {"sections.bi.waiting.hours", "sections.bi.deductible.amount"} <= assumed


def test_the_trace_finds_the_pages(sample: Policy) -> None:
    again = policy.parse(entry.contract(entry.of_policy(sample), name=sample.id, version=3, base=sample))
    result = recovery.recover(again, [claim.read(EXAMPLES / "claim-stop.toml")])
    assert result.assumed_terms == ()
    assert {line.page for line in result.trace if line.term == "sections.bi.waiting"} == {"p12"}


def test_every_term_is_a_key_of_the_policy_file(sample: Policy) -> None:
    """A new key in the form must be one that policy files know: typed in full, everything is accepted."""
    given = {
        path: {"yen": "100万", "share": "90", "day": "2026-04-01", "flag": "yes"}.get(term.kind, "")
        for path, term in terms.terms().items()
    }
    for path, term in terms.terms().items():
        given[path] = given[path] or (term.choices[0][0] if term.choices else "7")
    given |= {"period.end": "2027-04-01"} | {f"page:{path}": "p1" for path, term in terms.terms().items() if term.paged}
    contract = made(given)
    assert entry.assumed(contract) == ()
    shown = entry.of_policy(contract)
    assert set(given) - set(shown) <= {"period.first_inception"}
