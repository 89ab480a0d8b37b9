"""What may be typed about the hotline. Only the text is ever required of a reporter."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sonae.hotline import receipts, words
from sonae.hotline.routes import OUTSIDE, Recipient
from sonae.incident.triage import UNKNOWN
from sonae_web.company.forms import lang
from sonae_web.incident.forms import kinds_seen, yes_no_unknown

MOST_TEXT, MOST_SHORT = 8_000, 200
LEAST_PHRASE = 14
OWNER = "owner"


def long_text(label: Any, *, required: bool = True, rows: int = 6) -> forms.CharField:
    """Words over several lines."""
    return forms.CharField(
        label=label, required=required, max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": rows})
    )


class OddForm(forms.Form):
    """Something odd: goes to the incident desk at once."""

    seen = forms.ChoiceField(label=_("What do you see?"), widget=forms.RadioSelect, initial=UNKNOWN, required=False)
    text = long_text(_("What happened?"), rows=4)
    name = forms.CharField(label=_("Your name (may be left empty)"), required=False, max_length=60)
    form = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = self.fields["seen"]
        assert isinstance(seen, forms.ChoiceField)
        seen.choices = kinds_seen()


class TipForm(forms.Form):
    """A concern or misconduct: goes to the recipients."""

    category = forms.ChoiceField(
        label=_("What is it about?"), widget=forms.RadioSelect, initial="other", required=False
    )
    text = long_text(_("What happened?"), rows=8)
    since = forms.DateField(
        label=_("Since when? (empty: don't know)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    ongoing = forms.ChoiceField(
        label=_("Is it still going on?"),
        widget=forms.RadioSelect,
        required=False,
        initial=UNKNOWN,
        choices=yes_no_unknown(),
    )
    concerned = forms.MultipleChoiceField(label=_("Does it concern one of these people?"), required=False)
    concerns = forms.CharField(
        label=_("Whom else does it concern? (name or position)"), required=False, max_length=MOST_SHORT
    )
    names = forms.ChoiceField(
        label=_("Your name"),
        widget=forms.RadioSelect,
        required=False,
        initial="none",
        choices=[
            ("none", _("I give no name")),
            ("outside", _("Only to those outside the company")),
            ("named", _("To all who receive this")),
        ],
    )
    name = forms.CharField(label=_("Name, if you give it"), required=False, max_length=60)
    urgent = forms.BooleanField(label=_("It must be seen at once"), required=False)
    knows = forms.BooleanField(label=_("I know that these files may carry names"), required=False)
    checked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    form = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Sequence[Recipient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "category", [(key, title.of(lang())) for key, title in words.load().categories.items()])
        _choices(
            self,
            "concerned",
            [*((entry.id, shown(entry)) for entry in people if entry.kind != OWNER), (OWNER, _("The owner"))],
        )

    def clean(self) -> dict[str, Any]:
        """A name is asked for only where one is to be given."""
        typed = super().clean() or {}
        if typed.get("names") in ("named", "outside") and not typed.get("name"):
            self.add_error("name", _("Type the name, or choose to give none."))
        return typed


def shown(person: Recipient) -> str:
    """A recipient as colleagues know them."""
    return (
        f"{person.role}（{person.name}）"
        if person.name and lang() == "ja"
        else " ".join(filter(None, (person.role, person.name)))
    )


class CodeForm(forms.Form):
    """The receipt code."""

    code = forms.CharField(
        label=_("Receipt code (16 digits)"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_code(self) -> str:
        """Sixteen digits, however they are grouped."""
        code = receipts.plain(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("The code has 16 digits. Please look at it again."))
        return code


class SayForm(forms.Form):
    """More words from the reporter."""

    text = long_text(_("Write something"), rows=4)
    urgent = forms.BooleanField(label=_("It must be seen at once"), required=False)


class NameForm(forms.Form):
    """A name given later."""

    name = forms.CharField(label=_("Your name"), max_length=60)
    names = forms.ChoiceField(
        label=_("Who may see it"),
        widget=forms.RadioSelect,
        initial="outside",
        choices=[("outside", _("Only to those outside the company")), ("named", _("To all who receive this"))],
    )


class RecipientForm(forms.Form):
    """Somebody who is to receive Tips."""

    kind = forms.ChoiceField(label=_("Who is it"), widget=forms.RadioSelect)
    role = forms.CharField(label=_("Position, as everybody knows it"), max_length=60)
    name = forms.CharField(label=_("Name (may be left empty)"), required=False, max_length=60)
    email = forms.EmailField(label=_("Mail address for notices (without any content)"), required=False, max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "kind", [(key, title.of(lang())) for key, title in words.load().kinds.items()])


class KeepForm(forms.Form):
    """For how long closed Tips are kept."""

    days = forms.IntegerField(
        label=_("Days until a closed report is erased"),
        min_value=words.load().least_days,
        max_value=words.load().most_days,
    )


def phrase_field(label: Any) -> forms.CharField:
    """A pass phrase as it is typed."""
    return forms.CharField(
        label=label, max_length=200, strip=True, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )


class RegisterForm(forms.Form):
    """The pass phrase of a recipient, twice, and the three rules."""

    phrase = phrase_field(_("Pass phrase (14 characters or more, for example four words)"))
    again = phrase_field(_("The same once more"))
    agree = forms.BooleanField(label=_("I have read this and will keep to it"))

    def clean(self) -> dict[str, Any]:
        """Long enough, and typed alike twice."""
        typed = super().clean() or {}
        phrase = typed.get("phrase", "")
        if phrase and (len(phrase) < LEAST_PHRASE or len(set(phrase)) < 6):
            self.add_error("phrase", _("Too short or too simple. Take 14 characters or more, for example four words."))
        elif phrase and typed.get("again") not in (None, phrase):
            self.add_error("again", _("The two are not the same."))
        return typed


class OpenForm(forms.Form):
    """Opening the box."""

    recipient = forms.ChoiceField(label=_("Who are you"))
    phrase = phrase_field(_("Your pass phrase"))
    agree = forms.BooleanField(label=_("I have read this and will keep to it"))

    def __init__(self, *args: Any, people: Sequence[Recipient], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "recipient", [(person.id, shown(person)) for person in people])


class MoveForm(forms.Form):
    """The next state, with its reason."""

    to = forms.ChoiceField(label=_("Next status"), widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=_("Outcome, when it is closed"), required=False)
    reason = long_text(_("Reason (the reporter reads it)"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = words.load()
        _choices(
            self, "to", [(key, state.title.of(lang())) for key, state in known.states.items() if key != "received"]
        )
        outcomes = [(key, title.of(lang())) for key, title in known.outcomes.items() if key != "withdrawn"]
        _choices(self, "outcome", [("", "–"), *outcomes])

    def clean(self) -> dict[str, Any]:
        """Nothing is closed without an outcome."""
        typed = super().clean() or {}
        if typed.get("to") == "closed" and not typed.get("outcome"):
            self.add_error("outcome", _("Say what came of it."))
        return typed


class TextForm(forms.Form):
    """An answer, a note, or a reason."""

    text = long_text(_("Text"), rows=4)


class LongerForm(forms.Form):
    """Until when a closed Tip is kept after all."""

    until = forms.DateField(label=_("Keep until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    text = long_text(_("Reason (the reporter reads it)"), rows=2)


def has_outside(people: Sequence[Recipient]) -> bool:
    """Whether somebody outside the company receives Tips."""
    return any(person.kind in OUTSIDE for person in people)


def _choices(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field: Any = form.fields[name]
    field.choices = choices
    field.widget.choices = choices
