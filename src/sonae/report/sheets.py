"""The longer papers from one result: the full report, and the sheet for a meeting of the board with room for what it decides."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sonae.diagnosis.certainty import Certainty
from sonae.management import Compared, View
from sonae.report import phrases
from sonae.report.build import CitedSource, Report, day_words
from sonae.report.changes import Comparison
from sonae.report.tables import Table
from sonae.values import Lang, Text, odds_in_years, yen_words

NAMES = ("full", "board")


@dataclass(frozen=True, slots=True)
class Extras:
    """What a paper tells beside the result itself; whatever is not known is empty and then left out."""

    directions: View | None = None
    frameworks: tuple[View, ...] = ()
    certainty: Certainty | None = None
    compared: Compared | None = None
    change: Comparison | None = None
    tasks: tuple[tuple[str, str, date | None], ...] = ()
    rules: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a paper. ``picture`` names a chart of the report; ``fields`` are lines to fill in by hand."""

    id: str
    title: str
    text: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    table: Table | None = None
    picture: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper in one language: everything that page, PDF and JSON show."""

    id: str
    lang: Lang
    title: str
    company: str
    about: str
    day: str
    made_at: str
    headline: str
    sections: tuple[Section, ...]
    sources: tuple[CitedSource, ...]
    provenance: tuple[tuple[str, str], ...]


def build(name: str, report: Report, extras: Extras) -> Sheet:
    """The paper of this name ("full" or "board"). Raises KeyError for another one."""
    parts: dict[str, tuple[Callable[[Report, Extras], Section | None], ...]] = {"full": _FULL, "board": _BOARD}
    sections = (part(report, extras) for part in parts[name])
    return Sheet(
        id=name,
        lang=report.lang,
        title=phrases.TITLES[name].of(report.lang),
        company=report.company,
        about=report.about,
        day=report.day,
        made_at=report.made_at,
        headline=report.headline,
        sections=tuple(section for section in sections if section is not None),
        sources=report.sources,
        provenance=report.provenance,
    )


def document(sheet: Sheet) -> dict[str, Any]:
    """``sonae.report/1``: the paper as JSON."""
    return {"schema": "sonae.report/1", **asdict(sheet)}


def _summary(report: Report, _: Extras) -> Section:
    lang = report.lang
    table = Table(
        id="figures",
        title=phrases.SUMMARY.of(lang),
        finding=report.headline,
        headings=phrases.words(phrases.FIGURES, lang),
        rows=tuple((figure.label, figure.value, figure.spread) for figure in report.figures),
        source=f"{report.level}: {report.level_text}" if lang == "en" else f"{report.level}：{report.level_text}",
    )
    return Section("summary", phrases.SUMMARY.of(lang), (report.promise,), table=table)


def _picture(name: str) -> Callable[[Report, Extras], Section | None]:
    def section(report: Report, _: Extras) -> Section | None:
        table = report.table(name)
        return Section(name, table.title, (table.finding,), table=table, picture=name)

    return section


def _table(name: str) -> Callable[[Report, Extras], Section | None]:
    def section(report: Report, _: Extras) -> Section | None:
        found = next((table for table in report.tables if table.id == name), None)
        return Section(name, found.title, (found.finding,), table=found) if found else None

    return section


def _plan(report: Report, _: Extras) -> Section:
    lang = report.lang
    rows = tuple((str(step.order), step.title, step.who, step.cost, step.effect) for step in report.steps)
    table = Table("steps", phrases.PLAN.of(lang), report.promise, phrases.words(phrases.STEPS, lang), rows, "")
    return Section("plan", phrases.PLAN.of(lang), (report.promise,), table=table if rows else None)


def _score(report: Report, extras: Extras) -> Section:
    lang, score = report.lang, report.score
    lines = [f"{score.total} / {score.max}  {score.band}", score.advice]
    if extras.certainty and extras.certainty.total:
        counts = {"proved": len(extras.certainty.proved), "total": extras.certainty.total}
        lines.append(phrases.PROVED.of(lang).format_map(counts))
    return Section("score", phrases.SCORE.of(lang), tuple(lines), table=report.table("parts"))


def _directions(report: Report, extras: Extras) -> Section | None:
    view, lang = extras.directions, report.lang
    if view is None:
        return None
    rows = tuple(
        (
            entry.requirement.id,
            entry.requirement.title.of(lang),
            phrases.STATES[entry.state].of(lang),
            "、".join(piece.title for piece in entry.proofs) or "–",
        )
        for entry in view.standings
    )
    title = phrases.DIRECTIONS.of(lang)
    table = Table("directions", title, "", phrases.words(phrases.DIRECTION_HEADINGS, lang), rows, phrases.MAP.of(lang))
    return Section("directions", title, table=table)


def _frameworks(report: Report, extras: Extras) -> Section | None:
    if not extras.frameworks:
        return None
    lang = report.lang
    rows = tuple(
        (
            view.title.of(lang),
            str(view.count("proved", "done")),
            str(view.count("begun")),
            str(view.count("open", "unasked")),
            str(view.total),
        )
        for view in extras.frameworks
    )
    title = phrases.FRAMEWORKS.of(lang)
    table = Table("standing", title, "", phrases.words(phrases.FRAMEWORK_HEADINGS, lang), rows, phrases.MAP.of(lang))
    return Section("standing", title, table=table)


def _change(report: Report, extras: Extras) -> Section | None:
    change, lang = extras.change, report.lang
    if change is None:
        return None
    lines = [
        phrases.POINTS.of(lang).format(points=f"{change.points:+d}", day=day_words(change.before.case.as_of, lang)),
        phrases.BETTER_WORSE.of(lang).format(better=len(change.better()), worse=len(change.worse())),
    ]
    if change.alike:
        direction = phrases.LESS if change.bad_year_yen <= 0 else phrases.MORE
        lines.append(direction.of(lang).format(yen=yen_words(abs(change.bad_year_yen), lang)))
    else:
        lines.append(phrases.NOT_ALIKE.of(lang))
    return Section("change", phrases.CHANGE.of(lang), bullets=tuple(lines))


def _appetite(report: Report, extras: Extras) -> Section | None:
    compared, lang = extras.compared, report.lang
    title = phrases.APPETITE.of(lang)
    if compared is None:
        return Section("appetite", title, (phrases.NO_APPETITE.of(lang),))
    limit = odds_in_years(1 / compared.appetite.years, lang)
    said = phrases.APPETITE_SET.of(lang).format(yen=yen_words(compared.appetite.yen, lang), limit=limit)
    now = phrases.APPETITE_NOW.of(lang).format(limit=limit, yen=yen_words(compared.yen_at_years, lang))
    verdict = (phrases.WITHIN if compared.within else phrases.OVER).of(lang)
    return Section("appetite", title, (said, now, verdict))


def _tasks(report: Report, extras: Extras) -> Section | None:
    lang = report.lang
    if not extras.tasks:
        return None
    rows = tuple((title, owner or "–", day_words(day, lang) if day else "–") for title, owner, day in extras.tasks)
    title = phrases.TASKS.of(lang)
    return Section(
        "tasks", title, table=Table("tasks", title, "", phrases.words(phrases.TASK_HEADINGS, lang), rows, "")
    )


def _rules(report: Report, extras: Extras) -> Section | None:
    lang = report.lang
    if not extras.rules:
        return None
    lines = tuple(phrases.RULE.of(lang).format(title=title, day=day_words(day, lang)) for title, day in extras.rules)
    return Section("rules", phrases.RULES.of(lang), bullets=lines)


def _missing(report: Report, _: Extras) -> Section:
    return Section("missing", phrases.MISSING.of(report.lang), bullets=report.missing)


def _meeting(report: Report, _: Extras) -> Section:
    return Section(
        "meeting", phrases.MEETING.of(report.lang), fields=phrases.words(phrases.MEETING_FIELDS, report.lang)
    )


def _next(report: Report, _: Extras) -> Section:
    lang = report.lang
    rows = tuple((str(step.order), step.title, step.who, step.cost, step.effect) for step in report.next_steps)
    title = phrases.NEXT.of(lang)
    table = Table("next", title, report.promise, phrases.words(phrases.STEPS, lang), rows, "")
    return Section("next", title, (report.promise,), table=table if rows else None)


def _resolved(report: Report, _: Extras) -> Section:
    fields = phrases.words(phrases.DECISIONS, report.lang)
    return Section("decisions", phrases.RESOLVED.of(report.lang), (phrases.RESOLVE.of(report.lang),), fields=fields)


def _open_directions(report: Report, extras: Extras) -> Section | None:
    """For the board only what is not in place."""
    view, lang = extras.directions, report.lang
    if view is None:
        return None
    lines = tuple(
        f"{entry.requirement.id} {entry.requirement.title.of(lang)} – {phrases.STATES[entry.state].of(lang)}"
        for entry in view.standings
        if entry.state not in ("proved", "done")
    )
    text = Text("", "") if lines else phrases.ALL_IN_PLACE
    return Section("directions", phrases.DIRECTIONS.of(lang), (text.of(lang),) if not lines else (), lines)


_FULL: tuple[Callable[[Report, Extras], Section | None], ...] = (
    _summary,
    _picture("curve"),
    _picture("costs"),
    _table("scenarios"),
    _table("insurance"),
    _appetite,
    _plan,
    _tasks,
    _score,
    _table("peers"),
    _change,
    _directions,
    _frameworks,
    _rules,
    _missing,
)
_BOARD: tuple[Callable[[Report, Extras], Section | None], ...] = (
    _meeting,
    _summary,
    _change,
    _appetite,
    _next,
    _open_directions,
    _resolved,
)
