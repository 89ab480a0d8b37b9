"""What may be chosen for an assessment: the level of frequency and a budget."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sonae import risk
from sonae.case import MOST_BUDGET_YEN

MAN = 10_000
PAGES = ("risk:result", "plan:list", "report:index", "cover:year", "cover:gaps")  # where an assessment may lead to


def budget_yen(typed: str) -> int | None:
    """The budget in yen of what was typed in units of 10,000 yen, None where nothing was. Raises ValidationError."""
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").strip()
    if not plain:
        return None
    try:
        yen = round(float(plain) * MAN)
    except (ValueError, OverflowError):
        yen = -1
    if not 0 <= yen <= MOST_BUDGET_YEN:
        raise forms.ValidationError(_("Give the budget as a number, in units of 10,000 yen."))
    return yen


class AssessForm(forms.Form):
    """Level and budget; ``after`` is the page to go to."""

    level = forms.ChoiceField(required=False)
    budget_man = forms.CharField(required=False, max_length=20)
    after = forms.ChoiceField(required=False, choices=[(page, "") for page in PAGES])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name, name) for name in risk.levels()]

    def clean_budget_man(self) -> int | None:
        """The budget in yen; empty means no limit."""
        return budget_yen(self.cleaned_data["budget_man"])
