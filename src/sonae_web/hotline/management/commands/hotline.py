"""Tell recipients what is unread and erase what is due: from a timer, at the same two times every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sonae.hotline.timers import half_day
from sonae_web import reader
from sonae_web.hotline import actions, notices
from sonae_web.hotline.models import Line
from sonae_web.reader import Reader, Role


class Command(BaseCommand):
    """``django-admin hotline --origin https://sonae.example.jp``, for example at 8:30 and 13:30."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--origin", default="http://127.0.0.1:8765", help="address of this installation")

    def handle(self, *_: Any, origin: str, **__: Any) -> None:
        """One company after the other; a mail that fails does not hold up the others and is tried again next time."""
        now, sent, erased, failed = half_day(timezone.now()), 0, 0, 0
        with reader.everywhere():
            lines = list(Line.objects.select_related("company").order_by("pk"))
        for line in lines:
            with reader.acting(Reader(None, Role.EMPLOYEE, frozenset({line.company_id}))):
                erased += actions.erase(company=line.company, today=now.day)
                try:
                    sent += notices.send(line.company, now, origin.rstrip("/"))
                except OSError:
                    failed += 1
        self.stdout.write(f"sent {sent}, failed {failed}, erased {erased}")
        if failed:
            raise SystemExit(1)
