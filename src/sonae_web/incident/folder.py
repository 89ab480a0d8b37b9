"""The offline folder: plain HTML and the card in both languages that open with a double click, written anew at every change and every night."""

import json
import os
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from sonae.incident import playbooks
from sonae.report import emergency_card
from sonae.values import LANGS, Lang
from sonae_web.company.models import Company
from sonae_web.incident import queries
from sonae_web.incident.forms import CONTACTS
from sonae_web.incident.models import Contact

NEEDED = ("owner", "deputy", "maintainer", "insurer", "bank")


def place() -> Path:
    """Where it lies."""
    return Path(settings.DATA) / "kit"


def refresh(company: Company) -> None:
    """Write the folder from what is known now; each file is replaced as a whole."""
    names, rows = dict(CONTACTS), queries.contacts(company)
    folder = place() if not getattr(settings, "SERVER", False) else place() / str(company.pk)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for lang in LANGS:
        with translation.override(lang):
            numbers = [
                {"who": str(names[row.kind]), "name": row.name, "phone": row.phone, "note": row.note} for row in rows
            ]
            page = {"lang": lang, "company": company, "numbers": numbers, "books": list(playbooks.load().values())}
            text = render_to_string("incident/offline.html", page | {"made_at": timezone.localtime()})
            _write(folder / f"emergency.{lang}.html", text.encode())
            _write(folder / f"card.{lang}.pdf", card(company, rows, timezone.localtime(), lang))
            if lang == "ja":
                _write(folder / "numbers.json", json.dumps(numbers, ensure_ascii=False).encode())


def card(company: Company, rows: Sequence[Contact], now: datetime, lang: Lang) -> bytes:
    """The emergency card, in the language that is active; on a server with a code that leads to the red-button page."""
    names = dict(CONTACTS)
    order = [kind for kind, _ in CONTACTS]
    numbers = [
        emergency_card.Number(str(names[row.kind]), row.name, row.phone, row.note)
        for row in sorted(rows, key=lambda row: order.index(row.kind))
    ]
    link = f"{settings.ORIGIN}/emergency/" if settings.SERVER else ""
    return emergency_card.pdf(company.name, numbers, missing(rows), now, lang, link)


def missing(rows: Sequence[Contact]) -> list[str]:
    """Who should be on the card and is not, in the language that is active."""
    have, names = {row.kind for row in rows}, dict(CONTACTS)
    return [str(names[kind]) for kind in NEEDED if kind not in have]


def _write(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{secrets.token_hex(6)}")
    try:
        with draft.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
