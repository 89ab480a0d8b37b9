"""Kill a process that adds lines to the log, at random moments, again and again: nothing acknowledged is lost, the chain is whole.

``python tests/web/kill_log.py FOLDER TIMES SEED`` prints kills, lines acknowledged, lines kept, and the verdict as JSON.
"""

import json
import os
import random
import signal
import sys
import time
import uuid
from pathlib import Path

folder, times, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
os.environ |= {"SONAE_DATA": str(folder), "SONAE_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "sonae_web.settings"}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from sonae_web.audit import actions, queries  # noqa: E402

COMPANY = uuid.UUID(int=1)


def child(pipe: int) -> None:
    """Add lines and acknowledge each one after its transaction."""
    connection.ensure_connection()
    os.write(pipe, b"0\n")  # ready to be killed
    while True:
        with transaction.atomic():
            line = actions.record(at=timezone.now(), action="test.add", subject="x", detail={"n": 1}, company=COMPANY)
        os.write(pipe, f"{line.seq}\n".encode())


def once(chance: random.Random) -> int:
    """One life: the last line that was acknowledged before the kill, 0 for none."""
    reading, writing = os.pipe()
    number = os.fork()
    if not number:
        os.close(reading)
        try:
            child(writing)
        finally:
            os._exit(1)
    os.close(writing)
    os.read(reading, 2)
    time.sleep(chance.uniform(0.0, 0.06))
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().split(b"\n")[:-1]
    return int(said[-1]) if said else 0


call_command("migrate", verbosity=0)
connection.close()
chance, acknowledged = random.Random(seed), 0
for _ in range(times):
    acknowledged = max(acknowledged, once(chance))
verdict = queries.verify(COMPANY)
print(json.dumps({"kills": times, "acknowledged": acknowledged, "kept": verdict.entries, "whole": verdict.whole}))
