"""What the loss engines answer: yen, odds and days of a year, with their uncertainty."""

from dataclasses import dataclass, field

QUANTILES = ("90", "95", "99", "99.5", "99.9")
RETURN_PERIODS = (2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with the ends of its 90 % interval over the joint uncertainty of the parameters."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Once in ``return_period`` years: all losses of the year (AEP) or its largest single one (OEP) reach so many yen."""

    return_period: float
    aep_yen: int
    oep_yen: int


@dataclass(frozen=True, slots=True)
class ScenarioLoss:
    """Recognised incidents a year and expected yen a year of one scenario."""

    id: str
    rate: float
    aal_yen: int


@dataclass(frozen=True, slots=True)
class CostLoss:
    """Expected yen a year of one cost head."""

    id: str
    aal_yen: int


@dataclass(frozen=True, slots=True)
class Downtime:
    """Days a year spent in recovery on average, and the chance of an incident that takes seven days or more."""

    mean_days: float
    p_ge_7: float


@dataclass(frozen=True, slots=True)
class Band:
    """Low, central and high of the main figures; yen, share of years, yen."""

    aal_yen: Range
    p_any: Range
    var99: Range


@dataclass(frozen=True, slots=True)
class StandardError:
    """Standard errors in yen, by percent of years for ``var`` and ``tvar``; empty where nothing was drawn at random."""

    aal_yen: int = 0
    var: dict[str, int] = field(default_factory=dict)
    tvar: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Yearly:
    """A simulated yearly amount in yen: expected, and by percent of years the value not exceeded and the mean beyond it."""

    aal_yen: int
    var: dict[str, int]
    tvar: dict[str, int]
    standard_error: StandardError


@dataclass(frozen=True, slots=True)
class LossSummary:
    """The yearly loss of one company.

    ``aal_yen`` expected yen a year; ``p_any`` chance of any recognised incident; ``var`` and ``tvar`` yen by percent of
    years (keys of QUANTILES): the loss not exceeded, and the mean of the years beyond it; ``p_over`` chance that a year
    costs at least so many yen; ``level`` the frequency level used; ``quadrature_error`` relative error of ``aal_yen``
    from the fixed sample; ``standard_error`` is not empty for simulated years only.
    """

    aal_yen: int
    p_any: float
    var: dict[str, int]
    tvar: dict[str, int]
    p_over: dict[str, float]
    curve: tuple[CurvePoint, ...]
    by_scenario: tuple[ScenarioLoss, ...]
    by_cost: tuple[CostLoss, ...]
    downtime: Downtime
    band: Band
    level: float
    quadrature_error: float
    standard_error: StandardError = field(default_factory=StandardError)
