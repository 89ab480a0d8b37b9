"""The answers of the company."""

from django.db import models

from sonae_web.company.models import Company


class Diagnosis(models.Model):
    """Answers by item id, the 25 items and the supplements apart; kept after every single answer."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE)
    answers = models.JSONField(default=dict)
    supplement = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "diagnoses"

    def __str__(self) -> str:
        return f"{self.company}: {len(self.answers)}"
