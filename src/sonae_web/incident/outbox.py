"""Letters that must go out once: reminders of duties, signed heads of the log. They wait here until the mail server takes them.

A letter is written down with the key of what it is about, so that nothing is told twice. Before it is sent it is taken by one process;
a process that dies meanwhile leaves it to the next one after a while, under the same Message-ID, by which mail servers know it again.
"""

import json
import logging
import urllib.request
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from sonae.incident import reminders
from sonae.incident.guards import ENDS
from sonae.incident.reminders import Reminder
from sonae.values import Lang
from sonae_web.audit import actions as audit
from sonae_web.audit import heads
from sonae_web.company.models import Company
from sonae_web.incident import queries
from sonae_web.incident.models import Alarm, Case, Letter

GIVEN_UP = timedelta(minutes=10)  # a process that took a letter and was heard of no more
TIMEOUT = 10  # seconds
KEPT = timedelta(days=90)
WEBHOOK = "webhook"  # the address of letters that go to the operator's own system
log = logging.getLogger("sonae.incident")


def name(*, company: Company, first: str, second: str, adviser: str, lang: Lang, now: datetime) -> None:
    """Say whom to remind; an empty first address stops it."""
    with transaction.atomic():
        if first:
            values = {"first": first, "second": second, "adviser": adviser, "lang": lang, "changed_at": now}
            Alarm.objects.update_or_create(company=company, defaults=values)
        else:
            Alarm.objects.filter(company=company).delete()
        detail = {"on": bool(first), "second": bool(second), "adviser": bool(adviser)}
        audit.record(
            at=now, action="incident.alarm", subject=f"company:{company.pk}", detail=detail, company=company.pk
        )


def fill(now: datetime) -> int:
    """Write down what should be told by now, of every company that wants to be told; how many letters are new."""
    made = 0
    for alarm in Alarm.objects.select_related("company").order_by("pk"):
        for case in Case.objects.filter(company=alarm.company).exclude(state__in=ENDS):
            made += _remind(alarm, case, now)
        made += _heads(alarm, now)
    Letter.objects.filter(sent_at__lt=now - KEPT).delete()
    return made


def _remind(alarm: Alarm, case: Case, now: datetime) -> int:
    desk = queries.desk(case, queries.policies(alarm.company), now)
    link = f"{settings.ORIGIN}/incident/{case.pk}/"
    return sum(_about(alarm, case, reminder, link, now) for reminder in reminders.pending(desk.response))


def _about(alarm: Alarm, case: Case, reminder: Reminder, link: str, now: datetime) -> int:
    subject, body = reminders.mail(reminder, link, "en" if alarm.lang == "en" else "ja")
    to = [alarm.first, *([alarm.second] if reminder.both and alarm.second else [])]
    made = sum(_write(alarm.company, address, f"{case.pk}:{reminder.key}", subject, body, now) for address in to)
    if settings.WEBHOOK_URL:
        told = {"case": str(case.pk), "duty": reminder.duty.rule.id, "stage": reminder.stage, "link": link}
        made += _write(alarm.company, WEBHOOK, f"{case.pk}:{reminder.key}", subject, json.dumps(told), now)
    return made


def _heads(alarm: Alarm, now: datetime) -> int:
    """The latest signed head of the company's log, to be kept where the log is not."""
    own = [head for head in heads.kept() if head.chain == str(alarm.company_id)]
    if not own:
        return 0
    head = max(own, key=lambda entry: entry.seq)
    ja = alarm.lang != "en"
    subject = (
        "Sonae: 記録の控え（このメールを残してください）" if ja else "Sonae: head of the log (please keep this mail)"
    )
    text = json.dumps(asdict(head))
    to = dict.fromkeys(address for address in (alarm.first, alarm.adviser) if address)
    return sum(_write(alarm.company, address, f"head:{head.seq}", subject, text, now) for address in to)


def _write(company: Company, to: str, key: str, subject: str, body: str, now: datetime) -> int:
    letter = Letter(company=company, key=key, to=to, subject=subject, body=body, made_at=now)
    words = {"subject": subject, "body": body, "made_at": now, "mark": _mark(letter)}
    _, new = Letter.objects.get_or_create(company=company, key=key, to=to, defaults=words)
    return int(new)


def _mark(letter: Letter) -> str:
    """What only this installation can write under these words."""
    words = json.dumps([str(letter.company_id), letter.key, letter.to, letter.subject, letter.body])
    return salted_hmac("sonae.letter", words, algorithm="sha256").hexdigest()


def send(now: datetime, deliver: Callable[[Letter], None] | None = None) -> tuple[int, int]:
    """Send what waits; (sent, failed). One that fails does not hold up the others and waits for the next run."""
    sent, failed = 0, 0
    for letter in Letter.objects.filter(sent_at=None).order_by("made_at", "pk"):
        if not constant_time_compare(letter.mark, _mark(letter)):
            letter.delete()  # brought in from elsewhere: written anew where it is still due
            continue
        if not _take(letter, now):
            continue
        try:
            (deliver or _deliver)(letter)
        except (OSError, SMTPException) as error:
            failed += 1
            log.warning("letter %s could not be sent: %s", letter.pk, type(error).__name__)
            Letter.objects.filter(pk=letter.pk).update(taken_at=None)
        else:
            sent += 1
            _sent(letter, now)
    return sent, failed


def _take(letter: Letter, now: datetime) -> bool:
    """Whether this process may send it: one of several, and not one that was just sent."""
    free = Q(taken_at=None) | Q(taken_at__lt=now - GIVEN_UP)
    return bool(Letter.objects.filter(free, pk=letter.pk, sent_at=None).update(taken_at=now))


@transaction.atomic
def _sent(letter: Letter, now: datetime) -> None:
    Letter.objects.filter(pk=letter.pk).update(sent_at=now)
    kind = "head" if letter.key.startswith("head:") else "reminder"
    detail = {"kind": kind, "webhook": letter.to == WEBHOOK}
    audit.record(
        at=now, action="incident.letter", subject=f"letter:{letter.pk}", detail=detail, company=letter.company_id
    )


def _deliver(letter: Letter) -> None:
    if letter.to == WEBHOOK:
        _post(letter.body)
        return
    headers = {"Message-ID": f"<{letter.pk}@sonae>"}
    EmailMessage(letter.subject, letter.body, to=[letter.to], headers=headers).send()


class _Stay(urllib.request.HTTPRedirectHandler):
    """What is told goes to the address that the operator named, and nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _post(body: str) -> None:
    """Tell the operator's own system. Its address is a setting of the operator, never typed by a user."""
    request = urllib.request.Request(settings.WEBHOOK_URL, body.encode(), {"Content-Type": "application/json"})
    with urllib.request.build_opener(_Stay).open(request, timeout=TIMEOUT) as answer:
        answer.read(1)
