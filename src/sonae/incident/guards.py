"""States of a case and what must be true before one is left: design by people who have stood there at night."""

from collections.abc import Callable
from dataclasses import dataclass

from sonae.incident.record import STATES as ORDER
from sonae.incident.response import Response
from sonae.values import Text

STATES = {
    "consult": Text("相談", "consulting"),
    "triage": Text("見立て", "triage"),
    "declared": Text("宣言", "declared"),
    "containing": Text("食い止め", "containing"),
    "investigating": Text("調査", "investigating"),
    "recovering": Text("復旧", "recovering"),
    "notifying": Text("知らせる", "notifying"),
    "monitoring": Text("見守り", "monitoring"),
    "closed": Text("終了", "closed"),
    "reviewed": Text("ふり返り済み", "reviewed"),
    "false_alarm": Text("思い違い", "false alarm"),
    "merged": Text("ほかの件に統合", "merged"),
}
ENDS = frozenset({"closed", "reviewed", "false_alarm", "merged"})
_LINE = ORDER[: ORDER.index("reviewed") + 1]
OWNER_ONLY = frozenset({"declared", "closed", "false_alarm"})


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a step to another state is allowed: ``missing`` lists what must be done first."""

    to: str
    missing: tuple[Text, ...]


def following(state: str) -> tuple[str, ...]:
    """Where a case may go from a state.

    >>> following("consult"), following("reviewed")
    (('triage', 'false_alarm'), ('investigating',))
    """
    if state in ("reviewed", "false_alarm", "merged"):
        return ("investigating",)  # opened again
    onward = _LINE[_LINE.index(state) + 1]
    if state == "closed":
        return (onward, "investigating")
    return (onward, "false_alarm") if state in ("consult", "triage", "declared") else (onward,)


def ask(response: Response, to: str) -> Answer:
    """What stands against going to ``to``. Raises ValueError for a state that cannot follow."""
    incident = response.incident
    if to not in following(incident.state):
        raise ValueError(f"{incident.state} -> {to}")
    if to == "false_alarm" or incident.state in ENDS - {"closed"}:
        return Answer(to, ())
    checks: dict[str, Callable[[Response], tuple[Text, ...]]] = {
        "consult": _severity,
        "triage": _severity,
        "declared": _lead,
        "containing": _contained,
        "investigating": _decided,
        "recovering": _restored,
        "notifying": _told,
        "monitoring": _quiet,
        "closed": _nothing,
    }
    return Answer(to, checks[incident.state](response))


def _nothing(_response: Response) -> tuple[Text, ...]:
    return ()


def _severity(response: Response) -> tuple[Text, ...]:
    return (
        () if response.incident.severity else (Text("重さ（1〜4）を選んでください", "Choose how severe it is, 1 to 4"),)
    )


def _lead(response: Response) -> tuple[Text, ...]:
    return () if response.incident.roles.get("lead") else (Text("責任者の名前を入れてください", "Name who leads"),)


def _contained(response: Response) -> tuple[Text, ...]:
    missing = []
    if response.evidence_missing:
        missing.append(
            Text(
                "証拠を1つ以上入れてください（画面の写真でもかまいません）", "Keep at least one piece of evidence first"
            )
        )
    if response.incident.tracks.get("contain") != "done":
        missing.append(Text("「食い止め」を「済み」にしてください", "Mark containment as done"))
    return tuple(missing)


def _decided(response: Response) -> tuple[Text, ...]:
    if response.incident.personal.involved in ("yes", "no"):
        return ()
    return (Text("個人情報の有無を決めてください", "Decide whether personal data is involved"),)


def _restored(response: Response) -> tuple[Text, ...]:
    if response.incident.tracks.get("recover") == "done":
        return ()
    return (
        Text(
            "きれいな機械で確かめてから「復旧」を「済み」にしてください",
            "Check on a clean machine, then mark recovery as done",
        ),
    )


def _told(response: Response) -> tuple[Text, ...]:
    """Every duty that may not be left silent has proof or a reason; that of claiming comes later."""
    waiting = [duty for duty in response.duties if duty.open and duty.due and duty.rule.id != "claim_papers"]
    return tuple(
        Text(
            f"「{duty.rule.title.ja}」を済ませるか、理由を書いて閉じてください",
            f"Meet, or give a reason for: {duty.rule.title.en}",
        )
        for duty in waiting
    )


def _quiet(response: Response) -> tuple[Text, ...]:
    return (
        ()
        if response.incident.tracks.get("notify") == "done"
        else (Text("「知らせる」を「済み」にしてください", "Mark telling others as done"),)
    )
