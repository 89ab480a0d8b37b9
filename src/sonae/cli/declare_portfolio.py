"""The commands of books of companies; what they do stands in ``booking``."""

from typing import Annotated, Any

import typer

from sonae.cli import booking
from sonae.cli.console import Console
from sonae.cli.program import command


def declare(part: typer.Typer, console: Console) -> None:
    """``sonae portfolio assess`` and ``sonae portfolio export``."""
    _assess(part, console)
    _export(part, console)


def _book(console: Console) -> Any:
    return typer.Argument(
        metavar="BOOK",
        help=console.words("会社の一覧（CSV・XLSX・Parquet）", "table of companies (CSV, XLSX, Parquet)"),
    )


def _out(console: Console) -> Any:
    return typer.Option("--out", metavar="DIR", help=console.words("表を書くフォルダ", "folder for the tables"))


def _strict(console: Console) -> Any:
    words = console.words("読めない行が1つでもあればやめる", "refuse any row that cannot be read")
    return typer.Option("--strict", help=words)


def _assess(part: typer.Typer, console: Console) -> None:
    say = console.words
    years = typer.Option("--years", metavar="N", help=say("何年分を作るか", "how many years"))
    seed = typer.Option(
        "--seed", metavar="S", help=say("乱数の種（同じ種なら同じ結果）", "seed of chance: the same gives the same")
    )
    level = typer.Option(
        "--level", metavar="LEVEL", help=say("発生の水準（名前か数）", "level of frequency (name or number)")
    )
    threads = typer.Option("--threads", metavar="T", help=say("同時に使う処理の数", "threads to use"))
    dask = typer.Option("--dask", metavar="ADDRESS", help=say("Dask の計算機群の住所", "address of a Dask scheduler"))
    shares = typer.Option(
        "--contributions",
        help=say(
            "最も悪い1%の年に、各社がどれだけ加わるか（時間は2倍）", "what each adds to the worst 1% (twice the time)"
        ),
    )
    measure = typer.Option(
        "--measure", metavar="SD-NN", help=say("もし、この対策を取ったら", "what if this measure were taken")
    )
    share = typer.Option(
        "--share", metavar="X", help=say("対策を取る会社の割合（0から1）", "share that takes it (0 to 1)")
    )

    @command(
        part,
        "assess",
        say("会社の一覧の損害が、同じ年にどれだけ重なるか", "What a book of companies loses in the same year"),
    )
    def assess(
        book: Annotated[str, _book(console)],
        out: Annotated[str, _out(console)],
        years: Annotated[str, years] = "10000",
        seed: Annotated[str, seed] = "0",
        level: Annotated[str, level] = "central",
        threads: Annotated[str, threads] = "1",
        dask: Annotated[str, dask] = "",
        contributions: Annotated[bool, shares] = False,
        measure: Annotated[str | None, measure] = None,
        share: Annotated[str, share] = "1",
        strict: Annotated[bool, _strict(console)] = False,
    ) -> None:
        how = booking.Run(years, seed, level, threads, dask, contributions, measure, share)
        booking.assess(console, book, out, how, strict=strict)


def _export(part: typer.Typer, console: Console) -> None:
    say = console.words
    kind = typer.Option("--format", metavar="WORD", help=say("書き方（oed）", "format (oed)"))
    start = typer.Option("--start", metavar="DATE", help=say("契約の始まる日", "first day of the contracts"))

    @command(part, "export", say("会社の一覧を、保険の世界の書き方（OED）で書く", "Write a book as Open Exposure Data"))
    def export(
        book: Annotated[str, _book(console)],
        out: Annotated[str, _out(console)],
        format: Annotated[str, kind] = "oed",  # noqa: A002
        start: Annotated[str | None, start] = None,
        strict: Annotated[bool, _strict(console)] = False,
    ) -> None:
        booking.export(console, book, out, format=format, start=start, strict=strict)
