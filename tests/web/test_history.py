"""Results stay as they were made; two of them side by side say what changed, and yen only where they compare."""

from datetime import timedelta

from django.test import Client

from sonae.measure import Choice
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions as diagnoses
from sonae_web.risk import actions as risks
from sonae_web.risk.models import Assessment
from web.conftest import NOW


def again(company: Company, days: int, level: str = "central", **answers: Choice) -> Assessment:
    """Answer some items anew and assess once more."""
    given = {item.replace("_", "-"): choice for item, choice in answers.items()}
    diagnoses.record_answers(company=company, answers=given, now=NOW + timedelta(days=days))
    return risks.assess(company=company, level=level, budget_yen=None, now=NOW + timedelta(days=days))


def test_one_result_has_nothing_to_compare(client: Client, assessed: Assessment) -> None:
    response = client.get("/risk/history/")
    assert response.context["change"] is None
    assert "結果はまだ1つです" in response.content.decode()


def test_better_and_worse(client: Client, assessed: Assessment) -> None:
    again(assessed.company, 90, SD_01=Choice.DONE, SD_11=Choice.NOT_DONE, SP_01=Choice.DONE)
    response = client.get("/risk/history/")
    change = response.context["change"]
    assert {entry.item: entry.direction for entry in change.changes} == {
        "SD-01": "better",
        "SD-11": "worse",
        "SP-01": "better",
    }
    assert change.points == 0
    assert change.alike
    assert "点数は同じです" in response.content.decode()
    assert Assessment.objects.count() == 2


def test_yen_are_not_compared_across_surveys(client: Client, assessed: Assessment) -> None:
    again(assessed.company, 90, level="survey", SD_01=Choice.DONE)
    response = client.get("/risk/history/")
    assert not response.context["change"].alike
    body = response.content.decode()
    assert "金額は比べられません" in body
    assert "選んだ調査" in body


def test_any_earlier_run_can_be_chosen(client: Client, assessed: Assessment) -> None:
    for number, item in enumerate(("SD_01", "SD_02"), start=1):
        again(assessed.company, 90 * number, **{item: Choice.DONE})
    assert len(client.get("/risk/history/").context["change"].changes) == 1
    assert len(client.get("/risk/history/?before=1").context["change"].changes) == 2
    for odd in ("3", "0", "-1", "99", "x", "１"):
        assert client.get(f"/risk/history/?before={odd}").context["before"].number == 2


def test_a_result_is_never_changed_by_later_answers(client: Client, assessed: Assessment) -> None:
    before = assessed.result
    again(assessed.company, 90, SD_01=Choice.DONE)
    assessed.refresh_from_db()
    assert assessed.result == before
