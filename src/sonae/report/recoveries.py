"""What insurance pays, as JSON documents (docs/user/insurance.md)."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sonae.catalogue import Catalogue
from sonae.insurance import words
from sonae.insurance.claim import Claim
from sonae.insurance.policy import Policy
from sonae.insurance.recovery import Recovery
from sonae.report.documents import Document, without_case

DISCLAIMED = "disclaimer"


def recovery_document(
    result: Recovery, policy: Policy, claims: Sequence[Claim], catalogue: Catalogue, now: datetime
) -> Document:
    """``sonae.recovery/1``: an estimate of what ``policy`` pays of ``claims``, with every step of the calculation."""
    inputs = hashlib.sha256("".join((policy.sha256, *(claim.sha256 for claim in claims))).encode()).hexdigest()
    return {
        "schema": "sonae.recovery/1",
        "claim": result.claims[0],
        "claims": list(result.claims),
        **{name: value for name, value in asdict(result).items() if name != "claims"},
        DISCLAIMED: asdict(words.disclaimer()),
        "provenance": without_case(catalogue, None, now) | {"input_sha256": inputs},
    }
