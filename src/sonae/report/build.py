"""One report from one assessment: everything that a screen, a page of paper or a terminal shows, in words, computed once."""

from dataclasses import dataclass
from datetime import date, datetime

from sonae.assessment import Assessment
from sonae.catalogue import Catalogue
from sonae.content import published
from sonae.content.reader import Source
from sonae.report import cover, figures, steps, tables, weak
from sonae.report.documents import SOURCES
from sonae.report.figures import Figure
from sonae.report.steps import StepWords
from sonae.report.tables import Table
from sonae.risk import levels
from sonae.values import Lang, Text

NEXT = 3  # never more than three next things
MISSING = {
    "ja": (
        "取引先への連鎖の損害は、まだ計算に入れていません。",
        "対策の効果は観察にもとづく見込みです。自社での効き目を約束するものではありません。",
        "発生の水準は調査によって4倍以上ちがいます。どの水準でも順番はほとんど変わりません。",
        "点数や金額は、事故が起きないことを示すものではありません。",
    ),
    "en": (
        "Losses passed on to partners are not counted yet.",
        "Effects of measures are estimates from observation and promise nothing for a single company.",
        "Surveys of how often incidents happen differ by more than four times; the order of the steps hardly changes with it.",
        "Neither score nor yen mean that no incident will happen.",
    ),
}
SUBJECTS = ("diagnosis", "risk", "plan", "insurance")
NO_CONTRACT = Text(
    "保険の契約が入っていないので、損害は保険で戻る分を引く前のものです。",
    "No insurance contract was given, so losses are before anything it may pay.",
)
IT_INDUSTRY = "ict"
NO_IT_WORK = Text(
    "お客様のシステムやデータをあずかる仕事の賠償は、計算に入れていません。ITの会社の損害は低く出ます（保険料の例では、製造業の約{times:.0f}倍です）。",
    "Liability for customers' systems and data in your care is not counted: losses of an IT company come out too low (insurers ask it "
    "about {times:.0f} times the premium of a manufacturer).",
)


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source as it is printed."""

    id: str
    title: str
    publisher: str
    year: str
    url: str
    via: str


@dataclass(frozen=True, slots=True)
class ScoreWords:
    """The score of the 25 items in words. ``stars`` is the SECURITY ACTION readiness that the answers show, 0 to 2;
    ``stars_open`` are the items that stand in the way of the next one."""

    total: int
    max: int
    band: str
    band_id: str
    advice: str
    stars: int
    stars_title: str
    stars_text: str
    stars_open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about one assessment in one language."""

    lang: Lang
    title: str
    company: str
    about: str
    day: str
    made_at: str
    headline: str
    promise: str
    figures: tuple[Figure, ...]
    score: ScoreWords
    level: str
    level_text: str
    steps: tuple[StepWords, ...]
    tables: tuple[Table, ...]
    missing: tuple[str, ...]
    sources: tuple[CitedSource, ...]
    provenance: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    assessment: Assessment

    @property
    def next_steps(self) -> tuple[StepWords, ...]:
        """The first steps within the budget, at most three."""
        return tuple(step for step in self.steps if not step.beyond)[:NEXT]

    def table(self, table_id: str) -> Table:
        """The table of this id. Raises KeyError."""
        return {table.id: table for table in self.tables}[table_id]

    @property
    def insurance(self) -> Table | None:
        """What contracts leave, None without contracts."""
        return next((table for table in self.tables if table.id == "insurance"), None)


def build(assessment: Assessment, catalogue: Catalogue, lang: Lang) -> Report:
    """The report of an assessment. Works from the stored assessment alone; nothing is computed again."""
    case = assessment.case
    return Report(
        lang=lang,
        title="サイバーリスク診断の結果" if lang == "ja" else "Cyber risk report",
        company=case.company.name,
        about=_about(assessment, catalogue, lang),
        day=day_words(case.as_of, lang),
        made_at=_made_at(assessment.provenance.made_at, lang),
        headline=figures.headline(assessment.risk, lang),
        promise=figures.promise(assessment.plan, lang),
        figures=figures.key_figures(assessment.risk, lang),
        score=_score(assessment, catalogue, lang),
        level=_level(assessment)[0].of(lang),
        level_text=_level(assessment)[1].of(lang),
        steps=steps.in_words(assessment.plan, case.company, catalogue, lang),
        tables=(*tables.all_tables(assessment, catalogue, lang), *_cover(assessment, lang)),
        missing=_missing(assessment, lang),
        sources=cited(catalogue, lang, SUBJECTS if assessment.insured else SUBJECTS[:-1]),
        provenance=_provenance(assessment, lang),
        gaps=weak.sentences(assessment.review, lang) if assessment.insured else (),
        assessment=assessment,
    )


def _missing(assessment: Assessment, lang: Lang) -> tuple[str, ...]:
    """What the amounts leave out: first what concerns this company, then what concerns all."""
    own = [] if assessment.insured else [NO_CONTRACT.of(lang)]
    if assessment.case.company.industry == IT_INDUSTRY:
        own.append(NO_IT_WORK.of(lang).format(times=published.figures()["prem_it"].value))
    return (*own, *MISSING[lang])


def _cover(assessment: Assessment, lang: Lang) -> tuple[Table, ...]:
    insured = assessment.insured
    return (cover.table(insured, lang), cover.curve(insured, lang)) if insured else ()


def day_words(day: date, lang: Lang) -> str:
    """A day as it is written.

    >>> day_words(date(2026, 11, 3), "ja"), day_words(date(2026, 11, 3), "en")
    ('2026年11月3日', '3 November 2026')
    """
    return f"{day.year}年{day.month}月{day.day}日" if lang == "ja" else f"{day.day} {day:%B} {day.year}"


def _made_at(stamp: str, lang: Lang) -> str:
    moment = datetime.fromisoformat(stamp)
    return f"{day_words(moment.date(), lang)} {moment:%H:%M}"


def _about(assessment: Assessment, catalogue: Catalogue, lang: Lang) -> str:
    company = assessment.case.company
    industry = catalogue.industries[company.industry].title.of(lang)
    return f"{industry}・{company.employees}人" if lang == "ja" else f"{industry}, {company.employees} people"


def _score(assessment: Assessment, catalogue: Catalogue, lang: Lang) -> ScoreWords:
    score, stars = assessment.diagnosis.score, assessment.diagnosis.stars.stars
    band = next(band for band in catalogue.questionnaire.bands if band.id == score.band)
    star = next(level for level in catalogue.questionnaire.stars if level.stars == stars)
    missing = dict.fromkeys(item for condition in assessment.diagnosis.stars.next for item in condition.items)
    return ScoreWords(
        total=score.total,
        max=score.max,
        band=band.title.of(lang),
        band_id=band.id,
        advice=band.advice.of(lang),
        stars=stars,
        stars_title=star.title.of(lang),
        stars_text=star.headline.of(lang),
        stars_open=tuple(catalogue.questionnaire.questions[item].title.of(lang) for item in missing),
    )


def _level(assessment: Assessment) -> tuple[Text, Text]:
    named = levels().get(assessment.case.level_name)
    if named:
        return named.title, named.text
    number = f"{assessment.case.level:g}"
    return Text(f"{number}倍の水準", f"Level {number}"), Text(
        "2023年度の調査の頻度に、この数をかけています。", "The frequency of the 2023 survey times this number."
    )


def cited(
    catalogue: Catalogue, lang: Lang, words: tuple[str, ...] = ("diagnosis", "risk", "plan")
) -> tuple[CitedSource, ...]:
    """All sources behind the subjects ``words``, as they are printed."""
    ids = published.cited(*(file for word in words for file in SOURCES[word]))
    return tuple(_cited(catalogue.sources[source], lang) for source in ids)


def _cited(source: Source, lang: Lang) -> CitedSource:
    return CitedSource(
        source.id, source.title.of(lang), source.publisher.of(lang), source.year, source.url, source.via.of(lang)
    )


def _provenance(assessment: Assessment, lang: Lang) -> tuple[tuple[str, str], ...]:
    made = assessment.provenance
    labels = (
        ("版", "内容の版", "入力の指紋", "計算した日時")
        if lang == "ja"
        else ("Version", "Content", "Input", "Computed")
    )
    values = (made.code_version, made.content_version, made.input_sha256[:16], made.made_at)
    return tuple(zip(labels, values, strict=True))
