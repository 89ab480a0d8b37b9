"""The receipt code: 16 random digits by which a reporter, and nobody else, comes back to a Tip.

What is stored of it is the end of a slow function (Argon2id: 64 MiB, three rounds) with a secret of the installation mixed in. One guess costs
whoever has stolen the database *and* the secret about a third of a second of one processor; there are 10^16 codes.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

DIGITS, GROUP = 16, 4
MEMORY_KIB, ROUNDS = 65_536, 3
HALF = 32


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a code gives: ``lookup`` finds the Tip (64 hexadecimal digits, stored), ``key`` opens it (32 bytes, never stored)."""

    lookup: str
    key: bytes


def new() -> str:
    """A new code, in four groups.

    >>> len(new())
    19
    """
    digits = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    return "-".join(digits[place : place + GROUP] for place in range(0, DIGITS, GROUP))


def plain(typed: str) -> str:
    """A code as typed, digits only; empty if it cannot be one.

    >>> plain(" １２３４ 5678-9012-3456 "), plain("1234"), plain("１" * 17)
    ('1234567890123456', '', '')
    """
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    extra = [sign for sign in typed if not sign.isdecimal() and not sign.isspace() and sign not in "-‐－ー−"]
    return digits if len(digits) == DIGITS and not extra else ""


def derive(code: str, *, company: str, pepper: bytes, memory_kib: int = MEMORY_KIB) -> Receipt:
    """Lookup and key of a code. Slow on purpose, and as slow for a wrong one. ``pepper``: the secret of the installation.

    >>> one = derive("1234-5678-9012-3456", company="c", pepper=b"p", memory_kib=64)
    >>> one == derive("1234567890123456", company="c", pepper=b"p", memory_kib=64), len(one.key)
    (True, 32)
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    salt = hmac.digest(pepper, f"receipt {company}".encode(), hashlib.sha256)
    slow = Argon2id(salt=salt, length=2 * HALF, iterations=ROUNDS, lanes=1, memory_cost=memory_kib)
    made = slow.derive(plain(code).encode() or b"no code")
    lookup = hmac.digest(pepper, b"lookup" + made[:HALF], hashlib.sha256).hex()
    return Receipt(lookup, hmac.digest(pepper, b"open" + made[HALF:], hashlib.sha256))
