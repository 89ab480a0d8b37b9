"""All content of the catalogue in a fresh process, without the start of Python itself; the promise is 0.3 s."""

import statistics
import subprocess
import sys

RUNS = 5
PROMISE_S = 0.3
TIMED = "import time; {before}; start = time.perf_counter(); {work}; print(time.perf_counter() - start)"
LOAD = "from sonae import catalogue; catalogue.load()"
FRESH = TIMED.format(before="pass", work=LOAD)
AGAIN = TIMED.format(before=LOAD, work="catalogue.load()")


def median_s(code: str) -> float:
    return statistics.median(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(RUNS))


def main() -> None:
    print(f"import and load      {median_s(FRESH):9.6f} s  (promise {PROMISE_S})")
    print(f"load a second time   {median_s(AGAIN):9.6f} s")


if __name__ == "__main__":
    main()
