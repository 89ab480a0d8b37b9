"""Until when somebody must have read, answered, planned and finished, in working days; a missed one brings in the next person.

Time is kept in half-days only: a minute would say who sat at the computer then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sonae.content import reader
from sonae.hotline.routes import PLACES
from sonae.incident import calendar
from sonae.values import Text

NOON = 12


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    """A morning or an afternoon in Japan.

    >>> HalfDay(date(2026, 12, 1), True) > HalfDay(date(2026, 12, 1), False)
    True
    """

    day: date
    afternoon: bool

    def next(self) -> "HalfDay":
        """The half-day after this one."""
        return HalfDay(self.day + timedelta(days=1), False) if self.afternoon else HalfDay(self.day, True)


def half_day(now: datetime) -> HalfDay:
    """The half-day of a moment.

    >>> half_day(datetime.fromisoformat("2026-12-01T03:30:00+00:00"))
    HalfDay(day=datetime.date(2026, 12, 1), afternoon=True)
    """
    local = calendar.in_japan(now)
    return HalfDay(local.date(), local.hour >= NOON)


def visible(sent: HalfDay, *, urgent: bool, now: HalfDay) -> bool:
    """Whether what was sent shows up yet: with the next half-day, so that nobody can watch it arrive; at once if the writer asked.

    >>> morning = HalfDay(date(2026, 12, 1), False)
    >>> visible(morning, urgent=False, now=morning), visible(morning, urgent=False, now=morning.next())
    (False, True)
    """
    return urgent or now > sent


@dataclass(frozen=True, slots=True)
class Timer:
    """One limit: ``days`` working days after the Tip came in; ``next`` is who is told when it is missed."""

    id: str
    days: int
    next: str
    title: Text


@dataclass(frozen=True, slots=True)
class Limit:
    """A timer of one Tip: its last day, the day on which it was met (None while it is open), whether it was missed."""

    timer: Timer
    due: date
    met: date | None
    missed: bool


@cache
def timers() -> tuple[Timer, ...]:
    """The limits in their order.

    >>> [(timer.id, timer.days) for timer in timers()]
    [('read', 1), ('answer', 3), ('plan', 10), ('result', 60)]
    """
    entries = reader.toml("hotline", "hotline")["timer"]
    return tuple(Timer(entry["id"], entry["days"], entry["next"], reader.text(entry, "title")) for entry in entries)


def limits(filed: HalfDay, met: Mapping[str, date], today: date, *, ended: date | None = None) -> tuple[Limit, ...]:
    """Every limit of a Tip. Who answers has read, who plans has answered; nothing is due any more once a Tip has ended.

    >>> [limit.missed for limit in limits(HalfDay(date(2026, 12, 28), True), {"read": date(2027, 1, 4)}, date(2027, 1, 5))]
    [False, False, False, False]
    """
    found = []
    for number, timer in enumerate(timers()):
        later = [met[other.id] for other in timers()[number:] if other.id in met]
        done = min([*later, *([ended] if ended else [])], default=None)
        due = calendar.business_day(filed.day, timer.days)
        found.append(Limit(timer, due, done, (done or today) > due))
    return tuple(found)


def reached(limits: tuple[Limit, ...]) -> frozenset[str]:
    """The places of the route that may read by now: the first, and whoever a missed limit brought in. This only ever grows."""
    return frozenset({PLACES[0]} | {limit.timer.next for limit in limits if limit.missed})


def next_open(limits: tuple[Limit, ...]) -> Limit | None:
    """The limit that runs now; None when all are met."""
    return next((limit for limit in limits if limit.met is None), None)


def erased_on(closed: date, days: int) -> date:
    """The day from which a closed Tip is gone.

    >>> erased_on(date(2026, 12, 1), 90)
    datetime.date(2027, 3, 1)
    """
    return closed + timedelta(days=days)
