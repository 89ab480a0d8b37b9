"""The frequency level: which survey's incident frequency a result believes, as an explicit choice."""

from dataclasses import dataclass
from functools import cache

from sonae.content import reader
from sonae.faults import Fault, InputError
from sonae.values import Text


@dataclass(frozen=True, slots=True)
class Level:
    """A named multiplier of the incident frequency of the IPA survey of fiscal 2023."""

    id: str
    value: float
    title: Text
    text: Text


@cache
def levels() -> dict[str, Level]:
    """The named levels by id, lowest first."""
    return {
        record["id"]: Level(record["id"], record["value"], reader.text(record, "title"), reader.text(record, "text"))
        for record in reader.toml("risk", "levels")["level"]
    }


def level_of(typed: object, key: str = "risk.level", file: str = "") -> float:
    """The multiplier of a level given by name or as a number. Raises InputError for anything else.

    >>> level_of("central"), level_of(0.3)
    (0.45, 0.3)
    """
    content = reader.toml("risk", "levels")
    if isinstance(typed, str) and typed in levels():
        return levels()[typed].value
    low, high = content["lowest"], content["highest"]
    if isinstance(typed, int | float) and not isinstance(typed, bool) and low <= typed <= high:
        return float(typed)
    names = ", ".join(levels())
    raise InputError(
        [
            Fault(
                Text("知らない水準です", "is not a known level"),
                Text(
                    f"{names}、または {low} から {high} までの数にしてください",
                    f"Give {names}, or a number from {low} to {high}",
                ),
                file=file,
                field=key,
                value=str(typed),
            )
        ]
    )
