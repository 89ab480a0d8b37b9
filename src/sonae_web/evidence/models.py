"""Evidence as it was handed in: never changed, only followed by a newer piece or taken back with a reason."""

import uuid

from django.db import models

from sonae_web.company.models import Company


class Piece(models.Model):
    """One piece of evidence; the fields of ``sonae.evidence.Evidence`` and what belongs to its file.

    ``received_at`` is when it arrived, apart from the time for which it speaks. ``replaces`` is the piece that it renews.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    where = models.CharField(max_length=500, blank=True)
    covers = models.JSONField(default=list)
    effective_from = models.DateField()
    effective_until = models.DateField(null=True, blank=True)
    max_age_days = models.PositiveIntegerField(null=True, blank=True)
    received_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    media = models.CharField(max_length=100, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-received_at", "id")
        indexes = (models.Index(fields=("company", "sha256"), name="evidence_by_digest"),)

    def __str__(self) -> str:
        return self.title
