"""A company's partners and the answer about them, as values: read and kept without any computing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import msgspec

from sonae.company import Company

Role = Literal["supplier", "customer"]
ROLES: tuple[Role, ...] = get_args(Role)
Weight = Literal["high", "middle", "low"]
WEIGHTS: tuple[Weight, ...] = get_args(Weight)
MOST_PARTNERS = 500


@dataclass(frozen=True, slots=True)
class Partner:
    """A supplier or customer; ``weight`` says how much the customer of the two depends on the other. ``score`` of the 25 questions,
    None where unknown."""

    name: str
    role: Role
    industry: str
    employees: int
    weight: Weight
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over many incidents: mean, 95 % point (one in twenty is worse), most; ``error`` is the standard error of the mean, 0 where
    it is not known."""

    mean: float
    p95: int
    most: int
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class IfHit:
    """If the company is hit: ``reached`` other firms hit within the year, ``stopped`` partners, ``stop_days`` of theirs, ``stop_yen``
    lost by them, ``share_stopping`` of incidents that stop any, ``claim_share`` and ``claim_yen`` (mean where there is one) of
    compensation claimed, ``days`` of the own standstill, ``by_day`` partners standing still from day 1 on (mean)."""

    reached: Spread
    stopped: Spread
    stop_days: Spread
    stop_yen: Spread
    share_stopping: float
    claim_share: float
    claim_yen: int
    days: Spread
    by_day: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Threat:
    """A supplier by row: ``hit`` its chance a year, ``stops`` the chance a year that its standstill stops the company, ``days`` then,
    ``intrudes`` the chance a year that a hit comes from it, ``gain_yen`` a year for the company if that supplier does what it can."""

    row: int
    hit: float
    stops: float
    days: float
    intrudes: float
    gain_yen: int


@dataclass(frozen=True, slots=True)
class Band:
    """Under one published share of hits through partners: chance a year that the company is hit, and that it is hit through a supplier;
    ``reached`` customers that are hit through the company when it is hit (mean)."""

    target: float
    hit: float
    through: float
    reached: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the company gets: ``if_hit``, suppliers in the order in which helping them pays, the chance a year that any of them stops it,
    and bands. Partners are counted by their place in the list."""

    partners: tuple[Partner, ...]
    if_hit: IfHit
    threats: tuple[Threat, ...]
    stopped_by_any: float
    bands: tuple[Band, ...]


def dumps(value: Answer) -> bytes:
    """The answer as JSON, without loss: ``loads(dumps(x)) == x``."""
    return msgspec.json.encode(value)


def loads(data: bytes) -> Answer:
    """An answer stored with ``dumps``. Raises ValueError if it is not one."""
    return msgspec.json.decode(data, type=Answer)


def basis(firm: Company, score: int | None, partners: Sequence[Partner]) -> str:
    """The SHA-256 of all that enters an answer: equal ones give equal answers."""
    return hashlib.sha256(msgspec.json.encode((firm, score, tuple(partners)))).hexdigest()
