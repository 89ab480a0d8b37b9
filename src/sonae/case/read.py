"""From a case file to a Case: every fault found is reported at once, and nothing is silently left out or filled in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

import tomli_w

from sonae import company, diagnosis, document, evidence
from sonae.company import Company
from sonae.document import Document, Table
from sonae.evidence import Evidence
from sonae.faults import Fault, InputError
from sonae.insurance import policy, readiness
from sonae.insurance.policy import Policy
from sonae.measure import Choice
from sonae.risk import level_of
from sonae.values import Text

SCHEMA = "sonae.case/1"
KEYS = ("schema", "as_of", "company", "answers", "supplement", "readiness", "policy", "evidence", "budget", "risk")
FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2099, 12, 31)  # the day that the answers describe
MOST_BUDGET_YEN = 10**12
USUAL_LEVEL = "central"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """All inputs of an assessment.

    ``answers`` holds the 25 items in the order of the list (fewer only if it was read with ``partial``), ``supplement``
    those of the 16 that were answered, ``budget_yen`` yen a year (None: no limit), ``level`` the multiplier of the
    published incident frequency that ``level_name`` stands for ("" where a number was typed), ``policies`` the
    insurance contracts as texts of schema ``sonae.policy/1``, ``evidence`` what proves the answers, ``readiness``
    answers to items of readiness for a claim; ``sha256`` that of the file's bytes.
    """

    schema: str
    as_of: date
    company: Company
    answers: dict[str, Choice]
    supplement: dict[str, Choice]
    budget_yen: int | None
    level: float
    level_name: str
    policies: tuple[str, ...] = ()
    sha256: str = ""
    evidence: tuple[Evidence, ...] = ()
    readiness: dict[str, Choice] = field(default_factory=dict)

    def contracts(self) -> tuple[Policy, ...]:
        """The contracts of ``policies``."""
        return tuple(policy.parse(text) for text in self.policies)


def read(path: str | Path, partial: bool = False) -> Case:
    """The case in a file. ``partial`` allows unanswered items.

    Raises InputError with every fault found, each naming file, line, key, value as typed and remedy.
    """
    return _case(document.load(path), partial, Path(path).parent)


def parse(text: str, file: str = "", partial: bool = False) -> Case:
    """The case in a text; ``file`` is the name that faults carry.

    >>> parse('schema = "sonae.case/1"')  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    sonae.faults.InputError: as_of: is missing. Write the day ...
    """
    return _case(document.parse(text, file), partial)


@dataclass(frozen=True, slots=True)
class _Checks:
    """Runs one check after the other and keeps what each finds wrong."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def run(self, check: Callable[[], T], otherwise: T) -> T:
        try:
            return check()
        except InputError as error:
            self.faults.extend(error.faults)
            return otherwise

    def fault(self, problem: Text, remedy: Text, key: str, value: object = None) -> None:
        typed = None if value is None else _typed(value)
        self.faults.append(Fault(problem, remedy, file=self.file, field=key, value=typed))


def _case(source: Document, partial: bool, folder: Path | None = None) -> Case:
    checks, table = _Checks(source.file), source.table
    _known_keys(checks, table, KEYS, "")
    _schema(checks, table)
    as_of = _as_of(checks, table)
    the_company = _company(checks, table)
    answers = _answers(checks, table, partial)
    supplement = _supplement(checks, table)
    policies = _policies(checks, table, Path(source.file).parent)
    ready = _readiness(checks, table)
    proofs = _evidence(checks, table, folder)
    budget = _budget(checks, table)
    level, level_name = _level(checks, table)
    if checks.faults or the_company is None:
        raise InputError(document.placed(source, checks.faults))
    return Case(
        SCHEMA,
        as_of,
        the_company,
        answers,
        supplement,
        budget,
        level,
        level_name,
        policies,
        source.sha256,
        proofs,
        ready,
    )


def _known_keys(checks: _Checks, table: Table, allowed: Iterable[str], heading: str) -> None:
    names = tuple(allowed)
    for key in table:
        if key not in names:
            near = get_close_matches(key, names, n=1)
            hint = Text(f"{near[0]} の書き間違いではありませんか。", f"Was {near[0]} meant? ") if near else Text("", "")
            listed = ", ".join(names)
            remedy = Text(f"{hint.ja}使える項目は {listed} です", f"{hint.en}Known keys: {listed}")
            typed = None if isinstance(table[key], dict | list) else table[key]
            checks.fault(Text("知らない項目です", "is not a known key"), remedy, heading + key, typed)


_WRITE_SCHEMA = Text(f'schema = "{SCHEMA}" と書いてください', f'Write schema = "{SCHEMA}"')


def _schema(checks: _Checks, table: Table) -> None:
    schema = table.get("schema")
    if schema is None:
        checks.fault(Text("書かれていません", "is missing"), _WRITE_SCHEMA, "schema")
    elif schema != SCHEMA:
        problem = Text(
            "この版で読めるファイルの種類ではありません", "is not a kind of file that this version reads as a case"
        )
        checks.fault(problem, _WRITE_SCHEMA, "schema", schema)


_WRITE_DAY = Text(
    "答えた日を、引用符なしで as_of = 2026-11-01 のように書いてください",
    "Write the day that the answers describe, without quotes, as in as_of = 2026-11-01",
)


def _as_of(checks: _Checks, table: Table) -> date:
    day = table.get("as_of")
    if day is None:
        checks.fault(Text("書かれていません", "is missing"), _WRITE_DAY, "as_of")
    elif not isinstance(day, date) or isinstance(day, datetime):
        checks.fault(Text("日付ではありません", "is not a date"), _WRITE_DAY, "as_of", day)
    elif not FIRST_DAY <= day <= LAST_DAY:
        problem = Text(
            f"{FIRST_DAY} から {LAST_DAY} までの日ではありません", f"is not between {FIRST_DAY} and {LAST_DAY}"
        )
        checks.fault(problem, _WRITE_DAY, "as_of", day)
    else:
        return day
    return FIRST_DAY


def _company(checks: _Checks, table: Table) -> Company | None:
    fields = _subtable(checks, table, "company", required=True)
    return None if fields is None else checks.run(lambda: company.check(fields, checks.file), None)


def _answers(checks: _Checks, table: Table, partial: bool) -> dict[str, Choice]:
    raw = _subtable(checks, table, "answers", required=not partial)
    if raw is None:
        return {}
    questionnaire = diagnosis.load()
    return checks.run(lambda: diagnosis.check_answers(questionnaire, raw, checks.file, "answers", partial), {})


def _supplement(checks: _Checks, table: Table) -> dict[str, Choice]:
    raw = _subtable(checks, table, "supplement")
    if raw is None:
        return {}
    questionnaire = diagnosis.load()
    return checks.run(lambda: diagnosis.check_answers(questionnaire, raw, checks.file, "supplement"), {})


def _subtable(checks: _Checks, table: Table, key: str, required: bool = False) -> Table | None:
    value = table.get(key)
    if isinstance(value, dict):
        return value
    remedy = Text(
        f"[{key}] という見出しの下に、1行に1項目ずつ書いてください",
        f"Write its keys under the heading [{key}], one a line",
    )
    if value is not None:
        checks.fault(Text("項目の集まり（表）ではありません", "is not a table"), remedy, key, value)
    elif required:
        checks.fault(Text(f"[{key}] がありません", f"[{key}] is missing"), remedy, key)
    return None


_WRITE_POLICY = Text(
    '[[policy]] の下に file = "policy.toml"、または保険の内容を書いてください',
    'Under [[policy]] write file = "policy.toml", or the policy itself',
)


def _policies(checks: _Checks, table: Table, folder: Path) -> tuple[str, ...]:
    entries = table.get("policy", [])
    if not isinstance(entries, list):
        checks.fault(
            Text("[[policy]] の形ではありません", "is not written as [[policy]]"), _WRITE_POLICY, "policy", entries
        )
        return ()
    return tuple(_policy(checks, entry, f"policy[{number}]", folder) for number, entry in enumerate(entries, start=1))


def _policy(checks: _Checks, entry: object, key: str, folder: Path) -> str:
    """The contract as text of schema ``sonae.policy/1``, from its file or from the table itself."""
    if not isinstance(entry, dict) or not entry:
        checks.fault(Text("保険の項目がありません", "holds no policy"), _WRITE_POLICY, key, entry)
        return ""
    if "file" not in entry:
        return checks.run(lambda: _inline(entry, key, checks.file), "")
    name = entry["file"]
    if not isinstance(name, str) or not _is_file(folder, name):
        checks.fault(Text("ファイルが見つかりません", "does not exist"), _WRITE_POLICY, f"{key}.file", name)
        return ""
    return checks.run(lambda: policy.read(folder / name).text, "")


def _inline(entry: Table, key: str, file: str) -> str:
    try:
        return policy.parse(tomli_w.dumps(entry)).text
    except InputError as error:
        raise InputError(
            [replace(fault, file=file, line=None, field=f"{key}.{fault.field}") for fault in error.faults]
        ) from error


def _is_file(folder: Path, name: str) -> bool:
    try:
        return (folder / name).is_file()
    except (OSError, ValueError):  # a name too long, or with a NUL in it
        return False


def _readiness(checks: _Checks, table: Table) -> dict[str, Choice]:
    raw = _subtable(checks, table, "readiness") or {}
    _known_keys(checks, raw, readiness.items(), "readiness.")
    listed = ", ".join(Choice)
    remedy = Text(f"{listed} のどれかにしてください", f"Give one of {listed}")
    wrong = [key for key, value in raw.items() if value not in list(Choice)]
    for key in wrong:
        checks.fault(Text("選べない値です", "is not one of the choices"), remedy, f"readiness.{key}", raw[key])
    return {key: Choice(str(value)) for key, value in raw.items() if key not in wrong}


def _evidence(checks: _Checks, table: Table, folder: Path | None) -> tuple[Evidence, ...]:
    nothing: tuple[Evidence, ...] = ()
    return checks.run(lambda: evidence.check(table.get("evidence", []), checks.file, folder), nothing)


def _budget(checks: _Checks, table: Table) -> int | None:
    fields = _subtable(checks, table, "budget")
    if fields is None:
        return None
    _known_keys(checks, fields, ("yen_per_year",), "budget.")
    return checks.run(lambda: budget_yen(fields.get("yen_per_year"), "budget.yen_per_year", checks.file), None)


def budget_yen(typed: object, key: str, file: str = "") -> int | None:
    """A yearly budget in yen; None (no limit) stays None. Raises InputError unless a whole number from 0 to 1e12.

    >>> budget_yen(360_000, "--budget")
    360000
    """
    if typed is None:
        return None
    if isinstance(typed, int) and not isinstance(typed, bool) and 0 <= typed <= MOST_BUDGET_YEN:
        return typed
    problem = Text("1年の予算（円）として使えません", "cannot be a yearly budget in yen")
    remedy = Text(
        f"0 から {MOST_BUDGET_YEN:,} までの整数にしてください", f"Give a whole number from 0 to {MOST_BUDGET_YEN:,}"
    )
    raise InputError([Fault(problem, remedy, file=file, field=key, value=_typed(typed))])


def _level(checks: _Checks, table: Table) -> tuple[float, str]:
    fields = _subtable(checks, table, "risk") or {}
    _known_keys(checks, fields, ("level",), "risk.")
    typed = fields.get("level", USUAL_LEVEL)
    level = checks.run(lambda: level_of(typed, "risk.level", checks.file), 0.0)
    return level, typed if isinstance(typed, str) else ""


def _typed(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
