"""A company, its answers and its result, as rows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client

from sonae import assessment, case, company, diagnosis
from sonae.company import Company as Value
from sonae.measure import Choice
from sonae_web.company import actions as companies
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions as diagnoses
from sonae_web.risk import actions as risks
from sonae_web.risk.models import Assessment

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture(scope="session", autouse=True)
def assessed_once() -> Iterator[None]:
    """An assessment follows from its arguments alone, so the tests compute each one only once."""
    known: dict[tuple[object, ...], assessment.Assessment] = {}
    original = assessment.assess

    def assess(the_case: case.Case, *args: Any, now: datetime, seed: int = 0) -> assessment.Assessment:
        key = (case.to_toml(the_case), now, seed)
        if key not in known:
            known[key] = original(the_case, *args, now=now, seed=seed)
        return known[key]

    assessment.assess = assess
    yield
    assessment.assess = original


@pytest.fixture(params=["ja", "en"])
def browser(request: pytest.FixtureRequest, db: None) -> Client:
    """A client in each language."""
    return client_in(request.param)


@pytest.fixture
def client(db: None) -> Client:
    """A client in Japanese."""
    return client_in("ja")


def client_in(lang: str) -> Client:
    client = Client(headers={"accept-language": lang})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
    return client


@pytest.fixture
def value() -> Value:
    """The company as a value."""
    return company.typical(company.industries()["manufacturing"], 20, "株式会社試験")


@pytest.fixture
def row(db: None, value: Value) -> Company:
    """The company as a row."""
    return companies.save(value=value, now=NOW)


@pytest.fixture
def answered(row: Company) -> Company:
    """The company with all 25 items answered."""
    diagnoses.record_answers(company=row, answers=dict.fromkeys(diagnosis.load().questions, Choice.PARTLY), now=NOW)
    return row


@pytest.fixture
def assessed(answered: Company) -> Assessment:
    """The company with a result."""
    return risks.assess(company=answered, level="central", budget_yen=None, now=NOW)
