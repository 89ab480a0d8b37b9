"""The offline folder: plain HTML in both languages that opens with a double click, written anew at every change and every night."""

import json
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from sonae.incident import playbooks
from sonae_web.company.models import Company
from sonae_web.incident import queries
from sonae_web.incident.forms import CONTACTS


def place() -> Path:
    """Where it lies."""
    return Path(settings.DATA) / "kit"


def refresh(company: Company) -> None:
    """Write the folder from what is known now; each file is replaced as a whole."""
    names, rows = dict(CONTACTS), queries.contacts(company)
    folder = place() if not getattr(settings, "SERVER", False) else place() / str(company.pk)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for lang in ("ja", "en"):
        with translation.override(lang):
            numbers = [
                {"who": str(names[row.kind]), "name": row.name, "phone": row.phone, "note": row.note} for row in rows
            ]
            page = {"lang": lang, "company": company, "numbers": numbers, "books": list(playbooks.load().values())}
            text = render_to_string("incident/offline.html", page | {"made_at": timezone.localtime()})
            _write(folder / f"emergency.{lang}.html", text)
            if lang == "ja":
                _write(folder / "numbers.json", json.dumps(numbers, ensure_ascii=False))


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{secrets.token_hex(6)}")
    try:
        with draft.open("x", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
