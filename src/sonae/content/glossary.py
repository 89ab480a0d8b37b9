"""The words that an owner meets, each explained in one plain sentence."""

from dataclasses import dataclass
from functools import cache

from sonae.content import reader
from sonae.values import Text


@dataclass(frozen=True, slots=True)
class Term:
    """One word; ``yomi`` is its reading in kana."""

    id: str
    title: Text
    yomi: str
    text: Text


@cache
def terms() -> dict[str, Term]:
    """All terms by id, in the order of the file.

    >>> terms()["backup"].title.ja
    '控え（バックアップ）'
    """
    return {
        record["id"]: Term(record["id"], reader.text(record, "title"), record["yomi"], reader.text(record, "text"))
        for record in reader.toml("", "glossary")["term"]
    }
