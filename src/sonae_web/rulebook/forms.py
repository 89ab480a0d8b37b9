"""What may be typed about rules: shapes only, the library checks the rest."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sonae import rulebook
from sonae.faults import InputError
from sonae_web import faults


def day_field(label: Any, *, required: bool = False) -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ParticularsForm(forms.Form):
    """Who signs, whom to ask, who is responsible."""

    representative = forms.CharField(
        label=_("Representative (position and name)"), required=False, max_length=rulebook.MOST_NAME
    )
    contact = forms.CharField(label=_("Contact (department, phone or mail)"), required=False, max_length=200)
    responsible = forms.CharField(
        label=_("Person in charge of information"), required=False, max_length=rulebook.MOST_NAME
    )


class RuleForm(forms.Form):
    """A rule as it is edited and, when ``adopting``, the day and the name it is adopted with; ``today`` bounds the day."""

    text = forms.CharField(
        label=_("Text: the purpose first, then one sentence a line"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        max_length=4 * rulebook.MOST_CHARACTERS,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    adopted_on = day_field(_("Day of the decision"))
    adopted_by = forms.CharField(label=_("Name of the person who decides"), required=False, max_length=200)

    def __init__(self, *args: Any, today: date, adopting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.adopting = today, adopting
        self.fields["adopted_on"].required = adopting

    def clean(self) -> dict[str, Any]:
        """The library's word on the text and, when adopting, on day and name."""
        cleaned = super().clean() or self.cleaned_data
        try:
            if "text" in cleaned:
                cleaned["text"] = rulebook.check(cleaned["text"])
            if self.adopting and cleaned.get("adopted_on") and "adopted_by" in cleaned:
                cleaned["adopted_by"] = rulebook.check_adoption(
                    cleaned["adopted_by"], cleaned["adopted_on"], self.today
                )
        except InputError as error:
            faults.beside(self, error)
        return cleaned


class WayForm(forms.Form):
    """What was done on the way to a star; every field may stay empty."""

    gbizid_on = day_field(_("gBizID received on"))
    published_on = day_field(_("Basic policy published on"))
    published_where = forms.CharField(
        label=_("Where it can be read (address or place)"), required=False, max_length=200
    )
    declared_stars = forms.TypedChoiceField(
        label=_("Stars declared"),
        coerce=int,
        choices=[(0, _("Not yet")), (1, _("One star")), (2, _("Two stars"))],
    )
    declared_on = day_field(_("Declared on"))
    declaration = forms.CharField(label=_("Declaration ID (11 digits)"), required=False, max_length=40)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_declaration(self) -> str:
        """Eleven digits or nothing."""
        try:
            return rulebook.check_declaration(self.cleaned_data["declaration"])
        except InputError as error:
            faults.beside(self, error)
            return ""

    def clean(self) -> dict[str, Any]:
        """No day lies ahead; a declaration has its day."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("gbizid_on", "published_on", "declared_on"):
            if cleaned.get(name) and not date(2000, 1, 1) <= cleaned[name] <= self.today:
                self.add_error(name, _("Give a day that is not in the future."))
        if cleaned.get("declared_stars") and not cleaned.get("declared_on") and "declared_on" not in self.errors:
            self.add_error("declared_on", _("Give the day of the declaration."))
        return cleaned
