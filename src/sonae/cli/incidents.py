"""What the commands of incidents do: read the incident, ask what to do now, answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from sonae.cli.commands import now as this_moment
from sonae.cli.console import Console
from sonae.faults import Fault, InputError
from sonae.values import Lang, Text

if TYPE_CHECKING:
    from sonae.incident.response import Response
    from sonae.incident.signed_zip import Verdict


def duties(console: Console, incident_file: str, *, now: str | None) -> None:
    """The next action and every duty with its limit, at a moment."""
    from sonae import catalogue
    from sonae.incident import playbooks, read, response
    from sonae.report import incidents

    at = moment("--now", now)
    incident = read.read(incident_file)
    if at < incident.known_at:
        console.note(_TOO_EARLY)
    result = response.respond(incident, playbooks.load(), at)
    console.answer(incidents.duties_document(result, catalogue.load()), _lines(result, console.lang))


NO = 1
REASONS = {
    "changed": Text("書き換えられています", "has been changed"),
    "missing": Text("ありません", "is missing"),
    "extra": Text("一覧にないファイルです", "is not on the list"),
    "signature": Text("署名が正しくありません", "is not signed as it stands"),
}


def verify(console: Console, pack_file: str) -> int:
    """Whether a claim pack is as it was made: 0 if it is, 1 with every wrong file named."""
    from sonae import catalogue
    from sonae.incident import signed_zip
    from sonae.report.documents import without_case

    verdict = signed_zip.verify(pack_file)
    document = {
        "schema": "sonae.claim-check/1",
        "whole": verdict.whole,
        "case": verdict.case,
        "made_at": verdict.made_at,
        "files": verdict.files,
        "key": verdict.key,
        "wrong": [{"file": name, "reason": reason} for name, reason in verdict.wrong],
        "provenance": without_case(catalogue.load(), None, this_moment()),
    }
    console.answer(document, _checked(verdict, console.lang))
    return 0 if verdict.whole else NO


def _checked(verdict: Verdict, lang: Lang) -> Iterator[str]:
    ja = lang == "ja"
    for name, reason in verdict.wrong:
        yield f"✕ {name}：{REASONS[reason].of(lang)}" if ja else f"✕ {name}: {REASONS[reason].of(lang)}"
    if verdict.whole:
        yield f"✓ {verdict.files}個のファイル、そろっています" if ja else f"✓ {verdict.files} files, whole"
    if verdict.key:
        yield Text("署名の鍵 ", "Signed with key ").of(lang) + verdict.key + _COMPARE.of(lang)


_COMPARE = Text("（会社から聞いた番号と比べてください）", " (compare it with the one the company told you)")
_MOMENT = Text(
    "2026-11-23T08:55+09:00 か 2026-11-23 の形にしてください（時差がなければ日本時間です）",
    "Write 2026-11-23T08:55+09:00 or 2026-11-23 (Japanese time where no offset is given)",
)


def moment(option: str, typed: str | None) -> datetime:
    """The moment behind an option; this one where none was given. Raises InputError.

    >>> moment("--now", "2026-11-23T08:55").isoformat()
    '2026-11-23T08:55:00+09:00'
    """
    from sonae.incident.calendar import JAPAN, in_japan

    if typed is None:
        return this_moment()
    try:
        if "T" not in typed:
            return in_japan(date.fromisoformat(typed))
        found = datetime.fromisoformat(typed)
        return found if found.tzinfo else found.replace(tzinfo=JAPAN)
    except ValueError as error:
        raise InputError([Fault(_NO_TIME, _MOMENT, field=option, value=typed)]) from error


_TOO_EARLY = Text(
    "見ている時刻が、気づいた時刻より前です。時計か known_at を確かめてください。",
    "This moment lies before the incident was known: check the clock, or known_at.",
)
_NO_TIME = Text("時刻として読めません", "is not a moment")


def _lines(response: Response, lang: Lang) -> Iterator[str]:
    from sonae.incident import calendar
    from sonae.report import incidents

    action, ja = response.next, lang == "ja"
    yield response.playbook.title.of(lang)
    yield Text("気づいた時刻 ", "Known since ").of(lang) + calendar.moment_words(response.incident.known_at, lang)
    yield ""
    role, left = incidents.ROLES[action.role].of(lang), incidents.left_words(action, response.now, lang)
    yield f"次にやること：{action.title.of(lang)}" if ja else f"Next: {action.title.of(lang)}"
    yield f"  {action.text.of(lang)}"
    yield f"  {role} / {left}"
    yield ""
    yield Text("知らせる相手と期限", "Whom to tell, and by when").of(lang)
    for duty in response.duties:
        partner = (f"（{duty.partner}）" if ja else f" ({duty.partner})") if duty.partner else ""
        yield f"  {incidents.STATES[duty.state].of(lang)}  {duty.rule.title.of(lang)}{partner}"
        limit = calendar.moment_words(duty.due, lang) if duty.due else Text("期限なし", "no limit").of(lang)
        parts = (limit, incidents.KINDS[duty.kind].of(lang), incidents.STATUSES[duty.rule.status].of(lang))
        yield "      " + " / ".join(parts)
    yield ""
    yield incidents.DISCLAIMER.of(lang)
