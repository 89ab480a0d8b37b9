"""Support schemes that fit a company, its region and the day: with their dates, conditions, and how surely they are known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from sonae import measure
from sonae.company import Company
from sonae.content import reader
from sonae.values import Text

State = Literal["open", "soon", "closed", "always", "ask"]
INSURANCE = "insurance"


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when one may apply; None where it is not known."""

    opens: date | None
    closes: date | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme. Yen are 0 where not stated; ``later_rounds``: rounds after the last window are possible but not known."""

    id: str
    kind: str
    title: Text
    text: Text
    rate: Text
    conditions: tuple[Text, ...]
    covers: tuple[str, ...]
    prefectures: tuple[str, ...]
    least_yen: int
    most_yen: int
    most_employees: int
    windows: tuple[Window, ...]
    later_rounds: bool
    status: str
    source: tuple[str, ...]
    as_of: str

    def state(self, on: date) -> tuple[State, date | None]:
        """Whether one may apply on a day, and the date that matters: when it closes or opens. "ask": closed as far as we know."""
        if not self.windows:
            return "always", None
        for window in self.windows:
            if window.opens is not None and on < window.opens:
                return "soon", window.opens
            if window.closes is None or on <= window.closes:
                return "open", window.closes
        return ("ask" if self.later_rounds else "closed"), self.windows[-1].closes

    def fits(self, company: Company) -> bool:
        """Whether region and size of the company allow it; a company without a prefecture sees only those for all of Japan."""
        here = not self.prefectures or company.prefecture in self.prefectures
        return here and (not self.most_employees or company.employees <= self.most_employees)


@cache
def schemes() -> dict[str, Scheme]:
    """All schemes by id.

    >>> schemes()["tokyo-cyber-grant-r8"].state(date(2026, 11, 24))
    ('soon', datetime.date(2027, 1, 8))
    """
    content = reader.toml("plan", "schemes")
    shared = {key: content[key] for key in ("date",)}
    return {record["id"]: _scheme(shared | record) for record in content["scheme"]}


def _scheme(record: Mapping[str, Any]) -> Scheme:
    return Scheme(
        id=record["id"],
        kind=record["kind"],
        title=reader.text(dict(record), "title"),
        text=reader.text(dict(record), "text"),
        rate=reader.text(dict(record), "rate") if "rate" in record else Text("", ""),
        conditions=tuple(Text(line["ja"], line["en"]) for line in record["conditions"]),
        covers=tuple(record["covers"]),
        prefectures=tuple(record["prefectures"]),
        least_yen=record.get("least_yen", 0),
        most_yen=record.get("most_yen", 0),
        most_employees=record.get("most_employees", 0),
        windows=tuple(Window(_day(opens), _day(closes)) for opens, closes in record["windows"]),
        later_rounds=record.get("later_rounds", False),
        status=record["status"],
        source=tuple(record["source"]),
        as_of=str(record["date"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def fitting(company: Company, on: date) -> tuple[Scheme, ...]:
    """Schemes for this company that are not known to be over on a day, those that one may apply for first.

    >>> from sonae.company import industries, typical
    >>> firm = typical(industries()["manufacturing"], 20)
    >>> "tokyo-cyber-grant-r8" in {scheme.id for scheme in fitting(firm, date(2026, 11, 24))}
    False
    """
    order = ("open", "soon", "always", "ask")
    wanted = [scheme for scheme in schemes().values() if scheme.fits(company) and scheme.state(on)[0] in order]
    return tuple(sorted(wanted, key=lambda scheme: order.index(scheme.state(on)[0])))


def of_step(offered: Iterable[Scheme], chosen: str) -> tuple[str, ...]:
    """Ids of the schemes that pay for a measure or service, or for insurance (``INSURANCE``)."""
    service = measure.services().get(chosen)
    kinds = {chosen, *(service.schemes if service else ())}
    return tuple(scheme.id for scheme in offered if kinds & set(scheme.covers))
