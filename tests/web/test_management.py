"""The owner's view: directions with state, proof and next step; the appetite beside the curve; nothing that claims conformity."""

import re

import pytest
from django.test import Client

from sonae.measure import Choice
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions as diagnoses
from sonae_web.evidence import actions as proofs
from sonae_web.management.models import Appetite
from sonae_web.risk.models import Assessment
from web.conftest import NOW


def test_directions_follow_answers_and_evidence(client: Client, answered: Company) -> None:
    assert client.get("/management/").content.decode().count('class="line"') == 10
    diagnoses.record_answers(company=answered, answers={"SD-25": Choice.DONE}, now=NOW)
    lines = {entry.requirement.id: entry for entry, _ in client.get("/management/").context["lines"]}
    assert lines["MG-01"].state == "done"
    values = {
        "kind": "statement",
        "title": "基本方針を決めた",
        "where": "代表",
        "covers": ["SD-25"],
        "effective_from": NOW.date(),
    }
    proofs.hand_in(company=answered, values=values, received=None, replaces=None, now=NOW)
    response = client.get("/management/")
    lines = {entry.requirement.id: entry for entry, _ in response.context["lines"]}
    assert lines["MG-01"].state == "proved"
    assert "基本方針を決めた" in response.content.decode()


def test_an_open_line_leads_to_the_question(client: Client, answered: Company) -> None:
    body = client.get("/management/").content.decode()
    links = re.findall(r'href="(/diagnosis/\w+/)#(S[DP]-\d\d)"', body)
    assert links
    for path, item in set(links):
        assert f'id="{item}"' in client.get(path).content.decode()


def test_the_81_criteria(client: Client, answered: Company) -> None:
    body = client.get("/management/scs_criteria/").content.decode()
    assert body.count('class="line"') == 81
    assert "まだ取得できません" in body
    for word in ("適合しています", "認定を受け", "準拠しています"):
        assert word not in body


def test_the_appetite_beside_the_curve(client: Client, assessed: Assessment) -> None:
    over = {"yen_man": "1", "years": "100", "set_by": "代表 髙﨑"}
    assert client.post("/management/appetite/", over).status_code == 302
    assert "決めた線を超えています" in client.get("/management/").content.decode()
    within = {"yen_man": "１００，０００", "years": "10", "set_by": ""}
    assert client.post("/management/appetite/", within).status_code == 302
    assert "決めた線の内側です" in client.get("/management/").content.decode()
    assert [row.yen for row in Appetite.objects.all()] == [10_000, 1_000_000_000]


def test_an_appetite_without_a_result(client: Client, answered: Company) -> None:
    client.post("/management/appetite/", {"yen_man": "100", "years": "10"})
    assert "比べる結果がまだありません" in client.get("/management/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"yen_man": ""}, {"yen_man": "たくさん"}, {"yen_man": "-1"}, {"yen_man": "9" * 12}, {"years": "7"}]
)
def test_wrong_appetites_are_kept_on_the_page(client: Client, assessed: Assessment, wrong: dict[str, str]) -> None:
    response = client.post("/management/appetite/", {"yen_man": "100", "years": "10", **wrong})
    assert response.status_code == 422
    assert response.context["form"].errors
    assert not Appetite.objects.exists()
