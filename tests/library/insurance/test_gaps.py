"""Coverage gaps: tested in order, in yen of the same simulated years, closed by the right change, and accepted only with a date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from library.insurance.contracts import sample
from sonae import company, measure, risk
from sonae.company import Company
from sonae.evidence import Evidence
from sonae.insurance import gaps, holes, review
from sonae.insurance.holes import Gap
from sonae.insurance.policy import Policy, with_terms
from sonae.insurance.variants import Years
from sonae.kernels import product
from sonae.measure import Choice

TODAY = date(2026, 11, 1)
FIRM = replace(
    company.typical(company.industries()["manufacturing"], 20), name="株式会社見本製作所", revenue_yen=300_000_000
)
NO_BI = sample(("[sections.bi]\nenabled = true", "[sections.bi]\nenabled = false"))


@cache
def years() -> Years:
    model = risk.build(FIRM, measure.posture({}), risk.load(), level=1.0)
    return Years(model, seed=3, years=20_000)


def found(
    policies: Sequence[Policy],
    proofs: Sequence[Evidence] = (),
    *,
    firm: Company = FIRM,
    today: date = TODAY,
    simulated: bool = True,
) -> dict[str, Gap]:
    listed = gaps.find(firm, policies, proofs, today, years() if simulated else None)
    assert [gap.id for gap in listed] == list(holes.kinds())
    return {holes.kinds()[gap.id].name: gap for gap in listed}


def decision(code: str, day: date) -> Evidence:
    return Evidence("ev-9", "社長の決定", "statement", day, (code,), where="社長")


def test_the_order_of_the_tests() -> None:
    assert [kind.name for kind in holes.kinds().values()] == [
        "bi_not_bought",
        "bi_waiting",
        "contingent_bi",
        "penalties",
        "ransom",
        "funds",
        "betterment",
        "own_devices",
        "sublimits",
        "limits",
        "prior_knowledge",
        "renewal",
        "insured",
        "trade",
        "no_contract",
    ]


def test_interruption_that_was_not_bought_comes_first_with_its_own_yen() -> None:
    own = found([NO_BI])
    gap = own["bi_not_bought"]
    assert (gap.state, gap.code, gap.page) == ("open", "bi_not_bought", "p11")
    assert next(iter(holes.largest(own.values()))).id == gap.id
    events, expected = years().events, np.zeros(20_000, np.int64)
    outage = years().kinds.index("outage")
    for year, kind, yen in zip(events.year, events.kind, events.yen, strict=True):
        if kind != outage:
            expected[year] += yen[product.BI] + yen[product.HEADS.index("extra")]
    assert gap.at_risk is not None
    assert gap.gain is not None
    assert gap.at_risk.mean_yen == round(expected.mean())
    assert gap.at_risk.p_year == pytest.approx((expected > 0).mean())
    assert gap.at_risk.once_in_20_yen == np.sort(expected)[19_000 - 1]
    assert gap.at_risk.median_yen == int(np.median(expected[expected > 0]))
    assert 0 < gap.gain.mean_yen <= gap.at_risk.mean_yen


def test_the_gain_of_a_cover_is_what_the_bought_contract_pays_more() -> None:
    """Buying exactly the usual cover later is buying it now: the sample contract has those terms."""
    gap = found([NO_BI])["bi_not_bought"]
    bought = years().received([sample()]) - years().received([NO_BI])
    assert gap.gain is not None
    assert gap.gain.mean_yen == round(float(bought.mean()))


def test_waiting_and_deductible_disappear_without_them() -> None:
    assert found([sample()])["bi_waiting"].state == "open"
    free = with_terms(sample(), {"sections.bi.waiting.hours": 0, "sections.bi.deductible.amount": 0})
    assert found([free])["bi_waiting"].state == "closed"
    assert found([NO_BI])["bi_waiting"].state == "closed"


CLOSING = {
    "contingent_bi": {"sections.bi.contingent": True},
    "penalties": {"exclusions": []},
    "ransom": {"exclusions": []},
    "betterment": {"exclusions": []},
    "own_devices": {"exclusions": []},
    "prior_knowledge": {"exclusions": []},
    "funds": {"sections.funds": {"enabled": True, "order": ["minus_recovered"]}},
    "limits": dict.fromkeys(gaps.LIMITS),
}


@pytest.mark.parametrize("name", CLOSING)
def test_each_gap_is_open_in_the_sample_and_closed_by_its_term(name: str) -> None:
    assert found([sample()])[name].state in ("open", "unknown")
    assert found([with_terms(sample(), CLOSING[name])])[name].state == "closed"


def test_sublimits_name_the_items_that_are_short() -> None:
    low = sample(("restore       = {rate = 0.9, sublimit = 10000000", "restore       = {rate = 0.9, sublimit = 100000"))
    gap = found([low])["sublimits"]
    assert gap.state == "open"
    assert "復旧" in gap.note.ja
    assert gap.at_risk is not None
    high = found([sample()])["sublimits"].at_risk
    assert high is None or high.mean_yen < gap.at_risk.mean_yen


def test_without_a_contract() -> None:
    own = found([])
    assert own["no_contract"].state == "open"
    assert own["no_contract"].cost.basis == "indication"
    assert own["limits"].state == "closed"
    assert next(gap.id for gap in holes.largest(own.values())) == "GP-01"


def test_the_owner_accepts_with_a_date_for_a_year() -> None:
    gap = found([NO_BI], [decision("GP-01", date(2026, 3, 1))])["bi_not_bought"]
    assert (gap.state, gap.decided, gap.decided_on) == ("accepted", "ev-9", date(2026, 3, 1))
    assert "GP-01" not in [own.id for own in holes.largest([gap])]
    assert found([NO_BI], [decision("GP-01", date(2025, 3, 1))])["bi_not_bought"].state == "open"
    assert found([sample()], [decision("GP-01", TODAY)])["bi_not_bought"].state == "closed"


def test_a_quoted_option_is_the_cost() -> None:
    quoted = sample(
        ("premium = {annual = 98000", 'premium = {options = [{cover = "funds", annual = 21000}], annual = 98000')
    )
    cost = found([quoted])["funds"].cost
    assert cost.basis == "quoted"
    assert cost.yen is not None
    assert (cost.yen.low, cost.yen.high) == (21_000, 21_000)
    assert found([sample()])["funds"].cost.basis == "expected"


def test_the_end_of_the_contract_draws_near() -> None:
    assert found([sample()])["renewal"].state == "closed"
    for today in (date(2027, 1, 2), date(2027, 5, 1)):
        gap = found([sample()], today=today)["renewal"]
        assert (gap.state, gap.due) == ("open", date(2027, 4, 1))
    later = sample(
        (
            "start = 2026-04-01T16:00:00+09:00\nend = 2027-04-01T16:00:00+09:00",
            "start = 2027-04-03T16:00:00+09:00\nend = 2028-04-01T16:00:00+09:00",
        )
    )
    assert found([sample(), later])["renewal"].due == date(2027, 4, 1)


def test_the_company_and_trade_of_the_contract() -> None:
    other = replace(FIRM, name="別の会社")
    assert found([sample()], firm=other, simulated=False)["insured"].state == "open"
    assert (
        found([sample(("subsidiaries = []", 'subsidiaries = ["別の会社"]'))], firm=other, simulated=False)[
            "insured"
        ].state
        == "closed"
    )
    assert found([sample()], firm=replace(FIRM, name=""), simulated=False)["insured"].state == "unknown"
    assert found([sample()], firm=replace(FIRM, industry="ict"), simulated=False)["trade"].state == "open"
    grown = found([sample()], firm=replace(FIRM, revenue_yen=600_000_000), simulated=False)["trade"]
    assert "600,000,000" in grown.note.ja


def test_without_years_no_yen_are_named() -> None:
    assert all(gap.at_risk is None and gap.gain is None for gap in found([NO_BI], simulated=False).values())


def test_every_open_gap_has_a_question_and_the_pages_come_last() -> None:
    own = found([NO_BI])
    asked = holes.questions(own.values(), ["exclusions"])
    assert {question.about for question in asked[:-1]} == {
        gap.id for gap in own.values() if gap.state in ("open", "unknown")
    }
    assert asked[0].about == "GP-01"
    assert (asked[-1].about, "対象外になるもの" in asked[-1].text.ja) == ("RD-01", True)


def test_an_option_pays_where_its_years_are_likelier_than_break_even() -> None:
    options = review.review(FIRM, [NO_BI], {}, [], TODAY, years()).premium.options
    assert [holes.kinds()[option.gap].name for option in options] == ["bi_not_bought", "funds"]
    for option in options:
        assert option.break_even is not None
        assert option.cost.yen is not None
        assert option.simulated.low <= option.simulated.central <= option.simulated.high
        likely = option.simulated.central > option.break_even.central
        assert likely == (option.gain.mean_yen > option.cost.yen.central)


def test_what_saves_most_comes_first() -> None:
    answers = {"SP-01": Choice.NOT_DONE, "SD-11": Choice.PARTLY, "SD-02": Choice.DONE}
    savings = review.review(FIRM, [], answers, [], TODAY).premium.savings
    assert savings[0].yen >= savings[-1].yen > 0
    assert "RD-16" not in [saving.item for saving in savings]
    assert next(saving.yen for saving in savings if saving.item == "RD-12") > next(
        saving.yen for saving in savings if saving.item == "RD-13"
    )


def test_equal_seeds_give_equal_gaps() -> None:
    again = Years(years().model, seed=3, years=20_000)
    assert gaps.find(FIRM, [sample()], (), TODAY, again) == tuple(found([sample()]).values())
