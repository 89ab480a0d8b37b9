"""Plans over budgets: made by a job, shown from the row; the latest one of a company is kept."""

import uuid

from django.db import models

from sonae_web.company.models import Company


class Outlook(models.Model):
    """The best plans of a company over budgets, and its ways to prepare; ``result`` is ``sonae.assessment.dumps`` of an ``Outlook``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    made_at = models.DateTimeField()
    weight = models.FloatField()
    code_version = models.CharField(max_length=20)
    content_version = models.CharField(max_length=20)
    result = models.TextField()

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"{self.company} {self.made_at:%Y-%m-%d %H:%M}"
