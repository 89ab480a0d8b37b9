"""Forms of inviting and of coming in."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from sonae_web.account.models import Person
from sonae_web.company.invitations import MOST_DAYS, SUBJECTS, Guest
from sonae_web.reader import Role

ROLES = (
    (Role.OWNER, _("Owner: sees and decides everything")),
    (Role.IT, _("Person in charge of IT: answers, plans, collects evidence")),
    (Role.EMPLOYEE, _("Employee: red button and lessons, no results")),
    (Role.ADVISER, _("Supporter from outside: what you tick, until the day you choose")),
)
WORDS = {
    "company": _("Company"),
    "diagnosis": _("Questions"),
    "risk": _("Result"),
    "insurance": _("Insurance"),
    "plan": _("Plan"),
    "task": _("Tasks"),
    "management": _("Management view"),
    "evidence": _("Evidence"),
    "rulebook": _("Rules"),
    "report": _("Reports"),
    "hotline": _("Hotline"),
}


class InviteForm(forms.Form):
    """Whom to invite as what. ``cleaned_data["guest"]`` is the checked value."""

    email = forms.EmailField(label=_("Mail address"), max_length=254)
    role = forms.ChoiceField(label=_("As what"), choices=ROLES, widget=forms.RadioSelect)
    scope = forms.MultipleChoiceField(
        label=_("What a supporter may see"),
        choices=[(subject, WORDS[subject]) for subject in SUBJECTS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    purpose = forms.CharField(label=_("What for"), max_length=200, required=False)
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=MOST_DAYS, required=False)

    def clean(self) -> dict[str, Any]:
        """A supporter needs subjects, a purpose and an end."""
        given = super().clean() or self.cleaned_data
        if given.get("role") == Role.ADVISER:
            for name, message in (
                ("scope", _("Tick at least one.")),
                ("purpose", _("Say what the supporter is to do, for example: help with the answers.")),
                ("days", _("Give the number of days, 1 to 366.")),
            ):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, message)
        if not self.errors:
            adviser = given["role"] == Role.ADVISER
            given["guest"] = Guest(
                given["email"],
                Role(given["role"]),
                scope=given["scope"] if adviser else (),
                purpose=given["purpose"] if adviser else "",
                days=given["days"] if adviser else 0,
            )
        return given


class ComeInForm(forms.Form):
    """A new account: the address is that of the invitation."""

    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password (12 characters or more)"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """Long enough, not among the common ones, not the name or the address."""
        password: str = self.cleaned_data["password"]
        person = Person(email=self.email, name=self.cleaned_data.get("name", ""))
        password_validation.validate_password(password, person)
        return password
