"""The emergency card as PDF: numbers, roles, the first steps of the two worst cases, and a wallet card to cut out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sonae.incident import playbooks
from sonae.incident.calendar import day_words, in_japan
from sonae.report import incidents
from sonae.report import pdf as compiler
from sonae.values import Lang, Text

BOOKS = ("ransomware", "fraud")
ON_WALLET = 9  # lines that fit on the small card
POLICE = ((Text("警察（緊急）", "Police, urgent"), "110"), (Text("警察（相談）", "Police, advice"), "#9110"))
TITLE = Text("緊急カード", "Emergency card")
FIRST = (
    Text("ネットワークのケーブルを抜く。Wi-Fi を切る。", "Unplug the network cable. Turn Wi-Fi off."),
    Text("電源を切らない。再起動しない。初期化しない。", "Do not switch it off, restart it or wipe it."),
    Text("画面を別のスマホで撮る。", "Photograph the screen with another phone."),
)
LABELS = {
    "call": Text("電話する", "Call"),
    "blank": Text("（未記入）", "(not filled in)"),
    "missing": Text("まだ書かれていない番号：", "Numbers still missing: "),
    "comma": Text("、", ", "),
    "roles": Text("役割（一人で全部でもかまいません）", "Roles (one person may hold all)"),
    "donts": Text("しないこと", "Do not"),
    "wallet": Text("財布に入れるカード", "Card for the wallet"),
    "cut": Text(
        "点線で切り、中央で折ってください。3台の電話にも、同じ番号を入れておいてください。",
        "Cut along the dashes and fold in the middle. Put the numbers into three phones, too.",
    ),
}
HEADINGS = {"ja": ("相手", "名前", "電話", "メモ"), "en": ("Who", "Name", "Telephone", "Note")}
ROLES = {
    "lead": Text(
        "決める人。30分連絡がつかなければ代理が決めます。",
        "decides; after 30 minutes without an answer the deputy does.",
    ),
    "doer": Text("手を動かす人。", "does what is decided."),
    "voice": Text("外と話す、ただ一人の人。", "the only one who speaks to the outside."),
    "writer": Text("時刻と出来事、費用を書く人。", "writes down times, events and costs."),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number of the card; ``phone`` is "" where it is still missing."""

    who: str
    name: str
    phone: str
    note: str = ""


def pdf(
    company: str, numbers: Sequence[Number], missing: Sequence[str], made: datetime, lang: Lang, link: str = ""
) -> bytes:
    """Three pages: A4 front and back, and a wallet card. The same words and day give the same bytes.

    ``missing`` names numbers that are not known yet; ``link`` is the address of the red-button page, shown as a QR code.
    """
    day = in_japan(made).date()
    return compiler.write("card.typ", _data(company, numbers, missing, made, lang, link), day)


def _data(
    company: str, numbers: Sequence[Number], missing: Sequence[str], made: datetime, lang: Lang, link: str
) -> dict[str, Any]:
    day = in_japan(made).date()
    police = [Number(who.of(lang), "", phone) for who, phone in POLICE]
    printed = Text(
        f"{day_words(day, 'ja')}に作成。番号が変わったら、もう一度印刷してください。",
        f"Made {day_words(day, 'en')}. Print it again when a number changes.",
    )
    return {
        "lang": lang,
        "title": TITLE.of(lang),
        "company": company,
        "made": [day.year, day.month, day.day],
        "printed": printed.of(lang),
        "labels": {key: text.of(lang) for key, text in LABELS.items()} | {"headings": HEADINGS[lang]},
        "first": [text.of(lang) for text in FIRST],
        "numbers": [asdict(number) for number in (*numbers, *police)],
        "wallet": [asdict(number) for number in (*police, *numbers)][:ON_WALLET],
        "missing": list(missing),
        "roles": [
            f"{incidents.ROLES[role].of(lang)}{'：' if lang == 'ja' else ': '}{text.of(lang)}"
            for role, text in ROLES.items()
        ],
        "books": [_book(name, lang) for name in BOOKS],
        "qr": _qr(link),
        "qr_alt": link,
    }


def _book(name: str, lang: Lang) -> dict[str, Any]:
    book = playbooks.load()[name]
    return {
        "title": book.title.of(lang),
        "steps": [{"title": step.title.of(lang), "text": step.text.of(lang)} for step in book.of("first15")],
        "donts": [text.of(lang) for text in book.do_not],
    }


def _qr(link: str) -> str:
    """The address as an SVG that a phone reads; "" without one."""
    if not link:
        return ""
    import io

    import segno

    stream = io.BytesIO()
    segno.make(link, micro=False).save(stream, kind="svg", scale=4)
    return stream.getvalue().decode()
