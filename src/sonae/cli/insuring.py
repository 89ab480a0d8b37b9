"""What the commands of insurance do: read contracts and claims, ask the library, answer. Every amount is an estimate."""

from __future__ import annotations

from collections.abc import Sequence

from sonae.cli.commands import now
from sonae.cli.console import Console


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
