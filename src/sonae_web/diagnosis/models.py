"""The answers of the company."""

import uuid

from django.db import models

from sonae_web.company.models import Company


class Diagnosis(models.Model):
    """Answers by item id, the 25 items and the supplements apart; kept after every single answer.

    ``answered`` counts the 25 items, for lists of many companies.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.OneToOneField(Company, on_delete=models.CASCADE)
    answers = models.JSONField(default=dict)
    supplement = models.JSONField(default=dict)
    answered = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "diagnoses"

    def __str__(self) -> str:
        return f"{self.company}: {len(self.answers)}"


class Inquiry(models.Model):
    """Questions put to a named person by a link. Only the digest of its token is kept; it closes with the reply or after its last day.

    ``answers`` are what the person said; they become answers of the company only when somebody there takes them over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    person = models.CharField(max_length=60)
    items = models.JSONField(default=list)
    token_sha256 = models.CharField(max_length=64, unique=True)
    lang = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    last_day = models.DateField()
    answers = models.JSONField(default=dict)
    remark = models.CharField(max_length=500, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "id")
        verbose_name_plural = "inquiries"

    def __str__(self) -> str:
        return f"{self.person}: {len(self.items)}"
