"""What can be called, with which words, and what a wrong call is told."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from sonae import __version__
from sonae.cli import commands
from sonae.cli.console import Console, silence
from sonae.values import Text

WRONG = 2


def run(argv: Sequence[str], console: Console) -> int:
    """Run the command that ``argv`` calls and return its exit status. A wrong call is answered on standard error."""
    if list(argv) == ["--version"]:
        console.answer({"version": __version__}, [f"sonae {__version__}"])
        return 0
    command = typer.main.get_command(_program(console))
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


def _program(console: Console) -> typer.Typer:
    about = console.words(
        "備え：会社の概要と25問の答えから、損害の見積もり、次にやること、報告書を作ります。",
        "Sonae: from a company and its 25 answers to yen, a plan and a report.",
    )
    program = _group(console, about)
    _start(program, console)
    _diagnose(program, console)
    _assess(program, console)
    risk = _group(console, console.words("損害の見積もり", "Losses in yen"))
    _risk(risk, console)
    program.add_typer(risk, name="risk")
    plan = _group(console, console.words("対策の計画", "What to do first"))
    _plan(plan, console)
    program.add_typer(plan, name="plan")
    return program


def _start(program: typer.Typer, console: Console) -> None:
    say = console.words
    port = typer.Option("--port", metavar="N", help=say("使うポート番号", "port to listen on"))
    no_browser = typer.Option("--no-browser", help=say("ブラウザを開かない", "do not open the browser"))
    data = typer.Option("--data", metavar="DIR", help=say("データを置くフォルダ", "folder for the data"))

    @_command(program, "run", say("このパソコンで画面を開く", "Open the app on this computer"))
    def run_app(
        port: Annotated[str | None, port] = None,
        no_browser: Annotated[bool, no_browser] = False,
        data: Annotated[str | None, data] = None,
    ) -> int:
        return commands.start("run", port=port, no_browser=no_browser, data=data)

    @_command(program, "demo", say("架空の会社を入れた画面を開く", "The same with a fictional company filled in"))
    def demo(
        port: Annotated[str | None, port] = None,
        no_browser: Annotated[bool, no_browser] = False,
        data: Annotated[str | None, data] = None,
    ) -> int:
        return commands.start("demo", port=port, no_browser=no_browser, data=data)


def _diagnose(program: typer.Typer, console: Console) -> None:
    say = console.words
    partial = typer.Option("--partial", help=say("答えのない質問があってもよい", "allow unanswered items"))

    @_command(program, "diagnose", say("25問の点数と、次にやること", "Score of the 25 items and what to do next"))
    def diagnose(case: Annotated[str, _case(console)], partial: Annotated[bool, partial] = False) -> None:
        commands.diagnose(console, case, partial=partial)


def _assess(program: typer.Typer, console: Console) -> None:
    say = console.words
    years = typer.Option("--years", metavar="N", help=say("（厳密計算では使いません）", "(exact results need none)"))
    seed = typer.Option("--seed", metavar="S", help=say("乱数の種（記録されます）", "seed of chance (recorded)"))
    pdf = typer.Option(
        "--pdf", metavar="F", help=say("経営者向けの1枚を PDF で書く", "write the executive report as PDF")
    )
    html = typer.Option("--html", metavar="F", help=say("同じ報告書を HTML で書く", "write the same report as HTML"))

    @_command(
        program, "assess", say("点数、損害の見積もり、計画までの全部", "The whole pipe: score, losses, plan, report")
    )
    def assess(
        case: Annotated[str, _case(console)],
        years: Annotated[str | None, years] = None,
        seed: Annotated[str | None, seed] = None,
        pdf: Annotated[str | None, pdf] = None,
        html: Annotated[str | None, html] = None,
    ) -> None:
        commands.assess(console, case, years=years, seed=seed, pdf=pdf, html=html)


def _risk(group: typer.Typer, console: Console) -> None:
    about = console.words("1年の損害の見積もりと曲線（厳密計算）", "Expected loss, bad years and the curve, exactly")

    @_command(group, "exact", about)
    def exact(case: Annotated[str, _case(console)]) -> None:
        commands.risk_exact(console, case)

    _simulate(group, console)
    _validate(group, console)


def _validate(group: typer.Typer, console: Console) -> None:
    say = console.words
    surveys = typer.Option("--surveys", metavar="N", help=say("何回の調査を再現するか", "how many surveys to replay"))
    seed = typer.Option(
        "--seed", metavar="S", help=say("乱数の種（同じ種なら同じ結果）", "seed of chance: the same gives the same")
    )

    @_command(
        group,
        "validate",
        say("公表された数字と、計算で再現した数字を比べる", "Published figures beside simulated surveys"),
    )
    def validate(surveys: Annotated[str, surveys] = "200", seed: Annotated[str, seed] = "0") -> None:
        commands.risk_validate(console, surveys=surveys, seed=seed)

    firms = typer.Option("--firms", metavar="N", help=say("架空の回答者の数", "how many made-up respondents"))

    @_command(group, "calibrate", say("公表された数字に、計算を合わせ直す", "Refit the model to the published figures"))
    def calibrate(firms: Annotated[str, firms] = "30000", seed: Annotated[str, seed] = "1") -> None:
        commands.risk_calibrate(console, firms=firms, seed=seed)


def _simulate(group: typer.Typer, console: Console) -> None:
    say = console.words
    years = typer.Option("--years", metavar="N", help=say("何年分を作るか", "how many years"))
    seed = typer.Option(
        "--seed", metavar="S", help=say("乱数の種（同じ種なら同じ結果）", "seed of chance: the same gives the same")
    )
    threads = typer.Option("--threads", metavar="T", help=say("同時に使う処理の数", "threads to use"))
    chunks = typer.Option(
        "--chunks", metavar="K", help=say("いくつに分けるか（結果は変わりません）", "pieces of work; the result stays")
    )
    dask = typer.Option("--dask", metavar="ADDRESS", help=say("Dask の計算機群の住所", "address of a Dask scheduler"))
    losses = typer.Option(
        "--losses", metavar="F", help=say("すべての事故を Parquet で書く", "write every incident as Parquet")
    )

    @_command(
        group,
        "simulate",
        say("1年の損害を、年ごとに作って見積もる", "The same from simulated years, with standard errors"),
    )
    def simulate(
        case: Annotated[str, _case(console)],
        years: Annotated[str, years] = "1000000",
        seed: Annotated[str, seed] = "0",
        threads: Annotated[str, threads] = "1",
        chunks: Annotated[str, chunks] = "1",
        dask: Annotated[str, dask] = "",
        losses: Annotated[str | None, losses] = None,
    ) -> None:
        how = commands.Simulation(years=years, seed=seed, threads=threads, chunks=chunks, dask=dask, losses=losses)
        commands.risk_simulate(console, case, how)


def _plan(group: typer.Typer, console: Console) -> None:
    say = console.words
    budget = typer.Option("--budget", metavar="YEN", help=say("1年の予算（円）", "budget in yen a year"))
    seed = typer.Option("--seed", metavar="S", help=say("乱数の種（記録されます）", "seed of chance (recorded)"))

    @_command(group, "choose", say("予算の中で、何をどの順に行うか", "Which measures, in which order, within a budget"))
    def choose(
        case: Annotated[str, _case(console)],
        budget: Annotated[str | None, budget] = None,
        seed: Annotated[str | None, seed] = None,
    ) -> None:
        commands.plan_choose(console, case, budget=budget, seed=seed)


def _case(console: Console) -> Any:
    return typer.Argument(
        metavar="CASE", help=console.words("会社と答えのファイル（TOML）", "the company and its answers (TOML)")
    )


def _group(console: Console, about: str) -> typer.Typer:
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


def _command(group: typer.Typer, name: str, about: str) -> Any:
    return group.command(name, cls=_Command, help=about, short_help=about)


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
