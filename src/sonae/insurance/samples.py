"""Contracts to look at before one's own is entered. They are fictional and are called 見本 wherever they are shown."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import tomli_w

from sonae.content import reader
from sonae.values import Text


@dataclass(frozen=True, slots=True)
class Sample:
    """A fictional contract: how it is offered, and what it changes in the file it is made from."""

    id: str
    title: Text
    text: Text
    changes: Mapping[str, Any]


@cache
def all_samples() -> Mapping[str, Sample]:
    """The samples by id."""
    return {
        entry["id"]: Sample(
            entry["id"], reader.text(entry, "title"), reader.text(entry, "text"), entry.get("changes", {})
        )
        for entry in reader.toml("insurance", "samples")["sample"]
    }


def contract(sample: Sample, source: str, today: date, name: str) -> str:
    """The sample as text of schema ``sonae.policy/1``, its period moved by whole years so that it holds ``today``.

    ``source`` is the text of ``examples/insurance/policy-b.toml``.
    """
    table = tomllib.loads(source, parse_float=Decimal)
    for path, value in sample.changes.items():
        *above, last = path.split(".")
        inner = table
        for key in above:
            inner = inner[key]
        inner[last] = value
    start = table["period"]["start"]
    years = today.year - start.year - ((today.month, today.day) < (start.month, start.day))
    for key, day in table["period"].items():
        table["period"][key] = day.replace(year=day.year + years)
    return tomli_w.dumps(table | {"id": name, "version": 1})
