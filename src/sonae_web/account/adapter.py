"""What Sonae decides about signing in: no open registration, and a second step that cannot be thrown away."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """People come in by an invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: see the invitations of a company."""
        return False


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the apps are kept encrypted; the last second step of a person stays."""

    def get_totp_issuer(self) -> str:
        """The name that the app shows."""
        return "Sonae"

    def encrypt(self, text: str) -> str:
        """With a key from the server's signing key, which does not lie in the database."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one: whoever needs a second step would be locked out, whoever does not loses protection."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=SECOND_STEPS).exclude(
            pk=authenticator.pk
        )
        return bool(others.exists())


def has_second_step(person: Any) -> bool:
    """Whether a person has set up an app or a key."""
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND_STEPS).exists())


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second step" + settings.SECRET_KEY.encode()).digest()))
