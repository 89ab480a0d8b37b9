"""The basic policy and the small rules of a company, drafted from what it is and what it answered, and the way to SECURITY ACTION."""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from sonae.company import Company
from sonae.content import reader
from sonae.content.reader import Record
from sonae.faults import Fault, InputError
from sonae.measure import Choice
from sonae.values import Lang, Text

State = Literal["lived", "partly", "begins", "plain"]
CHARTER = "charter"
MOST_CHARACTERS = 6_000
MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class Particulars:
    """What stands at the foot of a rule: who signs, whom to ask, who is responsible, from when it holds."""

    representative: str = ""
    contact: str = ""
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of a rule. ``state``: already lived, half lived, still to begin, or plain where no answer tells."""

    id: str
    text: str
    state: State
    item: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule drafted for a company in one language."""

    id: str
    title: str
    purpose: str
    clauses: tuple[Clause, ...]
    lang: Lang

    @property
    def text(self) -> str:
        """The rule as it is edited: the purpose, then one sentence a line."""
        return "\n".join([self.purpose, *(clause.text for clause in self.clauses)])

    @property
    def to_begin(self) -> tuple[Clause, ...]:
        """The sentences that are not lived in full yet."""
        return tuple(clause for clause in self.clauses if clause.state in ("partly", "begins"))


@dataclass(frozen=True, slots=True)
class Paper:
    """A rule as it is printed: a title, an opening, numbered sentences and what stands at its foot."""

    lang: Lang
    title: str
    opening: str
    sentences: tuple[str, ...]
    foot: tuple[tuple[str, str], ...]
    draft: bool


def titles() -> dict[str, Text]:
    """Title of every rule by id, the basic policy first."""
    return {record["id"]: reader.text(record, "title") for record in _records()}


def applies(rule: str, company: Company) -> bool:
    """Whether a company of this kind needs the rule (work outside the office may not happen at all). Raises KeyError."""
    record = {record["id"]: record for record in _records()}[rule]
    return _needed(record, company)


def draft(
    company: Company, answers: Mapping[str, Choice], particulars: Particulars, today: date, lang: Lang
) -> tuple[Rule, ...]:
    """Every rule that applies to the company; a sentence that is not lived yet says by when it begins.

    >>> from sonae.company import industries, typical
    >>> firm = typical(industries()["manufacturing"], 3, "Shop")
    >>> draft(firm, {"SD-03": Choice.DONE}, Particulars(), date(2026, 11, 24), "en")[1].clauses[0].state
    'lived'
    """
    words = {
        "company": company.name or _UNNAMED.of(lang),
        "responsible": particulars.responsible or _RESPONSIBLE.of(lang),
        "devices": str(company.devices),
    }
    begin = today + timedelta(days=reader.toml("rulebook", "rules")["start"]["within"])
    return tuple(
        _rule(record, company, answers, words, begin, lang) for record in _records() if _needed(record, company)
    )


_UNNAMED = Text("当社", "our company")
_RESPONSIBLE = Text("情報の責任者", "the person in charge of information")


def _records() -> list[Record]:
    records: list[Record] = reader.toml("rulebook", "rules")["rule"]
    return records


def _needed(record: Record, company: Company) -> bool:
    return not record.get("needs") or bool(getattr(company, record["needs"]))


def _rule(
    record: Record, company: Company, answers: Mapping[str, Choice], words: Mapping[str, str], begin: date, lang: Lang
) -> Rule:
    clauses = tuple(
        _clause(entry, answers, words, begin if record["promises"] else None, lang)
        for entry in record["clause"]
        if _needed(entry, company)
    )
    title, purpose = reader.text(record, "title").of(lang), reader.text(record, "purpose").of(lang)
    return Rule(record["id"], title, purpose.format_map(words), clauses, lang)


def _clause(
    entry: Record, answers: Mapping[str, Choice], words: Mapping[str, str], begin: date | None, lang: Lang
) -> Clause:
    text = reader.text(entry, "text").of(lang).format_map(words)
    state = _state(entry.get("item", ""), answers)
    return Clause(entry["id"], text + (_from(state, begin, lang) if begin else ""), state, entry.get("item", ""))


def _state(item: str, answers: Mapping[str, Choice]) -> State:
    if not item:
        return "plain"
    return {Choice.DONE: "lived", Choice.PARTLY: "partly"}.get(answers.get(item, Choice.UNKNOWN), "begins")  # type: ignore[return-value]


def _from(state: State, begin: date, lang: Lang) -> str:
    """By when a promise that is not lived yet begins."""
    day = f"{begin.year}年{begin.month}月{begin.day}日" if lang == "ja" else f"{begin.day} {begin:%B} {begin.year}"
    if state == "begins":
        return f"（{day}までに始めます）" if lang == "ja" else f" (To begin by {day}.)"
    if state == "partly":
        return f"（{day}までに全体に広げます）" if lang == "ja" else f" (Everywhere by {day}.)"
    return ""


def check(text: str) -> str:
    """An edited rule, tidied: one sentence a line, no empty lines. Raises InputError: nothing left, or over 6,000 characters."""
    tidy = "\n".join(line.strip() for line in unicodedata.normalize("NFC", text).splitlines() if line.strip())
    if not tidy:
        raise InputError([Fault(_NOTHING, _WRITE, field="text")])
    if len(tidy) > MOST_CHARACTERS:
        raise InputError([Fault(_LONG, _SHORTEN, field="text", value=str(len(tidy)))])
    return tidy


_NOTHING = Text("文がありません", "holds no sentence")
_WRITE = Text("1行に1つずつ書いてください", "Write one sentence a line")
_LONG = Text(f"長すぎます（{MOST_CHARACTERS:,}文字まで）", f"is longer than {MOST_CHARACTERS:,} characters")
_SHORTEN = Text("短くしてください", "Make it shorter")


def check_adoption(name: str, day: date, today: date) -> str:
    """The name under an adopted rule. Raises InputError: no name, over 60 characters, a day that lies ahead or before 2000."""
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    faults = []
    if not tidy:
        faults.append(Fault(_NO_NAME, _GIVE_NAME, field="adopted_by"))
    if len(tidy) > MOST_NAME:
        faults.append(Fault(_LONG_NAME, _SHORTEN, field="adopted_by", value=tidy))
    if not date(2000, 1, 1) <= day <= today:
        faults.append(Fault(_DAY_AHEAD, _GIVE_DAY, field="adopted_on", value=day.isoformat()))
    if faults:
        raise InputError(faults)
    return tidy


_NO_NAME = Text("名前がありません", "is empty")
_GIVE_NAME = Text(
    "決めた人（代表者）の名前を入れてください", "Give the name of the person who decides (the representative)"
)
_LONG_NAME = Text(f"名前が長すぎます（{MOST_NAME}文字まで）", f"is longer than {MOST_NAME} characters")
_DAY_AHEAD = Text("決めた日が、今日より後か2000年より前です", "lies after today or before the year 2000")
_GIVE_DAY = Text("決めた日を入れてください", "Give the day of the decision")


def paper(
    title: str,
    text: str,
    lang: Lang,
    *,
    company: str,
    particulars: Particulars,
    adopted_on: date | None = None,
    number: int = 0,
) -> Paper:
    """A rule ready to print; without a day of adoption it is a draft and says so."""
    opening, _, rest = text.partition("\n")
    day = _day(adopted_on, lang) if adopted_on else _DRAFT.of(lang)
    foot = [
        (_ADOPTED.of(lang), day),
        (_VERSION.of(lang), _edition(number, lang)),
        (_COMPANY.of(lang), company),
        (_REPRESENTATIVE.of(lang), particulars.representative),
        (_CONTACT.of(lang), particulars.contact),
    ]
    shown = tuple((label, value) for label, value in foot if value)
    return Paper(lang, title, opening, tuple(line for line in rest.splitlines() if line), shown, adopted_on is None)


_DRAFT = Text("（案。まだ決めていません）", "(draft, not adopted)")
_ADOPTED = Text("決めた日", "Adopted on")
_VERSION = Text("版", "Version")
_COMPANY = Text("会社名", "Company")
_REPRESENTATIVE = Text("代表者", "Representative")
_CONTACT = Text("問い合わせ先", "Contact")


def _edition(number: int, lang: Lang) -> str:
    if not number:
        return ""
    return f"第{number}版" if lang == "ja" else f"{number}"


def _day(day: date, lang: Lang) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if lang == "ja" else f"{day.day} {day:%B} {day.year}"


def fingerprint(title: str, text: str) -> str:
    """SHA-256 of a rule's words, so that an adopted version can be told from any other."""
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """What the company has done on its way to a star, as it says itself."""

    articles_open: tuple[str, ...]
    answered: bool
    charter: date | None = None
    published: date | None = None
    gbizid: date | None = None
    declared: Mapping[int, date] | None = None


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step to a star. ``where`` names the page on which it is done; ``open_items`` stand in the way."""

    id: str
    title: Text
    text: Text
    done: bool
    where: str
    open_items: tuple[str, ...] = ()


@cache
def _steps() -> dict[str, Any]:
    return reader.toml("rulebook", "security_action")


def path(stars: int, known: Known) -> tuple[PathStep, ...]:
    """The steps to one or to two stars in order. Declaring is up to the company; nobody certifies it."""
    declared = known.declared or {}
    done = {
        "articles": not known.articles_open,
        "answered": known.answered,
        "charter": known.charter is not None,
        "published": known.published is not None,
        "gbizid": known.gbizid is not None,
        "declare": any(level >= stars for level in declared),
    }
    return tuple(
        PathStep(
            id=record["id"],
            title=reader.text(record, "title"),
            text=reader.text(record, "text"),
            done=done[record["id"]],
            where=record["where"],
            open_items=known.articles_open if record["id"] == "articles" else (),
        )
        for record in _steps()["path"]
        if stars in record["stars"]
    )


def check_declaration(number: str) -> str:
    """The ID of a declaration: empty, or 11 digits; one that begins with 4 is of the old system. Raises InputError.

    >>> check_declaration(" 50012345678 ")
    '50012345678'
    """
    plain = unicodedata.normalize("NFKC", number).strip()
    if plain and not (plain.isascii() and plain.isdigit() and len(plain) == 11):
        raise InputError([Fault(_NOT_AN_ID, _ELEVEN, field="declaration", value=number)])
    return plain


_NOT_AN_ID = Text("自己宣言IDの形ではありません", "is not a declaration ID")
_ELEVEN = Text("11桁の数字を入れるか、空欄にしてください", "Give its 11 digits, or leave it empty")


def old_declaration(number: str) -> bool:
    """Whether the ID is of the system before April 2026 (it begins with 4)."""
    return number.startswith("4")
