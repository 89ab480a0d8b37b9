"""Ways for a small company to prepare, as content describes them."""

from dataclasses import dataclass
from functools import cache

from sonae.content import reader
from sonae.plan import Prices
from sonae.values import Text


@dataclass(frozen=True, slots=True)
class Way:
    """One way to prepare. Prices are low, typical and high yen; ``services`` are put in place, ``insured``: a contract is added."""

    id: str
    title: Text
    text: Text
    against: Text
    note: Text
    services: tuple[str, ...]
    insured: bool
    round_the_clock: bool
    first: Prices
    yearly: Prices
    source: tuple[str, ...]
    status: str
    date: str


@cache
def ways() -> dict[str, Way]:
    """The ways that content describes, by id.

    >>> list(ways())
    ['outside', 'otasuke', 'insurance', 'systems', 'soc', 'hire']
    """
    content = reader.toml("plan", "alternatives")
    return {record["id"]: _way(content | record) for record in content["way"]}


def _way(record: reader.Record) -> Way:
    return Way(
        id=record["id"],
        **{key: reader.text(record, key) for key in ("title", "text", "against", "note")},
        services=tuple(record["services"]),
        insured=record["insured"],
        round_the_clock=record["round_the_clock"],
        first=tuple(record["first"]),
        yearly=tuple(record["yearly"]),
        source=tuple(record["source"]),
        status=record["status"],
        date=str(record["date"]),
    )
