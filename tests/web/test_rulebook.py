"""Rules on their pages: edited, adopted, printed; nothing lost when two people edit; the way to a star noted."""

import io
from datetime import timedelta

import docx
import pytest
from django.test import Client
from django.utils import timezone

from sonae.measure import Choice
from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions as diagnoses
from sonae_web.rulebook.models import Adopted, Draft, Particulars, Way
from web.conftest import NOW

TEXT = "目的です。\n1つ目です。\n2つ目です。"


def page(client: Client, rule: str = "passwords") -> tuple[str, str]:
    """The page of a rule and what its form remembers to have seen."""
    response = client.get(f"/rulebook/{rule}/")
    return response.content.decode(), str(response.context["form"]["seen"].value() or "")


def save(client: Client, text: str, seen: str, rule: str = "passwords", **more: str) -> tuple[int, str]:
    response = client.post(f"/rulebook/{rule}/", {"text": text, "seen": seen, "save": "1", **more})
    return response.status_code, response.content.decode()


def adopt(client: Client, rule: str, text: str = TEXT, by: str = "代表 髙﨑", day: str = "2026-11-24") -> int:
    _, seen = page(client, rule)
    form = {"text": text, "seen": seen, "adopt": "1", "adopted_by": by, "adopted_on": day}
    return client.post(f"/rulebook/{rule}/", form).status_code


def test_a_draft_follows_the_answers(client: Client, answered: Company) -> None:
    assert "までに全体に広げます" in page(client)[0]
    diagnoses.record_answers(company=answered, answers={"SD-03": Choice.DONE, "SP-01": Choice.DONE}, now=NOW)
    response = client.get("/rulebook/passwords/")
    assert response.context["rule"].clauses[0].state == "lived"


def test_names_stand_in_the_drafts(client: Client, row: Company) -> None:
    form = {"representative": "代表 髙﨑", "contact": "03-0000-0000", "responsible": "佐藤🍣"}
    assert client.post("/rulebook/particulars/", form).status_code == 302
    assert "佐藤🍣" in page(client, "charter")[0]
    assert Particulars.objects.get().representative == "代表 髙﨑"
    assert client.post("/rulebook/particulars/", form | {"responsible": "あ" * 61}).status_code == 422
    assert Particulars.objects.get().responsible == "佐藤🍣"


def test_edit_and_draft_anew(client: Client, row: Company) -> None:
    assert save(client, TEXT + "\n\n  4つ目です。 ", "")[0] == 302
    assert Draft.objects.get().text == TEXT + "\n4つ目です。"
    assert "4つ目です。" in page(client)[0]
    assert client.post("/rulebook/passwords/", {"anew": "1"}).status_code == 302
    assert not Draft.objects.exists()


def test_an_empty_or_endless_text_is_refused_and_kept_on_the_page(client: Client, row: Company) -> None:
    assert save(client, "  \n ", "")[0] == 422
    status, body = save(client, "長" * 6_001, "")
    assert status == 422
    assert "長" * 100 in body
    assert not Draft.objects.exists()


def test_two_people_edit_the_same_rule(client: Client, row: Company) -> None:
    """The second sees what the first saved, keeps the own text, and the next save holds."""
    save(client, TEXT, "")
    _, seen = page(client)
    assert save(client, "先の人の文章です。", seen)[0] == 302
    status, body = save(client, "後の人の文章です。", seen)
    assert status == 409
    assert "先の人の文章です。" in body
    assert "後の人の文章です。" in body
    assert Draft.objects.get().text == "先の人の文章です。"
    _, seen = page(client)
    assert save(client, "両方の文章です。", seen)[0] == 302
    assert Draft.objects.get().text == "両方の文章です。"


def test_adopting_makes_versions_that_stay(client: Client, row: Company) -> None:
    client.post("/rulebook/particulars/", {"representative": "", "contact": "総務", "responsible": ""})
    assert adopt(client, "passwords") == 302
    assert adopt(client, "passwords", TEXT + "\n3つ目です。") == 302
    first, second = Adopted.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert (first.text, first.adopted_by, first.contact) == (TEXT, "代表 髙﨑", "総務")
    assert first.sha256 != second.sha256
    body = client.get(f"/rulebook/version/{first.pk}/").content.decode()
    assert "2つ目です。" in body
    assert "3つ目です。" not in body
    save(client, "変えた文章です。", page(client)[1])
    assert "決めた後に文章が変わっています" in page(client)[0]
    lines = [event.action for event in Event.objects.all()]
    assert lines.count("rulebook.adopt") == 2


@pytest.mark.parametrize(
    ("by", "day"), [("", "2026-11-24"), ("佐藤", "2999-01-01"), ("佐藤", "きのう"), ("あ" * 61, "2026-11-24")]
)
def test_adoption_needs_name_and_day(client: Client, row: Company, by: str, day: str) -> None:
    assert adopt(client, "passwords", by=by, day=day) == 422
    assert not Adopted.objects.exists()


def test_the_fields_of_adoption_do_not_hinder_saving(client: Client, row: Company) -> None:
    assert save(client, TEXT, "", adopted_on="", adopted_by="")[0] == 302


def test_files(client: Client, row: Company) -> None:
    adopt(client, "charter")
    version = Adopted.objects.get()
    pdf = client.get(f"/rulebook/version/{version.pk}/rule.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    word = client.get("/rulebook/rules.docx")
    assert "attachment" in word["Content-Disposition"]
    text = "\n".join(entry.text for entry in docx.Document(io.BytesIO(word.content)).paragraphs)
    assert "2つ目です。" in text  # the adopted one as adopted
    assert "パスワードと利用者の決まり" in text  # the others as drafts
    assert client.get(f"/rulebook/version/{version.pk}/rule.exe").status_code == 404


def test_the_text_is_never_markup(client: Client, row: Company) -> None:
    adopt(client, "passwords", "<script>alert(1)</script>\n{{ company }} {% now %}")
    for path in ("/rulebook/passwords/", f"/rulebook/version/{Adopted.objects.get().pk}/"):
        body = client.get(path).content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;" in body


def test_changed_answers_show_the_new_draft(client: Client, answered: Company) -> None:
    save(client, TEXT, "")
    assert "答えが変わっています" not in page(client)[0]
    diagnoses.record_answers(company=answered, answers={"SD-03": Choice.DONE}, now=NOW)
    assert "答えが変わっています" in page(client)[0]


def test_the_way_to_two_stars(client: Client, answered: Company) -> None:
    assert [step.done for step in client.get("/rulebook/stars/").context["paths"][1][1]] == [True, False] + 3 * [False]
    adopt(client, "charter")
    today = timezone.localdate()
    form = {
        "gbizid_on": str(today - timedelta(days=9)),
        "published_on": str(today),
        "published_where": "https://example.jp/policy",
        "declared_stars": "2",
        "declared_on": str(today),
        "declaration": "50012345678",
    }
    assert client.post("/rulebook/stars/", form).status_code == 302
    paths = dict(client.get("/rulebook/stars/").context["paths"])
    assert all(step.done for step in paths[2])
    assert Way.objects.get().declaration == "50012345678"


@pytest.mark.parametrize(
    "wrong",
    [
        {"declared_stars": "1"},
        {"declared_stars": "3"},
        {"declared_stars": "0", "gbizid_on": "2999-01-01"},
        {"declared_stars": "0", "declaration": "12"},
        {"declared_stars": "0", "published_where": "あ" * 201},
    ],
)
def test_wrong_notes_change_nothing(client: Client, row: Company, wrong: dict[str, str]) -> None:
    response = client.post("/rulebook/stars/", wrong)
    assert response.status_code == 422
    assert not Way.objects.exists()


def test_an_id_of_the_old_system_is_kept_with_a_warning(client: Client, row: Company) -> None:
    form = {"declared_stars": "1", "declared_on": "2024-05-01", "declaration": "40012345678"}
    response = client.post("/rulebook/stars/", form, follow=True)
    assert "前のしくみ" in response.content.decode()
