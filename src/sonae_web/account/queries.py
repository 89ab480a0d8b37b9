"""Finding people."""

from sonae_web.account.models import Person


def by_email(email: str) -> Person | None:
    """The person with a mail address, whatever its case."""
    return Person.objects.filter(email__iexact=email.strip()).first()
