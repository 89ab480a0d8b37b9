"""Tasks, the secret link of their calendar, and the mail of the week."""

import uuid

from django.db import models
from django.db.models import Q

from sonae_web.company.models import Company


class Task(models.Model):
    """One thing to do. ``measure`` names the measure it comes from; its title is then that of the measure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    measure = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=120, blank=True)
    owner = models.CharField(max_length=60, blank=True)
    due = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("made_at", "measure", "id")
        constraints = (
            models.UniqueConstraint(fields=("company", "measure"), condition=~Q(measure=""), name="one_task_a_measure"),
        )

    def __str__(self) -> str:
        return self.title or self.measure


class Exercise(models.Model):
    """An exercise at the table as it was held: the card, who took part, and which questions found a good answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    card = models.CharField(max_length=20)
    held_at = models.DateTimeField()
    people = models.CharField(max_length=200)
    note = models.CharField(max_length=500, blank=True)
    answers = models.JSONField()

    class Meta:
        ordering = ("-held_at",)

    def __str__(self) -> str:
        return self.card


class Feed(models.Model):
    """The secret link of a company's calendar: only the digest of its token is kept; a new link stops the old one."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE)
    token_sha256 = models.CharField(max_length=64, unique=True)
    lang = models.CharField(max_length=2)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.company}"


class Digest(models.Model):
    """Who receives the mail of the week, and the last week that was sent ("2026-W48")."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE)
    address = models.EmailField(max_length=254)
    lang = models.CharField(max_length=2)
    sent_week = models.CharField(max_length=8, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.company}: {self.address}"
