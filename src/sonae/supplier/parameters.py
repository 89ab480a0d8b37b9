"""What contagion takes from content files: published shares, assumptions, and what is typical of an industry."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sonae import company
from sonae.content import reader
from sonae.content.reader import ContentError


@dataclass(frozen=True, slots=True)
class Trades:
    """Industries in the order of a form, with arrays by their number: share of all companies, days of stock, gross profit a day and
    person in yen."""

    ids: tuple[str, ...]
    share: NDArray[np.float64]
    stock: NDArray[np.uint8]
    profit_a_day: NDArray[np.float64]


@cache
def load() -> Mapping[str, float]:
    """Every figure and assumption by id.

    >>> load()["partner_share"]
    0.198
    """
    content = reader.toml("supplier", "contagion")
    return {record["id"]: float(record["value"]) for record in (*content["figure"], *content["assumed"])}


def told() -> list[dict[str, object]]:
    """Every figure and assumption with its unit, sources and status."""
    content = reader.toml("supplier", "contagion")
    rows = (*content["figure"], *content["assumed"])
    return [{name: row[name] for name in ("id", "value", "unit", "status", "source")} for row in rows]


@cache
def trades() -> Trades:
    """The industries. Raises ContentError if one of the company form is missing here."""
    records = {record["id"]: record for record in reader.toml("supplier", "industries")["industry"]}
    known = company.industries()
    if set(records) != set(known):
        raise ContentError(f"supplier/industries.toml: {sorted(set(records) ^ set(known))}")
    share = np.array([records[name]["share"] for name in known])
    profit = [one.revenue_per_head_yen * one.gross_margin / 365 for one in known.values()]
    stock = np.array([records[name]["stock"] for name in known], np.uint8)
    return Trades(tuple(known), share / share.sum(), stock, np.array(profit))
