"""The full report and the sheet for the board: one value as page, PDF and JSON; the logo checked and drawn anew."""

import io
import json
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from sonae_web.report.models import Logo
from sonae_web.risk.models import Assessment


def picture(size: tuple[int, int] = (300, 100), kind: str = "PNG", **options: Any) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, kind, **options)
    return stream.getvalue()


def upload(client: Client, data: bytes, name: str = "logo.png") -> str:
    form = {"logo": SimpleUploadedFile(name, data)}
    return client.post("/report/logo/", form, follow=True).content.decode()


@pytest.mark.parametrize("name", ["full", "board"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_page_pdf_and_json_say_the_same(client: Client, assessed: Assessment, name: str, lang: str) -> None:
    client.cookies["django_language"] = lang
    page = client.get(f"/report/{name}/").content.decode()
    data = json.loads(client.get(f"/report/{name}.json").content)
    assert data["schema"] == "sonae.report/1"
    assert data["headline"] in page
    for section in data["sections"]:
        assert section["title"] in page
    response = client.get(f"/report/{name}.pdf")
    assert response.content == client.get(f"/report/{name}.pdf").content
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfaid:part>2" in response.content
    text = "".join(sheet.extract_text() for sheet in reader.pages).replace(" ", "").replace("\n", "")
    for section in data["sections"]:
        assert section["title"].replace(" ", "") in text
    assert ("出典" if lang == "ja" else "Sources") in text


def test_the_board_has_room_to_decide(client: Client, assessed: Assessment) -> None:
    body = client.get("/report/board/").content.decode()
    for word in ("出席者", "承認した対策と予算", "署名", "まだ決めていません"):
        assert word in body
    client.post("/management/appetite/", {"yen_man": "1", "years": "100"})
    assert "決めた線を超えています" in client.get("/report/board/").content.decode()


def test_a_logo_stands_on_the_papers(client: Client, assessed: Assessment) -> None:
    plain = len(client.get("/report/full.pdf").content)
    assert "ロゴが入りました" in upload(client, picture((1200, 300), "JPEG"), "logo.jpg")
    kept = client.get("/report/logo.png")
    assert kept["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(kept.content)).size == (600, 150)
    assert "/report/logo.png" in client.get("/report/board/").content.decode()
    for paper in ("full.pdf", "executive.pdf"):
        pages = pypdf.PdfReader(io.BytesIO(client.get(f"/report/{paper}").content)).pages
        assert len(pages[0].images) == 1
    assert len(client.get("/report/full.pdf").content) > plain
    client.post("/report/logo/", {"remove": "1"})
    assert client.get("/report/logo.png").status_code == 404


def test_what_a_picture_hides_is_gone(client: Client, assessed: Assessment) -> None:
    from PIL import PngImagePlugin

    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("Comment", "secret place")
    upload(client, picture(pnginfo=hidden) + b"<script>alert(1)</script>")
    data = client.get("/report/logo.png").content
    assert b"secret place" not in data
    assert b"<script>" not in data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        picture()[:60],
        picture((5000, 10)),
        b"GIF89a" + b"\0" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 2_000_001,
    ],
    ids=["empty", "program", "svg", "broken off", "too wide", "gif", "too heavy"],
)
def test_what_is_no_logo(client: Client, assessed: Assessment, data: bytes) -> None:
    assert "ロゴが入りました" not in upload(client, data)
    assert not Logo.objects.exists()
