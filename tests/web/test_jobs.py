"""Work outside the request: begun once, done once, seen, stopped, begun again, lost to a kill."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from sonae.faults import Fault, InputError
from sonae.values import Text
from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.jobs import actions, queries, running, waking
from sonae_web.jobs.kinds import KINDS, kind
from sonae_web.jobs.models import Job
from sonae_web.jobs.running import Work
from web.conftest import NOW

WORKED: list[dict[str, Any]] = []


@pytest.fixture(autouse=True)
def connection_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker drops connections that are not in their usual state between two tasks; that of a test is within its transaction.

    On PostgreSQL it would be gone with everything in it (an embedded database in memory cannot be closed).
    """
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Declare a kind of work for one test."""
    WORKED.clear()

    def declared(run: Callable[[Work], Any]) -> None:
        kind("test.count", "A test", "start")(run)

    monkeypatch.setattr(running, "OFTEN", 0.0)
    yield declared
    KINDS.pop("test.count", None)


def count(work: Work) -> dict[str, Any]:
    """Three steps."""
    for done in range(4):
        work.step(done, 3, "Step %(done)s of %(total)s")
    WORKED.append(work.arguments | {"company": work.company.name})
    return {"counted": 3}


def started(row: Company, **more: Any) -> Job:
    return actions.start(company=row, kind="test.count", now=timezone.now(), **more)


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def state(job: Job) -> str:
    return queries.see(again(job), timezone.now()).state


def test_done_once_with_its_result(row: Company, declare: Callable[..., None]) -> None:
    declare(count)
    job = started(row, arguments={"budget": 5})
    assert state(job) == "waiting"
    waking.drain()
    waking.drain()
    kept = again(job)
    assert (kept.state, kept.result, kept.done, kept.total) == ("done", {"counted": 3}, 3, 3)
    assert WORKED == [{"budget": 5, "company": "株式会社試験"}]
    assert None is not kept.started_at <= kept.ended_at  # type: ignore[operator]
    assert Event.objects.last().action == "job.start"  # type: ignore[union-attr]


def test_the_same_work_is_not_begun_twice(row: Company, declare: Callable[..., None]) -> None:
    declare(count)
    first = started(row, subject="a")
    assert started(row, subject="a") == first
    assert started(row, subject="b") != first
    waking.drain()
    assert len(WORKED) == 2
    assert started(row, subject="a") != first, "what is done may be done anew"


def test_an_unknown_kind_is_never_run(row: Company) -> None:
    with pytest.raises(KeyError):
        actions.start(company=row, kind="os.system", now=NOW)
    assert not Job.objects.exists()


def test_cancelled_while_waiting(row: Company, declare: Callable[..., None]) -> None:
    declare(count)
    job = started(row)
    actions.cancel(job=job, now=timezone.now())
    waking.drain()
    assert state(job) == "cancelled"
    assert WORKED == []


def test_cancelled_at_the_next_step(row: Company, declare: Callable[..., None]) -> None:
    def stopped(work: Work) -> None:
        work.step(0, 2)
        actions.cancel(job=again(work.job), now=timezone.now())
        assert again(work.job).cancel_asked
        work.step(1, 2)
        WORKED.append({})

    declare(stopped)
    job = started(row)
    waking.drain()
    assert state(job) == "cancelled"
    assert WORKED == []


def test_what_is_wrong_with_the_input_is_said_in_both_languages(
    client: Client, row: Company, declare: Callable[..., None]
) -> None:
    def refused(work: Work) -> None:
        raise InputError(
            [Fault(Text("負の数です", "is negative"), Text("0以上にしてください", "Give 0 or more"), field="x")]
        )

    declare(refused)
    job = started(row)
    waking.drain()
    assert again(job).fault == {"ja": "x：負の数です。0以上にしてください。", "en": "x: is negative. Give 0 or more."}
    assert "負の数です" in client.get(f"/jobs/{job.pk}/").content.decode()


def test_a_defect_shows_no_trace_and_can_be_begun_again(
    client: Client, row: Company, declare: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(work: Work) -> None:
        raise ZeroDivisionError("secret")

    declare(broken)
    job = started(row)
    waking.drain()
    body = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "secret" not in body
    assert "こちらの不具合です" in body
    assert "ZeroDivisionError" in caplog.text
    declare(count)
    assert client.post(f"/jobs/{job.pk}/restart/")["Location"] == f"/jobs/{job.pk}/"
    assert (state(job), again(job).attempt) == ("waiting", 2)
    waking.drain()
    assert state(job) == "done"


def test_a_kill_is_seen_and_the_work_begins_again(client: Client, row: Company, declare: Callable[..., None]) -> None:
    """A run that gives no sign of life is broken off; if it wakes up later, it can no longer write."""
    late: list[Work] = []

    def frozen(work: Work) -> dict[str, Any]:
        late.append(work)
        Job.objects.filter(pk=work.job.pk).update(seen_at=timezone.now() - timedelta(minutes=2))
        assert state(work.job) == "abandoned"
        assert "途中で切れました" in client.get(f"/jobs/{work.job.pk}/").content.decode()
        assert actions.restart(job=again(work.job), now=timezone.now())
        return {"from": "the dead"}

    declare(frozen)
    job = started(row)
    DBTaskResult.objects.all()[0].task.call(str(job.pk), 1)
    assert (state(job), again(job).result) == ("waiting", None)
    with pytest.raises(running.Cancelled):
        late[0].step(1, 2)
    declare(count)
    waking.drain()
    assert again(job).result == {"counted": 3}
    assert len(WORKED) == 1


def test_only_what_ended_badly_begins_again(row: Company, declare: Callable[..., None]) -> None:
    declare(count)
    job = started(row)
    assert not actions.restart(job=again(job), now=timezone.now())
    waking.drain()
    assert not actions.restart(job=again(job), now=timezone.now())


def test_pages_show_how_far_it_is(browser: Client, row: Company, declare: Callable[..., None]) -> None:
    seen: list[str] = []

    def halfway(work: Work) -> None:
        work.step(1, 2, "Stop it")
        seen.extend(browser.get(f"/jobs/{work.job.pk}/{page}").content.decode() for page in ("", "state/"))
        seen.append(browser.get("/jobs/").content.decode())

    declare(halfway)
    job = started(row)
    assert "/cancel/" in browser.get(f"/jobs/{job.pk}/").content.decode()
    waking.drain()
    page, part, listed = seen
    assert '<meta http-equiv="refresh"' in page, "without a script the page looks again by itself"
    assert 'value="50"' in part
    assert "<h1" not in part
    assert "50 %" in listed
    ended = browser.get(f"/jobs/{job.pk}/state/").content.decode()
    assert "hx-get" not in ended
    assert 'href="/"' in ended


def test_nobody_sees_the_work_of_another_company(client: Client, row: Company, declare: Callable[..., None]) -> None:
    declare(count)
    job = started(row)
    values = {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.attname != "id"}
    other = Company.objects.create(**values)
    assert queries.find(other, job.pk) is None
    assert queries.latest(other, "test.count") is None
    assert queries.recent(other) == []
    for page in ("", "state/"):
        assert client.get(f"/jobs/{uuid4()}/{page}").status_code == 404
    for act in ("cancel", "restart"):
        assert client.post(f"/jobs/{uuid4()}/{act}/").status_code == 404
        assert client.get(f"/jobs/{job.pk}/{act}/").status_code == 405


def test_old_work_is_forgotten(row: Company, declare: Callable[..., None]) -> None:
    declare(count)
    job = started(row, subject="old")
    waking.drain()
    Job.objects.filter(pk=job.pk).update(ended_at=timezone.now() - timedelta(days=31))
    started(row, subject="new")
    assert not Job.objects.filter(pk=job.pk).exists()


def test_waiting_long_asks_for_the_worker(client: Client, row: Company, declare: Callable[..., None]) -> None:
    declare(count)
    job = started(row)
    assert "db_worker" not in client.get(f"/jobs/{job.pk}/").content.decode()
    Job.objects.filter(pk=job.pk).update(made_at=timezone.now() - timedelta(minutes=1))
    assert "db_worker" in client.get(f"/jobs/{job.pk}/").content.decode()


def test_the_worker_of_a_server_starts(tmp_path: Any) -> None:
    """The command a server runs beside the web processes: it reads the queue and ends when told to work off once."""
    environment = os.environ | {"SONAE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "sonae_web.settings"}
    environment["SONAE_DATABASE_URL"] = ""
    for command in (("migrate", "-v0"), ("db_worker", "--batch", "--no-startup-delay", "-v2")):
        done = subprocess.run(
            [sys.executable, "-m", "django", *command], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert "No more tasks" in done.stdout + done.stderr
