"""The key that signs cookies: made once per data folder, readable by its owner only."""

import contextlib
import os
import secrets
from pathlib import Path

NAME = "secret.key"


def secret_key(folder: Path) -> str:
    """The key kept in ``folder``, made on first use. A folder that cannot be written gives a key for this run only."""
    path = folder / NAME
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(path)
        return path.read_text(encoding="ascii").strip() or secrets.token_urlsafe(50)
    return secrets.token_urlsafe(50)


def _make(path: Path) -> None:
    with contextlib.suppress(FileExistsError):
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(50))
