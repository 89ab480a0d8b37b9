"""Where evidence lies: one file a SHA-256, in a folder of each company, outside everything that is served.

A file is read in pieces, so that memory stays small whatever its size; it is renamed to its place only when all of it was written and
reached the disk. Nothing here ever opens a file to understand it: a few first bytes tell its type, no more.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from sonae.faults import Fault, InputError
from sonae.values import Text

MOST_BYTES = 4 * 1024**3
HALF_WRITTEN = 24 * 3600  # seconds after which nothing that is still arriving has been begun
DRAFT = re.compile(r"\.[0-9a-f]{16}")
SIGNS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"GIF8", "gif"),
    (b"\x1f\x8b", "gzip"),
)
_TOO_LARGE = Fault(
    Text("4GB を超えるファイルは受け取れません", "is larger than 4 GB"),
    Text(
        "外付けのディスクに保存し、SHA-256 と置き場所を記録してください",
        "Keep it on a disk of its own and note its SHA-256 and place",
    ),
    field="file",
)
_NO_ROOM = Fault(
    Text("保存する場所がありません。受け取りは取り消しました", "cannot be stored; nothing was kept"),
    Text("ディスクの空きを増やしてから、もう一度送ってください", "Make room on the disk and send it again"),
    field="file",
)


class StreamedUpload(TemporaryFileUploadHandler):
    """Takes a file to the disk piece by piece; one over the limit is given up and never complete."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or give the file up."""
        self.taken += len(raw_data)
        if self.taken > MOST_BYTES:
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has arrived in full, not yet in its place."""

    draft: Path
    place: Path
    sha256: str
    size: int
    sniffed: str

    def keep(self) -> None:
        """Move it to its place; the same bytes twice are one file."""
        self.draft.replace(self.place)
        folder = os.open(self.place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def receive(company: UUID | int, pieces: Iterable[bytes]) -> Iterator[Received]:
    """Write what arrives, hashing on the way; without ``keep`` nothing stays. Raises InputError: too large, no room."""
    folder = _folder(company)
    draft = folder / f".{secrets.token_hex(8)}"
    try:
        digest, size, head = hashlib.sha256(), 0, b""
        with draft.open("xb") as stream:
            for piece in pieces:
                size += len(piece)
                if size > MOST_BYTES:
                    raise InputError([_TOO_LARGE])
                head = head or piece[:64]
                digest.update(piece)
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        yield Received(draft, folder / digest.hexdigest(), digest.hexdigest(), size, sniff(head))
    except OSError as error:
        raise InputError([_NO_ROOM]) from error
    finally:
        draft.unlink(missing_ok=True)


def sniff(head: bytes) -> str:
    """What the first bytes look like; a label for people, never a reason to open the file.

    >>> sniff(b"%PDF-1.7"), sniff(b"hello")
    ('pdf', 'data')
    """
    return next((name for sign, name in SIGNS if head.startswith(sign)), "data")


def place(company: UUID | int, sha256: str) -> Path:
    """Where the bytes lie. Raises ValueError for anything but a SHA-256."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise ValueError(sha256)
    return _folder(company) / sha256


def plain_name(name: str) -> str:
    """A file name without folders and without signs that mislead.

    >>> plain_name("../../etc/pass\\u202ewd"), plain_name("")
    ('passwd', 'file')
    """
    last = re.split(r"[\\/]", name)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:200].strip(". ") or "file"


def sweep(now: float) -> int:
    """Remove what a kill or a power cut left half written; of how many files. ``now`` in seconds since 1970."""
    swept = 0
    for path in (Path(settings.DATA) / "incident").glob("*/.*"):
        if DRAFT.fullmatch(path.name) and path.stat().st_mtime < now - HALF_WRITTEN:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _folder(company: UUID | int) -> Path:
    folder = Path(settings.DATA) / "incident" / str(company)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
