"""Which tables belong to a company, and rows to and from plain values. New words are in it without being named here."""

import base64
import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from sonae.faults import Fault, InputError
from sonae.values import Text
from sonae_web import reader

Model = type[models.Model]
LOG = "audit.Event"
PERSON = settings.AUTH_USER_MODEL
TRAVELS = ("id", "email", "name", "joined_at")  # of a person; passwords and keys stay where they are
DIGEST, HEX = re.compile(r"(.*_)?(sha256|seal|before|payload)"), re.compile(r"([0-9a-f]{64})?")
NUL = re.compile(r"(?<!\\)(\\\\)*\\u0000")
KINDS: tuple[tuple[type[models.Field[Any, Any]], type | tuple[type, ...]], ...] = (
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.FloatField, (int, float)),
    (models.Field, str),  # texts, and what is written as text: keys, moments, days, bytes
)
_NOT_FIT = Text("値が正しくありません", "has a value that is not allowed")
_UNKNOWN = Text("この Sonae が知らない項目があります", "has something that this Sonae does not know")
_MISSING = Text("項目が足りません", "lacks something")
_AGAIN = Text("もとの場所で、もう一度作り直してください", "Make it anew where it came from")
_UPDATE = Text("Sonae を新しくしてから、もう一度読み込んでください", "Update Sonae, then try again")


@cache
def belonging() -> dict[str, Model]:
    """Every table whose rows belong to a company, by its label; the company itself first."""
    found = {model._meta.label: model for model in apps.get_models() if model._meta.db_table in reader.tables()}
    found = {label: model for label, model in found.items() if not getattr(model, "stays_here", False)}
    found[LOG] = apps.get_model(LOG)
    return dict(sorted(found.items(), key=lambda entry: (entry[0] != reader.COMPANY, entry[0])))


@cache
def places() -> frozenset[str]:
    """Tables that say who may look in: they name accounts, so they mean something on one server only."""
    return frozenset(
        label
        for label, model in belonging().items()
        if any(field.is_relation and field.related_model._meta.label == PERSON for field in model._meta.fields)
    )


def key(model: Model) -> str:
    """The column that says to which company a row belongs."""
    return reader.tables().get(model._meta.db_table, "company")


def columns(model: Model) -> dict[str, Any]:
    """The columns that travel, by name. Numbers that the database itself hands out stay: nothing points to them."""
    if model._meta.label == PERSON:
        return {name: model._meta.get_field(name) for name in TRAVELS}
    return {field.attname: field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)}


@cache
def states() -> dict[str, str]:
    """Which state the tables of each word are in: the name of its last migration."""
    from django.db.migrations.loader import MigrationLoader

    words = {model._meta.app_label for model in belonging().values()}
    return {word: name for word, name in sorted(MigrationLoader(None).disk_migrations) if word in words}


def written(model: Model, company: UUID) -> Iterator[dict[str, Any]]:
    """The rows of a company as plain values, in a steady order."""
    rows = model._default_manager.filter(**{key(model): company}).order_by("pk")
    return plain(model, rows)


def plain(model: Model, rows: Any) -> Iterator[dict[str, Any]]:
    """Rows as plain values."""
    known = columns(model)
    for row in rows.values_list(*known).iterator(chunk_size=200):
        yield {name: _plain(value, known[name]) for name, value in zip(known, row, strict=True)}


def _plain(value: Any, field: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, date) and not isinstance(field, models.JSONField):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def read(model: Model, row: Mapping[str, Any], place: tuple[str, int]) -> models.Model:
    """The row as it will be kept. Raises InputError: something unknown, missing, or not allowed; ``place`` is file and line."""
    known = columns(model)
    unknown = next((name for name in row if name not in known), None)
    if unknown is not None:
        raise InputError([_fault(_UNKNOWN, _UPDATE, place, unknown[:60])])
    made = model()
    for name, field in known.items():
        if name not in row and not _left_out(field):
            raise InputError([_fault(_MISSING, _AGAIN, place, name)])
        if name in row:
            try:
                setattr(made, name, _value(field, row[name]))
            except (ValidationError, ValueError, TypeError, OverflowError) as error:
                raise InputError([_fault(_NOT_FIT, _AGAIN, place, name)]) from error
    return made


def _fault(problem: Text, remedy: Text, place: tuple[str, int], name: str) -> Fault:
    return Fault(problem, remedy, file=place[0], line=place[1], field=name)


def _left_out(field: Any) -> bool:
    """Whether an older archive may lack a column that came later."""
    return bool(field.has_default() or field.null or field.blank)


def _value(field: Any, raw: Any) -> Any:
    kind = field.target_field if field.is_relation else field
    if raw is None:
        if not field.null:
            raise ValueError(field.name)
        return None
    _sound(raw)
    if isinstance(kind, models.JSONField):
        return raw
    wanted = next(types for cls, types in KINDS if isinstance(kind, cls))
    if not isinstance(raw, wanted) or (isinstance(raw, bool) and wanted is not bool):
        raise ValueError(field.name)
    value = _typed(kind, raw)
    kind.run_validators(value)
    if kind.choices and value not in {choice for choice, _ in kind.flatchoices}:
        raise ValueError(field.name)
    if DIGEST.fullmatch(field.name) and not HEX.fullmatch(str(value)):
        raise ValueError(field.name)  # files are found by it
    return value


def _typed(kind: Any, raw: Any) -> Any:
    if isinstance(kind, models.BinaryField):
        return base64.b64decode(raw, validate=True)
    if isinstance(kind, models.DateTimeField):
        moment = parse_datetime(raw)
        if not isinstance(moment, datetime) or moment.tzinfo is None:
            raise ValueError(raw)
        return moment
    if isinstance(kind, models.DateField):
        day = parse_date(raw)
        if day is None:
            raise ValueError(raw)
        return day
    if isinstance(raw, float) and not math.isfinite(raw):
        raise ValueError(raw)
    return kind.to_python(raw)


def _sound(raw: Any) -> None:
    """Text that every database can hold: no zero sign, nothing that is half a character."""
    text = json.dumps(raw, ensure_ascii=False, allow_nan=False)
    text.encode("utf-8")
    if NUL.search(text):
        raise ValueError("a zero sign")
