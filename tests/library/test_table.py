"""Tables as people keep them: three formats, two encodings, and every way in which a row or a file can be wrong."""

import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet

from sonae import table
from sonae.faults import InputError
from sonae.table import Rejects

ROWS = [("supplier", "customer", "weight"), ("東京商会", "b", "2"), ("b", "c", ""), ("c", "東京商会", "１.５")]


def read(path: Path, *, settle: bool = True) -> tuple[list[tuple[str, ...]], Rejects]:
    found = table.open_table(path, ("supplier", "customer"), ("weight",), {"supplier": ("仕入先",)})
    rejects, rows = Rejects(found.file), []
    for batch in found.batches(rejects):
        batch.numbers("weight", 0.1, 100, 1.0)
        rows += batch.kept(zip(*(batch.cells[name] for name in ("supplier", "customer", "weight")), strict=True))
    if settle:
        rejects.settle()
    return rows, rejects


def as_text(rows: list[tuple[str, ...]]) -> str:
    return "".join(",".join(row) + "\r\n" for row in rows)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_encodings_give_the_same_rows(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "links.csv"
    path.write_bytes(as_text(ROWS).encode(encoding))
    assert read(path)[0] == ROWS[1:]


def test_excel_and_parquet_give_the_same_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "links.xlsx")
    columns = {name: [row[k] for row in ROWS[1:]] for k, name in enumerate(ROWS[0])}
    parquet.write_table(pa.table(columns), tmp_path / "links.parquet")
    assert read(tmp_path / "links.xlsx")[0] == read(tmp_path / "links.parquet")[0] == ROWS[1:]


def test_headings_are_found_by_their_japanese_name_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    path.write_text("メモ,customer,仕入先,Weight\nx,b,a,3\n", encoding="utf-8")
    assert read(path)[0] == [("a", "b", "3")]


def test_whole_numbers_of_a_sheet_are_ids_without_a_point(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["supplier", "customer", "weight"])
    book.active.append([1010001000001.0, 7, 2.5])
    book.save(tmp_path / "links.xlsx")
    assert read(tmp_path / "links.xlsx")[0] == [("1010001000001", "7", "2.5")]


def test_rows_that_cannot_be_read_are_told_with_line_field_and_value(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    bad = 'a,b,1\nb\n\nc,d,-5\nd,e,nan\ne,f,1,9\nf,g,x\ng,h,1e999\n"h,i,1\n'
    good = "p,q,1\n" * 20
    path.write_text("supplier,customer,weight\n" + good + bad, encoding="utf-8")
    rows, rejects = read(path)
    assert len(rows) == 21
    assert [(row.line, row.field, row.value) for row in rejects.told if row.field] == [
        (25, "weight", "-5"),
        (26, "weight", "nan"),
        (28, "weight", "x"),
        (29, "weight", "1e999"),
    ]
    assert sorted((row.line, row.reason.en) for row in rejects.told if not row.field) == [
        (23, "is too short"),
        (27, "has too many cells (a comma within a number?)"),
        (30, "has a quotation mark that is never closed"),
    ]
    assert (rejects.count, rejects.rows) == (7, 28)


def test_broken_lines_are_all_counted_and_a_thousand_told(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    path.write_text("supplier,customer,weight\n" + "a,b,-1\n" * 60_000, encoding="utf-8")
    rows, rejects = read(path, settle=False)
    assert (rows, rejects.count, len(rejects.told), rejects.told[-1].line) == ([], 60_000, 1_000, 1_001)
    with pytest.raises(InputError, match="60,000 of its 60,000 rows cannot be read") as caught:
        rejects.settle()
    assert caught.value.faults[1].line == 2


def test_a_sign_cut_in_two_at_the_end_does_not_change_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    whole = as_text([*ROWS, ("東京商会", "大阪", "1"), ("x", "名古屋", "1")]).encode()
    path.write_bytes(whole[: whole.rindex("屋".encode()) + 1])
    rows, rejects = read(path)
    assert rows[0][0] == "東京商会"
    assert [row.line for row in rejects.told] == [6]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"supplier,customer\n", "has no rows below its heading"),
        (b"supplier;customer\na;b\n", "has no column supplier"),
        (b"supplier,customer,supplier\na,b,c\n", "is given twice"),
        ("supplier,customer\na,b\n".encode("utf-16"), "is not a text file"),
        (b"supplier,customer\na,\x81 \n", "is neither UTF-8 nor CP932"),
        (b"PK\x03\x04 not a book", "is damaged or cut off"),
        (b"PAR1 not a table", "is damaged or cut off"),
    ],
)
def test_files_that_cannot_be_read_say_why(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "links.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path, message in ((tmp_path / "no.csv", "does not exist"), (tmp_path, "is a folder")):
        with pytest.raises(InputError, match=message):
            table.open_table(path, ("id",))


def test_a_book_cut_in_the_middle(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ROWS * 50:
        book.active.append(row)
    book.save(tmp_path / "links.xlsx")
    columns = {name: [row[k] for row in ROWS[1:]] * 500 for k, name in enumerate(ROWS[0])}
    parquet.write_table(pa.table(columns), tmp_path / "links.parquet")
    for name in ("links.xlsx", "links.parquet"):
        path = tmp_path / name
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(InputError, match="is damaged or cut off"):
            read(path)


def test_an_excel_file_that_swells_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", bytes(2_000_000))
    assert path.stat().st_size < 10_000
    with pytest.raises(InputError, match=r"bomb\.xlsx") as refused:
        table.open_table(path, ("supplier",), most_unpacked=1_000_000)
    assert refused.value.faults[0].problem.en == "unpacks to too much"
