"""The exact engine: one company, warm, in one process; the promise is 50 ms. Compared with simulating 400,000 years in NumPy."""

import statistics
import time
from collections.abc import Callable

import numpy as np

from sonae import company, measure, risk
from sonae.measure import Choice
from sonae.risk import exact, severity
from sonae.risk.model import LossModel

RUNS = 15
YEARS = 400_000


def median_ms(work: Callable[[], object]) -> float:
    """CPU milliseconds."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * statistics.median(times)


def by_simulation(model: LossModel, chance: np.random.Generator) -> float:
    """The peer: the same priced incidents, drawn year by year with NumPy; answers only the 1-in-100 year."""
    priced = severity.price(model, exact.SAMPLE)
    rate = (model.rates[:, None] * priced.weight).ravel()
    het = model.parameters["het"]
    counts = chance.poisson(rate.sum() * np.exp(chance.normal(-het * het / 2, het, YEARS)))
    drawn = chance.choice(priced.total.ravel(), counts.sum(), p=rate / rate.sum())
    years = np.repeat(np.arange(YEARS), counts)
    return float(np.quantile(np.bincount(years, drawn, YEARS), 0.99))


def main() -> None:
    firm = company.typical(company.industries()["manufacturing"], 20)
    posture = measure.posture({f"SD-{number:02}": Choice.PARTLY for number in range(1, 26)})
    model = risk.build(firm, posture, risk.load(), level=0.45)
    full = median_ms(lambda: risk.summarise(model, band=False))
    banded = median_ms(lambda: risk.summarise(model))
    chance = np.random.default_rng(1)
    peer = median_ms(lambda: by_simulation(model, chance))
    print(f"exact, all figures      {full:8.1f} ms  (promise 50)")
    print(f"exact, with its band    {banded:8.1f} ms")
    print(f"NumPy, {YEARS:,} years  {peer:8.1f} ms  (one figure, with 2 % noise); ratio {peer / full:.1f}")


if __name__ == "__main__":
    main()
