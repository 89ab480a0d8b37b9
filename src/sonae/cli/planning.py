"""What the commands of the plan do: read, ask the library, answer. Heavy parts are imported only where they are used."""

from __future__ import annotations

import re

from sonae.cli.commands import MOST_SEED, now, whole
from sonae.cli.console import Console
from sonae.faults import Fault, InputError
from sonae.values import Text

MOST_WEIGHT = 1.0


def choose(console: Console, case_file: str, *, budget: str | None, weight: str | None, seed: str | None) -> None:
    """The best plan of a case within a budget; ``--budget`` counts before the budget in the case."""
    from sonae import assessment, case, catalogue, plan
    from sonae.cli import plan_lines
    from sonae.report import documents

    number = whole("--seed", seed, 0, MOST_SEED) or 0
    typed = whole("--budget", budget, 0, case.MOST_BUDGET_YEN)
    heavy = share("--weight", weight)
    the_case = case.read(case_file)
    content = catalogue.load()
    wish = plan.Wish(the_case.budget_yen if typed is None else typed, heavy)
    fitting = assessment.fitting(the_case)
    result = plan.best(assessment.firm_of(the_case, content), wish, schemes=fitting, seed=number)
    origin = assessment.provenance(the_case, content, now=now(), seed=number, level=the_case.level)
    console.answer(
        documents.plan_document(result, fitting, the_case.as_of, origin),
        plan_lines.plan_lines(result, the_case, fitting, content, console.lang),
    )


def compare(console: Console, case_file: str, *, seed: str | None) -> None:
    """Ways to prepare beside each other, on the same simulated years."""
    from sonae import assessment, case, catalogue, plan
    from sonae.cli import plan_lines
    from sonae.report import documents

    number = whole("--seed", seed, 0, MOST_SEED) or 0
    the_case = case.read(case_file)
    content = catalogue.load()
    result = plan.compare(assessment.firm_of(the_case, content), seed=number)
    if not result.ways:
        problem = Text("この環境では使えません（numba がありません）", "cannot run here (numba is missing)")
        raise InputError([Fault(problem, Text("numba を入れてください", "Install numba"), field="plan compare")])
    origin = assessment.provenance(the_case, content, now=now(), seed=number, level=the_case.level)
    console.answer(documents.comparison_document(result, origin), plan_lines.comparison_lines(result, console.lang))


def share(option: str, typed: str | None) -> float | None:
    """The share behind an option, None if it was not given. Raises InputError naming option, value and limits.

    >>> share("--weight", "0.1")
    0.1
    """
    if typed is None:
        return None
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,9})?", typed, re.ASCII) and float(typed) <= MOST_WEIGHT:
        return float(typed)
    remedy = Text("0 から 1 までの数にしてください（例：0.05）", "Give a number from 0 to 1, such as 0.05")
    raise InputError([Fault(Text("使えない値です", "cannot be used"), remedy, field=option, value=typed)])
