"""Incidents of a company: one row a case, and everything that is known of it as facts that are added, never changed."""

import uuid

from django.db import models


class Case(models.Model):
    """One incident. ``facts`` holds what is true now (personal data, tracks, partners, findings) in the keys of ``sonae.incident/1``.

    ``version`` grows with every change, so that two people who close the same case do not overwrite each other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("company.Company", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    playbook = models.CharField(max_length=20)
    known_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=20, default="consult")
    severity = models.PositiveSmallIntegerField(null=True)
    facts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-opened_at",)
        indexes = (models.Index(fields=("company", "opened_at")),)

    def __str__(self) -> str:
        return f"{self.playbook} {self.state}"


class Fact(models.Model):
    """One thing that was seen, done, decided, spent or sent. Facts are only added: a wrong one is followed by a better one.

    ``kind`` is the heading in ``sonae.incident/1`` (event, step, duty, ledger, outage, hour, custody, notice); ``body`` its keys, moments as text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("company.Company", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    body = models.JSONField()
    at = models.DateTimeField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("at", "made_at")
        indexes = (models.Index(fields=("case", "kind")),)

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Exhibit(models.Model):
    """A piece of evidence as it was received. The bytes lie in a file named by their SHA-256; they are never opened or shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("company.Company", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sniffed = models.CharField(max_length=20)
    collected_by = models.CharField(max_length=100, blank=True)
    how = models.CharField(max_length=200, blank=True)
    personal_data = models.BooleanField(default=False)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("received_at",)

    def __str__(self) -> str:
        return self.sha256[:12]


class Guest(models.Model):
    """Somebody from outside (lawyer, forensic firm, agent) who may read one case until the end of a day. Only a fingerprint of the key stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("company.Company", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    part = models.CharField(max_length=10)
    phone = models.CharField(max_length=40, blank=True)
    until = models.DateField()
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return self.part


class Pack(models.Model):
    """A claim pack as it was handed out: the ZIP lies in the vault under its SHA-256, ``source`` holds all that it was made of.

    So it can be made again, byte for byte, should the file be lost.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("company.Company", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    lang = models.CharField(max_length=2)
    evidence = models.BooleanField(default=False)
    source = models.JSONField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    manifest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.sha256[:12]


class Alarm(models.Model):
    """Whom a company wants to be reminded by mail: a first person, a second one, and an adviser who keeps the heads of the log."""

    company = models.OneToOneField("company.Company", on_delete=models.CASCADE, related_name="+")
    first = models.EmailField(max_length=254)
    second = models.EmailField(max_length=254, blank=True)
    adviser = models.EmailField(max_length=254, blank=True)
    lang = models.CharField(max_length=2)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.company_id}"


class Letter(models.Model):
    """One letter to one address about one thing (``key``). ``taken_at`` is when a process began to send it.

    ``mark`` binds its words to this installation: a row that was brought in from elsewhere is never sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("company.Company", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=300)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    mark = models.CharField(max_length=64, default="")
    made_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("made_at",)
        constraints = (models.UniqueConstraint(fields=("company", "key", "to"), name="one_letter"),)

    def __str__(self) -> str:
        return self.key


class Contact(models.Model):
    """A telephone number for the worst day: on the emergency card, in the offline folder, on the red-button page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("company.Company", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=40)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("kind", "name")
        constraints = (models.UniqueConstraint(fields=("company", "kind", "name"), name="one_contact"),)

    def __str__(self) -> str:
        return self.kind
