"""The list of companies to invite, and what for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sonae.faults import Fault, InputError
from sonae.portfolio import guests
from sonae_web.company.invitations import MOST_DAYS, SUBJECTS, Guest
from sonae_web.reader import Role


class ListForm(forms.Form):
    """A file of companies; ``cleaned_data["guests"]`` holds them, ``faults`` every wrong line."""

    table = forms.FileField(label=_("List of companies (Excel or CSV)"))
    purpose = forms.CharField(label=_("What for"), max_length=200)
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=MOST_DAYS, initial=180)

    faults: tuple[Fault, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Read the list; with one wrong line nothing is taken."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        file = given["table"]
        try:
            lines = guests.read(file.read(guests.MOST_BYTES + 1), file.name)
        except InputError as error:
            self.faults = error.faults
            self.add_error("table", _("Nobody has been invited. Please put these lines right and send the list again."))
            return given
        given["guests"] = [
            Guest(
                line.email,
                Role.OWNER,
                line.name,
                {key: value for key, value in (("industry", line.industry), ("employees", line.employees)) if value},
                SUBJECTS,
                given["purpose"],
                given["days"],
            )
            for line in lines
        ]
        return given
