"""Entering people."""

from allauth.account.models import EmailAddress
from django.db import transaction

from sonae_web.account.models import Person


@transaction.atomic
def enter(*, email: str, name: str, password: str) -> Person:
    """A person whose mail address is proved, because the link that led here was sent to it."""
    person = Person.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person
