"""The word's own label: "account" belongs to the library that signs people in."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People who sign in."""

    name = "sonae_web.account"
    label = "people"
