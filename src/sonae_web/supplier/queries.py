"""Reading partners and the answer; nothing is computed again."""

import uuid
from dataclasses import dataclass, fields
from datetime import datetime

from sonae import __version__, catalogue, diagnosis
from sonae.report import dominoes
from sonae.report.tables import Table
from sonae.supplier import partner
from sonae.supplier.partner import Answer as Value
from sonae.supplier.partner import Partner as PartnerValue
from sonae.values import Lang
from sonae_web.company import queries as companies
from sonae_web.company.models import Company
from sonae_web.diagnosis import queries as diagnoses
from sonae_web.jobs import queries as jobs
from sonae_web.jobs.models import Job
from sonae_web.supplier.models import Answer, Partner
from sonae_web.supplier.work import KIND

FIELDS = tuple(entry.name for entry in fields(PartnerValue))


@dataclass(frozen=True, slots=True)
class Stored:
    """An answer as it was made. ``outdated``: partners, company, answers to the questions or Sonae itself have changed since."""

    value: Value
    made_at: datetime
    outdated: bool


def partners(company: Company) -> list[Partner]:
    """Suppliers first, each in the order in which they were entered."""
    return list(Partner.objects.filter(company=company))


def find(company: Company, id: uuid.UUID) -> Partner | None:  # noqa: A002
    """One partner of this company."""
    return Partner.objects.filter(company=company, pk=id).first()


def value(row: Partner) -> PartnerValue:
    """The row as the library's value."""
    return PartnerValue(**{name: getattr(row, name) for name in FIELDS})


def score(company: Company) -> int | None:
    """The score of the 25 questions, None until all are answered."""
    row = diagnoses.find(company)
    return diagnosis.score(diagnosis.load(), diagnoses.answers(row)[0]).total if diagnoses.complete(row) else None


def basis(company: Company, rows: list[Partner]) -> str:
    """All that would enter an answer now, as one SHA-256."""
    return partner.basis(companies.value(company), score(company), [value(row) for row in rows])


def latest(company: Company, rows: list[Partner] | None = None) -> Stored | None:
    """The answer of a company; None where none was worked out."""
    row = Answer.objects.filter(company=company).last()
    if row is None:
        return None
    ours = (row.code_version, row.content_version) == (__version__, catalogue.load().version)
    same = row.basis == basis(company, partners(company) if rows is None else rows)
    return Stored(partner.loads(row.result.encode()), row.made_at, not (ours and same))


@dataclass(frozen=True, slots=True)
class Card:
    """The answer in short, for the page of the result."""

    headline: str
    helping: Table
    bands: Table
    outdated: bool


def card(company: Company, lang: Lang) -> Card | None:
    """The answer in short; None where none was worked out."""
    stored = latest(company)
    if stored is None:
        return None
    answer = stored.value
    bands = dominoes.bands(answer, lang)
    return Card(dominoes.headline(answer, lang), dominoes.helping(answer, lang), bands, stored.outdated)


def job(company: Company, since: datetime | None) -> Job | None:
    """The latest work, while it goes on or where it ended without an answer after ``since``."""
    found = jobs.latest(company, KIND)
    if found is None or found.state == Job.State.DONE or (since and found.made_at < since):
        return None
    return found
