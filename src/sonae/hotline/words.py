"""The words of the hotline, from ``content/hotline``: categories, states, what is promised, official desks, duties of the act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from sonae.content import reader
from sonae.values import Lang, Text

LANES = ("odd", "tip")
NAMES = ("none", "named", "outside")  # no name, name for all recipients, name for those outside the company


@dataclass(frozen=True, slots=True)
class Word:
    """Something with a name and, where needed, a sentence."""

    id: str
    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of the act on whistleblowers, from the day it holds."""

    id: str
    valid_from: date
    title: Text
    text: Text
    status: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """An official desk outside the company; ``phone`` is empty where it differs by place."""

    id: str
    phone: str
    title: Text
    text: Text
    status: str
    url: str


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is said; see the content file."""

    categories: Mapping[str, Text]
    states: Mapping[str, Word]
    outcomes: Mapping[str, Text]
    kinds: Mapping[str, Text]
    promises: tuple[Text, ...]
    limits: tuple[Word, ...]
    protected: tuple[Text, ...]
    duties: tuple[Duty, ...]
    desks: tuple[Desk, ...]
    hints: Mapping[str, tuple[str, ...]]
    poster: Mapping[str, Text]
    poster_steps: tuple[Text, ...]
    least_days: int
    usual_days: int
    most_days: int
    very_small: int


@cache
def load() -> Words:
    """The words, read once.

    >>> load().states["received"].title.ja, load().most_days
    ('受付', 365)
    """
    file = reader.toml("hotline", "hotline")
    return Words(
        categories=_titles("category"),
        states=MappingProxyType({entry["id"]: _word(entry) for entry in file["state"]}),
        outcomes=_titles("outcome"),
        kinds=_titles("kind"),
        promises=tuple(reader.text(entry, "text") for entry in file["promise"]),
        limits=tuple(_word(entry) for entry in file["limit"]),
        protected=tuple(reader.text(entry, "text") for entry in file["protected"]),
        duties=tuple(_duty(entry, file["source"], file["status"]) for entry in file["duty"]),
        desks=tuple(_desk(entry) for entry in file["desk"]),
        hints=MappingProxyType({hint["lane"]: (*hint["ja_words"], *hint["en_words"]) for hint in file["hint"]}),
        poster=MappingProxyType({key: reader.text(file["poster"], key) for key in ("title", *LANES)}),
        poster_steps=tuple(Text(step["ja"], step["en"]) for step in file["poster"]["steps"]),
        **file["limits"],
    )


def in_force(today: date) -> tuple[Duty, ...]:
    """The duties that hold on a day.

    >>> [duty.id for duty in in_force(date(2026, 11, 30))]
    ['no_sharing', 'system']
    """
    return tuple(duty for duty in load().duties if duty.valid_from <= today)


def limits(*, employees: int, server: bool) -> tuple[Word, ...]:
    """What cannot be promised, for a company of this size and this way to run Sonae.

    >>> [limit.id for limit in limits(employees=50, server=True)]
    ['network', 'server', 'judge', 'outcome']
    """
    left_out = {"local"} if server else {"server"}
    if employees >= load().very_small:
        left_out.add("small")
    return tuple(limit for limit in load().limits if limit.id not in left_out)


def other_lane(lane: str, text: str) -> bool:
    """Whether a text sounds as if it belonged in the other lane: then that is offered before anything is sent.

    >>> other_lane("tip", "変な添付を開いてしまった"), other_lane("tip", "残業代が出ない")
    (True, False)
    """
    plain = text.casefold()
    return any(word in plain for word in load().hints[lane])


def spoken(when: tuple[date, bool], lang: Lang) -> str:
    """A half-day as it is shown.

    >>> spoken((date(2026, 12, 1), True), "ja"), spoken((date(2026, 12, 1), False), "en")
    ('2026年12月1日 午後', '1 Dec 2026, morning')
    """
    day, afternoon = when
    if lang == "ja":
        return f"{day.year}年{day.month}月{day.day}日 {'午後' if afternoon else '午前'}"
    return f"{day.day} {day:%b %Y}, {'afternoon' if afternoon else 'morning'}"


def _titles(heading: str) -> Mapping[str, Text]:
    file = reader.toml("hotline", "hotline")
    return MappingProxyType({entry["id"]: reader.text(entry, "title") for entry in file[heading]})


def _word(entry: reader.Record) -> Word:
    text = reader.text(entry, "text")
    return Word(entry["id"], reader.text(entry, "title") if "title" in entry else text, text)


def _duty(entry: reader.Record, sources: list[str], status: str) -> Duty:
    return Duty(
        entry["id"],
        entry["valid_from"],
        reader.text(entry, "title"),
        reader.text(entry, "text"),
        entry.get("status", status),
        tuple(entry.get("source", sources)),
    )


def _desk(entry: reader.Record) -> Desk:
    url = reader.sources()[entry["source"][0]].url
    return Desk(
        entry["id"], entry["phone"], reader.text(entry, "title"), reader.text(entry, "text"), entry["status"], url
    )
