"""The word's start: after every migration the rows of companies are locked anew."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CompanyConfig(AppConfig):
    """Companies, and who may see them."""

    name = "sonae_web.company"

    def ready(self) -> None:
        """Hang the locks behind the migrations."""
        from sonae_web.company import locks

        post_migrate.connect(locks.lock_after_migrate, sender=self)
