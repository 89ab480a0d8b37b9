"""More machines change no bit; a worker that dies changes no bit; a scheduler that never answers is told."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client

from sonae import cli, scale
from sonae.faults import InputError
from sonae.supplier import calibrate, contagion, network, synthetic
from sonae.supplier.network import Network

REPLICATIONS = 1_600


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Network:
    path = tmp_path_factory.mktemp("net") / "country.net"
    network.save(synthetic.make(30_000, 1), path)
    return network.load(path)


def started(words: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler with two workers as on other machines; the address and the workers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    head = started(["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"])
    worker = ["distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    workers = [started(worker) for _ in range(2)]
    yield address, workers
    for process in (*workers, head):
        process.kill()
        process.wait()


def test_a_killed_worker_changes_nothing(
    country: Network, cluster: tuple[str, list[subprocess.Popen[bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "SECONDS_TO_ANSWER", 60)  # both workers are only just starting
    address, workers = cluster
    ready = calibrate.prepare(country)
    here = contagion.simulate(ready, REPLICATIONS, seed=5)
    with Client(address, timeout=60) as client:
        client.wait_for_workers(2, timeout=60)
    killing = threading.Timer(1.0, workers[0].kill)
    killing.start()
    there = contagion.simulate(ready, REPLICATIONS, seed=5, dask=address)
    killing.join()
    assert workers[0].wait(timeout=10) != 0
    assert (there.loss == here.loss).all()
    assert (there.hits == here.hits).all()
    assert there.by_sector == here.by_sector


def test_a_scheduler_that_never_answers(
    country: Network, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scale, "SECONDS_TO_ANSWER", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        status = cli.main(["supplier", "domino", country.file, "--dask", address, "--lang", "en"])
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert "cannot be reached" in err
    assert address in err


def test_a_worker_that_does_not_see_the_file(country: Network, tmp_path: Path) -> None:
    task = contagion.Task(str(tmp_path / "elsewhere.net"), country.sha256, "base", 0.28, 1, 0, 1, 64, False)
    with pytest.raises(InputError, match="does not exist"):
        contagion.work(task)
    other = tmp_path / "other.net"
    network.save(synthetic.make(100, 1), other)
    with pytest.raises(ValueError, match="another network"):
        contagion.work(task._replace(source=str(other)))
