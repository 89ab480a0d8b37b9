"""``assess --pdf --html``: the report as files, whole, with the company's name."""

from io import BytesIO
from pathlib import Path

import pypdf

from cli.answer import Command


def test_both_files(sonae: Command, example: Path, tmp_path: Path) -> None:
    pdf, html = tmp_path / "報告書.pdf", tmp_path / "report.html"
    answer = sonae("assess", example, "--pdf", pdf, "--html", html, "--json")
    assert (answer.status, answer.err) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {"報告書.pdf", "report.html"}
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf.read_bytes())).pages)
    assert "見本製作所" in text.replace("\n", "").replace(" ", "")
    page = html.read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "株式会社見本製作所" in page
    assert page.rstrip().endswith("</html>")


def test_in_english(sonae: Command, example: Path, tmp_path: Path) -> None:
    html = tmp_path / "report.html"
    assert sonae("assess", example, "--html", html, "--lang", "en").status == 0
    assert 'lang="en"' in html.read_text(encoding="utf-8")


def test_an_old_report_is_replaced_also_behind_a_link(sonae: Command, example: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "old.html", tmp_path / "link.html"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    assert sonae("assess", example, "--html", link).status == 0
    assert link.is_symlink()
    assert "見本製作所" in target.read_text(encoding="utf-8")
