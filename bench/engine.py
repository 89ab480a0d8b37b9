"""The event stream against careful NumPy programs of the same problems, in CPU seconds of one process; and memory against years.

Promises for one core: the plain problem (10 kinds of lognormal losses, deductible and two limits) 1,000,000 years in 0.06 s; the product's
own model 1,000,000 years in 0.12 s.
"""

import math
import resource
import statistics
import time
from collections.abc import Callable

import numpy as np

from sonae import company, measure, risk
from sonae.kernels import histogram, plain, stream, tables
from sonae.measure import Choice
from sonae.risk import severity, simulate
from sonae.risk.model import LossModel

YEARS, RUNS = 1_000_000, 5
# mean a year, shape of a gamma frailty (0: Poisson), median yen, standard deviation of the log: made up for measuring, not calibrated
KINDS = np.array(
    [
        [0.05, 0.0, 8e6, 1.8],
        [0.04, 0.0, 3e6, 1.5],
        [0.30, 0.5, 3e5, 1.6],
        [0.03, 0.0, 1e7, 1.6],
        [0.03, 0.0, 5e6, 1.9],
        [0.20, 1.0, 2e5, 1.4],
        [0.05, 0.0, 1.5e6, 2.0],
        [0.15, 0.5, 1e6, 2.0],
        [0.10, 0.0, 4e5, 1.3],
        [0.50, 0.0, 1e5, 1.5],
    ]
)
DEDUCTIBLE, LIMIT, AGGREGATE = 100_000, 30_000_000, 50_000_000


def cpu_s(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def plain_stream() -> float:
    means, shapes = KINDS[:, 0], KINDS[:, 1]
    rates, sizes = tables.clusters(means, shapes)
    law = stream.Law(tables.thresholds(tables.poisson(float(rates.sum()))), tables.choice(rates), sizes, 1)
    law_of_loss = plain.Severity(np.log(KINDS[:, 2]), KINDS[:, 3].copy())
    gross, net = histogram.empty(), histogram.empty()
    simple = np.array([DEDUCTIBLE, LIMIT, AGGREGATE])
    plain.simulate(np.uint64(1), 0, YEARS // stream.BLOCK, YEARS, law, law_of_loss, simple, gross, net)
    return histogram.tail(net, YEARS, 0.99).tvar


def plain_numpy() -> float:
    """Per kind: counts, losses, terms an event by masks, sums by year with bincount, then the yearly limit."""
    chance = np.random.Generator(np.random.SFC64(1))
    net = np.zeros(YEARS)
    for mean, shape, median, sigma in KINDS:
        counts = chance.poisson(mean * chance.gamma(shape, 1 / shape, YEARS) if shape else mean, YEARS)
        years = np.repeat(np.arange(YEARS), counts)
        loss = np.exp(math.log(median) + sigma * chance.standard_normal(len(years)))
        net += np.bincount(years, np.clip(loss - DEDUCTIBLE, 0, LIMIT), YEARS)
    net = np.minimum(net, AGGREGATE)
    var = np.quantile(net, 0.99)
    return float(net[net >= var].mean())


def product_numpy(model: LossModel) -> float:
    """The product's model: mixed Poisson counts, then the same pricing as the exact engine, on random incidents."""
    chance = np.random.Generator(np.random.SFC64(2))
    het = model.parameters["het"]
    counts = chance.poisson(model.rates.sum() * np.exp(chance.normal(-het * het / 2, het, YEARS)))
    years = np.repeat(np.arange(YEARS), counts)
    kinds = chance.choice(len(model.rates), len(years), p=model.rates / model.rates.sum())
    major = chance.random(len(years)) < model.p_major[kinds]
    points = 1 << 15
    priced = severity.price(model, points)
    place = np.where(
        major,
        chance.integers(points // 4, points + points // 4, len(years)),
        chance.integers(points // 4, size=len(years)),
    )
    total = np.bincount(years, priced.total[kinds, place], YEARS)
    var = np.quantile(total, 0.99)
    return float(total[total >= var].mean())


def main() -> None:
    ours, theirs = cpu_s(plain_stream), cpu_s(plain_numpy)
    print(
        f"plain problem, {YEARS:,} years   stream {ours:.3f} s (promise 0.06)   NumPy {theirs:.3f} s   ratio {theirs / ours:.1f}"
    )
    firm = company.typical(company.industries()["manufacturing"], 20)
    posture = measure.posture({f"SD-{number:02}": Choice.PARTLY for number in range(1, 26)})
    model = risk.build(firm, posture, risk.load(), level=1.0)
    ours = cpu_s(lambda: simulate.simulate(model, YEARS, 1, with_band=False))
    theirs = cpu_s(lambda: product_numpy(model))
    print(
        f"own model, {YEARS:,} years       stream {ours:.3f} s (promise 0.12)   NumPy {theirs:.3f} s   ratio {theirs / ours:.1f}"
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    simulate.simulate(model, 20 * YEARS, 1, with_band=False)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"memory from 1 to 20 million years: {(after - before) / 1024:+.1f} MB")


if __name__ == "__main__":
    main()
