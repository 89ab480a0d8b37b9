"""Content of the library in the language of the page."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sonae.content.published import Published, Replayed
from sonae.diagnosis import Question
from sonae.insurance.terms import terms
from sonae.management import Compared, Group
from sonae.measure import Choice
from sonae.report.build import day_words
from sonae.values import Lang, Text, odds_in_years, yen_exact, yen_range, yen_words

register = template.Library()
AMOUNT = re.compile(r"(約[0-9.,]+[万億]?円(?:以上)?|¥[0-9.,]+(?: [mb]illion)?)")
FAR = 2.0  # standard deviations


def _lang() -> Lang:
    return "en" if get_language() == "en" else "ja"


@register.simple_tag
def in_words(text: Text) -> str:
    """A text of the library."""
    return text.of(_lang())


@register.filter
def amounts_whole(sentence: str) -> str:
    """A sentence whose amounts of yen are not cut at the end of a line."""
    parts = AMOUNT.split(sentence)  # amounts stand at the odd places
    whole = (format_html('<span class="whole">{}</span>', part) if k % 2 else part for k, part in enumerate(parts))
    return format_html_join("", "{}", ((part,) for part in whole))


@register.simple_tag
def topics_in_words(codes: list[str], titles: dict[str, str]) -> str:
    """What a piece of evidence proves, by the titles of the questions; other ids as they are."""
    return ("、" if _lang() == "ja" else "; ").join(titles.get(code, code) for code in codes)


@register.simple_tag
def appetite_in_words(compared: Compared) -> str:
    """How the risk one is ready to bear compares with the curve."""
    bound = yen_words(compared.appetite.yen, _lang()).removeprefix("約").removeprefix("about ")
    odds = odds_in_years(1 / compared.return_period, _lang())
    words = {"": odds, "often": _("more often than %(odds)s"), "seldom": _("more seldom than %(odds)s")}[
        compared.beyond
    ]
    return _(
        "A year of %(bound)s or more comes %(odds)s as you stand today; you set at most %(limit)s. "
        "The year that comes %(limit)s costs %(amount)s."
    ) % {
        "bound": bound,
        "odds": words % {"odds": odds},
        "limit": odds_in_years(1 / compared.appetite.years, _lang()),
        "amount": yen_words(compared.yen_at_years, _lang()),
    }


@register.simple_tag
def counts_of(group: Group) -> tuple[int, ...]:
    """Numbers of a group: done, begun, open, not asked."""
    return group.count("proved", "done"), group.count("begun"), group.count("open"), group.count("unasked")


@register.simple_tag
def choice_in_words(choice: Choice | None, choices: Mapping[Choice, Text]) -> str:
    """One of the four answers."""
    return choices[choice].of(_lang()) if choice is not None else _("not answered")


@register.simple_tag
def title_in_words(item: str, questions: Mapping[str, Question]) -> str:
    """The title of a question by its id; an item of another version by its id alone."""
    return questions[item].title.of(_lang()) if item in questions else item


@register.filter
def about(amount: int) -> str:
    """An estimate in yen as it is spoken."""
    return yen_words(amount, _lang())


@register.filter
def by_key(found: Mapping[str, str], key: str) -> str:
    """An entry of a table of words."""
    return found.get(key, "")


@register.filter
def magnitude(amount: int) -> int:
    """An amount without its sign."""
    return abs(amount)


@register.filter
def yen(amount: int) -> str:
    """Exact yen."""
    return yen_exact(amount, _lang())


@register.simple_tag
def published(figure: Published) -> str:
    """A published figure in the unit of its publication."""
    if figure.unit == "share":
        return f"{figure.value * 100:.3g}%"
    units = {"man_yen": _("× 10,000 yen"), "days": _("days"), "count": "", "ratio": _("times")}
    return f"{figure.value:,} {units[figure.unit]}".strip()


@register.simple_tag
def simulated(row: Replayed) -> str:
    """A simulated figure in the unit of the publication."""
    return published(replace(row.figure, value=float(f"{row.simulated:.3g}")))


@register.simple_tag
def deviation(z: float | None) -> str:
    """A difference in standard deviations, with a word where it is large."""
    if z is None:
        return _("not stated")
    return f"{z:+.1f}" if abs(z) <= FAR else f"{z:+.1f} ▲ " + _("misses")


@register.simple_tag
def price_words(low: int, high: int, per: str) -> str:
    """A price of an outside firm with its unit of time."""
    units = {"once": _("once"), "hour": _("an hour"), "month": _("a month"), "year": _("a year")}
    return f"{yen_range(low, high, _lang())} {units[per]}"


@register.simple_tag
def use_words(use: str) -> str:
    """What a figure is used for."""
    return {"fit": _("fitted"), "held": _("compared"), "context": _("context")}[use]


@register.simple_tag
def status_words(status: str) -> str:
    """How surely a figure is known."""
    words = {
        "verified": _("read in the source"),
        "secondary": _("read in a secondary copy"),
        "memory": _("not verified"),
        "derived": _("own judgement"),
    }
    return words[status]


@register.simple_tag
def day(moment: date) -> str:
    """A day as it is written."""
    return day_words(timezone.localtime(moment) if isinstance(moment, datetime) else moment, _lang())


@register.filter
def term(typed: Mapping[str, str], path: str) -> str:
    """What was typed for a term."""
    return typed.get(path, "")


@register.simple_tag
def policy_state(status: str) -> str:
    """The state of a contract."""
    states = dict(terms()["status"].choices) | {"draft": Text("下書き", "draft")}
    return states[status].of(_lang()) if status in states else status


@register.simple_tag
def policy_way(way: str) -> str:
    """The way a version of a contract came in."""
    ways = {"form": _("typed in"), "file": _("from a file"), "sheet": _("from a sheet"), "sample": _("sample")}
    return ways[way]
