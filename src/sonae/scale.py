"""Run one function over chunks of work: here, in threads, in processes, or on the machines of a Dask cluster. The answer never depends on
which."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from typing import TypeVar

Chunk = TypeVar("Chunk")
Answer = TypeVar("Answer")


def split(total: int, chunks: int) -> tuple[tuple[int, int], ...]:
    """Cut ``range(total)`` into at most ``chunks`` runs of nearly equal length.

    >>> split(10, 3)
    ((0, 3), (3, 6), (6, 10))
    """
    count = max(1, min(chunks, total))
    edges = [total * k // count for k in range(count + 1)]
    return tuple(pairwise(edges))


def run(
    work: Callable[[Chunk], Answer], chunks: Sequence[Chunk], *, threads: int = 1, processes: int = 1, dask: str = ""
) -> Iterator[Answer]:
    """The answers of ``work`` in the order of ``chunks``.

    ``threads`` above 1 share this process (kernels release the interpreter's lock); ``processes`` above 1 are started anew, for work that
    holds that lock, and come before threads; ``dask`` is the address of a scheduler, such
    as ``tcp://127.0.0.1:8786``, whose workers have the same Sonae installed.

    >>> list(run(abs, [-1, 2, -3], threads=2))
    [1, 2, 3]
    """
    if dask:
        yield from _on_dask(work, chunks, dask)
    elif processes > 1:
        with ProcessPoolExecutor(
            processes, mp_context=get_context("spawn")
        ) as pool:  # a fork would copy the locks of threads
            yield from pool.map(work, chunks)
    elif threads > 1:
        with ThreadPoolExecutor(threads) as pool:
            yield from pool.map(work, chunks)
    else:
        yield from map(work, chunks)


SECONDS_TO_ANSWER = 20


def _on_dask(work: Callable[[Chunk], Answer], chunks: Sequence[Chunk], address: str) -> Iterator[Answer]:
    """A scheduler or its workers that do not answer end it with an OSError; work of a worker that dies is done again by another."""
    from distributed import Client

    with ThreadPoolExecutor(1) as apart:  # a loop of events may run in this thread already, as in a notebook
        apart.submit(asyncio.run, _greet(address)).result()
    with Client(address, timeout=SECONDS_TO_ANSWER) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(1, timeout=SECONDS_TO_ANSWER)
        yield from client.gather(client.map(work, chunks))


async def _greet(address: str) -> None:
    """Raises OSError unless a scheduler answers in time; the client itself would wait for ever once it is connected."""
    from distributed.comm.core import connect

    async with asyncio.timeout(SECONDS_TO_ANSWER):
        comm = await connect(address, timeout=SECONDS_TO_ANSWER)  # type: ignore[no-untyped-call]
        try:
            await comm.write({"op": "identity", "reply": True})
            await comm.read()
        finally:
            comm.abort()
