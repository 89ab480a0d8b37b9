"""A task and an address as they are typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sonae import task


class TaskForm(forms.Form):
    """Who, until when, a note; the title only for tasks of the company's own (``own``)."""

    title = forms.CharField(label=_("What is to be done"), max_length=task.MOST_TITLE)
    owner = forms.CharField(label=_("Who does it"), required=False, max_length=task.MOST_OWNER)
    due = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("Remark"), required=False, max_length=500)

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own:
            del self.fields["title"]


class DigestForm(forms.Form):
    """The address of the mail of the week; empty: none."""

    address = forms.EmailField(
        label=_("Mail address (empty: no mail)"), required=False, max_length=254, widget=forms.EmailInput
    )
