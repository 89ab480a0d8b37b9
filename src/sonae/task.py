"""What is to be done, by whom, until when: its state on a day, as calendar and as the mail of the week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sonae.values import Lang, Text

if TYPE_CHECKING:
    import icalendar

SOON_DAYS = 7
MOST_TITLE = 120
MOST_OWNER = 60
MOST_IN_MAIL = 10
SPACING_DAYS = 14  # between the steps of a plan, unless somebody sets other days: our choice


class State(StrEnum):
    """Where a task stands on a day."""

    DONE = "done"
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. ``due`` None: no day set; ``url`` leads to its page; ``changed`` is when it was last touched."""

    id: str
    title: str
    owner: str
    due: date | None
    done_on: date | None
    url: str
    changed: datetime

    def state(self, today: date) -> State:
        """Where it stands on ``today``; within seven days is soon."""
        if self.done_on is not None:
            return State.DONE
        if self.due is None:
            return State.LATER
        if self.due < today:
            return State.OVERDUE
        return State.SOON if self.due <= today + timedelta(days=SOON_DAYS) else State.LATER


def in_order(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """What is not done, by day; those without a day last, in the order they came."""
    return tuple(sorted((task for task in tasks if task.done_on is None), key=lambda task: task.due or date.max))


def days(count: int, today: date) -> tuple[date, ...]:
    """Days for the steps of a plan, two weeks apart, none on a weekend.

    >>> days(2, date(2026, 11, 24))
    (datetime.date(2026, 12, 8), datetime.date(2026, 12, 22))
    """
    return tuple(_weekday(today + timedelta(days=SPACING_DAYS * number)) for number in range(1, count + 1))


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def calendar(tasks: Iterable[Task], name: str, lang: Lang) -> bytes:
    """What is not done and has a day, as an iCalendar file: one whole-day entry each, with a reminder the day before."""
    import icalendar

    found = icalendar.Calendar()
    for key, value in (("prodid", "-//Sonae//tasks//"), ("version", "2.0"), ("x-wr-calname", name)):
        found.add(key, value)
    for task in in_order(tasks):
        if task.due is None:
            continue
        entry = icalendar.Event()
        entry.add("uid", f"{task.id}@sonae")
        entry.add("dtstamp", task.changed)
        entry.add("summary", task.title)
        entry.add("description", "\n".join(line for line in (_owned(task, lang), task.url) if line))
        entry.add("dtstart", task.due)
        entry.add("dtend", task.due + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        entry.add_component(_alarm(task))
        found.add_component(entry)
    return bytes(found.to_ical())


def _alarm(task: Task) -> "icalendar.Alarm":
    import icalendar

    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", task.title)
    alarm.add("trigger", timedelta(hours=-15))  # nine in the morning of the day before
    return alarm


def _owned(task: Task, lang: Lang) -> str:
    return f"{_WHO.of(lang)}{task.owner}" if task.owner else ""


_WHO = Text("担当：", "Who: ")


@dataclass(frozen=True, slots=True)
class Mail:
    """The mail of a week: plain text, one for everything."""

    subject: str
    body: str


def digest(
    company: str, tasks: Iterable[Task], evidence: Sequence[tuple[str, date]], url: str, today: date, lang: Lang
) -> Mail | None:
    """The mail of the week; None where there is nothing to say. ``evidence``: titles with their last days."""
    known = in_order(tasks)
    late = [task for task in known if task.state(today) is State.OVERDUE]
    soon = [task for task in known if task.state(today) is State.SOON]
    if not late and not soon and not evidence:
        return None
    parts = [
        _lines(_LATE, [_line(task, lang) for task in late], lang),
        _lines(_SOON, [_line(task, lang) for task in soon], lang),
        _lines(_PROOFS, [f"{title} ({_day(day, lang)})" for title, day in evidence], lang),
    ]
    opening = _OPENING.of(lang).format(company=company or "Sonae")
    body = "\n\n".join([opening, *(part for part in parts if part), url, _FOOT.of(lang)])
    return Mail(_SUBJECT.of(lang).format(late=len(late), soon=len(soon), evidence=len(evidence)), body + "\n")


_SUBJECT = Text(
    "【Sonae】今週のこと：期限を過ぎたもの{late}件、今週のもの{soon}件、証拠{evidence}件",
    "[Sonae] This week: {late} overdue, {soon} due, {evidence} pieces of evidence",
)
_OPENING = Text("{company} の今週のお知らせです。", "This week at {company}:")
_LATE = Text("期限を過ぎたもの", "Overdue")
_SOON = Text("7日以内のもの", "Due within seven days")
_PROOFS = Text("新しくする証拠", "Evidence to renew")
_FOOT = Text(
    "このお知らせは週に1通だけです。画面の「やること」で止められます。",
    "One mail a week, no more. You can stop it on the page of tasks.",
)
_MORE = Text("ほか{count}件", "and {count} more")


def _lines(heading: Text, lines: list[str], lang: Lang) -> str:
    if not lines:
        return ""
    shown = [f"・{line}" if lang == "ja" else f"- {line}" for line in lines[:MOST_IN_MAIL]]
    more = [_MORE.of(lang).format(count=len(lines) - MOST_IN_MAIL)] if len(lines) > MOST_IN_MAIL else []
    return "\n".join([f"■ {heading.of(lang)}", *shown, *more])


def _line(task: Task, lang: Lang) -> str:
    day = f" ({_day(task.due, lang)})" if task.due else ""
    return f"{task.title}{day}{'、' if lang == 'ja' and task.owner else ''}{'' if lang == 'ja' else ' '}{task.owner}".strip()


def _day(day: date, lang: Lang) -> str:
    weekday = "月火水木金土日"[day.weekday()]
    return f"{day.month}月{day.day}日（{weekday}）" if lang == "ja" else f"{day:%a} {day.day} {day:%B}"
