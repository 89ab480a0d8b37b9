"""How groups, commands and help pages are built, in the user's language."""

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from sonae.cli.console import Console
from sonae.values import Text


def group(console: Console, about: str) -> typer.Typer:
    return typer.Typer(
        cls=_Group,
        help=about,
        short_help=about,
        epilog=console.words(_EVERYWHERE.ja, _EVERYWHERE.en),
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )


def command(of: typer.Typer, name: str, about: str) -> Any:
    return of.command(name, cls=_Command, help=about, short_help=about)


_EVERYWHERE = Text(
    "どの命令でも使えます： --json（JSONで出す）、 --lang ja|en（言語）、 --debug（不具合の詳細）、 --version（版）",
    "Everywhere: --json (one JSON document), --lang ja|en (language), --debug (details of a defect), --version",
)

_HEADINGS = {  # of a help page, in Japanese
    "Usage: ": "使い方： ",
    "[OPTIONS]": "[指定]",
    "COMMAND [ARGS]...": "命令 ...",
    "Arguments:": "入力：",
    "Options:": "指定：",
    "Commands:": "命令：",
    "[required]": "［必ず要ります］",
    "Show this message and exit.": "この説明を出して終わる",
}


def _in_words(page: str, console: Console) -> str:
    for english, japanese in _HEADINGS.items() if console.lang == "ja" else ():
        page = page.replace(english, japanese)
    return page


class _Command(TyperCommand):
    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return _in_words(super().get_help(ctx), ctx.obj)


class _Group(TyperGroup):
    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        return _in_words(super().get_help(ctx), ctx.obj)
