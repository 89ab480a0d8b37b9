"""Five questions that choose a playbook. "Don't know" is always an answer and leads to the careful side."""

from dataclasses import dataclass

from sonae.incident.playbooks import IDS

UNKNOWN = "unknown"
FALLBACK = "ransomware"  # cutting off and keeping traces harms least whatever it turns out to be


@dataclass(frozen=True, slots=True)
class Answers:
    """What was seen (a playbook or unknown), and yes, no or unknown for the rest."""

    seen: str = UNKNOWN
    spreading: str = UNKNOWN
    money: str = UNKNOWN
    data: str = UNKNOWN


def choose(answers: Answers) -> str:
    """The playbook: money that was sent comes first, then what was seen.

    >>> choose(Answers("takeover", money="yes")), choose(Answers())
    ('fraud', 'ransomware')
    """
    if answers.money == "yes" and answers.seen in (UNKNOWN, "takeover"):
        return "fraud"
    return answers.seen if answers.seen in IDS else FALLBACK


def facts(answers: Answers) -> dict[str, object]:
    """What the answers say in the keys of ``sonae.incident/1``."""
    data = answers.data if answers.data in ("yes", "no") else UNKNOWN
    return {"money_sent": answers.money == "yes", "personal_data": {"involved": data}}
