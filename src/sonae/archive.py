"""Everything of one company in one ZIP file: its rows as JSON lines, its files, and a list of both with their SHA-256.

Such a file may come from anybody, so nothing of it is believed before ``checked`` has read it once from end to end: names, sizes,
digests, and that it holds what its list says, no more and no less.
"""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import msgspec

from sonae.faults import Fault, InputError
from sonae.values import Text

SCHEMA = "sonae.archive/1"
LIST = "manifest.json"
NAME = re.compile(r"rows/[a-z]+\.[a-z]+\.jsonl|files/[a-z]+/[0-9A-Za-z][0-9A-Za-z._-]{0,120}")
MOST_PARTS, MOST_LIST, MOST_LINE = 20_000, 8 << 20, 64 << 20
MOST_ROWS, MOST_BYTES = 1 << 30, 8 << 30  # bytes of all rows, and of everything, unpacked
STEADY = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes
PIECE = 1 << 20


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file inside: its name, its SHA-256, its length in bytes, and of a table the number of its rows."""

    name: str
    sha256: str
    size: int
    rows: int = 0


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an archive holds. ``tables`` says for each word which state of its tables the rows are in; ``log`` is the end of the log."""

    schema: str
    company: str
    made_at: str
    code_version: str
    content_version: str
    tables: dict[str, str]
    parts: tuple[Part, ...]
    log_entries: int
    log_hash: str

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(part.rows for part in self.parts)

    @property
    def files(self) -> int:
        """How many files."""
        return sum(part.name.startswith("files/") for part in self.parts)


@dataclass(frozen=True, slots=True)
class About:
    """What a manifest says beside its parts; see ``Manifest``."""

    company: str
    made_at: str
    code_version: str
    content_version: str
    tables: Mapping[str, str]
    log_entries: int
    log_hash: str


class Writer:
    """Writes an archive piece by piece, so that memory stays flat; the list comes last.

    >>> import io
    >>> writer = Writer(io.BytesIO())
    >>> writer.lines("rows/task.task.jsonl", [{"id": "1"}]).rows
    1
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(stream, "w")
        self._parts: list[Part] = []

    def lines(self, name: str, rows: Iterable[Mapping[str, Any]]) -> Part:
        """One table: a JSON object a line."""
        return self._keep(name, (msgspec.json.encode(row) + b"\n" for row in rows), zipfile.ZIP_DEFLATED)

    def file(self, name: str, source: Path) -> Part:
        """One file, byte for byte. Raises OSError where it cannot be read."""
        with source.open("rb") as stream:
            return self._keep(name, iter(lambda: stream.read(PIECE), b""), zipfile.ZIP_STORED)

    def close(self, about: About) -> Manifest:
        """Write the list and finish."""
        manifest = Manifest(
            SCHEMA,
            about.company,
            about.made_at,
            about.code_version,
            about.content_version,
            dict(about.tables),
            tuple(self._parts),
            about.log_entries,
            about.log_hash,
        )
        with self._zip.open(_info(LIST, zipfile.ZIP_DEFLATED), "w") as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        self._zip.close()
        return manifest

    def _keep(self, name: str, pieces: Iterable[bytes], how: int) -> Part:
        if not NAME.fullmatch(name):
            raise ValueError(f"no name for a part: {name}")
        digest, size, rows = hashlib.sha256(), 0, 0
        with self._zip.open(_info(name, how), "w", force_zip64=True) as stream:
            for piece in pieces:
                digest.update(piece)
                stream.write(piece)
                size, rows = size + len(piece), rows + 1
        part = Part(name, digest.hexdigest(), size, rows if name.startswith("rows/") else 0)
        self._parts.append(part)
        return part


def _info(name: str, how: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, STEADY)
    info.compress_type = how
    info.external_attr = 0o600 << 16
    return info


def checked(path: Path) -> tuple[Manifest, str]:
    """The list of an archive of which every byte has been compared, and the list's own SHA-256. Raises InputError.

    Reads everything once; afterwards ``lines`` and ``unpack`` may be used on the same file.
    """
    try:
        with zipfile.ZipFile(path) as whole:
            listed = _listed(whole)
            manifest = _manifest(listed)
            _agree(whole, manifest)
            for part in manifest.parts:
                _compare(whole, part)
            return manifest, hashlib.sha256(listed).hexdigest()
    except OSError as error:
        raise InputError([Fault(_NO_FILE, _CHECK_NAME, file=f"{path.name} ({error.strerror})")]) from error
    except _BROKEN as error:
        raise InputError([Fault(_NOT_READ, _AGAIN, file=path.name)]) from error


def lines(path: Path, part: Part) -> Iterator[Mapping[str, Any]]:
    """The rows of one table of a checked archive. Raises InputError for a line that is no row."""
    with zipfile.ZipFile(path) as whole, whole.open(part.name) as stream:
        count = 0
        while line := stream.readline(MOST_LINE):
            count += 1
            yield _row(line, part, count)
        if count != part.rows:
            raise InputError([Fault(_COUNT, _AGAIN, file=part.name, value=f"{count} / {part.rows}")])


def unpack(path: Path, part: Part, target: Path) -> None:
    """Write one file of a checked archive to a new place. Raises OSError."""
    with zipfile.ZipFile(path) as whole, whole.open(part.name) as stream, target.open("xb") as out:
        while piece := stream.read(PIECE):
            out.write(piece)


def _row(line: bytes, part: Part, count: int) -> Mapping[str, Any]:
    try:
        row = msgspec.json.decode(line, type=dict[str, Any])
    except (ValueError, RecursionError) as error:
        raise InputError([Fault(_NO_ROW, _AGAIN, file=part.name, line=count)]) from error
    return row


def _listed(whole: zipfile.ZipFile) -> bytes:
    names = [info.filename for info in whole.infolist()]
    if len(names) > MOST_PARTS + 1:
        raise InputError([Fault(_MANY, _AGAIN, value=str(len(names)))])
    if LIST not in names:
        raise InputError([Fault(_NO_ARCHIVE, _CHOOSE)])
    with whole.open(LIST) as stream:
        listed = stream.read(MOST_LIST + 1)
    if len(listed) > MOST_LIST:
        raise InputError([Fault(_MANY, _AGAIN, file=LIST)])
    return listed


def _manifest(listed: bytes) -> Manifest:
    try:
        said = msgspec.json.decode(listed)
        if isinstance(said, dict) and said.get("schema", SCHEMA) != SCHEMA:
            raise InputError([Fault(_NEWER, _UPDATE, file=LIST, field="schema", value=str(said["schema"])[:40])])
        return msgspec.convert(said, Manifest)
    except (ValueError, RecursionError) as error:
        raise InputError([Fault(_NO_ARCHIVE, _CHOOSE, file=LIST)]) from error


def _agree(whole: zipfile.ZipFile, manifest: Manifest) -> None:
    """The same names in the list and in the file, each once, each plain, none too large."""
    inside = {info.filename: info for info in whole.infolist()}
    named = [part.name for part in manifest.parts]
    odd = next((name for name in named if not NAME.fullmatch(name)), None)
    if odd is not None:
        raise InputError([Fault(_ODD_NAME, _AGAIN, file=LIST, value=odd[:100])])
    twice = len(set(named)) != len(named) or len(inside) != len(whole.infolist())
    if twice or set(named) | {LIST} != set(inside):
        raise InputError([Fault(_DIFFERENT, _AGAIN, file=LIST)])
    if any(inside[part.name].file_size != part.size for part in manifest.parts):
        raise InputError([Fault(_DIFFERENT, _AGAIN, file=LIST)])
    rows = sum(part.size for part in manifest.parts if part.name.startswith("rows/"))
    if rows > MOST_ROWS or sum(part.size for part in manifest.parts) > MOST_BYTES:
        raise InputError([Fault(_LARGE, _AGAIN)])


def _compare(whole: zipfile.ZipFile, part: Part) -> None:
    digest = hashlib.sha256()
    with whole.open(part.name) as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
    if digest.hexdigest() != part.sha256:
        raise InputError([Fault(_CHANGED, _AGAIN, file=part.name)])
    name = part.name.rpartition("/")[2]
    if re.fullmatch(r"[0-9a-f]{64}", name) and name != part.sha256:
        raise InputError([Fault(_CHANGED, _AGAIN, file=part.name)])


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OverflowError, ValueError)
_NOT_READ = Text(
    "会社データ一式として読めません（途中で切れているか、別のファイルです）",
    "cannot be read as an archive (it is cut off, or another kind of file)",
)
_NO_FILE = Text("このファイルを開けません", "cannot be opened")
_CHECK_NAME = Text("名前と場所を確かめてください", "Check its name and place")
_AGAIN = Text("もとの場所で、もう一度作り直してください", "Make it anew where it came from")
_NO_ARCHIVE = Text("会社データ一式ではありません", "is no archive of a company")
_CHOOSE = Text("Sonae で作った zip ファイルを選んでください", "Choose a zip file that Sonae has made")
_NEWER = Text("この Sonae では読めない形式です", "is in a format that this Sonae cannot read")
_UPDATE = Text("Sonae を新しくしてから、もう一度読み込んでください", "Update Sonae, then try again")
_MANY = Text("中のファイルが多すぎます", "holds too many files")
_LARGE = Text("中身が大きすぎます（8GBまで）", "holds too much (8 GB at most)")
_ODD_NAME = Text("中のファイルの名前が正しくありません", "names a file in a way that is not allowed")
_DIFFERENT = Text("一覧と中身が合いません", "does not hold what its list says")
_CHANGED = Text("中身が書き換えられています（SHA-256 が合いません）", "has been changed (its SHA-256 differs)")
_COUNT = Text("行の数が一覧と合いません", "has another number of rows than the list says")
_NO_ROW = Text("行として読めません", "cannot be read as a row")
