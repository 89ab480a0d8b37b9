"""What simulated policy years come to: on average, in a bad year, and why not all of it is paid."""

from collections.abc import Mapping
from dataclasses import dataclass

from sonae.insurance.recovery import Recovery
from sonae.risk.summary import Yearly


@dataclass(frozen=True, slots=True)
class Insured:
    """``gross`` before insurance, ``recovered`` what contracts pay, ``net`` what the company keeps; ``sections``: expected yen a year."""

    policies: tuple[str, ...]
    years: int
    seed: int
    gross: Yearly
    recovered: Yearly
    net: Yearly
    sections: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BadYear:
    """The mean of simulated years around the worst in a hundred under one contract; yen by section paid and by reason kept.

    ``example`` is the year in the middle, with its full trace; ``kinds`` are its incidents.
    """

    policy: str
    years: int
    gross_loss: int
    payout: int
    sections: Mapping[str, int]
    retained_by: Mapping[str, int]
    example: Recovery
    kinds: tuple[str, ...]
