"""The commands of the plan; what they do stands in ``planning``."""

from typing import Annotated, Any

import typer

from sonae.cli import planning
from sonae.cli.console import Console
from sonae.cli.program import command


def declare(part: typer.Typer, console: Console) -> None:
    _choose(part, console)
    _compare(part, console)


def _case(console: Console) -> Any:
    return typer.Argument(
        metavar="CASE", help=console.words("会社と答えのファイル（TOML）", "the company and its answers (TOML)")
    )


def _seed(console: Console) -> Any:
    return typer.Option(
        "--seed",
        metavar="S",
        help=console.words("乱数の種（同じ種なら同じ結果）", "seed of chance: the same gives the same"),
    )


def _choose(part: typer.Typer, console: Console) -> None:
    say = console.words
    budget = typer.Option("--budget", metavar="YEN", help=say("1年目の予算（円）", "budget of the first year in yen"))
    weight = typer.Option(
        "--weight",
        metavar="W",
        help=say(
            "悪い年の1円を、年に何円と数えるか（ふつうは0.05）", "yen a year that a yen of the bad year counts for"
        ),
    )

    @command(
        part,
        "choose",
        say("予算の中で、何をどの順に行うか（保険も含む）", "Measures, services and insurance within a budget"),
    )
    def choose(
        case: Annotated[str, _case(console)],
        budget: Annotated[str | None, budget] = None,
        weight: Annotated[str | None, weight] = None,
        seed: Annotated[str | None, _seed(console)] = None,
    ) -> None:
        planning.choose(console, case, budget=budget, weight=weight, seed=seed)


def _compare(part: typer.Typer, console: Console) -> None:
    about = console.words(
        "雇う・機器・監視・保険・外部の会社を、同じ年で比べる", "Hire, systems, SOC, insurance, outside firms compared"
    )

    @command(part, "compare", about)
    def compare(case: Annotated[str, _case(console)], seed: Annotated[str | None, _seed(console)] = None) -> None:
        planning.compare(console, case, seed=seed)
