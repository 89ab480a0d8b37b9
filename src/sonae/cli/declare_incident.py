"""The commands of incidents, with their arguments and help."""

from typing import Annotated

import typer

from sonae.cli import incidents
from sonae.cli.console import Console
from sonae.cli.program import command


def declare(part: typer.Typer, console: Console) -> None:
    """``sonae incident duties``."""
    say = console.words
    file = typer.Argument(metavar="INCIDENT", help=say("事故の記録のファイル（TOML）", "the incident (TOML)"))
    now = typer.Option(
        "--now", metavar="T", help=say("どの時刻で見るか（日本時間）", "at which moment (Japanese time)")
    )

    @command(part, "duties", say("次にやることと、知らせる相手・期限", "What to do next, whom to tell and by when"))
    def duties(incident: Annotated[str, file], now: Annotated[str | None, now] = None) -> None:
        incidents.duties(console, incident, now=now)

    pack_file = typer.Argument(metavar="PACK", help=say("請求の書類一式（ZIP）", "the claim pack (ZIP)"))

    @command(part, "verify", say("請求の書類一式が書き換えられていないか確かめる", "Is a claim pack as it was made?"))
    def verify(pack: Annotated[str, pack_file]) -> int:
        return incidents.verify(console, pack)
