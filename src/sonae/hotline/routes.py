"""Who is told of a Tip: never somebody whom it concerns."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

OUTSIDE = ("adviser", "chamber", "lawyer")
PLACES = ("first", "deputy", "outside", "owner")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may be told. ``kind``: inside, owner, adviser, chamber or lawyer; ``name`` as colleagues say it."""

    id: str
    kind: str
    role: str
    name: str = ""
    since: date | None = None

    @property
    def outside(self) -> bool:
        """Whether this is nobody of the company."""
        return self.kind in OUTSIDE


@dataclass(frozen=True, slots=True)
class Route:
    """Who must be told (``first``), who is told when a timer runs out, and who must not be told at all."""

    first: str
    deputy: str
    outside: str
    owner: str
    never: tuple[str, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """Everybody who may ever read it, the first first."""
        return tuple(dict.fromkeys(filter(None, (self.first, self.deputy, self.outside, self.owner))))

    def place(self, recipient: str) -> str:
        """From which place a recipient reads: the earliest of theirs.

        >>> Route("a", "b", "b", "", ()).place("b")
        'deputy'
        """
        return next(place for place in PLACES if getattr(self, place) == recipient)


def route(
    recipients: Sequence[Recipient], *, concerned: Collection[str], concerns_owner: bool, words: str, employees: int
) -> Route | None:
    """The route of a Tip, None where nobody is left whom it does not concern: then official desks are the way.

    ``concerned``: ids of recipients whom the reporter named; ``words``: what the reporter typed about whom it concerns, in which
    names of recipients count as well. A Tip about the owner goes outside only; so does the first word in a very small company.

    >>> people = [Recipient("a", "inside", "総務"), Recipient("o", "owner", "社長"), Recipient("x", "lawyer", "弁護士")]
    >>> route(people, concerned=["a"], concerns_owner=False, words="", employees=20).told
    ('x', 'o')
    >>> route(people, concerned=[], concerns_owner=True, words="", employees=20).told
    ('x',)
    >>> route(people[:2], concerned=[], concerns_owner=True, words="", employees=20) is None
    True
    """
    named = {person.id for person in recipients if person.id in concerned or mentioned(person, words)}
    about_owner = concerns_owner or any(person.kind == "owner" and person.id in named for person in recipients)
    never = {person.id for person in recipients if person.id in named or (about_owner and not person.outside)}
    left = [person for person in recipients if person.id not in never]
    handlers = [person for person in left if person.kind != "owner"]
    if not handlers:
        return None  # the owner alone is no desk
    first_outside = employees < _very_small()
    ordered = sorted(handlers, key=lambda person: person.outside != first_outside)
    outside = next((person.id for person in left if person.outside), ordered[-1].id)
    owner = next((person.id for person in left if person.kind == "owner"), outside)
    first = ordered[0].id
    return Route(first, next((person.id for person in ordered[1:]), first), outside, owner, tuple(sorted(never)))


def mentioned(person: Recipient, words: str) -> bool:
    """Whether somebody's role or name occurs in what was typed.

    >>> mentioned(Recipient("a", "inside", "総務", "田中"), "経理の田中さん"), mentioned(Recipient("a", "inside", "総務"), "営業")
    (True, False)
    """
    typed = _plain(words)
    return any(part and part in typed for part in (_plain(person.role), _plain(person.name)))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _very_small() -> int:
    from sonae.hotline import words

    return words.load().very_small
