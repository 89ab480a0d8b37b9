"""Files that a command writes: all of them or none, each under a temporary name first."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from sonae.faults import Fault, InputError
from sonae.values import Text


def check(targets: Mapping[str, str | None], case_file: str) -> dict[str, Path]:
    """The files to be written, by option. Raises InputError before any work if one cannot be written."""
    wanted = {option: typed for option, typed in targets.items() if typed is not None}
    problems = {option: problem for option, typed in wanted.items() if (problem := _problem(typed, case_file))}
    if not problems and len({_place(typed) for typed in wanted.values()}) < len(wanted):
        twice = Text("同じファイルが2度指定されています", "is given twice")
        problems = dict.fromkeys(wanted, (twice, _OTHER_NAME))
    if problems:
        raise InputError([Fault(*problem, field=option, value=wanted[option]) for option, problem in problems.items()])
    return {option: Path(typed) for option, typed in wanted.items()}


_OTHER_NAME = Text("別の名前にしてください", "Give another name")
_OTHER_FOLDER = Text("書き込めるフォルダを指定してください", "Name a folder that can be written to")


def _place(typed: str | Path) -> str:
    """Where a link leads, so that the file behind it is replaced and the link stays."""
    return os.path.realpath(typed)


def _problem(typed: str, case_file: str) -> tuple[Text, Text] | None:
    """What stands against writing there, and the remedy: no name, no folder, no right, no file, or the input itself."""
    if not typed:
        return Text("ファイルの名前ではありません", "is not the name of a file"), _OTHER_NAME
    try:
        return _hindrance(Path(_place(typed)), Path(case_file))
    except OSError as error:  # such as a name that is too long
        reason = error.strerror or str(error)
        return Text(f"使えない名前です（{reason}）", f"cannot be used ({reason})"), _OTHER_NAME


def _hindrance(path: Path, case_file: Path) -> tuple[Text, Text] | None:
    if path.is_dir():
        return Text("ファイルではなくフォルダです", "is a folder, not a file"), _FILE_INSIDE
    if not path.parent.is_dir():
        return Text("フォルダがありません", "lies in a folder that does not exist"), _OTHER_FOLDER
    if path.exists() and not path.is_file():
        return Text("ファイルではありません", "is not a file"), _OTHER_NAME
    if path.exists() and case_file.exists() and path.samefile(case_file):
        return Text("入力のファイルそのものです", "is the input file itself"), _OTHER_NAME
    if not os.access(path.parent, os.W_OK):
        return Text("このフォルダには書き込めません", "lies in a folder that may not be written to"), _OTHER_FOLDER
    return None


_FILE_INSIDE = Text("その中のファイルの名前まで書いてください", "Give the name of a file inside it")


def write(contents: Mapping[str, tuple[Path, bytes]]) -> None:
    """Write every file under a temporary name, then rename them all. Raises InputError, leaving nothing behind."""
    places = {option: Path(_place(path)) for option, (path, _) in contents.items()}
    drafts: dict[str, Path] = {}
    try:
        for option, (_, data) in contents.items():
            drafts[option] = places[option].with_name(f".sonae.{secrets.token_hex(8)}")
            _write(drafts[option], data)
        for option, draft in drafts.items():
            draft.replace(places[option])
    except OSError as error:
        failed = list(drafts)[-1]
        reason = error.strerror or str(error)
        problem = Text(f"書き込めません（{reason}）", f"cannot be written ({reason})")
        raise InputError([Fault(problem, _ROOM, field=failed, value=str(contents[failed][0]))]) from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)  # gone already where all went well


_ROOM = Text("空きがあり、書き込めるフォルダを指定してください", "Name a folder that can be written to and has room")


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
