"""``sonae audit verify``: is the log of this installation intact? A program of its own, started by the command line."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs

from sonae.values import Text

WRONG, NO = 2, 1
REASONS = {
    "missing": Text("この番号の記録がありません", "this entry is missing"),
    "order": Text("順番が変わっています", "the order has changed"),
    "link": Text("前の記録とつながりません", "it does not follow the entry before it"),
    "hash": Text("記録が書き換えられています", "the entry has been changed"),
    "payload": Text("記録の中身が書き換えられています", "what the entry says has been changed"),
    "truncated": Text("ここから後が切り取られています", "everything from here on has been cut off"),
    "head": Text("外に控えた印と合いません", "it does not agree with the head kept outside"),
    "signature": Text("控えた印の署名が正しくありません", "the head kept outside is not signed by this installation"),
}


def main(argv: Sequence[str]) -> int:
    """0 whole, 1 not whole with the first bad entry named, 2 nothing to verify."""
    parser = argparse.ArgumentParser(prog="sonae audit verify")
    parser.add_argument("--data")
    parser.add_argument("--head", action="append", default=[])
    parser.add_argument("--lang", default="ja")
    parser.add_argument("--json", action="store_true")
    call = parser.parse_args(argv)
    folder = Path(call.data or os.environ.get("SONAE_DATA") or platformdirs.user_data_path("sonae", appauthor=False))
    if not os.environ.get("SONAE_DATABASE_URL") and not (folder / "sonae.sqlite3").is_file():
        return _wrong(
            call, "--data", str(folder), Text("この中に Sonae のデータがありません", "holds no data of Sonae")
        )
    os.environ["SONAE_DATA"] = str(folder.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sonae_web.settings")
    import django

    django.setup()
    from sonae_web.audit import heads

    outside = []
    for name in call.head:
        try:
            outside.append(heads.read(Path(name)))
        except (OSError, ValueError):
            return _wrong(call, "--head", name, Text("控えた印のファイルとして読めません", "cannot be read as a head"))
    return _answer(call, outside)


def _wrong(call: Any, option: str, value: str, problem: Text) -> int:
    from sonae.faults import Fault

    remedy = Text("フォルダかファイルの名前を確かめてください", "Check the name of the folder or file")
    print(Fault(problem, remedy, field=option, value=value).message(call.lang), file=sys.stderr)
    return WRONG


def _answer(call: Any, outside: Sequence[Any]) -> int:
    from django.db import DatabaseError

    from sonae_web import reader
    from sonae_web.audit import queries

    try:
        with reader.everywhere():
            found = {queries.name(company): queries.verify(company, outside) for company in queries.chains()}
    except DatabaseError as error:
        return _wrong(call, "--data", str(error), Text("データベースを読めません", "the database cannot be read"))
    unknown = {head.chain for head in outside} - set(found)
    whole = all(verdict.whole for verdict in found.values()) and not unknown
    if call.json:
        print(json.dumps(_document(found, unknown, whole), ensure_ascii=False, indent=2))
    else:
        for line in _lines(found, unknown, call.lang):
            print(line)
    return 0 if whole else NO


def _document(found: dict[str, Any], unknown: set[str], whole: bool) -> dict[str, Any]:
    from sonae import catalogue
    from sonae.report.documents import without_case

    chains = [{"chain": name, "whole": verdict.whole, **asdict(verdict)} for name, verdict in found.items()]
    return {
        "schema": "sonae.audit/1",
        "whole": whole,
        "chains": chains,
        "missing_chains": sorted(unknown),
        "provenance": without_case(catalogue.load(), None, datetime.now(UTC).astimezone()),
    }


def _lines(found: dict[str, Any], unknown: set[str], lang: Any) -> Iterator[str]:
    ja = lang == "ja"
    for name, verdict in found.items():
        if verdict.whole:
            yield (
                f"✓ {name}：{verdict.entries:,}件、そろっています"
                if ja
                else f"✓ {name}: {verdict.entries:,} entries, whole"
            )
        else:
            reason = REASONS[verdict.reason].of(lang)
            yield f"✕ {name}：{verdict.bad}番：{reason}" if ja else f"✕ {name}: entry {verdict.bad}: {reason}"
    for name in sorted(unknown):
        yield f"✕ {name}：記録がありません" if ja else f"✕ {name}: there is no log"
    if not found:
        yield "記録はまだありません。" if ja else "There is no log yet."
