"""The file of a company that is to come here."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ArchiveForm(forms.Form):
    """A ZIP file that Sonae has made."""

    archive = forms.FileField(label=_("File of everything (zip)"))
    grant = forms.BooleanField(required=False)
