"""Reads content files into plain records and knows the sources they cite."""

import csv
import hashlib
import io
import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from sonae.values import Text

Record = dict[str, Any]
_NOBODY = Text("", "")


class ContentError(Exception):
    """A content file is broken: names the file and the key. A defect of ours, never of the user."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure or a statement comes from. ``via`` is the secondary copy that was read instead."""

    id: str
    title: Text
    publisher: Text
    year: str
    url: str = ""
    via: Text = _NOBODY


def root() -> Traversable:
    return resources.files("sonae.content")


@cache
def toml(word: str, name: str) -> Record:
    """The TOML file ``content/<word>/<name>.toml`` (``word`` may be empty) as a dictionary; treat it as read-only."""
    path = root() / word / f"{name}.toml" if word else root() / f"{name}.toml"
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{word}/{name}.toml: {error}") from error
    for key in not_finite(record):
        raise ContentError(f"{word}/{name}.toml: {key}: not a finite number")
    return record


def not_finite(value: object, key: str = "") -> Iterator[str]:
    """The keys of all numbers that are infinite or none at all (TOML has words for both).

    >>> list(not_finite({"price": [1, float("nan")], "share": {"mail": float("inf")}}))
    ['price[1]', 'share.mail']
    """
    if isinstance(value, float) and not math.isfinite(value):
        yield key
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from not_finite(inner, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for k, inner in enumerate(value):
            yield from not_finite(inner, f"{key}[{k}]")


@cache
def rows(word: str, name: str) -> tuple[dict[str, str], ...]:
    """The CSV file ``content/<word>/<name>.csv`` as one dictionary a row, in file order."""
    text = (root() / word / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))


def text(record: Record, key: str) -> Text:
    """The text ``record[key] = {ja = ..., en = ...}``; both languages must be there."""
    value = record.get(key)
    if not isinstance(value, dict) or not value.get("ja") or not value.get("en"):
        raise ContentError(f"{record.get('id', '?')}.{key}: a text needs ja and en, found {value!r}")
    return Text(value["ja"], value["en"])


@cache
def sources() -> dict[str, Source]:
    """All sources by id, from ``sources.toml``."""
    return {
        record["id"]: Source(
            id=record["id"],
            title=text(record, "title"),
            publisher=_name(record["publisher"]),
            year=str(record["year"]),
            url=record.get("url", ""),
            via=_name(record.get("via", "")),
        )
        for record in toml("", "sources")["source"]
    }


def _name(value: str | Record) -> Text:
    """A proper name: one spelling for both languages, or one each."""
    return Text(value, value) if isinstance(value, str) else Text(value["ja"], value["en"])


@cache
def version() -> str:
    """Eight hexadecimal digits that change whenever any content file changes."""
    digest = hashlib.sha256()
    for name, data in sorted(_files(root(), "")):
        digest.update(name.encode())
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()[:8]


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        name = f"{prefix}/{entry.name}"
        if entry.is_dir() and entry.name != "__pycache__":
            found.extend(_files(entry, name))
        elif entry.name.endswith((".toml", ".csv", ".md")):
            found.append((name, entry.read_bytes()))
    return found
