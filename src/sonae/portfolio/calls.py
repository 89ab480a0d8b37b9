"""Who needs a call today, and why: rules over what is known of each client, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sonae.values import Text

STALE = timedelta(days=180)  # our choice: answers older than half a year no longer describe a company
ENDING = timedelta(days=30)
SILENT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Client:
    """What is known of one client. ``answered`` of ``total`` items; ``assessed_on`` is None before the first result.

    ``score`` is that of the latest result, ``before`` that of the one before it, where there are such.
    """

    id: str
    name: str
    answered: int
    total: int
    changed_on: date | None
    assessed_on: date | None
    grant_ends_on: date
    score: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A client and the reasons to call, strongest first; no reasons means that all is quiet."""

    client: Client
    reasons: tuple[Text, ...]
    weight: int


def calls(clients: Iterable[Client], today: date) -> tuple[Call, ...]:
    """Every client with its reasons, those who need a call first, then by name.

    >>> quiet = Client("1", "A", 25, 25, date(2026, 11, 1), date(2026, 11, 1), date(2027, 6, 1))
    >>> calls([quiet], date(2026, 11, 24))[0].reasons
    ()
    """
    made = [_call(client, today) for client in clients]
    return tuple(sorted(made, key=lambda call: (-call.weight, call.client.name, call.client.id)))


def _call(client: Client, today: date) -> Call:
    found = sorted(_reasons(client, today), key=lambda reason: -reason[0])
    return Call(client, tuple(text for _, text in found), sum(weight for weight, _ in found))


def _reasons(client: Client, today: date) -> Iterable[tuple[int, Text]]:
    if client.grant_ends_on - today <= ENDING:
        days = (client.grant_ends_on - today).days
        yield 5, Text(f"支援の期間があと{days}日で終わります", f"Your access ends in {days} days")
    if client.score is not None and client.before is not None and client.score < client.before:
        lost = client.before - client.score
        yield 6, Text(f"点数が{lost}点下がりました", f"The score fell by {lost} points")
    if client.assessed_on is None:
        yield from _before_the_first_result(client, today)
    elif today - client.assessed_on > STALE:
        yield 4, Text("結果が半年より前のものです", "The result is more than half a year old")


def _before_the_first_result(client: Client, today: date) -> Iterable[tuple[int, Text]]:
    if client.answered == 0:
        yield 3, Text("まだ質問に答えていません", "No question answered yet")
    elif client.answered < client.total and client.changed_on and today - client.changed_on > SILENT:
        left = client.total - client.answered
        yield 6, Text(f"あと{left}問のところで2週間止まっています", f"Stopped two weeks ago with {left} questions left")
    elif client.answered == client.total:
        yield 7, Text("全部答えたのに、まだ結果を見ていません", "All answered, but no result made yet")
