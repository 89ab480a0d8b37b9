"""How surely the answers stand: which are proved by evidence today, which rest on a word alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sonae import evidence, measure
from sonae.diagnosis.crosswalk import BEGUN
from sonae.evidence import Evidence, State
from sonae.measure import Choice


@dataclass(frozen=True, slots=True)
class Certainty:
    """Items answered as done or partly done, by how surely: proved today, proved once but no longer, or stated only."""

    proved: tuple[str, ...]
    lapsed: tuple[str, ...]
    stated: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.proved) + len(self.lapsed) + len(self.stated)


def certainty(answers: Mapping[str, Choice], pieces: Iterable[Evidence], today: date) -> Certainty:
    """Sort the answers by what proves them. Evidence of a measure counts for its item.

    >>> paper = Evidence("ev-1", "復元の記録", "file", date(2026, 11, 1), ("SD-11",))
    >>> certainty({"SD-11": Choice.DONE, "SD-01": Choice.PARTLY, "SD-02": Choice.NOT_DONE}, [paper], date(2026, 11, 24))
    Certainty(proved=('SD-11',), lapsed=(), stated=('SD-01',))
    """
    known = tuple(pieces)
    found: dict[str, list[str]] = {"proved": [], "lapsed": [], "stated": []}
    for item, choice in answers.items():
        if choice in BEGUN:
            found[_how(item, known, today)].append(item)
    return Certainty(tuple(found["proved"]), tuple(found["lapsed"]), tuple(found["stated"]))


def _how(item: str, pieces: tuple[Evidence, ...], today: date) -> str:
    codes = [item, *(entry.id for entry in measure.measures().values() if entry.item == item)]
    best = evidence.best(pieces, today, None, *codes)
    if best is None or best.state(today) is State.NOT_YET:
        return "stated"
    return "proved" if best.state(today) is State.CURRENT else "lapsed"
