"""Every command with its arguments, options and help; what it does stands in ``commands``, ``risks`` and ``insuring``."""

from typing import Annotated, Any

import typer

from sonae.cli import (
    commands,
    declare_archive,
    declare_audit,
    declare_incident,
    declare_plan,
    declare_portfolio,
    declare_supplier,
    insuring,
    risks,
)
from sonae.cli.console import Console
from sonae.cli.program import command, group


def program(console: Console) -> typer.Typer:
    about = console.words(
        "備え：会社の概要と25問の答えから、損害の見積もり、次にやること、報告書を作ります。",
        "Sonae: from a company and its 25 answers to yen, a plan and a report.",
    )
    whole = group(console, about)
    _start(whole, console)
    _diagnose(whole, console)
    _assess(whole, console)
    parts = (
        ("risk", _risk, "損害の見積もり", "Losses in yen"),
        ("insurance", _insurance, "保険（試算・目安）", "Insurance (estimates)"),
        ("incident", declare_incident.declare, "事故が起きたとき", "When something has happened"),
        ("plan", declare_plan.declare, "対策の計画", "What to do first"),
        ("supplier", declare_supplier.declare, "取引先への広がり（サイバードミノ）", "Suppliers: how incidents spread"),
        ("portfolio", declare_portfolio.declare, "支援先・契約先の全体", "Many companies at once"),
        (
            "archive",
            declare_archive.declare,
            "会社データ一式の持ち出しと受け入れ",
            "Everything of a company in one file",
        ),
        ("audit", declare_audit.declare, "記録の確かめ", "The log"),
    )
    for name, declare, japanese, english in parts:
        part = group(console, console.words(japanese, english))
        declare(part, console)
        whole.add_typer(part, name=name)
    return whole


def _start(program: typer.Typer, console: Console) -> None:
    say = console.words
    port = typer.Option("--port", metavar="N", help=say("使うポート番号", "port to listen on"))
    no_browser = typer.Option("--no-browser", help=say("ブラウザを開かない", "do not open the browser"))
    data = typer.Option("--data", metavar="DIR", help=say("データを置くフォルダ", "folder for the data"))

    @command(program, "run", say("このパソコンで画面を開く", "Open the app on this computer"))
    def run_app(
        port: Annotated[str | None, port] = None,
        no_browser: Annotated[bool, no_browser] = False,
        data: Annotated[str | None, data] = None,
    ) -> int:
        return commands.start("run", port=port, no_browser=no_browser, data=data)

    @command(program, "demo", say("架空の会社を入れた画面を開く", "The same with a fictional company filled in"))
    def demo(
        port: Annotated[str | None, port] = None,
        no_browser: Annotated[bool, no_browser] = False,
        data: Annotated[str | None, data] = None,
    ) -> int:
        return commands.start("demo", port=port, no_browser=no_browser, data=data)


def _diagnose(program: typer.Typer, console: Console) -> None:
    say = console.words
    partial = typer.Option("--partial", help=say("答えのない質問があってもよい", "allow unanswered items"))

    @command(program, "diagnose", say("25問の点数と、次にやること", "Score of the 25 items and what to do next"))
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

    @command(
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


def _risk(part: typer.Typer, console: Console) -> None:
    about = console.words("1年の損害の見積もりと曲線（厳密計算）", "Expected loss, bad years and the curve, exactly")

    @command(part, "exact", about)
    def exact(case: Annotated[str, _case(console)]) -> None:
        risks.exact(console, case)

    _simulate(part, console)
    _validate(part, console)


def _validate(part: typer.Typer, console: Console) -> None:
    say = console.words
    surveys = typer.Option("--surveys", metavar="N", help=say("何回の調査を再現するか", "how many surveys to replay"))
    seed = typer.Option(
        "--seed", metavar="S", help=say("乱数の種（同じ種なら同じ結果）", "seed of chance: the same gives the same")
    )

    @command(
        part,
        "validate",
        say("公表された数字と、計算で再現した数字を比べる", "Published figures beside simulated surveys"),
    )
    def validate(surveys: Annotated[str, surveys] = "200", seed: Annotated[str, seed] = "0") -> None:
        risks.validate(console, surveys=surveys, seed=seed)

    firms = typer.Option("--firms", metavar="N", help=say("架空の回答者の数", "how many made-up respondents"))

    @command(part, "calibrate", say("公表された数字に、計算を合わせ直す", "Refit the model to the published figures"))
    def calibrate(firms: Annotated[str, firms] = "30000", seed: Annotated[str, seed] = "1") -> None:
        risks.calibrate(console, firms=firms, seed=seed)


def _simulate(part: typer.Typer, console: Console) -> None:
    say = console.words
    years = typer.Option("--years", metavar="N", help=say("何年分を作るか", "how many years"))
    seed = typer.Option(
        "--seed", metavar="S", help=say("乱数の種（同じ種なら同じ結果）", "seed of chance: the same gives the same")
    )
    threads = typer.Option("--threads", metavar="T", help=say("同時に使う処理の数", "threads to use"))
    processes = typer.Option("--processes", metavar="P", help=say("同時に動かすプロセスの数", "processes to use"))
    chunks = typer.Option(
        "--chunks", metavar="K", help=say("いくつに分けるか（結果は変わりません）", "pieces of work; the result stays")
    )
    dask = typer.Option("--dask", metavar="ADDRESS", help=say("Dask の計算機群の住所", "address of a Dask scheduler"))
    policy = typer.Option(
        "--policy", metavar="P", help=say("保険契約のファイル（何度でも）", "a contract; may be repeated")
    )
    losses = typer.Option(
        "--losses", metavar="F", help=say("すべての事故を Parquet で書く", "write every incident as Parquet")
    )

    @command(
        part,
        "simulate",
        say("1年の損害を、年ごとに作って見積もる", "The same from simulated years, with standard errors"),
    )
    def simulate(
        case: Annotated[str, _case(console)],
        years: Annotated[str, years] = "1000000",
        seed: Annotated[str, seed] = "0",
        threads: Annotated[str, threads] = "1",
        processes: Annotated[str, processes] = "1",
        chunks: Annotated[str, chunks] = "1",
        dask: Annotated[str, dask] = "",
        losses: Annotated[str | None, losses] = None,
        policy: Annotated[list[str] | None, policy] = None,
    ) -> None:
        how = risks.Simulation(years, seed, threads, processes, chunks, dask, losses, policy or ())
        risks.simulate(console, case, how)


def _insurance(part: typer.Typer, console: Console) -> None:
    say = console.words
    policy = typer.Argument(metavar="POLICY", help=say("保険契約のファイル（TOML）", "the contract (TOML)"))
    claims = typer.Argument(
        metavar="CLAIM...",
        help=say("出来事と費用のファイル（TOML、いくつでも）", "what happened and its costs (TOML), one or more"),
    )

    @command(
        part, "recover", say("保険でいくら戻る見込みか、順を追って計算する", "What would be recovered, step by step")
    )
    def recover(policy: Annotated[str, policy], claims: Annotated[list[str], claims]) -> None:
        insuring.recover(console, policy, claims)

    seed = typer.Option("--seed", metavar="S", help=say("乱数の種（記録されます）", "seed of chance (recorded)"))
    sheet = typer.Option(
        "--sheet", metavar="F", help=say("告知の控えを PDF で書く", "write the disclosure sheet as PDF")
    )

    @command(part, "readiness", say("請求の備えと、補償の穴", "Readiness for a claim, and gaps in the cover"))
    def readiness(
        case: Annotated[str, _case(console)],
        seed: Annotated[str | None, seed] = None,
        sheet: Annotated[str | None, sheet] = None,
    ) -> None:
        insuring.readiness(console, case, seed=seed, sheet=sheet)

    @command(part, "premium", say("保険料の目安と、割引の計算", "An indication of the premium, and its discounts"))
    def premium(case: Annotated[str, _case(console)], seed: Annotated[str | None, seed] = None) -> None:
        insuring.premium(console, case, seed=seed)


def _case(console: Console) -> Any:
    return typer.Argument(
        metavar="CASE", help=console.words("会社と答えのファイル（TOML）", "the company and its answers (TOML)")
    )
