"""Every command as a fresh process, from the call to its end; the promises are 1.5 s for diagnose and 4 s for assess."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
EXAMPLE = str(Path(__file__).resolve().parents[1] / "examples" / "manufacturer-20.toml")
PROMISES_S = {"diagnose": 1.5, "assess": 4.0}


def median_s(command: list[str]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    bare = median_s([sys.executable, "-c", ""])
    with tempfile.TemporaryDirectory() as folder:
        calls = {
            "diagnose": ["diagnose", EXAMPLE],
            "risk exact": ["risk", "exact", EXAMPLE],
            "plan choose": ["plan", "choose", EXAMPLE],
            "assess": ["assess", EXAMPLE, "--json"],
            "assess, with PDF and HTML": ["assess", EXAMPLE, "--pdf", f"{folder}/a.pdf", "--html", f"{folder}/a.html"],
        }
        for name, words in calls.items():
            took = median_s([sys.executable, "-m", "sonae.cli", *words])
            promise = f"  (promise {PROMISES_S[name]})" if name in PROMISES_S else ""
            print(f"{name:26} {took:6.2f} s{promise}")
    print(f"{'python alone':26} {bare:6.2f} s")


if __name__ == "__main__":
    main()
