"""Insurance contracts of a company, each version kept, and what is being typed in."""

import uuid

from django.db import models

from sonae_web.company.models import Company


class Policy(models.Model):
    """A contract. ``code`` is the id that its text and claims name it by; its terms are those of the latest version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    code = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("added_at",)
        verbose_name_plural = "policies"
        constraints = (models.UniqueConstraint(fields=("company", "code"), name="one_policy_a_code"),)

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """One version of a contract, never changed: its text of schema ``sonae.policy/1`` and the way it came in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    way = models.CharField(max_length=10)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("policy", "number")
        constraints = (models.UniqueConstraint(fields=("policy", "number"), name="one_version_a_number"),)

    def __str__(self) -> str:
        return f"{self.policy_id} {self.number}"


class Draft(models.Model):
    """A contract that is being typed in, kept step by step; ``policy`` is the one that it will become a new version of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, null=True, blank=True)
    typed = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ("updated_at",)

    def __str__(self) -> str:
        return f"{self.id}"


class Ready(models.Model):
    """What a company says about the items of readiness, by item id; evidence stands apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.OneToOneField(Company, on_delete=models.CASCADE)
    answers = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "ready"

    def __str__(self) -> str:
        return f"{len(self.answers)}"


class Sheet(models.Model):
    """A disclosure sheet (告知の控え) as it was frozen, never changed: its bytes, their SHA-256, the digest printed on it, by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="sheets")
    version = models.PositiveIntegerField()
    lang = models.CharField(max_length=2)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.sha256
