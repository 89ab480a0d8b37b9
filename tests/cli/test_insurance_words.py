"""Words that insurance may never be described with, in every answer, document, report and text; and the sentence that stands beside its yen."""

import io
import json
import re
from pathlib import Path

import pypdf
import pytest

from cli.answer import ROOT, Command
from sonae.insurance import words

CASE = ROOT / "examples" / "insurance" / "case-insured.toml"
SAMPLES = CASE.parent
PROMISE = re.compile(
    r"支払われます|払われるでしょう|安心です|will be paid|covered for sure|guaranteed to", re.IGNORECASE
)
CERTAINLY = re.compile(r"必ず")  # elsewhere it may ask the reader to do something
SOURCE = ROOT / "src"
ENDINGS = ("toml", "html", "po", "typ", "md")
TEXTS = sorted(path for ending in ENDINGS for folder in (SOURCE, ROOT / "docs") for path in folder.rglob(f"*.{ending}"))
CODE = sorted(SOURCE.rglob("*.py"))
CALLS = (
    ("insurance", "recover", SAMPLES / "policy-b.toml", SAMPLES / "claim-mail.toml"),
    ("insurance", "recover", SAMPLES / "policy-b.toml", SAMPLES / "claim-stop.toml"),
    ("insurance", "readiness", CASE),
    ("insurance", "premium", CASE),
    ("risk", "simulate", CASE, "--years", "2000"),
    ("assess", CASE),
    ("plan", "compare", CASE),
)
names = [" ".join(str(word) for word in call[:2]) for call in CALLS]


@pytest.mark.parametrize("path", [*TEXTS, *CODE], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_promises_a_payment(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not PROMISE.search(text), PROMISE.search(text)
    assert not ("insurance" in str(path) and CERTAINLY.search(text))


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("call", CALLS, ids=names)
def test_what_a_person_reads_names_an_estimate(sonae: Command, call: tuple[object, ...], lang: str) -> None:
    out = sonae(*call, "--lang", lang).out
    assert words.disclaimer().of(lang) in out  # type: ignore[arg-type]
    assert not PROMISE.search(out)
    assert not CERTAINLY.search(out)


@pytest.mark.parametrize("call", CALLS, ids=names)
def test_documents_with_yen_of_insurance_carry_the_sentence(sonae: Command, call: tuple[object, ...]) -> None:
    document = sonae(*call, "--json").document
    assert not PROMISE.search(json.dumps(document, ensure_ascii=False))
    holders = [part for part in (document, *document.values()) if isinstance(part, dict)]
    insured = [part for part in holders if {"payout", "gaps", "indications", "recovered", "ways"} & set(part)]
    assert insured
    assert all(part["disclaimer"]["ja"] == words.disclaimer().ja for part in insured)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_reports_carry_the_sentence(sonae: Command, tmp_path: Path, lang: str) -> None:
    files = [tmp_path / name for name in ("report.pdf", "report.html", "sheet.pdf")]
    sonae("assess", CASE, "--pdf", files[0], "--html", files[1], "--lang", lang)
    sonae("insurance", "readiness", CASE, "--sheet", files[2], "--lang", lang)
    for path in files:
        text = path.read_text(encoding="utf-8") if path.suffix == ".html" else _read(path)
        plain = re.sub(r"\s", "", text)
        assert re.sub(r"\s", "", words.disclaimer().of(lang)) in plain, path.name  # type: ignore[arg-type]
        assert not PROMISE.search(plain)


def _read(path: Path) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages)
