"""The event stream against careful NumPy programs of the same problems and against published packages, in CPU seconds; memory against years.

Promises for one core: the plain problem (10 kinds of lognormal losses, deductible and two limits) 1,000,000 years in 0.06 s and eight times
as fast as NumPy, under full terms in 0.09 s, 32 plans on 100,000 years in 0.02 s; the product's own model with a contract 1,000,000 years in
0.12 s and six times as fast as NumPy without one. Packages are run where ``make peers`` has installed them.
"""

import json
import os
import resource
import statistics
import subprocess
import time
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import tomli_w

from peers import own, problem
from peers.problem import KINDS
from sonae import company, measure, risk
from sonae.insurance import policy, programs
from sonae.insurance import years as insured
from sonae.kernels import histogram, plain, product, stream, tables, terms
from sonae.measure import Choice
from sonae.risk import simulate
from sonae.risk.model import LossModel

YEARS, RUNS = 1_000_000, 5
PLANS, PLAN_YEARS = 32, 100_000
ROOT = Path(__file__).resolve().parents[1]
CONTRACT = ROOT / "examples" / "insurance" / "policy-b.toml"
PEERS = ROOT / ".venv" / "peers" / "bin" / "python"
SLOW = {"pyfair": 100_000, "gemact": 100_000}  # years where a million would take a minute; scaled up
HEADS = ("forensics", "liab_customer", "bi")  # expense, liability and interruption of the plain problem


def cpu_s(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def plain_law() -> tuple[stream.Law, plain.Severity]:
    values = np.array(KINDS)
    rates, sizes = tables.clusters(values[:, 0], values[:, 1])
    law = stream.Law(tables.thresholds(tables.poisson(float(rates.sum()))), tables.choice(rates), sizes, 1)
    return law, plain.Severity(np.log(values[:, 2]), values[:, 3].copy())


def plain_stream() -> float:
    gross, net = histogram.empty(), histogram.empty()
    simple = np.array([problem.DEDUCTIBLE, problem.LIMIT, problem.AGGREGATE])
    plain.simulate(np.uint64(1), 0, YEARS // stream.BLOCK, YEARS, *plain_law(), simple, gross, net)
    return histogram.tail(net, YEARS, 0.99).tvar


def plain_terms() -> float:
    """Liability, one item of expense and interruption under every term of the sample contract."""
    table = tomllib.loads(CONTRACT.read_text(encoding="utf-8"), parse_float=Decimal)
    items = table["sections"]["expense"]["items"]
    table["sections"]["expense"]["items"] = {"investigation": items["restore"]}
    contract = policy.parse(tomli_w.dumps(table))
    compiled = programs.build(contract, [str(kind) for kind in range(len(KINDS))]).terms
    heads = [product.HEADS.index(head) for head in HEADS]
    of_heads = (compiled.target[:, heads].copy(), compiled.side[:, heads].copy(), compiled.claim[heads].copy())
    parts = terms.build(*of_heads, compiled.refused, compiled.program, compiled.left, compiled.each)
    stops = plain.Stops(np.log(np.array(problem.HOURS, float)), np.array(problem.SPREAD), problem.HOURLY)
    liable = np.array(problem.LIABLE)
    net, paid = histogram.empty(), np.zeros(len(parts.program), np.int64)
    plain.simulate_terms(np.uint64(1), 0, YEARS // stream.BLOCK, YEARS, *plain_law(), stops, liable, parts, net, paid)
    return histogram.mean(net, YEARS)


def plain_plans() -> float:
    keep = np.linspace(1.0, 0.4, PLANS) * np.ones((len(KINDS), 1))
    totals = np.zeros((histogram.BINS, 2, PLANS), np.int64)
    plain.simulate_plans(np.uint64(1), 0, PLAN_YEARS // stream.BLOCK, PLAN_YEARS, *plain_law(), keep, totals)
    return histogram.mean(totals[..., -1], PLAN_YEARS)


def firm(choice: Choice) -> LossModel:
    """The reference company: a manufacturer of 20 with every answer the same, at the level of the survey."""
    posture = measure.posture({f"SD-{number:02}": choice for number in range(1, 26)})
    return risk.build(company.typical(company.industries()["manufacturing"], 20), posture, risk.load(), level=1.0)


def packages(ours: float) -> None:
    """Published packages on the plain problem; what each cannot do stands in ``peers/packages.py``."""
    if not PEERS.exists():
        print("published packages: run `make peers` first")
        return
    for name in ("pal", "gemact", "pyfair"):
        years = SLOW.get(name, YEARS)
        call = [str(PEERS), str(ROOT / "bench" / "peers" / "packages.py"), name, str(years)]
        single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
        done = subprocess.run(call, check=True, capture_output=True, text=True, env=os.environ | single)
        result = json.loads(done.stdout.splitlines()[-1])
        seconds = result["seconds"] * YEARS / years
        print(
            f"  {name:<8} {seconds:7.2f} s   ratio {seconds / ours:6.0f}   mean {result['mean']:,.0f}   TVaR99 {result['tvar']:,.0f}"
        )


def main() -> None:
    print(f"load of this machine {os.getloadavg()[0]:.1f}")
    ours, theirs = cpu_s(plain_stream), cpu_s(lambda: problem.tvar(problem.numpy(YEARS)))
    print(
        f"plain problem, {YEARS:,} years   stream {ours:.3f} s (promise 0.06)   NumPy {theirs:.3f} s   ratio {theirs / ours:.1f}"
    )
    packages(ours)
    print(f"  the same under full terms {cpu_s(plain_terms):.3f} s (promise 0.09)")
    print(f"  {PLANS} plans on {PLAN_YEARS:,} years {cpu_s(plain_plans):.4f} s (promise 0.02)")
    model = firm(Choice.PARTLY)
    theirs = cpu_s(lambda: problem.tvar(own.losses(model, YEARS)))
    bare = cpu_s(lambda: simulate.simulate(model, YEARS, 1, with_band=False))
    contract = policy.read(CONTRACT)
    print(f"own model, {YEARS:,} years       stream {bare:.3f} s   NumPy {theirs:.3f} s   ratio {theirs / bare:.1f}")
    ours = cpu_s(lambda: insured.simulated(model, [contract], YEARS, 1))
    theirs = cpu_s(lambda: problem.tvar(own.payments(model, YEARS)))
    print(
        f"  with a contract               stream {ours:.3f} s (promise 0.12)   NumPy {theirs:.3f} s   ratio {theirs / ours:.1f}"
    )
    many = [firm(choice) for choice in (Choice.PARTLY, Choice.DONE)] * (PLANS // 2)
    print(
        f"  {PLANS} plans on {PLAN_YEARS:,} years {cpu_s(lambda: simulate.plans(many, PLAN_YEARS, 1)):.4f} s (promise 0.03)"
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    simulate.simulate(model, 100 * YEARS, 1, with_band=False)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"memory from 1 to 100 million years: {(after - before) / 1024:+.1f} MB")


if __name__ == "__main__":
    main()
