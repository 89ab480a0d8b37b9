"""Twenty minutes at the table end in tasks and a dated record."""

import uuid

import pytest
from django.test import Client

from sonae.incident import exercises, playbooks
from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.task.models import Exercise, Task


def test_four_cards_of_twenty_minutes() -> None:
    cards = exercises.load()
    assert len(cards) == 4
    assert {card.minutes for card in cards.values()} == {20}
    assert {card.playbook for card in cards.values()} <= set(playbooks.load())
    titles = [question.task for card in cards.values() for question in card.questions]
    assert len(titles) == len(set(titles)) == 20
    assert max(len(title.of(lang)) for title in titles for lang in ("ja", "en")) <= 120  # type: ignore[arg-type]


def form(**changed: str) -> dict[str, str]:
    return (
        dict.fromkeys(("first", "who", "night", "backup", "tell"), "yes") | {"people": "見本 太郎、見本 花子"} | changed
    )


def test_what_was_missing_becomes_tasks_once(client: Client, row: Company) -> None:
    response = client.post("/task/exercise/friday/", form(who="no", backup="no"), follow=True)
    body = response.content.decode()
    assert "5つのうち3つ" in body
    assert "責任者の代理を決め" in body
    assert "見本 花子" in body
    assert Task.objects.filter(company=row).count() == 2
    assert {task.due for task in Task.objects.all()} != {None}
    client.post("/task/exercise/friday/", form(who="no"))
    assert Task.objects.filter(company=row).count() == 2, "it is on the list already"
    assert Exercise.objects.count() == 2
    assert "責任者の代理" in client.get("/task/").content.decode()
    event = Event.objects.last()
    assert event is not None
    assert (event.action, event.detail) == ("task.exercise", {"card": "friday", "open": 1, "tasks": 0})


@pytest.mark.parametrize("wrong", [{"people": ""}, {"who": ""}, {"who": "perhaps"}, {"note": "x" * 501}])
def test_half_an_answer_keeps_nothing(client: Client, row: Company, wrong: dict[str, str]) -> None:
    assert client.post("/task/exercise/friday/", form(**wrong)).status_code == 422
    assert not Exercise.objects.exists()
    assert not Task.objects.exists()


def test_what_is_not_there_is_no_page(client: Client, row: Company) -> None:
    assert client.get("/task/exercise/unknown/").status_code == 404
    assert client.get(f"/task/exercise/held/{uuid.uuid4()}/").status_code == 404
