"""Open duties as entries of any calendar, with a reminder when their warning time comes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sonae.incident.duties import Duty
from sonae.incident.response import Response
from sonae.values import Lang

if TYPE_CHECKING:
    from icalendar import Event


def icalendar(response: Response, lang: Lang) -> bytes:
    """A file of type ``text/calendar``; the same response gives the same bytes.

    Titles carry no name of the company and nothing of what happened: calendars are read by many.
    """
    import icalendar as ical

    calendar = ical.Calendar()
    calendar.add("prodid", "-//Sonae//incident//EN")
    calendar.add("version", "2.0")
    for duty in response.duties:
        if duty.open and duty.due is not None:
            calendar.add_component(_entry(duty, response, lang))
    return bytes(calendar.to_ical())


def _entry(duty: Duty, response: Response, lang: Lang) -> Event:
    import icalendar as ical

    assert duty.due is not None
    entry = ical.Event()
    entry.add("uid", f"{response.incident.id}-{duty.id}@sonae")
    entry.add("dtstamp", response.now)
    entry.add("dtstart", duty.due - timedelta(minutes=30))
    entry.add("dtend", duty.due)
    entry.add("summary", duty.rule.title.of(lang))
    entry.add("description", duty.rule.text.of(lang))
    if duty.amber is not None and duty.amber < duty.due:
        alarm = ical.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", duty.rule.title.of(lang))
        alarm.add("trigger", duty.amber - (duty.due - timedelta(minutes=30)))
        entry.add_component(alarm)
    return entry
