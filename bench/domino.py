"""Contagion on supply networks in CPU seconds, beside cynetdiff on the same network in the same run where ``make peers`` has installed it.

Promises on one core, national network (3.3 million firms, about 17 million links): made in 60 s; a year of 1,024 replications in 20 s and
1 GB, ten times as fast as cynetdiff; expected values and ranking in 15 s; one firm hit 10,000 times in 0.2 s; mean field and simulated
years within 0.5 %. 500 suppliers from a table to answer in 0.05 s. ``python bench/domino.py 100000`` runs a smaller network.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from sonae.supplier import calibrate, company, contagion, network, synthetic, tables

FIRMS, REPLICATIONS, PEER_RUNS = 3_300_000, 1_024, 3
PEERS = Path(os.environ.get("PEERS", Path(__file__).resolve().parents[1] / ".venv" / "peers" / "bin" / "python"))
Answer = TypeVar("Answer")


def cpu(work: Callable[[], Answer]) -> tuple[float, Answer]:
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer


def say(what: str, measured: str, promised: str) -> None:
    print(f"{what:<58}{measured:>22}   {promised}", flush=True)


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peer(ready: calibrate.Ready, folder: Path) -> float | None:
    """CPU seconds of one cascade in cynetdiff from the firms hit directly in one replication."""
    if not PEERS.exists():
        return None
    firms = ready.network.firms
    first = np.flatnonzero(np.random.default_rng(5).random(len(firms)) < ready.direct)
    chance = np.minimum(ready.links["chance"] * ready.scale, ready.most)
    file = folder / "cascade.npz"
    np.savez(file, starts=firms["first"], to=ready.links["to"], chance=chance, first=first)
    script = Path(__file__).parent / "peers" / "cascade.py"
    call = [str(PEERS), str(script), str(file), str(PEER_RUNS)]
    answer = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
    say("  cynetdiff, the same cascade: mean size", f"{answer['size']:,.0f}", f"ours {ready.hit.sum():,.0f}")
    return float(answer["cpu_s"])


def own_list(folder: Path) -> float:
    """500 suppliers of one company: from the table to who matters."""
    file = folder / "own.csv"
    rows = "".join(f"supplier {k:03d},us,{1 + k % 7}\n" for k in range(500))
    file.write_text("supplier,customer,weight\n" + rows, encoding="utf-8")

    def answer() -> object:
        return contagion.rank(calibrate.prepare(tables.read(file).network)).top(10)

    answer()
    return statistics.median(cpu(answer)[0] for _ in range(5))


def main(firms: int) -> None:
    print(f"load average {os.getloadavg()[0]:.1f}; CPU seconds of one process")
    warm = calibrate.prepare(synthetic.make(2_000, 1))
    contagion.simulate(warm, 64, 1)
    contagion.rank(warm)
    company.if_hit(warm, contagion.lay_out(warm), 0, 1, 10)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        say("500 suppliers, table to ranking", f"{own_list(folder) * 1e3:.0f} ms", "50 ms")
        child = f"from sonae.supplier import network, synthetic; network.save(synthetic.make({firms}, 1), r'{folder / 'net'}')"
        before = os.times()
        subprocess.run(
            [sys.executable, "-c", child], check=True
        )  # in a process of its own: its memory is not the year's
        after = os.times()
        made = after.children_user + after.children_system - before.children_user - before.children_system
        say(f"synthetic network of {firms:,}", f"{made:.1f} s", "60 s")
        national(network.load(folder / "net"), folder)


def national(net: network.Network, folder: Path) -> None:
    solving, ready = cpu(lambda: calibrate.prepare(net))
    ranking, _ = cpu(lambda: contagion.rank(ready))
    say(f"expected values and ranking, {len(net.links):,} links", f"{solving + ranking:.1f} s", "15 s")
    spent, year = cpu(lambda: contagion.simulate(ready, REPLICATIONS, 1))
    say(f"a year, {REPLICATIONS:,} replications", f"{spent:.1f} s, {memory_mb():,.0f} MB", "20 s, 1,000 MB")
    apart = abs(year.incidence()[0] / ready.incidence() - 1)
    say("mean field against simulated years", f"{apart:.4%}", "0.5 %")
    total = round(float(year.loss.mean()))
    say("sum of sectors less the total", f"{sum(year.by_sector.values()) - total} yen", "0 yen")
    lines = contagion.lay_out(ready)
    hub = int(np.argmax(net.firms["last"] - net.firms["first"]))
    again, _ = cpu(lambda: company.if_hit(ready, lines, hub, 1, 10_000))
    say("the firm with most customers, hit 10,000 times", f"{again:.2f} s", "0.2 s")
    typical, _ = cpu(lambda: company.if_hit(ready, lines, 1, 1, 10_000))
    say("a firm as they come, hit 10,000 times", f"{typical:.2f} s", "0.2 s")
    theirs = peer(ready, folder)
    if theirs is not None:
        own = spent / REPLICATIONS
        say(
            "one replication: cynetdiff / ours",
            f"{theirs * 1e3:.0f} / {own * 1e3:.1f} ms",
            f"{theirs / own:.1f} times; 10",
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FIRMS)
