"""A ZIP that is the same, byte for byte, whenever it is made of the same files; signed, so that a changed file is named.

Nothing is compressed: how well a program compresses changes from one version to the next, and evidence rarely gets smaller.
"""

import hashlib
import json
import zipfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sonae import chain
from sonae.faults import Fault, InputError
from sonae.incident.calendar import in_japan
from sonae.values import Text

SCHEMA, SIGNED = "sonae.claim-pack/1", "sonae.signature/1"
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
PIECE = 1 << 20
MOST_FILES, MOST_LISTED = 20_000, 20_000_000  # entries, and bytes of the manifest
_UNIX = 3  # the same on every system
_UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError)


@dataclass(frozen=True, slots=True)
class Piece:
    """One file: its name, what it is, and how to read it in parts. ``size`` in bytes is only a hint for very large ones."""

    name: str
    what: str
    read: Callable[[], Iterable[bytes]]
    size: int = 0


def of_bytes(name: str, what: str, data: bytes) -> Piece:
    """A file that is at hand."""
    return Piece(name, what, lambda: (data,), len(data))


def of_text(name: str, what: str, text: str) -> Piece:
    """A text file in UTF-8."""
    return of_bytes(name, what, text.encode())


def write(stream: BinaryIO, pieces: Sequence[Piece], about: Mapping[str, Any], made: datetime, private: bytes) -> str:
    """Write the archive: the files in their order, the manifest with their SHA-256, its signature. Returns the manifest's SHA-256.

    ``private`` are the 32 bytes of an Ed25519 key. Memory stays flat whatever the size of the files.
    """
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        listed = [_add(archive, piece, made) for piece in pieces]
        manifest = canonical({"schema": SCHEMA, **about, "made_at": in_japan(made).isoformat(), "files": listed})
        _add(archive, of_bytes(MANIFEST, "", manifest), made)
        _add(archive, of_bytes(SIGNATURE, "", canonical(_signature(manifest, private))), made)
    return hashlib.sha256(manifest).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON for people and programs, always written in the same way."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n").encode()


def _add(archive: zipfile.ZipFile, piece: Piece, made: datetime) -> dict[str, Any]:
    local = in_japan(made)
    entry = zipfile.ZipInfo(piece.name, (local.year, local.month, local.day, local.hour, local.minute, local.second))
    entry.create_system, entry.external_attr, entry.file_size = _UNIX, 0o600 << 16, piece.size
    digest, size = hashlib.sha256(), 0
    with archive.open(entry, "w") as file:
        for part in piece.read():
            digest.update(part)
            size += len(part)
            file.write(part)
    return {"name": piece.name, "what": piece.what, "size": size, "sha256": digest.hexdigest()}


def _signature(manifest: bytes, private: bytes) -> dict[str, str]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(private)
    public = key.public_key().public_bytes_raw()
    return {
        "schema": SIGNED,
        "of": MANIFEST,
        "key": chain.key_id(public),
        "public": b64encode(public).decode(),
        "signature": b64encode(key.sign(SIGNED.encode() + manifest)).decode(),
    }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of an archive found. ``key`` names the key that signed it ("" without a good signature).

    ``wrong`` holds (file, reason); reasons: changed, missing, extra, signature.
    """

    case: str
    made_at: str
    files: int
    key: str
    wrong: tuple[tuple[str, str], ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.wrong


def verify(path: str | Path) -> Verdict:
    """Whether every file is the one that was signed. Raises InputError for a file that is no claim pack.

    Files are read in parts and only as far as the manifest says, so a file made to swell does no harm.
    """
    file = str(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _verdict(archive, file)
    except _UNREADABLE as error:
        raise InputError([Fault(_NO_ZIP, _GIVE_PACK, file=file)]) from error


def _verdict(archive: zipfile.ZipFile, file: str) -> Verdict:
    entries = archive.infolist()
    held = {entry.filename: entry for entry in entries}
    if len(entries) > MOST_FILES or MANIFEST not in held or held[MANIFEST].file_size > MOST_LISTED:
        raise InputError([Fault(_NO_PACK, _GIVE_PACK, file=file)])
    data = _head(archive, MANIFEST, MOST_LISTED)
    manifest = _table(data)
    listed = {entry["name"]: entry for entry in manifest.get("files", ())} if manifest else {}
    if manifest.get("schema") != SCHEMA or not listed:
        raise InputError([Fault(_NO_PACK, _GIVE_PACK, file=file)])
    key = _signer(data, _table(_head(archive, SIGNATURE, PIECE)) if SIGNATURE in held else {})
    wrong = [] if key else [(MANIFEST, "signature")]
    wrong += [(name, "missing") for name in listed if name not in held]
    wrong += [(name, "changed") for name in listed if name in held and not _same(archive, listed[name])]
    names = [entry.filename for entry in entries]
    wrong += [(name, "extra") for name in sorted(set(names)) if name not in {*listed, MANIFEST, SIGNATURE}]
    wrong += [(name, "extra") for name in sorted(set(names)) if names.count(name) > 1]
    return Verdict(str(manifest.get("case", "")), str(manifest.get("made_at", "")), len(listed), key, tuple(wrong))


def _head(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        with archive.open(name) as file:
            return file.read(most)
    except (zipfile.BadZipFile, zlib.error):  # its own checksum is wrong already
        return b""


def _table(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
        sound = isinstance(found, dict) and all(
            isinstance(entry, dict) and {"name", "size", "sha256"} <= set(entry) for entry in found.get("files", ())
        )
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if sound else {}


def _same(archive: zipfile.ZipFile, listed: Mapping[str, Any]) -> bool:
    digest, size = hashlib.sha256(), 0
    try:
        for part in _parts(archive, str(listed["name"])):
            size += len(part)
            digest.update(part)
            if size > int(listed["size"]):
                return False
    except (zipfile.BadZipFile, zlib.error, ValueError):
        return False
    return (size, digest.hexdigest()) == (listed["size"], listed["sha256"])


def _parts(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with archive.open(name) as file:
        while part := file.read(PIECE):
            yield part


def _signer(manifest: bytes, signature: Mapping[str, Any]) -> str:
    """The id of the key that signed the manifest; "" if nobody did."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = b64decode(str(signature["public"]), validate=True)
        signed = b64decode(str(signature["signature"]), validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signed, SIGNED.encode() + manifest)
    except (InvalidSignature, KeyError, ValueError):
        return ""
    return chain.key_id(public)


_NO_ZIP = Text("ZIP ファイルとして読めません", "cannot be read as a ZIP file")
_NO_PACK = Text("請求の書類一式ではありません", "is no claim pack")
_GIVE_PACK = Text(
    "Sonae で作った「請求の書類一式」の ZIP を指定してください", "Give the ZIP of a claim pack made by Sonae"
)
