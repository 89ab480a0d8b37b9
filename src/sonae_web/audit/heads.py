"""Signed heads of the log: one file a day and chain. A copy kept elsewhere shows later that nothing was cut off or written anew."""

import json
import logging
import os
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from sonae import chain
from sonae.chain import Entry, Head
from sonae_web import secret

log = logging.getLogger("sonae.audit")


def folder() -> Path:
    """Where the heads lie, to be copied elsewhere."""
    return Path(settings.DATA) / "heads"


def keep(name: str, last: Entry, at: str) -> None:
    """Sign the end of a chain. A full disk must not stop the work of the day: it is noted, and the next day tries again."""
    try:
        head = chain.sign(name, last, at, private())
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder() / f"{name}-{last.at[:10]}.json"
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(head)), encoding="ascii")
        draft.replace(path)
    except OSError:
        log.exception("the head of %s could not be kept", name)


def kept() -> list[Head]:
    """The heads of the data folder."""
    return [read(path) for path in sorted(folder().glob("*.json"))]


def read(path: Path) -> Head:
    """A head from its file. Raises OSError, and ValueError for a file that is none."""
    try:
        return Head(**json.loads(path.read_text(encoding="ascii")))
    except TypeError as error:
        raise ValueError(f"no head: {path.name}") from error


def keys() -> dict[str, bytes]:
    """The public key of this installation by its id."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = Ed25519PrivateKey.from_private_bytes(private()).public_key().public_bytes_raw()
    return {chain.key_id(public): public}


def private() -> bytes:
    """The key that signs heads and claim packs: made once a data folder, readable by its owner only."""
    return secret.made_once(Path(settings.DATA) / "log.key", os.urandom(32))
