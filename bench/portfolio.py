"""Books of companies in CPU seconds. Promises: 100,000 companies x 10,000 years with shocks and contracts in 60 CPU-s and 300 MB; linear in companies
and in years; 1 million companies x 1,000 years in 90 s on two cores. ``python bench/portfolio.py 10000`` runs a tenth of it.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from sonae import company
from sonae.portfolio import accumulate, book, warm

FIRMS = 100_000


def say(what: str, cpu: float, wall: float, count: int, promised: str = "") -> None:
    rate = cpu / count * 1e9
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{what:<46}{cpu:>8.1f} CPU-s{wall:>8.1f} s{rate:>7.1f} ns a firm-year{memory:>7.0f} MB  {promised}", flush=True
    )


def table(folder: Path, firms: int) -> Path:
    """A made-up book: sizes with a Pareto tail, half of it insured, 20 providers."""
    chance, ids = np.random.default_rng(1), list(company.industries())
    people = np.minimum(300, np.ceil(2 * (chance.pareto(1.1, firms) + 0.5))).astype(int)
    revenue = (people * chance.uniform(5e6, 4e7, firms)).astype(np.int64)
    path = folder / f"{firms}.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write("id,industry,employees,revenue_yen,score,provider,deductible_yen,limit_yen\n")
        for k in range(firms):
            terms = "100000,30000000" if k % 2 else "0,0"
            out.write(f"F{k},{ids[k % len(ids)]},{people[k]},{revenue[k]},{k % 100},p{k % 20},{terms}\n")
    return path


def run(the_book: book.Book, years: int, threads: int = 1) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    accumulate.accumulate(the_book, years, 1, threads=threads)
    return time.process_time() - cpu, time.perf_counter() - wall


def main(firms: int) -> None:
    print(f"load average {os.getloadavg()[0]:.1f}")
    warm.warm()
    with tempfile.TemporaryDirectory() as name:
        start, wall = time.process_time(), time.perf_counter()
        whole = book.read(table(Path(name), firms))
        say(f"book of {firms:,} written and read", time.process_time() - start, time.perf_counter() - wall, firms)
        for many, years in ((firms // 4, 1_000), (firms // 2, 1_000), (firms, 1_000), (firms, 4_000), (firms, 10_000)):
            part = accumulate._cut(whole, 0, many)
            promised = "60 CPU-s, 300 MB" if (many, years) == (FIRMS, 10_000) else ""
            say(f"{many:,} firms x {years:,} years", *run(part, years), many * years, promised)
        if firms == FIRMS:
            large = book.read(table(Path(name), 1_000_000))
            say("1,000,000 firms x 1,000 years, two threads", *run(large, 1_000, threads=2), 10**9, "90 s on two cores")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FIRMS)
