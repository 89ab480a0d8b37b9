"""Mails to recipients: that something is unread, never what. At most one a day each, in the half-day after it came, so that the mail's
own time says nothing; at once only where the reporter asked for that."""

import logging
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sonae.hotline.timers import HalfDay
from sonae_web.company.models import Company
from sonae_web.hotline import queries
from sonae_web.hotline.models import Recipient

log = logging.getLogger("sonae.hotline")


def due(company: Company, now: HalfDay) -> list[tuple[Recipient, int]]:
    """Who is to have a mail today, and about how many unread Tips."""
    found = []
    for row in queries.ready(company):
        if row.email and row.noticed_on != now.day:
            unread = sum(bool(boxed.unread) for boxed in queries.box(row, now))
            found += [(row, unread)] if unread else []
    return found


def send(company: Company, now: HalfDay, origin: str) -> int:
    """Send today's mails; how many went out. Raises OSError if one could not be sent: then the next run tries again."""
    waiting = due(company, now)
    for row, unread in waiting:
        with transaction.atomic():  # the mark and the mail together: a mail that fails leaves no mark
            Recipient.objects.filter(pk=row.pk).update(noticed_on=now.day)
            with translation.override("ja"):
                subject = ngettext("Sonae: %(n)s unread", "Sonae: %(n)s unread", unread) % {"n": unread}
                _mail(row, subject, origin)
    return len(waiting)


def _mail(row: Recipient, subject: str, origin: str) -> None:
    body = _("Something is waiting for you in Sonae. This mail says nothing about it on purpose.")
    EmailMessage(subject, f"{body}\n\n{origin}/hotline/box/\n", to=[row.email]).send()


def at_once(company: Company, recipient: str) -> None:
    """A mail now, because the reporter asked for it. A mail server that is down does not hold the reporter up: the daily run tries again."""
    row = Recipient.objects.filter(company=company, pk=UUID(recipient)).first()
    if row is None or not row.email:
        return
    origin = f"https://{settings.MODE.hosts[0]}" if settings.SERVER else "http://127.0.0.1:8765"
    try:
        with translation.override("ja"):
            _mail(row, _("Sonae: please look now"), origin)
    except OSError:
        log.warning("a notice could not be sent; the next run tries again")
