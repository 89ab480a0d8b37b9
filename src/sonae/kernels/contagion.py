"""Contagion on a network of suppliers and customers: expected values, simulated years, standstills day by day.

A link leads from a supplier to its customer. Two layers: *intrusion* (a hit firm passes it on along a link with the link's probability)
and *stoppage* (a firm that stands still stops the customers that cannot do without it). One cache line holds what a visit touches:
16 bytes a firm, 8 bytes a link, and 64 replications of a year in one word. Draws belong to (key, batch, firm), so neither threads nor
machines change a bit. ``tests/kernels/naive_contagion.py`` holds the slow twins.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sonae.kernels.jit import inline, kernel
from sonae.kernels.sampling import (
    GOLDEN,
    HALF_ROOT,
    LN2_HIGH,
    LN2_LOW,
    MIX_1,
    MIX_2,
    U,
    Whole,
    exponential,
    logarithm_polynomial,
    mix,
    uniform,
)

FIRM = np.dtype([("stay", "f4"), ("total", "f4"), ("first", "i4"), ("last", "i4")])
LINK = np.dtype([("chance", "f4"), ("to", "i4")])
LANE = np.dtype([("hit", "u8"), ("fresh", "u8")])
LANES = 64
BLOCK = 256  # firms whose first steps are drawn together
WAITING = 4096  # passages that arrive together
ZERO, ONE, FULL = U(0), U(1), U(0xFFFFFFFFFFFFFFFF)
ALWAYS = np.uint32(0xFFFFFFFF)
TWO, FOUR, MOST_SHIFT = U(2), U(4), U(56)
PAIRS, FOURS, BYTES, ONES = U(0x5555555555555555), U(0x3333333333333333), U(0x0F0F0F0F0F0F0F0F), U(0x0101010101010101)
DE_BRUIJN = U(0x03F79D71B4CB0A89)
PLACE = np.zeros(64, np.int64)  # of a single bit, by its product with the sequence of de Bruijn
for _bit in range(64):
    PLACE[((0x03F79D71B4CB0A89 << _bit) & 0xFFFFFFFFFFFFFFFF) >> 58] = _bit

Records = NDArray[Any]
Reals = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]
Shorts = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]
Groups = NDArray[np.unsignedinteger[Any]]


class Passages(NamedTuple):
    """Passages on their way (firm, lanes, whether it joins the queue), and a block of firms with their first steps."""

    to: Shorts
    bits: Words
    joins: Bytes
    who: Shorts
    words: Words
    states: Words
    one: Reals
    two: Reals


def no_passages(waiting: int = WAITING) -> Passages:
    """Room for so many passages at a time."""
    words, reals = np.empty((2, BLOCK), np.uint64), np.empty((2, BLOCK))
    return Passages(
        np.empty(waiting, np.int32),
        np.empty(waiting, np.uint64),
        np.empty(waiting, np.uint8),
        np.empty(BLOCK, np.int32),
        *words,
        *reals,
    )


@inline
def bits_in(word: np.uint64) -> np.int64:
    """How many bits are set."""
    word = word - ((word >> ONE) & PAIRS)
    word = (word & FOURS) + ((word >> TWO) & FOURS)
    word = (word + (word >> FOUR)) & BYTES
    return np.int64((word * ONES) >> MOST_SHIFT)


@inline
def place_of(bit: np.uint64) -> np.int64:
    """The place of a single bit."""
    return np.int64(PLACE[np.int64((bit * DE_BRUIJN) >> U(58))])


@inline
def logarithm(x: float) -> float:
    """log of one positive number, the same bits on every processor."""
    bits = np.float64(x).view(np.int64)
    exponent = (bits - HALF_ROOT) >> 52
    f = np.int64(bits - (exponent << 52)).view(np.float64) - 1.0
    e = np.float64(exponent)
    return e * LN2_HIGH + (logarithm_polynomial(f / (2.0 + f)) + e * LN2_LOW)


@inline
def waiting(word: np.uint64) -> float:
    """An exponential with mean 1."""
    return -logarithm(1.0 - uniform(word))


@inline
def head_of(key: np.uint64) -> np.uint64:
    """What all keys below ``key`` share."""
    return mix(key + GOLDEN)


@inline
def below(head: np.uint64, child: np.uint64) -> np.uint64:
    """``sampling.key_of`` with the parent's share done once: ``head`` is head_of(parent)."""
    return mix(head ^ (mix(child ^ MIX_2) * MIX_1))


@kernel
def lay_out(firms: Records, links: Records, scale: float, most: float) -> None:
    """Hazard lines in place: chances of a firm's links become running sums of -log(1 - q), laid end to end."""
    for u in range(len(firms)):
        total = 0.0
        for e in range(firms[u].first, firms[u].last):
            total -= logarithm(1.0 - min(links[e].chance * scale, most))
            links[e].chance = total
        firms[u].total = np.float32(total)
        firms[u].stay = np.float32(exponential(-np.float64(np.float32(total))) if total < 700.0 else 0.0)


@inline
def find(links: Records, low: int, high: int, x: float) -> int:
    """The first link of low..high whose running sum exceeds x."""
    while low < high:
        middle = (low + high) >> 1
        if links[middle].chance > x:
            high = middle
        else:
            low = middle + 1
    return low


@inline
def chosen(key: np.uint64, threshold: np.uint32) -> np.uint64:
    """64 lanes, each set with chance threshold / 2**32: uniform bits of all lanes are compared with the threshold's, highest first."""
    if threshold == ALWAYS:
        return FULL
    hit, open_ = ZERO, FULL
    bit = 31
    while open_ != ZERO and bit >= 0 and threshold != 0:
        key += GOLDEN
        word = mix(key)
        if (threshold >> np.uint32(bit)) & np.uint32(1):
            hit |= open_ & ~word
            open_ &= word
        else:
            open_ &= ~word
        bit -= 1
    return hit


@inline
def arrive(lanes: Records, passages: Passages, count: int, swept: int, queue: Shorts, tail: int) -> int:
    """Let ``count`` passages arrive; firms up to ``swept`` that become fresh join the queue. Returns its tail.

    Two loops: the first waits for the memory of many firms at a time, since nothing in it depends on what the last one brought.
    """
    for k in range(count):
        v = passages.to[k]
        more = passages.bits[k] & ~lanes[v].hit
        passages.joins[k] = np.uint8((v <= swept) & (more != ZERO) & (lanes[v].fresh == ZERO))
        lanes[v].hit |= more
        lanes[v].fresh |= more
    for k in range(count):
        if passages.joins[k] != 0:
            queue[tail] = passages.to[k]
            tail = tail + 1 if tail + 1 < len(queue) else 0
    return tail


@inline
def gather(
    lanes: Records, firms: Records, start: int, queue: Shorts, front: int, tail: int, passages: Passages
) -> tuple[int, int, int]:
    """Take up to a block of fresh firms, from row ``start`` on, or from the queue once all rows are swept. Returns how many, the next
    row and the queue's front."""
    number = 0
    while start < len(firms) and number < BLOCK:
        if lanes[start].fresh != ZERO:
            passages.who[number] = start
            number += 1
        start += 1
    while start == len(firms) and front != tail and number < BLOCK:
        passages.who[number] = queue[front]
        if lanes[queue[front]].fresh != ZERO:
            number += 1
        front = front + 1 if front + 1 < len(queue) else 0
    for i in range(number):
        passages.words[i] = lanes[passages.who[i]].fresh
        lanes[passages.who[i]].fresh = ZERO
    return number, start, front


@inline
def steps(head: np.uint64, number: int, passages: Passages) -> None:
    """The first two steps along the hazard lines of a block, all at once. The lanes of a firm never come twice, so every visit, a firm
    with its lanes, has draws of its own."""
    for i in range(number):
        passages.states[i] = (below(head, U(passages.who[i])) ^ mix(passages.words[i])) + GOLDEN
    for i in range(number):
        passages.one[i] = waiting(mix(passages.states[i]))
    for i in range(number):
        passages.states[i] += GOLDEN
        passages.two[i] = waiting(mix(passages.states[i]))


@kernel
def attack(head: np.uint64, direct: NDArray[np.uint32], lanes: Records, counts: Ints) -> None:
    """Direct hits of every firm in every lane; ``counts`` by lane."""
    for v in range(len(lanes)):
        word = chosen(below(head, U(v)), direct[v])
        lanes[v].hit = word
        lanes[v].fresh = word
        while word != ZERO:
            one = word & (ZERO - word)
            counts[place_of(one)] += 1
            word ^= one


@kernel
def befall(head: np.uint64, chance: NDArray[np.uint32], lanes: Records) -> None:
    """Hits through a vendor that all share, on top of the direct ones."""
    for v in range(len(lanes)):
        word = chosen(below(head, U(v)), chance[v]) & ~lanes[v].hit
        lanes[v].hit |= word
        lanes[v].fresh |= word


@kernel
def spread(head: np.uint64, firms: Records, links: Records, lanes: Records, passages: Passages, queue: Shorts) -> None:
    """Pass on until nothing is fresh: one sweep in the order of the file, then those behind it in the order in which they were reached.

    A firm's line is laid end to end for each of its fresh lanes; exponential steps along it land on the links that pass on.
    """
    who, words, states, one, two = passages.who, passages.words, passages.states, passages.one, passages.two
    to, bits, room = passages.to, passages.bits, len(passages.to)
    start, front, tail, count = 0, 0, 0, 0
    while True:
        number, start, front = gather(lanes, firms, start, queue, front, tail, passages)
        if number == 0 and count == 0:
            break
        steps(head, number, passages)
        swept = start - 1 if start < len(firms) else len(firms)
        for i in range(number):
            u, word, x, gap, state = who[i], words[i], one[i], two[i], states[i]
            total = np.float64(firms[u].total)
            end, inverse, done = total * bits_in(word), 1.0 / total, 0
            while x < end:
                lane = np.int64(x * inverse)
                while done < lane:
                    word &= word - ONE
                    done += 1
                if word == ZERO:
                    break
                e = find(links, firms[u].first, firms[u].last - 1, x - lane * total)
                if count == room:
                    tail = arrive(lanes, passages, count, swept, queue, tail)
                    count = 0
                to[count] = links[e].to
                bits[count] = word & (ZERO - word)
                count += 1
                x = lane * total + np.float64(links[e].chance) + gap
                state += GOLDEN
                gap = waiting(mix(state))
        if front == tail or number == 0:
            tail = arrive(lanes, passages, count, swept, queue, tail)
            count = 0


@kernel
def count(
    lanes: Records,
    within: np.uint64,
    loss: Ints,
    degree: Bytes,
    sector: Groups,
    hits: Ints,
    by_degree: Ints,
    yen: Ints,
    by_sector: Ints,
) -> None:
    """Add up the lanes ``within`` of one batch: hits by firm (where ``hits`` has room), by lane and class of out-degree; yen by lane and
    by sector."""
    each = len(hits) == len(lanes)
    for v in range(len(lanes)):
        word = lanes[v].hit & within
        if word == ZERO:
            continue
        number = bits_in(word)
        by_sector[sector[v]] += number * loss[v]
        if each:
            hits[v] += number
        while word != ZERO:
            one = word & (ZERO - word)
            lane = place_of(one)
            by_degree[lane, degree[v]] += 1
            yen[lane] += loss[v]
            word ^= one


@kernel
def compound(head: np.uint64, counts: Ints, starts: Ints, amounts: Ints, out: Ints) -> None:
    """Row r of ``counts`` says how often each class draws; a draw of class c is one of ``amounts[starts[c]:starts[c + 1]]``."""
    for r in range(len(counts)):
        state = below(head, U(r))
        for c in range(counts.shape[1]):
            first, number = starts[c], starts[c + 1] - starts[c]
            if number > 0:
                for _ in range(counts[r, c]):
                    state += GOLDEN
                    out[r] += amounts[first + np.int64(((mix(state) >> U(32)) * U(number)) >> U(32))]


@kernel
def outbreak(
    key: np.uint64,
    origin: Whole,
    firms: Records,
    links: Records,
    loss: Ints,
    most: Whole,
    seen: Shorts,
    queue: Shorts,
    out: Ints,
) -> int:
    """One firm is hit, again and again (rows of ``out``): how many others follow, and what they lose. ``seen`` starts at zero.

    Ends with the row in which ``most`` firms have followed, all rows counted together; returns the number of rows.
    """
    followed = 0
    for r in range(len(out)):
        head = head_of(below(head_of(key), U(r)))
        seen[origin] = r + 1
        queue[0] = origin
        front, tail, yen = 0, 1, 0
        while front < tail:
            u = queue[front]
            front += 1
            state = below(head, U(u)) + GOLDEN
            chance = 1.0 - uniform(mix(state))
            if chance <= firms[u].stay:
                continue
            x, low, last = -logarithm(chance), firms[u].first, firms[u].last
            while x < firms[u].total:
                low = find(links, low, last - 1, x)
                v = links[low].to
                if seen[v] != r + 1:
                    seen[v] = r + 1
                    queue[tail] = v
                    tail += 1
                    yen += loss[v]
                x = np.float64(links[low].chance)
                low += 1
                if low >= last:
                    break
                state += GOLDEN
                x += waiting(mix(state))
        out[r, 0] = tail - 1
        out[r, 1] = yen
        followed += tail - 1
        if followed >= most:
            return r + 1
    return len(out)
