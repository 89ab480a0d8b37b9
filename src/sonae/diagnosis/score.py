"""From answers to a total, a band, the stars that can be declared and the weakest items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sonae.diagnosis import peers
from sonae.diagnosis.crosswalk import Coverage, coverage
from sonae.diagnosis.questionnaire import Need, Part, Questionnaire, StarCondition
from sonae.measure import Choice

WEAKEST = 3  # never more than three next things


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item: its answer (None while unanswered), its points, the published share of companies doing it (or None)."""

    id: str
    answer: Choice | None
    points: int
    peers_share: float | None


@dataclass(frozen=True, slots=True)
class PartScore:
    """Points of one part over the answered items; ``max`` is what the whole part can give."""

    id: str
    points: int
    max: int


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a star: met, not met, or None where no answer shows it. ``items`` stand in the way."""

    id: str
    stars: int
    met: bool | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Star:
    """For how many stars of SECURITY ACTION (0 to 2) the answers show readiness. Declaring is up to the company."""

    stars: int
    conditions: tuple[Condition, ...]

    @property
    def next(self) -> tuple[Condition, ...]:
        """What is left for the next star, or to be confirmed for the two that are within reach."""
        level = min(self.stars + 1, max(condition.stars for condition in self.conditions))
        return tuple(entry for entry in self.conditions if entry.stars == level and entry.met is not True)


@dataclass(frozen=True, slots=True)
class Score:
    """The total over the answered items, -25 to 100 points, and what it means.

    ``band`` is the band of ``total``; it is a verdict only once the diagnosis is ``complete``.
    ``weakest``: at most three items, those not done or unknown first, then the unanswered, then the half done; within
    each group in the order of the list, so the basic part comes first.
    """

    total: int
    max: int
    band: str
    parts: tuple[PartScore, ...]
    items: tuple[ItemScore, ...]
    weakest: tuple[str, ...]
    answered: int

    @property
    def complete(self) -> bool:
        return self.answered == len(self.items)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything the answers say by themselves: score, stars, and how far each framework is touched."""

    score: Score
    stars: Star
    crosswalk: Mapping[str, Coverage]


def score(questionnaire: Questionnaire, answers: Mapping[str, Choice]) -> Score:
    """The score of the 25 items; unanswered ones count nothing. Points and bands: IPA five-minute self-diagnosis.

    >>> from sonae.diagnosis.questionnaire import load
    >>> everything = dict.fromkeys(load().questions, Choice.DONE)
    >>> result = score(load(), everything | {"SD-11": Choice.UNKNOWN})
    >>> result.total, result.band, result.weakest
    (95, 'good', ('SD-11',))
    """
    points = {item: questionnaire.points[answers[item]] for item in questionnaire.questions if item in answers}
    total = sum(points.values())
    best = questionnaire.points[Choice.DONE]
    return Score(
        total=total,
        max=best * len(questionnaire.questions),
        band=questionnaire.band(total).id,
        parts=tuple(_part(part, points, best) for part in questionnaire.parts),
        items=tuple(_item(item, answers, points) for item in questionnaire.questions),
        weakest=_weakest(questionnaire.questions, answers),
        answered=len(points),
    )


def _part(part: Part, points: Mapping[str, int], best: int) -> PartScore:
    return PartScore(part.id, sum(points.get(item, 0) for item in part.items), best * len(part.items))


def _item(item: str, answers: Mapping[str, Choice], points: Mapping[str, int]) -> ItemScore:
    peer = peers.shares().get(item)
    answer = Choice(answers[item]) if item in answers else None
    return ItemScore(item, answer, points.get(item, 0), peer.share if peer else None)


_URGENCY = {Choice.NOT_DONE: 0, Choice.UNKNOWN: 0, None: 1, Choice.PARTLY: 2}


def _weakest(items: Iterable[str], answers: Mapping[str, Choice]) -> tuple[str, ...]:
    open_items = [item for item in items if answers.get(item) != Choice.DONE]
    return tuple(sorted(open_items, key=lambda item: _URGENCY[answers.get(item)])[:WEAKEST])


def star(questionnaire: Questionnaire, answers: Mapping[str, Choice]) -> Star:
    """Readiness for SECURITY ACTION: one star needs the articles begun, two the diagnosis finished and rules written.

    >>> from sonae.diagnosis.questionnaire import load
    >>> star(load(), dict.fromkeys(load().questions, Choice.PARTLY)).stars
    1
    """
    conditions = tuple(
        _condition(level.stars, condition, answers) for level in questionnaire.stars for condition in level.conditions
    )
    unmet = [condition.stars for condition in conditions if condition.met is False]
    return Star(min(unmet, default=len(questionnaire.stars)) - 1, conditions)


def _condition(stars: int, condition: StarCondition, answers: Mapping[str, Choice]) -> Condition:
    if condition.need == "outside":
        return Condition(condition.id, stars, None, ())
    missing = tuple(item for item in condition.items if answers.get(item) not in _ENOUGH[condition.need])
    return Condition(condition.id, stars, not missing, missing)


_ENOUGH: Mapping[Need, frozenset[Choice | None]] = {
    "started": frozenset({Choice.DONE, Choice.PARTLY}),
    "done": frozenset({Choice.DONE}),
    "answered": frozenset(Choice),
}


def diagnose(
    questionnaire: Questionnaire, answers: Mapping[str, Choice], supplements: Mapping[str, Choice] | None = None
) -> Diagnosis:
    """The whole diagnosis; works on part of the answers too. The 16 supplements never change the score.

    >>> from sonae.diagnosis.questionnaire import load
    >>> diagnose(load(), {"SD-01": Choice.DONE}).score.answered
    1
    """
    return Diagnosis(
        score=score(questionnaire, answers),
        stars=star(questionnaire, answers),
        crosswalk=coverage({**answers, **(supplements or {})}),
    )
