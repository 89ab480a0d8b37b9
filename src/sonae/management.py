"""The owner's view: how each requirement of a framework stands, what one answer would add, and the risk the company is ready to bear."""

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, get_args

from sonae import diagnosis
from sonae.content import reader
from sonae.diagnosis import crosswalk
from sonae.diagnosis.certainty import certainty
from sonae.evidence import Evidence
from sonae.faults import Fault, InputError
from sonae.measure import Choice
from sonae.risk import CurvePoint
from sonae.values import Text

State = Literal["proved", "done", "begun", "open", "unasked"]
STATES: tuple[State, ...] = get_args(State)
DIRECTIONS, FUNCTIONS, CRITERIA = "management_guidelines", "nist_csf_2", "scs_criteria"
ONE_IN_YEARS = (10, 20, 50, 100)
LEAST_YEN, MOST_YEN = 10_000, 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement with the items whose answer says it (``direct``) or a part of it (``related``)."""

    id: str
    group: str
    title: Text
    direct: tuple[str, ...]
    related: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a requirement stands. ``begun`` items touch it; ``missing`` are its direct items that are not done; ``proofs`` count today.

    ``proved`` and ``done``: every direct item is answered with "done" (and proved); ``begun``: something touches it; ``open``: nothing
    does; ``unasked``: no question of ours speaks of it.
    """

    requirement: Requirement
    state: State
    missing: tuple[str, ...]
    proofs: tuple[Evidence, ...]

    @property
    def fills(self) -> str:
        """The one item that would fill it, "" where none alone does."""
        return self.missing[0] if len(self.missing) == 1 else ""


@dataclass(frozen=True, slots=True)
class Group:
    """The standings of one group with their number by state."""

    id: str
    title: Text
    standings: tuple[Standing, ...]

    def count(self, *states: State) -> int:
        """How many are in one of these states."""
        return sum(entry.state in states for entry in self.standings)

    @property
    def state(self) -> State:
        """The group in one word: done when everything asked is, begun when anything is, else open."""
        asked = [entry for entry in self.standings if entry.state != "unasked"]
        if asked and all(entry.state in ("proved", "done") for entry in asked):
            return "proved" if all(entry.state == "proved" for entry in asked) else "done"
        return "begun" if any(entry.state != "open" for entry in asked) else "open"


@dataclass(frozen=True, slots=True)
class Gain:
    """What answering one item with "done" would fill: the requirements, by their ids."""

    item: str
    fills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A whole framework as it stands. Never a claim of conformity."""

    id: str
    title: Text
    publisher: str
    edition: str
    status: str
    note: Text | None
    groups: tuple[Group, ...]
    gains: tuple[Gain, ...]

    @property
    def standings(self) -> tuple[Standing, ...]:
        return tuple(entry for group in self.groups for entry in group.standings)

    @property
    def total(self) -> int:
        return len(self.standings)

    def count(self, *states: State) -> int:
        """How many requirements are in one of these states."""
        return sum(group.count(*states) for group in self.groups)


@cache
def names() -> tuple[str, ...]:
    """The frameworks in the order of the page; the criteria of SCS star 3 stand in place of its 26 requirements."""
    return tuple(CRITERIA if name == "scs_star3" else name for name in crosswalk.frameworks() if name != "articles")


@cache
def requirements(name: str) -> tuple[Requirement, ...]:
    """The requirements of a framework in order. Raises KeyError for a name that is not in ``names()``."""
    if name == CRITERIA:
        return tuple(
            Requirement(
                record["id"],
                record["group"],
                reader.text(record, "title"),
                tuple(record["direct"]),
                tuple(record["related"]),
            )
            for record in reader.toml("diagnosis", CRITERIA)["criterion"]
        )
    found: dict[tuple[str, str], list[str]] = {}
    for item, entries in crosswalk.links().items():
        for framework, target, relation in entries:
            if framework == name:
                found.setdefault((target, relation), []).append(item)
    return tuple(
        Requirement(
            item.id,
            item.group,
            item.title,
            tuple(found.get((item.id, "direct"), ())),
            tuple(found.get((item.id, "related"), ())),
        )
        for item in crosswalk.frameworks()[name].items
    )


def view(name: str, answers: Mapping[str, Choice], pieces: Iterable[Evidence], today: date) -> View:
    """A framework as the answers and the evidence of a day show it. Raises KeyError for an unknown name.

    >>> seen = view("scs_criteria", {"SD-02": Choice.DONE}, [], date(2026, 11, 24))
    >>> seen.total, seen.count("done"), seen.gains[0].item
    (81, 2, 'SD-03')
    """
    known = tuple(pieces)
    proved = frozenset(certainty(answers, known, today).proved)
    framework = crosswalk.frameworks()["scs_star3" if name == CRITERIA else name]
    listed = requirements(name)
    standings = tuple(_standing(entry, answers, proved, known, today) for entry in listed)
    return View(
        id=name,
        title=framework.title,
        publisher=framework.publisher,
        edition=framework.edition,
        status=framework.status,
        note=framework.note,
        groups=_groups(name, standings),
        gains=_gains(standings),
    )


def _standing(
    entry: Requirement,
    answers: Mapping[str, Choice],
    proved: frozenset[str],
    pieces: Sequence[Evidence],
    today: date,
) -> Standing:
    missing = tuple(item for item in entry.direct if answers.get(item) != Choice.DONE)
    touched = any(answers.get(item) in crosswalk.BEGUN for item in (*entry.direct, *entry.related))
    proofs = tuple(
        piece
        for piece in pieces
        if set(piece.covers) & {*entry.direct, *entry.related} and piece.state(today).value == "current"
    )
    return Standing(entry, _state(entry, missing, touched, proved), missing, proofs)


def _state(entry: Requirement, missing: tuple[str, ...], touched: bool, proved: frozenset[str]) -> State:
    if not entry.direct and not entry.related:
        return "unasked"
    if entry.direct and not missing:
        return "proved" if proved.issuperset(entry.direct) else "done"
    return "begun" if touched else "open"


def _groups(name: str, standings: tuple[Standing, ...]) -> tuple[Group, ...]:
    titles = _group_titles(name)
    order = dict.fromkeys(entry.requirement.group for entry in standings)
    return tuple(
        Group(group, titles[group], tuple(entry for entry in standings if entry.requirement.group == group))
        for group in order
    )


@cache
def _group_titles(name: str) -> dict[str, Text]:
    if name == CRITERIA:
        return {item.id: item.title for item in crosswalk.frameworks()["scs_star3"].items}
    given = reader.toml("diagnosis/frameworks", name).get("groups", [])
    titles = {record["id"]: reader.text(record, "title") for record in given}
    return titles | {
        item.group: _GROUPS.get(item.group, crosswalk.frameworks()[name].title)
        for item in crosswalk.frameworks()[name].items
        if item.group not in titles
    }


_GROUPS = {
    "leadership": Text("経営者の役割", "Leadership"),
    "measures": Text("対策", "Measures"),
    "incident": Text("緊急時", "Incidents"),
    "supply_chain": Text("取引先", "Supply chain"),
    "communication": Text("情報の共有", "Communication"),
}


def _gains(standings: tuple[Standing, ...]) -> tuple[Gain, ...]:
    """Items by how many requirements they alone would fill, the most first, ties in the order of the questions."""
    found: dict[str, list[str]] = {}
    for entry in standings:
        if entry.fills:
            found.setdefault(entry.fills, []).append(entry.requirement.id)
    order = [*diagnosis.load().questions, *diagnosis.load().supplements]
    ranked = sorted(found, key=lambda item: (-len(found[item]), order.index(item)))
    return tuple(Gain(item, tuple(found[item])) for item in ranked)


@dataclass(frozen=True, slots=True)
class Appetite:
    """The risk a company is ready to bear: a year of at least ``yen`` no more often than once in ``years`` years."""

    yen: int
    years: int


@dataclass(frozen=True, slots=True)
class Compared:
    """An appetite beside the curve. ``return_period``: such a year comes once in so many years, within the range of the curve.

    ``beyond`` is "often" where it comes more often than the curve's first point, "seldom" where more seldom than its last.
    """

    appetite: Appetite
    return_period: float
    beyond: Literal["", "often", "seldom"]
    yen_at_years: int

    @property
    def within(self) -> bool:
        """Whether the company is within what its owner is ready to bear."""
        return self.return_period >= self.appetite.years


def compare(appetite: Appetite, curve: Sequence[CurvePoint]) -> Compared:
    """Where an appetite stands on a loss curve, log-log between its points.

    >>> points = [CurvePoint(2, 0, 0), CurvePoint(10, 1_000_000, 0), CurvePoint(100, 10_000_000, 0)]
    >>> found = compare(Appetite(10_000_000, 50), points)
    >>> found.within, found.return_period, found.yen_at_years
    (True, 100.0, 5000000)
    """
    points = [point for point in curve if point.aep_yen > 0]
    period, beyond = _period(appetite.yen, points, curve)
    return Compared(appetite, period, beyond, _amount(appetite.years, points))


def _period(
    yen: int, points: Sequence[CurvePoint], curve: Sequence[CurvePoint]
) -> tuple[float, Literal["", "often", "seldom"]]:
    if not points or yen > points[-1].aep_yen:
        return (curve[-1].return_period if curve else math.inf), "seldom"
    if yen < points[0].aep_yen:
        return points[0].return_period, "often"
    for low, high in itertools.pairwise(points):
        if low.aep_yen <= yen <= high.aep_yen:
            return _between(yen, (low.aep_yen, high.aep_yen), (low.return_period, high.return_period)), ""
    return points[-1].return_period, ""


def _amount(years: int, points: Sequence[CurvePoint]) -> int:
    for low, high in itertools.pairwise(points):
        if low.return_period <= years <= high.return_period:
            return round(_between(years, (low.return_period, high.return_period), (low.aep_yen, high.aep_yen)))
    return 0


def _between(value: float, across: tuple[float, float], along: tuple[float, float]) -> float:
    """Log-log interpolation."""
    if across[0] == across[1]:
        return float(along[1])
    share = math.log(value / across[0]) / math.log(across[1] / across[0])
    return float(along[0] * (along[1] / along[0]) ** share)


def check_appetite(yen: int, years: int) -> Appetite:
    """An appetite as typed. Raises InputError: yen outside 10,000 to a million million, years not 10, 20, 50 or 100."""
    faults = []
    if not LEAST_YEN <= yen <= MOST_YEN:
        faults.append(Fault(_AMOUNT, _GIVE_AMOUNT, field="yen", value=str(yen)))
    if years not in ONE_IN_YEARS:
        faults.append(Fault(_YEARS, _GIVE_YEARS, field="years", value=str(years)))
    if faults:
        raise InputError(faults)
    return Appetite(yen, years)


_AMOUNT = Text("額が小さすぎるか、大きすぎます", "is too small or too large")
_GIVE_AMOUNT = Text("1万円から1兆円までの額を入れてください", "Give an amount from 10,000 yen to a million million yen")
_YEARS = Text("選べる年数ではありません", "is not a number of years to choose from")
_GIVE_YEARS = Text("10、20、50、100年から選んでください", "Choose 10, 20, 50 or 100 years")


@dataclass(frozen=True, slots=True)
class Light:
    """One of three lights of the home page. ``word``: good, partly, open or unknown; ``text`` says it without the colour."""

    id: Literal["posture", "ready", "money"]
    word: Literal["good", "partly", "open", "unknown"]
    text: Text


READY_ITEMS = ("SD-11", "SD-24", "SP-03", "SP-08")  # backup, preparation, a tried restore, targets for a stop


def lights(answers: Mapping[str, Choice], band: str, compared: Compared | None) -> tuple[Light, Light, Light]:
    """Daily protection, readiness for the day it happens, and whether the loss stays within what the owner is ready to bear.

    ``band`` is the band of the score, "" while the 25 are not all answered.
    """
    posture = {"full": "good", "good": "good", "weak": "partly", "danger": "open"}.get(band, "unknown")
    return (
        Light("posture", posture, _POSTURE[posture]),  # type: ignore[arg-type]
        _readiness(answers),
        _money(compared),
    )


def _readiness(answers: Mapping[str, Choice]) -> Light:
    known = [answers[item] for item in READY_ITEMS if item in answers]
    if not known:
        return Light("ready", "unknown", _READY["unknown"])
    if len(known) == len(READY_ITEMS) and all(choice is Choice.DONE for choice in known):
        return Light("ready", "good", _READY["good"])
    word: Literal["partly", "open"] = "partly" if any(choice in crosswalk.BEGUN for choice in known) else "open"
    return Light("ready", word, _READY[word])


def _money(compared: Compared | None) -> Light:
    if compared is None:
        return Light("money", "unknown", Text("許せる額を決めると示せます", "Set what you are ready to bear"))
    if compared.within:
        return Light("money", "good", Text("許せる損害の額の内側です", "Within what you are ready to bear"))
    return Light("money", "open", Text("許せる損害の額を超えています", "More than you are ready to bear"))


_POSTURE = {
    "good": Text("おおむねできています", "Mostly in place"),
    "partly": Text("すき間があります", "There are gaps"),
    "open": Text("これからです", "Much is still to do"),
    "unknown": Text("25問に答えると示せます", "Answer the 25 questions"),
}
_READY = {
    "good": Text("控え、戻す練習、事故の備えがあります", "Backup, tried restore and preparation are there"),
    "partly": Text("控えか事故の備えに、足りないところがあります", "Backup or preparation is incomplete"),
    "open": Text("控えも事故の備えも、これからです", "Neither backup nor preparation yet"),
    "unknown": Text("25問に答えると示せます", "Answer the 25 questions"),
}
