"""The commands of the log, with their arguments and help. The log belongs to the app, so another program reads it."""

from typing import Annotated

import typer

from sonae.cli import app
from sonae.cli.console import Console
from sonae.cli.program import command


def declare(part: typer.Typer, console: Console) -> None:
    """``sonae audit verify``."""
    say = console.words
    data = typer.Option("--data", metavar="DIR", help=say("データを置いたフォルダ", "folder of the data"))
    head = typer.Option(
        "--head", metavar="F", help=say("外に控えた印のファイル（何度でも）", "a head kept elsewhere; may be repeated")
    )

    @command(part, "verify", say("記録が書き換えられていないか確かめる", "Is the log intact?"))
    def verify(
        data: Annotated[str | None, data] = None,
        head: Annotated[list[str] | None, head] = None,
    ) -> int:
        arguments = ["audit", "--lang", console.lang, *(["--json"] if console.json else [])]
        arguments += [f"--data={data}"] if data is not None else []
        return app.start([*arguments, *(f"--head={name}" for name in head or ())])
