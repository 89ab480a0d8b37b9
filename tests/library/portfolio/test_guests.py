"""A list of companies: taken whole or not at all, in the encodings that offices use."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from sonae.faults import InputError
from sonae.portfolio import guests

HEAD = "会社名,メール,業種,人数\n"
GOOD = HEAD + "髙橋製作所,Takahashi@example.jp,製造業,12\n﨑山商店,saki@example.jp,,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_every_encoding_of_an_office(encoding: str) -> None:
    first, second = guests.read(GOOD.encode(encoding), "list.csv")
    assert (first.name, first.email, first.industry, first.employees) == (
        "髙橋製作所",
        "takahashi@example.jp",
        "manufacturing",
        12,
    )
    assert (second.name, second.industry, second.employees) == ("﨑山商店", "", 0)


def test_excel() -> None:
    book, stream = Workbook(), io.BytesIO()
    book.active.append(["会社名", "メール", "人数"])
    book.active.append(["見本", "a@example.jp", 5])
    book.save(stream)
    assert guests.read(stream.getvalue(), "list.xlsx")[0].employees == 5


def test_a_dirty_list_is_named_line_by_line() -> None:
    dirty = HEAD + (
        ",a@example.jp,,\n見本,no-address,,\n見本,b@example.jp,魔法業,5\n見本,c@example.jp,,たくさん\n見本,c@example.jp,,301\n\n良い,d@example.jp,,1\n"
    )
    with pytest.raises(InputError) as caught:
        guests.read(dirty.encode("cp932"), "汚れ.csv")
    found = [(fault.line, fault.field, fault.value) for fault in caught.value.faults]
    assert found == [
        (2, "会社名", ""),
        (3, "メール", "no-address"),
        (4, "業種", "魔法業"),
        (5, "人数", "たくさん"),
        (6, "メール", "c@example.jp"),
        (6, "人数", "301"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00\x00",
        HEAD.encode(),
        "名前,住所\nx,y\n".encode(),
        b"PK\x03\x04broken",
        b"x" * (guests.MOST_BYTES + 1),
    ],
)
def test_what_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        guests.read(data, "list")


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"0" * (21 * guests.MOST_BYTES))
    with pytest.raises(InputError):
        guests.read(stream.getvalue(), "list.xlsx")
