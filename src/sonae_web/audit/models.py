"""What was done, when, by whom and to what: lines that are only ever added, chained by ``sonae.chain``."""

from django.db import models


class Event(models.Model):
    """One line. ``seal`` is its hash over everything in it and the seal before it, so that no line can be changed unnoticed.

    ``detail`` is the payload: it stands in the chain as ``payload`` only, hashed with ``salt``, and both can be erased. Each company has
    a chain of its own; lines before there was a company, and those of the server itself, form one more.
    """

    at = models.DateTimeField()
    company = models.UUIDField(null=True, blank=True)
    seq = models.PositiveBigIntegerField(default=0)
    by = models.UUIDField(null=True, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    detail = models.JSONField(default=dict, null=True)
    salt = models.BinaryField(max_length=16, null=True)
    payload = models.CharField(max_length=64, default="")
    before = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("company", "id")),)
        constraints = (models.UniqueConstraint(fields=("company", "seq"), name="one_line_a_number"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"
