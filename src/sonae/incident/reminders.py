"""When whom to remind of an open duty: one person at first, a second one after the second grace, always before the limit where it is law.

The time from the warning to the limit is cut into three graces: the first person is told at the warning and after the first grace, both
are told after the second grace and once the limit has passed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sonae.incident import calendar
from sonae.incident.duties import Duty
from sonae.incident.response import Response
from sonae.values import Lang, Text

STAGES = ("warn", "again", "second", "late")
BOTH = frozenset({"second", "late"})
DAY_STARTS, DAY_ENDS = time(9), time(18)  # for what only Sonae asks for; a limit of law wakes people up
_GRACES = 3


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder that should have gone out by now. ``stage`` is one of STAGES, ``at`` its moment, ``both`` tells the second person too."""

    duty: Duty
    stage: str
    at: datetime

    @property
    def both(self) -> bool:
        """Whether the second person is told as well."""
        return self.stage in BOTH

    @property
    def key(self) -> str:
        """What makes it one: the same duty and stage is never told twice, whatever the clock does."""
        return f"{self.duty.id}:{self.stage}"


def pending(response: Response) -> tuple[Reminder, ...]:
    """The latest stage that each open duty has reached; what came before it is not told any more."""
    found = (_latest(duty, response.now) for duty in response.duties if duty.open)
    return tuple(reminder for reminder in found if reminder is not None)


def moments(duty: Duty) -> Sequence[tuple[str, datetime]]:
    """Stages of a duty with their moments; none without a limit."""
    if duty.due is None or duty.amber is None:
        return ()
    start = min(duty.amber, duty.due)
    grace = (duty.due - start) / _GRACES
    times = (start, start + grace, start + 2 * grace, duty.due + timedelta(minutes=1))
    return tuple((stage, _awake(at, duty)) for stage, at in zip(STAGES, times, strict=True))


def _latest(duty: Duty, now: datetime) -> Reminder | None:
    reached = [Reminder(duty, stage, at) for stage, at in moments(duty) if at <= now]
    return reached[-1] if reached else None


def _awake(at: datetime, duty: Duty) -> datetime:
    """The moment itself for limits of law, contract and at once; else in the hours of an open day."""
    if duty.legal or duty.kind == "immediately":
        return at
    local = calendar.in_japan(at)
    day = local.date()
    if calendar.is_open(day) and local.time() < DAY_ENDS:
        return max(local, datetime.combine(day, DAY_STARTS, calendar.JAPAN))
    return datetime.combine(calendar.next_open(day + timedelta(days=1)), DAY_STARTS, calendar.JAPAN)


SUBJECTS = {
    "warn": Text("期限が近づいています", "A limit is coming"),
    "again": Text("期限が近づいています（2回目）", "A limit is coming (second time)"),
    "second": Text("まだ済んでいません", "Still not done"),
    "late": Text("期限を過ぎました", "A limit has passed"),
}


def mail(reminder: Reminder, link: str, lang: Lang) -> tuple[str, str]:
    """Subject and body. They name the duty and its limit, never what happened or to whom: mail is read by many.

    ``link`` leads to the case.
    """
    duty = reminder.duty
    subject = f"Sonae: {SUBJECTS[reminder.stage].of(lang)} - {duty.rule.title.of(lang)}"
    limit = calendar.moment_words(duty.due, lang) if duty.due else ""
    lines = (
        duty.rule.title.of(lang),
        Text("期限：", "Limit: ").of(lang) + limit,
        "",
        duty.rule.text.of(lang),
        "",
        Text("済んだら、証明か理由を書いて閉じてください：", "Once done, close it with a proof or a reason: ").of(lang),
        link,
    )
    return subject, "\n".join(lines) + "\n"
