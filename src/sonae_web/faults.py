"""Faults of the library beside the fields of a form."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import get_language

from sonae.faults import InputError


def beside(form: forms.Form, error: InputError, places: Mapping[str, str] | None = None) -> None:
    """Put every fault beside its field, or at the head of the form where the form has no such field."""
    lang = "en" if get_language() == "en" else "ja"
    for fault in error.faults:
        field = (places or {}).get(fault.field, fault.field)
        stop = "。" if lang == "ja" else ". "
        message = f"{fault.problem.of(lang)}{stop}{fault.remedy.of(lang)}{stop.strip()}"
        form.add_error(field if field in form.fields else None, message)
