"""What the commands of insurance do: read contracts and claims, ask the library, answer. Every amount is an estimate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sonae.cli import files
from sonae.cli.commands import MOST_SEED, now, whole
from sonae.cli.console import Console
from sonae.faults import Fault, InputError
from sonae.values import Lang, Text

if TYPE_CHECKING:
    from sonae.assessment import Provenance
    from sonae.insurance.review import Review


def recover(console: Console, policy_file: str, claim_files: Sequence[str]) -> None:
    """What a contract would pay of claims that share its policy year, step by step."""
    from sonae import catalogue
    from sonae.cli import covers
    from sonae.insurance import claim, policy, recovery
    from sonae.report import recoveries

    contract = policy.read(policy_file)
    claims = [claim.read(file) for file in claim_files]
    result = recovery.recover(contract, claims)
    document = recoveries.recovery_document(result, contract, claims, catalogue.load(), now())
    console.answer(document, covers.recovery_lines(result, console.lang))


def readiness(console: Console, case_file: str, *, seed: str | None, sheet: str | None) -> None:
    """Three lights, gaps in yen, and what to ask the agent; the disclosure sheet of the first contract as PDF where it is asked for."""
    from sonae.cli import lights
    from sonae.report import documents

    targets = files.check({"--sheet": sheet}, case_file)
    review, origin = _reviewed(case_file, seed)
    if targets:
        files.write({option: (path, _sheet(case_file, console.lang)) for option, path in targets.items()})
    console.answer(documents.readiness_document(review, origin), lights.readiness_lines(review, console.lang))


def premium(console: Console, case_file: str, *, seed: str | None) -> None:
    """The contracts' own arithmetic, an indication for this company, and from which odds on an option pays."""
    from sonae.cli import lights
    from sonae.report import documents

    review, origin = _reviewed(case_file, seed)
    console.answer(documents.premium_document(review, origin), lights.premium_lines(review, console.lang))


def _sheet(case_file: str, lang: Lang) -> bytes:
    from sonae import case
    from sonae.insurance import disclosure
    from sonae.report import disclosed

    the_case = case.read(case_file)
    if not the_case.policies:
        problem = Text("保険の契約がありません", "holds no contract")
        remedy = Text("[[policy]] に契約を書いてください", "Write the contract under [[policy]]")
        raise InputError([Fault(problem, remedy, file=case_file, field="policy")])
    contract = the_case.contracts()[0]
    sheet = disclosure.sheet(the_case.company.name, contract, the_case.evidence, the_case.as_of)
    return disclosed.pdf(sheet, lang)


def _reviewed(case_file: str, seed: str | None) -> tuple[Review, Provenance]:
    from sonae import assessment, case, catalogue, measure, risk
    from sonae.insurance import variants

    number = whole("--seed", seed, 0, MOST_SEED) or 0
    the_case, content = case.read(case_file), catalogue.load()
    model = risk.build(the_case.company, measure.posture(the_case.answers), content.risk, level=the_case.level)
    review = assessment.insurance_of(the_case, model, number)
    origin = assessment.provenance(
        the_case, content, now=now(), seed=number, years=variants.YEARS, level=the_case.level
    )
    return review, origin
