"""The list of suppliers and customers, and the answer worked out from it; the latest one of a company is kept."""

import uuid

from django.db import models

from sonae_web.company.models import Company


class Partner(models.Model):
    """A supplier or customer. ``weight``: how much the customer of the two depends on the other; ``score`` of the 25 questions, empty
    where unknown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=8)
    industry = models.CharField(max_length=30)
    employees = models.PositiveIntegerField()
    weight = models.CharField(max_length=6)
    score = models.SmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-role", "made_at", "name")
        constraints = (models.UniqueConstraint(fields=("company", "role", "name"), name="one_partner_a_name"),)

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """What was worked out; ``basis`` is the SHA-256 of all that entered, ``result`` is ``sonae.supplier.partner.dumps``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    basis = models.CharField(max_length=64)
    code_version = models.CharField(max_length=20)
    content_version = models.CharField(max_length=20)
    result = models.TextField()

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"{self.company} {self.made_at:%Y-%m-%d %H:%M}"
