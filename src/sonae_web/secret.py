"""Keys of an installation: each made once a data folder, readable by its owner only."""

import contextlib
import os
import secrets
from pathlib import Path

NAME = "secret.key"


def secret_key(folder: Path) -> str:
    """The key that signs cookies, kept in ``folder``, made on first use. A folder that cannot be written gives a key for this run only."""
    path = folder / NAME
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = made_once(path, secrets.token_urlsafe(50).encode())
        return kept.decode("ascii").strip() or secrets.token_urlsafe(50)
    return secrets.token_urlsafe(50)


def made_once(path: Path, key: bytes) -> bytes:
    """What is kept at ``path``; ``key`` is written there, down to the disk, if nothing is yet. Raises OSError."""
    with contextlib.suppress(FileExistsError):
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as stream:
            stream.write(key)
            stream.flush()
            os.fsync(stream.fileno())
    return path.read_bytes()
