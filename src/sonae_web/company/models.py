"""Companies, and who may see them."""

import uuid

from django.conf import settings
from django.db import models

from sonae_web.reader import Role


class Company(models.Model):
    """The fields of ``sonae.company.Company``; ``top3_customer_share`` is empty where it was not given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
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


class Membership(models.Model):
    """A person of the company. Ended memberships stay: the log names them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    role = models.CharField(max_length=10, choices=[(role.value, role.value) for role in Role if role != Role.ADVISER])
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("since",)
        constraints = (
            models.UniqueConstraint(
                fields=("company", "person"), condition=models.Q(ended_at=None), name="one_membership"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.person_id}"


class Invitation(models.Model):
    """A link by which somebody comes in, once, until it expires. Only a fingerprint of its key is kept.

    ``company`` is empty where the invited person is to enter a company of their own: ``name`` and ``known`` then say what the one who
    invites knows of it, and ``scope``, ``purpose`` and ``days`` what grant they ask for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, blank=True)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=[(role.value, role.value) for role in Role])
    name = models.CharField(max_length=200, blank=True)
    known = models.JSONField(default=dict)
    scope = models.JSONField(default=list)
    purpose = models.CharField(max_length=200, blank=True)
    days = models.PositiveIntegerField(default=0)
    key_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_made"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_used"
    )

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"{self.role} until {self.expires_at:%Y-%m-%d}"


class Grant(models.Model):
    """What a company allows somebody from outside: which subjects, what for, until when. It can be taken back at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    scope = models.JSONField(default=list)
    purpose = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at",)
        indexes = (models.Index(fields=("person", "company")),)

    def __str__(self) -> str:
        return f"{self.person_id} until {self.ends_at:%Y-%m-%d}"
