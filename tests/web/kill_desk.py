"""Kill a process that keeps evidence and costs, at random moments: what was acknowledged is there, whole, and the log agrees.

``python tests/web/kill_desk.py FOLDER TIMES SEED`` prints kills, what was acknowledged, what is missing or broken, and the log's verdict.
"""

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

folder, times, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
os.environ |= {"SONAE_DATA": str(folder), "SONAE_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "sonae_web.settings"}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from sonae import company as companies  # noqa: E402
from sonae_web.audit import queries as log  # noqa: E402
from sonae_web.company import actions as company_actions  # noqa: E402
from sonae_web.incident import actions, vault  # noqa: E402
from sonae_web.incident.models import Case, Exhibit, Fact  # noqa: E402


def pieces(chance: random.Random) -> Iterator[bytes]:
    """A file that arrives slowly enough to be cut off."""
    for _ in range(chance.randint(1, 6)):
        yield chance.randbytes(50_000)
        time.sleep(0.001)


def child(pipe: int, case: Case, chance: random.Random) -> None:
    """Keep costs and files, and acknowledge each by its id once the action is over."""
    connection.ensure_connection()
    os.write(pipe, b"ready\n")
    number = 0
    while True:
        number, now = number + 1, timezone.now()
        cost = {"id": f"c{number}", "what": "x", "section": "expense", "item": "investigation", "amount": 1, "at": now}
        fact = actions.add(case=case, kind="ledger", body=cost, at=now, now=now)
        os.write(pipe, f"fact {fact.pk}\n".encode())
        row = actions.keep(case=case, file=pieces(chance), name="a.bin", values={"title": "x"}, now=now)
        os.write(pipe, f"file {row.pk}\n".encode())


def once(case: Case, chance: random.Random) -> list[str]:
    """One life: what was acknowledged before the kill."""
    reading, writing = os.pipe()
    number = os.fork()
    if not number:
        os.close(reading)
        try:
            child(writing, case, random.Random(chance.random()))
        finally:
            os._exit(1)
    os.close(writing)
    os.read(reading, 6)
    time.sleep(chance.uniform(0.0, 0.08))
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    with os.fdopen(reading, "rb") as stream:
        return [line.decode() for line in stream.read().split(b"\n")[:-1]]


def whole(row: Exhibit) -> bool:
    """Whether the file of a row is there with the bytes that were hashed."""
    path = vault.place(row.company_id, row.sha256)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == row.sha256


call_command("migrate", verbosity=0)
industry = companies.industries()["manufacturing"]
firm = company_actions.save(value=companies.typical(industry, 20, "株式会社試験"), now=timezone.now())
opened = {"playbook": "ransomware", "title": "x", "known_at": timezone.now(), "facts": {}, "now": timezone.now()}
case = actions.open_case(company=firm, **opened)
connection.close()
chance, said = random.Random(seed), []
for _ in range(times):
    said += once(case, chance)
facts = {f"fact {pk}" for pk in Fact.objects.values_list("pk", flat=True)}
files = {f"file {row.pk}": whole(row) for row in Exhibit.objects.all()}
print(
    json.dumps(
        {
            "kills": times,
            "acknowledged": len(said),
            "lost": len([line for line in said if line not in facts and line not in files]),
            "broken": len([name for name, sound in files.items() if not sound]),
            "whole": log.verify(firm.pk).whole,
        }
    )
)
