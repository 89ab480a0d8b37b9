"""What must hold of the risk content beyond single numbers; refused when it is loaded, with the file and the key."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sonae.content.reader import ContentError

ROUNDING = 1e-6
RESPONDENTS = "risk/respondents.toml"


def respondents(content: Mapping[str, Any], scenarios: Sequence[str]) -> None:
    """Shares of groups add up to one, shares of anything lie between 0 and 1. Raises ContentError."""
    for frame in content["frame"]:
        _whole([size["share"] for size in frame["sizes"]], f"frame {frame['id']}: sizes.share")
        for size in frame["sizes"]:
            if not 1 <= size["low"] <= size["high"]:
                _refuse(f"frame {frame['id']}: sizes.low", size["low"], f"not from 1 to {size['high']}")
    _whole(content["industry"]["share"], "industry.share")
    for name in ("site", "network"):
        for share in content["exposure"][name]:
            _share(share, f"exposure.{name}")
    answers = content["answers"]
    for key in ("usual", "full", "unknown"):
        _share(answers[key], f"answers.{key}")
    for key in answers["published"].keys() - {"source", "status"}:
        _share(answers["published"][key], f"answers.{key}")
    _entries(content["entry"], scenarios)


def _entries(entry: Mapping[str, Any], scenarios: Sequence[str]) -> None:
    for way in ("vulnerability", "credentials", "partner"):
        for name, share in entry[way].items():
            _share(share, f"entry.{way}.{name}")
            if name not in scenarios:
                _refuse(f"entry.{way}", name, "not a scenario")


def covariance(rows: Sequence[Sequence[float]], where: str) -> None:
    """Symmetric, and such that no combination of parameters has a negative variance (Cholesky). Raises ContentError."""
    size = len(rows)
    root = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            if not math.isclose(rows[i][j], rows[j][i], rel_tol=1e-6, abs_tol=1e-12):
                raise ContentError(f"{where}[{i}][{j}]: {rows[i][j]!r} but [{j}][{i}] is {rows[j][i]!r}")
            left = rows[i][j] - sum(root[i][k] * root[j][k] for k in range(j))
            if i == j and left <= 0:
                raise ContentError(f"{where}[{i}]: no covariance, a combination of parameters has no positive variance")
            root[i][j] = math.sqrt(left) if i == j else left / root[j][j]


def _whole(shares: Sequence[float], key: str) -> None:
    for share in shares:
        _share(share, key)
    if abs(sum(shares) - 1) > ROUNDING:
        _refuse(key, sum(shares), "not a sum of 1")


def _share(value: float, key: str) -> None:
    if not 0 <= value <= 1:
        _refuse(key, value, "not a share from 0 to 1")


def _refuse(key: str, value: object, problem: str) -> None:
    raise ContentError(f"{RESPONDENTS}: {key}: {value!r} is {problem}")
