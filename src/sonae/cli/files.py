"""Files that a command writes: all of them or none, each under a temporary name first."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from sonae.faults import Fault, InputError
from sonae.values import Text


def check(targets: Mapping[str, str | None], case_file: str) -> dict[str, Path]:
    """The files to be written, by option. Raises InputError before any work if one cannot be written."""
    wanted = {option: Path(typed) for option, typed in targets.items() if typed is not None}
    faults = [fault for option, path in wanted.items() if (fault := _fault(option, path, case_file))]
    if not faults and len({_place(path) for path in wanted.values()}) < len(wanted):
        problem = Text("同じファイルが2度指定されています", "is given twice")
        faults = [Fault(problem, _OTHER_NAME, field=option, value=str(path)) for option, path in wanted.items()]
    if faults:
        raise InputError(faults)
    return wanted


_OTHER_NAME = Text("別の名前にしてください", "Give another name")
_OTHER_FOLDER = Text("書き込めるフォルダを指定してください", "Name a folder that can be written to")


def _place(path: Path) -> str:
    return os.path.realpath(path)


def _fault(option: str, path: Path, case_file: str) -> Fault | None:
    """What stands against writing there: no folder, no right, something that is no file, or the input itself."""
    if not path.parent.is_dir():
        problem = Text("フォルダがありません", "lies in a folder that does not exist")
        return Fault(problem, _OTHER_FOLDER, field=option, value=str(path))
    if path.exists() and not path.is_file():
        problem = Text("ファイルではありません", "is not a file")
        return Fault(problem, _OTHER_NAME, field=option, value=str(path))
    if path.exists() and _place(path) == _place(Path(case_file)):
        problem = Text("入力のファイルそのものです", "is the input file itself")
        return Fault(problem, _OTHER_NAME, field=option, value=str(path))
    if not os.access(path.parent, os.W_OK):
        return Fault(_CANNOT_WRITE, _OTHER_FOLDER, field=option, value=str(path))
    return None


_CANNOT_WRITE = Text("書き込めません", "cannot be written")


def write(contents: Mapping[str, tuple[Path, bytes]]) -> None:
    """Write every file under a temporary name, then rename them all. Raises InputError, leaving nothing behind."""
    drafts: dict[str, Path] = {}
    try:
        for option, (path, data) in contents.items():
            drafts[option] = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            _write(drafts[option], data)
        for option, (path, _) in contents.items():
            drafts[option].replace(path)
    except OSError as error:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        failed = list(drafts)[-1]
        reason = error.strerror or str(error)
        problem = Text(f"書き込めません（{reason}）", f"cannot be written ({reason})")
        raise InputError([Fault(problem, _OTHER_FOLDER, field=failed, value=str(contents[failed][0]))]) from error


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
