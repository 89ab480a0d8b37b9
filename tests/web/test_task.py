"""Tasks from the plan, done and undone, in a calendar behind a secret link, in one mail a week; the home page shows what is next."""

from datetime import timedelta
from io import StringIO

import icalendar
import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.evidence import actions as proofs
from sonae_web.risk.models import Assessment
from sonae_web.task import actions
from sonae_web.task.models import Digest, Feed, Task
from web.conftest import NOW


@pytest.fixture
def taken(client: Client, assessed: Assessment) -> Company:
    """A company that has taken its plan."""
    assert client.post("/task/take/").status_code == 302
    return assessed.company


def test_tasks_come_from_the_plan_once(client: Client, taken: Company) -> None:
    count = Task.objects.count()
    assert count > 3
    client.post("/task/take/")
    assert Task.objects.count() == count
    assert "計画のうち、まだ" not in client.get("/task/").content.decode()
    assert all(row.due and row.due.weekday() < 5 for row in Task.objects.all())


def test_owner_day_and_note(client: Client, taken: Company) -> None:
    row = Task.objects.first()
    assert row is not None
    assert '<ol class="how">' in client.get(f"/task/{row.pk}/").content.decode()
    form = {"owner": "髙﨑🍣" + "あ" * 56, "due": "2027-01-04", "note": "<b>急ぐ</b>"}
    assert client.post(f"/task/{row.pk}/", form).status_code == 302
    body = client.get(f"/task/{row.pk}/").content.decode()
    assert "髙﨑🍣" in body
    assert "<b>急ぐ" not in body
    assert client.post(f"/task/{row.pk}/", form | {"owner": "あ" * 61}).status_code == 422
    assert client.post(f"/task/{row.pk}/", form | {"due": "2027-02-30"}).status_code == 422


def test_done_and_undone(client: Client, taken: Company) -> None:
    row = Task.objects.first()
    assert row is not None
    client.post(f"/task/{row.pk}/done/")
    client.post(f"/task/{row.pk}/done/")  # a second press changes nothing
    assert [event.action for event in Event.objects.filter(subject=f"task:{row.pk}")] == ["task.done"]
    body = client.get("/task/").content.decode()
    assert "/evidence/new/?covers=SD-" in body
    client.post(f"/task/{row.pk}/done/", {"undo": "1"})
    assert Task.objects.get(pk=row.pk).done_at is None


def test_a_task_of_ones_own(client: Client, row: Company) -> None:
    assert client.post("/task/new/", {"title": "", "due": ""}).status_code == 422
    assert client.post("/task/new/", {"title": "看板をかける", "due": "", "owner": ""}).status_code == 302
    assert "看板をかける" in client.get("/task/").content.decode()


def test_the_calendar_behind_a_secret_link(client: Client, taken: Company) -> None:
    first = client.post("/task/link/").context["link"]
    path = first.removeprefix("http://testserver")
    stranger = Client()
    response = stranger.get(path)
    assert response["Content-Type"].startswith("text/calendar")
    events = [entry for entry in icalendar.Calendar.from_ical(response.content).walk() if entry.name == "VEVENT"]
    assert len(events) == Task.objects.count()
    assert path.split("/")[-1].removesuffix(".ics") not in str(Feed.objects.values().get())  # only its digest is kept
    second = client.post("/task/link/").context["link"].removeprefix("http://testserver")
    assert stranger.get(path).status_code == 404
    assert stranger.get(second).status_code == 200
    client.post("/task/link/", {"stop": "1"})
    assert stranger.get(second).status_code == 404
    assert second not in client.get("/task/").content.decode()


def test_one_mail_a_week_however_often_it_is_called(client: Client, taken: Company) -> None:
    Task.objects.update(due=timezone.localdate())
    assert client.post("/task/mail/", {"address": "owner@example.jp"}).status_code == 302
    for _ in range(3):
        call_command("digest", "--origin", "https://sonae.example.jp/", stdout=StringIO())
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["owner@example.jp"]
    assert "https://sonae.example.jp/task/" in mail.outbox[0].body
    assert client.post("/task/mail/", {"address": ""}).status_code == 302
    assert not Digest.objects.exists()


@pytest.mark.parametrize("address", ["nobody", "a@b", "a@example.jp\nBcc: x@example.jp", "a@example.jp,b@example.jp"])
def test_wrong_addresses(client: Client, row: Company, address: str) -> None:
    assert client.post("/task/mail/", {"address": address}).status_code == 422
    assert not Digest.objects.exists()


def test_a_mail_server_that_does_not_answer(client: Client, taken: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is marked as sent; the next run sends it."""
    Task.objects.update(due=timezone.localdate())
    client.post("/task/mail/", {"address": "owner@example.jp"})

    def silent(*args: object) -> None:
        raise TimeoutError("timed out")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", silent)
        said = StringIO()
        with pytest.raises(SystemExit):
            call_command("digest", stdout=StringIO(), stderr=said)
        assert "timed out" in said.getvalue()
    assert Digest.objects.get().sent_week == ""
    call_command("digest", stdout=StringIO())
    assert len(mail.outbox) == 1


def test_tasks_of_another_company_are_not_there(client: Client, row: Company) -> None:
    foreign = Company.objects.create(**{**Company.objects.values().get(pk=row.pk), "id": None, "name": "別の会社"})
    task = actions.add(company=foreign, values={"title": "よその仕事"}, now=NOW)
    assert client.get(f"/task/{task.pk}/").status_code == 404
    assert client.post(f"/task/{task.pk}/done/").status_code == 404
    assert "よその仕事" not in client.get("/task/").content.decode()


def test_home_shows_what_is_next(client: Client, taken: Company) -> None:
    response = client.get("/")
    home = response.context["home"]
    assert [light.id for light in home.lights] == ["posture", "ready", "money"]
    assert len(home.tasks) == 3
    assert home.headline in response.content.decode()
    values = {
        "kind": "statement",
        "title": "古い証拠",
        "where": "佐藤",
        "covers": ["SD-11"],
        "effective_from": NOW.date() - timedelta(days=400),
        "max_age_days": 365,
    }
    proofs.hand_in(company=taken, values=values, received=None, replaces=None, now=NOW)
    assert "古い証拠" in client.get("/").content.decode()


def test_home_offers_the_plan_while_there_are_no_tasks(client: Client, assessed: Assessment) -> None:
    body = client.get("/").content.decode()
    assert "計画から加える" in body
    assert "/task/take/" in body


def test_home_is_the_diagnosis_before_there_is_a_result(client: Client, answered: Company) -> None:
    assert "結果を見る" in client.get("/").content.decode()
