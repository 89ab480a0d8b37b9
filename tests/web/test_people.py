"""Questions put to people by link: one reply, no account, nothing taken over unasked; closed links say why."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from sonae.diagnosis.combine import combine, together
from sonae.measure import Choice
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions, inquiries, queries
from sonae_web.diagnosis.models import Inquiry
from web.conftest import NOW

D, P, N, U = Choice.DONE, Choice.PARTLY, Choice.NOT_DONE, Choice.UNKNOWN


@pytest.mark.parametrize(
    ("said", "one"),
    [
        ([D], D),
        ([U], U),
        ([D, D], D),
        ([D, P], P),
        ([D, N], P),
        ([D, U], P),
        ([N, U], N),
        ([N, N], N),
        ([U, U], U),
        ([P, N, U], P),
    ],
)
def test_several_answers_as_one(said: list[Choice], one: Choice) -> None:
    assert combine(said) is one
    assert combine(reversed(said)) is one


def test_together_in_order() -> None:
    replies = [("総務", {"SD-02": D, "SD-01": D}), ("工場", {"SD-02": N})]
    found = together(replies, ["SD-01", "SD-02", "SD-03"])
    assert [(entry.item, entry.choice, entry.agreed) for entry in found] == [("SD-01", D, True), ("SD-02", P, False)]


def ask(client: Client, person: str = "佐藤", *items: str) -> str:
    """The path of the link that the page shows, once."""
    response = client.post("/diagnosis/people/ask/", {"person": person, "items": list(items) or ["SD-23"]})
    return str(response.context["link"]).removeprefix("http://testserver")


def test_what_nobody_knows_is_ticked(client: Client, answered: Company) -> None:
    actions.record_answers(company=answered, answers={"SD-23": U}, now=NOW)
    body = client.get("/diagnosis/people/ask/").content.decode()
    assert re.findall(r'value="(S[DP]-\d\d)"[^>]*checked', body) == ["SD-23"]
    assert "/diagnosis/people/ask/?item=SD-23" in client.get("/diagnosis/organisation/").content.decode()


def test_a_reply_is_taken_over_only_when_somebody_says_so(client: Client, answered: Company) -> None:
    link = ask(client, "髙﨑 🍣")
    stranger = Client()
    body = stranger.get(link).content.decode()
    assert "髙﨑 🍣" in body
    assert 'class="menu"' not in body
    assert stranger.post(link, {"SD-23": "done", "remark": "契約書あり"}).status_code == 200
    assert queries.answers(queries.find(answered))[0]["SD-23"] is P
    page = client.get("/diagnosis/people/").content.decode()
    assert "契約書あり" in page
    assert client.post("/diagnosis/people/take/").status_code == 302
    assert queries.answers(queries.find(answered))[0]["SD-23"] is D
    assert client.get("/diagnosis/people/").context["combined"] == []


def test_departments_are_combined(client: Client, answered: Company) -> None:
    for person, choice in (("総務", "done"), ("工場", "not_done")):
        Client().post(ask(client, person, "SD-01", "SD-02"), {"SD-01": choice, "SD-02": "done"})
    found = {entry.item: entry for entry, _ in client.get("/diagnosis/people/").context["combined"]}
    assert found["SD-01"].choice is P
    assert not found["SD-01"].agreed
    assert found["SD-02"].choice is D


def test_a_used_link_says_so_and_changes_nothing(client: Client, row: Company) -> None:
    link = ask(client)
    stranger = Client()
    stranger.post(link, {"SD-23": "done"})
    for response in (stranger.get(link), stranger.post(link, {"SD-23": "not_done"})):
        assert response.status_code == 410
        assert "すでに使われています" in response.content.decode()
    assert Inquiry.objects.get().answers == {"SD-23": "done"}


def test_an_expired_link_says_so(client: Client, row: Company) -> None:
    link = ask(client)
    Inquiry.objects.update(last_day=NOW.date() - timedelta(days=400))
    response = Client().post(link, {"SD-23": "done"})
    assert response.status_code == 410
    assert "期限が過ぎています" in response.content.decode()
    assert Inquiry.objects.get().replied_at is None
    assert "期限までに答えなし" in client.get("/diagnosis/people/").content.decode()


def test_two_send_at_the_same_time(client: Client, row: Company) -> None:
    ask(client)
    inquiry = Inquiry.objects.get()
    inquiries.reply(inquiry=inquiry, answers={"SD-23": D}, remark="", now=NOW)
    with pytest.raises(inquiries.ClosedError):
        inquiries.reply(inquiry=inquiry, answers={"SD-23": N}, remark="", now=NOW)


def test_stopped_unknown_and_foreign_links_look_alike(client: Client, row: Company) -> None:
    link = ask(client)
    client.post(f"/diagnosis/people/{Inquiry.objects.get().pk}/stop/")
    answers = [Client().get(path) for path in (link, f"/diagnosis/reply/{'x' * 43}/")]
    assert [response.status_code for response in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_only_the_digest_of_the_token_is_kept(client: Client, row: Company) -> None:
    token = ask(client).split("/")[-2]
    assert token not in str(Inquiry.objects.values().get())
    assert token not in client.get("/diagnosis/people/").content.decode()


def test_an_unfinished_reply_keeps_what_was_chosen(client: Client, row: Company) -> None:
    link = ask(client, "佐藤", "SD-01", "SD-02")
    response = Client().post(link, {"SD-01": "done"})
    assert response.status_code == 422
    assert re.search(r'name="SD-01" value="done" checked', response.content.decode())
    assert Inquiry.objects.get().replied_at is None


def test_a_reply_cannot_answer_what_was_not_asked(client: Client, row: Company) -> None:
    Client().post(ask(client), {"SD-23": "done", "SD-01": "done"})
    assert set(Inquiry.objects.get().answers) == {"SD-23"}
    assert Client().post(ask(client), {"SD-23": "perhaps"}).status_code == 400


@pytest.mark.parametrize("wrong", [{"person": ""}, {"person": "あ" * 61}, {"items": []}, {"items": ["SD-99"]}])
def test_wrong_inquiries(client: Client, row: Company, wrong: dict[str, object]) -> None:
    form = {"person": "佐藤", "items": ["SD-23"], **wrong}
    assert client.post("/diagnosis/people/ask/", form).status_code == 422
    assert not Inquiry.objects.exists()


def test_inquiries_of_another_company_are_not_there(client: Client, row: Company) -> None:
    foreign = Company.objects.create(**{**Company.objects.values().get(pk=row.pk), "id": None, "name": "別の会社"})
    inquiries.ask(company=foreign, person="よその人", items=["SD-01"], lang="ja", now=NOW)
    assert "よその人" not in client.get("/diagnosis/people/").content.decode()
    assert client.post(f"/diagnosis/people/{Inquiry.objects.get().pk}/stop/").status_code == 404
