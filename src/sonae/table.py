"""A table as a person keeps it: CSV (UTF-8 or CP932), Excel or Parquet, read in batches so that memory stays flat.

A row that cannot be read is left out and told: line, column, value and reason. A table without a column that is needed, or with more
than half of its rows left out, is refused as a whole.
"""

import codecs
import csv
import hashlib
import io
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, islice
from pathlib import Path
from typing import BinaryIO, TypeVar

from sonae.faults import Fault, InputError
from sonae.values import Text

ROWS = 65_536  # of one batch
MOST_TOLD = 1_000  # rejected rows that are listed; all are counted
MOST_SHOWN = 100  # characters of a value that a message repeats
MOST_FAULTS = 10  # rejected rows in the message of a table that is refused
MOST_UNPACKED = 1 << 30  # bytes of an Excel sheet once unpacked: a million rows fit, a bomb does not
PIECE = 1 << 20

Value = TypeVar("Value")
Aliases = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was left out. ``line`` counts the heading as 1; ``field`` is empty where the whole row is meant."""

    file: str
    line: int
    field: str
    value: str
    reason: Text


@dataclass(slots=True)
class Rejects:
    """The rows of one table that were left out: the first thousand, and how many of how many rows."""

    file: str
    told: list[Rejected] = field(default_factory=list)
    count: int = 0
    rows: int = 0

    def add(self, line: int, column: str, value: str, reason: Text) -> None:
        self.count += 1
        if len(self.told) < MOST_TOLD:
            self.told.append(Rejected(self.file, line, column, value[:MOST_SHOWN], reason))

    def settle(self) -> None:
        """To be called after the last row. Raises InputError if the table had none, or if more than half were left out."""
        if not self.rows:
            raise InputError([Fault(_NO_ROWS, _ONE_ROW, file=self.file)])
        if self.count * 2 > self.rows:
            problem = Text(
                f"{self.rows:,}行のうち{self.count:,}行が読めません",
                f"{self.count:,} of its {self.rows:,} rows cannot be read",
            )
            remedy = Text("次の行を直してください", "Correct the rows that follow")
            raise InputError([Fault(problem, remedy, file=self.file), *map(fault, self.told[:MOST_FAULTS])])


_NO_ROWS = Text("見出しの下に行がありません", "has no rows below its heading")
_ONE_ROW = Text("1行以上書いてください", "Write one row at least")


def fault(row: Rejected) -> Fault:
    """A rejected row as a fault."""
    remedy = Text("この行を直してください", "Correct this row")
    return Fault(row.reason, remedy, row.file, row.line, row.field, row.value if row.field else None)


@dataclass(slots=True)
class Batch:
    """Rows next to each other: their lines, and their cells by column as texts without surrounding blanks. A refused row stays in place
    until ``kept``, so that columns can be checked one after the other and a row is told once."""

    lines: list[int]
    cells: dict[str, list[str]]
    rejects: Rejects
    keep: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.keep = [True] * len(self.lines)

    def __len__(self) -> int:
        return len(self.lines)

    def refuse(self, k: int, column: str, reason: Text) -> None:
        """Leave row ``k`` out for what stands in ``column`` (empty: for all of it)."""
        if self.keep[k]:
            self.keep[k] = False
            self.rejects.add(self.lines[k], column, self.cells[column][k] if column else "", reason)

    def numbers(self, column: str, low: float, high: float, blank: float | None) -> list[float]:
        """The numbers of a column, from ``low`` to ``high``; ``blank`` stands for an empty cell (None: refused)."""
        values = []
        for k, typed in enumerate(self.cells[column]):
            value, reason = number(typed, low, high, blank)
            values.append(value)
            if reason is not None:
                self.refuse(k, column, reason)
        return values

    def kept(self, values: Iterable[Value]) -> list[Value]:
        """Of values by row, those of rows that were not refused."""
        return list(compress(values, self.keep))


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be read: its file as named, its columns as understood, how it is stored, the SHA-256 of its bytes."""

    file: str
    path: Path
    kind: str
    encoding: str
    columns: Mapping[str, int]
    width: int
    sha256: str
    most_unpacked: int = MOST_UNPACKED

    def batches(self, rejects: Rejects) -> Iterator[Batch]:
        """Its rows; those too short, too long or torn by a quotation mark go to ``rejects``."""
        rows = _ROWS[self.kind](self)
        while chunk := list(islice(rows, ROWS)):
            yield self._batch(chunk, rejects)

    def _batch(self, chunk: list[tuple[int, list[str]]], rejects: Rejects) -> Batch:
        good = [(line, row) for line, row in chunk if self._whole(line, row, rejects)]
        rejects.rows += len(good)
        cells = {name: [row[k].strip() for _, row in good] for name, k in self.columns.items()}
        return Batch([line for line, _ in good], cells, rejects)

    def _whole(self, line: int, row: list[str], rejects: Rejects) -> bool:
        if len(row) == self.width and not any("\n" in cell for cell in row):
            return True
        if not any(cell.strip() for cell in row):
            return False  # an empty line is no row
        reason = _TORN if any("\n" in cell for cell in row) else _SHORT if len(row) < self.width else _LONG
        if reason is _LONG and not any(cell.strip() for cell in row[self.width :]):
            return True
        rejects.rows += 1
        rejects.add(line, "", "", reason)
        return False


_SHORT = Text("列が足りません", "is too short")
_LONG = Text("列が多すぎます（数の中のコンマなど）", "has too many cells (a comma within a number?)")
_TORN = Text("引用符が閉じていません", "has a quotation mark that is never closed")


def open_table(
    path: str | Path,
    required: Sequence[str],
    optional: Sequence[str] = (),
    aliases: Aliases | None = None,
    *,
    most_unpacked: int = MOST_UNPACKED,
) -> Table:
    """A table with at least the columns ``required``; headings are compared without case, blanks and full width.

    Raises InputError: no such file, a folder, empty, torn, neither UTF-8 nor CP932, an Excel file that unpacks to more than
    ``most_unpacked`` bytes, a column missing or given twice.
    """
    file, place = str(path), Path(path)
    try:
        with place.open("rb") as stream:
            start = stream.read(8)
            kind = _kind(start, place)
            stream.seek(0)
            sha256, encoding = _scan(stream, file, text=kind == "csv")
    except (OSError, ValueError) as error:
        raise InputError([unreadable(error, file)]) from error
    bare = Table(file, place, kind, encoding, {}, 0, sha256, most_unpacked)
    heading = next(_ROWS[kind](bare), (1, []))[1]
    columns = _columns(heading, required, optional, aliases or {}, file)
    return Table(file, place, kind, encoding, columns, len(heading), sha256, most_unpacked)


def unreadable(error: Exception, file: str) -> Fault:
    """Why a file cannot be opened."""
    if isinstance(error, FileNotFoundError):
        problem, remedy = (
            Text("ファイルが見つかりません", "does not exist"),
            Text("名前とフォルダを確かめてください", "Check the name and the folder"),
        )
    elif isinstance(error, IsADirectoryError):
        problem = Text("ファイルではなくフォルダです", "is a folder, not a file")
        remedy = Text("フォルダの中のファイルを指定してください", "Name the file inside it")
    else:
        reason = getattr(error, "strerror", None) or str(error)
        problem = Text(f"ファイルを読めません（{reason}）", f"cannot be read ({reason})")
        remedy = Text("読む権限があるか確かめてください", "Check that you may read it")
    return Fault(problem, remedy, file=file)


def _kind(start: bytes, path: Path) -> str:
    if start.startswith(b"PAR1"):
        return "parquet"
    return "xlsx" if start.startswith(b"PK\x03\x04") or path.suffix.lower() == ".xlsx" else "csv"


def _scan(stream: BinaryIO, file: str, *, text: bool) -> tuple[str, str]:
    """SHA-256 and encoding of a whole file, read once. A sign cut in two at the very end does not speak against UTF-8."""
    digest = hashlib.sha256()
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp932")} if text else {}
    lines, size = 0, 0
    while piece := stream.read(PIECE):
        digest.update(piece)
        size += len(piece)
        if text and b"\0" in piece:
            raise InputError([Fault(_NOT_TEXT, _SAVE_AS, file, lines + piece[: piece.index(0)].count(b"\n") + 1)])
        for name in list(decoders):
            try:
                decoders[name].decode(piece)
            except UnicodeDecodeError as error:
                del decoders[name]
                if not decoders:
                    line = lines + piece[: error.start].count(b"\n") + 1
                    raise InputError([Fault(_ENCODING, _SAVE_AS, file, line)]) from error
        lines += piece.count(b"\n")
    if not size:
        raise InputError([Fault(Text("ファイルが空です", "is empty"), _SAVE_AS, file=file)])
    encoding = next(iter(decoders), "")
    return digest.hexdigest(), "utf-8-sig" if encoding == "utf-8" else encoding


_NOT_TEXT = Text("文字ではないデータが入っています", "is not a text file")
_ENCODING = Text("文字の形式が UTF-8 でも CP932（Shift_JIS）でもありません", "is neither UTF-8 nor CP932 (Shift_JIS)")
_SAVE_AS = Text("CSV（UTF-8）、XLSX、Parquet のどれかで保存し直してください", "Save it as CSV (UTF-8), XLSX or Parquet")


def _columns(
    heading: Sequence[str], required: Sequence[str], optional: Sequence[str], aliases: Aliases, file: str
) -> dict[str, int]:
    known = {_plain(alias): name for name, others in aliases.items() for alias in others}
    known |= {_plain(name): name for name in (*required, *optional)}
    names = [known.get(_plain(cell), "") for cell in heading]
    faults = [
        Fault(
            Text("同じ列が2つあります", "is given twice"), Text("1つにしてください", "Keep one of them"), file, 1, name
        )
        for name in dict.fromkeys(names)
        if name and names.count(name) > 1
    ]
    seen = "、".join(cell for cell in heading[:20] if cell)
    for name in (name for name in required if name not in names):
        problem = Text(f"列 {name} がありません（ある列：{seen}）", f"has no column {name} (it has: {seen})")
        faults.append(
            Fault(problem, Text("1行目に列の名前を書いてください", "Name the columns in the first line"), file, 1, name)
        )
    if faults:
        raise InputError(faults)
    return {name: names.index(name) for name in (*required, *optional) if name in names}


def _plain(heading: str) -> str:
    return heading.strip().lower().replace(" ", "_").replace("　", "")


def _csv_rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    with table.path.open(encoding=table.encoding, errors="replace", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        reader = csv.reader(stream, delimiter="\t" if "\t" in first and "," not in first else ",")
        line = 1
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error:
                row = ["\n"]  # a quotation mark that is never closed
            if line > 1 or table.width == 0:
                yield line, row
            line = reader.line_num + 1


def _sheet_rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    import openpyxl

    try:
        data = io.BytesIO(table.path.read_bytes())
        refuse_swollen(data, table.most_unpacked, table.file)
        book = openpyxl.load_workbook(data, read_only=True, data_only=True)
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            if line > 1 or table.width == 0:
                yield line, [_shown(cell) for cell in cells]
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, IndexError) as error:
        raise InputError([Fault(_DAMAGED, _SAVE_AS, file=table.file)]) from error


def refuse_swollen(data: BinaryIO, most: int, file: str) -> None:
    """Raises InputError if an Excel file says that it unpacks to more than ``most`` bytes, BadZipFile if it is none."""
    with zipfile.ZipFile(data) as parts:
        if sum(part.file_size for part in parts.infolist()) > most:
            raise InputError([Fault(Text("中身が大きすぎます", "unpacks to too much"), _SPLIT, file=file)])


_SPLIT = Text("分けて読み込んでください", "Split it")
_DAMAGED = Text("ファイルが壊れているか、途中で切れています", "is damaged or cut off")


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _parquet_rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    import pyarrow
    from pyarrow import parquet

    try:
        source = parquet.ParquetFile(table.path)
        if table.width == 0:
            yield 1, list(source.schema_arrow.names)
        line = 2
        for batch in source.iter_batches(ROWS):
            columns = [[_shown(cell) for cell in column.to_pylist()] for column in batch.columns]
            for row in zip(*columns, strict=True):
                yield line, list(row)
                line += 1
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise InputError([Fault(_DAMAGED, _SAVE_AS, file=table.file)]) from error


_ROWS = {"csv": _csv_rows, "xlsx": _sheet_rows, "parquet": _parquet_rows}


def number(typed: str, low: float, high: float, blank: float | None) -> tuple[float, Text | None]:
    """A number as typed (full-width digits are read too), or why it is none.

    >>> number("１２", 0, 100, None), number("", 0, 100, 1.0), number("-3", 0, 100, None)[1].en
    ((12.0, None), (1.0, None), 'must be from 0 to 100')
    """
    if not typed:
        return (blank, None) if blank is not None else (0.0, Text("空です", "is empty"))
    try:
        value = float(typed)
    except ValueError:
        return 0.0, Text("数ではありません", "is not a number")
    if "_" in typed or not math.isfinite(value):
        return 0.0, Text("数ではありません", "is not a number")
    if not low <= value <= high:
        return 0.0, Text(f"{low:,g}から{high:,g}までにしてください", f"must be from {low:,g} to {high:,g}")
    return value, None


def texts(rows: Iterable[Rejected]) -> list[dict[str, object]]:
    """Rejected rows for a JSON document."""
    return [
        {
            "file": r.file,
            "line": r.line,
            "field": r.field or None,
            "value": r.value,
            "reason": {"ja": r.reason.ja, "en": r.reason.en},
        }
        for r in rows
    ]
