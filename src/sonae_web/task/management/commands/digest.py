"""Send the mails of the week: one a company, once a week, however often this is called."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sonae_web.task import actions


class Command(BaseCommand):
    """``django-admin digest --origin https://sonae.example.jp``, from a timer, once a day."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--origin", default="http://127.0.0.1:8765", help="address of this installation")

    def handle(self, *_: Any, origin: str, **__: Any) -> None:
        """One mail after the other; one that fails does not hold up the others and is tried again next time."""
        sent, failed = actions.send_all(origin=origin, now=timezone.localtime())
        for line in failed:
            self.stderr.write(line)
        self.stdout.write(f"sent {sent}, failed {len(failed)}")
        if failed:
            raise SystemExit(1)
