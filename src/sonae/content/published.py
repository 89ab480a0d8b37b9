"""Published figures, prices and threats as typed values, each with its source and how surely it is known."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sonae.content import reader
from sonae.values import Text


@dataclass(frozen=True, slots=True)
class Published:
    """One published figure: ``value`` in ``unit``, ``use`` fit, held or context, ``n`` answers (0: not stated)."""

    id: str
    value: float
    unit: str
    use: str
    n: int
    wording: Text
    source: tuple[str, ...]
    status: str
    date: str


@dataclass(frozen=True, slots=True)
class OutsidePrice:
    """What an outside firm charges, low and high yen, ``per`` once, hour, month or year."""

    id: str
    title: Text
    low: int
    high: int
    per: str


@dataclass(frozen=True, slots=True)
class Threat:
    """One of IPA's ten major threats and the items that counter it."""

    id: str
    rank: int
    title: Text
    countered_by: tuple[str, ...]


@cache
def figures() -> dict[str, Published]:
    """Published survey figures by id.

    >>> figures()["mean_loss"].value, figures()["mean_loss"].unit
    (73, 'man_yen')
    """
    return {
        record["id"]: Published(
            id=record["id"],
            value=record["value"],
            unit=record["unit"],
            use=record["use"],
            n=record["n"],
            wording=reader.text(record, "wording"),
            source=tuple(record["source"]),
            status=record["status"],
            date=record["date"],
        )
        for record in reader.toml("risk", "surveys")["figure"]
    }


@dataclass(frozen=True, slots=True)
class Replayed:
    """A published figure as the model simulates it: ``sd`` of one survey, ``z`` the difference in it, None where not stated."""

    figure: Published
    simulated: float
    z: float | None


@cache
def replayed() -> tuple[Replayed, ...]:
    """Every fitted and held-out figure with its simulated value, in the order of the surveys."""
    known = figures()
    return tuple(
        Replayed(
            known[record["id"]],
            record["simulated"],
            (known[record["id"]].value - record["simulated"]) / record["sd"] if record.get("sd") else None,
        )
        for record in reader.toml("risk", "validation")["row"]
    )


@cache
def prices() -> dict[str, OutsidePrice]:
    """The price list of outside firms by id."""
    return {
        record["id"]: OutsidePrice(
            record["id"], reader.text(record, "title"), record["low"], record["high"], record["per"]
        )
        for record in reader.toml("plan", "prices")["price"]
    }


@cache
def threats() -> dict[str, Threat]:
    """The ten major threats by id, the first one first."""
    return {
        record["id"]: Threat(record["id"], record["rank"], reader.text(record, "title"), tuple(record["countered_by"]))
        for record in reader.toml("risk", "threats")["threat"]
    }


@cache
def declaring() -> tuple[Text, ...]:
    """How a company declares SECURITY ACTION stars, step by step."""
    return tuple(reader.text(record, "text") for record in reader.toml("rulebook", "security_action")["step"])


def cited(*files: tuple[str, str]) -> tuple[str, ...]:
    """Ids of all sources that these content files (word, name) cite, each once, in order of appearance.

    >>> cited(("plan", "prices"))
    ('article-sme-costs',)
    """
    found: dict[str, None] = {}
    for word, name in files:
        _collect(reader.toml(word, name), found)
    return tuple(found)


def _collect(value: Any, found: dict[str, None]) -> None:
    if isinstance(value, dict):
        found.update(dict.fromkeys(value.get("source", ())))
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            _collect(entry, found)
