"""Changing the list of partners; having the answer worked out, and keeping it."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from sonae import __version__, catalogue
from sonae.faults import Fault, InputError
from sonae.supplier import lists
from sonae.supplier import partner as values
from sonae.supplier.partner import Answer as Value
from sonae.supplier.partner import Partner as PartnerValue
from sonae.values import Text
from sonae_web.audit import actions as audit
from sonae_web.company.models import Company
from sonae_web.jobs import actions as jobs
from sonae_web.jobs.models import Job
from sonae_web.supplier.models import Answer, Partner
from sonae_web.supplier.work import KIND

TICK = timedelta(microseconds=1)  # keeps the order of a list


@transaction.atomic
def add(*, company: Company, value: PartnerValue, now: datetime) -> Partner:
    """A partner typed in. Raises InputError if it is in the list already, or the list is full."""
    _room(company, value, None)
    row = Partner.objects.create(company=company, made_at=now, changed_at=now, **asdict(value))
    audit.record(at=now, action="supplier.add", subject=f"partner:{row.pk}")
    return row


@transaction.atomic
def change(*, company: Company, partner: uuid.UUID, value: PartnerValue, now: datetime) -> None:
    """Keep a partner as typed anew. Raises InputError if another one has its name."""
    _room(company, value, partner)
    Partner.objects.filter(company=company, pk=partner).update(**asdict(value), changed_at=now)
    audit.record(at=now, action="supplier.change", subject=f"partner:{partner}")


def _room(company: Company, value: PartnerValue, partner: uuid.UUID | None) -> None:
    Company.objects.select_for_update().get(pk=company.pk)
    rows = Partner.objects.filter(company=company)
    if rows.filter(role=value.role, name=value.name).exclude(pk=partner).exists():
        remedy = Text("一覧にある行を直してください", "Change the one in the list")
        raise InputError([Fault(Text("この会社はもう一覧にあります", "is in the list already"), remedy, field="name")])
    if partner is None and rows.count() >= values.MOST_PARTNERS:
        raise InputError([lists.too_many(values.MOST_PARTNERS + 1)])


@transaction.atomic
def take(*, company: Company, partners: Sequence[PartnerValue], replace: bool, now: datetime) -> int:
    """Take a whole list: into what is there (the same company is renewed), or in its place. Gives the number taken.

    Raises InputError if the list would get too long; then nothing is taken.
    """
    Company.objects.select_for_update().get(pk=company.pk)
    rows = Partner.objects.filter(company=company)
    if replace:
        rows.delete()
    known = {(row.role, row.name): row.pk for row in rows}
    new = [one for one in partners if (one.role, one.name) not in known]
    if len(known) + len(new) > values.MOST_PARTNERS:
        raise InputError([lists.too_many(len(known) + len(new))])
    for one in partners:
        if (one.role, one.name) in known:
            rows.filter(pk=known[one.role, one.name]).update(**asdict(one), changed_at=now)
    Partner.objects.bulk_create(
        Partner(company=company, made_at=now + k * TICK, changed_at=now, **asdict(one)) for k, one in enumerate(new)
    )
    detail = {"partners": len(partners), "replace": replace}
    audit.record(at=now, action="supplier.take", subject=f"company:{company.pk}", detail=detail)
    return len(partners)


@transaction.atomic
def remove(*, company: Company, partner: uuid.UUID, now: datetime) -> None:
    """Strike a partner off the list."""
    if Partner.objects.filter(company=company, pk=partner).delete()[0]:
        audit.record(at=now, action="supplier.remove", subject=f"partner:{partner}")


def work_out(*, company: Company, now: datetime) -> Job:
    """Have the answer worked out outside the request."""
    return jobs.start(company=company, kind=KIND, now=now)


@transaction.atomic
def keep(*, company: Company, value: Value, basis: str, now: datetime) -> Answer:
    """Keep an answer instead of earlier ones; ``basis`` as ``partner.basis`` of what entered."""
    row = Answer.objects.create(
        company=company,
        made_at=now,
        basis=basis,
        code_version=__version__,
        content_version=catalogue.load().version,
        result=values.dumps(value).decode(),
    )
    Answer.objects.filter(company=company).exclude(pk=row.pk).delete()
    audit.record(at=now, action="supplier.answer", subject=f"answer:{row.pk}", detail={"partners": len(value.partners)})
    return row
