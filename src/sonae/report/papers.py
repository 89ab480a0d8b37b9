"""A rule of the rulebook as PDF to print and as Word file to go on with."""

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sonae.report import pdf as compiler
from sonae.rulebook import Paper
from sonae.values import Text

if TYPE_CHECKING:
    from docx.document import Document

JAPANESE_FACE = "Yu Gothic"
NOTICE = Text("案です。決めた日と名前がまだ入っていません。", "A draft: not adopted yet.")


def pdf(paper: Paper, day: date) -> bytes:
    """The rule as a tagged PDF (PDF/UA-1 and PDF/A-2b). The same paper and day give the same bytes."""
    return compiler.write("paper.typ", _data(paper, day), day)


def _data(paper: Paper, day: date) -> dict[str, Any]:
    return {
        "lang": paper.lang,
        "title": paper.title,
        "company": dict(paper.foot).get("会社名" if paper.lang == "ja" else "Company", ""),
        "made": [day.year, day.month, day.day],
        "notice": NOTICE.of(paper.lang) if paper.draft else "",
        "opening": paper.opening,
        "sentences": list(paper.sentences),
        "foot": [list(row) for row in paper.foot],
    }


def word(papers: Sequence[Paper]) -> bytes:
    """The rules as one Word file (docx), each on a page of its own, numbered and in a Japanese typeface."""
    import docx
    from docx.enum.text import WD_BREAK

    document = docx.Document()
    _typeface(document)
    for number, paper in enumerate(papers):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _write(document, paper)
    document.core_properties.title = papers[0].title if len(papers) == 1 else ""
    document.core_properties.author = "Sonae"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _typeface(document: "Document") -> None:
    """Word keeps the face of Japanese letters apart from that of Latin ones."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for name in ("Normal", "Heading 1", "List Number"):
        style: Any = document.styles[name]
        style.font.name = JAPANESE_FACE
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), JAPANESE_FACE)
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(10.5)


def _write(document: "Document", paper: Paper) -> None:
    if paper.draft:
        document.add_paragraph(NOTICE.of(paper.lang))
    document.add_heading(paper.title, level=1)
    document.add_paragraph(paper.opening)
    for number, sentence in enumerate(paper.sentences, start=1):  # typed numbers start anew with every rule
        document.add_paragraph(f"{number}. {sentence}")
    document.add_paragraph("")
    for label, value in paper.foot:
        document.add_paragraph(f"{label}  {value}")
