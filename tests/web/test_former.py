"""Data of the first version, with numbered rows, are carried over whole; the old file stays."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from sonae_web import former

FIRST_VERSION = """
CREATE TABLE "django_migrations" ("id" integer PRIMARY KEY, "app" varchar(255), "name" varchar(255), "applied" datetime);
CREATE TABLE "audit_event" ("id" integer PRIMARY KEY, "at" datetime, "action" varchar(60), "subject" varchar(60), "detail" text,
  "before" varchar(64), "seal" varchar(64));
CREATE TABLE "company_company" ("id" integer PRIMARY KEY, "name" varchar(200), "industry" varchar(40), "employees" integer,
  "revenue_yen" bigint, "gross_margin" real, "devices" integer, "personal_records" bigint, "website" varchar(10), "network" bool,
  "telework" bool, "top3_customer_share" real, "prefecture" varchar(10), "updated_at" datetime);
CREATE TABLE "diagnosis_diagnosis" ("id" integer PRIMARY KEY, "answers" text, "supplement" text, "updated_at" datetime,
  "company_id" bigint);
CREATE TABLE "risk_assessment" ("id" integer PRIMARY KEY, "made_at" datetime, "seed" bigint, "level" real, "code_version" varchar(20),
  "content_version" varchar(20), "result" text, "company_id" bigint);
INSERT INTO company_company VALUES (1, '株式会社見本', 'manufacturing', 20, 300000000, 0.4, 20, 500, 'hosted', 1, 0, NULL, '',
  '2026-11-20 01:02:03.000004');
INSERT INTO diagnosis_diagnosis VALUES (1, '{"SD-01": "done"}', '{"SP-01": "unknown"}', '2026-11-20 01:02:03', 1);
INSERT INTO risk_assessment VALUES (1, '2026-11-20 01:02:04', 0, 1.0, '0.1.0', '2026.11', '{"a": 1}', 1);
INSERT INTO audit_event VALUES (1, '2026-11-20 01:02:03', 'company.enter', 'company:1', '{}', '', 'abc');
"""
SHOW = """
import json
from sonae_web import local
folder = local._folder({folder!r}, "run")
local._tables(folder)
from sonae_web.audit.models import Event
from sonae_web.diagnosis.models import Diagnosis
from sonae_web.risk.models import Assessment
answers, result = Diagnosis.objects.get(), Assessment.objects.get()
company = answers.company
print(json.dumps([company.name, company.network, company.telework, company.updated_at.isoformat(), answers.answers, answers.supplement,
  result.result, result.company_id == company.pk, Event.objects.get().detail["former_seal"]]))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / former.FILE)) as old:
        old.executescript(FIRST_VERSION)
    return tmp_path


def start(folder: Path) -> list[object]:
    environment = os.environ | {"SONAE_DATABASE_URL": "", "SONAE_DATA": str(folder)}
    command = [sys.executable, "-c", SHOW.format(folder=str(folder))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def test_carried_over_once_and_whole(folder: Path) -> None:
    before = (folder / former.FILE).read_bytes()
    expected = [
        "株式会社見本",
        True,
        False,
        "2026-11-20T01:02:03.000004+00:00",
        {"SD-01": "done"},
        {"SP-01": "unknown"},
        '{"a": 1}',
        True,
        "abc",
    ]
    assert start(folder) == expected
    assert (folder / former.KEPT).read_bytes() == before
    assert start(folder) == expected


def test_put_back_after_a_failure(folder: Path) -> None:
    before = (folder / former.FILE).read_bytes()
    assert former.set_aside(folder) == folder / former.KEPT
    (folder / former.FILE).write_bytes(b"half")
    former.put_back(folder)
    assert (folder / former.FILE).read_bytes() == before
    assert not (folder / former.KEPT).exists()
