"""The hotline's rows. None has a key to a person, an address, or a time finer than a half-day; what was written is sealed.

The names of days end in ``_on``; an ``afternoon`` beside them is all that is kept of the hour.
"""

import uuid

from django.db import models

from sonae_web.company.models import Company


class Kept(models.Model):
    """Rows that never leave in an archive: its reader, the owner, would see how many reports there are, from when, and for whom.

    Nor could they be read elsewhere, because receipt codes hang on the secret of this installation.
    """

    stays_here = True

    class Meta:
        abstract = True


class Line(Kept):
    """The open hotline of a company: the word in its link, and for how many days closed Tips are kept."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=16, unique=True)
    keep_days = models.PositiveSmallIntegerField()
    opened_on = models.DateField()
    open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"hotline of {self.company_id}"


class Recipient(Kept):
    """Somebody who may receive Tips, in the order in which the owner entered them.

    ``person`` names an account as text and only on a server; on one computer it is empty.
    ``sealed_secret`` is the secret half of the pair of keys under the pass phrase: nobody but the recipient can open it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    role = models.CharField(max_length=60)
    name = models.CharField(max_length=60, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    person = models.CharField(max_length=36, blank=True)
    link_sha256 = models.CharField(max_length=64, blank=True)
    public = models.BinaryField(null=True)
    sealed_secret = models.BinaryField(null=True)
    salt = models.BinaryField(null=True)
    registered_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    noticed_on = models.DateField(null=True)

    class Meta:
        ordering = ("number", "id")

    def __str__(self) -> str:
        return self.role


class Tip(Kept):
    """One Tip. ``lookup`` is the slow derivative of the receipt code; ``for_reporter`` its keys under that code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    lookup = models.CharField(max_length=64, unique=True)
    for_reporter = models.BinaryField()
    filed_on = models.DateField()
    afternoon = models.BooleanField()
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="received")
    outcome = models.CharField(max_length=12, blank=True)
    met = models.JSONField(default=dict)
    closed_on = models.DateField(null=True)
    erase_on = models.DateField(null=True)

    class Meta:
        ordering = ("filed_on", "afternoon", "id")

    def __str__(self) -> str:
        return self.state


class Wrap(Kept):
    """The keys of a Tip for one recipient, and from which place of the route they may be used. ``seen``: entries already shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="wraps")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=8)
    sealed = models.BinaryField()
    seen = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("tip", "recipient"), name="one_wrap"),)

    def __str__(self) -> str:
        return self.place


class Entry(Kept):
    """One thing said. ``kind``: told, message (reporter); answer, note, state, ask_name (recipients); name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    sealed = models.BinaryField()
    said_on = models.DateField()
    afternoon = models.BooleanField()
    urgent = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("tip", "number"), name="one_entry_a_number"),)

    def __str__(self) -> str:
        return self.kind


class Parcel(Kept):
    """A file that came with a Tip, cleaned and sealed. It keeps no name of its own; ``ending`` says what opens it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="parcels")
    number = models.PositiveSmallIntegerField()
    ending = models.CharField(max_length=5)
    sealed = models.BinaryField()

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.ending
