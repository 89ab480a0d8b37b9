"""Pictures as SVG text: the same one goes into the page, the HTML file and the PDF. No script, no inline style."""

import json
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any

from sonae.insurance.summary import Insured
from sonae.plan import FrontierPoint
from sonae.report import chosen as outlooks
from sonae.report import cover, tables
from sonae.report.build import Report
from sonae.report.tables import Table
from sonae.report.waterfalls import Waterfall
from sonae.values import Lang, yen_words

FONT = "Noto Sans CJK JP"
INK, BLUE, ORANGE, GREY, GRID = (
    "#1a1a1a",
    "#0031d8",
    "#c16800",
    "#767676",
    "#d9d9d9",
)  # contrast of each on white above 4.5
RING = "plan-"  # names the ring of each plan in the picture's text
LEAST_YEN = 10_000  # a curve starts where money begins to matter
KEPT = 64  # pictures kept of each kind: the same result is looked at again and again


@cache
def font_folders() -> tuple[str, str]:
    """Folders of the packaged Japanese font, regular and bold."""
    import noto_cjk_sans_jp_bold as bold
    import noto_cjk_sans_jp_regular as regular

    return str(Path(str(regular.FONT_PATH)).parent), str(Path(str(bold.FONT_PATH)).parent)


def loss_curve(report: Report) -> str:
    """Once in how many years (2 to 1,000, log) the loss of a year, and its largest incident, reach how many yen (log)."""
    lang = report.lang
    names = ("1年の合計", "最も大きい1件") if lang == "ja" else ("All of a year", "Largest single one")
    points = tuple((point.return_period, point.aep_yen, point.oep_yen) for point in report.assessment.risk.curve)
    known = report.assessment.risk.band.var99
    return _two_lines(points, names, lang, (10, 100), (known.low, known.high), report.table("curve").finding)


def cover_curve(insured: Insured, lang: Lang) -> str:
    """The loss of a year before and after insurance, on the same axes as the curve of losses."""
    names = ("保険の前", "自社に残る") if lang == "ja" else ("Before insurance", "Kept after it")
    return _two_lines(tuple(cover.points(insured)), names, lang, (100,), (0, 0), cover.curve(insured, lang).finding)


@lru_cache(maxsize=KEPT)
def _two_lines(
    points: tuple[tuple[float, int, int], ...],
    names: tuple[str, str],
    lang: Lang,
    marks_at: tuple[int, ...],
    span: tuple[int, int],
    finding: str,
) -> str:
    """Two curves over years, the first solid and marked at some years, the second dashed; behind them a range once in 100 years."""
    import altair as alt

    rows: list[dict[str, Any]] = [
        {"years": years, "yen": yen, "line": name}
        for years, *both in points
        for name, yen in zip(names, both, strict=True)
        if yen >= LEAST_YEN
    ]
    x, y = _axes(max([row["yen"] for row in rows], default=LEAST_YEN * 10) * 1.6, lang)
    lines = (
        alt.Chart(_data(rows))
        .mark_line(strokeWidth=2.5, clip=True)
        .encode(
            x=x,
            y=y,
            color=alt.Color("line:N", title=None, scale=alt.Scale(domain=names, range=[BLUE, ORANGE])),
            strokeDash=alt.StrokeDash("line:N", title=None, scale=alt.Scale(domain=names, range=[[1, 0], [6, 3]])),
        )
    )
    marked = [
        {"years": years, "yen": yen, "label": yen_words(yen, lang)}
        for years, yen, _ in points
        if years in marks_at and yen >= LEAST_YEN
    ]
    marks = alt.Chart(_data(marked)).encode(x="years:Q", y="yen:Q")
    drawn = alt.layer(
        *([_span(*span)] if span[1] > LEAST_YEN else []),  # an empty layer would be a picture without a name
        lines,
        marks.mark_point(filled=True, size=70, color=BLUE, opacity=1),
        marks.mark_text(align="right", dx=-9, dy=-9, fontSize=14, fontWeight="bold", color=INK).encode(text="label:N"),
    )
    return _svg(drawn.properties(width=360, height=220), finding)


def _axes(top: float, lang: Lang) -> tuple[Any, Any]:
    import altair as alt

    x = alt.X(
        "years:Q",
        scale=alt.Scale(type="log", domain=[2, 1000]),
        title="何年に1度" if lang == "ja" else "Once in … years",
        axis=alt.Axis(
            values=[2, 5, 10, 20, 50, 100, 200, 500, 1000], labelExpr=_years(lang), gridColor=GRID, labelOverlap=True
        ),
    )
    y = alt.Y(
        "yen:Q",
        scale=alt.Scale(type="log", domain=[LEAST_YEN, top]),
        title="損害" if lang == "ja" else "Loss",
        axis=alt.Axis(values=[10.0**power for power in range(4, 12)], labelExpr=_money(lang), gridColor=GRID),
    )
    return x, y


def _span(low: int, high: int) -> Any:
    """The range of the loss of one year in a hundred, as a wide pale bar behind the curve."""
    import altair as alt

    ends = [{"years": 100, "low": max(low, LEAST_YEN), "high": high}]
    bar = alt.Chart(_data(ends)).mark_rule(strokeWidth=9, color=BLUE, opacity=0.25, clip=True)
    return bar.encode(x="years:Q", y=alt.Y("low:Q"), y2="high:Q")


def _data(rows: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def _years(lang: Lang) -> str:
    return "format(datum.value, ',') + '年'" if lang == "ja" else "format(datum.value, ',')"


def _money(lang: Lang) -> str:
    if lang == "ja":
        return "datum.value >= 1e8 ? format(datum.value / 1e8, ',') + '億円' : format(datum.value / 1e4, ',') + '万円'"
    return (
        "datum.value >= 1e6 ? '¥' + format(datum.value / 1e6, ',') + 'm' : '¥' + format(datum.value / 1e3, ',') + 'k'"
    )


def cost_bars(report: Report) -> str:
    """Expected yen a year by cost head, largest first."""
    return _bars(report.table("costs"), tuple(row.aal_yen for row in tables.main_costs(report.assessment)))


@lru_cache(maxsize=KEPT)
def _bars(table: Table, yen: tuple[int, ...]) -> str:
    import altair as alt

    rows: list[dict[str, Any]] = [
        {"head": row[0], "yen": value, "label": row[1]} for row, value in zip(table.rows, yen, strict=True)
    ]
    order = [row["head"] for row in rows]
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("head:N", sort=order, title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False)),
        x=alt.X("yen:Q", title=None, axis=None, scale=alt.Scale(domain=[0, max(yen, default=1) * 1.35])),
    )
    drawn = base.mark_bar(color=BLUE, height=16) + base.mark_text(align="left", dx=6, fontSize=13, color=INK).encode(
        text="label:N"
    )
    return _svg(drawn.properties(width=250, height=28 * max(len(rows), 1)), table.finding)


@lru_cache(maxsize=KEPT)
def waterfall(fall: Waterfall) -> str:
    """Loss, what is taken off it step by step, what is estimated to be paid, and what the company keeps."""
    import altair as alt

    labels = [row[0] for row in fall.table.rows]
    amounts = [row[1] for row in fall.table.rows]
    left, bars = fall.loss, [(0, fall.loss, "loss")]
    for _, yen in fall.kept_by:
        bars.append((left - yen, left, "kept"))
        left -= yen
    bars += [(0, fall.paid, "paid"), (0, fall.kept, "kept")]
    rows: list[dict[str, Any]] = [
        {"step": f"{k:02}{label}", "from": low, "to": high, "kind": kind, "label": amount}
        for k, (label, amount, (low, high, kind)) in enumerate(zip(labels, amounts, bars, strict=True))
    ]
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y(
            "step:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelExpr="substring(datum.value, 2)", labelLimit=190, ticks=False, domain=False),
        ),
    )
    top = max(fall.loss, 1) * 1.4
    drawn = base.mark_bar(height=18).encode(
        x=alt.X("from:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top])),
        x2="to:Q",
        color=alt.Color(
            "kind:N", legend=None, scale=alt.Scale(domain=["loss", "paid", "kept"], range=[GREY, BLUE, ORANGE])
        ),
    ) + base.mark_text(align="left", dx=6, fontSize=13, color=INK).encode(x="to:Q", text="label:N")
    return _svg(drawn.properties(width=210, height=30 * len(rows)), fall.table.finding)


def frontier(points: tuple[FrontierPoint, ...], chosen: int, lang: Lang) -> str:
    """Budget of the first year against the loss on average and in the bad year, each a line of steps; the chosen plan is ringed.

    The picture is drawn once for all plans and the ring moved in its text, so that it keeps up with a slider.
    """
    return re.sub(rf'(aria-label="{RING}{chosen}"[^>]*) opacity="0"', r"\1", _unringed(points, lang))


@lru_cache(maxsize=32)
def _unringed(points: tuple[FrontierPoint, ...], lang: Lang) -> str:
    import altair as alt

    finding = outlooks.frontier_table(points, lang).finding
    names = ("平均の損害（年）", "悪い年の損害") if lang == "ja" else ("Expected loss a year", "Loss of the bad year")
    panels = [
        _steps(points, name, key, colour, lang)
        for name, key, colour in zip(names, ("aal_yen", "tvar99_yen"), (BLUE, ORANGE), strict=True)
    ]
    return _svg(alt.vconcat(*panels, spacing=8), finding)


def _steps(points: Sequence[FrontierPoint], name: str, key: str, colour: str, lang: Lang) -> Any:
    import altair as alt

    end = max(points[-1].budget_yen, 1) * 1.1
    rows: list[dict[str, Any]] = [
        {"budget": point.budget_yen, "yen": getattr(point, key), "ring": f"{RING}{place}"}
        for place, point in enumerate(points)
    ]
    x = alt.X(
        "budget:Q",
        scale=alt.Scale(domain=[0, end], nice=False),
        title="1年目の予算" if lang == "ja" else "Budget of the first year",
        axis=alt.Axis(labelExpr=_money(lang), gridColor=GRID, tickCount=5, labelOverlap=True),
    )
    top = max(row["yen"] for row in rows)
    y = alt.Y(
        "yen:Q",
        scale=alt.Scale(domain=[0, max(top, 1) * 1.15]),
        title=name,
        axis=alt.Axis(labelExpr=_money(lang), gridColor=GRID, tickCount=4),
    )
    line = alt.Chart(_data([*rows, rows[-1] | {"budget": end}])).mark_line(
        interpolate="step-after", color=colour, strokeWidth=2.5
    )
    dots = alt.Chart(_data(rows)).encode(x=x, y=y)
    ring = dots.mark_point(size=420, strokeWidth=3, color=INK, opacity=0).encode(description="ring:N")
    return (line.encode(x=x, y=y) + dots.mark_point(filled=True, size=60, color=colour, opacity=1) + ring).properties(
        width=350, height=130
    )


def _svg(chart: Any, finding: str) -> str:
    chart = (
        chart.configure(font=FONT, background="white", padding=8)
        .configure_axis(labelFontSize=13, titleFontSize=14, labelColor=INK, titleColor=INK)
        .configure_legend(labelFontSize=14, orient="top", symbolSize=300, labelColor=INK)
        .configure_view(stroke=None)
    )
    svg = _rendered(json.dumps(chart.to_dict(), sort_keys=True, ensure_ascii=False))
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(finding, quote=True)}" ', 1)


@lru_cache(maxsize=128)
def _rendered(spec: str) -> str:
    import vl_convert

    _register()
    return str(vl_convert.vegalite_to_svg(vl_spec=spec))


@cache
def _register() -> None:
    import vl_convert

    for folder in font_folders():
        vl_convert.register_font_directory(folder)


def warm() -> None:
    """Load the drawing library and its fonts before the first picture is asked for."""
    import altair as alt

    _svg(alt.Chart(_data([{"x": 1}])).mark_point().encode(x="x:Q"), "")


svg_of, data = _svg, _data  # for the pictures of one word alone, as in partner_charts
