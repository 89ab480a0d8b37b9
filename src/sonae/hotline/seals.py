"""Sealing: what is written is stored encrypted, under keys that are themselves wrapped for each reader and stored nowhere in the open.

A Tip has three keys. ``words``: what reporter and recipients say to each other. ``notes``: what recipients write for themselves. ``name``: the
reporter's name, where only people outside the company may know it. Recipients have a pair of keys (X25519), the secret half sealed under their
pass phrase; the reporter's wrap opens with the key of the receipt code.
"""

import hashlib
import os
from dataclasses import dataclass

from sonae.hotline.receipts import MEMORY_KIB, ROUNDS

KEY, NONCE = 32, 12
PADDING = 256  # lengths are stored in steps of this many bytes


class NotOpenError(Exception):
    """A wrong key, or a sealed text that was changed."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a Tip; a reader who must not have one has empty bytes in its place."""

    words: bytes
    notes: bytes = b""
    name: bytes = b""

    def packed(self) -> bytes:
        """As they are wrapped; the length says nothing about which are there."""
        return b"".join(key or bytes(KEY) for key in (self.words, self.notes, self.name))


def new_keys() -> Keys:
    """Keys of a new Tip."""
    return Keys(os.urandom(KEY), os.urandom(KEY), os.urandom(KEY))


def unpacked(packed: bytes) -> Keys:
    """Keys as they were wrapped.

    >>> keys = new_keys()
    >>> unpacked(Keys(keys.words).packed()) == Keys(keys.words), unpacked(keys.packed()) == keys
    (True, True)
    """
    parts = (packed[:KEY], packed[KEY : 2 * KEY], packed[2 * KEY :])
    return Keys(*(part if any(part) else b"" for part in parts))


def seal(key: bytes, plain: bytes, *, about: str) -> bytes:
    """Encrypt (ChaCha20-Poly1305). ``about`` says what this is, so that one sealed text cannot stand in for another."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = os.urandom(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, _padded(plain), about.encode())


def unseal(key: bytes, sealed: bytes, *, about: str) -> bytes:
    """Decrypt. Raises NotOpenError for a wrong key, a changed text, or one that is about something else.

    >>> unseal(b"k" * 32, seal(b"k" * 32, "残業".encode(), about="t"), about="t").decode()
    '残業'
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        padded = ChaCha20Poly1305(key).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise NotOpenError from error
    size = int.from_bytes(padded[:4], "big")
    return padded[4 : 4 + size]


def new_pair() -> tuple[bytes, bytes]:
    """A recipient's secret and public key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    secret = X25519PrivateKey.generate()
    return secret.private_bytes_raw(), secret.public_key().public_bytes_raw()


def wrap(public: bytes, keys: Keys, *, about: str) -> bytes:
    """Wrap the keys of a Tip for a recipient: only the secret half opens it, and the sender keeps nothing."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    passing = X25519PrivateKey.generate()
    own = passing.public_key().public_bytes_raw()
    shared = passing.exchange(X25519PublicKey.from_public_bytes(public))
    return own + seal(_agreed(shared, own, public), keys.packed(), about=about)


def unwrap(secret: bytes, wrapped: bytes, *, about: str) -> Keys:
    """The keys of a Tip. Raises NotOpenError where the wrap was made for somebody else.

    >>> secret, public = new_pair()
    >>> keys = new_keys()
    >>> unwrap(secret, wrap(public, keys, about="t"), about="t") == keys
    True
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    own = X25519PrivateKey.from_private_bytes(secret)
    shared = own.exchange(X25519PublicKey.from_public_bytes(wrapped[:KEY]))
    key = _agreed(shared, wrapped[:KEY], own.public_key().public_bytes_raw())
    return unpacked(unseal(key, wrapped[KEY:], about=about))


def from_phrase(phrase: str, salt: bytes, *, memory_kib: int = MEMORY_KIB) -> bytes:
    """The key under which a recipient's secret half lies; slow on purpose."""
    import unicodedata

    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    typed = unicodedata.normalize("NFKC", phrase).strip().encode()
    slow = Argon2id(salt=salt, length=KEY, iterations=ROUNDS, lanes=1, memory_cost=memory_kib)
    return bytes(slow.derive(typed))


def _agreed(shared: bytes, sender: bytes, receiver: bytes) -> bytes:
    return hashlib.sha256(b"sonae hotline" + shared + sender + receiver).digest()


def _padded(plain: bytes) -> bytes:
    """Length first, then the text, filled up: a length in the table says little about what was written."""
    whole = len(plain).to_bytes(4, "big") + plain
    return whole + bytes(-len(whole) % PADDING)
