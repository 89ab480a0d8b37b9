"""Taking tasks from the plan, changing, doing and undoing them; the calendar link and the mail of the week."""

import hashlib
import secrets
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction

from sonae import task
from sonae.incident.exercises import Card
from sonae.values import Lang
from sonae_web import reader
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.task import queries
from sonae_web.task.models import Digest, Exercise, Feed, Task


@transaction.atomic
def take(*, company: Company, measures: Sequence[str], now: datetime) -> int:
    """Make tasks of measures, two weeks apart; those that are tasks already are left as they are. Gives the number of new ones."""
    there = set(Task.objects.filter(company=company).values_list("measure", flat=True))
    new = [measure for measure in measures if measure not in there]
    rows = [
        Task(company=company, measure=measure, due=day, made_at=now, changed_at=now)
        for measure, day in zip(new, task.days(len(new), now.date()), strict=True)
    ]
    Task.objects.bulk_create(rows, ignore_conflicts=True)
    if new:
        audit.record(at=now, action="task.take", subject=f"company:{company.pk}", detail={"measures": new})
    return len(new)


@transaction.atomic
def add(*, company: Company, values: Mapping[str, Any], now: datetime) -> Task:
    """A task of the company's own."""
    row = Task.objects.create(company=company, made_at=now, changed_at=now, **values)
    audit.record(at=now, action="task.add", subject=f"task:{row.pk}")
    return row


@transaction.atomic
def hold(
    *, company: Company, card: Card, people: str, note: str, answers: Mapping[str, bool], lang: Lang, now: datetime
) -> Exercise:
    """Keep the record of an exercise and make a task of each open question; a task that is there already is not made twice."""
    there = set(Task.objects.filter(company=company, done_at=None).values_list("title", flat=True))
    titles = [question.task.of(lang) for question in card.open(answers)]
    new = [title for title in titles if title not in there]
    Task.objects.bulk_create(
        Task(company=company, title=title, due=day, made_at=now, changed_at=now)
        for title, day in zip(new, task.days(len(new), now.date()), strict=True)
    )
    row = Exercise.objects.create(
        company=company, card=card.id, held_at=now, people=people, note=note, answers=dict(answers)
    )
    detail = {"card": card.id, "open": len(titles), "tasks": len(new)}
    audit.record(at=now, action="task.exercise", subject=f"exercise:{row.pk}", detail=detail, company=company.pk)
    return row


@transaction.atomic
def change(*, company: Company, task_id: uuid.UUID, values: Mapping[str, Any], now: datetime) -> None:
    """Keep who does it, until when, and the note."""
    Task.objects.filter(company=company, pk=task_id).update(**values, changed_at=now)
    audit.record(at=now, action="task.change", subject=f"task:{task_id}", detail={"fields": sorted(values)})


@transaction.atomic
def finish(*, company: Company, task_id: uuid.UUID, done: bool, now: datetime) -> bool:
    """Mark as done, or as not done after all; whether anything changed."""
    rows = Task.objects.filter(company=company, pk=task_id, done_at__isnull=done)
    changed = rows.update(done_at=now if done else None, changed_at=now)
    if changed:
        audit.record(at=now, action="task.done" if done else "task.undone", subject=f"task:{task_id}")
    return bool(changed)


@transaction.atomic
def new_link(*, company: Company, lang: Lang, now: datetime) -> str:
    """A new calendar link; an older one stops working. The token is given once and kept nowhere."""
    token = secrets.token_urlsafe(32)
    digest = hashlib.sha256(token.encode()).hexdigest()
    Feed.objects.update_or_create(company=company, defaults={"token_sha256": digest, "lang": lang, "made_at": now})
    audit.record(at=now, action="task.link", subject=f"company:{company.pk}")
    return token


@transaction.atomic
def stop_link(*, company: Company, now: datetime) -> None:
    """Stop the calendar link."""
    if Feed.objects.filter(company=company).delete()[0]:
        audit.record(at=now, action="task.link_stop", subject=f"company:{company.pk}")


@transaction.atomic
def subscribe(*, company: Company, address: str, lang: Lang, now: datetime) -> None:
    """Send the mail of the week to an address; an empty one stops it."""
    if address:
        Digest.objects.update_or_create(company=company, defaults={"address": address, "lang": lang, "changed_at": now})
    else:
        Digest.objects.filter(company=company).delete()
    audit.record(at=now, action="task.mail", subject=f"company:{company.pk}", detail={"on": bool(address)})


def send_all(*, origin: str, now: datetime) -> tuple[int, list[str]]:
    """Send every mail of this week that has not gone out: how many, and what went wrong with the others, which are tried again."""
    sent, failed = 0, []
    with reader.everywhere():
        for row in Digest.objects.select_related("company").order_by("pk"):
            try:
                sent += send(row=row, origin=origin.rstrip("/"), now=now)
            except OSError as error:
                failed.append(f"company {row.company_id}: not sent ({error}); next run tries again")
    return sent, failed


def send(*, row: Digest, origin: str, now: datetime) -> bool:
    """Send the mail of this week once; whether one went out. Raises OSError if it could not be sent: then the next run tries again."""
    week = f"{now.isocalendar().year}-W{now.isocalendar().week:02}"
    lang: Lang = "en" if row.lang == "en" else "ja"
    with transaction.atomic():
        taken = Digest.objects.select_for_update().exclude(sent_week=week).filter(pk=row.pk).first()
        if taken is None:
            return False
        mail = queries.mail(row.company, lang, now.date(), origin)
        if mail:
            EmailMessage(mail.subject, mail.body, to=[row.address]).send()
        taken.sent_week = week
        taken.save(update_fields=("sent_week",))
        detail, company = {"sent": bool(mail)}, row.company_id
        audit.record(at=now, action="task.mail_sent", subject=f"company:{company}", detail=detail, company=company)
    return mail is not None
