"""The result: made once, stored whole, shown from the row alone."""

import pytest
from django.test import Client

from sonae import assessment, risk
from sonae.measure import Choice
from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions as diagnoses
from sonae_web.risk import queries
from sonae_web.risk.models import Assessment
from web.conftest import NOW


def test_assess_stores_inputs_versions_and_results(client: Client, answered: Company) -> None:
    assert client.post("/risk/assess/")["Location"] == "/risk/"
    row = Assessment.objects.get()
    value = assessment.loads(row.result.encode())
    assert value.case.company.name == "株式会社試験"
    assert len(value.case.answers) == 25
    assert value.provenance.code_version == row.code_version
    assert value.provenance.content_version == row.content_version
    assert Event.objects.last().action == "risk.assess"  # type: ignore[union-attr]


def test_shown_from_the_row_alone(client: Client, assessed: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    def computed(*_: object, **__: object) -> None:
        raise AssertionError("a page computed something")

    monkeypatch.setattr(risk, "build", computed)
    monkeypatch.setattr(risk, "summarise", computed)
    monkeypatch.setattr(assessment, "assess", computed)
    for page in ("/risk/", "/plan/", "/report/", "/report/executive.pdf"):
        assert client.get(page).status_code == 200


def test_an_older_result_stays_and_says_so(client: Client, assessed: Assessment, answered: Company) -> None:
    stored = queries.latest(answered)
    assert stored is not None
    assert not stored.outdated
    diagnoses.record_answers(company=answered, answers={"SD-01": Choice.DONE}, now=NOW)
    assert queries.latest(answered).outdated  # type: ignore[union-attr]
    assert "変わっています" in client.get("/risk/").content.decode()
    client.post("/risk/assess/", {"after": "plan:list"})
    assert Assessment.objects.count() == 2
    assert "変わっています" not in client.get("/risk/").content.decode()


def test_level_changes_yen_and_is_remembered(client: Client, assessed: Assessment, answered: Company) -> None:
    before = queries.latest(answered).value.risk.aal_yen  # type: ignore[union-attr]
    client.post("/risk/assess/", {"level": "survey"})
    stored = queries.latest(answered)
    assert stored is not None
    assert stored.value.risk.aal_yen > 2 * before
    client.post("/risk/assess/", {"budget_man": "3", "after": "plan:list"})
    again = queries.latest(answered)
    assert again is not None
    assert again.value.case.level_name == "survey"
    assert again.value.plan.budget_yen == 30_000
    assert again.value.plan.cost_first_year_yen <= 30_000


@pytest.mark.parametrize("budget", ["-1", "たくさん", "1e400", "nan"])
def test_a_budget_that_is_none_is_refused(client: Client, assessed: Assessment, budget: str) -> None:
    response = client.post("/risk/assess/", {"budget_man": budget, "after": "plan:list"}, follow=True)
    assert response.redirect_chain[-1][0] == "/plan/"
    assert "万円の単位の数" in response.content.decode()
    assert Assessment.objects.count() == 1


def test_after_leads_only_to_pages_of_ours(client: Client, assessed: Assessment) -> None:
    assert client.post("/risk/assess/", {"after": "https://example.org/"})["Location"] == "/risk/"


def test_report_in_either_language(client: Client, assessed: Assessment) -> None:
    japanese, english = (client.get(f"/report/executive.pdf?lang={lang}") for lang in ("ja", "en"))
    assert japanese.content.startswith(b"%PDF")
    assert english["Content-Type"] == "application/pdf"
    assert japanese.content != english.content


def test_own_data_can_be_taken_along(client: Client, assessed: Assessment) -> None:
    from sonae import case

    response = client.get("/report/case.toml")
    again = case.parse(response.content.decode(), "case.toml")
    assert again.company == assessment.loads(assessed.result.encode()).case.company
    assert "attachment" in response["Content-Disposition"]
