"""Stories that an owner tries on a contract: the worked examples to the yen, and what is told of amounts that are none."""

from pathlib import Path

import pytest

from sonae import company
from sonae.faults import InputError
from sonae.insurance import policy, trials
from sonae.insurance.policy import Policy
from sonae.report import charts, waterfalls

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "insurance"
FIRM = company.typical(company.industries()["manufacturing"], 20)


@pytest.fixture(scope="module")
def sample() -> Policy:
    return policy.read(EXAMPLES / "policy-b.toml")


def test_the_stop_is_the_worked_example(sample: Policy) -> None:
    story = trials.stories()["stop"]
    told = trials.told(sample, story, trials.proposed(story, FIRM) | {"profit": "６００万円"})
    assert (told.gross_loss, told.payout, told.retained) == (9_000_000, 7_770_000, 1_230_000)
    assert told.retained_by == {"deductible": 500_000, "pay_rate": 130_000, "waiting": 600_000}


def test_the_mail_is_the_worked_example(sample: Policy) -> None:
    story = trials.stories()["mail"]
    told = trials.told(sample, story, trials.proposed(story, FIRM))
    assert (told.gross_loss, told.payout, told.retained) == (3_120_000, 2_530_000, 590_000)


def test_without_consent_less_is_paid(sample: Policy) -> None:
    story = trials.stories()["mail"]
    told = trials.told(sample, story, trials.proposed(story, FIRM) | {"consent": "no"})
    assert told.retained_by["consent_missing"] == 1_500_000


def test_the_profit_of_a_day_follows_from_the_company(sample: Policy) -> None:
    story = trials.stories()["stop"]
    profit = int(trials.proposed(story, FIRM)["profit"].replace(",", ""))
    assert profit == pytest.approx(FIRM.revenue_yen * FIRM.gross_margin * 5 / 365, abs=5_000)


@pytest.mark.parametrize("name", sorted(trials.stories()))
def test_every_story_adds_up(sample: Policy, name: str) -> None:
    story = trials.stories()[name]
    told = trials.told(sample, story, trials.proposed(story, FIRM))
    assert told.gross_loss == told.payout + told.retained
    assert told.retained == sum(told.retained_by.values())
    assert told.gross_loss > 0


@pytest.mark.parametrize(
    ("field", "given", "says"),
    [
        ("profit", "たくさん", "金額として"),
        ("days", "-1", "日数"),
        ("extra", "1.5", "1円未満"),
        ("labour", "9" * 30, "大きすぎます"),
    ],
)
def test_amounts_that_are_none_are_told(sample: Policy, field: str, given: str, says: str) -> None:
    story = trials.stories()["stop"]
    with pytest.raises(InputError) as caught:
        trials.told(sample, story, trials.proposed(story, FIRM) | {field: given})
    (fault,) = caught.value.faults
    assert fault.field == field
    assert says in fault.problem.ja


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_waterfall_says_its_finding(sample: Policy, lang: str) -> None:
    story = trials.stories()["stop"]
    told = trials.told(sample, story, trials.proposed(story, FIRM) | {"profit": "6000000"})
    fall = waterfalls.of_claim(told, story.title, lang)  # type: ignore[arg-type]
    assert "7,770,000" in fall.table.finding
    assert "1,230,000" in fall.table.finding
    assert len(fall.table.rows) == 3 + len(fall.kept_by)
    assert fall.loss - sum(yen for _, yen in fall.kept_by) == fall.paid
    assert f'aria-label="{fall.table.finding}"' in charts.waterfall(fall)
    trace = waterfalls.trace(told, lang)  # type: ignore[arg-type]
    assert any("× (120 − 12) ÷ 120" in row for row in trace.rows)
