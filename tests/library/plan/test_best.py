"""The whole plan: steps, prices, promises kept when simulated again; ways to prepare on the same years; support schemes by day."""

from dataclasses import replace
from datetime import date

import pytest

from library.plan.firms import LEVEL, firm
from sonae import company, measure, plan, risk
from sonae.measure import Choice
from sonae.plan import Plan, schemes
from sonae.plan.ways import ways
from sonae.risk import simulate

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def chosen() -> Plan:
    return plan.best(firm(), plan.Wish(200_000), schemes=("ipa-elearning", "cci-group-insurance"), seed=1)


def test_steps_hang_together(chosen: Plan) -> None:
    assert [step.order for step in chosen.steps] == list(range(1, len(chosen.steps) + 1))
    aal, tail = chosen.aal_yen, chosen.tvar99_yen
    for step in chosen.steps:
        assert (step.aal_before, step.tvar_before) == (aal, tail)
        aal, tail = step.aal_after, step.tvar_after
        assert bool(step.measure) != bool(step.policy)
    assert chosen.cost_first_year_yen <= 200_000
    last = chosen.steps[-1]
    assert last.policy == chosen.policy != "none", "insurance comes last, when its premium is lowest"
    assert not last.worth


def test_free_rules_come_before_what_is_bought(chosen: Plan) -> None:
    known = measure.measures()
    bought = [not step.free for step in chosen.steps if not (step.measure in known and known[step.measure].article)]
    assert bought == sorted(bought)


def test_promises_are_kept(chosen: Plan) -> None:
    assert chosen.check is not None
    assert chosen.check.within
    last = chosen.steps[-1]
    assert (chosen.check.promised_aal_yen, chosen.check.promised_tvar99_yen) == (last.aal_after, last.tvar_after)
    assert chosen.check.aal_standard_error_yen > 0


def test_the_frontier_holds_the_plan(chosen: Plan) -> None:
    point = max((point for point in chosen.frontier if point.budget_yen <= 200_000), key=lambda one: one.budget_yen)
    assert point.policy == chosen.policy
    assert set(point.chosen) == {step.measure for step in chosen.steps if step.measure}
    assert (point.aal_yen, point.tvar99_yen) == (chosen.steps[-1].aal_after, chosen.steps[-1].tvar_after)
    assert point.cost_first_year_yen == pytest.approx(chosen.cost_first_year_yen, abs=2)


def test_support_schemes_go_with_their_steps(chosen: Plan) -> None:
    by_step = {step.measure or step.policy: step.schemes for step in chosen.steps}
    assert by_step["M-20"] == ("ipa-elearning",)
    assert by_step[chosen.policy] == ("cci-group-insurance",)
    assert by_step["M-01"] == ()


def test_an_owner_who_fears_the_bad_year_more_spends_more() -> None:
    calm, afraid = (plan.best(firm(), plan.Wish(None, weight), years=20_000) for weight in (0.0, 0.5))
    assert afraid.cost_first_year_yen > calm.cost_first_year_yen
    assert afraid.steps[-1].tvar_after < calm.steps[-1].tvar_after


@pytest.mark.parametrize("wish", [plan.Wish(-1), plan.Wish(0, -0.1), plan.Wish(0, float("nan"))])
def test_wishes_that_are_none(wish: plan.Wish) -> None:
    with pytest.raises(ValueError, match="negative"):
        plan.best(firm(), wish)


def test_everything_done_needs_only_what_is_left() -> None:
    result = plan.best(firm(choice=Choice.DONE), plan.Wish(0), years=20_000)
    assert all(step.measure.startswith("SV-") for step in result.steps)
    assert result.beyond == ()


def test_without_published_premiums_there_is_no_insurance() -> None:
    one = firm()
    large = replace(one.company, revenue_yen=10_000_000_000)
    result = plan.firm(large, one.posture, one.measures, one.content, LEVEL)
    assert [cover.id for cover in result.covers] == ["none"]


def test_where_years_cannot_be_simulated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate, "available", lambda: False)
    typical = company.typical(company.industries()["manufacturing"], 20)
    bare = plan.firm(typical, measure.posture({}), measure.measures(), risk.load(), LEVEL)
    result = plan.best(bare, plan.Wish(100_000))
    assert (result.policy, result.check) == ("none", None)
    assert plan.compare(bare).ways == ()


def test_the_insurance_a_company_has_is_a_choice() -> None:
    from sonae.insurance import policy

    one = firm()
    contract = policy.read("examples/insurance/policy-b.toml")
    had = plan.firm(one.company, one.posture, one.measures, one.content, LEVEL, policies=[contract])
    own = next(cover for cover in had.covers if cover.id == "own")
    assert own.premium(0.0) == own.premium(1.0) == 98_000
    assert next(way for way in plan.compare(had, years=20_000).ways if way.way == "insurance").policy == "own"


def test_ways_on_the_same_years() -> None:
    result = plan.compare(firm(), seed=3, years=50_000)
    by_id = {way.way: way for way in result.ways}
    assert list(by_id) == list(ways())
    base = by_id["outside"]
    assert base.cost_yen == (0, 0, 0)
    for way in result.ways:
        assert way.retained_yen <= base.retained_yen, "the same years: nothing that helps can look worse by chance"
        assert way.bad_year_yen <= base.bad_year_yen
        low, typical, high = way.cost_yen
        assert low <= typical <= high
        assert way.total_yen == typical + way.retained_yen
    assert [name for name, way in by_id.items() if way.round_the_clock] == ["soc"]
    assert plan.compare(firm(), seed=3, years=50_000) == result
    assert plan.compare(firm(), seed=4, years=50_000) != result


def test_schemes_by_region_size_and_day() -> None:
    one = firm().company
    tokyo = replace(one, prefecture="東京都")
    names = {
        where: {scheme.id for scheme in schemes.fitting(firm_, ON)} for where, firm_ in (("", one), ("tokyo", tokyo))
    }
    assert names["tokyo"] - names[""] == {"tokyo-cyber-grant-r8", "tokyo-cci"}
    large = replace(one, employees=301)
    assert "digital-ai-2026-security" not in {scheme.id for scheme in schemes.fitting(large, ON)}


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 3, 1), ("soon", date(2026, 3, 30))),
        (date(2026, 5, 12), ("open", date(2026, 5, 12))),
        (date(2026, 8, 25), ("open", date(2026, 8, 25))),
        (date(2026, 8, 26), ("ask", date(2026, 8, 25))),
    ],
)
def test_rounds_of_a_subsidy(day: date, state: tuple[str, date]) -> None:
    assert schemes.schemes()["digital-ai-2026-security"].state(day) == state


def test_a_scheme_that_is_over_is_not_shown() -> None:
    tokyo = replace(firm().company, prefecture="東京都")
    assert "tokyo-cyber-grant-r8" not in {scheme.id for scheme in schemes.fitting(tokyo, date(2027, 1, 16))}
    assert schemes.schemes()["tokyo-cyber-grant-r8"].state(date(2027, 1, 16))[0] == "closed"
