"""The Excel sheet: filled in it is the contract, and what is wrong is told by its cell. Hostile files are never unpacked."""

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from sonae.faults import InputError
from sonae.insurance import entry, policy, sheet, terms

EXAMPLES = Path(__file__).resolve().parents[3] / "examples" / "insurance"


@pytest.fixture(scope="module")
def filled() -> bytes:
    sample = policy.read(EXAMPLES / "policy-b.toml")
    return sheet.write("ja", entry.of_policy(sample), sample.id)


def changed(data: bytes, cells: dict[str, Any]) -> bytes:
    """The sheet with values in the cells of these paths."""
    book = load_workbook(io.BytesIO(data))
    page = book.active
    for row in page.iter_rows():
        if row[4].value in cells:
            row[1].value = cells[row[4].value]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def faults(data: bytes) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        sheet.contract(data, "terms.xlsx", name="pol-1", version=1)
    return {fault.field: fault.message("ja") for fault in caught.value.faults}


def cell_of(data: bytes, path: str) -> str:
    return sheet.read(data, "")[2][path]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_sheet_gives_the_contract_back(lang: Any) -> None:
    sample = policy.read(EXAMPLES / "policy-b.toml")
    data = sheet.write(lang, entry.of_policy(sample), sample.id)
    assert sheet.read(data, "")[0] == sample.id
    again = policy.parse(sheet.contract(data, "", name=sample.id, version=3, base=sample))
    assert {**again.terms, "source": 0} == {**sample.terms, "source": 0}


def test_the_empty_template_names_what_is_open_by_cell() -> None:
    told = faults(sheet.write("ja"))
    assert told[cell_of(sheet.write("ja"), "insurer.name")].endswith("代理店に聞いてください。")


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("sections.bi.limit", "10万", "より低い上限"),
        ("sections.bi.limit", "たくさん", "金額として"),
        ("sections.bi.limit", -5, "金額として"),
        ("sections.bi.limit", 0.5, "1円未満"),
        ("sections.bi.limit", "=1000*1000", "式が入っています"),
        ("period.end", "2026-01-01", "開始の日より後"),
        ("sections.bi.waiting.kind", "半分", "選べる言葉"),
    ],
)
def test_a_wrong_cell_is_named(filled: bytes, path: str, value: Any, says: str) -> None:
    told = faults(changed(filled, {path: value}))
    assert told.keys() == {cell_of(filled, path)}
    assert says in told[cell_of(filled, path)]
    assert "terms.xlsx" in told[cell_of(filled, path)]


def test_numbers_and_dates_of_excel_are_understood(filled: bytes) -> None:
    cells = {"sections.bi.limit": 20_000_000, "sections.bi.pay_rate": 0.9, "period.end": date(2027, 4, 1)}
    contract = policy.parse(sheet.contract(changed(filled, cells), "", name="p", version=1))
    assert contract.term("sections.bi.limit") == 20_000_000
    assert float(contract.share("sections.bi.pay_rate")) == 0.9


def test_an_error_cell_and_a_foreign_row_are_told(filled: bytes) -> None:
    book = load_workbook(io.BytesIO(filled))
    page = book.active
    page["E3"].value = "insurer.magic"
    page["B4"].value, page["B4"].data_type = "#REF!", "e"
    stream = io.BytesIO()
    book.save(stream)
    told = faults(stream.getvalue())
    assert told.keys() == {"E3", "B4"}


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "開けません"),
        (b"PK\x03\x04 broken", "開けません"),
        ("保険".encode("cp932"), "開けません"),
        (zipped({"a.txt": b"no workbook"}), "開けません"),
        (zipped({"xl/workbook.xml": b"\0" * 50_000_000}), "大きすぎます"),
        (zipped({f"{k}.xml": b"" for k in range(200)}), "大きすぎます"),
        (zipped({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "開けません"),
        (b"PK" + b"x" * 600_000, "大きすぎます"),
    ],
    ids=["empty", "cut off", "cp932 text", "other zip", "zip bomb", "many parts", "entities", "huge"],
)
def test_hostile_files_are_refused(data: bytes, says: str) -> None:
    (message,) = faults(data).values()
    assert says in message


def test_a_workbook_of_something_else_is_refused() -> None:
    book = Workbook()
    book.active.append(["売上", 1000])
    stream = io.BytesIO()
    book.save(stream)
    (message,) = faults(stream.getvalue()).values()
    assert "保険の条件の行がありません" in message


def test_a_sheet_of_a_million_rows_is_read_to_its_end_only(filled: bytes) -> None:
    book = load_workbook(io.BytesIO(filled))
    book.active["A1048576"].value = "far away"
    stream = io.BytesIO()
    book.save(stream)
    assert sheet.contract(stream.getvalue(), "", name="p", version=1)


def test_every_term_has_a_row(filled: bytes) -> None:
    assert set(terms.terms()) <= set(sheet.read(filled, "")[2])
