"""What may be asked of the plan: a budget, and how much the bad year counts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sonae.content import reader
from sonae_web.company.forms import lang
from sonae_web.risk.forms import budget_yen

MILLION = 1_000_000
WEIGHTS = (0.0, 0.02, 0.05, 0.1, 0.2)  # yen a year that one is ready to pay for each yen less of the bad year


def usual_weight() -> float:
    """How much a yen of the bad year counts unless the owner says otherwise."""
    return float(reader.toml("plan", "choosing")["weight"]["bad_year"])


class BudgetForm(forms.Form):
    """A place on the slider, or a budget as it is typed. ``cleaned_data`` holds ``point`` (None if not given) and ``budget_man`` in yen."""

    point = forms.IntegerField(required=False, min_value=0)
    budget_man = forms.CharField(
        label=_("Budget of the first year (units of 10,000 yen; empty: no limit)"), required=False, max_length=20
    )

    def clean_budget_man(self) -> int | None:
        """The budget in yen; empty means no limit."""
        return budget_yen(self.cleaned_data["budget_man"])


class SearchForm(forms.Form):
    """How much the bad year counts."""

    weight = forms.TypedChoiceField(coerce=float, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["weight"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(f"{weight:g}", f"{weight:g}") for weight in WEIGHTS]

    def clean_weight(self) -> float:
        """The usual weight where none was chosen."""
        given = self.cleaned_data["weight"]
        return usual_weight() if given == "" else float(given)


def weights() -> list[tuple[str, str]]:
    """Every weight, as a person says it."""
    return [(f"{weight:g}", _in_words(weight)) for weight in WEIGHTS]


def _in_words(weight: float) -> str:
    from sonae.values import yen_exact

    if not weight:
        return str(_("nothing: only the average counts"))
    return str(_("up to %(yen)s a year") % {"yen": yen_exact(round(weight * MILLION), lang())})
