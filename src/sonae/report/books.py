"""Books of companies as JSON documents: ``sonae.portfolio/1`` (docs/user/commands.md)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sonae import catalogue, table
from sonae.content import published
from sonae.report.documents import Document, cited, without_case

if TYPE_CHECKING:
    from sonae.portfolio.accumulate import Accumulated
    from sonae.portfolio.book import Book
    from sonae.portfolio.summary import Share, Summary

CONTENT = (
    ("portfolio", "shocks"),
    ("risk", "scenarios"),
    ("risk", "parameters"),
    ("risk", "costs"),
    ("risk", "levels"),
    ("measure", "effects"),
)


def portfolio_document(
    done: "Accumulated",
    summary: "Summary",
    files: Sequence[str],
    now: datetime,
    *,
    shares: "Sequence[Share]" = (),
    what_if: Document | None = None,
) -> Document:
    """``sonae.portfolio/1`` of an assessed book."""
    book = done.book
    document: Document = {
        "schema": "sonae.portfolio/1",
        "firms": len(book),
        "aal_yen": summary.gross.aal_yen,
        "gross": asdict(summary.gross),
        "recovered": asdict(summary.recovered),
        "net": asdict(summary.net),
        "curve": [asdict(point) for point in summary.curve],
        "recovered_curve": [asdict(point) for point in summary.recovered_curve],
        "net_curve": [asdict(point) for point in summary.net_curve],
        **{f"by_{name}": [asdict(group) for group in groups] for name, groups in summary.by.items()},
        "by_provider": [asdict(row) for row in summary.by_provider],
        "unknown_provider": summary.unknown_provider,
        "top": [asdict(share) for share in shares],
        "what_if": what_if,
        "insured": book.insured,
        "shocks": asdict(done.shocks),
        **_rejected(book),
        "files": list(files),
        "sources": cited(published.cited(*CONTENT)),
    }
    return document | {"provenance": _provenance(book, done.seed, done.years, done.level, now)}


def export_document(book: "Book", accounts: int, files: Sequence[str], now: datetime) -> Document:
    """``sonae.portfolio/1`` of a book that was only written in another format, ``accounts`` of its companies."""
    return {
        "schema": "sonae.portfolio/1",
        "firms": len(book),
        "accounts": accounts,
        **_rejected(book),
        "files": list(files),
        "provenance": _provenance(book, None, None, None, now),
    }


def _rejected(book: "Book") -> dict[str, Any]:
    rows = [{key: row[key] for key in row if key != "file"} for row in table.texts(book.rejected)]
    return {"rejected": rows, "rejected_count": book.rejected_count}


def _provenance(book: "Book", seed: int | None, years: int | None, level: float | None, now: datetime) -> Document:
    origin = without_case(catalogue.load(), seed, now)
    return origin | {"input_sha256": book.sha256, "years": years, "level": level}
