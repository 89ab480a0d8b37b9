"""Books of companies: what a table says, what is typical where it says nothing, and what a wrong row is told."""

from pathlib import Path

import pytest

from sonae import company
from sonae.faults import InputError
from sonae.portfolio import book as books

HEADING = "id,industry,employees,revenue_yen"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "book.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_what_is_not_said_is_typical(tmp_path: Path) -> None:
    book = books.read(written(tmp_path, f"{HEADING}\nA,E,20,300000000\n"))
    usual = company.typical(company.industries()["manufacturing"], 20)
    assert (book.margin[0], book.records[0]) == (usual.gross_margin, usual.personal_records)
    assert (bool(book.network[0]), bool(book.telework[0])) == (usual.network, usual.telework)
    assert company.WEBSITES[book.site[0]] == usual.website
    assert (book.level[0] == books.usual_levels()).all()
    assert (book.insured, book.limit[0], book.provider[0]) == (False, 0, -1)


def test_japanese_headings_in_cp932(tmp_path: Path) -> None:
    text = "番号,業種,従業員数,売上高,都道府県,点数,SD-02,支払限度額\nA,d,3,５0000000,大阪府,50,done,10000000\nB,G,3,50000000,,,,\n"
    book = books.read(written(tmp_path, text, "cp932"))
    assert [books.regions()[row] for row in book.region] == ["kinki", "unknown"]
    assert book.revenue.tolist() == [50_000_000, 50_000_000]
    assert book.level[0].tolist()[:3] == [100, books.FULL, 100]
    assert (book.limit.tolist(), book.insured) == ([10_000_000, 0], True)


def test_wrong_rows_are_told_once_and_left_out(tmp_path: Path) -> None:
    wrong = [
        "A,E,20,3e8",
        "A,E,5,1e8",
        "C,?,5,1e8",
        "D,E,301,1e8",
        "E,E,2.5,1e8",
        "F,E,5,-1",
        "G,E,1,9e12",
        "H,E,5",
        "I,E,5,",
    ]
    good = [f"ok{k},E,5,50000000" for k in range(20)]
    book = books.read(written(tmp_path, "\n".join([HEADING, *wrong, *good]) + "\n"))
    told = [(row.line, row.field) for row in book.rejected]
    assert len(book) == 21
    assert book.rejected_count == 8
    assert sorted(told) == [
        (3, "id"), (4, "industry"), (5, "employees"), (6, "employees"), (7, "revenue_yen"), (8, "revenue_yen"), (9, ""),
        (10, "revenue_yen"),
    ]  # fmt: skip


def test_many_broken_lines_are_counted_and_a_book_without_revenue_refused(tmp_path: Path) -> None:
    rows = [f"x{k},E,5,50000000" for k in range(3_000)] + [f"y{k},E,5,none" for k in range(2_000)]
    book = books.read(written(tmp_path, "\n".join([HEADING, *rows])))
    assert (len(book), len(book.rejected), book.rejected_count) == (3_000, 1_000, 2_000)
    with pytest.raises(InputError, match="revenue_yen"):
        books.read(written(tmp_path, "id,industry,employees\nA,E,5\n"))
