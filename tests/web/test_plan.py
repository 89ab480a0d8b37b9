"""The plan page: the search as a job, the slider from the stored row, stale plans said, wrong budgets refused."""

import re
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import once
from sonae import assessment, risk
from sonae.case import Case
from sonae.measure import Choice
from sonae.plan import forms as covers
from sonae.report import chosen
from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions as diagnoses
from sonae_web.insurance import actions as contracts
from sonae_web.jobs import waking
from sonae_web.jobs.models import Job
from sonae_web.plan import queries
from sonae_web.plan.forms import WEIGHTS, usual_weight
from sonae_web.plan.models import Outlook
from sonae_web.risk import actions as risks
from sonae_web.risk import queries as results
from sonae_web.risk.models import Assessment
from sonae_web.task.models import Task
from web.conftest import NOW, client_in

KANA_OR_KANJI = re.compile(r"[ぁ-んァ-ヶ一-龠]")


@pytest.fixture(autouse=True)
def searched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assessment, "outlook", once.outlook)


@pytest.fixture
def found(client: Client, nearly: Company) -> assessment.Outlook:
    """The plans of that company, found by the job."""
    assert client.post("/plan/search/")["Location"] == "/plan/"
    waking.drain()
    return assessment.load_outlook(Outlook.objects.get().result.encode())


def test_the_job_finds_and_keeps_the_plans(client: Client, nearly: Company) -> None:
    assert "いちばん良い計画を探す" in client.get("/plan/").content.decode()
    client.post("/plan/search/", {"weight": f"{usual_weight():g}"})
    client.post("/plan/search/", {"weight": "0.2"})
    waiting = client.get("/plan/").content.decode()
    assert "/cancel/" in waiting
    assert 'action="/plan/search/"' not in waiting, "it is not begun twice"
    waking.drain()
    job, row = Job.objects.get(), Outlook.objects.get()
    value = assessment.load_outlook(row.result.encode())
    assert (job.state, job.result) == ("done", {"plans": len(value.plans)})
    assert (row.weight, value.plans[0].weight) == (usual_weight(), usual_weight())
    assert row.company == nearly
    assert "plan.search" in Event.objects.values_list("action", flat=True)
    client.post("/plan/search/", {"weight": "nonsense"})
    waking.drain()
    assert Outlook.objects.get().weight == usual_weight(), "only the latest plans are kept"


def test_plans_over_budgets_hold_together(found: assessment.Outlook) -> None:
    """More money is never worse; each plan keeps to its budget; what is promised came true; steps end where the point says."""
    assert len(found.plans) == len(found.frontier) > 1
    assert assessment.load_outlook(assessment.dumps(found)) == found
    values = [point.value_yen for point in found.frontier]
    assert values == sorted(values, reverse=True)
    for point, plan in zip(found.frontier, found.plans, strict=True):
        assert point.cost_first_year_yen <= point.budget_yen
        assert point.gap <= 0.0101
        assert plan.check is not None
        assert (plan.steps[-1].aal_after if plan.steps else plan.aal_yen) == pytest.approx(point.aal_yen, abs=1)
        assert {step.measure or step.policy for step in plan.steps} == {
            *point.chosen,
            *([point.policy] if point.policy != covers.NOTHING else []),
        }


def test_the_plan_for_a_budget(found: assessment.Outlook) -> None:
    """Before, at and beyond each budget; in a hole between two searches the proof is that of the next plan."""
    for place, point in enumerate(found.frontier):
        assert found.place(point.budget_yen) == place
        assert found.gap(place, point.budget_yen) == point.gap
        if point.up_to_yen is not None:
            assert found.place(point.up_to_yen) == place
            more = found.frontier[place + 1]
            if more.budget_yen - 1 > point.up_to_yen:
                far = found.gap(place, more.budget_yen - 1)
                assert far >= point.gap
                assert point.value_yen * (1 - far) <= more.value_yen
    assert found.place(None) == found.place(10**9) == len(found.plans) - 1


def test_the_slider_answers_from_the_row(
    client: Client, found: assessment.Outlook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def computed(*_: object, **__: object) -> None:
        raise AssertionError("a page computed something")

    monkeypatch.setattr(assessment, "outlook", computed)
    client.get("/plan/")
    for place in {0, len(found.plans) - 1}:
        point = found.frontier[place]
        before = perf_counter()
        with CaptureQueriesContext(connection) as asked:
            response = client.get("/plan/at/", {"point": place})
        took, body = perf_counter() - before, response.content.decode()
        assert took < 0.15 * 4, "four times the promise: tests run beside each other"
        assert len(asked) <= 20
        assert response["HX-Replace-Url"] == f"/plan/?point={place}"
        assert "<h1" not in body
        words = chosen.in_words(found.plans[place], point, point.gap, found.case.company, "ja")
        assert words.bad_year in body
        assert words.first_year_range in body
        assert bool(words.first_year_range) == (point.cost_first_year_yen > 0)
        assert body.count(f'aria-label="plan-{place}"') == 2
        ringed = re.findall(r'aria-label="plan-(\d+)"[^>]*?stroke-width="3"/>', body)
        assert ringed == [str(place)] * 2
        whole = client.get("/plan/", {"point": place}).content.decode()
        assert f'value="{place}" data-words' in whole, "the same without a script"


@pytest.mark.parametrize(
    ("typed", "budget"), [("0", 0), ("０", 0), ("", None), ("１，０００", 10_000_000), (" 3.5 ", 35_000)]
)
def test_budgets_as_people_type_them(client: Client, found: assessment.Outlook, typed: str, budget: int | None) -> None:
    body = client.get("/plan/", {"budget_man": typed}).content.decode()
    assert f'value="{found.place(budget)}" data-words' in body


@pytest.mark.parametrize("typed", ["-1", "abc", "1e99", "nan", "十万"])
def test_wrong_budgets_are_named_and_kept(client: Client, found: assessment.Outlook, typed: str) -> None:
    response = client.get("/plan/", {"budget_man": typed})
    assert response.status_code == 422
    assert "予算は、万円の単位の数で入れてください" in response.content.decode()
    assert f'value="{typed}"' in response.content.decode()


@pytest.mark.parametrize("place", ["-1", "x", "99"])
def test_a_wrong_place_is_no_defect(client: Client, found: assessment.Outlook, place: str) -> None:
    assert client.get("/plan/at/", {"point": place}).status_code == 200
    assert client.get("/plan/", {"point": place}).status_code in (200, 422)


def test_a_plan_that_is_gone_by_is_in_the_report_and_the_tasks(
    client: Client, found: assessment.Outlook, nearly: Company
) -> None:
    place = len(found.plans) - 1
    assert "この計画で進める" in client.get("/plan/").content.decode()
    body = client.post("/plan/adopt/", {"point": place}, follow=True).content.decode()
    assert "いまは、この計画で進めています" in body
    result = results.latest(nearly)
    assert result is not None
    assert not result.outdated
    assert result.value.plan.steps == found.plans[place].steps
    assert result.value.case.budget_yen == found.frontier[place].budget_yen
    assert result.value.comparison == found.comparison
    assert assessment.loads(assessment.dumps(result.value)) == result.value
    assert Event.objects.last().action == "plan.adopt"  # type: ignore[union-attr]
    for page in ("/", "/report/", "/report/full/", "/risk/", "/task/"):
        assert client.get(page).status_code == 200
    client.post("/task/take/")
    taken = {task.measure for task in Task.objects.filter(company=nearly)}
    assert taken == {step.measure for step in found.plans[place].steps if step.measure}
    for task in Task.objects.filter(company=nearly):
        assert client.get(f"/task/{task.pk}/").status_code == 200
    assert client.get("/task/").status_code == 200


@pytest.mark.parametrize("place", ["-1", "99", "x", ""])
def test_only_plans_that_hold_can_be_gone_by(client: Client, found: assessment.Outlook, place: str) -> None:
    assert client.post("/plan/adopt/", {"point": place}).status_code == 302
    assert Assessment.objects.count() == 1


def test_old_plans_cannot_be_gone_by(client: Client, found: assessment.Outlook, nearly: Company) -> None:
    diagnoses.record_answers(company=nearly, answers={"SD-05": Choice.DONE}, now=NOW)
    assert "先に探し直してください" in client.post("/plan/adopt/", {"point": "0"}, follow=True).content.decode()
    assert Assessment.objects.count() == 1


def test_old_plans_say_so_and_are_found_anew(
    client: Client, found: assessment.Outlook, nearly: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_case(case: Case, *_: object, **__: object) -> assessment.Outlook:
        return replace(found, case=case)

    monkeypatch.setattr(assessment, "outlook", of_case)
    assert "変わっています" not in client.get("/plan/").content.decode()
    diagnoses.record_answers(company=nearly, answers={"SD-05": Choice.DONE}, now=NOW)
    assert "この計画を作ったあとで変わっています" in client.get("/plan/").content.decode()
    client.post("/plan/search/")
    waking.drain()
    assert Assessment.objects.count() == 2, "the result is made anew with it"
    result = results.latest(nearly)
    assert result is not None
    stored = queries.latest(nearly, result)
    assert stored is not None
    assert not stored.outdated
    assert stored.value.case.answers["SD-05"] is Choice.DONE


def test_another_level_or_contract_makes_plans_old(found: assessment.Outlook, nearly: Company) -> None:
    def outdated() -> bool:
        result = results.latest(nearly)
        assert result is not None
        stored = queries.latest(nearly, result)
        assert stored is not None
        return stored.outdated

    later = [NOW + timedelta(hours=hours) for hours in (1, 2)]
    level = next(name for name in risk.levels() if name != "central")
    risks.assess(company=nearly, level=level, budget_yen=None, now=later[0])
    assert outdated()
    risks.assess(company=nearly, level="central", budget_yen=50_000, now=later[1])
    assert not outdated(), "a budget alone changes nothing"
    contracts.add_sample(company=nearly, name="a", now=timezone.localtime())
    assert outdated()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_whole_page(found: assessment.Outlook, lang: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        body = client_in(lang).get("/plan/").content.decode()
    assert len(asked) <= 20
    assert body.count("<h1") == 1
    table = chosen.comparison_table(found.comparison, "en" if lang == "en" else "ja")
    assert table.finding in body
    assert len(table.rows) == 6
    assert "約款により決めます" in body if lang == "ja" else "policy wording" in body
    if lang == "en":
        text = re.sub(r'<a class="company-name".*?</a>|lang="ja">日本語<|備え|>備<|株式会社試験', "", body)
        text = re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", " ", text)
        assert not KANA_OR_KANJI.search(text), KANA_OR_KANJI.search(text)


def test_the_usual_weight_can_be_chosen() -> None:
    assert usual_weight() in WEIGHTS


def test_nothing_is_searched_without_a_result(client: Client, row: Company) -> None:
    client.post("/plan/search/")
    waking.drain()
    assert not Outlook.objects.exists()
    assert client.get("/plan/at/")["Location"] == "/plan/"
