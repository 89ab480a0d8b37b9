"""A report as PDF or as one HTML file, from the same words and pictures."""

from datetime import datetime
from html import escape
from typing import Any

from sonae.report import charts
from sonae.report import pdf as compiler
from sonae.report.build import CitedSource, Report
from sonae.report.steps import StepWords
from sonae.report.tables import Table

KEY_FIGURES = ("bad_year", "mean", "any")
LABELS: dict[str, dict[str, Any]] = {
    "ja": {
        "made": "作成",
        "curve": "何年に1度、いくら以上の損害になるか",
        "steps": "次にやること",
        "no_steps": "今できる対策は、すべて済んでいます。",
        "step_headings": ["順", "対策と、減る見込みの額", "誰が・時間", "費用の目安"],
        "sign": "経営者の確認",
        "sign_fields": ["日付", "役職", "署名"],
        "costs": "1年の平均の損害の内訳",
        "score": "25問の点数",
        "missing": "この報告書に入っていないこと",
        "sources": "出典",
        "table": "数字を表で見る",
    },
    "en": {
        "made": "Made",
        "curve": "How often losses reach how much",
        "steps": "Next steps",
        "no_steps": "Every measure is in place.",
        "step_headings": ["No.", "Measure and expected effect", "Who, time", "Cost"],
        "sign": "Read by the owner",
        "sign_fields": ["Date", "Position", "Signature"],
        "costs": "What the expected loss is made of",
        "score": "Score of the 25 questions",
        "missing": "What this report leaves out",
        "sources": "Sources",
        "table": "The figures as a table",
    },
}


def pdf(report: Report, logo: bytes = b"") -> bytes:
    """The executive report as a tagged PDF (PDF/UA-1 and PDF/A-2b), two pages of A4. ``logo`` is a PNG; equal input, equal bytes."""
    made = datetime.fromisoformat(report.assessment.provenance.made_at)
    return compiler.write("executive.typ", {**_data(report), "logo": list(logo)}, made)


def _data(report: Report) -> dict[str, Any]:
    moment = datetime.fromisoformat(report.assessment.provenance.made_at)
    figures = {figure.id: figure for figure in report.figures}
    curve, costs, parts = (report.table(name) for name in ("curve", "costs", "parts"))
    return {
        "lang": report.lang,
        "labels": LABELS[report.lang],
        "title": report.title,
        "company": report.company,
        "about": report.about,
        "day": report.day,
        "made": [moment.year, moment.month, moment.day],
        "made_at": report.made_at,
        "headline": report.headline,
        "promise": report.promise,
        "figures": [
            {"label": figures[name].label, "value": figures[name].value, "spread": figures[name].spread}
            for name in KEY_FIGURES
        ],
        "curve": {"svg": charts.loss_curve(report), "finding": curve.finding, "source": curve.source},
        "costs": {"svg": charts.cost_bars(report), "finding": costs.finding},
        "steps": [_step(step) for step in report.next_steps],
        "level": _sentence(report.level, report.level_text, report),
        "score": f"{report.score.total} / {report.score.max}  {report.score.band}",
        "parts": {"headings": parts.headings, "rows": parts.rows},
        "insurance": _plain(report.insurance) if report.insurance else None,
        "gaps": report.gaps,
        "missing": report.missing,
        "sources": [_source(source, report) for source in report.sources],
        "provenance": _provenance(report),
    }


def _plain(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "finding": table.finding,
        "headings": table.headings,
        "rows": table.rows,
        "source": table.source,
    }


def _step(step: StepWords) -> dict[str, Any]:
    return {
        "order": step.order,
        "title": step.title,
        "effect": step.effect,
        "who": step.who,
        "time": step.time,
        "cost": step.cost,
    }


def _sentence(title: str, text: str, report: Report) -> str:
    return f"{title}：{text}" if report.lang == "ja" else f"{title}: {text}"


def _source(source: CitedSource, report: Report) -> str:
    line = f"{source.publisher}「{source.title}」{source.year}" if report.lang == "ja" else _source_en(source)
    if not source.via:
        return line
    return f"{line}（{source.via} による）" if report.lang == "ja" else f"{line} (read in: {source.via})"


def _source_en(source: CitedSource) -> str:
    return f"{source.publisher}, {source.title}, {source.year}"


def _provenance(report: Report) -> str:
    return "  ".join(f"{label} {value}" for label, value in report.provenance)


def html(report: Report) -> str:
    """The report as one HTML file that needs nothing else: no script, no request, prints on A4."""
    labels = LABELS[report.lang]
    body = "".join(
        [
            f"<h1>{escape(report.title)}</h1><p>{escape(report.company)} {escape(report.about)} {escape(report.day)}</p>",
            f'<p class="headline">{escape(report.headline)}</p><p>{escape(report.promise)}</p>',
            _figures_html(report),
            _picture(labels["curve"], charts.loss_curve(report), report.table("curve"), labels["table"]),
            f"<h2>{labels['steps']}</h2>" + _steps_html(report.steps)
            if report.steps
            else f"<p>{labels['no_steps']}</p>",
            _picture(labels["costs"], charts.cost_bars(report), report.table("costs"), labels["table"]),
            _table_html(report.insurance, True) if report.insurance else "",
            _list(report.gaps) if report.gaps else "",
            f"<h2>{labels['score']}</h2><p>{report.score.total} / {report.score.max} {escape(report.score.band)}</p>",
            *(_table_html(report.table(name), True) for name in ("parts", "peers", "scenarios", "frameworks")),
            f"<h2>{labels['missing']}</h2>{_list(report.missing)}",
            f"<h2>{labels['sources']}</h2>{_list([_source(source, report) for source in report.sources])}",
            f"<p>{escape(_sentence(report.level, report.level_text, report))}</p>",
            f"<footer>{escape(_provenance(report))}</footer>",
        ]
    )
    title = escape(f"{report.title} {report.company}")
    return (
        f'<!doctype html><html lang="{report.lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_CSS}</style></head><body><main>{body}</main></body></html>\n'
    )


def _figures_html(report: Report) -> str:
    rows = "".join(
        f"<tr><th>{escape(figure.label)}</th><td>{escape(figure.value)}</td><td>{escape(figure.spread)}</td>"
        f"<td>{escape(figure.note)}</td></tr>"
        for figure in report.figures
    )
    return f"<table>{rows}</table>"


def _steps_html(steps: tuple[StepWords, ...]) -> str:
    rows = (
        f"<li><strong>{escape(step.title)}</strong> {escape('・'.join(step.tags))}<br>{escape(step.who)} {escape(step.time)}"
        f" {escape(step.cost)}<br>{escape(step.effect)}{_list(step.how)}</li>"
        for step in steps
    )
    return f"<ol>{''.join(rows)}</ol>"


def _picture(title: str, svg: str, table: Table, summary: str) -> str:
    return f"<h2>{title}</h2>{svg}<details><summary>{summary}</summary>{_table_html(table, False)}</details>"


def _table_html(table: Table, titled: bool) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in table.headings)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    title = f"<h2>{escape(table.title)}</h2><p>{escape(table.finding)}</p>" if titled else ""
    return f"{title}<table><tr>{head}</tr>{rows}</table><p><small>{escape(table.source)}</small></p>"


def _list(lines: tuple[str, ...] | list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


_CSS = (
    "body{font:16px/1.7 'BIZ UDPGothic','Hiragino Sans','Noto Sans JP',sans-serif;color:#1a1a1a;background:#fff;margin:0}"
    "main{max-width:48rem;margin:auto;padding:1rem}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #b3b3b3;padding:.3rem .5rem;text-align:left;vertical-align:top}svg{max-width:100%;height:auto}"
    ".headline{font-size:1.4rem;font-weight:bold}footer{color:#595959;font-size:.8rem}@page{size:A4;margin:16mm}"
)
