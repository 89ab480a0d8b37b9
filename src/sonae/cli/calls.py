"""What can be called, with which words, and what a wrong call is told."""

import re
from collections.abc import Sequence

import typer

from sonae import __version__
from sonae.cli import declare
from sonae.cli.console import Console, silence
from sonae.values import Text

WRONG = 2


def run(argv: Sequence[str], console: Console) -> int:
    """Run the command that ``argv`` calls and return its exit status. A wrong call is answered on standard error."""
    if list(argv) == ["--version"]:
        console.answer({"version": __version__}, [f"sonae {__version__}"])
        return 0
    command = typer.main.get_command(declare.program(console))
    try:
        status = command.main(args=list(argv), prog_name="sonae", standalone_mode=False, obj=console)
    except typer.TyperException as error:
        if error.exit_code != WRONG:
            raise
        console.note(*_wrong_call(error))
        return WRONG
    except SystemExit:  # Typer's own end when the reader of a help page has seen enough
        silence()
        return 0
    return int(status or 0)


_WRONG_CALLS = (  # what Typer says, and the same in Japanese
    (r"Missing command\.", "命令がありません"),
    (r"Missing argument '(.+)'\.", r"\1 がありません"),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((.+)\)", r"余分な語があります：\1"),
    (r"No such option: (\S+)(?: \(Possible options: (.+)\))?", r"\1 という指定はありません"),
    (r"No such command '(.+?)'.*", r"\1 という命令はありません"),
    (r"Option '(.+)' requires an argument\.", r"\1 の後に値がありません"),
    (r"Option '(.+)' does not take a value\.", r"\1 には値を付けられません"),
)


def _wrong_call(error: typer.TyperException) -> list[Text]:
    said = error.format_message()
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return [Text(line, line) for line in said.splitlines()]
    path = context.command_path if context else "sonae"
    return [
        Text(f"{_japanese(said)}。使い方は {path} --help で出ます。", f"{said.removesuffix('.')}. See: {path} --help")
    ]


def _japanese(said: str) -> str:
    for pattern, japanese in _WRONG_CALLS:
        match = re.fullmatch(pattern, said, re.DOTALL)
        if match:
            return match.expand(japanese)
    return f"命令の書き方が正しくありません（{said}）"
