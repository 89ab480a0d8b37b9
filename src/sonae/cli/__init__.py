"""The command line: one command group per word, no decisions of its own."""

import gc
import os
import sys
import traceback
from collections.abc import Sequence

from sonae import __version__
from sonae.cli.console import Console, split, usual_lang
from sonae.faults import InputError
from sonae.values import Text

WRONG, DEFECT, INTERRUPTED = 2, 3, 130
NEW_OBJECTS = 100_000  # before the collector looks through them: a command ends soon, and loading alone makes hundreds of thousands


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 the answer is no, 2 wrong input or call, 3 our defect."""
    gc.set_threshold(NEW_OBJECTS)
    console = Console(usual_lang(os.environ), debug="--debug" in (argv or sys.argv))
    try:
        rest, console = split(sys.argv[1:] if argv is None else argv, os.environ)
        from sonae.cli import calls

        return calls.run(rest, console)
    except InputError as error:
        console.faults(error.faults)
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        _report(error, console)
        return DEFECT


def _report(error: Exception, console: Console) -> None:
    """What a person needs to report a defect: version, kind and place, without any of the company's data."""
    if console.debug:
        traceback.print_exception(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"sonae {__version__}, {type(error).__name__}, {os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119
    console.note(
        Text(
            f"Sonae の不具合です。申し訳ありません。次の1行と、打ち込んだ命令を添えてお知らせください：{place}",
            f"This is a defect of Sonae, and we are sorry. Please report it with the command and this line: {place}",
        ),
        Text(
            "（詳しい内容は --debug を付けると出ます。会社の情報は送らないでください）",
            "(--debug shows the details. Please do not send any data of your company.)",
        ),
    )
