"""Lights and standings of readiness in words; meaning never by colour alone."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def light_sign(colour: str) -> str:
    """The sign of a light: its shape says the same as its colour."""
    return {"green": "●", "amber": "▲", "red": "■"}[colour]


@register.simple_tag
def light_word(colour: str) -> str:
    """The word of a light."""
    return {"green": _("in order"), "amber": _("almost"), "red": _("not ready")}[colour]


@register.simple_tag
def standing_word(standing: str) -> str:
    """How far one item is."""
    return {
        "done": _("settled"),
        "not_needed": _("not needed"),
        "assumed": _("no proof yet"),
        "partly": _("in part"),
        "old": _("proof too old"),
        "open": _("open"),
    }[standing]


@register.simple_tag
def factor_word(name: str) -> str:
    """A factor of an indicated premium."""
    return {
        "trade": _("trade"),
        "revenue": _("sales"),
        "plan": _("limits"),
        "posture": _("measures in place"),
    }[name]
