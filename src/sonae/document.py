"""A TOML file as a person wrote it: read with care, and able to say on which line a key stands."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sonae.faults import Fault, InputError
from sonae.values import Text

MOST_BYTES = 100_000  # an input file is a page or two; anything larger is the wrong file
MOST_ON_A_LINE = 2_000  # characters; tomllib needs memory by the square of the dots in a key
MOST_DEPTH = 10  # tables within tables; ours go three deep
MOST_SHOWN = 200  # characters of a value that a message repeats
MOST_COMMENT_SIGNS = 20  # of one line that are looked at

Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class Document:
    """A file's name as the caller gave it, its text, the table in it and the SHA-256 of its bytes."""

    file: str
    text: str
    table: Table
    sha256: str


def load(path: str | Path) -> Document:
    """Read a TOML file. Raises InputError: missing, a folder, empty, over 100 kB, not UTF-8, not TOML (with its line)."""
    file = str(path)
    return given(_bytes(Path(path), file), file)


def given(data: bytes, file: str) -> Document:
    """The same for bytes at hand, such as an upload; ``file`` is the name that faults carry.

    >>> given(b"a = 1", "x.toml").table
    {'a': 1}
    """
    if len(data) > MOST_BYTES:
        raise InputError([Fault(_TOO_LARGE, _RIGHT_FILE, file=file)])
    text = _decoded(data, file)
    return Document(file, text, _table(text, file), hashlib.sha256(data).hexdigest())


def parse(text: str, file: str = "") -> Document:
    """The same for a text at hand.

    >>> parse("a = 1").table
    {'a': 1}
    >>> parse("a = 1\\nb = ?", "x.toml")
    Traceback (most recent call last):
    sonae.faults.InputError: x.toml:2: b = ?: is not valid TOML (Invalid value). Write a number, or a text in "quotes".
    """
    return Document(file, text, _table(text, file), hashlib.sha256(text.encode()).hexdigest())


def _bytes(path: Path, file: str) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError([_unreadable(error, file)]) from error
    if len(data) > MOST_BYTES:
        raise InputError([Fault(_TOO_LARGE, _RIGHT_FILE, file=file)])
    return data


_TOO_LARGE = Text("ファイルが大きすぎます（100KBを超えています）", "is larger than 100 kB")
_RIGHT_FILE = Text("ファイルを間違えていないか確かめてください", "Check that this is the right file")
_EMPTY = Text("ファイルが空です", "is empty")
_EXAMPLE = Text(
    "examples フォルダの見本を写して書き始めてください", "Start from a copy of a file in the examples folder"
)


def _unreadable(error: Exception, file: str) -> Fault:
    if isinstance(error, FileNotFoundError):
        return Fault(
            Text("ファイルが見つかりません", "does not exist"),
            Text("名前とフォルダを確かめてください", "Check the name and the folder"),
            file=file,
        )
    if isinstance(error, IsADirectoryError):
        return Fault(
            Text("ファイルではなくフォルダです", "is a folder, not a file"),
            Text("フォルダの中のファイルを指定してください", "Name the file inside it"),
            file=file,
        )
    reason = getattr(error, "strerror", None) or str(error)
    return Fault(
        Text(f"ファイルを読めません（{reason}）", f"cannot be read ({reason})"),
        Text("読む権限があるか確かめてください", "Check that you may read it"),
        file=file,
    )


def _decoded(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError([_not_utf8(data, error.start, file)]) from error
    if not text.strip():
        raise InputError([Fault(_EMPTY, _EXAMPLE, file=file)])
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        problem = Text("文字ではないデータ（NUL）が入っています", "contains a NUL byte, so it is not a text file")
        raise InputError([Fault(problem, _RIGHT_FILE, file=file, line=line)])
    for number, line_text in enumerate(text.splitlines(), start=1):
        if len(line_text) > MOST_ON_A_LINE:
            raise InputError([Fault(_LONG_LINE, _RIGHT_FILE, file=file, line=number)])
    return text


_LONG_LINE = Text(f"1行が長すぎます（{MOST_ON_A_LINE:,}文字まで）", f"is longer than {MOST_ON_A_LINE:,} characters")


def _not_utf8(data: bytes, start: int, file: str) -> Fault:
    guess = _encoding(data)
    return Fault(
        Text(f"文字コードが UTF-8 ではありません{guess.ja}", f"is not UTF-8{guess.en}"),
        Text(
            "メモ帳などで開き、「名前を付けて保存」で文字コードに UTF-8 を選んで保存し直してください",
            "Open it in an editor and save it again with the encoding UTF-8",
        ),
        file=file,
        line=data[:start].count(b"\n") + 1,
    )


def _encoding(data: bytes) -> Text:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Text("（UTF-16 のようです）", " (it looks like UTF-16)")
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return Text("", "")
    return Text("（Shift_JIS、CP932 のようです）", " (it looks like Shift_JIS, CP932)")


def _table(text: str, file: str) -> Table:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError([_broken(text, str(error), file)]) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets nested thousands deep
        raise InputError([Fault(_UNREADABLE_VALUE, _EXAMPLE, file=file)]) from error
    if not _ordinary(table):
        raise InputError([Fault(_UNREADABLE_VALUE, _EXAMPLE, file=file)])
    return table


_UNREADABLE_VALUE = Text(
    "数の桁、またはかっこや点の重なりが多すぎます", "holds a number too long, or brackets or dots too deep to read"
)


def _ordinary(table: Table) -> bool:
    """Whether all whole numbers fit 64 bits, as TOML demands, and no table is nested deeper than anyone would write."""
    layer: list[object] = [table]
    for _ in range(MOST_DEPTH):
        if any(isinstance(value, int) and value.bit_length() > 63 for value in layer):
            return False
        layer = [inner for value in layer for inner in _inside(value)]
    return not layer


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


_POSITION = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$", re.DOTALL)

_KNOWN_SLIPS = {  # the start of tomllib's message: what it means, how to put it right
    "Cannot overwrite": (
        Text("同じ項目が2度書かれています", "writes the same key twice"),
        Text("どちらか一方を消してください", "Delete one of the two"),
    ),
    "Cannot declare": (
        Text("同じ見出しが2度書かれています", "writes the same heading twice"),
        Text("1つにまとめてください", "Put the lines under one heading"),
    ),
    "Expected '='": (
        Text("項目名の後に = がありません", "has no = after the key"),
        Text(
            "「項目名 = 値」の形で書いてください（全角の ＝ や “ ” は使えません）",
            'Write key = value, with plain = and "',
        ),
    ),
    "Invalid value": (
        Text("値の書き方が TOML の決まりに合いません", "is not valid TOML (Invalid value)"),
        Text('数はそのまま、文字は " で囲んで書いてください', 'Write a number, or a text in "quotes"'),
    ),
}


def _broken(text: str, message: str, file: str) -> Fault:
    position = _POSITION.match(message)
    what = position["what"] if position else message
    lines = text.splitlines() or [""]
    number = int(position["line"]) if position and position["line"] else len(lines)
    problem, remedy = next(
        (words for start, words in _KNOWN_SLIPS.items() if what.startswith(start)),
        (
            Text(f"TOML の書き方が正しくありません（{what}）", f"is not valid TOML ({what})"),
            Text("この行のかっこ、引用符、= を確かめてください", "Check the brackets, quotes and = of this line"),
        ),
    )
    typed = lines[min(number, len(lines)) - 1].strip()
    return Fault(problem, remedy, file=file, line=number, field=_clip(typed))


def _clip(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "…"


_HEADING = re.compile(r"^\s*\[\s*([\w.\-\"' ]+?)\s*\]\s*(?:#.*)?$")
_SEVERAL = re.compile(r"^\s*\[\[\s*([\w.\-\"' ]+?)\s*\]\]\s*(?:#.*)?$")
_ENTRY = re.compile(r"^\s*([\w.\-\"' ]+?)\s*=\s*(.*?)\s*$")


def places(document: Document) -> dict[str, tuple[int, str]]:
    """Where each key stands and how its value is typed, by dotted key; keys written in a rarer style are left out.

    >>> places(parse("[company]\\nrevenue_yen = -300_000  # a year"))["company.revenue_yen"]
    (2, '-300_000')
    >>> places(parse('[[event]]\n[[event]]\nid = "e2"'))["event[2].id"]
    (3, '"e2"')
    """
    found: dict[str, tuple[int, str]] = {}
    table, counts = "", dict[str, int]()
    for number, line in enumerate(document.text.splitlines(), start=1):
        several, heading, entry = _SEVERAL.match(line), _HEADING.match(line), _ENTRY.match(line)
        if several:
            name = _plain_key(several[1])
            counts[name] = counts.get(name, 0) + 1
            table = f"{name}[{counts[name]}]."
        elif heading:
            table = _numbered(_plain_key(heading[1]), counts) + "."
        if several or heading:
            found.setdefault(table.removesuffix("."), (number, ""))
        elif entry:
            found.setdefault(table + _plain_key(entry[1]), (number, _without_comment(entry[2])))
    return found


def _numbered(key: str, counts: Mapping[str, int]) -> str:
    """A heading within the last of several tables: ``policy.period`` of the second one is ``policy[2].period``."""
    first, dot, rest = key.partition(".")
    return f"{first}[{counts[first]}]{dot}{rest}" if first in counts else key


def _plain_key(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))


def _without_comment(typed: str) -> str:
    """Cut at the first # that leaves a value; a # within a text stays."""
    cuts = [match.start() for match in re.finditer("#", typed)][:MOST_COMMENT_SIGNS]
    return next((typed[:cut].rstrip() for cut in cuts if _is_value(typed[:cut])), typed)


def _is_value(typed: str) -> bool:
    try:
        tomllib.loads(f"value = {typed}")
    except (ValueError, RecursionError):
        return False
    return True


def placed(document: Document, faults: Iterable[Fault]) -> list[Fault]:
    """The faults in the order of the file, each with its line and its value exactly as typed where these can be found."""
    where = places(document)
    known = [_placed(fault, where.get(fault.field)) if fault.file == document.file else fault for fault in faults]
    return sorted(known, key=lambda fault: fault.line or 0)


def _placed(fault: Fault, place: tuple[int, str] | None) -> Fault:
    value = None if fault.value is None else _clip(fault.value)
    if place is None:
        return replace(fault, value=value)
    return replace(fault, line=place[0], value=_clip(place[1]) or None if value is not None else None)
