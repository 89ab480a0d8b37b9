"""Tasks on a day, as calendar, as the mail of the week."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sonae import task
from sonae.task import State, Task

TODAY = date(2026, 12, 28)
PLAIN = Task("id-1", "控えを取る", "佐藤", TODAY, None, "http://127.0.0.1/task/1/", datetime(2026, 12, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("due", "state"), [(-1, State.OVERDUE), (0, State.SOON), (7, State.SOON), (8, State.LATER), (None, State.LATER)]
)
def test_state_over_the_turn_of_the_year(due: int | None, state: State) -> None:
    day = None if due is None else TODAY + timedelta(days=due)
    assert replace(PLAIN, due=day).state(TODAY) is state
    assert replace(PLAIN, due=day, done_on=TODAY).state(TODAY) is State.DONE


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 30))
def test_days_of_a_plan_are_working_days_in_order(today: date, count: int) -> None:
    days = task.days(count, today)
    assert len(days) == count
    assert all(day.weekday() < 5 for day in days)
    assert list(days) == sorted(set(days))
    assert all(day > today for day in days)


def test_calendar_reads_back() -> None:
    hostile = replace(PLAIN, id="id-2", title="a\r\nBEGIN:VEVENT; 髙﨑🍣", due=date(2026, 12, 31))
    tasks = [PLAIN, hostile, replace(PLAIN, id="id-3", due=None), replace(PLAIN, id="id-4", done_on=TODAY)]
    data = task.calendar(tasks, "Sonae 株式会社見本", "ja")
    assert data == task.calendar(tasks, "Sonae 株式会社見本", "ja")
    events = [entry for entry in icalendar.Calendar.from_ical(data).walk() if entry.name == "VEVENT"]
    assert [str(entry["uid"]) for entry in events] == ["id-1@sonae", "id-2@sonae"]
    assert events[1].decoded("dtend") == date(2027, 1, 1)
    assert "髙﨑🍣" in str(events[1]["summary"])
    assert "担当：佐藤" in str(events[0]["description"])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_one_mail_says_everything_once() -> None:
    late = replace(PLAIN, id="id-2", title="更新する", due=TODAY - timedelta(days=3))
    mail = task.digest("見本", [PLAIN, late], [("復元の記録", TODAY)], "http://x/task/", TODAY, "ja")
    assert mail is not None
    assert "1件、今週のもの1件、証拠1件" in mail.subject
    assert mail.body.index("更新する") < mail.body.index("控えを取る") < mail.body.index("復元の記録")
    assert "12月28日（月）" in mail.body
    assert "http://x/task/" in mail.body


def test_nothing_to_say_no_mail() -> None:
    later = replace(PLAIN, due=TODAY + timedelta(days=30))
    assert task.digest("見本", [later, replace(PLAIN, done_on=TODAY)], [], "http://x", TODAY, "ja") is None


def test_a_long_list_is_cut_with_the_number_of_the_rest() -> None:
    many = [replace(PLAIN, id=f"id-{number}") for number in range(25)]
    mail = task.digest("", many, [], "http://x", TODAY, "en")
    assert mail is not None
    assert mail.body.count("控えを取る") == task.MOST_IN_MAIL
    assert "and 15 more" in mail.body
