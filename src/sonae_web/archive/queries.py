"""A company as an archive: counting what goes into it, writing it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.apps import apps
from django.db import connection, transaction

import sonae
from sonae import catalogue
from sonae.archive import About, Manifest, Writer
from sonae_web import reader
from sonae_web.archive import folders, tables
from sonae_web.audit import queries as log
from sonae_web.company.models import Company


@dataclass(frozen=True, slots=True)
class Content:
    """How much an archive would hold: files, and their bytes together."""

    files: int
    size: int


def content(company: Company) -> Content:
    """What the company keeps as files."""
    sizes = [path.stat().st_size for _, path in folders.of(company.pk)]
    return Content(len(sizes), sum(sizes))


def company(typed: str) -> Company | None:
    """The company of an id as an operator types it."""
    try:
        key = UUID(typed)
    except ValueError:
        return None
    with reader.everywhere():
        return Company.objects.filter(pk=key).first()


def write(company: Company, stream: BinaryIO, now: datetime) -> Manifest:
    """Write everything of a company as it stands at one moment. Raises OSError where the disk is full."""
    with reader.everywhere(), _one_moment():
        writer = Writer(stream)
        for label, model in tables.belonging().items():
            writer.lines(f"rows/{label.lower()}.jsonl", tables.written(model, company.pk))
        writer.lines("rows/people.person.jsonl", _people(company.pk))
        for name, path in folders.of(company.pk):
            writer.file(name, path)
        return writer.close(_about(company.pk, now))


@contextmanager
def _one_moment() -> Iterator[None]:
    """What others write meanwhile is not seen: half of a change never gets in. SQLite lets one writer in anyway."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _about(company: UUID, now: datetime) -> About:
    last = log.last(company)
    return About(
        str(company),
        now.isoformat(),
        sonae.__version__,
        catalogue.load().version,
        tables.states(),
        last.seq if last else 0,
        last.hash if last else "",
    )


def _people(company: UUID) -> Iterator[dict[str, Any]]:
    """Those whom the places of the company name: id, name, address. Nobody's password or key goes along."""
    model = apps.get_model(tables.PERSON)
    named: set[UUID] = set()
    for label in tables.places():
        place = tables.belonging()[label]
        for field in place._meta.fields:
            if field.is_relation and field.related_model is model:
                rows = place._default_manager.filter(**{tables.key(place): company}).order_by()
                named |= {key for key in rows.values_list(field.attname, flat=True) if key}
    return tables.plain(model, model._default_manager.filter(pk__in=named).order_by("pk"))
