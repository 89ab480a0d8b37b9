"""A partner as it is typed, and a list as it is handed in."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sonae import company
from sonae.faults import Fault, InputError
from sonae.supplier import lists
from sonae.supplier.partner import Partner
from sonae_web.company.forms import lang

MOST_BYTES = 5_000_000
ROLES = (("supplier", _("Supplier (sells to you)")), ("customer", _("Customer (buys from you)")))
WEIGHTS = (
    ("high", _("High: nothing works without it")),
    ("middle", _("Middle: there are others")),
    ("low", _("Low: hardly felt")),
)


class PartnerForm(forms.Form):
    """One supplier or customer; ``partner()`` is the library's value."""

    name = forms.CharField(label=_("Name of the partner"), max_length=lists.MOST_NAME)
    role = forms.ChoiceField(label=_("What it is to you"), choices=ROLES)
    industry = forms.ChoiceField(label=_("Industry"))
    employees = forms.IntegerField(label=_("People there (about)"), min_value=1, max_value=lists.MOST_PEOPLE)
    weight = forms.ChoiceField(label=_("How much the buyer depends on the seller"), choices=WEIGHTS, initial="middle")
    score = forms.IntegerField(
        label=_("Its score of the 25 questions (empty: unknown)"),
        required=False,
        min_value=lists.LEAST_SCORE,
        max_value=lists.MOST_SCORE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.id, one.title.of(lang())) for one in company.industries().values()]
        self.fields["industry"].choices = choices  # type: ignore[attr-defined]

    def partner(self) -> Partner:
        """What was typed, checked."""
        return Partner(**self.cleaned_data)


class ListForm(forms.Form):
    """A table of partners; ``cleaned_data["partners"]`` holds them, ``faults`` every wrong line."""

    table = forms.FileField(label=_("Your list (Excel or CSV)"))
    replace = forms.BooleanField(label=_("Put it in place of the list that is there"), required=False)

    faults: tuple[Fault, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Read the table; with one wrong line nothing is taken."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        file = given["table"]
        if file.size > MOST_BYTES:
            self.add_error("table", _("The file is too large: 5 MB at most."))
            return given
        try:
            given["partners"] = _read(file.read(), Path(file.name).name)
        except InputError as error:
            self.refuse(error)
        return given

    def refuse(self, error: InputError) -> None:
        """Show why nothing was taken."""
        self.faults = tuple(error.faults)
        self.add_error("table", _("Nothing has been taken over. Please put these lines right and send the list again."))


def _read(data: bytes, name: str) -> tuple[Partner, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(name).suffix[:10]}"
        path.write_bytes(data)
        return lists.read(path, name)
