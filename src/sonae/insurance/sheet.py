"""A contract as an Excel sheet: the template to fill in, and the sheet read back with its faults named by cell.

A sheet comes from outside: only its first page is read, formulas are refused, and an archive that would unpack to more than a few
megabytes, or declares entities, is never opened.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sonae.faults import Fault, InputError
from sonae.insurance import entry, terms
from sonae.insurance.policy import Policy
from sonae.insurance.terms import PAGE, Term
from sonae.values import Lang, Text

MOST_BYTES = 500_000
MOST_UNPACKED = 8_000_000
MOST_PARTS = 100
MOST_ROWS = 300
HEADINGS = Text(
    "項目|値|約款のページ|書き方|（変えないでください）",
    "Term|Value|Page of the wording|How to write it|(leave as it is)",
)
TITLE = Text("保険の条件", "Insurance terms")
NAME = "id"  # row that holds the name of the contract
KEY, VALUE, AT_PAGE = 5, 2, 3  # columns
YES_NO = {"ja": "はい,いいえ", "en": "yes,no"}


def write(lang: Lang, given: Mapping[str, str] | None = None, name: str = "") -> bytes:
    """The sheet to fill in, as bytes of an .xlsx file; ``given`` is what stands in it already (see ``entry.of_policy``)."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.active
    page.title = TITLE.of(lang)
    page.append(HEADINGS.of(lang).split("|"))
    known = terms.usual() if given is None else given
    for step in terms.steps():
        page.append([f"■ {step.title.of(lang)}", "", "", step.lead.of(lang), ""])
        for term in step.terms:
            cells = (_cell(term, known.get(term.path, ""), lang), known.get(f"{PAGE}{term.path}", ""))
            page.append([term.title.of(lang), *cells, _how(term, lang), term.path])
    page.append(
        [Text("契約の番号（Sonae が使います）", "Name of the contract (used by Sonae)").of(lang), name, "", "", NAME]
    )
    _dress(page, lang)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(term: Term, value: str, lang: Lang) -> str:
    if term.kind == "flag" and value:
        return YES_NO[lang].split(",")[value != "yes"]
    words = dict(term.choices)
    if not words or not value:
        return value
    return ("、" if lang == "ja" else ", ").join(words[code].of(lang) for code in value.split(","))


def _how(term: Term, lang: Lang) -> str:
    listed = ("、" if lang == "ja" else ", ").join(words.of(lang) for _, words in term.choices)
    return " ".join(part for part in (term.hint.of(lang), f"[{listed}]" if listed else "") if part)


def _dress(page: Any, lang: Lang) -> None:
    """Widths, the heading that stays, and lists to choose from."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, width in zip("ABCDE", (44, 26, 14, 60, 34), strict=True):
        page.column_dimensions[column].width = width
    page.freeze_panes = "A2"
    for row in page.iter_rows():
        heading = row[0].row == 1 or str(row[0].value).startswith("■")
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
            cell.font = Font(bold=heading, color="808080" if cell.column == KEY else None)
            if heading:
                cell.fill = PatternFill("solid", fgColor="E8F1FE")
        term = terms.terms().get(str(row[KEY - 1].value))
        if term and term.kind in ("flag", "choice"):
            words = YES_NO[lang] if term.kind == "flag" else ",".join(text.of(lang) for _, text in term.choices)
            rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            page.add_data_validation(rule)
            rule.add(row[VALUE - 1])


def read(data: bytes, file: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """The name of the contract ("" for a new one), what was typed, and the cell of each path.

    Raises InputError: too large, not a workbook, a formula or an error in a cell, a row that is not ours.
    """
    _bounded(data, file)
    rows = list(_rows(data, file))
    name, given, cells, faults = "", dict[str, str](), dict[str, str](), list[Fault]()
    for number, row in enumerate(rows, start=1):
        path = str(row[KEY - 1].value or "").strip()
        if number == 1 or not path:
            continue
        if path != NAME and path not in terms.terms():
            faults.append(_fault(_NOT_OURS, _TAKE_TEMPLATE, file, f"E{number}", path))
            continue
        for column, key in ((VALUE, path), (AT_PAGE, f"{PAGE}{path}")):
            cells[key] = f"{'_ABC'[column]}{number}"
            fault = _unusable(row[column - 1], file, cells[key])
            faults += [fault] if fault else []
            given[key] = "" if fault else _typed(row[column - 1].value)
        name = given.pop(NAME, name)
    if not faults and not any(path in given for path in terms.terms()):
        faults.append(_fault(Text("保険の条件の行がありません", "holds no rows of terms"), _TAKE_TEMPLATE, file))
    if faults:
        raise InputError(faults)
    return name, {key: value for key, value in given.items() if value}, cells


def contract(data: bytes, file: str, *, name: str, version: int, base: Policy | None = None) -> str:
    """The contract of a sheet as text of schema ``sonae.policy/1``. Raises InputError with every fault at its cell."""
    _, given, cells = read(data, file)
    try:
        return entry.contract(given, name=name, version=version, base=base)
    except InputError as error:
        raise InputError(_at_cells(error.faults, file, cells)) from error


def _at_cells(faults: Iterable[Fault], file: str, cells: Mapping[str, str]) -> list[Fault]:
    placed = [replace(fault, file=file, field=cells.get(fault.field, fault.field)) for fault in faults]
    return sorted(placed, key=lambda fault: (int("".join(filter(str.isdigit, fault.field)) or 0), fault.field))


def _bounded(data: bytes, file: str) -> None:
    """Refuse what could not be a sheet of ours before anything is unpacked."""
    if len(data) > MOST_BYTES:
        raise InputError([_fault(_TOO_LARGE, _RIGHT_FILE, file)])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise InputError([_fault(_TOO_LARGE, _RIGHT_FILE, file)])
            if any(b"<!DOCTYPE" in archive.read(part) or b"<!ENTITY" in archive.read(part) for part in parts):
                raise InputError([_fault(_NO_WORKBOOK, _RIGHT_FILE, file)])
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError) as error:
        raise InputError([_fault(_NO_WORKBOOK, _RIGHT_FILE, file)]) from error


def _rows(data: bytes, file: str) -> list[tuple[Any, ...]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        page = book.worksheets[0]
        page.reset_dimensions()
        rows = [(*row, *_NONE)[:KEY] for row in page.iter_rows(max_row=MOST_ROWS, max_col=KEY)]
        book.close()
    except Exception as error:  # openpyxl raises whatever a broken part of the archive leads to
        raise InputError([_fault(_NO_WORKBOOK, _RIGHT_FILE, file)]) from error
    return rows


class _NoCell:
    """What stands for a cell that the sheet does not have."""

    value, data_type = None, "n"


_NONE = (_NoCell(),) * KEY


def _unusable(cell: Any, file: str, place: str) -> Fault | None:
    if cell.data_type == "f":
        remedy = Text(
            "式ではなく、値を入れてください（コピーして「値のみ貼り付け」）",
            "Put in the value (copy, paste values only)",
        )
        return _fault(Text("式が入っています", "holds a formula"), remedy, file, place, str(cell.value))
    if cell.data_type == "e":
        remedy = Text("値を入れ直してください", "Put in the value again")
        return _fault(Text("エラーになっています", "shows an error"), remedy, file, place, str(cell.value))
    return None


def _typed(value: object) -> str:
    """A cell as it would have been typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return str(value).strip()


def _fault(problem: Text, remedy: Text, file: str, field: str = "", value: str | None = None) -> Fault:
    return Fault(problem, remedy, file=file, field=field, value=value[:200] if value else None)


_TOO_LARGE = Text("ファイルが大きすぎます", "is too large")
_NO_WORKBOOK = Text("Excel のファイル（.xlsx）として開けません", "cannot be opened as an Excel file (.xlsx)")
_RIGHT_FILE = Text("ファイルを間違えていないか確かめてください", "Check that this is the right file")
_NOT_OURS = Text("知らない項目の行です", "is a row that is not known")
_TAKE_TEMPLATE = Text(
    "ひな形をもう一度取り出して、書き写してください", "Take the template again and copy your values into it"
)
