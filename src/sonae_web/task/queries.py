"""Tasks read from their rows."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from sonae import catalogue, task
from sonae.diagnosis import Question
from sonae.measure import Measure, services
from sonae.task import State
from sonae.values import Lang
from sonae_web.company.models import Company
from sonae_web.evidence import queries as evidence
from sonae_web.risk import queries as risks
from sonae_web.task.models import Digest, Exercise, Feed, Task


@dataclass(frozen=True, slots=True)
class Entry:
    """A task with its value, and the measure and the question behind it if it comes from the plan."""

    row: Task
    value: task.Task
    state: State
    measure: Measure | None
    question: Question | None


def value(row: Task, lang: Lang, origin: str = "") -> task.Task:
    """The row as the library's value; ``origin`` is the address of the installation."""
    measure = _measure(row)
    return task.Task(
        id=str(row.pk),
        title=measure.title.of(lang) if measure else row.title,
        owner=row.owner,
        due=row.due,
        done_on=timezone.localdate(row.done_at) if row.done_at else None,
        url=origin + reverse("task:edit", args=(row.pk,)),
        changed=row.changed_at,
    )


def _measure(row: Task) -> Measure | None:
    """The measure or service behind a task that comes from the plan."""
    return catalogue.load().measures.get(row.measure) or services().get(row.measure)


def values(company: Company, lang: Lang, origin: str = "") -> tuple[task.Task, ...]:
    """All tasks of a company as values."""
    return tuple(value(row, lang, origin) for row in Task.objects.filter(company=company))


def entries(company: Company, today: date, lang: Lang) -> tuple[Entry, ...]:
    """What is not done in the order of days, then what is done, the newest first."""
    found = [_entry(row, today, lang) for row in Task.objects.filter(company=company)]
    left = [entry for entry in found if entry.state is not State.DONE]
    done = [entry for entry in found if entry.state is State.DONE]
    left.sort(key=lambda entry: entry.row.due or date.max)
    done.sort(key=lambda entry: str(entry.row.done_at), reverse=True)
    return (*left, *done)


def _entry(row: Task, today: date, lang: Lang) -> Entry:
    content = catalogue.load()
    measure = _measure(row)
    question = content.questionnaire.questions.get(measure.item) if measure else None
    known = value(row, lang)
    return Entry(row, known, known.state(today), measure, question)


def entry(company: Company, task_id: uuid.UUID, today: date, lang: Lang) -> Entry | None:
    """One task of this company."""
    row = Task.objects.filter(company=company, pk=task_id).first()
    return _entry(row, today, lang) if row else None


def not_taken(company: Company, entries: Iterable[Entry]) -> tuple[str, ...]:
    """Measures of the latest plan, within its budget, that are no task yet."""
    stored = risks.latest(company)
    taken = {found.row.measure for found in entries}
    steps = stored.value.plan.steps if stored else ()
    return tuple(step.measure for step in steps if step.measure and step.measure not in taken)


def feed(company: Company) -> Feed | None:
    """The calendar link of a company."""
    return Feed.objects.filter(company=company).first()


def feed_of(token: str) -> Feed | None:
    """The link with this token; its digest is compared, the token itself is nowhere."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    return Feed.objects.select_related("company").filter(token_sha256=digest).first()


def digest(company: Company) -> Digest | None:
    """Who receives the mail of the week."""
    return Digest.objects.filter(company=company).first()


def mail(company: Company, lang: Lang, today: date, origin: str) -> task.Mail | None:
    """The mail of this week, None where there is nothing to say."""
    due = [(entry.row.title, entry.last_day) for entry in evidence.due(company, today) if entry.last_day]
    return task.digest(company.name, values(company, lang, origin), due, origin + reverse("task:list"), today, lang)


def exercises(company: Company) -> list[Exercise]:
    """The exercises that were held, the latest first."""
    return list(Exercise.objects.filter(company=company)[:100])


def exercise(company: Company, id: uuid.UUID) -> Exercise | None:  # noqa: A002
    """The record of one exercise."""
    return Exercise.objects.filter(company=company, pk=id).first()
