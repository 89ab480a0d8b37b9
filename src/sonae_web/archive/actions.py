"""Taking an archive in: a whole company, or nothing of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, IntegrityError, models, transaction

from sonae import archive
from sonae.archive import Manifest, Part
from sonae.faults import Fault, InputError
from sonae.values import Text
from sonae_web import reader
from sonae_web.account.models import Person
from sonae_web.archive import folders, sound, tables
from sonae_web.audit import actions as audit
from sonae_web.audit import queries as log
from sonae_web.audit.models import Event
from sonae_web.company import invitations
from sonae_web.company.models import Company, Invitation, Membership
from sonae_web.reader import Role

BATCH = 200

_HERE = Text("この会社は、すでにここにあります", "This company is here already")
_ANOTHER = Text("ここには、別の会社のデータがあります", "There is another company here")
_NEW_FOLDER = Text(
    "会社ごとにデータのフォルダを分けてください（--data）", "Give each company a data folder of its own (--data)"
)
_MEANWHILE = Text(
    "こちらの記録に、この会社データ一式にない続きがあります。読み込むと失われるため、止めました",
    "The log here goes on where the archive does not. Taking it in would lose that, so nothing was done",
)
_NEWEST = Text(
    "新しいほうの Sonae から作り直すか、いまのデータを先に持ち出してください",
    "Make the archive anew where the newest work is, or save the data here first",
)
_FOREIGN = Text("ほかの会社の行が混ざっています", "holds a row of another company")
_POINTS = Text("中にない行を指しています", "points to a row that is not inside")
_LOG = Text("記録がそろっていません（書き換えか、欠け）", "has a log that is not whole (changed or cut)")
_TABLE = Text("この Sonae が知らない表があります", "holds a table that this Sonae does not know")
_LATER = Text("新しい Sonae で作られています", "was made by a newer Sonae")
_AGAIN = Text("もとの場所で、もう一度作り直してください", "Make it anew where it came from")
_UPDATE = Text("Sonae を新しくしてから、もう一度読み込んでください", "Update Sonae, then try again")
_TAKEN = Text("中の行が、ここにある別の行とぶつかります", "has rows that clash with others here")


@dataclass(frozen=True, slots=True)
class Founder:
    """Who brings a company to a server and owns it there from then on; ``granting``: the inviter may look in, as asked."""

    person: Person
    invitation: Invitation | None = None
    granting: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in."""

    company: Company
    rows: int
    files: int


@transaction.atomic
def note_copy(*, company: Company, now: datetime, by: UUID | None = None) -> None:
    """The log says that everything was handed out, before it is; so the archive itself says so, too."""
    audit.record(at=now, action="archive.write", subject=f"company:{company.pk}", company=company.pk, by=by)


def take_in(*, path: Path, now: datetime, founder: Founder | None = None, over: Company | None = None) -> Taken:
    """Take a company in, lossless, in one transaction; ``over`` is its earlier state here, which it replaces.

    It replaces only what it continues: the log here must be the beginning of the log inside. On a server the places of people are
    not taken over, since they name accounts of elsewhere: ``founder`` becomes the owner. Raises InputError, and nothing is changed.
    """
    manifest, digest = archive.checked(path)
    company = _company(manifest, over)
    try:
        with reader.everywhere(), transaction.atomic(), folders.unpacked(path, manifest.parts, company):
            return _take_in(path, manifest, digest, now, founder, over)
    except IntegrityError as error:
        raise InputError([Fault(_TAKEN, _AGAIN, file=path.name)]) from error
    except DatabaseError as error:
        raise InputError([Fault(_TAKEN, _AGAIN, file=path.name, value=type(error).__name__)]) from error


def _company(manifest: Manifest, over: Company | None) -> UUID:
    """The key of the company inside; it may come here."""
    try:
        company = UUID(manifest.company)
    except ValueError as error:
        raise InputError([Fault(_POINTS, _AGAIN, field="company", value=manifest.company[:60])]) from error
    with reader.everywhere():
        here = Company.objects.filter(pk=company).exists()
        others = not settings.SERVER and Company.objects.exclude(pk=company).exists()
    if others or (over is not None and over.pk != company):
        raise InputError([Fault(_ANOTHER, _NEW_FOLDER)])
    if here and over is None:
        raise InputError([Fault(_HERE, _NEWEST)])
    return company


def _take_in(
    path: Path, manifest: Manifest, digest: str, now: datetime, founder: Founder | None, over: Company | None
) -> Taken:
    company = UUID(manifest.company)
    known = _parts(manifest)
    last = _continues(path, known[tables.LOG], company) if over else 0
    if over:
        _clear(company)
    keys = {label: _rows(path, part, label, company, last) for label, part in known.items() if _comes(label)}
    _all_inside(keys, company)
    if not log.verify(company).whole or _end(company) != (manifest.log_entries, manifest.log_hash):
        raise InputError([Fault(_LOG, _AGAIN, file=known[tables.LOG].name)])
    row = Company.objects.get(pk=company)
    if founder and over is None:
        _seat(row, founder, now)
    by = founder.person.pk if founder else None
    detail = {"manifest": digest, "rows": manifest.rows, "files": manifest.files, "over": over is not None}
    audit.record(at=now, action="archive.take_in", subject=f"company:{company}", detail=detail, company=company, by=by)
    return Taken(row, manifest.rows, manifest.files)


def _seat(company: Company, founder: Founder, now: datetime) -> None:
    if founder.invitation:
        invitations.found(
            invitation=founder.invitation,
            company=company,
            person=founder.person,
            granting=founder.granting,
            now=now,
        )
    else:
        Membership.objects.create(company=company, person=founder.person, role=Role.OWNER, since=now)


def _comes(label: str) -> bool:
    """Places and people of elsewhere mean nothing on a server, and must not open a door there."""
    return not settings.SERVER or label not in {*tables.places(), tables.PERSON}


def _parts(manifest: Manifest) -> dict[str, Part]:
    """The tables inside by label. A table may be missing, as in an archive of an older version; the company and its log may not."""
    wanted = {f"rows/{label.lower()}.jsonl": label for label in (tables.PERSON, *tables.belonging())}
    rows = {part.name: part for part in manifest.parts if part.name.startswith("rows/")}
    odd = next((name for name in rows if name not in wanted), None)
    later = next((word for word, state in manifest.tables.items() if state > tables.states().get(word, "")), None)
    if later is not None:
        raise InputError([Fault(_LATER, _UPDATE, field=later[:60], value=manifest.tables[later][:60])])
    if odd is not None:
        raise InputError([Fault(_TABLE, _UPDATE, value=odd)])
    found = {label: rows[name] for name, label in wanted.items() if name in rows}
    if reader.COMPANY not in found or tables.LOG not in found or found[reader.COMPANY].rows != 1:
        raise InputError([Fault(_POINTS, _AGAIN, field="company", value=manifest.company)])
    return found


def _continues(path: Path, part: Part, company: UUID) -> int:
    """How far the log here goes; the log inside must hold its end."""
    last = log.last(company)
    if last is None:
        return 0
    if any(row.get("seq") == last.seq and row.get("seal") == last.hash for row in archive.lines(path, part)):
        return last.seq
    raise InputError([Fault(_MEANWHILE, _NEWEST)])


def _clear(company: UUID) -> None:
    """Take away the earlier state, but not the log, which goes on. Keys are compared at the end of the transaction."""
    for label, model in tables.belonging().items():
        if label != tables.LOG and _comes(label):
            rows = model._default_manager.filter(**{tables.key(model): company})
            rows._raw_delete(rows.db)


def _rows(path: Path, part: Part, label: str, company: UUID, last: int) -> set[Any]:
    """Keep the rows of one table; gives their keys."""
    model = apps.get_model(label)
    keys: set[Any] = set()
    rows = _read(path, part, model, company, last)
    while some := list(islice(rows, BATCH)):
        model._default_manager.bulk_create(some)
        keys.update(row.pk for row in some)
    return keys


def _read(path: Path, part: Part, model: tables.Model, company: UUID, last: int) -> Iterator[models.Model]:
    column = "pk" if model._meta.label == reader.COMPANY else tables.key(model)
    for number, raw in enumerate(archive.lines(path, part), start=1):
        row = tables.read(model, raw, (part.name, number))
        if isinstance(row, Person):
            if not Person.objects.filter(pk=row.pk).exists():
                yield _known_by_name(row)
            continue
        if getattr(row, column) != company:
            raise InputError([Fault(_FOREIGN, _AGAIN, file=part.name, line=number)])
        sound.check(row, part.name, number)
        if not isinstance(row, Event) or row.seq > last:
            yield row


def _known_by_name(person: Person) -> Person:
    """Nobody can sign in as a person who came along: there is neither password nor key."""
    person.is_active = False
    person.set_unusable_password()
    return person


def _all_inside(keys: Mapping[str, set[Any]], company: UUID) -> None:
    """No row points out of its own company: what it points to has come along."""
    for label in keys:
        model = apps.get_model(label)
        for field in _pointing(model):
            target = field.related_model._meta.label
            rows = model._default_manager.filter(**{tables.key(model): company}).exclude(**{field.attname: None})
            _inside(
                rows.values_list(field.attname, flat=True).order_by(), keys.get(target, set()), label, field.attname
            )


def _pointing(model: tables.Model) -> Iterable[Any]:
    return (
        field
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label in tables.belonging()
    )


def _inside(found: Iterable[Any], known: set[Any], label: str, column: str) -> None:
    if any(key not in known for key in found):
        raise InputError([Fault(_POINTS, _AGAIN, file=f"rows/{label.lower()}.jsonl", field=column)])


def _end(company: UUID) -> tuple[int, str]:
    last = log.last(company)
    return (last.seq, last.hash) if last else (0, "")
