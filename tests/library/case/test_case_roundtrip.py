"""A case as a file reads back as the same case, however it was put together or saved."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from sonae import case, company, diagnosis
from sonae.case import Case
from sonae.company import WEBSITES, Company
from sonae.faults import InputError
from sonae.measure import Choice
from sonae.risk import levels

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "examples").glob("*.toml"))
QUESTIONNAIRE = diagnosis.load()

shares = st.floats(0, 1)
names = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"]), max_size=40)
choices = st.sampled_from(list(Choice))


@st.composite
def companies(draw: st.DrawFn) -> Company:
    employees = draw(st.integers(1, 300))
    return Company(
        name=draw(names),
        industry=draw(st.sampled_from(list(company.industries()))),
        employees=employees,
        revenue_yen=draw(st.integers(1, employees * 10**8)),
        gross_margin=draw(shares),
        devices=draw(st.integers(0, 2_000)),
        personal_records=draw(st.integers(0, 10**6)),
        website=draw(st.sampled_from(WEBSITES)),
        network=draw(st.booleans()),
        telework=draw(st.booleans()),
        top3_customer_share=draw(st.none() | shares),
        prefecture=draw(st.sampled_from(["", *company.prefectures()])),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    return case.of(
        draw(companies()),
        {item: draw(choices) for item in QUESTIONNAIRE.questions},
        {item: draw(choices) for item in QUESTIONNAIRE.supplements if draw(st.booleans())},
        date(2015, 1, 1) + timedelta(days=draw(st.integers(0, 30_000))),
        budget_yen=draw(st.none() | st.integers(0, case.MOST_BUDGET_YEN)),
        level=draw(st.sampled_from(list(levels())) | st.floats(0.05, 2.0)),
    )


@settings(max_examples=60, deadline=None)
@given(original=cases())
def test_a_written_case_reads_back(original: Case) -> None:
    assert case.parse(case.to_toml(original)) == original


@settings(max_examples=20, deadline=None)
@given(original=cases(), bom=st.booleans(), ends=st.sampled_from(["\n", "\r\n"]))
def test_byte_order_mark_and_line_ends_change_nothing(
    original: Case, bom: bool, ends: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("case") / "社名.toml"
    path.write_bytes((b"\xef\xbb\xbf" if bom else b"") + case.to_toml(original).replace("\n", ends).encode())
    assert replace(case.read(path), sha256=original.sha256) == original


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples(path: Path) -> None:
    """Every example answers all 25 questions, says what it assumes, and is the kind of company its name says."""
    example = case.read(path)
    assert list(example.answers) == list(QUESTIONNAIRE.questions)
    assert replace(case.parse(case.to_toml(example)), sha256=example.sha256) == example
    staff = path.stem.rpartition("-")[2]
    assert example.company.employees == (int(staff) if staff.isdigit() else 1)


def test_there_are_three_examples() -> None:
    assert [path.stem for path in EXAMPLES] == ["clinic-60", "manufacturer-20", "one-person-shop"]


def test_the_digest_is_that_of_the_bytes() -> None:
    first, second = (case.parse(text) for text in (_example(), _example() + "# a remark\n"))
    assert first.sha256 != second.sha256
    assert case.digest(first) == first.sha256
    assert case.digest(replace(first, sha256="")) == case.digest(replace(second, sha256=""))


def test_letters_stand_for_industries() -> None:
    assert case.parse(_example().replace('"manufacturing"', '"E"')).company.industry == "manufacturing"


def test_what_may_be_left_out() -> None:
    """Policies, budget, supplement, level, gross margin, name, share of customers and prefecture are optional."""
    text = _example()
    for key in ("name", "gross_margin", "top3_customer_share", "prefecture"):
        text = "\n".join(line for line in text.splitlines() if not line.startswith(f"{key} ="))
    read = case.parse(text[: text.index("[supplement]")])
    assert read.company.gross_margin == 0.25
    assert (read.budget_yen, read.level, read.level_name, read.supplement, read.policies) == (
        None,
        0.45,
        "central",
        {},
        (),
    )


def test_some_answers_are_enough_if_the_caller_says_so() -> None:
    text = _example().replace('SD-05 = "not_done"', "")
    assert "SD-05" not in case.parse(text, partial=True).answers


CONTRACT = Path(__file__).parents[3] / "examples" / "insurance" / "policy-b.toml"


def test_contracts_are_read_from_files_and_tables_and_come_back(tmp_path: Path) -> None:
    text = CONTRACT.read_text(encoding="utf-8")
    (tmp_path / "policy.toml").write_text(text, encoding="utf-8")
    inline = tomli_w.dumps({"policy": [tomllib.loads(text, parse_float=Decimal)]})
    path = tmp_path / "case.toml"
    path.write_text(f'{_example()}[[policy]]\nfile = "policy.toml"\n{inline}', encoding="utf-8")
    read = case.read(path)
    first, second = read.contracts()
    assert first.text == text
    assert (first.name, first.terms) == (second.name, second.terms)
    again = case.parse(case.to_toml(read))
    assert [own.terms for own in again.contracts()] == [first.terms, second.terms]


def test_faults_of_a_contract_name_its_own_file(tmp_path: Path) -> None:
    wrong = CONTRACT.read_text(encoding="utf-8").replace("per_claim = 100000000", "per_claim = -1")
    (tmp_path / "policy.toml").write_text(wrong, encoding="utf-8")
    path = tmp_path / "case.toml"
    path.write_text(_example() + '[[policy]]\nfile = "policy.toml"\n', encoding="utf-8")
    with pytest.raises(InputError) as error:
        case.read(path)
    (fault,) = error.value.faults
    assert (fault.file, fault.field, fault.value) == (
        str(tmp_path / "policy.toml"),
        "sections.liability.per_claim",
        "-1",
    )
    assert wrong.splitlines()[fault.line - 1].startswith("per_claim")


def _example() -> str:
    return EXAMPLES[1].read_text(encoding="utf-8")
