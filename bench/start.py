"""Starting the local app: first page after the first start (promise 20 s) and after the second (6 s), then pages and PDF."""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

PAGES = {
    "result page": "/risk/",
    "plan page": "/plan/",
    "questions": "/diagnosis/staff/",
    "PDF": "/report/executive.pdf",
}
RUNS = 15


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str) -> float:
    """Milliseconds until the whole answer is there."""
    start = time.perf_counter()
    with urllib.request.urlopen(url, timeout=60) as answer:
        answer.read()
    return 1000 * (time.perf_counter() - start)


def started(folder: str) -> tuple[subprocess.Popen[bytes], str, float]:
    """The demo on this folder, its address, and seconds until the first page."""
    port = free_port()
    command = [sys.executable, "-m", "sonae_web", "demo", "--no-browser", "--port", str(port), "--data", folder]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | {"SONAE_DATA": ""})
    url = f"http://127.0.0.1:{port}"
    while True:
        try:
            get(url + "/")
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return process, url, time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        process, _, first = started(folder)
        process.terminate()
        process.wait()
        process, url, second = started(folder)
        print(f"first start to first page    {first:6.2f} s   (promise 20; makes the demo company, too)")
        print(f"second start to first page   {second:6.2f} s   (promise 6)")
        for name, path in PAGES.items():
            cold = get(url + path)
            warm = statistics.median(get(url + path) for _ in range(RUNS))
            print(f"{name:<12} first {cold:7.0f} ms   then {warm:6.0f} ms")
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
