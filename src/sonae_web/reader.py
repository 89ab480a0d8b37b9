"""Who reads and writes now, for which company. Rows of companies are read within such a scope only."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DatabaseError, connection

ALL = "*"
COMPANY = "company.Company"
TABLE = re.compile(r'"(\w+)"')


class Role(StrEnum):
    """What a person is to a company. An adviser comes by a Grant, the others by a Membership."""

    OWNER = "owner"
    IT = "it"
    EMPLOYEE = "employee"
    ADVISER = "adviser"


class NoReaderError(RuntimeError):
    """Rows of a company were asked for outside any reader's scope: a defect of ours, never a user's."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A person in a role, and the companies in view. ``person`` is None where there are no accounts (the local app, a job).

    ``scope`` names the subjects that a grant covers; members see what their role allows, so theirs is ``{"*"}``.
    """

    person: UUID | None
    role: Role
    companies: frozenset[UUID]
    scope: frozenset[str] = frozenset({ALL})

    @property
    def company(self) -> UUID | None:
        """The one company in view; None where there are several."""
        return next(iter(self.companies)) if len(self.companies) == 1 else None

    def covers(self, subject: str) -> bool:
        """Whether the scope reaches a subject."""
        return not subject or ALL in self.scope or subject in self.scope


_current: ContextVar[Reader | None] = ContextVar("reader", default=None)
_visible: ContextVar[str] = ContextVar("visible", default="")  # the companies in view, as the database is told


def current() -> Reader | None:
    """The reader of this request or job."""
    return _current.get()


@contextmanager
def acting(reader: Reader) -> Iterator[None]:
    """Read and write the rows of this reader's companies, and of no other."""
    with _told(",".join(sorted(map(str, reader.companies)))):
        before = _current.set(reader)
        try:
            yield
        finally:
            _current.reset(before)


@contextmanager
def everywhere() -> Iterator[None]:
    """Rows of all companies, for the few places that need them: finding out who somebody is, the queue of work, maintenance."""
    with _told(ALL):
        yield


@contextmanager
def _told(companies: str) -> Iterator[None]:
    """Tell PostgreSQL which rows may be seen: its row security asks for ``sonae.companies``. SQLite has no such lock."""
    outer = _visible.get()
    token = _visible.set(companies)
    try:
        _tell(companies)
        yield
    finally:
        _visible.reset(token)
        with suppress(DatabaseError):  # a broken transaction is rolled back, and the setting with it
            _tell(outer)


def _tell(companies: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('sonae.companies', %s, false)", [companies])


@cache
def tables() -> Mapping[str, str]:
    """Every table whose rows belong to a company, and its column that says to which."""
    found = {}
    for model in apps.get_models():
        keys = [field.column for field in model._meta.fields if _to_company(field)]
        if model.__module__.startswith("sonae_web.") and (keys or model._meta.label == COMPANY):
            found[model._meta.db_table] = keys[0] if keys else "id"
    return found


def _to_company(field: Any) -> bool:
    return bool(field.remote_field) and field.related_model._meta.label == COMPANY


def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Refuse a statement on rows of companies outside any scope; hung into the connection for every request to a server."""
    if not _visible.get() and any(name in tables() for name in TABLE.findall(sql)):
        raise NoReaderError(sql.partition("WHERE")[0][:200])
    return execute(sql, params, many, context)
