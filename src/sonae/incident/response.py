"""What to do now: one next action with its timer, the steps, the duties and what is still missing. Nothing here is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sonae.incident import duties as rules
from sonae.incident.duties import Duty, State
from sonae.incident.playbooks import Playbook, Step
from sonae.incident.record import Incident
from sonae.values import Text

_WATCH = Text("見守る", "Watch")
_WATCH_TEXT = Text(
    "今すぐの手順はありません。変わったことがあれば時系列に書いてください。",
    "Nothing is due right now. Write down whatever changes.",
)


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to do next. ``kind`` is step, duty or watch; ``due`` is when it should be done by (None: no hurry)."""

    kind: str
    id: str
    title: Text
    text: Text
    role: str
    due: datetime | None = None

    def left(self, now: datetime) -> timedelta | None:
        """Time that is left; negative once it has passed."""
        return None if self.due is None else self.due - now


@dataclass(frozen=True, slots=True)
class Standing:
    """A step of the playbook as it stands; ``needed`` is False where the duty that it serves does not apply."""

    step: Step
    due: datetime
    done_at: datetime | None
    needed: bool

    @property
    def open(self) -> bool:
        """Whether it still is to be done."""
        return self.needed and self.done_at is None


@dataclass(frozen=True, slots=True)
class Response:
    """Everything that follows from an incident at a moment."""

    incident: Incident
    playbook: Playbook
    now: datetime
    next: Action
    steps: tuple[Standing, ...]
    duties: tuple[Duty, ...]
    cases: tuple[str, ...]
    items: tuple[str, ...]
    evidence_missing: bool


def respond(incident: Incident, playbooks: Mapping[str, Playbook], now: datetime) -> Response:
    """What to do at a moment. Raises KeyError for a playbook that is not among ``playbooks``.

    >>> from datetime import timedelta
    >>> from sonae.incident import playbooks, read
    >>> case = read.parse('schema = "sonae.incident/1"\\nid = "a"\\nknown_at = 2026-11-20T22:40:00+09:00\\nplaybook = "ransomware"')
    >>> respond(case, playbooks.load(), case.known_at + timedelta(minutes=2)).next.id
    'cut'
    """
    playbook = playbooks[incident.playbook]
    owed = rules.duties(incident, playbook, now)
    steps = tuple(_standing(step, incident, owed) for step in playbook.steps)
    spent = {cost.item for cost in incident.ledger}
    return Response(
        incident=incident,
        playbook=playbook,
        now=now,
        next=_next(steps, owed),
        steps=steps,
        duties=owed,
        cases=rules.cases(incident, playbook),
        items=tuple(item for item in playbook.items if item not in spent),
        evidence_missing=not incident.exhibits,
    )


def _standing(step: Step, incident: Incident, owed: tuple[Duty, ...]) -> Standing:
    due, done_at = incident.known_at + timedelta(minutes=step.minutes), incident.steps.get(step.id)
    served = [duty for duty in owed if serves(step, duty)]
    if served and done_at is None and not any(duty.open for duty in served):
        done_at = max(duty.closed.at for duty in served if duty.closed)
    limits = [duty.due for duty in served if duty.open and duty.due]
    return Standing(step, min([due, *limits]), done_at, needed=bool(served) or not step.duty)


def serves(step: Step, duty: Duty) -> bool:
    """Whether a step meets a duty; the two limits of a full report are one step."""
    return bool(step.duty) and (
        step.duty == duty.rule.id or (step.duty.startswith("ppc_full") and duty.rule.id.startswith("ppc_full"))
    )


def _next(steps: tuple[Standing, ...], owed: tuple[Duty, ...]) -> Action:
    """The open step or pressing duty with the earliest limit; what the first minutes ask for comes before everything else."""
    waiting = [standing for standing in steps if standing.open]
    pressing = [duty for duty in owed if _presses(duty) and not any(serves(s.step, duty) for s in waiting)]
    found = [(s.step.part != "first15", s.due, _of_step(s)) for s in waiting]
    found += [(duty.rule.kind != "immediately", duty.due, _of_duty(duty)) for duty in pressing if duty.due]
    if not found:
        return Action("watch", "watch", _WATCH, _WATCH_TEXT, "lead")
    return min(found, key=lambda entry: entry[:2])[2]


def _presses(duty: Duty) -> bool:
    return duty.state in (State.DUE, State.OVERDUE) or (duty.open and duty.rule.kind == "immediately")


def _of_step(standing: Standing) -> Action:
    step = standing.step
    return Action("step", step.id, step.title, step.text, step.role, standing.due)


def _of_duty(duty: Duty) -> Action:
    named = Text(f"{duty.rule.title.ja}（{duty.partner}）", f"{duty.rule.title.en} ({duty.partner})")
    title = named if duty.partner else duty.rule.title
    return Action("duty", duty.id, title, duty.rule.text, duty.rule.role, duty.due)
