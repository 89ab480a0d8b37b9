"""What may be typed about an incident: shapes only, the library checks the rest."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sonae.incident import notices, playbooks, record
from sonae.incident.triage import UNKNOWN
from sonae.insurance import words
from sonae.insurance.policy import SECTIONS, items
from sonae_web.company.forms import lang
from sonae_web.incident.models import Exhibit

MOST_YEN = 10**12
LONGEST_GUEST = 366  # days
CONTACTS = (
    ("owner", _("Owner")),
    ("deputy", _("Deputy")),
    ("maintainer", _("Maintenance firm")),
    ("insurer", _("Accident desk of the insurer")),
    ("bank", _("Bank")),
    ("lawyer", _("Lawyer")),
    ("police", _("Police")),
    ("other", _("Other")),
)


def yes_no_unknown() -> list[tuple[str, Any]]:
    """Three answers; "don't know" is always one."""
    return [("yes", _("Yes")), ("no", _("No")), (UNKNOWN, _("Don't know"))]


def moment_field(label: Any, *, required: bool = True) -> forms.DateTimeField:
    """A moment in Japanese time, typed or picked."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, widget=widget)


def chosen(label: Any, choices: list[tuple[str, Any]], initial: str = UNKNOWN) -> forms.ChoiceField:
    """One of a few answers."""
    return forms.ChoiceField(label=label, choices=choices, initial=initial, widget=forms.RadioSelect)


def kinds_seen() -> list[tuple[str, str]]:
    """What a person may see of an incident, by playbook, and that one does not know."""
    books = [(book.id, book.title.of(lang())) for book in playbooks.load().values()]
    return [*books, (UNKNOWN, _("Don't know"))]


class OpeningForm(forms.Form):
    """Five questions. Only the first must be looked at; everything may be "don't know"."""

    seen = forms.ChoiceField(label=_("What do you see?"), widget=forms.RadioSelect, initial=UNKNOWN)
    known_at = moment_field(_("Since when has anybody in the company known?"))
    device = forms.CharField(label=_("Which device or account? (may be left empty)"), required=False, max_length=200)
    spreading = chosen(_("Is it spreading to others?"), yes_no_unknown())
    money = chosen(_("Was money sent?"), yes_no_unknown())
    data = chosen(_("Could personal data be involved?"), yes_no_unknown())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = self.fields["seen"]
        assert isinstance(seen, forms.ChoiceField)
        seen.choices = kinds_seen()


class EventForm(forms.Form):
    """One line of the time line."""

    kind = forms.ChoiceField(
        label=_("What kind"),
        choices=[
            ("observation", _("Seen")),
            ("action", _("Done")),
            ("decision", _("Decided")),
            ("message", _("Said or written")),
        ],
    )
    text = forms.CharField(label=_("What happened"), max_length=500)
    at = moment_field(_("When (empty: now)"), required=False)


class CostForm(forms.Form):
    """One line of the ledger; ``confirmed`` is ticked after the warnings have been read."""

    what = forms.CharField(label=_("For what"), max_length=200)
    item = forms.ChoiceField(label=_("Kind of cost"))
    amount = forms.IntegerField(label=_("Amount without tax (yen)"), min_value=0, max_value=MOST_YEN)
    payee = forms.CharField(label=_("Paid to"), required=False, max_length=200)
    consent = forms.CharField(label=_("Consent of the insurer (number, name or time)"), required=False, max_length=200)
    units = forms.IntegerField(label=_("Number of people or companies"), required=False, min_value=0, max_value=10**9)
    hours = forms.IntegerField(label=_("Hours of staff"), required=False, min_value=0, max_value=100_000)
    better = forms.BooleanField(label=_("It is better than before"), required=False)
    promised = forms.BooleanField(label=_("It is a penalty promised in a contract"), required=False)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, expected: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.fields["item"]
        assert isinstance(item, forms.ChoiceField)
        every = [(f"{part}/{code}", words.item(code).of(lang())) for part in SECTIONS for code in items(part)]
        item.choices = sorted(every, key=lambda entry: entry[0].partition("/")[2] not in expected)


class PersonalForm(forms.Form):
    """What is known of personal data."""

    involved = chosen(_("Is personal data involved?"), yes_no_unknown())
    low = forms.IntegerField(label=_("People, at least"), required=False, min_value=0, max_value=10**9)
    high = forms.IntegerField(label=_("People, at most"), required=False, min_value=0, max_value=10**9)
    kinds = forms.MultipleChoiceField(label=_("Kinds of data"), required=False, widget=forms.CheckboxSelectMultiple)
    malicious = chosen(_("Was it done on purpose?"), yes_no_unknown())
    unread = forms.BooleanField(label=_("All of it was got back before anybody saw it"), required=False)
    encrypted = forms.BooleanField(label=_("It was strongly encrypted, and we can prove it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)
        names = {
            "contact": _("Names and addresses"),
            "sensitive": _("Health and other sensitive data"),
            "card": _("Card numbers"),
            "payment_login": _("Passwords for payments"),
            "my_number": _("My Number"),
            "staff": _("Data of staff"),
            "business": _("Business papers"),
        }
        kinds.choices = [(kind, names[kind]) for kind in record.DATA_KINDS]

    def clean(self) -> dict[str, Any]:
        """The larger number is not the smaller one."""
        cleaned = super().clean() or self.cleaned_data
        low, high = cleaned.get("low"), cleaned.get("high")
        if low is not None and high is not None and low > high:
            self.add_error("high", _("Give at least as many as above."))
        return cleaned

    def body(self) -> dict[str, Any]:
        """The answers in the keys of ``sonae.incident/1``."""
        found = {key: self.cleaned_data[key] for key in ("involved", "kinds", "malicious", "unread", "encrypted")}
        low, high = self.cleaned_data["low"], self.cleaned_data["high"]
        numbers = [number for number in (low, high) if number is not None]
        return found | ({"people": [min(numbers), max(numbers)]} if numbers else {})


class DutyForm(forms.Form):
    """How a duty was met: with a proof, or with a reason and a name."""

    rule = forms.CharField(max_length=200, widget=forms.HiddenInput)
    proof = forms.CharField(label=_("Proof (number of receipt, whom you spoke to)"), required=False, max_length=200)
    reason = forms.CharField(label=_("Or the reason why it is not needed"), required=False, max_length=200)
    by = forms.CharField(label=_("Your name"), required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        """A duty is never closed silently."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("proof") and not (cleaned.get("reason") and cleaned.get("by")):
            self.add_error("proof", _("Give a proof, or a reason with a name."))
        return cleaned


class ExhibitForm(forms.Form):
    """A file to be kept as it is."""

    file = forms.FileField(label=_("File"), allow_empty_file=False, max_length=400)
    title = forms.CharField(label=_("What it shows"), max_length=200)
    collected_by = forms.CharField(label=_("Who took it"), required=False, max_length=100)
    how = forms.CharField(label=_("From where and how"), required=False, max_length=200)
    personal_data = forms.BooleanField(label=_("It holds personal data"), required=False)


class OutageForm(forms.Form):
    """A system that stands still."""

    system = forms.CharField(label=_("What stands still"), max_length=200)
    since = moment_field(_("Since"))
    until = moment_field(_("Until (empty: still)"), required=False)

    def clean(self) -> dict[str, Any]:
        """It ends after it began."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("until") and cleaned.get("since") and cleaned["until"] < cleaned["since"]:
            self.add_error("until", _("Give a moment after the first one."))
        return cleaned


class StateForm(forms.Form):
    """Severity, who leads, and how far each track is."""

    severity = forms.TypedChoiceField(
        label=_("How severe"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (1, _("1 nuisance")),
            (2, _("2 one device or mailbox")),
            (3, _("3 business stopped, or data possibly out")),
            (4, _("4 others are harmed")),
        ],
    )
    lead = forms.CharField(label=_("Who leads (never a person under suspicion)"), required=False, max_length=100)
    deputy = forms.CharField(label=_("Deputy"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            "contain": _("Containment"),
            "investigate": _("Investigation"),
            "recover": _("Recovery"),
            "notify": _("Telling others"),
        }
        progress = [("waiting", _("Waiting")), ("doing", _("Doing")), ("done", _("Done"))]
        for track in record.TRACKS:
            self.fields[track] = chosen(names[track], progress, "waiting")


class FindingForm(forms.Form):
    """One of the nine items of a report."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(word, text.of(lang())) for word, text in notices.WORDS.items()]
        for item in notices.ITEMS:
            label = notices.item_title(item).of(lang())
            self.fields[f"{item}_word"] = forms.ChoiceField(label=label, choices=choices)
            self.fields[f"{item}_text"] = forms.CharField(label=label, required=False, max_length=500)

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Word and text of each item."""
        return [(self[f"{item}_word"], self[f"{item}_text"]) for item in notices.ITEMS]

    def body(self) -> dict[str, Any]:
        """The items in the keys of ``sonae.incident/1``."""
        values = self.cleaned_data
        return {
            item: {"word": values[f"{item}_word"], "text": values[f"{item}_text"]}
            for item in notices.ITEMS
            if values[f"{item}_word"] != "checking" or values[f"{item}_text"]
        }


class SentForm(forms.Form):
    """That a notice went out."""

    proof = forms.CharField(label=_("How and to whom it went (number of receipt, address)"), max_length=200)
    asked = forms.BooleanField(label=_("Lawyer and insurer were asked about the marked sentences"), required=False)


class GuestForm(forms.Form):
    """Somebody from outside, and until when."""

    PARTS = (
        ("lawyer", _("Lawyer")),
        ("forensic", _("Forensic firm")),
        ("agent", _("Insurance agent")),
        ("other", _("Other")),
    )

    name = forms.CharField(label=_("Name or firm"), max_length=100)
    part = forms.ChoiceField(label=_("As what"), choices=PARTS)
    phone = forms.CharField(label=_("Telephone (may be left empty)"), required=False, max_length=40)
    until = forms.DateField(label=_("May read until (last day)"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean_until(self) -> date:
        """A day to come, within a year."""
        until: date = self.cleaned_data["until"]
        if not 0 <= (until - timezone.localdate()).days <= LONGEST_GUEST:
            raise forms.ValidationError(_("Give a day from today on, within a year."))
        return until


class PartnerForm(forms.Form):
    """A partner and the time that its contract gives."""

    name = forms.CharField(label=_("Name of the partner"), max_length=100)
    hours = forms.IntegerField(
        label=_("Within how many hours (by contract)"), required=False, min_value=0, max_value=10_000
    )
    business_days = forms.IntegerField(
        label=_("Or within how many business days"), required=False, min_value=0, max_value=1_000
    )

    def clean(self) -> dict[str, Any]:
        """Hours or days, not both."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("hours") is not None and cleaned.get("business_days") is not None:
            self.add_error("business_days", _("Give hours or business days, not both."))
        return cleaned

    def body(self) -> dict[str, Any]:
        """The partner in the keys of ``sonae.incident/1``."""
        return {key: self.cleaned_data[key] for key in ("name", "hours", "business_days")}


class CustodyForm(forms.Form):
    """A piece of evidence changed hands."""

    evidence = forms.ChoiceField(label=_("Which piece"))
    holder = forms.CharField(label=_("Who has it now"), max_length=100)
    place = forms.CharField(label=_("Where it is kept"), required=False, max_length=200)
    purpose = forms.CharField(label=_("What for"), required=False, max_length=200)

    def __init__(self, *args: Any, pieces: Sequence[Exhibit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["evidence"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(piece.pk), piece.title) for piece in pieces]


class AlarmForm(forms.Form):
    """Who is reminded by mail."""

    first = forms.EmailField(label=_("First person (empty: no mail)"), required=False, max_length=254)
    second = forms.EmailField(label=_("Second person, told when nothing happens"), required=False, max_length=254)
    adviser = forms.EmailField(
        label=_("Adviser who keeps a copy of the proof of the log"), required=False, max_length=254
    )

    def clean(self) -> dict[str, Any]:
        """The second person is another one; without a first there is none."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("second") and cleaned["second"] == cleaned.get("first"):
            self.add_error("second", _("Give the address of another person."))
        if not cleaned.get("first") and not self.errors and (cleaned.get("second") or cleaned.get("adviser")):
            self.add_error("first", _("Give the first person as well."))
        return cleaned


class ContactForm(forms.Form):
    """A number for the worst day."""

    kind = forms.ChoiceField(label=_("Who"), choices=CONTACTS)
    name = forms.CharField(label=_("Name"), max_length=100)
    phone = forms.CharField(label=_("Telephone"), max_length=40)
    note = forms.CharField(label=_("Note (policy number, hours)"), required=False, max_length=200)
