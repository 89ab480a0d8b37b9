"""Assessments: made once, never changed."""

import uuid

from django.db import models

from sonae_web.company.models import Company


class Assessment(models.Model):
    """One assessment with everything that went into it; ``result`` is ``sonae.assessment.dumps`` of it.

    ``score`` stands in it, too; it is kept beside it for lists of many companies.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    made_at = models.DateTimeField()
    seed = models.BigIntegerField()
    level = models.FloatField()
    code_version = models.CharField(max_length=20)
    content_version = models.CharField(max_length=20)
    score = models.SmallIntegerField(null=True)
    result = models.TextField()

    class Meta:
        ordering = ("made_at",)
        indexes = (models.Index(fields=("company", "made_at"), name="assessments_in_time"),)

    def __str__(self) -> str:
        return f"{self.company} {self.made_at:%Y-%m-%d %H:%M}"
