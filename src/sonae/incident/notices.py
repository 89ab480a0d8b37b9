"""Notices: drafts made of a template and the facts of the case. Nothing is sent by Sonae; what was sent is frozen with its hash."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sonae.content import reader
from sonae.incident.calendar import moment_words
from sonae.incident.playbooks import Playbook
from sonae.incident.record import Finding, Incident
from sonae.values import Lang, Text

WORDS = {
    "known": Text("判明", "known"),
    "unknown": Text("不明", "not known"),
    "checking": Text("確認中", "being checked"),
    "not_affected": Text("影響なし", "not affected"),
}
ITEMS = ("outline", "fields", "people", "cause", "secondary", "action", "publication", "prevention", "other")
CHECKING = Finding("checking")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph; ``fault`` marks a sentence that admits fault or promises something."""

    text: str
    fault: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """One notice in one language."""

    kind: str
    to: str
    title: str
    lines: tuple[Line, ...]

    @property
    def admits(self) -> bool:
        """Whether a person must confirm that lawyer and insurer were asked before it may be marked as sent."""
        return any(line.fault for line in self.lines)

    @property
    def text(self) -> str:
        """All of it, as it is copied or printed."""
        return "\n".join([self.title, "", *(line.text for line in self.lines)]) + "\n"


@dataclass(frozen=True, slots=True)
class Sent:
    """A notice as it went out: the text can no longer change without its hash."""

    kind: str
    text: str
    sent_at: datetime
    proof: str
    sha256: str

    @property
    def unchanged(self) -> bool:
        """Whether the text is still the one that was sent."""
        return _sha256(self.text) == self.sha256


class NotConfirmedError(Exception):
    """The text admits fault and nobody has confirmed that lawyer and insurer were asked."""


def kinds() -> tuple[str, ...]:
    """All kinds of notices."""
    return tuple(entry["id"] for entry in _content()["notice"])


def title(kind: str) -> Text:
    """What a kind of notice is called."""
    return reader.text(_entry(kind), "title")


def item_title(item: str) -> Text:
    """What one of the nine items is called."""
    return reader.text(dict(_content()["items"]), item)


def findings(incident: Incident) -> Mapping[str, Finding]:
    """The nine items as they stand: what was entered, else what follows from the case, else "being checked"."""
    derived: dict[str, Finding] = {}
    if incident.title:
        derived["outline"] = Finding("known", incident.title)
    data = incident.personal
    if data.involved == "no":
        derived |= dict.fromkeys(("fields", "people"), Finding("not_affected"))
    if data.people is not None and data.involved != "no":
        low, high = data.people
        derived["people"] = Finding("known", f"{low:,}") if low == high else Finding("checking", f"{low:,}–{high:,}")
    return {item: incident.findings.get(item, derived.get(item, CHECKING)) for item in ITEMS}


def draft(kind: str, incident: Incident, playbook: Playbook, company: str, now: datetime, lang: Lang) -> Draft:
    """A notice as it would read now. Raises KeyError for an unknown kind.

    >>> from sonae.incident import playbooks, read
    >>> case = read.read("examples/incident/ransomware.toml")
    >>> text = draft("commission", case, playbooks.load()[case.playbook], "見本", case.known_at, "ja").text
    >>> "原因：確認中" in text
    True
    """
    entry = _entry(kind)
    words = {item: _said(finding, lang) for item, finding in findings(incident).items()}
    words |= {
        "company": company or Text("（会社名）", "(company)").of(lang),
        "known": moment_words(incident.known_at, lang),
        "now": moment_words(now, lang),
        "kind": playbook.title.of(lang),
    }
    lines = tuple(Line(line[lang].format_map(words), line.get("fault", False)) for line in entry["lines"])
    return Draft(kind, reader.text(entry, "to").of(lang), title(kind).of(lang), lines)


def freeze(kind: str, text: str, sent_at: datetime, proof: str, *, admits: bool, asked: bool) -> Sent:
    """What was sent, with its hash. Raises NotConfirmedError if the text admits fault and nobody was asked."""
    if admits and not asked:
        raise NotConfirmedError(kind)
    return Sent(kind, text, sent_at, proof, _sha256(text))


def _said(finding: Finding, lang: Lang) -> str:
    """An item in one of the four words, with what is known behind it."""
    word = WORDS[finding.word].of(lang)
    if not finding.text or finding.word == "known":
        return finding.text or word
    return f"{word}（{finding.text}）" if lang == "ja" else f"{word} ({finding.text})"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _content() -> Mapping[str, Any]:
    return reader.toml("incident", "notices")


def _entry(kind: str) -> dict[str, Any]:
    found = {entry["id"]: dict(entry) for entry in _content()["notice"]}
    return found[kind]
