"""Disclosure (告知): what the insurer asked, what was answered when, with which evidence, and whether it is still true."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sonae import shape
from sonae.content import reader
from sonae.evidence import Evidence, State
from sonae.insurance.policy import Policy
from sonae.insurance.wording import SECTIONS
from sonae.measure import LEVEL_OF, Choice
from sonae.values import Text

LEVEL = {"yes": 1.0, "partly": 0.5, "no": 0.0}
SETTINGS = ("enabled", "order", "basis")  # of a section: not terms with a page of their own


@dataclass(frozen=True, slots=True)
class Given:
    """One answer to the insurer. ``item`` is our question about the same thing ("" if there is none), ``asked_text`` the question as
    asked or where it stands; ``checked`` the day it was looked at again and ``still_true`` what was found (None: not looked at)."""

    question: str
    item: str
    asked_text: str
    answer: str
    as_of: date
    evidence: tuple[str, ...]
    signed_by: str
    checked: date | None
    still_true: bool | None


def given(policy: Policy) -> tuple[Given, ...]:
    """The answers frozen in a policy."""
    codes: Mapping[str, str] = reader.toml("insurance", "readiness")["questions"]
    return tuple(_given(entry, codes) for entry in policy.term("disclosure", ()))


def _given(entry: Mapping[str, Any], codes: Mapping[str, str]) -> Given:
    again = entry.get("still_true", {})
    return Given(
        question=entry["q"],
        item=codes.get(entry["q"], ""),
        asked_text=entry.get("asked_text", entry.get("asked_text_ref", "")),
        answer=entry["answer"],
        as_of=shape.plain_day(entry["as_of"]),
        evidence=tuple(entry.get("evidence", ())),
        signed_by=entry.get("signed_by", ""),
        checked=shape.plain_day(again["checked"]) if "checked" in again else None,
        still_true=again.get("value"),
    )


def topic(answer: Given) -> Text:
    """What a question of the insurer is about: the title of our question about the same thing, else its code."""
    records = [record for name in ("questions", "supplements") for record in reader.toml("diagnosis", name)["question"]]
    same = next((record for record in records if record["id"] == answer.item), None)
    return reader.text(same, "title") if same else Text(answer.question, answer.question)


def proved(answer: Given, pieces: Iterable[Evidence]) -> bool:
    """Whether every piece of evidence that an answer names is at hand and spoke on the day of the answer."""
    known = {piece.id: piece for piece in pieces}
    return bool(answer.evidence) and all(
        name in known and known[name].state(answer.as_of) is State.CURRENT for name in answer.evidence
    )


def overstated(answer: Given, answers: Mapping[str, Choice]) -> bool:
    """Whether an answer says more than what is in place now: "partly" answered "yes" is a false answer."""
    if answer.item not in answers:
        return answer.still_true is False
    return LEVEL[answer.answer] > LEVEL_OF[Choice(answers[answer.item])]


def unpaged(policy: Policy) -> tuple[str, ...]:
    """The terms in force for which no page of the wording was entered: assumed, and shown amber."""
    terms = ["policy_aggregate", "exclusions", "conditions"]
    terms += [
        f"sections.{section}.{key}"
        for section in SECTIONS
        if policy.bought(section)
        for key in policy.term(f"sections.{section}")
        if key not in SETTINGS
    ]
    return tuple(term for term in terms if policy.term(term) is not None and not policy.page(term))


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence as it stands on the sheet; ``found`` is False where only its id is known."""

    id: str
    title: str
    kind: str
    sha256: str
    since: date | None
    found: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One question with its answer, frozen: ``held`` says whether every piece of evidence spoke on the day of the answer."""

    given: Given
    proofs: tuple[Proof, ...]
    held: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The disclosure sheet (告知の控え) of one policy as of a day; ``sha256`` freezes everything on it."""

    company: str
    policy: str
    insurer: str
    product: str
    as_of: date
    rows: tuple[Row, ...]
    sha256: str


def sheet(company: str, policy: Policy, pieces: Iterable[Evidence], today: date) -> Sheet:
    """The questions of the insurer with answers, evidence and dates, frozen by a digest over all of them.

    >>> from sonae.insurance import policy
    >>> sheet("見本", policy.read("examples/insurance/policy-b.toml"), [], date(2026, 11, 1)).rows[0].given.answer
    'yes'
    """
    known = {piece.id: piece for piece in pieces}
    rows = tuple(
        Row(answer, tuple(_proof(name, known) for name in answer.evidence), proved(answer, known.values()))
        for answer in given(policy)
    )
    insurer, product = (str(policy.term(f"insurer.{key}", "")) for key in ("name", "product"))
    bare = Sheet(company, policy.name, insurer, product, today, rows, "")
    frozen = json.dumps(asdict(bare), default=str, ensure_ascii=False, sort_keys=True)
    return replace(bare, sha256=hashlib.sha256(frozen.encode()).hexdigest())


def _proof(name: str, known: Mapping[str, Evidence]) -> Proof:
    piece = known.get(name)
    if piece is None:
        return Proof(name, "", "", "", None, False)
    return Proof(name, piece.title, piece.kind, piece.sha256, piece.since, True)
