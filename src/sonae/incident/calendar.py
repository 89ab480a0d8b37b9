"""Which days are open in Japan: weekends, holidays, the days around New Year. Every limit is counted in Japanese time."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sonae.content import reader
from sonae.values import Lang, Text

JAPAN = ZoneInfo("Asia/Tokyo")
_DAY = timedelta(days=1)
_DAYS = "月火水木金土日"


def in_japan(moment: date) -> datetime:
    """A moment in Japanese time; a day without a time is its first minute, the earlier reading."""
    if isinstance(moment, datetime):
        return moment.astimezone(JAPAN)
    return datetime.combine(moment, time(), JAPAN)


def end_of(day: date) -> datetime:
    """The last minute of a day."""
    return datetime.combine(day, time(23, 59), JAPAN)


def nth_day(first: date, number: int) -> date:
    """Day ``number`` where the first day is day 1, closed days included.

    >>> nth_day(date(2026, 11, 23), 5)
    datetime.date(2026, 11, 27)
    """
    return first + (number - 1) * _DAY


def why_closed(day: date) -> Text | None:
    """Why public offices are closed on a day; None if they are open.

    >>> why_closed(date(2027, 1, 1)).en, why_closed(date(2026, 11, 24))
    ("New Year's Day", None)
    """
    name = _holidays(day.year).get(day)
    if name is not None:
        return name
    if day.weekday() >= 5:
        return Text("土曜日", "Saturday") if day.weekday() == 5 else Text("日曜日", "Sunday")
    closed = reader.toml("incident", "duties")["day_count"]["closed"]
    if f"{day:%m-%d}" >= closed["from"] or f"{day:%m-%d}" <= closed["to"]:
        return Text("年末年始", "the days around New Year")
    return None


def is_open(day: date) -> bool:
    """Whether public offices are open."""
    return why_closed(day) is None


def next_open(day: date) -> date:
    """The day itself if it is open, else the next one that is.

    >>> next_open(date(2026, 12, 29))
    datetime.date(2027, 1, 4)
    """
    while not is_open(day):
        day += _DAY
    return day


def business_day(first: date, number: int) -> date:
    """The ``number``-th open day after a day.

    >>> business_day(date(2026, 4, 28), 2)
    datetime.date(2026, 5, 1)
    """
    day = first
    for _ in range(number):
        day = next_open(day + _DAY)
    return day


def day_words(day: date, lang: Lang) -> str:
    """A day with its weekday.

    >>> day_words(date(2026, 11, 27), "ja"), day_words(date(2026, 11, 27), "en")
    ('2026年11月27日（金）', 'Fri 27 Nov 2026')
    """
    if lang == "ja":
        return f"{day.year}年{day.month}月{day.day}日（{_DAYS[day.weekday()]}）"
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def moment_words(moment: datetime, lang: Lang) -> str:
    """A moment in Japanese time; the end of a day needs no time.

    >>> moment_words(datetime.fromisoformat("2026-11-27T23:59:00+09:00"), "en")
    'Fri 27 Nov 2026'
    """
    local = in_japan(moment)
    words = day_words(local.date(), lang)
    return words if (local.hour, local.minute) == (23, 59) else f"{words} {local:%H:%M}"


@cache
def _holidays(year: int) -> dict[date, Text]:
    """The holidays of a year with their names."""
    import holidays

    japanese = holidays.country_holidays("JP", years=year, language="ja")
    english = holidays.country_holidays("JP", years=year, language="en_US")
    return {day: Text(name, english[day]) for day, name in japanese.items()}
