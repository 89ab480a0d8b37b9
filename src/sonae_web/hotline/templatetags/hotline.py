"""The hotline's values in the language of the page."""

from datetime import date

from django import template

from sonae.hotline import words
from sonae.hotline.routes import Recipient
from sonae_web.company.forms import lang
from sonae_web.hotline.forms import shown
from sonae_web.hotline.models import Tip

register = template.Library()


@register.simple_tag
def recipient_name(person: Recipient) -> str:
    """A recipient as colleagues know them."""
    return shown(person)


@register.simple_tag
def kind_name(person: Recipient) -> str:
    """Whether somebody is of the company or from outside."""
    return words.load().kinds[person.kind].of(lang())


@register.simple_tag
def half_day(when: tuple[date, bool]) -> str:
    """A day, and morning or afternoon."""
    return words.spoken(when, lang())


@register.simple_tag
def half_day_of(tip: Tip) -> str:
    """When a Tip came in."""
    return words.spoken((tip.filed_on, tip.afternoon), lang())


@register.simple_tag
def state_name(state: str) -> str:
    """A status in words."""
    return words.load().states[state].title.of(lang())


@register.simple_tag
def outcome_name(outcome: str) -> str:
    """What came of it, in words."""
    return words.load().outcomes[outcome].of(lang())


@register.simple_tag
def category_name(category: str) -> str:
    """What it is about, in words."""
    known = words.load().categories
    return known[category].of(lang()) if category in known else category
