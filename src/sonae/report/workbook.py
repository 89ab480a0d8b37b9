"""A table as an Excel file that is the same whenever it is made of the same rows."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

WIDEST = 40
_START = (1980, 1, 1, 0, 0, 0)  # a ZIP knows no earlier moment


def workbook(headings: Sequence[str], rows: Iterable[Sequence[str | int]], made: datetime) -> bytes:
    """One sheet with a heading that stays in view. Text is text: nothing in it can become a formula.

    ``made`` is the moment that the file carries.
    """
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.writer.excel import ExcelWriter

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(headings))
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, value)
            cell.data_type = "s" if isinstance(value, str) else "n"
    for column, heading in enumerate(headings, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        longest = max(len(str(sheet.cell(row, column).value or "")) for row in range(1, sheet.max_row + 1))
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, 4 + max(longest, 2 * len(heading)))
    sheet.freeze_panes = "A2"
    book.properties.created = book.properties.modified = made.replace(tzinfo=None, microsecond=0)
    draft = io.BytesIO()
    with zipfile.ZipFile(draft, "w") as archive:
        ExcelWriter(book, archive).save()
    return _same(draft)


def _same(draft: io.BytesIO) -> bytes:
    """The same entries without the moment at which they were written."""
    kept = io.BytesIO()
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _START)
            entry.create_system = 3
            archive.writestr(entry, source.read(name))
    return kept.getvalue()
