"""The 25 items, the 16 supplementary questions, and the check of answers that someone typed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from sonae.content import reader
from sonae.content.reader import Record
from sonae.faults import Fault, InputError
from sonae.measure import Choice
from sonae.values import Text

Need = Literal["started", "done", "answered", "outside"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question in our own words. ``status`` and ``source`` speak of the item (its topic and its place in the list);
    the wording of every text is that of ``wording_source``. ``no`` counts within the 25 or within the 16."""

    id: str
    no: int
    part: str
    title: Text
    question: Text
    why: Text
    check: Text
    first_step: Text
    evidence: Text
    caution: Text | None
    status: str
    source: tuple[str, ...]
    wording_source: str


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three parts of the 25 items, or the supplement."""

    id: str
    title: Text
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """What a total means; ``min`` and ``max`` are points and both belong to the band."""

    id: str
    min: int
    max: int
    title: Text
    advice: Text


@dataclass(frozen=True, slots=True)
class StarCondition:
    """One condition for declaring a star of SECURITY ACTION and what the answers can say about it.

    ``need``: every item of ``items`` at least partly done (``started``), done, or merely answered; ``outside`` means
    that no answer shows it and the company must confirm it itself.
    """

    id: str
    need: Need
    items: tuple[str, ...]
    title: Text


@dataclass(frozen=True, slots=True)
class StarLevel:
    """What may be said at 0, 1 or 2 stars. The declaration is the company's own; nobody certifies it."""

    stars: int
    title: Text
    headline: Text
    conditions: tuple[StarCondition, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Everything a diagnosis needs to know: questions, points, bands and stars. Totals run from -25 to 100 points."""

    parts: tuple[Part, ...]
    supplement: Part
    questions: Mapping[str, Question]
    supplements: Mapping[str, Question]
    points: Mapping[Choice, int]
    choices: Mapping[Choice, Text]
    not_applicable: Text
    bands: tuple[Band, ...]
    stars: tuple[StarLevel, ...]

    def band(self, total: int) -> Band:
        """The band of a total from -25 to 100 points.

        >>> load().band(70).id, load().band(69).id
        ('good', 'weak')
        """
        return next(band for band in self.bands if band.min <= total <= band.max)


@cache
def load() -> Questionnaire:
    """The questionnaire of the content that comes with this version.

    >>> questionnaire = load()
    >>> len(questionnaire.questions), len(questionnaire.supplements)
    (25, 16)
    >>> questionnaire.questions["SD-11"].title.en
    'Take backups'
    """
    scoring = reader.toml("diagnosis", "scoring")
    questions, supplements = _questions("questions"), _questions("supplements")
    return Questionnaire(
        parts=tuple(_part(record, questions) for record in scoring["part"]),
        supplement=_part(scoring["supplement"], supplements),
        questions=questions,
        supplements=supplements,
        points={Choice(record["id"]): record["points"] for record in scoring["choice"]},
        choices={Choice(record["id"]): reader.text(record, "title") for record in scoring["choice"]},
        not_applicable=reader.text(scoring["not_applicable"], "note"),
        bands=tuple(_band(record) for record in scoring["band"]),
        stars=tuple(_star(record, tuple(questions)) for record in scoring["star"]),
    )


def _questions(name: str) -> dict[str, Question]:
    content = reader.toml("diagnosis", name)
    return {record["id"]: _question({**content, **record}) for record in content["question"]}


def _question(record: Record) -> Question:
    return Question(
        id=record["id"],
        no=record["no"],
        part=record["part"],
        title=reader.text(record, "title"),
        question=reader.text(record, "question"),
        why=reader.text(record, "why"),
        check=reader.text(record, "check"),
        first_step=reader.text(record, "first_step"),
        evidence=reader.text(record, "evidence"),
        caution=reader.text(record, "caution") if "caution" in record else None,
        status=record["status"],
        source=tuple(record["source"]),
        wording_source=record["wording_source"],
    )


def _part(record: Record, questions: Mapping[str, Question]) -> Part:
    items = tuple(item for item, question in questions.items() if question.part == record["id"])
    return Part(record["id"], reader.text(record, "title"), items)


def _band(record: Record) -> Band:
    title, advice = reader.text(record, "title"), reader.text(record, "advice")
    return Band(record["id"], record["min"], record["max"], title, advice)


def _star(record: Record, all_items: tuple[str, ...]) -> StarLevel:
    conditions = tuple(
        StarCondition(entry["id"], entry["need"], _items(entry, all_items), reader.text(entry, "title"))
        for entry in record.get("condition", ())
    )
    return StarLevel(record["no"], reader.text(record, "title"), reader.text(record, "headline"), conditions)


def _items(entry: Record, all_items: tuple[str, ...]) -> tuple[str, ...]:
    return all_items if entry["need"] == "answered" else tuple(entry.get("items", ()))


def check_answers(
    questionnaire: Questionnaire, raw: object, file: str = "", table: str = "answers", partial: bool = False
) -> dict[str, Choice]:
    """Answers as typed, checked and put in the order of the questions.

    ``table`` is ``answers`` (the 25 items, all required unless ``partial``) or ``supplement`` (the 16, none required).
    Raises InputError with every fault: a missing answer, an unknown item, a value that is not one of the four choices.

    >>> check_answers(load(), {"SP-01": "partly"}, table="supplement")
    {'SP-01': <Choice.PARTLY: 'partly'>}
    >>> check_answers(load(), {"SD-01": "yes"}, partial=True)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sonae.faults.InputError: answers.SD-01 = yes: is not one of the four choices. Write "done", "partly", ...
    """
    questions = questionnaire.supplements if table == "supplement" else questionnaire.questions
    if not isinstance(raw, Mapping):
        raise InputError([_not_a_table(raw, file, table)])
    required = () if partial or table == "supplement" else tuple(questions)
    faults = [_missing(item, file, table) for item in required if item not in raw]
    for item, value in raw.items():
        if item not in questions:
            faults.append(_stranger(questionnaire, questions, str(item), value, file, table))
        elif value not in _ALLOWED:
            faults.append(_bad_choice(item, value, file, table))
    if faults:
        raise InputError(faults)
    return {item: Choice(raw[item]) for item in questions if item in raw}


_ALLOWED = [choice.value for choice in Choice]
_WRITE_ONE = Text(
    '"done"（実施している）、"partly"（一部）、"not_done"（していない）、"unknown"（わからない）のどれかを書いてください',
    'Write "done", "partly", "not_done" or "unknown"',
)


def _not_a_table(raw: object, file: str, table: str) -> Fault:
    return Fault(
        Text("答えの表ではありません", "is not a table of answers"),
        Text(
            f"[{table}] という見出しの下に、1行に1つずつ答えを書いてください",
            f"Put the answers under the heading [{table}], one a line",
        ),
        file=file,
        field=table,
        value=_typed(raw),
    )


def _missing(item: str, file: str, table: str) -> Fault:
    return Fault(Text("答えがありません", "has no answer"), _WRITE_ONE, file=file, field=f"{table}.{item}")


def _bad_choice(item: str, value: object, file: str, table: str) -> Fault:
    problem = Text("4つの選択肢のどれでもありません", "is not one of the four choices")
    return Fault(problem, _WRITE_ONE, file=file, field=f"{table}.{item}", value=_typed(value))


def _stranger(
    questionnaire: Questionnaire, questions: Iterable[str], item: str, value: object, file: str, table: str
) -> Fault:
    return Fault(
        Text("この番号の質問はありません", "is not a known item"),
        _where_to(questionnaire, tuple(questions), item),
        file=file,
        field=f"{table}.{item}",
        value=_typed(value),
    )


def _where_to(questionnaire: Questionnaire, questions: tuple[str, ...], item: str) -> Text:
    """The remedy for an item that does not belong to this table: its own table, the nearest spelling, or the range."""
    for heading, known in (("answers", questionnaire.questions), ("supplement", questionnaire.supplements)):
        if item in known:
            return Text(f"[{heading}] の下に移してください", f"Move it under [{heading}]")
    meant = _spelled(item)
    if meant in questions:
        return Text(f"{meant} のことでしたら、そのとおりに書いてください", f"If {meant} is meant, write it exactly so")
    first, last = questions[0], questions[-1]
    return Text(f"{first} から {last} までの番号を使ってください", f"Use an item from {first} to {last}")


def _spelled(item: str) -> str:
    """The id that someone may have meant: sd-1, SD01 and ＳＤ－０１ are all SD-01."""
    parts = re.fullmatch(r"(S[DP])[^A-Z0-9]?(\d+)", unicodedata.normalize("NFKC", item).strip().upper())
    return f"{parts[1]}-{int(parts[2]):02}" if parts else item


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
