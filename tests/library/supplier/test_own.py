"""One company and its partners: who feels it, who could stop us, whom to help first."""

import pytest

from sonae import company
from sonae.supplier import calibrate, contagion, own, partner
from sonae.supplier import company as one
from sonae.supplier.partner import Partner

FIRM = company.typical(company.industries()["manufacturing"], 20, "見本")
PARTNERS = [
    Partner("鋼材", "supplier", "trade", 40, "high"),
    Partner("塗装", "supplier", "manufacturing", 8, "middle", score=20),
    Partner("運送", "supplier", "transport", 30, "low", score=90),
    Partner("完成車", "customer", "manufacturing", 500, "high"),
    Partner("商会", "customer", "trade", 20, "low"),
]


@pytest.fixture(scope="module")
def answer() -> partner.Answer:
    return own.answer(FIRM, 50, PARTNERS)


def test_if_we_are_hit(answer: partner.Answer) -> None:
    hit = answer.if_hit
    assert 0 < hit.share_stopping < 1
    assert 0 < hit.stopped.mean <= hit.stopped.most <= 2  # only customers can stop
    assert hit.stop_days.mean >= hit.stopped.mean
    assert hit.stop_yen.mean > 0
    assert 0.1 < hit.claim_share < 0.35
    assert max(hit.by_day) > hit.by_day[-1] > 0


def test_who_could_stop_us(answer: partner.Answer) -> None:
    rows = {PARTNERS[threat.row - 1].name: threat for threat in answer.threats}
    assert set(rows) == {"鋼材", "塗装", "運送"}
    assert rows["鋼材"].stops > rows["運送"].stops
    assert rows["塗装"].hit > rows["鋼材"].hit > rows["運送"].hit  # by score, unknown between
    assert answer.threats[0].gain_yen == max(threat.gain_yen for threat in answer.threats) > 0
    assert 0 < answer.stopped_by_any < sum(threat.stops for threat in answer.threats) + 1e-12


def test_days_of_a_threat_are_those_of_the_simulated_incidents() -> None:
    """The same standstill seen from both ends, with a partner who has no stock and one who has some."""
    for customer in (PARTNERS[3], PARTNERS[4]):
        ready = calibrate.prepare(own.build(FIRM, 50, [customer]))
        (seen,) = one.threats(ready, 1)
        felt = one.if_hit(ready, contagion.lay_out(ready), own.US, seed=2, incidents=40_000)
        assert seen.days == pytest.approx(felt.stop_days.mean / felt.stopped.mean, rel=0.15)


def test_bands_rise_and_are_three(answer: partner.Answer) -> None:
    assert [band.target for band in answer.bands] == [0.198, 0.30, 0.60]
    through = [band.through for band in answer.bands]
    assert 0 < through[0] < through[1] < through[2]


def test_a_better_score_lowers_the_chance() -> None:
    worse, better = (own.answer(FIRM, score, PARTNERS).bands[0].hit for score in (10, 90))
    assert better < worse


def test_a_list_without_suppliers_or_customers() -> None:
    nobody = own.answer(FIRM, None, [PARTNERS[3]])
    assert (nobody.threats, nobody.stopped_by_any) == ((), 0.0)
    alone = own.answer(FIRM, None, [PARTNERS[0]])
    assert alone.if_hit.stopped.most == 0


def test_the_same_list_gives_the_same_answer(answer: partner.Answer) -> None:
    assert own.answer(FIRM, 50, PARTNERS) == answer


def test_shares_of_many_suppliers_never_exceed_all_purchases() -> None:
    many = [Partner(f"s{k}", "supplier", "trade", 5, "high") for k in range(partner.MOST_PARTNERS)]
    net = own.build(FIRM, None, many)
    assert float(net.links["chance"].sum()) == pytest.approx(1, abs=1e-3)
