"""The commands that carry a company away and back. The rows belong to the app, so another program does it."""

from typing import Annotated

import typer

from sonae.cli import app
from sonae.cli.console import Console
from sonae.cli.program import command


def declare(part: typer.Typer, console: Console) -> None:
    """``sonae archive write``, ``read`` and ``check``."""
    say = console.words
    file = typer.Argument(metavar="FILE", help=say("会社データ一式（zip）", "the file of everything (zip)"))
    data = typer.Option("--data", metavar="DIR", help=say("データを置いたフォルダ", "folder of the data"))
    company = typer.Option(
        "--company", metavar="ID", help=say("どの会社か（サーバーだけ）", "which company (servers only)")
    )
    owner = typer.Option(
        "--owner",
        metavar="MAIL",
        help=say("経営者になる人のメール（サーバーだけ）", "who becomes the owner (servers only)"),
    )

    @command(part, "write", say("会社のすべてを1つの zip に書き出す", "Write everything of a company as one zip file"))
    def write(
        file: Annotated[str, file],
        data: Annotated[str | None, data] = None,
        company: Annotated[str | None, company] = None,
    ) -> int:
        return _start(console, "write", file, data=data, company=company)

    @command(part, "read", say("書き出した zip を受け入れる", "Take such a file in"))
    def read(
        file: Annotated[str, file], data: Annotated[str | None, data] = None, owner: Annotated[str | None, owner] = None
    ) -> int:
        return _start(console, "read", file, data=data, owner=owner)

    @command(part, "check", say("zip が壊れていないか確かめる", "Is such a file whole?"))
    def check(file: Annotated[str, file]) -> int:
        return _start(console, "check", file)


def _start(console: Console, word: str, file: str, **options: str | None) -> int:
    given = [f"--{name}={value}" for name, value in options.items() if value is not None]
    lead = ["archive", "--lang", console.lang, *(["--json"] if console.json else [])]
    return app.start([*lead, word, *given, "--", file])
