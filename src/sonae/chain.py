"""A log that shows when it was changed: every entry carries the hash of the one before it, and a signed head is kept outside.

What an entry says (its payload) is kept apart and enters the chain only as a salted hash, so that it can be erased without breaking
the chain, and nobody can guess an erased payload from its hash.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

FORMAT = "sonae.log/1"
START = "0" * 64
SALT_BYTES = 16
_WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``at`` is ISO 8601 in UTC; ``actor`` and ``object`` are ids, never names; ``payload`` its salted hash."""

    seq: int
    at: str
    actor: str
    action: str
    object: str
    payload: str
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain on a day, signed, to be kept where the log is not: cutting off what came before it is found by it."""

    chain: str
    seq: int
    hash: str
    at: str
    key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a chain is whole. ``bad`` is the first sequence number that is wrong, ``reason`` a word for what is wrong with it.

    Reasons: missing, order, link, hash, payload, truncated, head, signature.
    """

    entries: int
    erased: int = 0
    bad: int | None = None
    reason: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return self.bad is None


def canonical(value: Any) -> bytes:
    """The one way in which a value is written before it is hashed.

    >>> canonical({"b": 1, "a": "備"}).decode()
    '{"a":"備","b":1}'
    """
    return _WRITER.encode(value).encode()


def payload_hash(payload: Mapping[str, Any], salt: bytes) -> str:
    """The salted hash under which a payload stands in the chain."""
    return hashlib.sha256(salt + canonical(payload)).hexdigest()


def entry_hash(seq: int, at: str, actor: str, action: str, subject: str, payload: str, before: str) -> str:
    """The hash of an entry, over everything in it and the hash before it."""
    return hashlib.sha256(canonical([seq, at, actor, action, subject, payload, before])).hexdigest()


def append(last: Entry | None, *, at: str, actor: str, action: str, subject: str, payload: str) -> Entry:
    """The entry that follows ``last`` (None: the first one); ``payload`` is a salted hash.

    >>> first = append(None, at="2026-11-24T00:00:00+00:00", actor="", action="open", subject="x", payload="0" * 64)
    >>> append(first, at=first.at, actor="", action="close", subject="x", payload="0" * 64).seq
    2
    """
    seq, before = (last.seq + 1, last.hash) if last else (1, START)
    return Entry(
        seq, at, actor, action, subject, payload, before, entry_hash(seq, at, actor, action, subject, payload, before)
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it was read, with its payload and salt; both None where it was erased."""

    entry: Entry
    payload: Mapping[str, Any] | None
    salt: bytes | None


def verify(kept: Iterable[Kept], heads: Iterable[Head] = (), keys: Mapping[str, bytes] | None = None) -> Verdict:
    """The first entry that does not fit, if any; entries in the order in which they stand.

    ``heads`` are those kept outside: one that is further than the chain, or that has another hash, names what is wrong.
    ``keys`` are public keys by id; a head signed with none of them is not believed.
    """
    known = {head.seq: head for head in heads}
    for head in known.values():
        if not signed(head, keys or {}):
            return Verdict(0, bad=head.seq, reason="signature")
    before, count, erased = START, 0, 0
    for one in kept:
        reason = _wrong(one, count + 1, before, known.get(one.entry.seq))
        if reason:
            return Verdict(count, erased, count + 1, reason)
        before, count, erased = one.entry.hash, count + 1, erased + (one.payload is None)
    last = max(known, default=0)
    return Verdict(count, erased, count + 1, "truncated") if last > count else Verdict(count, erased)


def _wrong(one: Kept, seq: int, before: str, head: Head | None) -> str:
    entry = one.entry
    if entry.seq != seq:
        return "missing" if entry.seq > seq else "order"
    if entry.before != before:
        return "link"
    own = entry_hash(entry.seq, entry.at, entry.actor, entry.action, entry.object, entry.payload, entry.before)
    if entry.hash != own:
        return "hash"
    if one.payload is not None and (one.salt is None or payload_hash(one.payload, one.salt) != entry.payload):
        return "payload"
    return "head" if head is not None and head.hash != entry.hash else ""


def sign(chain: str, last: Entry, at: str, private: bytes) -> Head:
    """The signed head of a chain; ``private`` are the 32 bytes of an Ed25519 key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(private)
    name = key_id(key.public_key().public_bytes_raw())
    signature = key.sign(_signed_part(chain, last.seq, last.hash, at, name))
    return Head(chain, last.seq, last.hash, at, name, b64encode(signature).decode())


def signed(head: Head, keys: Mapping[str, bytes]) -> bool:
    """Whether one of the public keys has signed a head."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    public = keys.get(head.key)
    if public is None:
        return False
    try:
        part = _signed_part(head.chain, head.seq, head.hash, head.at, head.key)
        Ed25519PublicKey.from_public_bytes(public).verify(b64decode(head.signature, validate=True), part)
    except (InvalidSignature, NotBase64, ValueError):
        return False
    return True


def key_id(public: bytes) -> str:
    """A short name of a public key.

    >>> key_id(bytes(32))
    '66687aadf862bd77'
    """
    return hashlib.sha256(public).hexdigest()[:16]


def _signed_part(chain: str, seq: int, digest: str, at: str, key: str) -> bytes:
    return canonical([FORMAT, chain, seq, digest, at, key])
