"""The terms that a contract is asked for: in which steps, in which words, how each is typed. ``content/insurance/terms.toml`` lists them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sonae.content import reader
from sonae.insurance import policy, words
from sonae.values import Lang, Text

PAGE = "page:"
ITEMS = "sections.expense.items"
CAPPED = ("gift",)  # items with a cap for each person or company
NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Term:
    """One term that is asked for. ``kind`` is the way it is typed, ``usual`` what is proposed, ``paged`` whether its page is asked for."""

    path: str
    kind: str
    title: Text
    hint: Text
    needed: bool
    paged: bool
    usual: str
    choices: tuple[tuple[str, Text], ...]

    @property
    def item(self) -> str:
        """The item of expense it is about, "" for every other term."""
        return self.path.removeprefix(f"{ITEMS}.").partition(".")[0] if self.path.startswith(ITEMS) else ""

    @property
    def section(self) -> str:
        """The section it belongs to, "" for the contract as a whole."""
        parts = self.path.split(".")
        return parts[1] if parts[0] == "sections" else ""


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the guided form."""

    id: str
    title: Text
    lead: Text
    terms: tuple[Term, ...]


@cache
def steps() -> tuple[Step, ...]:
    """The steps of the guided form with their terms."""
    record = reader.toml("insurance", "terms")
    found: list[Step] = []
    for entry in record["step"]:
        own = [_term(term) for term in record["term"] if term["step"] == entry["id"]]
        own += _items(record["item"]) if entry["id"] == "expense" else []
        found.append(Step(entry["id"], reader.text(entry, "title"), reader.text(entry, "lead"), tuple(own)))
    return tuple(found)


@cache
def terms() -> Mapping[str, Term]:
    """Every term by its path, in order."""
    return {term.path: term for step in steps() for term in step.terms}


def _term(entry: Mapping[str, Any]) -> Term:
    return Term(
        path=entry["path"],
        kind=entry["kind"],
        title=reader.text(dict(entry), "title"),
        hint=reader.text(dict(entry), "hint") if "hint" in entry else NOTHING,
        needed=entry.get("needed", False),
        paged=entry.get("paged", False),
        usual=entry.get("usual", ""),
        choices=tuple((one["id"], Text(one["ja"], one["en"])) for one in entry.get("choices", ()))
        or _coded(entry.get("codes", "")),
    )


def _coded(name: str) -> tuple[tuple[str, Text], ...]:
    if name == "exclusions":
        return tuple((code, words.exclusion(code)) for code in reader.toml("insurance", "codes")["exclusions"]["codes"])
    if name == "consent":
        settlement = reader.toml("insurance", "terms")["consent"]["settlement"]
        return (
            ("settlement", Text(settlement["ja"], settlement["en"])),
            *((code, words.item(code)) for code in ("defence", "legal_consult", "consulting")),
        )
    return ()


def _items(record: Mapping[str, Any]) -> Iterator[Term]:
    """Rate and limit of every item of expense; an item without a rate is not covered."""
    rest = [item for item in policy.items("expense") if item not in record["usual"]]
    for item in [*record["usual"], *rest]:
        parts = [("rate", "share"), ("sublimit", "yen")]
        parts += [("cap.person", "yen"), ("cap.corporation", "yen")] if item in CAPPED else []
        for key, kind in parts:
            about, name = words.item(item), record[key.rpartition(".")[2]]
            title = Text(f"{about.ja}：{name['ja']}", f"{about.en}: {name['en']}")
            yield Term(f"{ITEMS}.{item}.{key}", kind, title, NOTHING, False, key == "rate", "", ())


def usual_items() -> tuple[str, ...]:
    """The items of expense that most contracts have."""
    return tuple(reader.toml("insurance", "terms")["item"]["usual"])


def usual() -> dict[str, str]:
    """What the form proposes for a new contract."""
    return {term.path: term.usual for term in terms().values() if term.usual}


def in_words(term: Term, value: str, lang: Lang) -> str:
    """What was typed for a term, as a person reads it.

    >>> in_words(terms()["sections.bi.limit"], "10,000,000", "ja"), in_words(terms()["sections.bi.enabled"], "no", "en")
    ('10,000,000円', 'No')
    """
    ja = lang == "ja"
    choices = dict(term.choices)
    if term.kind in ("choice", "codes"):
        return ("、" if ja else ", ").join(choices[code].of(lang) for code in value.split(",") if code in choices)
    if term.kind == "flag":
        return (Text("はい", "Yes") if value == "yes" else Text("いいえ", "No")).of(lang)
    units = {
        "yen": Text(f"{value}円", f"¥{value}"),
        "hours": Text(f"{value}時間", f"{value} hours"),
        "days": Text(f"{value}日", f"{value} days"),
        "share": Text(f"{value}%", f"{value}%"),
    }
    return units[term.kind].of(lang) if term.kind in units else value


def about(path: str) -> Text:
    """The words of a term that a calculation cites, which may hold several terms.

    >>> about("sections.bi.waiting").en, about("sections.expense.items.restore").en
    ('Waiting time (hours)', 'restoration')
    """
    known = terms()
    if path.startswith(ITEMS):
        return words.item(path.removeprefix(f"{ITEMS}.").partition(".")[0])
    if path.count(".") == 1 and path.startswith("sections."):
        return words.section(path.partition(".")[2])
    inside = next((term.title for key, term in known.items() if key == path or key.startswith(f"{path}.")), None)
    return inside or Text(path, path)


def title(field: str) -> Text:
    """The words of the term of a fault, or of its page."""
    term = terms().get(field.removeprefix(PAGE))
    if term is None:
        return Text(field, field)
    if not field.startswith(PAGE):
        return term.title
    return Text(f"{term.title.ja}（ページ）", f"{term.title.en} (page)")
