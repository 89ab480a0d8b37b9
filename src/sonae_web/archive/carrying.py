"""``sonae archive write|read|check``: a program of its own, started by the command line."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import platformdirs

from sonae import archive
from sonae.archive import Manifest
from sonae.faults import Fault, InputError
from sonae.values import Lang, Text
from sonae_web.mode import UnsafeSettingError

WRONG = 2
_NO_DATA = Text("この中に Sonae のデータがありません", "holds no data of Sonae")
_NAME = Text("フォルダかファイルの名前を確かめてください", "Check the name of the folder or file")
_NOT_WRITTEN = Text("書き込めません", "cannot be written")
_THERE = Text("同じ名前のファイルがあります", "is there already")
_OTHER_NAME = Text("別の名前にしてください", "Give another name")
_NO_COMPANY = Text("この会社は見つかりません", "is no company here")
_GIVE = Text("--company に会社の ID を書いてください", "Give the id of a company with --company")
_NO_PERSON = Text("この人の登録がありません", "has no account here")
_OWNER = Text(
    "--owner に、登録済みの人のメールアドレスを書いてください", "Give the mail address of somebody with an account"
)


def main(argv: Sequence[str], prepare: Callable[[Path], None]) -> int:
    """0 done, 2 not possible, with every reason; nothing is half done. ``prepare`` opens a data folder."""
    call = _parser().parse_args(argv)
    call.prepare = prepare
    try:
        return {"write": _write, "read": _read, "check": _check}[call.word](call)
    except InputError as error:
        for fault in error.faults:
            print(fault.message(cast(Lang, call.lang)), file=sys.stderr)
    except UnsafeSettingError as reason:
        print(reason, file=sys.stderr)
    return WRONG


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sonae archive")
    parser.add_argument("--lang", default="ja")
    parser.add_argument("--json", action="store_true")
    words = parser.add_subparsers(dest="word", required=True)
    for word, option in (("write", "--company"), ("read", "--owner"), ("check", None)):
        part = words.add_parser(word)
        part.add_argument("file")
        if option:
            part.add_argument("--data")
            part.add_argument(option)
    return parser


def _data(call: Any, *, new: bool) -> None:
    """Start the app on its data folder, with tables up to date."""
    folder = Path(call.data or os.environ.get("SONAE_DATA") or platformdirs.user_data_path("sonae", appauthor=False))
    kept = os.environ.get("SONAE_DATABASE_URL") or (folder / "sonae.sqlite3").is_file()
    if not kept and not new:
        raise InputError([Fault(_NO_DATA, _NAME, field="--data", value=str(folder))])
    call.prepare(folder)


def _write(call: Any) -> int:
    path = Path(call.file)
    if path.exists():
        raise InputError([Fault(_THERE, _OTHER_NAME, field="FILE", value=call.file)])
    _data(call, new=False)
    from django.utils import timezone

    from sonae_web import reader
    from sonae_web.archive import actions, queries

    company, now = _company(call.company), timezone.localtime()
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("xb") as stream, reader.everywhere():
            actions.note_copy(company=company, now=now)
            manifest = queries.write(company, stream, now)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise InputError([Fault(_NOT_WRITTEN, _NAME, field="FILE", value=f"{call.file} ({error.strerror})")]) from error
    return _say(call, manifest)


def _company(typed: str | None) -> Any:
    from django.conf import settings

    from sonae_web.archive import queries
    from sonae_web.company.queries import active

    found = active() if typed is None and not settings.SERVER else queries.company(typed or "")
    if found is None:
        raise InputError([Fault(_NO_COMPANY, _GIVE, field="--company", value=typed or "")])
    return found


def _read(call: Any) -> int:
    path = Path(call.file)
    manifest, _ = archive.checked(path)
    _data(call, new=True)
    from django.conf import settings
    from django.utils import timezone

    from sonae_web.archive import actions
    from sonae_web.company import queries

    founder = _founder(call.owner) if settings.SERVER else None
    over = None if settings.SERVER else queries.active()
    actions.take_in(path=path, now=timezone.now(), founder=founder, over=over)
    return _say(call, manifest)


def _founder(typed: str | None) -> Any:
    from sonae_web.account import queries as accounts
    from sonae_web.archive.actions import Founder

    person = accounts.by_email(typed or "")
    if person is None:
        raise InputError([Fault(_NO_PERSON, _OWNER, field="--owner", value=typed or "")])
    return Founder(person)


def _check(call: Any) -> int:
    return _say(call, archive.checked(Path(call.file))[0])


def _say(call: Any, manifest: Manifest) -> int:
    if call.json:
        print(json.dumps(_document(manifest), ensure_ascii=False, indent=2))
    elif call.lang == "ja":
        print(
            f"✓ {call.file}：{manifest.rows:,}行、ファイル{manifest.files:,}件、記録{manifest.log_entries:,}件、そろっています"
        )
    else:
        print(
            f"✓ {call.file}: {manifest.rows:,} rows, {manifest.files:,} files, {manifest.log_entries:,} entries of the log, whole"
        )
    return 0


def _document(manifest: Manifest) -> dict[str, Any]:
    from sonae import catalogue
    from sonae.report.documents import without_case

    return {
        "schema": "sonae.archived/1",
        "company": manifest.company,
        "made_at": manifest.made_at,
        "rows": manifest.rows,
        "files": manifest.files,
        "log_entries": manifest.log_entries,
        "provenance": without_case(catalogue.load(), None, datetime.now(UTC).astimezone()),
    }
