"""The commands of supply networks; what they do stands in ``supplying``."""

from typing import Annotated, Any

import typer

from sonae.cli import supplying
from sonae.cli.console import Console
from sonae.cli.program import command


def declare(part: typer.Typer, console: Console) -> None:
    _network(part, console)
    _import(part, console)
    _domino(part, console)
    _rank(part, console)
    _company(part, console)


def _seed(console: Console) -> Any:
    return typer.Option(
        "--seed",
        metavar="S",
        help=console.words("乱数の種（同じ種なら同じ結果）", "seed of chance: the same gives the same"),
    )


def _out(console: Console) -> Any:
    return typer.Option("--out", metavar="F", help=console.words("取引網のファイルの名前", "name of the network file"))


def _network(part: typer.Typer, console: Console) -> None:
    say = console.words
    firms = typer.Option("--firms", metavar="N", help=say("会社の数", "how many companies"))
    mean = typer.Option("--links-per-firm", metavar="X", help=say("仕入先の数の平均", "mean number of suppliers"))
    tail_in = typer.Option("--tail-in", metavar="X", help=say("仕入先の数の裾の指数", "tail exponent of suppliers"))
    tail_out = typer.Option("--tail-out", metavar="X", help=say("販売先の数の裾の指数", "tail exponent of customers"))
    shell_in = typer.Option("--shell-in", metavar="X", help=say("仕入先のない会社の割合", "share without suppliers"))
    shell_out = typer.Option("--shell-out", metavar="X", help=say("販売先のない会社の割合", "share without customers"))

    @command(
        part,
        "network",
        say("公表された形に似せた、架空の取引網を作る", "Make up a network shaped like the published one"),
    )
    def network(
        firms: Annotated[str, firms],
        out: Annotated[str, _out(console)],
        seed: Annotated[str, _seed(console)] = "0",
        links_per_firm: Annotated[str | None, mean] = None,
        tail_in: Annotated[str | None, tail_in] = None,
        tail_out: Annotated[str | None, tail_out] = None,
        shell_in: Annotated[str | None, shell_in] = None,
        shell_out: Annotated[str | None, shell_out] = None,
    ) -> None:
        shape = {
            "links_per_firm": links_per_firm,
            "tail_in": tail_in,
            "tail_out": tail_out,
            "shell_in": shell_in,
            "shell_out": shell_out,
        }
        supplying.network(console, firms=firms, seed=seed, out=out, shape=shape)


def _import(part: typer.Typer, console: Console) -> None:
    say = console.words
    links = typer.Argument(
        metavar="LINKS", help=say("取引の表（CSV・XLSX・Parquet）", "table of links (CSV, XLSX, Parquet)")
    )
    firms = typer.Option("--firms", metavar="TABLE", help=say("会社の表", "table of companies"))
    no_ids = typer.Option("--no-ids", help=say("会社の番号を残さない", "keep no identities of companies"))
    strict = typer.Option("--strict", help=say("読めない行が1つでもあればやめる", "refuse any row that cannot be read"))

    @command(part, "import", say("取引の表から、取引網を作る", "Make a network from a table of links"))
    def import_links(
        links: Annotated[str, links],
        out: Annotated[str, _out(console)],
        firms: Annotated[str | None, firms] = None,
        no_ids: Annotated[bool, no_ids] = False,
        strict: Annotated[bool, strict] = False,
    ) -> None:
        supplying.import_links(console, links, firms, out, no_ids=no_ids, strict=strict)


def _file(console: Console) -> Any:
    return typer.Argument(metavar="NETWORK", help=console.words("取引網のファイル", "the network file"))


def _stress(console: Console) -> Any:
    words = console.words(
        "base（公表の割合）、third（取引先経由30%）、worm（広がりやすい不正プログラム）、vendor（共通の業者の事故）",
        "base (published shares), third (30% through partners), worm, vendor (a vendor that many use)",
    )
    return typer.Option("--stress", metavar="WORD", help=words)


def _domino(part: typer.Typer, console: Console) -> None:
    say = console.words
    replications = typer.Option("--replications", metavar="R", help=say("何年分を作るか", "how many years"))
    threads = typer.Option("--threads", metavar="T", help=say("同時に使う処理の数", "threads to use"))
    harden = typer.Option(
        "--harden", help=say("何社を固めればどこまで効くかも出す", "also what hardening some companies spares")
    )
    dask = typer.Option("--dask", metavar="ADDRESS", help=say("Dask の計算機群の住所", "address of a Dask scheduler"))

    @command(part, "domino", say("1年の間に、被害が取引先へどう広がるか", "How a year's incidents spread to partners"))
    def domino(
        network: Annotated[str, _file(console)],
        replications: Annotated[str, replications] = "1024",
        seed: Annotated[str, _seed(console)] = "0",
        threads: Annotated[str, threads] = "1",
        dask: Annotated[str, dask] = "",
        stress: Annotated[str, _stress(console)] = "base",
        harden: Annotated[bool, harden] = False,
    ) -> None:
        how = supplying.Run(replications, seed, threads, dask, stress, harden)
        supplying.domino(console, network, how)


def _rank(part: typer.Typer, console: Console) -> None:
    say = console.words
    top = typer.Option("--top", metavar="K", help=say("上から何社を出すか", "how many companies"))

    @command(part, "rank", say("どの会社の被害が、取引網に一番響くか", "Whose incidents cost the network most"))
    def rank(network: Annotated[str, _file(console)], top: Annotated[str, top] = "20") -> None:
        supplying.rank(console, network, top)


def _company(part: typer.Typer, console: Console) -> None:
    say = console.words
    case = typer.Argument(metavar="CASE", help=say("会社と答えのファイル", "the file with the company and its answers"))
    table = typer.Argument(
        metavar="PARTNERS", help=say("取引先の表（CSV・XLSX・Parquet）", "table of partners (CSV, XLSX, Parquet)")
    )
    words = say("自社の被害が誰に響くか、誰が自社を止めうるか", "Who feels it when you are hit, and who could stop you")

    @command(part, "company", words)
    def company(
        case: Annotated[str, case],
        partners: Annotated[str, table],
        seed: Annotated[str, _seed(console)] = "0",
    ) -> None:
        supplying.company(console, case, partners, seed)
