"""Losses year by year: the event stream of one company, for whatever the exact engine cannot show (single events, terms, stories).

The same seed gives the same bits whatever the number of chunks, threads or machines, because every block of years has a key of its own and
all amounts are whole yen. Plans that are simulated with the same ``stream`` share their events.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sonae import scale
from sonae.kernels import histogram, jit, product, sampling, tables
from sonae.kernels import plans as many
from sonae.kernels.plans import Chances
from sonae.kernels.product import Bills, Firm, Shares, Totals
from sonae.kernels.stream import BLOCK, Law, draw_events
from sonae.risk import band, frailty
from sonae.risk.content import Content, Head
from sonae.risk.exact import LONG_DAYS, OVER, adding_up
from sonae.risk.model import LossModel
from sonae.risk.severity import SIZE_OF_PRICES, TEN_TO_NINETY
from sonae.risk.summary import (
    QUANTILES,
    RETURN_PERIODS,
    CostLoss,
    CurvePoint,
    Downtime,
    LossSummary,
    ScenarioLoss,
    StandardError,
    Yearly,
)

MOST_YEARS = 100_000_000  # sums of yen then stay far below 2**63
MOST_CHUNKS = 10_000
Ints = NDArray[np.int64]


class Chunk(NamedTuple):
    """Work for one processor: blocks ``first`` to ``last - 1`` of ``years`` years."""

    model: LossModel
    stream: LossModel
    key: int
    first: int
    last: int
    years: int


@dataclass(frozen=True, slots=True)
class Events:
    """The incidents of some years. Arrays over incidents: ``year`` from 0, ``kind`` index of the scenario, ``days`` of recovery;
    ``yen`` of shape (incidents, heads)."""

    year: Ints
    kind: Ints
    days: NDArray[np.float64]
    yen: Ints


def simulate(
    model: LossModel,
    years: int,
    seed: int,
    *,
    chunks: int = 1,
    threads: int = 1,
    processes: int = 1,
    dask: str = "",
    stream: LossModel | None = None,
    with_band: bool = True,
) -> LossSummary:
    """The yearly loss of ``model`` from ``years`` simulated years, with standard errors.

    ``stream`` is the model whose events are drawn (by default ``model`` itself): plans of one company that name the same stream, one
    with at least their frequency, see the same events. Raises ValueError for years outside 1 to 100 million or a seed below 0.

    >>> from sonae import company, measure
    >>> from sonae.risk import content, model
    >>> firm = company.typical(company.industries()["manufacturing"], 20)
    >>> loss = simulate(model.build(firm, measure.posture({}), content.load(), 0.45), 5_000, seed=1, with_band=False)
    >>> loss.standard_error.aal_yen > 0
    True
    """
    if not 1 <= years <= MOST_YEARS:
        raise ValueError(f"years must be from 1 to {MOST_YEARS:,}: {years}")
    if seed < 0:
        raise ValueError(f"a seed cannot be negative: {seed}")
    base = stream or model
    key = key_of(seed, model)
    parts = scale.split(-(-years // BLOCK), min(max(chunks, threads, processes), MOST_CHUNKS))
    work = [Chunk(model, base, key, first, last, years) for first, last in parts]
    totals = empty(model.content)
    for part in scale.run(run, work, threads=threads, processes=processes, dask=dask):
        for whole, more in zip(totals, part, strict=True):
            whole += more
    return _summary(model, totals, years, with_band)


def plans(models: Sequence[LossModel], years: int, seed: int, *, stream: LossModel | None = None) -> tuple[Yearly, ...]:
    """The yearly loss of one company under several postures, on one set of incidents (common random numbers).

    ``stream`` has at least the incidents of each (by default the first model). Equals ``simulate`` of each with that stream. Raises
    ValueError if the models are not of one company and level.
    """
    base = stream or models[0]
    if any((m.company, m.level, m.parameters) != (base.company, base.level, base.parameters) for m in models):
        raise ValueError("plans are compared for one company, at one level")
    totals = np.stack([histogram.empty() for _ in models])
    own = [shares_of(model, base) for model in models]
    backup = np.array([model.safe_backup for model in models])
    keep, major, destroy, leak, spread = (
        np.stack([getattr(one, name) for one in own], axis=1) for name in Chances._fields[:-1]
    )
    chances = Chances(keep, major, destroy, leak, spread, backup)
    key, blocks = np.uint64(key_of(seed, base)), -(-years // BLOCK)
    many.simulate(key, 0, blocks, years, law_of(base), firm_of(base), bills_of(base), own[0], chances, totals)
    return tuple(yearly(counted, years) for counted in totals)


def available() -> bool:
    """Whether years can be simulated here; the exact engine always works."""
    return jit.available()


def warm() -> bool:
    """Compile what a simulation needs and keep it on disk; False where kernels cannot run. Done once, when Sonae is set up."""
    from sonae import company, measure, risk

    if not available():
        return False
    firm = company.typical(company.industries()["other"], 5)
    model = risk.build(firm, measure.posture({}), risk.load(), level=1.0)
    simulate(model, 1, 0, with_band=False)
    next(events(model, 1, 0))
    return True


def key_of(seed: int, model: LossModel) -> int:
    """The key of a company's stream: from the seed, the figures of the model and the company, never from its answers.

    A change of wording leaves it alone; a change of any figure gives other years.
    """
    company = replace(model.company, name="")
    text = f"{seed}|{_figures(model.content)}|{company}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


def _figures(content: Content) -> str:
    scenarios = [
        (s.id, s.weight, s.size_slope, s.p_major, s.days_factor, s.p_destroy, s.p_leak, s.p_spread)
        for s in content.scenarios
    ]
    heads = [(head.id, head.bought, head.low, head.high) for head in content.heads.values()]
    return repr((sorted(content.parameters.items()), scenarios, heads))


def empty(content: Content) -> Totals:
    """Totals of no years."""
    kinds, heads = len(content.scenarios), len(product.HEADS)
    return Totals(
        histogram.empty(),
        histogram.empty(),
        np.zeros(kinds, np.int64),
        np.zeros(heads, np.int64),
        np.zeros(3, np.int64),
    )


def run(chunk: Chunk) -> Totals:
    """Simulate one chunk."""
    totals = empty(chunk.model.content)
    law = law_of(chunk.stream)
    shares = shares_of(chunk.model, chunk.stream)
    firm, bills = firm_of(chunk.model), bills_of(chunk.model)
    long = int(LONG_DAYS * product.MINUTES)
    key = np.uint64(chunk.key)
    product.simulate(key, chunk.first, chunk.last, chunk.years, law, firm, bills, shares, long, totals)
    return totals


def events(model: LossModel, years: int, seed: int) -> Iterator[Events]:
    """Every incident of ``years`` years, block by block, so that memory stays flat."""
    law, shares, firm, bills = law_of(model), shares_of(model, model), firm_of(model), bills_of(model)
    key = key_of(seed, model)
    for block in range(-(-years // BLOCK)):
        own = np.uint64(sampling.key_of(np.uint64(key), np.uint64(block)))
        drawn = draw_events(own, min(BLOCK, years - block * BLOCK), law)
        total = int(drawn.total)
        priced = product.price(own, drawn.kind, total, firm, bills, shares)
        year = np.repeat(np.arange(len(drawn.starts) - 1), np.diff(drawn.starts).astype(np.int64))
        yield Events(
            year + block * BLOCK, drawn.kind[:total].astype(np.int64), priced.minutes / product.MINUTES, priced.heads
        )


def law_of(model: LossModel) -> Law:
    """How incidents arrive: mixed Poisson over the frailty, kinds by their rates."""
    values, weights = frailty.nodes(model.parameters["het"])
    rate = float(model.rates.sum())
    counts = tables.thresholds(tables.mixed_poisson(rate, values, weights))
    kinds = len(model.rates)
    return Law(counts, tables.choice(model.rates), tables.clusters(model.rates, np.zeros(kinds))[1], 0)


def shares_of(model: LossModel, stream: LossModel) -> Shares:
    """Which incidents of ``stream`` this model keeps, and what they become."""
    keep = model.rates / stream.rates
    if (keep > 1 + 1e-12).any():
        raise ValueError("the stream has fewer incidents than the model that is to share it")
    scenarios = model.content.scenarios

    def marked(*names: str) -> NDArray[np.float64]:
        return np.array([float(scenario.id in names) for scenario in scenarios])

    slow = np.array([scenario.days_factor for scenario in scenarios])
    stops, ransom, fraud = marked("ransom", "outage"), marked("ransom"), marked("bec")
    return Shares(keep, model.p_major, model.p_destroy, model.p_leak, model.p_spread, stops, ransom, fraud, slow)


def bills_of(model: LossModel) -> Bills:
    """The bills of a major incident for this company."""
    heads = [model.content.heads[name] for name in product.HEADS[: product.BILLS]]
    bought = [1.0 if head.id == "fraud" else head.bought for head in heads]
    mu = [float(np.log(head.low * head.high)) / 2 + float(np.log(_scale(head, model))) for head in heads]
    sigma = [float(np.log(head.high / head.low)) / TEN_TO_NINETY for head in heads]
    return Bills(np.array(bought), np.array(mu), np.array(sigma))


def _growth(model: LossModel) -> float:
    p = model.parameters
    return float((model.company.employees / SIZE_OF_PRICES) ** p["size_power"] * p["price"])


def _scale(head: Head, model: LossModel) -> float:
    if head.scaled:
        return _growth(model)
    return model.parameters["price"] if head.section == "expense" else 1.0


def firm_of(model: LossModel) -> Firm:
    """The company as numbers for the kernels."""
    p, company = model.parameters, model.company
    return Firm(
        common=p["common_weight"],
        alone=float(np.sqrt(1 - p["common_weight"] ** 2)),
        spent=p["p0"],
        minor_mu=float(np.log(p["minor_median"] * _growth(model))),
        minor_sigma=p["minor_sd"],
        minor_days_mu=float(np.log(p["dm"])),
        minor_days_sigma=p["days_minor_sd"],
        major_days_mu=float(np.log(p["dM"])),
        major_days_sigma=p["days_major_sd"],
        days_most=float(p["days_most"]),
        backup_share=model.safe_backup,
        backup_factor=p["backup_factor"],
        ransom_mu=p["x_ransom"],
        ransom_sigma=p["ransom_sd"],
        profit_a_day=company.revenue_yen * company.gross_margin / 365,
        stop_minor=p["stop_minor"],
        stop_major=p["stop_major"],
        extra=p["extra_share"],
        revenue=float(company.revenue_yen),
        records=float(min(company.personal_records, p["most_records"])),
        big_leak=float(p["big_leak_records"]),
        notice=float(p["notice_per_record"]),
        gift=float(p["gift_per_record"]),
        gift_share=p["gift_share"],
        liability=float(p["liability_per_record"]),
        fraud_most=p["fraud_revenue_share"] * company.revenue_yen,
        partner_days=float(p["partner_stop_days"]),
        labour_minor=float(p["labour_minor"]),
        labour_major=float(p["labour_major"]),
        labour_days=float(p["labour_days"]),
    )


def yearly(counted: Ints, years: int) -> Yearly:
    """What a histogram of yearly sums says."""
    shares = tuple(float(key) / 100 for key in QUANTILES)
    tails = histogram.tails(counted, years, shares)
    errors = histogram.errors(counted, years, shares)
    return Yearly(
        aal_yen=round(histogram.mean(counted, years)),
        var={key: round(tail.var) for key, tail in zip(QUANTILES, tails, strict=True)},
        tvar={key: round(tail.tvar) for key, tail in zip(QUANTILES, tails, strict=True)},
        standard_error=StandardError(
            round(errors.mean),
            dict(zip(QUANTILES, map(round, errors.var), strict=True)),
            dict(zip(QUANTILES, map(round, errors.tvar), strict=True)),
        ),
    )


def _summary(model: LossModel, totals: Totals, years: int, with_band: bool) -> LossSummary:
    gross = yearly(totals.sums, years)
    aal = gross.aal_yen
    minutes, any_year, long_year = (int(count) for count in totals.counts)
    p_any = any_year / years
    heads = dict(zip(product.HEADS, totals.by_head, strict=True))
    return LossSummary(
        aal_yen=aal,
        p_any=p_any,
        var=gross.var,
        tvar=gross.tvar,
        p_over={str(yen): _share_over(totals.sums, years, yen) for yen in OVER},
        curve=tuple(_point(totals, years, period) for period in RETURN_PERIODS),
        by_scenario=tuple(
            ScenarioLoss(scenario.id, float(rate), yen)
            for scenario, rate, yen in zip(
                model.content.scenarios, model.rates, _a_year(totals.by_kind, years, aal), strict=True
            )
        ),
        by_cost=tuple(
            CostLoss(name, yen)
            for name, yen in zip(
                model.content.heads,
                _a_year(np.array([heads[name] for name in model.content.heads]), years, aal),
                strict=True,
            )
        ),
        downtime=Downtime(minutes / product.MINUTES / years, long_year / years),
        band=band.around(model, aal, p_any, gross.var["99"]) if with_band else band.none(aal, p_any, gross.var["99"]),
        level=model.level,
        quadrature_error=0.0,
        standard_error=gross.standard_error,
    )


def _a_year(yen: Ints, years: int, aal: int) -> list[int]:
    return adding_up(yen / years, aal)


def _share_over(sums: Ints, years: int, yen: int) -> float:
    return int(sums[int(histogram.bin_of(np.int64(yen))) :, 0].sum()) / years


def _point(totals: Totals, years: int, period: int) -> CurvePoint:
    share = 1 - 1 / period
    aep = round(histogram.tail(totals.sums, years, share).var)
    return CurvePoint(float(period), aep, min(round(histogram.tail(totals.largest, years, share).var), aep))
