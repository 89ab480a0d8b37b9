"""From the row to the value."""

from dataclasses import fields

from sonae.company import Company as Value
from sonae_web.company.models import Company


def active() -> Company | None:
    """The company on this computer, if it has been entered."""
    return Company.objects.order_by("id").first()


def name() -> str:
    """Its name for the head of the page."""
    return Company.objects.order_by("id").values_list("name", flat=True).first() or ""


def value(row: Company) -> Value:
    """The row as the library's value."""
    return Value(**{entry.name: getattr(row, entry.name) for entry in fields(Value)})
