"""At the start every word's kinds of work are made known."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Work outside the request."""

    name = "sonae_web.jobs"

    def ready(self) -> None:
        """Import ``work.py`` of every word that has one; it must be light."""
        autodiscover_modules("work")
