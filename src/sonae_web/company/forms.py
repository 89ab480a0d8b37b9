"""The company's form: what was typed, checked by the library, with every message beside its field."""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sonae import company
from sonae.company import Company
from sonae.faults import InputError
from sonae.values import Lang

MAN = 10_000
PLACES = {"revenue_yen": "revenue_man", "gross_margin": "gross_margin_percent", "top3_customer_share": "top3_percent"}


def lang() -> Lang:
    """The language of this request."""
    return "en" if get_language() == "en" else "ja"


def proposal(industry: str, employees: str) -> dict[str, Any]:
    """What the form proposes for an industry and a number of people; the usual ones where they cannot be read."""
    known = company.find_industry(industry) or company.industries()["manufacturing"]
    people = whole(employees)
    return initial(company.typical(known, people if isinstance(people, int) and 1 <= people <= 300 else 5))


def initial(value: Company) -> dict[str, Any]:
    """A company as the form shows it."""
    shown = asdict(value)
    return shown | {
        "revenue_man": f"{value.revenue_yen // MAN:,}"
        if value.revenue_yen % MAN == 0
        else f"{value.revenue_yen / MAN:,}",
        "personal_records": f"{value.personal_records:,}",
        "gross_margin_percent": f"{value.gross_margin * 100:g}",
        "top3_percent": "" if value.top3_customer_share is None else f"{value.top3_customer_share * 100:g}",
        "network": "yes" if value.network else "no",
        "telework": "yes" if value.telework else "no",
    }


def whole(typed: str) -> int | str:
    """The whole number that was typed, with or without commas, in narrow or wide digits; the text itself if it is none."""
    plain = unicodedata.normalize("NFKC", typed).replace(",", "").replace("、", "").strip()
    return int(plain) if plain.lstrip("-").isascii() and plain.lstrip("-").isdigit() and len(plain) < 16 else typed


def per_cent(typed: str) -> float | str:
    """A share typed in per cent."""
    plain = unicodedata.normalize("NFKC", typed).strip().removesuffix("%")
    try:
        return float(plain) / 100
    except ValueError:
        return typed


class CompanyForm(forms.Form):
    """Eight fields, and a few more that few people open. ``cleaned_data["company"]`` is the checked value."""

    name = forms.CharField(label=_("Company name (may be left empty)"), required=False, max_length=200)
    industry = forms.ChoiceField(label=_("Industry"))
    employees = forms.CharField(label=_("People, you included"), max_length=20)
    revenue_man = forms.CharField(label=_("Sales a year (units of 10,000 yen)"), max_length=30)
    devices = forms.CharField(label=_("PCs and tablets used for work"), max_length=20)
    personal_records = forms.CharField(label=_("People whose data you keep (customers, staff)"), max_length=30)
    website = forms.ChoiceField(label=_("Website"), widget=forms.RadioSelect)
    telework = forms.ChoiceField(label=_("Work outside the office"), widget=forms.RadioSelect)
    top3_percent = forms.CharField(
        label=_("Share of sales from your three largest customers (%)"), required=False, max_length=10
    )
    network = forms.ChoiceField(label=_("Devices joined in an office network"), widget=forms.RadioSelect)
    gross_margin_percent = forms.CharField(label=_("Gross margin (%)"), required=False, max_length=10)
    prefecture = forms.ChoiceField(label=_("Prefecture"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        yes_no = [("yes", _("Yes")), ("no", _("No"))]
        self._choices("industry", [(key, entry.title.of(lang())) for key, entry in company.industries().items()])
        self._choices(
            "website", [("none", _("None")), ("hosted", _("On a provider's server")), ("own", _("On our own server"))]
        )
        self._choices("telework", yes_no)
        self._choices("network", yes_no)
        self._choices("prefecture", [("", _("Not given")), *((name, name) for name in company.prefectures())])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Hand everything to the library; its faults become messages beside the fields."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            cleaned["company"] = company.check(self._raw(cleaned))
        except InputError as error:
            for fault in error.faults:
                key = fault.field.removeprefix("company.")
                message = f"{fault.problem.of(lang())}{'。' if lang() == 'ja' else '. '}{fault.remedy.of(lang())}"
                self.add_error(PLACES.get(key, key), message)
        return cleaned

    def _raw(self, cleaned: Mapping[str, Any]) -> dict[str, object]:
        sales = whole(cleaned["revenue_man"])
        raw: dict[str, object] = {
            "name": cleaned["name"],
            "industry": cleaned["industry"],
            "employees": whole(cleaned["employees"]),
            "revenue_yen": sales * MAN if isinstance(sales, int) else sales,
            "devices": whole(cleaned["devices"]),
            "personal_records": whole(cleaned["personal_records"]),
            "website": cleaned["website"],
            "network": cleaned["network"] == "yes",
            "telework": cleaned["telework"] == "yes",
            "prefecture": cleaned["prefecture"],
        }
        if cleaned["gross_margin_percent"]:
            raw["gross_margin"] = per_cent(cleaned["gross_margin_percent"])
        if cleaned["top3_percent"]:
            raw["top3_customer_share"] = per_cent(cleaned["top3_percent"])
        return raw
