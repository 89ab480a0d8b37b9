"""T1, the second lock: PostgreSQL itself hides the rows of companies that are not in view. Runs where the tests have PostgreSQL."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from sonae_web import reader
from sonae_web.company import locks
from sonae_web.company.models import Company
from sonae_web.diagnosis.models import Diagnosis
from sonae_web.reader import Reader, Role
from sonae_web.risk.models import Assessment
from web.test_access import other, server  # noqa: F401 - fixtures

pytestmark = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row security")


def of(company: Company) -> Reader:
    return Reader(None, Role.OWNER, frozenset({company.pk}))


@pytest.fixture
def locked(assessed: Assessment, other: Company, server: None) -> Company:  # noqa: F811
    assert not locks.bypassed()
    connection.check_constraints()  # nothing may be pending when tables change
    locks.lock()
    return assessed.company


def test_nothing_in_view_nothing_seen(locked: Company, other: Company) -> None:  # noqa: F811
    with connection.cursor() as cursor:
        for table in reader.tables():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            assert cursor.fetchone() == (0,), table


def test_only_the_company_in_view_is_seen(locked: Company, other: Company) -> None:  # noqa: F811
    with reader.acting(of(locked)):
        assert list(Company.objects.all()) == [locked]
        assert Diagnosis.objects.exists()
    with reader.acting(of(other)):
        assert list(Company.objects.all()) == [other]
        assert not Diagnosis.objects.exists()
    with reader.everywhere():
        assert Company.objects.count() == 2
    with reader.acting(of(locked)), reader.everywhere(), reader.acting(of(other)):
        assert list(Company.objects.all()) == [other]


def test_rows_of_another_company_cannot_be_written(locked: Company, other: Company) -> None:  # noqa: F811
    with reader.acting(of(other)):
        assert Company.objects.filter(pk=locked.pk).update(name="x") == 0
        assert Company.objects.filter(pk=locked.pk).delete()[0] == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Diagnosis.objects.create(company=locked, updated_at=timezone.now())
    with reader.acting(of(locked)):
        assert Company.objects.get().name == "株式会社試験"


def test_after_a_failure_nothing_stays_in_view(locked: Company) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), reader.everywhere(), connection.cursor() as cursor:
        cursor.execute("SELECT no_such_column FROM company_company")
    assert Company.objects.count() == 0


def test_every_table_of_companies_is_locked(locked: Company) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        assert {name for (name,) in cursor.fetchall()} == {*reader.tables(), locks.LOG}
