"""The longer papers as PDF."""

from datetime import datetime
from typing import Any

from sonae.report import charts, phrases
from sonae.report import pdf as compiler
from sonae.report.build import CitedSource, Report
from sonae.report.sheets import Section, Sheet
from sonae.report.tables import Table

WIDEST, NARROWEST = 30, 5  # characters, for the share of a column


def pdf(sheet: Sheet, report: Report, logo: bytes = b"") -> bytes:
    """The paper as a tagged PDF (PDF/UA-1 and PDF/A-2b). ``logo`` is a PNG; the same input gives the same bytes."""
    made = datetime.fromisoformat(report.assessment.provenance.made_at)
    return compiler.write("sheet.typ", _data(sheet, report, logo, made), made)


def picture(name: str, report: Report) -> str:
    """The chart that a section names, as SVG."""
    return charts.loss_curve(report) if name == "curve" else charts.cost_bars(report)


def _data(sheet: Sheet, report: Report, logo: bytes, made: datetime) -> dict[str, Any]:
    return {
        "lang": sheet.lang,
        "labels": {"sources": phrases.SOURCES.of(sheet.lang)},
        "title": sheet.title,
        "company": sheet.company or "Sonae",
        "about": sheet.about,
        "day": sheet.day,
        "made": [made.year, made.month, made.day],
        "made_at": sheet.made_at,
        "headline": sheet.headline,
        "logo": list(logo),
        "sections": [_section(section, report) for section in sheet.sections],
        "sources": [_source(source) for source in sheet.sources],
        "provenance": "  ".join(f"{label} {value}" for label, value in sheet.provenance),
    }


def _section(section: Section, report: Report) -> dict[str, Any]:
    return {
        "title": section.title,
        "text": section.text,
        "bullets": section.bullets,
        "svg": picture(section.picture, report) if section.picture else "",
        "table": _table(section.table) if section.table and section.table.rows else None,
        "fields": section.fields,
    }


def _table(table: Table) -> dict[str, Any]:
    """The table with the share of the width that each column takes, by its longest cell."""
    columns = zip(table.headings, *table.rows, strict=True)
    widths = [min(WIDEST, max(NARROWEST, *(len(cell) for cell in column))) for column in columns]
    return {"headings": table.headings, "rows": table.rows, "source": table.source, "widths": widths}


def _source(source: CitedSource) -> str:
    via = f" ({source.via})" if source.via else ""
    return f"{source.publisher}, {source.title}, {source.year}{via}"
