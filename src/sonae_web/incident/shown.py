"""What the page of a case shows, in the order in which it is read."""

from typing import Any

from django.utils import timezone

from sonae.incident import guards, notices
from sonae.incident.calendar import moment_words
from sonae.report import incidents as words
from sonae_web.company.forms import lang
from sonae_web.company.models import Company
from sonae_web.incident import forms, queries
from sonae_web.incident.models import Case


def shown(company: Company, row: Case, **changed: Any) -> dict[str, Any]:
    """The context of the page; ``changed`` replaces forms by those that were filled in wrongly."""
    now = timezone.localtime()
    desk = queries.desk(row, queries.policies(company), now)
    incident, speaks = desk.incident, lang()
    action = desk.response.next
    usual = {
        "case": row,
        "desk": desk,
        "playbook": desk.response.playbook,
        "action": action,
        "action_left": words.left_words(action, now, speaks),
        "action_role": words.ROLES[action.role].of(speaks),
        "action_late": action.due is not None and action.due < now,
        "duties": [_duty(duty, speaks) for duty in desk.response.duties],
        "steps": desk.response.steps,
        "state": guards.STATES[row.state].of(speaks),
        "onward": [_onward(desk, to, speaks) for to in guards.following(row.state)],
        "timeline": [*desk.of("event")],
        "ledger": desk.of("ledger"),
        "outages": desk.of("outage"),
        "drafts": [(kind, notices.title(kind).of(speaks)) for kind in desk.response.playbook.notices],
        "sent": desk.of("notice"),
        "packs": queries.packs(row),
        "known_words": moment_words(row.known_at, speaks),
        "event_form": forms.EventForm(),
        "duty_form": None,
        "cost_form": forms.CostForm(expected=desk.response.playbook.items),
        "personal_form": forms.PersonalForm(initial=_personal(incident)),
        "state_form": forms.StateForm(initial=_state(row)),
        "outage_form": forms.OutageForm(),
        "exhibit_form": forms.ExhibitForm(),
        "finding_form": forms.FindingForm(initial=_findings(incident)),
    }
    return usual | changed


def _duty(duty: Any, speaks: Any) -> dict[str, Any]:
    return {
        "duty": duty,
        "state": words.STATES[duty.state].of(speaks),
        "limit": moment_words(duty.due, speaks) if duty.due else "",
        "kind": words.KINDS[duty.kind].of(speaks),
        "status": words.STATUSES[duty.rule.status].of(speaks),
        "form": forms.DutyForm(initial={"rule": duty.id}, prefix=None, auto_id=f"id_{duty.id}_%s"),
    }


def _onward(desk: Any, to: str, speaks: Any) -> dict[str, Any]:
    answer = guards.ask(desk.response, to)
    return {"to": to, "title": guards.STATES[to].of(speaks), "missing": [text.of(speaks) for text in answer.missing]}


def _personal(incident: Any) -> dict[str, Any]:
    data = incident.personal
    low, high = data.people or (None, None)
    return {
        "involved": data.involved,
        "low": low,
        "high": high,
        "kinds": list(data.kinds),
        "malicious": data.malicious or "unknown",
        "unread": data.unread,
        "encrypted": data.encrypted,
    }


def _state(row: Case) -> dict[str, Any]:
    lead = [person["name"] for person in row.facts.get("roles", {}).get("lead", [])]
    names = {key: lead[place] if len(lead) > place else "" for place, key in enumerate(("lead", "deputy"))}
    return {"severity": row.severity, **names, **row.facts.get("tracks", {})}


def _findings(incident: Any) -> dict[str, Any]:
    found = {}
    for item, finding in notices.findings(incident).items():
        found |= {f"{item}_word": finding.word, f"{item}_text": finding.text}
    return found
