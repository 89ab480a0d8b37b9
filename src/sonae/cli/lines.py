"""Answers for the eye: the words of the report, laid out in columns that also fit Japanese."""

import unicodedata
from collections.abc import Iterator, Sequence

from sonae.case import Case
from sonae.catalogue import Catalogue
from sonae.diagnosis import Diagnosis
from sonae.values import Lang

GAP = "  "


def width(text: str) -> int:
    """Columns that a text takes in a terminal: two for wide characters.

    >>> width("約640万円")
    9
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their columns aligned, all but the first to the right.

    >>> list(columns([("基本", "8"), ("a", "12")]))
    ['基本   8', 'a     12']
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [_padded(cell, widths[k], k > 0) for k, cell in enumerate(row)]
        yield GAP.join(cells).rstrip()


def _padded(cell: str, columns_wide: int, right: bool) -> str:
    space = " " * (columns_wide - width(cell))
    return space + cell if right else cell + space


def diagnosis_lines(case: Case, result: Diagnosis, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """Score, parts, what is weakest and where other frameworks are touched."""
    ja = lang == "ja"
    questionnaire, score = catalogue.questionnaire, result.score
    band = questionnaire.band(score.total)
    yield f"{case.company.name}：25問の点数" if ja else f"{case.company.name}: score of the 25 questions"
    verdict = f"  {band.title.of(lang)}" if score.complete else ""
    yield f"{score.total} / {score.max}{verdict}"
    if not score.complete:
        yield f"（{score.answered}問まで答えています）" if ja else f"({score.answered} of 25 answered so far)"
    titles = {part.id: part.title.of(lang) for part in questionnaire.parts}
    yield from columns([(titles[part.id], f"{part.points} / {part.max}") for part in score.parts])
    if score.weakest:
        yield ""
        yield "次の一歩" if ja else "Next"
        for item in score.weakest:
            question = questionnaire.questions[item]
            yield f"・{question.title.of(lang)}" if ja else f"- {question.title.of(lang)}"
            yield f"  {question.first_step.of(lang)}"
    yield ""
    yield (
        "ほかの枠組みで手がついている数（できている / 手がついている / 全体）"
        if ja
        else "Other frameworks (in place / touched / of)"
    )
    yield from columns(
        [
            (catalogue.frameworks[name].title.of(lang), f"{entry.direct}", f"{entry.touched}", f"{entry.total}")
            for name, entry in result.crosswalk.items()
        ]
    )
