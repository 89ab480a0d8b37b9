"""Exercises at the table: twenty minutes with a card, five questions, and a task for each that found no good answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from sonae.content import reader
from sonae.values import Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question: ``good`` is what a good answer holds, ``task`` what is to be done where there was none."""

    id: str
    minutes: int
    text: Text
    good: Text
    task: Text


@dataclass(frozen=True, slots=True)
class Card:
    """A story with its questions, about one playbook."""

    id: str
    playbook: str
    title: Text
    story: Text
    questions: tuple[Question, ...]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(question.minutes for question in self.questions)

    def open(self, answers: Mapping[str, bool]) -> tuple[Question, ...]:
        """The questions that found no good answer; one that was not answered counts as such.

        >>> card = load()["friday"]
        >>> [question.id for question in card.open({"first": True, "who": False, "night": True, "backup": True})]
        ['who', 'tell']
        """
        return tuple(question for question in self.questions if not answers.get(question.id, False))


@cache
def load() -> Mapping[str, Card]:
    """All cards by id.

    >>> {card.minutes for card in load().values()}
    {20}
    """
    return MappingProxyType({entry["id"]: _card(entry) for entry in reader.toml("incident", "exercises")["card"]})


def _card(entry: dict[str, object]) -> Card:
    found = entry["question"]
    assert isinstance(found, list)
    questions = tuple(
        Question(each["id"], each["minutes"], *(reader.text(each, key) for key in ("text", "good", "task")))
        for each in found
    )
    return Card(
        str(entry["id"]), str(entry["playbook"]), reader.text(entry, "title"), reader.text(entry, "story"), questions
    )
