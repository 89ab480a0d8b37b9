"""The company on this computer."""

from django.db import models


class Company(models.Model):
    """The fields of ``sonae.company.Company``; ``top3_customer_share`` is empty where it was not given."""

    name = models.CharField(max_length=200, blank=True)
    industry = models.CharField(max_length=40)
    employees = models.PositiveIntegerField()
    revenue_yen = models.BigIntegerField()
    gross_margin = models.FloatField()
    devices = models.PositiveIntegerField()
    personal_records = models.PositiveBigIntegerField()
    website = models.CharField(max_length=10)
    network = models.BooleanField()
    telework = models.BooleanField()
    top3_customer_share = models.FloatField(null=True, blank=True)
    prefecture = models.CharField(max_length=10, blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
