"""What moves a result and how far: the loss of a reference company with one assumption changed at a time, computed exactly."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sonae import company, measure
from sonae.content import reader
from sonae.measure import Choice
from sonae.risk import content, exact, model
from sonae.risk.model import LossModel
from sonae.values import Text

ITEMS = tuple(f"SD-{number:02}" for number in range(1, 26))


@dataclass(frozen=True, slots=True)
class Changed:
    """The reference company under one changed assumption: expected yen a year, share of years with an incident, yen of the year that 99
    of 100 do not exceed; ``times`` the expected loss against the unchanged row."""

    id: str
    title: Text
    aal_yen: int
    p_any: float
    var99: int
    times: float


@cache
def table() -> tuple[Changed, ...]:
    """All rows, the unchanged one first, the two ends of the joint uncertainty of the fitted parameters last.

    >>> rows = table()
    >>> rows[0].id, rows[0].times
    ('base', 1.0)
    """
    content_rows = reader.toml("risk", "sensitivity")["row"]
    losses = [exact.summarise(_changed(row), band=row["id"] == "base") for row in content_rows]
    base = losses[0]
    rows = [
        Changed(
            row["id"], reader.text(row, "title"), loss.aal_yen, loss.p_any, loss.var["99"], loss.aal_yen / base.aal_yen
        )
        for row, loss in zip(content_rows, losses, strict=True)
    ]
    ends = (("joint_low", "low", _LOW), ("joint_high", "high", _HIGH))
    for name, end, title in ends:
        aal, p_any, var99 = (getattr(getattr(base.band, key), end) for key in ("aal_yen", "p_any", "var99"))
        rows.append(Changed(name, title, round(aal), p_any, round(var99), aal / base.aal_yen))
    return tuple(rows)


_LOW = Text("合わせ込みと効き目の不確かさの下の端（5%）", "Low end of what the fit leaves open (5%)")
_HIGH = Text("合わせ込みと効き目の不確かさの上の端（95%）", "High end of what the fit leaves open (95%)")


def _changed(row: Mapping[str, Any]) -> LossModel:
    firm = reader.toml("risk", "sensitivity")["company"]
    answers = measure.posture(dict.fromkeys(ITEMS, Choice(firm["answers"])))
    own = company.typical(company.industries()[firm["industry"]], firm["employees"])
    loaded, factors = content.load(), row.get("weight", {})
    scenarios = tuple(replace(entry, weight=entry.weight * factors.get(entry.id, 1.0)) for entry in loaded.scenarios)
    changed = replace(loaded, scenarios=scenarios)
    refitted = dict(loaded.parameters) | row.get("parameters", {})
    return model.build(own, answers, changed, row.get("level", firm["level"]), refitted)
