"""The people of the tests: owner Sato, IT person Kato, employee Suzuki, supporter Tanaka, partner Ito, and a stranger.

Sato, Kato and Suzuki belong to the company of the tests; Tanaka has a grant there; Ito owns a company of her own; the stranger only
has an account.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from sonae_web import reader
from sonae_web.account.models import Person
from sonae_web.company import invitations
from sonae_web.company.models import Company, Grant, Membership
from sonae_web.reader import Role

SUBJECTS = invitations.SUBJECTS
PASSWORD = "a long enough phrase"
NAMES = ("sato", "kato", "suzuki", "tanaka", "ito", "stranger")
ROLES = {"sato": Role.OWNER, "kato": Role.IT, "suzuki": Role.EMPLOYEE, "tanaka": Role.ADVISER}


@cache
def _hashed() -> str:
    """Argon2 is slow on purpose, so it runs once."""
    return make_password(PASSWORD)


def person(name: str) -> Person:
    """A person of the cast, entered on first use."""
    known = Person.objects.filter(email=f"{name}@example.jp").first()
    return known or _entered(name)


def _entered(name: str) -> Person:
    made = Person(email=f"{name}@example.jp", name=name.title(), password=_hashed())
    made.save()
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    if name not in ("stranger", "suzuki"):
        Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": ""})
    return made


def belongs(name: str, company: Company, role: Role = Role.OWNER) -> Membership:
    """Make somebody a member."""
    with reader.everywhere():
        return Membership.objects.create(company=company, person=person(name), role=role, since=timezone.now())


def granted(name: str, company: Company, scope: Sequence[str] = SUBJECTS, days: int = 30, **fields: Any) -> Grant:
    """Let somebody from outside in."""
    now = timezone.now()
    with reader.everywhere():
        return Grant.objects.create(
            company=company,
            person=person(name),
            scope=list(scope),
            purpose="助言",
            made_at=now - timedelta(days=1),
            ends_at=now + timedelta(days=days),
            **fields,
        )


def signed_in(name: str) -> Client:
    """A browser in which somebody is signed in."""
    client = Client(headers={"accept-language": "ja"})
    client.force_login(person(name))
    return client


def everybody(company: Company, other: Company) -> None:
    """The whole cast in its places."""
    for name, role in ROLES.items():
        if role == Role.ADVISER:
            granted(name, company)
        else:
            belongs(name, company, role)
    belongs("ito", other)
    person("stranger")
