"""The event stream: which events happen in which year, block by block of years.

All kinds of events of a firm are one stream. A year's number of events (or of clusters) comes from one word by the table of their
mixed-Poisson law, the kind of each from one word by the alias table. Events lie in the order of their years, so that sums over a year
are differences of running sums, and terms that depend on the year's earlier events can be applied in one pass.
"""

from typing import NamedTuple

import numpy as np

from sonae.kernels.jit import inline, kernel
from sonae.kernels.sampling import (
    Reals,
    U,
    Whole,
    Words,
    fill,
    key_of,
    radii,
    rotate,
    uniform,
)
from sonae.kernels.tables import Choice, Clusters

BLOCK = 1000  # years drawn with one key
CAP = 10**13  # yen of one event at most
FAST = 6  # thresholds compared for every year; larger counts are rare and finished one by one
COUNT, KIND, SIZE, RADIUS, ANGLE, MARK = U(1), U(2), U(3), U(4), U(5), U(6)  # one key a purpose
S32, S63, LOW = U(32), U(63), U(0xFFFFFFFF)


class Law(NamedTuple):
    """How events arrive: thresholds of the yearly count, alias table of kinds, cluster sizes by kind (``grouped`` = 0: none)."""

    counts: Words
    kinds: Choice
    sizes: Clusters
    grouped: int


class Events(NamedTuple):
    """Events of one block: events ``starts[y]`` to ``starts[y + 1] - 1`` happen in year ``y``; ``kind`` of every event."""

    starts: Words
    kind: Words
    total: Whole


@kernel
def yearly_counts(words: Words, thresholds: Words, counts: Words) -> None:
    """Number of thresholds every word reaches. A few comparisons on the vector units settle nearly all years."""
    first = min(FAST, len(thresholds))
    counts[:] = U(0)
    for k in range(first):
        limit = thresholds[k]
        for i in range(len(words)):
            counts[i] += U(words[i] >= limit)
    if len(thresholds) > first:
        for i in range(len(words)):
            if counts[i] == U(first):
                counts[i] = U(np.searchsorted(thresholds, words[i], side="right"))


@kernel
def running_starts(counts: Words, starts: Words) -> np.int64:
    """Where the events of each year begin; returns how many there are."""
    position = U(0)
    for i in range(len(counts)):
        starts[i] = position
        position += counts[i]
    starts[len(counts)] = position
    return np.int64(position)


@kernel
def choose_kinds(words: Words, keep: Words, other: Words, kind: Words) -> None:
    """Kind of every event by the alias table: the high half of its word picks a row, the low half keeps or leaves it."""
    rows, ends = U(len(keep)), np.empty(2 * len(keep), np.uint64)
    for row in range(len(keep)):
        ends[2 * row], ends[2 * row + 1] = other[row], row
    for i in range(len(words)):
        row = ((words[i] >> S32) * rows) >> S32
        stays = ((words[i] & LOW) - keep[row]) >> S63  # the sign: a branch here would go wrong every third time
        kind[i] = ends[U(2) * row + stays]


@inline
def logarithmic_size(u: float, first: float, q: float) -> int:
    """Size of a cluster by inversion of the logarithmic distribution."""
    size, step = 1, first
    while u >= step and size < 10_000:
        u -= step
        step *= q * size / (size + 1)
        size += 1
    return size


@kernel
def cluster_sizes(key: np.uint64, kind: Words, sizes: Clusters, count: Words) -> int:
    """Events of every cluster; returns how many there are in all."""
    total = len(kind)
    fill(key, count)
    for i in range(len(kind)):
        u = uniform(count[i])
        count[i] = U(1)
        if u >= sizes.first[kind[i]]:
            size = logarithmic_size(u, sizes.first[kind[i]], sizes.q[kind[i]])
            count[i] = U(size)
            total += size - 1
    return total


@kernel
def spread(count: Words, kind: Words, starts: Words, out: Words) -> None:
    """Repeat the kind of every cluster ``count`` times and move the years' starts from clusters to events.

    Two places are always written: the next cluster overwrites the second where the size is one, which spares a branch. ``out`` therefore
    needs one place more than there are events. ``count`` becomes the position of each cluster.
    """
    position = U(0)
    for i in range(len(kind)):
        out[position], out[position + U(1)] = kind[i], kind[i]
        size, count[i] = count[i], position
        for k in range(2, size):
            out[position + U(k)] = kind[i]
        position += size
    for y in range(len(starts)):
        starts[y] = count[starts[y]] if starts[y] < U(len(kind)) else position


@kernel
def draw_events(key: np.uint64, years: int, law: Law) -> Events:
    """The events of one block of years."""
    words, counts, starts = np.empty(years, np.uint64), np.empty(years, np.uint64), np.empty(years + 1, np.uint64)
    fill(key_of(key, COUNT), words)
    yearly_counts(words, law.counts, counts)
    total = running_starts(counts, starts)
    picks, kind = np.empty(total, np.uint64), np.empty(total + 1, np.uint64)
    fill(key_of(key, KIND), picks)
    choose_kinds(picks, law.kinds.keep, law.kinds.other, kind)
    if law.grouped == 0 or total == 0:
        return Events(starts, kind, total)
    events = cluster_sizes(key_of(key, SIZE), kind[:total], law.sizes, picks)
    out = np.empty(events + 1, np.uint64)
    spread(picks, kind[:total], starts, out)
    return Events(starts, out, events)


@kernel
def normals(key: np.uint64, length: Whole) -> Reals:
    """At least ``length`` standard normals of one key, by Box and Muller."""
    half = (length + 1) // 2
    words, bits, radius, out = np.empty(half, np.uint64), np.empty(half, np.int64), np.empty(half), np.empty(2 * half)
    fill(key_of(key, RADIUS), words)
    radii(words, bits, radius)
    fill(key_of(key, ANGLE), words)
    rotate(words, radius, out[:half], out[half:])
    return out
