"""Drafts follow the answers, checks refuse what cannot be adopted, the way to a star says what is left."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sonae import catalogue, company, rulebook
from sonae.company import Company
from sonae.faults import InputError
from sonae.measure import Choice
from sonae.report import papers
from sonae.rulebook import Known, Particulars
from sonae.values import LANGS

TODAY = date(2026, 11, 24)
SIGNED = Particulars("代表取締役 髙﨑 一郎", "総務 03-0000-0000", "佐藤")


def firm(**fields: Any) -> Company:
    usual = company.typical(company.industries()["manufacturing"], 20, "株式会社見本製作所")
    return replace(usual, **fields)


def test_every_item_of_the_diagnosis_has_a_sentence() -> None:
    """All but SD-25, which is the rulebook itself and stands in the basic policy."""
    found = {
        clause.item for rule in rulebook.draft(firm(telework=True), {}, SIGNED, TODAY, "ja") for clause in rule.clauses
    }
    assert set(catalogue.load().questionnaire.questions) <= found
    assert found - {""} <= {*catalogue.load().questionnaire.questions, *catalogue.load().questionnaire.supplements}


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_claimed_that_is_not_lived(lang: str) -> None:
    """A sentence whose answer is not "done" says by when it begins; one that is done says no day; the charter never does."""
    day = {"ja": "2027年2月22日", "en": "22 February 2027"}[lang]
    for choice in Choice:
        answers = dict.fromkeys(
            (*catalogue.load().questionnaire.questions, *catalogue.load().questionnaire.supplements), choice
        )
        for rule in rulebook.draft(firm(telework=True), answers, SIGNED, TODAY, lang):
            for clause in rule.clauses:
                promised = bool(clause.item) and choice is not Choice.DONE and rule.id != rulebook.CHARTER
                assert (day in clause.text) == promised, clause
                assert "{" not in clause.text


def test_rules_fit_the_company() -> None:
    at_home = {rule.id for rule in rulebook.draft(firm(telework=False), {}, SIGNED, TODAY, "ja")}
    assert set(rulebook.titles()) - at_home == {"telework"}
    assert not rulebook.applies("telework", firm(telework=False))
    without = rulebook.draft(firm(personal_records=0), {}, SIGNED, TODAY, "ja")
    assert "personal" not in {clause.id for rule in without for clause in rule.clauses}


def test_names_and_numbers_are_filled_in() -> None:
    rules = {rule.id: rule for rule in rulebook.draft(firm(devices=22), {}, SIGNED, TODAY, "ja")}
    assert "株式会社見本製作所" in rules["charter"].purpose
    assert "「佐藤」" in rules["charter"].text
    assert "いま22台" in rules["updates"].text
    unnamed = rulebook.draft(firm(name=""), {}, Particulars(), TODAY, "ja")[0]
    assert unnamed.purpose.startswith("当社の仕事")


@given(st.text(max_size=300))
def test_an_edited_text_is_tidied_once_and_for_all(typed: str) -> None:
    try:
        tidy = rulebook.check(typed)
    except InputError:
        assert not typed.strip()
        return
    assert rulebook.check(tidy) == tidy
    assert all(line == line.strip() and line for line in tidy.split("\n"))


@pytest.mark.parametrize("text", ["", " \n\n ", "あ" * 6_001])
def test_texts_that_cannot_be_kept(text: str) -> None:
    with pytest.raises(InputError) as caught:
        rulebook.check(text)
    assert caught.value.faults[0].field == "text"


@pytest.mark.parametrize(
    ("name", "day", "fields"),
    [
        ("", TODAY, ["adopted_by"]),
        ("あ" * 61, TODAY, ["adopted_by"]),
        ("佐藤", date(2026, 11, 25), ["adopted_on"]),
        ("　", date(1999, 12, 31), ["adopted_by", "adopted_on"]),
    ],
)
def test_adoption_needs_a_name_and_a_day(name: str, day: date, fields: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        rulebook.check_adoption(name, day, TODAY)
    assert [fault.field for fault in caught.value.faults] == fields


def test_names_of_sixty_characters_and_rare_characters() -> None:
    assert rulebook.check_adoption(" 髙﨑  🍣 ", TODAY, TODAY) == "髙﨑 🍣"
    assert rulebook.check_adoption("あ" * 60, TODAY, TODAY) == "あ" * 60


@pytest.mark.parametrize("lang", LANGS)
def test_paper_as_pdf_and_word(lang: str) -> None:
    rule = rulebook.draft(firm(), {}, SIGNED, TODAY, lang)[1]
    hostile = rule.text + '\n#set page(fill: red) $x$ \\ "quoted" @label'
    sheet = rulebook.paper(
        rule.title, hostile, lang, company="株式会社 # 見本", particulars=SIGNED, adopted_on=TODAY, number=3
    )
    data = papers.pdf(sheet, TODAY)
    assert data == papers.pdf(sheet, TODAY)
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfaid:part>2" in data
    text = "".join(page.extract_text() for page in reader.pages)
    assert "#set page(fill: red)" in text
    assert "髙﨑" in text
    words = "\n".join(entry.text for entry in docx.Document(io.BytesIO(papers.word([sheet, sheet]))).paragraphs)
    assert words.count("#set page(fill: red)") == 2
    assert all(sentence in words for sentence in sheet.sentences)
    assert ("第3版" if lang == "ja" else "Version  3") in words


def test_a_draft_says_that_it_is_one() -> None:
    rule = rulebook.draft(firm(), {}, SIGNED, TODAY, "ja")[0]
    sheet = rulebook.paper(rule.title, rule.text, "ja", company="見本", particulars=SIGNED)
    assert sheet.draft
    assert "案" in docx.Document(io.BytesIO(papers.word([sheet]))).paragraphs[0].text


def test_the_way_to_the_stars() -> None:
    nothing = Known(articles_open=("SD-01",), answered=False)
    assert [step.done for step in rulebook.path(1, nothing)] == [False, False, False]
    assert rulebook.path(1, nothing)[0].open_items == ("SD-01",)
    everything = Known((), True, TODAY, TODAY, TODAY, {2: TODAY})
    assert [step.id for step in rulebook.path(2, everything)] == [
        "answered",
        "charter",
        "published",
        "gbizid",
        "declare",
    ]
    assert all(step.done for stars in (1, 2) for step in rulebook.path(stars, everything))
    only_one = Known((), True, TODAY, TODAY, TODAY, {1: TODAY})
    assert not rulebook.path(2, only_one)[-1].done


@pytest.mark.parametrize("typed", ["5001234567", "500123456789", "5001234567x", "IDなし"])
def test_ids_that_are_none(typed: str) -> None:
    with pytest.raises(InputError):
        rulebook.check_declaration(typed)


def test_ids_of_the_old_system() -> None:
    assert rulebook.old_declaration(rulebook.check_declaration("４００１２３４５６７８"))
    assert not rulebook.old_declaration(rulebook.check_declaration("50012345678"))
    assert rulebook.check_declaration("  ") == ""


def test_no_wording_that_the_scheme_forbids() -> None:
    """Certified, approved: words that a declaration of one's own must not use."""
    for stars in (1, 2):
        for step in rulebook.path(stars, Known((), True)):
            assert "認定を受け" not in step.text.ja
            assert "certified" not in step.text.en.lower()
