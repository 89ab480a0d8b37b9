"""The appetite for risk as it is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sonae import management
from sonae.faults import InputError
from sonae_web import faults
from sonae_web.company.forms import MAN, whole

YEARS = (
    (10, _("once in 10 years")),
    (20, _("once in 20 years")),
    (50, _("once in 50 years")),
    (100, _("once in 100 years")),
)


class AppetiteForm(forms.Form):
    """``cleaned_data["value"]`` is the checked appetite."""

    yen_man = forms.CharField(label=_("A loss of (units of 10,000 yen)"), max_length=20)
    years = forms.TypedChoiceField(label=_("may come at most"), coerce=int, choices=YEARS)
    set_by = forms.CharField(label=_("Set by"), required=False, max_length=60)

    def clean(self) -> dict[str, Any]:
        """The library's word on amount and years."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        amount = whole(cleaned["yen_man"])
        if not isinstance(amount, int):
            self.add_error("yen_man", _("Give a whole number, in units of 10,000 yen."))
            return cleaned
        try:
            cleaned["value"] = management.check_appetite(amount * MAN, cleaned["years"])
        except InputError as error:
            faults.beside(self, error, {"yen": "yen_man"})
        return cleaned
