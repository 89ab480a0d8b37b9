"""Data of the first version, whose rows were numbered, carried over to keys that nobody can guess. The old file is kept beside it."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE, KEPT = "sonae.sqlite3", "sonae-first-version.sqlite3"


def set_aside(folder: Path) -> Path | None:
    """Move a file of the first version out of the way and give its new place; None if there is none."""
    path, kept = folder / FILE, folder / KEPT
    if kept.exists() or not path.exists() or not _numbered(path):
        return None
    with closing(sqlite3.connect(path)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.rename(kept)
    return kept


def put_back(folder: Path) -> None:
    """Undo ``set_aside`` after a failure: nothing is lost, the next start tries again."""
    for part in ("", "-wal", "-shm"):
        (folder / f"{FILE}{part}").unlink(missing_ok=True)
    (folder / KEPT).rename(folder / FILE)


def _numbered(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as old:
        return any(
            name == "id" and kind.lower() == "integer"
            for _, name, kind, *_ in old.execute("PRAGMA table_info(company_company)")
        )


def carry_over(kept: Path) -> None:
    """Copy company, answers, results and log into the new tables, in one transaction."""
    from django.db import transaction

    from sonae_web.audit import actions as audit
    from sonae_web.company.models import Company
    from sonae_web.diagnosis.models import Diagnosis
    from sonae_web.risk.models import Assessment

    with closing(sqlite3.connect(kept)) as old, transaction.atomic():
        old.row_factory = sqlite3.Row
        keys = {
            row["id"]: Company.objects.create(**_fields(row, "id"))
            for row in old.execute("SELECT * FROM company_company")
        }
        for table, model in (("diagnosis_diagnosis", Diagnosis), ("risk_assessment", Assessment)):
            for row in old.execute(f"SELECT * FROM {table} ORDER BY id"):
                model.objects.create(company=keys[row["company_id"]], **_fields(row, "id", "company_id"))
        for row in old.execute("SELECT * FROM audit_event ORDER BY id"):
            known = _fields(row, "id", "before", "seal")
            known["detail"]["former_seal"] = row["seal"]
            audit.record(**known)


def _fields(row: sqlite3.Row, *without: str) -> dict[str, Any]:
    return {name: _value(name, raw) for name, raw in dict(row).items() if name not in without}


def _value(name: str, raw: Any) -> Any:
    if name in ("answers", "supplement", "detail"):
        return json.loads(raw)
    if name in ("updated_at", "made_at", "at"):
        return datetime.fromisoformat(raw).replace(tzinfo=UTC)
    return bool(raw) if name in ("network", "telework") else raw
