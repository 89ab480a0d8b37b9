"""Evidence (証拠): what proves that something is in place, from when until when, and how old it may grow before it is asked for again."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from sonae import shape
from sonae.content import reader
from sonae.faults import Fault, InputError
from sonae.shape import ListOf, Table, one_of, text, whole
from sonae.values import Text

KINDS = ("file", "link", "statement")
MOST_DAYS = 3_660
Entry = Mapping[str, Any]
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DAY = shape.day()
SHAPE = Table(
    {
        "id": text(needed=True),
        "title": text(needed=True),
        "kind": one_of(*KINDS, needed=True),
        "received": shape.day(needed=True),
        "effective_from": _DAY,
        "effective_until": _DAY,
        "covers": ListOf(text(), needed=True),
        "where": text(),
        "sha256": text(),
        "max_age_days": whole(1, MOST_DAYS),
    }
)


class State(StrEnum):
    """Whether a piece of evidence counts on a day."""

    CURRENT = "current"
    OLD = "old"
    ENDED = "ended"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence.

    ``received`` is the day on which the company put it down; ``effective_from`` and ``effective_until`` say for which time it speaks
    (None: from the day it was received; without an end). ``covers`` are ids of questions (SD-, SP-), measures (M-), readiness items
    (RD-) and decisions of the owner about coverage gaps (GP-). ``where`` is a file name, an address, or who stated it; ``sha256`` that
    of a file's bytes. ``max_age_days`` is a limit of its own beside that of the item it proves.
    """

    id: str
    title: str
    kind: str
    received: date
    covers: tuple[str, ...]
    effective_from: date | None = None
    effective_until: date | None = None
    where: str = ""
    sha256: str = ""
    max_age_days: int | None = None

    @property
    def since(self) -> date:
        """The day from which it speaks."""
        return self.effective_from or self.received

    def state(self, today: date, max_age_days: int | None = None) -> State:
        """Whether it counts on ``today`` for something that may be proved with evidence of at most so many days.

        >>> paper = Evidence("ev-1", "復元の記録", "file", date(2026, 11, 1), ("SD-11",), effective_from=date(2026, 10, 1))
        >>> paper.state(date(2026, 11, 30), 90), paper.state(date(2027, 1, 30), 90)
        (<State.CURRENT: 'current'>, <State.OLD: 'old'>)
        """
        if today < self.since:
            return State.NOT_YET
        if self.effective_until is not None and today > self.effective_until:
            return State.ENDED
        last = self.last_day(max_age_days)
        return State.OLD if last is not None and today > last else State.CURRENT

    def last_day(self, max_age_days: int | None = None) -> date | None:
        """The last day on which it counts, under the strictest of its own limits and ``max_age_days``; None: it does not grow old."""
        limits = [days for days in (self.max_age_days, max_age_days) if days is not None]
        days = [self.since + timedelta(days=min(limits))] if limits else []
        return min([*days, *([self.effective_until] if self.effective_until else [])], default=None)


def covering(evidence: Iterable[Evidence], *codes: str) -> tuple[Evidence, ...]:
    """What covers any of ``codes``, the newest first."""
    wanted = set(codes)
    found = [piece for piece in evidence if wanted & set(piece.covers)]
    return tuple(sorted(found, key=lambda piece: (-piece.since.toordinal(), piece.id)))


def best(evidence: Iterable[Evidence], today: date, max_age_days: int | None, *codes: str) -> Evidence | None:
    """The piece that proves one of ``codes`` on ``today``: a current one if there is any, else the newest; None without any."""
    found = covering(evidence, *codes)
    current = [piece for piece in found if piece.state(today, max_age_days) is State.CURRENT]
    return next(iter([*current, *found]), None)


def check(raw: object, file: str = "", folder: Path | None = None, key: str = "evidence") -> tuple[Evidence, ...]:
    """The pieces of evidence of a list of tables. Raises InputError with every fault; fields are named ``evidence[1].title``.

    With ``folder``, files that stand there are read: the digest of one is filled in, and one that was given must agree.

    >>> check([{"id": "ev-1", "title": "基本方針", "kind": "statement", "received": date(2026, 4, 1), "covers": ["SD-24"]}])[0].kind
    'statement'
    """
    faults = shape.check(raw, ListOf(SHAPE), file, key)
    if faults or not isinstance(raw, list):
        raise InputError(faults)
    faults = _twice(raw, file, key)
    for number, entry in enumerate(raw, start=1):
        faults += _wrong(entry, file, f"{key}[{number}]")
    if faults:
        raise InputError(faults)
    pieces = [_piece(entry, file, folder, f"{key}[{number}]") for number, entry in enumerate(raw, start=1)]
    faults = [piece for piece in pieces if isinstance(piece, Fault)]
    if faults:
        raise InputError(faults)
    return tuple(piece for piece in pieces if isinstance(piece, Evidence))


def table(piece: Evidence) -> dict[str, object]:
    """The piece as ``check`` reads it; what is not known is left out."""
    values = {name: getattr(piece, name) for name in SHAPE.keys}
    return {
        name: list(value) if name == "covers" else value for name, value in values.items() if value not in (None, "")
    }


@cache
def codes() -> tuple[str, ...]:
    """All ids that evidence may cover."""
    questions = [
        record["id"] for name in ("questions", "supplements") for record in reader.toml("diagnosis", name)["question"]
    ]
    measures = [record["id"] for record in reader.toml("measure", "measures")["measure"]]
    items = [record["id"] for record in reader.toml("insurance", "readiness")["item"]]
    gaps = [record["id"] for record in reader.toml("insurance", "gaps")["gap"]]
    return (*questions, *measures, *items, *gaps)


def _twice(entries: list[Entry], file: str, key: str) -> list[Fault]:
    ids = [entry["id"] for entry in entries]
    return [
        Fault(Text("2度使われています", "is used twice"), _OTHER, file=file, field=f"{key}.id", value=str(name))
        for name in sorted({str(name) for name in ids if ids.count(name) > 1})
    ]


_OTHER = Text("別の名前にしてください", "Give another name")
_LATER = Text("始まりの日より後にしてください", "Give a day after the first one")
_HASH = Text("64文字の16進数にしてください", "Give 64 hexadecimal digits")
_FILE_OR_HASH = Text(
    "where にこのファイルと同じフォルダの名前を書くか、sha256 を書いてください",
    "Name a file beside this one in where, or give its sha256",
)
_SIGN = Text("where に https:// で始まる住所を書いてください", "Give an address that begins with https:// in where")


def _wrong(entry: Entry, file: str, path: str) -> list[Fault]:
    known, where = ("SD-01", "…", "SP-16", "M-01", "…", "RD-30", "GP-01", "…"), f"{path}.covers"
    faults = [shape.unknown_word(code, known, file, where) for code in entry["covers"] if code not in codes()]
    if not entry["covers"]:
        which = Text("SD-01 のように1つ以上書いてください", "Name at least one, such as SD-01")
        faults.append(
            Fault(Text("何の証拠か書かれていません", "covers nothing"), which, file=file, field=f"{path}.covers")
        )
    first, last = shape.plain_day(entry.get("effective_from", entry["received"])), entry.get("effective_until")
    if last is not None and shape.plain_day(last) < first:
        problem = Text("始まりの日より前です", "lies before the day it begins")
        faults.append(Fault(problem, _LATER, file=file, field=f"{path}.effective_until", value=str(last)))
    if "sha256" in entry and not _DIGEST.fullmatch(entry["sha256"]):
        problem = Text("SHA-256 の形ではありません", "is not a SHA-256")
        faults.append(Fault(problem, _HASH, file=file, field=f"{path}.sha256", value=entry["sha256"]))
    if entry["kind"] == "link" and not entry.get("where", "").startswith(("https://", "http://")):
        problem = Text("リンク先の住所がありません", "has no address")
        faults.append(Fault(problem, _SIGN, file=file, field=f"{path}.where", value=entry.get("where")))
    if entry["kind"] == "file" and not entry.get("where") and not entry.get("sha256"):
        problem = Text("ファイルの名前も SHA-256 もありません", "names neither a file nor its SHA-256")
        faults.append(Fault(problem, _FILE_OR_HASH, file=file, field=f"{path}.where"))
    return faults


def _piece(entry: Entry, file: str, folder: Path | None, path: str) -> Evidence | Fault:
    given, where = entry.get("sha256", ""), entry.get("where", "")
    if entry["kind"] == "file":
        found = _digest_of(folder, where)
        if not (given or found):
            return Fault(
                Text("ファイルが見つかりません", "does not exist"),
                _FILE_OR_HASH,
                file=file,
                field=f"{path}.where",
                value=where,
            )
        if given and found and given != found:
            problem = Text("ファイルの中身が、控えた時から変わっています", "does not agree with the file as it is now")
            remedy = Text(
                "新しい証拠として、別の id で書いてください",
                "Write the changed file down as new evidence with an id of its own",
            )
            return Fault(problem, remedy, file=file, field=f"{path}.sha256", value=given)
        given = given or found
    days = {
        name: shape.plain_day(entry[name])
        for name in ("received", "effective_from", "effective_until")
        if name in entry
    }
    return Evidence(
        id=entry["id"],
        title=entry["title"],
        kind=entry["kind"],
        received=days["received"],
        covers=tuple(entry["covers"]),
        effective_from=days.get("effective_from"),
        effective_until=days.get("effective_until"),
        where=where,
        sha256=given,
        max_age_days=entry.get("max_age_days"),
    )


def _digest_of(folder: Path | None, name: str) -> str:
    """The digest of a file beside the case; "" where there is none to read."""
    if folder is None or not name:
        return ""
    try:
        if not (folder / name).is_file():
            return ""
        with (folder / name).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""
