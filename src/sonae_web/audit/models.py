"""What was done, when, by whom and to what: lines that are only ever added, each sealed with the one before it."""

from django.db import models


class Event(models.Model):
    """One line. ``seal`` is the SHA-256 over the line and the seal before it, so that no line can be changed unnoticed.

    Each company has a chain of its own; lines before there was a company, and those of the server itself, form one more.
    """

    at = models.DateTimeField()
    company = models.UUIDField(null=True, blank=True)
    by = models.UUIDField(null=True, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("company", "id")),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"
