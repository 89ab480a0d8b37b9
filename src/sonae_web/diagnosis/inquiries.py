"""Questions put to people by link: asking, replying, taking over what they said."""

import hashlib
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from sonae import diagnosis
from sonae.diagnosis import Question
from sonae.diagnosis.combine import Combined, together
from sonae.measure import Choice
from sonae.values import Lang
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions
from sonae_web.diagnosis.models import Inquiry

OPEN_DAYS = 14


class ClosedError(Exception):
    """This link can no longer be used: it was used already, or its last day has passed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An inquiry with its state on a day: waiting, expired, replied or taken."""

    row: Inquiry
    state: str
    questions: tuple[Question, ...]


def state(row: Inquiry, today: date) -> str:
    """Where an inquiry stands on a day."""
    if row.taken_at:
        return "taken"
    if row.replied_at:
        return "replied"
    return "waiting" if today <= row.last_day else "expired"


def questions(items: Sequence[str]) -> tuple[Question, ...]:
    """The questions of these items; unknown ids are left out."""
    questionnaire = diagnosis.load()
    known = {**questionnaire.questions, **questionnaire.supplements}
    return tuple(known[item] for item in items if item in known)


def asked(company: Company, today: date) -> tuple[Asked, ...]:
    """All inquiries of a company, the newest first."""
    rows = Inquiry.objects.filter(company=company)
    return tuple(Asked(row, state(row, today), questions(row.items)) for row in rows)


def combined(company: Company) -> tuple[Combined, ...]:
    """What the people said whose replies were not taken over yet, item by item."""
    rows = Inquiry.objects.filter(company=company, taken_at=None).exclude(replied_at=None).order_by("replied_at")
    replies = [(row.person, {item: Choice(choice) for item, choice in row.answers.items()}) for row in rows]
    order = [*diagnosis.load().questions, *diagnosis.load().supplements]
    return together(replies, order)


def found(token: str) -> Inquiry | None:
    """The inquiry of a token. The digest is compared; the token itself is nowhere."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    return Inquiry.objects.select_related("company").filter(token_sha256=digest).first()


@transaction.atomic
def ask(*, company: Company, person: str, items: Sequence[str], lang: Lang, now: datetime) -> str:
    """Put questions to a person. Gives the token of the link: it is shown once and kept nowhere."""
    token = secrets.token_urlsafe(32)
    row = Inquiry.objects.create(
        company=company,
        person=person,
        items=list(items),
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
        lang=lang,
        made_at=now,
        last_day=now.date() + timedelta(days=OPEN_DAYS),
    )
    audit.record(at=now, action="diagnosis.ask", subject=f"inquiry:{row.pk}", detail={"items": row.items})
    return token


@transaction.atomic
def reply(*, inquiry: Inquiry, answers: Mapping[str, Choice], remark: str, now: datetime) -> None:
    """Keep what the person said and close the link. Raises ClosedError if it is closed already."""
    row = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if state(row, now.date()) != "waiting":
        raise ClosedError
    row.answers = {item: choice.value for item, choice in answers.items() if item in row.items}
    row.remark, row.replied_at = remark, now
    row.save(update_fields=("answers", "remark", "replied_at"))
    audit.record(
        at=now,
        action="diagnosis.reply",
        subject=f"inquiry:{row.pk}",
        detail={"items": sorted(row.answers)},
        company=row.company_id,  # whoever has the link sits in no company
    )


@transaction.atomic
def take_over(*, company: Company, now: datetime) -> int:
    """Make the combined replies answers of the company; the number of items."""
    answers = {entry.item: entry.choice for entry in combined(company)}
    if answers:
        actions.record_answers(company=company, answers=answers, now=now)
        rows = Inquiry.objects.filter(company=company, taken_at=None).exclude(replied_at=None)
        rows.update(taken_at=now)
        audit.record(
            at=now, action="diagnosis.take_over", subject=f"company:{company.pk}", detail={"items": sorted(answers)}
        )
    return len(answers)


@transaction.atomic
def withdraw(*, company: Company, inquiry_id: uuid.UUID, now: datetime) -> bool:
    """Stop a link that nobody has used; whether there was one."""
    gone = Inquiry.objects.filter(company=company, pk=inquiry_id, replied_at=None).delete()[0]
    if gone:
        audit.record(at=now, action="diagnosis.ask_stop", subject=f"inquiry:{inquiry_id}")
    return bool(gone)
