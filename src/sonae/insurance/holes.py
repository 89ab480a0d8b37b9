"""The kinds of hole that insurance cover can have, as content states them, and what is found of one for a company."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sonae.content import reader
from sonae.insurance import words
from sonae.insurance.premium import Band
from sonae.values import Text

STATES = ("open", "accepted", "unknown", "closed")
BASES = ("quoted", "indication", "expected", "ask")
FIRST = "GP-01"  # business interruption: what small companies most often lack without knowing it
NEXT = 3  # never more than three next things


@dataclass(frozen=True, slots=True)
class Kind:
    """A hole as content states it: red words, costs at stake, why, how to close it, and what to ask the agent."""

    id: str
    name: str
    heads: tuple[str, ...]
    code: str
    term: str
    measures: tuple[str, ...]
    title: Text
    text: Text
    close: Text
    ask: Text


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Yen at stake: ``mean_yen`` a year, ``p_year`` share of years touched, ``median_yen`` of the years touched,
    ``once_in_20_yen`` and ``once_in_100_yen`` not exceeded in all but one year of so many."""

    mean_yen: int
    p_year: float
    median_yen: int
    once_in_20_yen: int
    once_in_100_yen: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What closing a gap costs a year. ``basis``: quoted (by the insurer), indication (from published examples), expected (from the
    simulated payments), or ask (no figure: the insurer has to be asked, ``yen`` is None)."""

    basis: str
    yen: Band | None


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap of a company.

    ``state``: open, accepted (the owner decided: ``decided`` is the evidence, ``decided_on`` its day), unknown (something is missing to
    tell) or closed. ``at_risk`` is None where the loss is not simulated; ``gain`` is what closing it would bring. ``code``, ``term``
    and ``page`` say why the loss stays; ``due`` is a day by which to act.
    """

    id: str
    state: str
    at_risk: AtRisk | None
    gain: AtRisk | None
    cost: Cost
    code: str
    term: str
    page: str
    policy: str
    note: Text
    due: date | None
    decided: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask the agent (次に代理店に聞くこと); ``about`` is the id of the gap or of the readiness item that it settles."""

    about: str
    text: Text


@cache
def kinds() -> dict[str, Kind]:
    """All kinds of gap by id, in the order in which they are tested."""
    return {
        record["id"]: Kind(
            id=record["id"],
            name=record["name"],
            heads=tuple(record["heads"]),
            code=record["code"],
            term=record["term"],
            measures=tuple(record["measures"]),
            title=reader.text(record, "title"),
            text=reader.text(record, "text"),
            close=reader.text(record, "close"),
            ask=reader.text(record, "ask"),
        )
        for record in reader.toml("insurance", "gaps")["gap"]
    }


def largest(gaps: Iterable[Gap], most: int = NEXT) -> tuple[Gap, ...]:
    """The open gaps with the most yen a year at stake, the largest first; business interruption that was not bought before all others."""
    weighed = [gap for gap in gaps if gap.state == "open" and _weight(gap) > 0]
    return tuple(sorted(weighed, key=lambda gap: (gap.id != FIRST, -_weight(gap)))[:most])


def _weight(gap: Gap) -> int:
    return gap.at_risk.mean_yen if gap.at_risk else 0


def questions(gaps: Iterable[Gap], assumed_terms: Sequence[str]) -> tuple[Question, ...]:
    """What to ask the agent next: the largest gaps first, then the other open or unknown ones, then the pages of assumed terms."""
    waiting = [gap for gap in gaps if gap.state in ("open", "unknown")]
    asked = [
        Question(gap.id, kinds()[gap.id].ask)
        for gap in sorted(waiting, key=lambda gap: (gap.id != FIRST, -_weight(gap)))
    ]
    if not assumed_terms:
        return tuple(asked)
    terms = [words.term(path) for path in dict.fromkeys(assumed_terms)]
    text = Text(
        f"次の条件は、約款の何ページに書いてありますか：{'、'.join(term.ja for term in terms)}",
        f"On which pages of the wording do these terms stand: {', '.join(term.en for term in terms)}?",
    )
    return (*asked, Question("RD-01", text))
