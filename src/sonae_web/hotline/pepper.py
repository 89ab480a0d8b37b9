"""The secret of the installation that is mixed into every receipt code: in a file of its own, never in the database or its copies."""

import os
from pathlib import Path

from django.conf import settings

from sonae.hotline import receipts
from sonae.hotline.receipts import Receipt
from sonae_web import secret
from sonae_web.hotline import turns

NAME = "hotline.key"


def pepper() -> bytes:
    """32 bytes, made once a data folder, readable by its owner only. Lost, every receipt code is void."""
    path = Path(settings.DATA) / NAME
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return secret.made_once(path, os.urandom(32))


def receipt(code: str, company: str) -> Receipt:
    """Lookup and key of a code, when its turn has come. Raises BusyError."""
    with turns.slow(company):
        return receipts.derive(code, company=company, pepper=pepper(), memory_kib=receipts.MEMORY_KIB)
