"""Answers for the eye: the words of the report, laid out in columns that also fit Japanese."""

import unicodedata
from collections.abc import Iterator, Sequence

from sonae.case import Case
from sonae.catalogue import Catalogue
from sonae.diagnosis import Diagnosis
from sonae.values import Lang, Text

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


def titled(name: str, about: str, lang: Lang) -> str:
    """The heading of an answer, also for a company without a name.

    >>> titled("見本堂", "25問の点数", "ja"), titled("", "25問の点数", "ja")
    ('見本堂：25問の点数', '25問の点数')
    """
    return ("：" if lang == "ja" else ": ").join(part for part in (name, about) if part)


def diagnosis_lines(case: Case, result: Diagnosis, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """Score, parts, stars, what is weakest, other companies and other frameworks."""
    yield titled(case.company.name, "25問の点数" if lang == "ja" else "Score of the 25 questions", lang)
    yield from _score(result, catalogue, lang)
    yield from _next(result, catalogue, lang)
    yield from _peers(result, catalogue, lang)
    yield from _frameworks(result, catalogue, lang)


def _score(result: Diagnosis, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    questionnaire, score = catalogue.questionnaire, result.score
    if score.complete:
        band = questionnaire.band(score.total)
        yield f"{score.total} / {score.max}  {band.title.of(lang)}"
        yield band.advice.of(lang)
    else:
        yield f"{score.total} / {score.max}"
        yield f"（{score.answered}問まで答えています）" if lang == "ja" else f"({score.answered} of 25 answered so far)"
    yield ""
    titles = {part.id: part.title.of(lang) for part in questionnaire.parts}
    yield from columns([(titles[part.id], f"{part.points} / {part.max}") for part in score.parts])
    star = next(level for level in questionnaire.stars if level.stars == result.stars.stars)
    yield ""
    yield f"SECURITY ACTION  {star.title.of(lang)}"
    yield star.headline.of(lang)


def _next(result: Diagnosis, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """The weakest items with the first step of each."""
    if result.score.weakest:
        yield ""
        yield "次の一歩" if lang == "ja" else "Next"
    for item in result.score.weakest:
        question = catalogue.questionnaire.questions[item]
        yield f"{'・' if lang == 'ja' else '- '}{question.title.of(lang)}"
        yield f"  {question.first_step.of(lang)}"


def _peers(result: Diagnosis, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    questionnaire = catalogue.questionnaire
    rows = [
        (questionnaire.questions[item.id].title.of(lang), questionnaire.choices[item.answer].of(lang), f"{share:.0%}")
        for item in result.score.items
        if item.answer and (share := item.peers_share) is not None
    ]
    if rows:
        yield ""
        heading = (
            ("ほかの会社との比べ", "御社", "実施の割合") if lang == "ja" else ("Beside others", "You", "Companies")
        )
        yield from columns([heading, *rows])
        yield _PARTLY_INCLUDED.of(lang)


_PARTLY_INCLUDED = Text(
    "（一部の実施を含む割合。公表のある項目だけ。IPA 2024年度調査）",
    "(share of companies doing it at least partly, where published; IPA survey of fiscal 2024)",
)
_A_MAP = Text(
    "（手がついた所の見取り図です。適合を示すものではありません）", "(a map of what is begun; it shows no conformity)"
)


def _frameworks(result: Diagnosis, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    heading = (
        ("ほかの枠組みから見ると", "できている", "手がついている", "全体")
        if lang == "ja"
        else ("Seen from other frameworks", "In place", "Touched", "Of")
    )
    titles = {name: framework.title.of(lang) for name, framework in catalogue.frameworks.items()}
    rows = [
        (titles[name], str(entry.direct), str(entry.touched), str(entry.total))
        for name, entry in result.crosswalk.items()
    ]
    yield ""
    yield from columns([heading, *rows])
    yield _A_MAP.of(lang)
