"""Send what is due to be told, and with --nightly write every company's offline folder anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from sonae_web.incident import timer


class Command(BaseCommand):
    """``django-admin incident_timer`` every five minutes, ``django-admin incident_timer --nightly`` once a night."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--nightly", action="store_true", help="write the offline folders anew as well")

    def handle(self, *_: Any, nightly: bool, **__: Any) -> None:
        """What could not be sent waits for the next run; the exit code says so."""
        if nightly:
            self.stdout.write(f"folders {timer.nightly()}")
        sent, failed = timer.remind(timezone.localtime())
        self.stdout.write(f"sent {sent}, failed {failed}")
        if failed:
            raise SystemExit(1)
