"""Writing incidents: one change, one transaction, one line in the log."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from sonae.faults import Fault, InputError
from sonae.incident import guards, notices
from sonae.values import Lang, Text
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.incident import packs, vault
from sonae_web.incident.models import Case, Contact, Exhibit, Fact, Pack


class ChangedMeanwhileError(Exception):
    """Another person has changed the case since the page was opened."""


@transaction.atomic
def open_case(
    *, company: Company, playbook: str, title: str, known_at: datetime, facts: Mapping[str, Any], now: datetime
) -> Case:
    """Open a case; everybody may."""
    row = Case.objects.create(
        company=company, playbook=playbook, title=plain(title), known_at=known_at, opened_at=now, facts=dict(facts)
    )
    note(row, "open", now, playbook=playbook)
    return row


@transaction.atomic
def add(*, case: Case, kind: str, body: Mapping[str, Any], at: datetime, now: datetime) -> Fact:
    """Add a fact. Its keys are those of ``sonae.incident/1`` under the heading ``kind``."""
    row = Fact.objects.create(
        company_id=case.company_id, case=case, kind=kind, body=stored(plain(body)), at=at, made_at=now
    )
    note(case, kind, now, fact=str(row.pk))
    return row


@transaction.atomic
def change(*, case: Case, seen: int, now: datetime, facts: Mapping[str, Any], severity: int | None = None) -> Case:
    """Change what is true now. Raises ChangedMeanwhileError where ``seen`` is not the version that stands there."""
    changed = case.facts | {
        key: _stored(value) for key, value in plain(facts).items()
    }  # an empty list takes the place of a full one
    _replace(case, seen, facts=changed, severity=severity or case.severity)
    note(case, "facts", now, keys=sorted(facts))
    return case


@transaction.atomic
def move(*, case: Case, to: str, seen: int, now: datetime, guard: guards.Answer, by: str) -> Case:
    """Go on to the next state. Raises InputError naming what stands against it, ChangedMeanwhileError for a second person."""
    if guard.missing:
        problem = Text("まだ先に進めません", "cannot be left yet")
        raise InputError([Fault(problem, remedy, field="state", value=to) for remedy in guard.missing])
    closed = {"closed_at": now} if to in guards.ENDS else {}
    _replace(case, seen, state=to, **closed)
    body = {"at": now, "kind": "decision", "text": guards.STATES[to].ja, "source": by}
    Fact.objects.create(company_id=case.company_id, case=case, kind="event", body=stored(body), at=now, made_at=now)
    note(case, "state", now, to=to)
    return case


def _replace(case: Case, seen: int, **values: Any) -> None:
    """One row changes only if nobody changed it meanwhile."""
    if not Case.objects.filter(pk=case.pk, version=seen).update(version=seen + 1, **values):
        raise ChangedMeanwhileError
    case.refresh_from_db()


def keep(*, case: Case, file: Iterable[bytes], name: str, values: Mapping[str, Any], now: datetime) -> Exhibit:
    """Keep a file as evidence: streamed to its place and its SHA-256, then one row. A broken upload leaves nothing behind."""
    with vault.receive(case.company_id, file) as received, transaction.atomic():
        row = Exhibit.objects.create(
            id=uuid4(),
            company_id=case.company_id,
            case=case,
            name=vault.plain_name(name),
            sha256=received.sha256,
            size=received.size,
            sniffed=received.sniffed,
            received_at=now,
            **plain(values),
        )
        note(case, "evidence", now, exhibit=str(row.pk), sha256=received.sha256, size=received.size)
        received.keep()
    return row


@transaction.atomic
def send(*, case: Case, draft: notices.Draft, proof: str, asked: bool, sent_at: datetime, now: datetime) -> Fact:
    """Freeze a notice as it was sent. Raises NotConfirmedError where it admits fault and nobody was asked."""
    sent = notices.freeze(draft.kind, draft.text, sent_at, proof, admits=draft.admits, asked=asked)
    body = {"kind": sent.kind, "text": sent.text, "at": sent.sent_at, "proof": sent.proof, "sha256": sent.sha256}
    row = Fact.objects.create(
        company_id=case.company_id, case=case, kind="notice", body=stored(body), at=sent_at, made_at=now
    )
    note(case, "notice", now, kind=sent.kind, sha256=sent.sha256)
    return row


def freeze_pack(*, case: Case, lang: Lang, evidence: bool, now: datetime) -> Pack:
    """Make the claim pack of a case as it stands now and keep it. Raises InputError where the disk is full."""
    row = packs.begun(case, lang, evidence, now)
    with packs.built(row) as (parts, row.manifest), vault.receive(case.company_id, parts) as received:
        row.sha256, row.size = received.sha256, received.size
        with transaction.atomic():
            row.save(force_insert=True)
            note(case, "pack", now, sha256=row.sha256, manifest=row.manifest, size=row.size)
            received.keep()
    return row


@transaction.atomic
def name_contact(*, company: Company, kind: str, name: str, phone: str, note: str, now: datetime) -> Contact:
    """Keep a number for the worst day; the same name again replaces the number."""
    row, _ = Contact.objects.update_or_create(
        company=company, kind=kind, name=name, defaults={"phone": phone, "note": note}
    )
    audit.record(at=now, action="incident.contact", subject=f"contact:{row.pk}", detail={"kind": kind})
    return row


@transaction.atomic
def drop_contact(*, contact: Contact, now: datetime) -> None:
    """Remove a number."""
    audit.record(at=now, action="incident.drop_contact", subject=f"contact:{contact.pk}", detail={"kind": contact.kind})
    contact.delete()


def plain(value: Any) -> Any:
    """Words on one line, without signs that cannot be seen: a file of ``sonae.incident/1`` takes no others.

    >>> plain({"text": "a\\nb"})
    {'text': 'a b'}
    """
    if isinstance(value, str):
        return "".join(sign if sign.isprintable() else " " for sign in value)
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    return [plain(entry) for entry in value] if isinstance(value, list | tuple) else value


def stored(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as it is stored: moments as text, what is empty left out."""
    return {key: _stored(value) for key, value in body.items() if value not in (None, "", [])}


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return stored(value)
    return [_stored(entry) for entry in value] if isinstance(value, list | tuple) else value


def note(case: Case, action: str, now: datetime, **detail: Any) -> None:
    """A line about a case in the log of its company."""
    audit.record(
        at=now, action=f"incident.{action}", subject=f"incident:{case.pk}", detail=detail, company=case.company_id
    )
