"""Answers: kept one by one, resumed, refused when they cannot be ours."""

import pytest
from django.test import Client

from sonae import diagnosis
from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.diagnosis.models import Diagnosis

ANSWER = "/diagnosis/answer/"
HTMX = {"HX-Request": "true"}


def test_one_answer_is_kept_and_only_the_progress_comes_back(client: Client, row: Company) -> None:
    response = client.post(ANSWER, {"part": "basic", "SD-01": "done"}, headers=HTMX)
    body = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in body
    assert 'value="1"' in body
    assert Diagnosis.objects.get().answers == {"SD-01": "done"}


def test_later_answers_stand_beside_earlier_ones(client: Client, row: Company) -> None:
    client.post(ANSWER, {"SD-01": "done"}, headers=HTMX)
    client.post(ANSWER, {"SD-02": "partly", "SP-01": "unknown"}, headers=HTMX)
    client.post(ANSWER, {"SD-01": "not_done"}, headers=HTMX)
    saved = Diagnosis.objects.get()
    assert saved.answers == {"SD-01": "not_done", "SD-02": "partly"}
    assert saved.supplement == {"SP-01": "unknown"}


def test_the_same_answer_again_writes_nothing(client: Client, row: Company) -> None:
    client.post(ANSWER, {"SD-01": "done"}, headers=HTMX)
    before = Event.objects.count()
    client.post(ANSWER, {"SD-01": "done"}, headers=HTMX)
    assert Event.objects.count() == before


@pytest.mark.parametrize("posted", [{"SD-26": "done"}, {"SD-01": "perhaps"}, {"SP-99": "done"}])
def test_an_answer_that_no_page_offers_is_refused(client: Client, row: Company, posted: dict[str, str]) -> None:
    response = client.post(ANSWER, {"SD-02": "done", **posted})
    assert response.status_code == 400
    assert "残っています" in response.content.decode()
    assert not Diagnosis.objects.exists()


def test_without_script_part_after_part_to_the_result(client: Client, row: Company) -> None:
    questionnaire = diagnosis.load()
    where = client.get("/diagnosis/")["Location"]
    for part in questionnaire.parts:
        assert where == f"/diagnosis/{part.id}/"
        given = dict.fromkeys(part.items, "partly")
        last = part is questionnaire.parts[-1]
        where = client.post("/risk/assess/" if last else ANSWER, {"part": part.id, **given})["Location"]
    assert where == "/risk/"
    assert "万円" in client.get(where).content.decode()


def test_go_on_where_answers_end(client: Client, row: Company) -> None:
    client.post(ANSWER, dict.fromkeys(diagnosis.load().parts[0].items, "done"), headers=HTMX)
    assert client.get("/diagnosis/")["Location"] == "/diagnosis/staff/"
    page = client.get("/diagnosis/basic/").content.decode()
    assert page.count("checked") == len(diagnosis.load().parts[0].items)
    assert "5" in client.get("/").content.decode()


def test_result_needs_every_answer(client: Client, row: Company) -> None:
    client.post(ANSWER, {"SD-01": "done"}, headers=HTMX)
    response = client.post("/risk/assess/", follow=True)
    assert response.redirect_chain[-1][0] == "/diagnosis/basic/"
    assert "答えていない質問" in response.content.decode()
