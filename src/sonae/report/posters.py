"""The poster of the hotline as PDF, A4."""

import io
from datetime import date
from typing import Any

from sonae.hotline import words
from sonae.report import pdf as compiler
from sonae.values import Lang, Text

QUIET_ZONE = 2  # modules around the code
LANES = (Text("おかしいと思った", "Something odd"), Text("相談・通報", "A concern or misconduct"))
WHERE = Text("社外の窓口（この会社とは別です）", "Desks outside the company")
HERE = Text(
    "この会社の Sonae は1台のパソコンで動いています。スマートフォンからは開けません。そのパソコンで「通報」を開いてください。",
    "Sonae runs on one computer of this company and cannot be opened from a phone: open “Hotline” on that computer.",
)
MEMORY = Text("番号は未確認です", "number not verified")
ASK = Text("県の労働局へ", "ask the bureau")
CODE = Text("通報のページを開く QR コード", "QR code that opens the page of the hotline")


def pdf(company: str, address: str, lang: Lang, day: date, *, reachable: bool) -> bytes:
    """A tagged PDF (PDF/UA-1 and PDF/A-2b). ``reachable``: whether phones can open the address; else no code is printed.

    The same input gives the same bytes.
    """
    return compiler.write("poster.typ", _data(company, address, lang, day, reachable=reachable), day)


def code(address: str) -> str:
    """The address as a QR code, as SVG."""
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=QUIET_ZONE, xmldecl=False)
    return drawn.getvalue().decode()


def _data(company: str, address: str, lang: Lang, day: date, *, reachable: bool) -> dict[str, Any]:
    known = words.load()
    other: Lang = "en" if lang == "ja" else "ja"
    return {
        "lang": lang,
        "company": company or "Sonae",
        "made": [day.year, day.month, day.day],
        "title": known.poster["title"].of(lang),
        "second": known.poster["title"].of(other),
        "lanes": [
            [title.of(lang), known.poster[lane].of(lang), known.poster[lane].of(other)]
            for title, lane in zip(LANES, words.LANES, strict=True)
        ],
        "steps": [step.of(lang) for step in known.poster_steps],
        "code": code(address) if reachable else "",
        "code_alt": CODE.of(lang),
        "address": address if reachable else HERE.of(lang),
        "where": WHERE.of(lang),
        "desks": [_desk(desk, lang) for desk in known.desks],
    }


def _desk(desk: words.Desk, lang: Lang) -> list[str]:
    note = f"（{MEMORY.ja}）" if lang == "ja" else f" ({MEMORY.en})"
    return [desk.title.of(lang), desk.phone or ASK.of(lang), note if desk.status == "memory" else ""]
