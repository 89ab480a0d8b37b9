"""How often somebody may try, kept in this process's memory only and thrown away every quarter of an hour.

The slow function behind a code takes 64 MiB and a third of a second, so it is itself worth protecting: at most two run at once, one of them for
any one hotline. A flood on one hotline therefore leaves the others a turn, and a flood from one address leaves other addresses theirs.
"""

import hashlib
import hmac
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

WINDOW = 15 * 60  # seconds
WRONG_CODES = 5  # a visitor
FILED_BY_ONE, FILED_IN_ALL = 3, 40  # Tips in a window
ODD_BY_ONE, ODD_IN_ALL = 3, 20
AT_ONCE, WAITING, PATIENCE = 2, 4, 10.0
MOST_KEPT = 20_000


class BusyError(Exception):
    """Too many tries: of this visitor, or too many at the same time."""


class Budget:
    """Counts of one window. ``now`` is a clock that only goes forward."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begin(0)

    def _begin(self, window: int) -> None:
        self.window, self.salt = window, os.urandom(32)
        self.used: Counter[tuple[str, ...]] = Counter()
        self.seen: set[str] = set()

    def _turn(self, now: float) -> None:
        if self.window != int(now // WINDOW) or len(self.used) + len(self.seen) > MOST_KEPT:
            self._begin(int(now // WINDOW))

    def visitor(self, address: str, now: float) -> str:
        """A number for an address that means nothing after this window, nor to another process."""
        with self._lock:
            self._turn(now)
            return hmac.digest(self.salt, address.encode(), hashlib.sha256).hex()[:24]

    def take(self, key: tuple[str, ...], most: int, now: float) -> bool:
        """Use one of ``most`` tries; False if none is left."""
        with self._lock:
            self._turn(now)
            self.used[key] += 1
            return self.used[key] <= most

    def give_back(self, key: tuple[str, ...]) -> None:
        """A try that was right does not count."""
        with self._lock:
            self.used[key] -= 1

    def first_time(self, form: str, now: float) -> bool:
        """Whether a form is sent for the first time: reloading a page must not send a Tip twice."""
        with self._lock:
            self._turn(now)
            new = form not in self.seen
            self.seen.add(form)
            return new


budget = Budget()
_slots = threading.BoundedSemaphore(AT_ONCE)
_queues: Counter[str] = Counter()
_running: dict[str, threading.Lock] = {}
_gate = threading.Lock()


def visitor(address: str) -> str:
    """See ``Budget.visitor``."""
    return budget.visitor(address, time.monotonic())


def spend(what: str, line: str, who: str, *, by_one: int, in_all: int = 0) -> None:
    """Use a try of this visitor, then one of the hotline. Raises BusyError where none is left."""
    now = time.monotonic()
    if not budget.take((what, line, who), by_one, now) or (in_all and not budget.take((what, line), in_all, now)):
        raise BusyError


def first_time(form: str) -> bool:
    """See ``Budget.first_time``."""
    return not form or budget.first_time(form, time.monotonic())


def forgive(what: str, line: str, who: str) -> None:
    """Give a try back."""
    budget.give_back((what, line, who))


@contextmanager
def slow(line: str) -> Iterator[None]:
    """One turn at the slow function. Raises BusyError where a queue is full or takes too long."""
    with _gate:
        if _queues[line] >= WAITING:
            raise BusyError
        _queues[line] += 1
        own = _running.setdefault(line, threading.Lock())
    try:
        with _held(own), _held(_slots):
            yield
    finally:
        with _gate:
            _queues[line] -= 1
            if not _queues[line]:
                del _queues[line], _running[line]


@contextmanager
def _held(lock: "threading.Lock | threading.Semaphore") -> Iterator[None]:
    if not lock.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        yield
    finally:
        lock.release()
