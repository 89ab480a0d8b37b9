"""A company, its answers and its result, as rows."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as configured
from django.test import Client

import once
from sonae import assessment, company, diagnosis
from sonae.company import Company as Value
from sonae.measure import Choice
from sonae_web.company import actions as companies
from sonae_web.company.models import Company
from sonae_web.diagnosis import actions as diagnoses
from sonae_web.risk import actions as risks
from sonae_web.risk.models import Assessment

OPEN = ("SD-05", "SD-11", "SD-18", "SD-19")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture(autouse=True)
def assessed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assessment, "assess", once.assess)


@pytest.fixture
def data(tmp_path: Path, settings: Any) -> Path:
    """A data folder of the test's own."""
    settings.DATA = tmp_path
    return tmp_path


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
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = lang
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


@pytest.fixture
def nearly(row: Company) -> Company:
    """A company with four of the 25 items open, so that its plans take little time, and a result."""
    answers = {name: Choice.NOT_DONE if name in OPEN else Choice.DONE for name in diagnosis.load().questions}
    diagnoses.record_answers(company=row, answers=answers, now=NOW)
    risks.assess(company=row, level="central", budget_yen=None, now=NOW)
    return row
