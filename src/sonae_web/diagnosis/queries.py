"""Answers and progress, read from the row."""

from dataclasses import dataclass
from datetime import date

from sonae import diagnosis
from sonae.diagnosis import Question
from sonae.diagnosis.certainty import Certainty, certainty
from sonae.measure import Choice
from sonae.values import Text
from sonae_web.company.models import Company
from sonae_web.diagnosis.models import Diagnosis
from sonae_web.evidence import queries as evidence

SUPPLEMENT = "supplement"


@dataclass(frozen=True, slots=True)
class PartProgress:
    """One part of the questions and how many of them are answered."""

    id: str
    title: Text
    answered: int
    total: int

    @property
    def complete(self) -> bool:
        return self.answered == self.total


def find(company: Company) -> Diagnosis | None:
    """The row of answers, if there are any yet."""
    return Diagnosis.objects.filter(company=company).first()


def answers(row: Diagnosis | None) -> tuple[dict[str, Choice], dict[str, Choice]]:
    """Answers to the 25 items and to the supplements."""
    if row is None:
        return {}, {}
    return {k: Choice(v) for k, v in row.answers.items()}, {k: Choice(v) for k, v in row.supplement.items()}


def parts() -> tuple[str, ...]:
    """Ids of the three parts in order."""
    return tuple(part.id for part in diagnosis.load().parts)


def questions(part: str) -> tuple[Question, ...]:
    """The questions of a part or of the supplement, in order."""
    questionnaire = diagnosis.load()
    if part == SUPPLEMENT:
        return tuple(questionnaire.supplements.values())
    return tuple(question for question in questionnaire.questions.values() if question.part == part)


def progress(row: Diagnosis | None) -> tuple[PartProgress, ...]:
    """How far each of the three parts is."""
    known, _ = answers(row)
    return tuple(
        PartProgress(part.id, part.title, sum(item in known for item in part.items), len(part.items))
        for part in diagnosis.load().parts
    )


def complete(row: Diagnosis | None) -> bool:
    """Whether all 25 items are answered."""
    return all(part.complete for part in progress(row))


def first_open(row: Diagnosis | None) -> str:
    """The part to go on with; the first one if everything is answered."""
    states = progress(row)
    return next((part.id for part in states if not part.complete), states[0].id)


def how_surely(company: Company, row: Diagnosis | None, today: date) -> Certainty:
    """Which of the answers are proved by evidence today."""
    main, supplement = answers(row)
    return certainty(main | supplement, evidence.values(company), today)
