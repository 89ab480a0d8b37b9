"""Rules as they are edited, as they were adopted, and what was done on the way to SECURITY ACTION."""

import uuid

from django.db import models

from sonae_web.company.models import Company


class Particulars(models.Model):
    """What stands at the foot of every rule of a company."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE)
    representative = models.CharField(max_length=60, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    responsible = models.CharField(max_length=60, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "particulars"

    def __str__(self) -> str:
        return f"{self.company}: {self.representative}"


class Draft(models.Model):
    """A rule as it was last edited. ``based_on`` tells from which state of the answers it was drafted."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=20)
    lang = models.CharField(max_length=2)
    text = models.TextField()
    based_on = models.CharField(max_length=64)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "rule", "lang"), name="one_draft_a_rule"),)

    def __str__(self) -> str:
        return f"{self.company}: {self.rule}"


class Adopted(models.Model):
    """A version of a rule as it was adopted: never changed, never erased while the company is there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    rule = models.CharField(max_length=20)
    lang = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    adopted_on = models.DateField()
    adopted_by = models.CharField(max_length=60)
    contact = models.CharField(max_length=200, blank=True)
    content_version = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("rule", "number")
        verbose_name_plural = "adopted"
        constraints = (models.UniqueConstraint(fields=("company", "rule", "number"), name="one_number_a_version"),)

    def __str__(self) -> str:
        return f"{self.company}: {self.rule} {self.number}"


class Way(models.Model):
    """What a company says it has done on the way to its stars. Sonae checks none of it and nobody certifies it."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE)
    gbizid_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_where = models.CharField(max_length=200, blank=True)
    declared_stars = models.PositiveSmallIntegerField(default=0)
    declared_on = models.DateField(null=True, blank=True)
    declaration = models.CharField(max_length=11, blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.company}: {self.declared_stars}"
