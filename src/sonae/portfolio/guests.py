"""A list of companies to invite, from Excel or CSV. Every wrong line is named; with one wrong line nothing is taken."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sonae import company, table
from sonae.faults import Fault, InputError
from sonae.values import Text

COLUMNS = {
    "name": ("会社名", "name"),
    "email": ("メール", "email"),
    "industry": ("業種", "industry"),
    "employees": ("人数", "employees"),
}
MOST_LINES, MOST_BYTES = 5_000, 5_000_000
MAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Line:
    """One company of the list; ``industry`` is its id or empty, ``employees`` 0 where it was not given."""

    name: str
    email: str
    industry: str
    employees: int


def read(data: bytes, file: str) -> tuple[Line, ...]:
    """The companies of an Excel sheet or a CSV file in UTF-8 or CP932 (Windows). The first line holds the names of the columns.

    Raises InputError with every wrong line by its number, field, value and reason.
    """
    if len(data) > MOST_BYTES:
        raise InputError([Fault(Text("大きすぎます（5MBまで）", "is too large (5 MB at most)"), _SMALLER, file=file)])
    rows = _sheet(data, file) if data[:2] == b"PK" else _csv(data, file)
    if len(rows) < 2:
        raise InputError([Fault(Text("会社の行がありません", "has no line of a company"), _HEAD, file=file)])
    if len(rows) > MOST_LINES + 1:
        raise InputError(
            [Fault(Text("行が多すぎます（5,000行まで）", "has too many lines (5,000 at most)"), _SMALLER, file=file)]
        )
    places = _places(rows[0], file)
    faults: list[Fault] = []
    lines, seen = [], dict[str, int]()
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            cells = {key: row[k].strip() if k < len(row) else "" for key, k in places.items()}
            found = list(_faults(cells, number, file, seen))
            faults += found
            if not found:
                lines.append(_line(cells))
    if faults:
        raise InputError(faults)
    return tuple(lines)


_SMALLER = Text("分けて読み込んでください", "Split it")
_HEAD = Text(
    "1行目に 会社名・メール・業種・人数 の見出しを置いてください",
    "Put the headings name, email, industry, employees in line 1",
)


def _csv(data: bytes, file: str) -> list[list[str]]:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return list(csv.reader(io.StringIO(text, newline="")))
    problem = Text("文字を読めません", "cannot be read as text")
    remedy = Text(
        "Excelか、UTF-8またはシフトJISのCSVで保存してください", "Save it as Excel, or as CSV in UTF-8 or CP932"
    )
    raise InputError([Fault(problem, remedy, file=file)])


def _sheet(data: bytes, file: str) -> list[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        table.refuse_swollen(io.BytesIO(data), 20 * MOST_BYTES, file)
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        return [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(max_row=MOST_LINES + 2, max_col=30, values_only=True)
        ]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        problem = Text("Excelのファイルとして読めません", "cannot be read as an Excel file")
        raise InputError(
            [Fault(problem, Text("開いて保存し直してください", "Open and save it again"), file=file)]
        ) from error


def _places(head: Sequence[str], file: str) -> dict[str, int]:
    known = [cell.strip().lower() for cell in head]
    places = {key: known.index(name) for key, names in COLUMNS.items() for name in names if name in known}
    missing = [COLUMNS[key][0] for key in ("name", "email") if key not in places]
    if missing:
        problem = Text(f"見出し「{'」「'.join(missing)}」がありません", f"lacks the heading {', '.join(missing)}")
        raise InputError([Fault(problem, _HEAD, file=file, line=1)])
    return places


NAME = (
    Text("会社名が空か、長すぎます", "is empty or too long"),
    Text("200文字までで入れてください", "Give up to 200 characters"),
)
EMAIL = (
    Text("メールアドレスではありません", "is no mail address"),
    Text("例：sato@example.jp", "Example: sato@example.jp"),
)
PEOPLE = (
    Text("1〜300の人数ではありません", "is no number from 1 to 300"),
    Text("数字だけを入れてください", "Give a number only"),
)


def _faults(cells: dict[str, str], number: int, file: str, seen: dict[str, int]) -> Iterator[Fault]:
    def fault(key: str, problem: Text, remedy: Text) -> Fault:
        return Fault(problem, remedy, file=file, line=number, field=COLUMNS[key][0], value=cells.get(key, ""))

    if not 1 <= len(cells["name"]) <= 200 or not cells["name"].isprintable():
        yield fault("name", *NAME)
    email = cells["email"].lower()
    if not MAIL.fullmatch(email):
        yield fault("email", *EMAIL)
    elif email in seen:
        twice = Text(f"{seen[email]}行目と同じです", f"is the same as in line {seen[email]}")
        yield fault("email", twice, Text("どちらかを消してください", "Delete one of them"))
    seen.setdefault(email, number)
    if cells.get("industry") and _industry(cells["industry"]) is None:
        known = company.industries().values()
        choose = Text(
            f"次から選んでください：{'・'.join(entry.title.ja for entry in known)}",
            f"Use one of: {', '.join(entry.title.en for entry in known)}",
        )
        yield fault("industry", Text("知らない業種です", "is no known industry"), choose)
    if cells.get("employees") and _people(cells["employees"]) is None:
        yield fault("employees", *PEOPLE)


def _industry(typed: str) -> company.Industry | None:
    """By id, letter or title in either language."""
    titles = (entry for entry in company.industries().values() if typed in (entry.title.ja, entry.title.en))
    return (company.find_industry(typed) or next(titles, None)) if typed else None


def _people(typed: str) -> int | None:
    try:
        number = float(typed)
    except ValueError:
        return None
    return int(number) if number.is_integer() and 1 <= number <= 300 else None


def _line(cells: dict[str, str]) -> Line:
    known = _industry(cells.get("industry", ""))
    return Line(
        cells["name"], cells["email"].lower(), known.id if known else "", _people(cells.get("employees", "")) or 0
    )
