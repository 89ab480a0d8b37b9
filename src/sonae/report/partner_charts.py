"""Pictures of a company and its partners: nodes for a small list, curves for a large one."""

from collections.abc import Sequence
from html import escape
from typing import Any

from sonae.report import dominoes
from sonae.report.charts import BLUE, FONT, GREY, GRID, INK, ORANGE, data, svg_of
from sonae.supplier.partner import Answer, Partner
from sonae.values import Lang

MOST_NODES = 12  # on either side; above that a table and a curve say more
WIDTH, ROW, MARGIN = 340, 38, 14
LEFT, MIDDLE, RIGHT = 112, 170, 228
NAME = 98  # pixels for a name
RADIUS = {"high": 11, "middle": 8, "low": 5}


def small(answer: Answer) -> bool:
    """Whether a picture of nodes can be read."""
    many = dominoes.customers_of(answer)
    return max(many, len(answer.partners) - many) <= MOST_NODES


def nodes(answer: Answer, lang: Lang) -> str:
    """Suppliers left, the company in the middle, customers right; a node is as large as the dependence, the first to help is ringed."""
    suppliers = [(k, one) for k, one in enumerate(answer.partners, start=1) if one.role == "supplier"]
    customers = [(k, one) for k, one in enumerate(answer.partners, start=1) if one.role == "customer"]
    height = max(len(suppliers), len(customers), 1) * ROW + 2 * MARGIN
    first = answer.threats[0].row if answer.threats else 0
    parts = [
        *_side(suppliers, LEFT, height, BLUE, first),
        *_side(customers, RIGHT, height, ORANGE, 0),
        f'<circle cx="{MIDDLE}" cy="{height / 2:g}" r="13" fill="{INK}"/>',
        _text(MIDDLE, height / 2 + 28, "自社" if lang == "ja" else "you", "middle", bold=True),
    ]
    label = escape(dominoes.picture(answer, lang).finding, quote=True)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}" viewBox="0 0 {WIDTH} {height}"'
    ground = f'<rect width="{WIDTH}" height="{height}" fill="white"/>'
    return f'{head} width="{WIDTH}" height="{height}">{ground}{"".join(parts)}</svg>'


def _side(partners: Sequence[tuple[int, Partner]], x: int, height: int, colour: str, first: int) -> list[str]:
    parts = []
    for place, (row, one) in enumerate(partners):
        y = height / 2 + (place - (len(partners) - 1) / 2) * ROW
        radius = RADIUS[one.weight]
        width = 1 + radius / 4
        parts.append(
            f'<line x1="{x}" y1="{y:g}" x2="{MIDDLE}" y2="{height / 2:g}" stroke="{GREY}" stroke-width="{width:g}"/>'
        )
        if row == first:
            parts.append(f'<circle cx="{x}" cy="{y:g}" r="{radius + 4}" fill="white" stroke="{INK}" stroke-width="2"/>')
        parts.append(f'<circle cx="{x}" cy="{y:g}" r="{radius}" fill="{colour}"/>')
        side = (x - 18, "end") if x < MIDDLE else (x + 18, "start")
        parts.append(_text(side[0], y + 4, _cut(one.name), side[1]))
    return parts


def _text(x: float, y: float, words: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-family="{FONT}, sans-serif" font-size="12"'
        f' fill="{INK}"{weight}>{escape(words)}</text>'
    )


def _cut(name: str) -> str:
    """A name that fits beside its node; a wide sign takes twice the room of a narrow one."""
    room, kept = NAME, ""
    for sign in name:
        room -= 7 if sign.isascii() else 12
        if room < 0:
            return kept[:-1] + "…"
        kept += sign
    return kept


def days(answer: Answer, lang: Lang) -> str:
    """Customers standing still on each day after the hit, mean over incidents."""
    import altair as alt

    table = dominoes.path(answer, lang)
    rows: list[dict[str, Any]] = [{"day": day, "mean": mean} for day, mean in enumerate(answer.if_hit.by_day, start=1)]
    bars = alt.Chart(data(rows)).mark_bar(color=ORANGE).encode(x=_axis("day:O", table.headings[0]), y=_height(table))
    return svg_of(bars.properties(width=300, height=150), table.finding)


def _height(table: Any) -> Any:
    import altair as alt

    return alt.Y("mean:Q", title=table.headings[1], axis=alt.Axis(gridColor=GRID, tickCount=4))


def _axis(field: str, title: str) -> Any:
    import altair as alt

    return alt.X(field, title=title, axis=alt.Axis(values=[1, 5, 10, 15, 20, 25, 30], labelAngle=0, gridColor=GRID))


def helped(answer: Answer, lang: Lang) -> str:
    """How far helping the first suppliers goes, in a list too long for nodes."""
    import altair as alt

    table, running, rows = dominoes.curve(answer, lang), 0, list[dict[str, Any]]()
    total = sum(threat.gain_yen for threat in answer.threats) or 1
    for place, threat in enumerate(answer.threats, start=1):
        running += threat.gain_yen
        rows.append({"place": place, "share": running / total})
    line = (
        alt.Chart(data(rows))
        .mark_line(color=BLUE, strokeWidth=2.5)
        .encode(
            x=alt.X("place:Q", title=table.headings[0], axis=alt.Axis(gridColor=GRID, tickMinStep=1)),
            y=alt.Y(
                "share:Q",
                title=table.headings[1],
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format="%", gridColor=GRID, tickCount=4),
            ),
        )
    )
    return svg_of(line.properties(width=300, height=180), table.finding)
