"""Every message of the web half, as the translators see it."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

import sonae_web

ROOT = Path(sonae_web.__file__).parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def used() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """(file, message) of every message in Python files and templates; a plural message is a pair."""
    for path in sorted([*ROOT.rglob("*.py"), *ROOT.rglob("*.html")]):
        text = path.read_text(encoding="utf-8")
        source = "\n".join(map(str.strip, templatize(text).splitlines())) if path.suffix == ".html" else text
        for _, message, _, _ in extract("python", io.BytesIO(source.encode()), KEYWORDS, options={"encoding": "utf-8"}):
            if message and (message if isinstance(message, str) else message[0]):
                yield str(path.relative_to(ROOT)), message
