"""Evidence on its pages: handed in, renewed, taken back, handed out; hostile, huge and half files refused with nothing left behind."""

import hashlib
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from sonae import assessment
from sonae.diagnosis.certainty import certainty
from sonae.evidence import Evidence
from sonae.measure import Choice
from sonae_web.company.models import Company
from sonae_web.evidence import actions, files, queries
from sonae_web.evidence.models import Piece
from sonae_web.risk import actions as risks
from web.conftest import NOW

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path


def form(**fields: object) -> dict[str, object]:
    usual = {"kind": "file", "title": "復元の記録", "covers": ["SD-11"], "effective_from": "2026-11-01"}
    return usual | {"max_age_days": "365"} | fields


def hand_in(client: Client, name: str = "log.pdf", data: bytes = PDF, **fields: object) -> tuple[int, str]:
    response = client.post("/evidence/new/", form(file=SimpleUploadedFile(name, data), **fields))
    return response.status_code, response.content.decode()


def left_behind() -> list[str]:
    return [path.name for path in (Path(settings.DATA) / "evidence").rglob("*") if path.is_file()]


def test_a_file_comes_back_byte_for_byte(client: Client, row: Company) -> None:
    assert hand_in(client, "記録 髙﨑🍣.pdf")[0] == 302
    piece = Piece.objects.get()
    assert piece.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (piece.size, piece.where, piece.media) == (len(PDF), "記録 髙﨑🍣.pdf", "application/pdf")
    response = client.get(f"/evidence/{piece.pk}/file/")
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert left_behind() == [piece.sha256]


def test_a_link_and_a_statement(client: Client, row: Company) -> None:
    link = form(kind="link", where="https://example.jp/a?b=1#c")
    assert client.post("/evidence/new/", link).status_code == 302
    assert client.post("/evidence/new/", form(kind="statement", where="総務 佐藤")).status_code == 302
    for piece in Piece.objects.all():
        assert piece.where in client.get(f"/evidence/{piece.pk}/").content.decode()
        assert client.get(f"/evidence/{piece.pk}/file/").status_code == 404


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as bundle:
        for name in names:
            bundle.writestr(name, "x" * 1000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.pdf", b"", "空"),
        ("run.exe", b"MZ\x90\x00" + b"\0" * 100, "受け取れません"),
        ("run.pdf", b"MZ\x90\x00" + b"\0" * 100, "受け取れません"),
        ("page.txt", b"<!doctype html><script>alert(1)</script>", "受け取れません"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "受け取れません"),
        ("bomb.xml", b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]>', "受け取れません"),
        ("script.txt", b"#!/bin/sh\nrm -rf /", "受け取れません"),
        ("all.zip", zipped("a.pdf", "b.pdf"), "受け取れません"),
        ("table.pdf", zipped("[Content_Types].xml", "xl/workbook.xml"), "合いません"),
        ("photo.png", b"\xff\xd8\xff\xe0" + b"\0" * 50, "合いません"),
        ("noending", PDF, "合いません"),
        ("double.pdf.exe", PDF, "合いません"),
        ("huge.pdf", b"%PDF-1.7\n" + b"0" * files.MOST_BYTES, "大きすぎます"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_that_are_refused_leave_nothing(client: Client, row: Company, name: str, data: bytes, said: str) -> None:
    status, body = hand_in(client, name, data)
    assert status == 422
    assert said in body
    assert "復元の記録" in body  # what was typed is kept
    assert not Piece.objects.exists()
    assert left_behind() == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("table.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml")),
        ("list.csv", "氏名,部署\n髙﨑,総務\n".encode("cp932", errors="replace")),
        ("list.txt", "更新の記録\n".encode() * 1000),
        ("photo.JPG", b"\xff\xd8\xff\xe0" + b"\0" * 50),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_that_are_taken(client: Client, row: Company, name: str, data: bytes) -> None:
    assert hand_in(client, name, data)[0] == 302
    assert Piece.objects.get().sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "C:\\x\\y.pdf", "あ" * 300 + ".pdf"])
def test_names_cannot_leave_the_folder_or_the_header(client: Client, row: Company, name: str) -> None:
    assert hand_in(client, name)[0] == 302
    piece = Piece.objects.get()
    assert not set("/\\\r\n") & set(piece.where)
    assert len(piece.where) <= 91
    assert "X-Evil" not in client.get(f"/evidence/{piece.pk}/file/").headers
    assert left_behind() == [piece.sha256]


def test_an_upload_that_breaks_off(client: Client, row: Company) -> None:
    """A body without its end: an answer in words, nothing kept."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    response = client.generic("POST", "/evidence/new/", head.encode() + PDF, content_type=MULTIPART_CONTENT)
    assert response.status_code == 422
    assert not Piece.objects.exists()
    assert left_behind() == []


def test_the_same_file_twice(client: Client, row: Company) -> None:
    hand_in(client)
    status, body = hand_in(client)
    assert status == 422
    assert "すでに受け取っています" in body
    assert left_behind() == [hashlib.sha256(PDF).hexdigest()]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "あ" * 121}, "title"),
        ({"covers": []}, "covers"),
        ({"covers": ["SD-99"]}, "covers"),
        ({"effective_from": "きのう"}, "effective_from"),
        ({"effective_until": "2026-10-01"}, "effective_until"),
        ({"kind": "link", "where": "javascript:alert(1)"}, "where"),
        ({"kind": "link", "where": ""}, "where"),
        ({"kind": "statement", "where": ""}, "where"),
        ({"kind": "film"}, "kind"),
        ({"max_age_days": "-1"}, "max_age_days"),
    ],
)
def test_wrong_fields(client: Client, row: Company, wrong: dict[str, object], field: str) -> None:
    response = client.post("/evidence/new/", form(file=SimpleUploadedFile("a.pdf", PDF), **wrong))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Piece.objects.exists()
    assert left_behind() == []


def test_the_period_is_apart_from_the_upload(client: Client, row: Company) -> None:
    hand_in(client, effective_from="2026-01-05", effective_until="2026-06-30")
    piece = Piece.objects.get()
    assert piece.effective_from == date(2026, 1, 5)
    assert piece.received_at.date() > piece.effective_from
    entry = queries.Entry(piece, queries.value(piece), date(2026, 7, 1))
    assert entry.state == "ended"
    assert entry.due
    assert not queries.Entry(piece, queries.value(piece), date(2026, 5, 1)).due
    assert queries.Entry(piece, queries.value(piece), date(2026, 6, 15)).due


def test_renewing_and_taking_back(client: Client, row: Company) -> None:
    hand_in(client)
    first = Piece.objects.get()
    page = client.get(f"/evidence/new/?renews={first.pk}").content.decode()
    assert "復元の記録" in page
    url = f"/evidence/new/?renews={first.pk}"
    again = {"file": SimpleUploadedFile("b.pdf", PDF + b"2")}
    assert client.post(url, form(**again)).status_code == 302
    second = Piece.objects.get(replaces=first)
    assert [entry.row.pk for entry in queries.entries(row, TODAY)] == [second.pk]
    assert "新しい証拠" in client.get(f"/evidence/{first.pk}/").content.decode()
    assert client.post(f"/evidence/{second.pk}/withdraw/", {"why": ""}).status_code == 422
    assert client.post(f"/evidence/{second.pk}/withdraw/", {"why": "ちがう会社のもの"}).status_code == 302
    assert queries.entries(row, TODAY) == ()
    assert "ちがう会社のもの" in client.get(f"/evidence/{second.pk}/").content.decode()


def test_two_people_renew_the_same_piece(client: Client, row: Company) -> None:
    hand_in(client)
    first = Piece.objects.get()
    values = {"kind": "statement", "title": "a", "where": "b", "covers": ["SD-11"], "effective_from": TODAY}
    actions.hand_in(company=row, values=values, received=None, replaces=first, now=NOW)
    with pytest.raises(files.InputError, match="renewed it already"):
        actions.hand_in(company=row, values=values, received=None, replaces=first, now=NOW)
    assert Piece.objects.count() == 2


def test_pieces_of_another_company_are_not_there(client: Client, row: Company) -> None:
    foreign = Company.objects.create(**{**Company.objects.values().get(pk=row.pk), "id": None, "name": "別の会社"})
    values = {"kind": "statement", "title": "a", "where": "b", "covers": ["SD-11"], "effective_from": TODAY}
    piece = actions.hand_in(company=foreign, values=values, received=None, replaces=None, now=NOW)
    assert client.get(f"/evidence/{piece.pk}/").status_code == 404
    assert client.get(f"/evidence/{piece.pk}/file/").status_code == 404
    assert client.post(f"/evidence/{piece.pk}/withdraw/", {"why": "x"}).status_code == 404
    assert queries.entries(row, TODAY) == ()


def test_diagnosis_and_assessment_use_it(client: Client, answered: Company) -> None:
    hand_in(client, covers=["SD-01"])
    assert "証拠あり" in client.get("/diagnosis/basic/").content.decode()
    made = risks.assess(company=answered, level="central", budget_yen=None, now=NOW)
    pieces = assessment.loads(made.result.encode()).case.evidence
    assert [piece.covers for piece in pieces] == [("SD-01",)]


def test_how_surely() -> None:
    def piece(*covers: str, until: date | None = None, since: date = TODAY - timedelta(days=5)) -> Evidence:
        return Evidence("ev", "a", "statement", TODAY, covers, effective_from=since, effective_until=until)

    answers = {"SD-01": Choice.DONE, "SD-11": Choice.PARTLY, "SD-02": Choice.DONE, "SD-03": Choice.NOT_DONE}
    pieces = [
        piece("M-01"),
        piece("SD-11", until=TODAY - timedelta(days=1)),
        piece("SD-02", since=TODAY + timedelta(days=1)),
    ]
    found = certainty(answers, pieces, TODAY)
    assert (found.proved, found.lapsed, found.stated) == (("SD-01",), ("SD-11",), ("SD-02",))
    assert found.total == 3


def test_company_files_are_apart() -> None:
    assert files.place("1", "a" * 64).parent != files.place("2", "a" * 64).parent
