"""Losses, plan and the whole assessment for the eye, from the same words as the report."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sonae.assessment import Assessment
from sonae.catalogue import Catalogue
from sonae.cli.lines import columns, titled
from sonae.report import build, figures
from sonae.report.tables import Table, loss_words
from sonae.risk import LossSummary, levels
from sonae.values import Lang, yen_words

if TYPE_CHECKING:
    from sonae.risk.calibrate import Calibration
    from sonae.risk.validate import Row

CLOSE = 2.0  # standard deviations


def risk_lines(summary: LossSummary, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """Headline, key figures with their ranges, and the curve."""
    ja = lang == "ja"
    yield figures.headline(summary, lang)
    yield ""
    yield from columns([(figure.label, figure.value, figure.spread) for figure in figures.key_figures(summary, lang)])
    yield ""
    heading = ("何年に1度", "1年の合計", "最も大きい1件") if ja else ("once in", "all of a year", "largest one")
    years = "年" if ja else " years"
    rows = [
        (f"{point.return_period:,.0f}{years}", loss_words(point.aep_yen, lang), loss_words(point.oep_yen, lang))
        for point in summary.curve
    ]
    yield from columns([heading, *rows])
    yield ""
    yield from columns([_kinds_heading(lang), *_kinds(summary, catalogue, lang)])
    yield ""
    yield _level(summary.level, lang)


def _level(value: float, lang: Lang) -> str:
    title = next((level.title.of(lang) for level in levels().values() if level.value == value), "")
    if lang == "ja":
        return f"発生の水準：{title}（{value:g}）" if title else f"発生の水準：{value:g}"
    return f"Frequency: {title} ({value:g})" if title else f"Frequency: level {value:g}"


def _kinds_heading(lang: Lang) -> tuple[str, str]:
    return ("何によるか", "1年の平均") if lang == "ja" else ("from", "expected a year")


def _kinds(summary: LossSummary, catalogue: Catalogue, lang: Lang) -> Iterator[tuple[str, str]]:
    """Kinds of incident with their yearly loss, the largest first."""
    titles = {scenario.id: scenario.title.of(lang) for scenario in catalogue.risk.scenarios}
    for row in sorted(summary.by_scenario, key=lambda row: -row.aal_yen):
        yield titles[row.id], yen_words(row.aal_yen, lang)


def validation_lines(rows: "Sequence[Row]", lang: Lang) -> Iterator[str]:
    """Two tables, fitted and held out, and how many lie where they should."""
    ja = lang == "ja"
    titles = (("fit", "計算を合わせた数字", "Fitted"), ("held", "合わせずに比べた数字", "Held out and compared"))
    for use, japanese, english in titles:
        chosen = [row for row in rows if row.use == use]
        close = sum(row.z is not None and abs(row.z) <= CLOSE for row in chosen)
        yield (
            f"{japanese}（{len(chosen)}個のうち{close}個が標準偏差2つ以内）"
            if ja
            else f"{english} ({close} of {len(chosen)} within two sd)"
        )
        heading = ("数字", "公表", "再現", "差÷標準偏差") if ja else ("figure", "published", "simulated", "z")
        yield from columns([heading, *(_validation_row(row, lang) for row in chosen)])
        yield ""


def _validation_row(row: "Row", lang: Lang) -> tuple[str, ...]:
    z = "―" if row.z is None else f"{row.z:+.1f}"
    return (
        row.figure.wording.of(lang),
        *(_in_unit(value, row.unit, lang) for value in (row.published, row.simulated)),
        z,
    )


def _in_unit(value: float, unit: str, lang: Lang) -> str:
    if unit == "share":
        return f"{value * 100:.1f}%"
    words = {"man_yen": ("万円", " x10,000 yen"), "days": ("日", " days"), "count": ("回", ""), "ratio": ("", "")}[unit]
    return (
        f"{value:,.3g}{words[0 if lang == 'ja' else 1]}"
        if value < 1000
        else f"{value:,.0f}{words[0 if lang == 'ja' else 1]}"
    )


def calibration_lines(fit: "Calibration", lang: Lang) -> Iterator[str]:
    """Parameters in use and refitted, side by side."""
    ja = lang == "ja"
    heading = (
        ("項目", "使っている値", "合わせ直した値", "標準誤差", "尺度")
        if ja
        else ("parameter", "in use", "refitted", "standard error", "scale")
    )
    rows = [(p.id, f"{p.in_use:.4g}", f"{p.value:.4g}", f"{p.standard_error:.2g}", p.scale) for p in fit.parameters]
    yield from columns([heading, *rows])
    yield ""
    worst = max(abs(value) for value in fit.residuals.values())
    yield (
        f"公表された数字との差は、最大で標準誤差の{worst:.1f}倍です。"
        if ja
        else f"Published figures are met within {worst:.1f} standard errors."
    )
    yield (
        "d_major・price・x_ransom は組でしか決まりません。1つずつ見比べないでください。"
        if ja
        else "d_major, price and x_ransom are only known together: do not compare them one by one."
    )


def cover_lines(table: Table) -> Iterator[str]:
    """What contracts leave: on average and in bad years."""
    yield table.title
    yield table.finding
    yield from columns([table.headings, *table.rows])
    yield table.source


def assessment_lines(assessment: Assessment, catalogue: Catalogue, lang: Lang) -> Iterator[str]:
    """What an owner needs: the sentence in yen, the score, the key figures and the next three steps."""
    ja = lang == "ja"
    report = build.build(assessment, catalogue, lang)
    yield titled(report.company, report.about, lang)
    yield report.headline
    yield report.promise
    yield ""
    score = report.score
    yield (
        f"点数 {score.total} / {score.max}  {score.band}" if ja else f"Score {score.total} / {score.max}  {score.band}"
    )
    yield from columns([(figure.label, figure.value, figure.spread) for figure in report.figures])
    yield ""
    if report.insurance:
        yield from cover_lines(report.insurance)
        yield from (f"・{line}" if ja else f"- {line}" for line in report.gaps)
        yield ""
    yield "次にやること" if ja else "Next steps"
    for step in report.next_steps:
        yield f"{step.order:>2}. {step.title}"
        yield f"    {step.who} / {step.time} / {step.cost}"
        yield f"    {step.effect}"
    yield ""
    yield f"{report.level}：{report.level_text}" if ja else f"{report.level}: {report.level_text}"
    yield from (f"※ {line}" if ja else f"* {line}" for line in report.missing)
