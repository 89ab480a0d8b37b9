"""A piece of evidence as it is handed in."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sonae import diagnosis, evidence
from sonae.faults import InputError
from sonae.insurance import holes, readiness
from sonae_web import faults
from sonae_web.company.forms import lang

AGES = (("", _("No limit")), ("90", _("3 months")), ("180", _("6 months")), ("365", _("1 year")))


def topics() -> list[tuple[str, str]]:
    """The questions and the items of readiness for a claim that evidence can prove, with their titles."""
    questionnaire = diagnosis.load()
    known = (*questionnaire.questions.values(), *questionnaire.supplements.values())
    asked = [(question.id, question.title.of(lang())) for question in known]
    return asked + [(item.id, item.question.of(lang())) for item in readiness.items().values()]


def titles() -> dict[str, str]:
    """Everything that evidence may speak of, with its title; gaps of insurance are decided on their own page."""
    return dict(topics()) | {gap.id: gap.title.of(lang()) for gap in holes.kinds().values()}


class PieceForm(forms.Form):
    """A file, a link or a statement; ``cleaned_data["values"]`` holds the fields of the row."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        widget=forms.RadioSelect,
        choices=[("file", _("A file")), ("link", _("A link")), ("statement", _("A statement"))],
        initial="file",
    )
    title = forms.CharField(label=_("What it is"), max_length=120)
    file = forms.FileField(label=_("File"), required=False)
    where = forms.CharField(label=_("Link, or who states it"), required=False, max_length=500)
    covers = forms.MultipleChoiceField(label=_("What it proves"), widget=forms.CheckboxSelectMultiple)
    effective_from = forms.DateField(
        label=_("Speaks from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    effective_until = forms.DateField(
        label=_("Speaks until (empty: no end)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    max_age_days = forms.ChoiceField(label=_("To be renewed after"), choices=AGES, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["covers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = topics()

    def clean(self) -> dict[str, Any]:
        """Hand everything to the library; its faults stand beside the fields."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("kind")
        if kind == "file" and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file."))
        if kind == "statement" and not cleaned.get("where"):
            self.add_error("where", _("Give the name of the person who states it."))
        if self.errors:
            return cleaned
        age = cleaned["max_age_days"]
        values = {
            "kind": kind,
            "title": cleaned["title"],
            "where": "" if kind == "file" else cleaned["where"],
            "covers": cleaned["covers"],
            "effective_from": cleaned["effective_from"],
            "effective_until": cleaned["effective_until"],
            "max_age_days": int(age) if age else None,
        }
        self._check(values)
        return cleaned | {"values": values}

    def _check(self, values: dict[str, Any]) -> None:
        raw = {key: value for key, value in values.items() if value not in (None, "")}
        raw |= {"id": "new", "received": self.today}
        raw |= {"where": "file"} if values["kind"] == "file" else {}
        raw |= {"sha256": "0" * 64} if values["kind"] == "file" else {}  # the digest comes with the bytes
        try:
            evidence.check([raw])
        except InputError as error:
            faults.beside(self, error, {f"evidence[1].{name}": name for name in self.fields})


class WithdrawForm(forms.Form):
    """Why a piece no longer counts."""

    why = forms.CharField(label=_("Why it no longer counts"), max_length=200)
