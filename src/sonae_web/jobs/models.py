"""Work that goes on outside the request."""

import uuid

from django.db import models


class Job(models.Model):
    """One piece of work for a company.

    ``subject`` says what it is about, so that the same work is not started twice. ``attempt`` grows with every start: a run that was
    given up can no longer write. ``message`` is a message id, ``done`` of ``total`` its numbers; ``seen_at`` the last sign of life.
    ``fault`` holds what was wrong with the input, by language; it is empty
    where the fault is ours.
    """

    class State(models.TextChoices):
        """Where it stands. Given up is not stored: it is what "running" without a sign of life means."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("company.Company", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, blank=True)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveIntegerField(default=1)
    message = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    fault = models.JSONField(default=dict)
    cancel_asked = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)
        indexes = (models.Index(fields=("company", "kind", "subject")),)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
