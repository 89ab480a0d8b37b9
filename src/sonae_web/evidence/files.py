"""Files of evidence: what may come in, recognised by its first bytes, hashed while it is written, kept apart by company."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from sonae.faults import Fault, InputError
from sonae.values import Text

MOST_BYTES = 20_000_000
MOST_MEGABYTES = MOST_BYTES // 1_000_000
TOO_LARGE = "sonae.upload_too_large"  # key of request.META
HEAD = 4_096
OFFICE = ("[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/", "ppt/", "mimetype", "META-INF/")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is accepted: its media type, the ending it is handed out with, the endings it may come with."""

    media: str
    ending: str
    endings: tuple[str, ...]


PDF = Kind("application/pdf", "pdf", ("pdf",))
PNG = Kind("image/png", "png", ("png",))
JPEG = Kind("image/jpeg", "jpg", ("jpg", "jpeg"))
WEBP = Kind("image/webp", "webp", ("webp",))
HEIC = Kind("image/heic", "heic", ("heic", "heif"))
MODERN = Kind("application/octet-stream", "", ("docx", "xlsx", "pptx", "odt", "ods", "odp"))
OLD = Kind("application/octet-stream", "", ("doc", "xls", "ppt", "msg"))
PLAIN = Kind("text/plain", "", ("txt", "csv", "log", "eml", "md", "tsv"))


class Upload(Protocol):
    """What Django hands over for a file."""

    name: str | None

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Received:
    """A file as it was received: its own name, its digest, its length in bytes, its media type, where it waits."""

    name: str
    sha256: str
    size: int
    media: str
    waiting: Path


class BoundedUpload(TemporaryFileUploadHandler):
    """Takes a file to a temporary place, and stops taking it at the limit; the view then says so."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or give the file up."""
        self.taken += len(raw_data)
        if self.taken > MOST_BYTES:
            assert self.request is not None
            self.request.META[TOO_LARGE] = True
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def receive(upload: Upload, company: str) -> Received:
    """Write an upload beside the company's files while hashing it. Raises InputError, and then nothing is left behind."""
    folder = _folder(company)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size, head = hashlib.sha256(), 0, b""
    with tempfile.NamedTemporaryFile(dir=folder, prefix="waiting-", delete=False) as stream:
        waiting = Path(stream.name)
        try:
            for chunk in upload.chunks():
                head = head or chunk[:HEAD]
                size += len(chunk)
                digest.update(chunk)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
            kind = recognised(_plain(upload.name), head, size)
        except BaseException:
            waiting.unlink()
            raise
    return Received(_plain(upload.name), digest.hexdigest(), size, kind.media, waiting)


def keep(received: Received, company: str) -> None:
    """Give a received file its final place, named by its digest."""
    received.waiting.replace(place(company, received.sha256))


def drop(received: Received) -> None:
    """Forget a file that is not kept after all."""
    received.waiting.unlink(missing_ok=True)


def place(company: str, sha256: str) -> Path:
    """Where a file of a company stands. Both come from rows, never from a request."""
    return _folder(company) / sha256


def opened(company: str, sha256: str) -> IO[bytes]:
    """The file to hand out. Raises FileNotFoundError."""
    return place(company, sha256).open("rb")


def _folder(company: str) -> Path:
    return Path(settings.DATA) / "evidence" / company


def _plain(name: str | None) -> str:
    """The last part of a name, without what makes a path or a header of it."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    tidy = "".join(character for character in last if character.isprintable()).strip(" .")
    stem, dot, ending = tidy.rpartition(".")
    return f"{stem[:80]}.{ending[:10]}" if dot and stem else tidy[:80]


def recognised(name: str, head: bytes, size: int) -> Kind:
    """The kind of a file by its first bytes. Raises InputError: empty, too large, not accepted, or named as something else.

    >>> recognised("photo.jpeg", b"\\xff\\xd8\\xff\\xe0", 4).media
    'image/jpeg'
    """
    if not size:
        raise InputError([Fault(_EMPTY, _CHOOSE, field="file", value=name)])
    if size > MOST_BYTES:
        raise InputError([too_large(name)])
    kind = _by_content(head)
    if kind is None:
        raise InputError([Fault(_NOT_ACCEPTED, _ACCEPTED, field="file", value=name)])
    ending = name.rpartition(".")[2].lower()
    if ending not in kind.endings:
        raise InputError([Fault(_NAMED_WRONGLY, _NAME_RIGHT, field="file", value=name)])
    return kind


def too_large(name: str = "") -> Fault:
    """The fault of a file over the limit."""
    return Fault(_TOO_LARGE, _SMALLER, field="file", value=name or None)


def twice(name: str) -> Fault:
    """The fault of a file that is there already."""
    return Fault(_TWICE, _ONCE, field="file", value=name)


_TWICE = Text("同じファイルをすでに受け取っています", "The very same file is there already")
_ONCE = Text("証拠の一覧から、その1件を開いてください", "Open it from the list of evidence")
_EMPTY = Text("ファイルが空です", "The file is empty")
_CHOOSE = Text("中身のあるファイルを選んでください", "Choose a file that holds something")
_TOO_LARGE = Text(
    f"ファイルが大きすぎます（{MOST_MEGABYTES}MBまで）", f"The file is too large (up to {MOST_MEGABYTES} MB)"
)
_SMALLER = Text(
    "写真は小さくし、大きいものは置き場所をリンクで登録してください", "Make pictures smaller, or give a link instead"
)
_NOT_ACCEPTED = Text("この種類のファイルは受け取れません", "Files of this kind are not accepted")
_ACCEPTED = Text(
    "PDF、写真、Word、Excel、文字のファイルにしてください。zip は中のファイルを1つずつ選んでください",
    "Use PDF, pictures, Word, Excel or text. Of a zip, choose the files inside one by one",
)
_NAMED_WRONGLY = Text("名前の終わり（拡張子）と中身が合いません", "The ending of the name does not fit what is inside")
_NAME_RIGHT = Text(
    "もとのファイルを確かめ、正しい名前で選び直してください", "Check the file and choose it under its right name"
)


def _by_content(head: bytes) -> Kind | None:
    starts = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"\xd0\xcf\x11\xe0", OLD))
    for start, kind in starts:
        if head.startswith(start):
            return kind
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"heif"):
        return HEIC
    if head.startswith(b"PK\x03\x04"):
        return MODERN if _first_name(head).startswith(OFFICE) else None
    return PLAIN if _is_text(head) else None


def _first_name(head: bytes) -> str:
    """The name of the first file in a zip; nothing is unpacked."""
    length = int.from_bytes(head[26:28], "little")
    return head[30 : 30 + length].decode("ascii", errors="replace")


def _is_text(head: bytes) -> bool:
    """Letters only, and neither a page nor a program: those could be run by whoever opens them."""
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "cp932"):
        try:
            text = head[:-3].decode(encoding) if len(head) == HEAD else head.decode(encoding)
        except UnicodeDecodeError:
            continue
        start = text.lstrip("\ufeff \t\r\n").lower()
        return not start.startswith(("<!doctype", "<html", "<svg", "<?xml", "<script", "#!", "mz", "<?php", "@echo"))
    return False
