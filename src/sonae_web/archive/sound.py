"""What a form would have checked: rows of an archive never went through one here. Raises InputError."""

from collections.abc import Callable
from typing import Any

from django.db import models

from sonae import assessment, company
from sonae.faults import Fault, InputError
from sonae.insurance import policy
from sonae.measure import Choice
from sonae.values import Text

_NOT_FIT = Text("値が正しくありません", "has a value that is not allowed")
_AGAIN = Text("もとの場所で、もう一度作り直してください", "Make it anew where it came from")


def check(row: models.Model, file: str, line: int) -> None:
    """Nothing that a page would stumble over, and no link that runs something."""
    found = CHECKS.get(row._meta.label)
    if found is None:
        return
    field, right = found
    try:
        fits = right(row)
    except (InputError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        fits = False
    if not fits:
        raise InputError([Fault(_NOT_FIT, _AGAIN, file=file, line=line, field=field)])


def _company(row: Any) -> bool:
    return company.find_industry(row.industry) is not None and row.employees > 0


def _answers(row: Any) -> bool:
    given = {**row.answers, **getattr(row, "supplement", {})}
    return all(isinstance(item, str) and Choice(choice) for item, choice in given.items())


def _result(row: Any) -> bool:
    return bool(assessment.loads(row.result.encode()))


def _outlook(row: Any) -> bool:
    return bool(assessment.load_outlook(row.result.encode()))


def _link(row: Any) -> bool:
    listed = isinstance(row.covers, list) and all(isinstance(item, str) for item in row.covers)
    return listed and (row.kind != "link" or row.where.startswith(("https://", "http://")))


def _contract(row: Any) -> bool:
    return bool(policy.parse(row.text))


def _picture(row: Any) -> bool:
    from sonae_web.report import logos

    return bool(logos.drawn(bytes(row.png)))


CHECKS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "company.Company": ("industry", _company),
    "diagnosis.Diagnosis": ("answers", _answers),
    "diagnosis.Inquiry": ("answers", _answers),
    "risk.Assessment": ("result", _result),
    "plan.Outlook": ("result", _outlook),
    "evidence.Piece": ("where", _link),
    "insurance.Version": ("text", _contract),
    "report.Logo": ("png", _picture),
}
