"""What was done, when and to what: lines that are only ever added, each sealed with the one before it."""

from django.db import models


class Event(models.Model):
    """One line. ``seal`` is the SHA-256 over the line and the seal before it, so that no line can be changed unnoticed."""

    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"
