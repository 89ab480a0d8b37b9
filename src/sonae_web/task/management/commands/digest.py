"""Send the mails of the week: one a company, once a week, however often this is called."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sonae_web.task import actions
from sonae_web.task.models import Digest


class Command(BaseCommand):
    """``django-admin digest --origin https://sonae.example.jp``, from a timer, once a day."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--origin", default="http://127.0.0.1:8765", help="address of this installation")

    def handle(self, *_: Any, origin: str, **__: Any) -> None:
        """One mail after the other; one that fails does not hold up the others and is tried again next time."""
        now, sent, failed = timezone.localtime(), 0, 0
        for row in Digest.objects.select_related("company").order_by("pk"):
            try:
                sent += actions.send(row=row, origin=origin.rstrip("/"), now=now)
            except OSError as error:
                failed += 1
                self.stderr.write(f"company {row.company_id}: not sent ({error}); next run tries again")
        self.stdout.write(f"sent {sent}, failed {failed}")
        if failed:
            raise SystemExit(1)
