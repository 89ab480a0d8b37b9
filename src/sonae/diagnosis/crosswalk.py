"""Where the answers touch other frameworks: a map of what is begun, never a claim of conformity."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sonae.content import reader
from sonae.content.reader import ContentError
from sonae.measure import Choice
from sonae.values import Text

BEGUN = frozenset({Choice.DONE, Choice.PARTLY})


@dataclass(frozen=True, slots=True)
class FrameworkItem:
    """One requirement under the publisher's identifier, with a short title of our own."""

    id: str
    group: str
    title: Text
    status: str


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework with its requirements in order. ``status`` says how surely the list is known."""

    id: str
    title: Text
    publisher: str
    edition: str
    source: tuple[str, ...]
    status: str
    note: Text | None
    items: tuple[FrameworkItem, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of ``total`` requirements an item that is done serves directly, and how many are touched at all.

    ``touched`` counts those that any item, done or half done, serves directly or in part; it includes ``direct``.
    ``open`` are the identifiers that nothing touches.
    """

    direct: int
    touched: int
    total: int
    open: tuple[str, ...]


@cache
def frameworks() -> dict[str, Framework]:
    """All frameworks by id, in the order of ``crosswalk.toml``."""
    return {name: _framework(name) for name in reader.toml("diagnosis", "crosswalk")["frameworks"]}


def _framework(name: str) -> Framework:
    record = reader.toml("diagnosis/frameworks", name)
    return Framework(
        id=record["id"],
        title=reader.text(record, "title"),
        publisher=record["publisher"],
        edition=record["edition"],
        source=tuple(record["source"]),
        status=record["status"],
        note=reader.text(record, "note") if "note" in record else None,
        items=tuple(
            FrameworkItem(item["id"], item["group"], reader.text(item, "title"), item.get("status", record["status"]))
            for item in record["items"]
        ),
    )


@cache
def links() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """(framework, requirement, relation) of each item, by item id. Raises ContentError for a requirement that does not exist."""
    known = {name: {item.id for item in framework.items} for name, framework in frameworks().items()}
    table: dict[str, list[tuple[str, str, str]]] = {}
    for row in reader.rows("diagnosis", "crosswalk"):
        if row["target"] not in known.get(row["framework"], ()):
            raise ContentError(f"diagnosis/crosswalk.csv: {row['item']}: {row['framework']} has no {row['target']}")
        table.setdefault(row["item"], []).append((row["framework"], row["target"], row["relation"]))
    return {item: tuple(entries) for item, entries in table.items()}


def coverage(answers: Mapping[str, Choice]) -> dict[str, Coverage]:
    """Coverage by framework id, from the answers to the 25 items and, if given, the supplements.

    >>> coverage({"SD-01": Choice.DONE})["articles"]
    Coverage(direct=1, touched=1, total=6, open=('R2', 'R3', 'R4', 'R5', 'R6'))
    """
    direct: dict[str, set[str]] = {name: set() for name in frameworks()}
    touched: dict[str, set[str]] = {name: set() for name in frameworks()}
    for item, choice in answers.items():
        for framework, target, relation in links().get(item, ()) if choice in BEGUN else ():
            touched[framework].add(target)
            if relation == "direct" and choice == Choice.DONE:
                direct[framework].add(target)
    return {
        name: Coverage(
            len(direct[name]),
            len(touched[name]),
            len(framework.items),
            tuple(item.id for item in framework.items if item.id not in touched[name]),
        )
        for name, framework in frameworks().items()
    }
