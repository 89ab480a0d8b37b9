"""A case put together by a caller, and a case as a file that reads back as the same case."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import tomli_w

from sonae import evidence as proofs
from sonae.case.read import SCHEMA, USUAL_LEVEL, Case
from sonae.company import Company
from sonae.evidence import Evidence
from sonae.measure import Choice
from sonae.risk import level_of


def of(
    company: Company,
    answers: Mapping[str, Choice],
    supplement: Mapping[str, Choice],
    as_of: date,
    *,
    budget_yen: int | None = None,
    level: str | float = USUAL_LEVEL,
    policies: tuple[str, ...] = (),
    evidence: tuple[Evidence, ...] = (),
    readiness: Mapping[str, Choice] | None = None,
) -> Case:
    """The case of values that were checked already, with the digest of the file it would be."""
    case = Case(
        schema=SCHEMA,
        as_of=as_of,
        company=company,
        answers=dict(answers),
        supplement=dict(supplement),
        budget_yen=budget_yen,
        level=level_of(level),
        level_name=level if isinstance(level, str) else "",
        policies=policies,
        evidence=evidence,
        readiness=dict(readiness or {}),
    )
    return replace(case, sha256=digest(case))


def digest(case: Case) -> str:
    """The SHA-256 of the case's file: of the one it was read from, else of the one ``to_toml`` writes."""
    return case.sha256 or hashlib.sha256(to_toml(case).encode()).hexdigest()


def to_toml(case: Case) -> str:
    """The case as a file of schema ``sonae.case/1``, contracts inside it and evidence by its digests."""
    blocks = [
        f"schema = {_value(case.schema)}\nas_of = {case.as_of.isoformat()}\n",
        _block("company", {field.name: getattr(case.company, field.name) for field in fields(case.company)}),
        _block("answers", case.answers),
        _block("supplement", case.supplement),
        _block("readiness", case.readiness),
        _block("budget", {"yen_per_year": case.budget_yen}),
        _block("risk", {"level": case.level_name or case.level}),
        tomli_w.dumps({"policy": [tomllib.loads(text, parse_float=Decimal) for text in case.policies]})
        if case.policies
        else "",
        tomli_w.dumps({"evidence": [proofs.table(piece) for piece in case.evidence]}) if case.evidence else "",
    ]
    return "\n".join(block for block in blocks if block)


def _block(heading: str, entries: Mapping[str, object]) -> str:
    lines = [f"{key} = {_value(value)}" for key, value in entries.items() if value is not None and value != ""]
    return "\n".join([f"[{heading}]", *lines, ""]) if lines else ""


def _value(value: object) -> str:
    """A TOML value; JSON's way of writing texts, numbers, true and false is TOML's, but for the DEL sign."""
    text = str(value) if isinstance(value, str) else value
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
