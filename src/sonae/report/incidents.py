"""Duties of an incident, as the JSON document ``sonae.duties/1`` and in words."""

from dataclasses import asdict
from datetime import datetime

from sonae.catalogue import Catalogue
from sonae.incident.calendar import in_japan
from sonae.incident.duties import Duty, State
from sonae.incident.response import Action, Response
from sonae.report.documents import Document, without_case
from sonae.values import Lang, Text

STATES = {
    State.OPEN: Text("○ まだ先", "○ to come"),
    State.DUE: Text("▲ そろそろ", "▲ due now"),
    State.OVERDUE: Text("■ 期限を過ぎた", "■ overdue"),
    State.DONE: Text("✓ 済み", "✓ done"),
    State.REASONED: Text("✓ 理由を書いて閉じた", "✓ closed with a reason"),
}
KINDS = {
    "law": Text("法律の期限", "limit by law"),
    "guideline": Text("ガイドラインの目安", "guideline"),
    "contract": Text("契約の期限", "limit by contract"),
    "immediately": Text("すぐに", "at once"),
    "target": Text("Sonae の目安", "our own aim"),
    "voluntary": Text("任意", "voluntary"),
}
ROLES = {
    "lead": Text("責任者", "lead"),
    "doer": Text("対応", "hands"),
    "voice": Text("連絡", "voice"),
    "writer": Text("記録", "writer"),
}
STATUSES = {
    "verified": Text("出典を確認済み", "source read"),
    "secondary": Text("二次資料で確認", "read in a copy"),
    "memory": Text("未確認（要確認）", "unconfirmed"),
    "derived": Text("Sonae の判断", "our judgement"),
}


def duties_document(response: Response, catalogue: Catalogue) -> Document:
    """``sonae.duties/1``: the next action, every duty with its limit and why it applies."""
    incident = response.incident
    duties = [_duty(duty) for duty in response.duties]
    cited = sorted({source for duty in response.duties for source in duty.rule.sources})
    return {
        "schema": "sonae.duties/1",
        "incident": incident.id,
        "playbook": incident.playbook,
        "known_at": _iso(incident.known_at),
        "now": _iso(response.now),
        "cases": list(response.cases),
        "next": _action(response.next, response.now),
        "duties": duties,
        "disclaimer": asdict(DISCLAIMER),
        "sources": {source: asdict(catalogue.sources[source].title) for source in cited},
        "provenance": without_case(catalogue, None, response.now) | {"input_sha256": incident.sha256},
    }


DISCLAIMER = Text(
    "一般的な整理です。法律相談ではありません。個別の事案は弁護士・保険会社・個人情報保護委員会に確かめてください。",
    "A general summary, not legal advice: confirm each case with a lawyer, the insurer and the privacy commission.",
)


def _action(action: Action, now: datetime) -> Document:
    left = action.left(now)
    return {
        "kind": action.kind,
        "id": action.id,
        "title": asdict(action.title),
        "text": asdict(action.text),
        "role": action.role,
        "due": _iso(action.due),
        "minutes_left": None if left is None else int(left.total_seconds() // 60),
    }


def _duty(duty: Duty) -> Document:
    closed = duty.closed
    return {
        "id": duty.id,
        "rule": duty.rule.id,
        "title": asdict(duty.rule.title),
        "text": asdict(duty.rule.text),
        "partner": duty.partner or None,
        "kind": duty.kind,
        "role": duty.rule.role,
        "state": str(duty.state),
        "since": _iso(duty.since),
        "amber": _iso(duty.amber),
        "due": _iso(duty.due),
        "due_before_moving": _iso(duty.counted),
        "closed": None if closed is None else {"at": _iso(closed.at), "proof": closed.proof, "reason": closed.reason},
        "status": duty.rule.status,
        "source": list(duty.rule.sources),
        "valid_from": duty.rule.valid_from.isoformat(),
        "reviewed_on": duty.rule.reviewed_on.isoformat(),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else in_japan(moment).isoformat()


def left_words(action: Action, now: datetime, lang: Lang) -> str:
    """How much time is left, or by how much it has passed.

    >>> from datetime import timedelta
    >>> soon = datetime.fromisoformat("2026-11-27T10:00:00+09:00")
    >>> left_words(Action("step", "a", Text("あ", "a"), Text("あ", "a"), "lead", soon), soon - timedelta(minutes=7), "ja")
    'あと7分'
    """
    left = action.left(now)
    if left is None:
        return Text("期限なし", "no limit").of(lang)
    span = _span(abs(int(left.total_seconds())) // 60, lang)
    if left.total_seconds() < 0:
        return f"{span}過ぎています" if lang == "ja" else f"{span} late"
    return f"あと{span}" if lang == "ja" else f"{span} left"


def _span(minutes: int, lang: Lang) -> str:
    for size, ja, en in ((2_880, "日", "day"), (120, "時間", "hour"), (1, "分", "minute")):
        if minutes >= size:
            number = minutes // (size // 2 if size > 1 else 1)
            return f"{number}{ja}" if lang == "ja" else f"{number} {en}{'' if number == 1 else 's'}"
    return "0分" if lang == "ja" else "0 minutes"
