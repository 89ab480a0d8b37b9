"""A book of companies in the same years: what they share (the year, a wave of attacks, a provider that fails) and what only one meets.

A year is in one of a few states (how frequent incidents are, whether a wave of attacks is on). Years of one state are alike for a
company, so its empty years are skipped by one geometric jump, and the work is proportional to incidents. What belongs to a company hangs
on the key (seed, company, block); what is shared on the key of the seed alone: any part of the book gives the same bits anywhere.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sonae.kernels import product
from sonae.kernels.jit import inline, kernel
from sonae.kernels.product import Bills, Firm, Shares
from sonae.kernels.sampling import (
    HALF_ROOT,
    LN2_HIGH,
    LN2_LOW,
    Ints,
    Reals,
    U,
    Words,
    key_of,
    logarithm_polynomial,
    uniform,
    word_at,
)
from sonae.kernels.stream import BLOCK

ARRIVAL, PROVIDER, YEAR = U(31), U(32), U(33)  # one key a purpose
PER_UNIT = 64  # rows of the table of counts for each factor of e
FLOOR = -18.0  # natural logarithm of the rate of its first row
ROOM = 4096  # incidents of a company and block to begin with


class Book(NamedTuple):
    """Companies, one row each. ``key`` words; ``rates`` a year and ``keep``, ``major``, ``destroy``, ``leak`` shares by kind; ``place`` of
    shape (firms, 4): industry, size, region, provider (-1: none known); ``growth`` logs of the bills' factor; ``backup`` share;
    ``profit`` a day, ``revenue``, ``records``, ``deductible`` an incident and ``limit`` a year in yen and persons."""

    key: Words
    rates: Reals
    keep: Reals
    major: Reals
    destroy: Reals
    leak: Reals
    place: Ints
    growth: Reals
    backup: Reals
    profit: Reals
    revenue: Reals
    records: Reals
    deductible: Ints
    limit: Ints


class Kinds(NamedTuple):
    """By kind: share that spreads, whether work ``stops``, ``ransom``, ``fraud`` (0 or 1), ``slow`` recovery, ``wave``: 1 where a wave
    of attacks counts; and the number of the kind that a failing provider causes."""

    spread: Reals
    stops: Reals
    ransom: Reals
    fraud: Reals
    slow: Reals
    wave: Reals
    outage: int


class Prices(NamedTuple):
    """Bills of a major incident: chance, log of the median, spread, 1 where it grows with the company; ``minor`` log of the small bill."""

    bought: Reals
    mu: Reals
    sigma: Reals
    scaled: Reals
    minor: float
    fraud: float


class Shared(NamedTuple):
    """What all companies share. By state: ``factor`` of all kinds and ``wave`` of those a wave counts for; ``order`` years of each block
    sorted by state, ``first`` where each state begins; ``event_year`` of every failure of a provider, sorted by provider, ``begin`` of each
    provider; ``from_provider`` share of outages that come so, ``rate`` of failures a year; ``none`` log chance of no incident and ``more``
    chance of more than n incidents where there is one, by row of the log of the rate."""

    factor: Reals
    wave: Reals
    order: Ints
    first: Ints
    event_year: Ints
    begin: Ints
    from_provider: float
    rate: float
    none: Reals
    more: Reals


class Sums(NamedTuple):
    """What is added up, in yen: ``gross`` and ``paid`` of shape (years, groups), groups being kinds, industries, sizes, regions in turn;
    ``largest`` of shape (years, 2) the largest incident of one company; ``failed`` of shape (failures, 2) all that one failure costs;
    ``by_firm`` of shape (firms, 4): gross, paid and the same in the years marked in ``bad``."""

    gross: Ints
    paid: Ints
    largest: Ints
    failed: Ints
    by_firm: Ints
    bad: NDArray[np.uint8]


@inline
def logarithm(x: float) -> float:
    """Natural logarithm of a positive number, the same bits everywhere."""
    bits = np.float64(x).view(np.int64)
    exponent = (bits - HALF_ROOT) >> 52
    f = np.int64(bits - (exponent << 52)).view(np.float64) - 1.0
    log: float = exponent * LN2_HIGH + (logarithm_polynomial(f / (2.0 + f)) + exponent * LN2_LOW)
    return log


@inline
def row_of(rate: float, rows: int) -> float:
    """Where a yearly rate lies in the table of counts; between two rows both are used."""
    at: float = min(max((logarithm(rate) - FLOOR) * PER_UNIT, 0.0), rows - 1.000001)
    return at


@kernel
def common_years(key: np.uint64, years: int, edges: Reals, share: float) -> Ints:
    """The state of every year: its level of frequency (``edges``: inner ends of the levels as shares of years), plus the number of levels
    where a wave is on, which is so in a ``share`` of years."""
    own, state = key_of(key, YEAR), np.empty(years, np.int64)
    for y in range(years):
        level = np.searchsorted(edges, uniform(word_at(own, U(2 * y))), side="right")
        state[y] = level + (len(edges) + 1) * np.int64(uniform(word_at(own, U(2 * y + 1))) < share)
    return state


@kernel
def failures(key: np.uint64, provider: np.uint64, years: int, rate: float, out: Ints) -> int:
    """Years in which a provider fails, at most once each; returns how many were written to ``out``."""
    own, found = key_of(key_of(key, PROVIDER), provider), 0
    for y in range(years):
        out[found] = y
        found += int(uniform(word_at(own, U(y))) < rate)
    return found


@kernel
def marks(key: np.uint64, firms: Words, position: np.uint64) -> Reals:
    """A number in [0, 1) of each company, the same in any book."""
    out = np.empty(len(firms))
    for f in range(len(firms)):
        out[f] = uniform(word_at(key_of(key, firms[f]), position))
    return out


@inline
def hits_of(book: Book, f: int, kinds: Kinds, shared: Shared) -> float:
    """Chance that a failure of its provider stops the company."""
    if book.place[f, 3] < 0:
        return 0.0
    hit: float = min(book.rates[f, kinds.outage] * shared.from_provider / shared.rate, 1.0)
    return hit


@kernel
def own_rates(book: Book, f: int, kinds: Kinds, shared: Shared, alone: Reals, chances: Reals) -> None:
    """Rates by kind that do not come through the provider, and by state: total rate, row of it, and log of the chance of an empty year."""
    for k in range(len(alone)):
        alone[k] = book.rates[f, k]
    alone[kinds.outage] -= hits_of(book, f, kinds, shared) * shared.rate
    for s in range(len(shared.factor)):
        total = 0.0
        for k in range(len(alone)):
            total += alone[k] * (shared.wave[s] if kinds.wave[k] > 0.0 else 1.0)
        total = max(total * shared.factor[s], 1e-300)
        at = row_of(total, len(shared.none))
        low = np.int64(at)
        chances[0, s], chances[1, s] = total, at
        # below the table the chance of an incident is the rate; between rows it is interpolated
        none = shared.none[low] + (at - low) * (shared.none[low + 1] - shared.none[low])
        chances[2, s] = none if at > 0.0 else -total


@inline
def kind_of(u: float, alone: Reals, wave_of: Reals, wave: float) -> np.int64:
    """Which kind: ``u`` runs over the rates of the state, one after the other."""
    for k in range(len(alone) - 1):
        u -= alone[k] * (wave if wave_of[k] > 0.0 else 1.0)
        if u < 0.0:
            return np.int64(k)
    return np.int64(len(alone) - 1)


@kernel
def longer(array: Words) -> Words:
    """The same numbers with as much room again."""
    out = np.empty(2 * len(array), array.dtype)
    out[: len(array)] = array
    return out


@kernel
def arrive(
    own: np.uint64, block: int, alone: Reals, chances: Reals, kinds: Kinds, shared: Shared, year: Words, kind: Words
) -> tuple[int, Words, Words]:
    """Incidents of one company in one block, without those of its provider: how many, year within the block and kind of each."""
    stream, draw, total = key_of(own, ARRIVAL), U(0), 0
    for s in range(len(shared.factor)):
        begin, end, none = shared.first[block, s], shared.first[block, s + 1], chances[2, s]
        if begin == end:
            continue
        at, low = begin - 1, np.int64(chances[1, s])
        part, rate = chances[1, s] - low, chances[0, s] / shared.factor[s]
        while True:
            u = 1.0 - uniform(word_at(stream, draw))
            draw += U(1)
            skip = logarithm(u) / none
            if skip >= end - at - 1:
                break
            at += 1 + np.int64(skip)
            u = uniform(word_at(stream, draw))
            row = low + np.int64(uniform(word_at(stream, draw + U(1))) < part)
            draw += U(2)
            count = 1
            while count <= shared.more.shape[1] and u < shared.more[row, count - 1]:
                count += 1
            while total + count > len(year):
                year, kind = longer(year), longer(kind)
            for _ in range(count):
                year[total] = U(shared.order[block, at])
                kind[total] = U(kind_of(uniform(word_at(stream, draw)) * rate, alone, kinds.wave, shared.wave[s]))
                draw += U(1)
                total += 1
    return total, year, kind


@kernel
def through_provider(
    own: np.uint64, hit: float, first: int, last: int, shared: Shared, provider: int, seen: Ints, outage: int,
    total: int, year: Words, kind: Words,
) -> tuple[int, Words, Words]:  # fmt: skip
    """Add the outages that the company's provider causes in years ``first`` to ``last - 1``; ``seen`` tells which failure each came from."""
    stream = key_of(own, PROVIDER)
    begin, end = shared.begin[provider], shared.begin[provider + 1]
    at = begin + np.searchsorted(shared.event_year[begin:end], first)
    found = 0
    while at < end and shared.event_year[at] < last:
        y = shared.event_year[at] - first
        if uniform(word_at(stream, U(y))) < hit:
            while total >= len(year):
                year, kind = longer(year), longer(kind)
            year[total], kind[total] = U(y), U(outage)
            seen[found] = at
            found, total = found + 1, total + 1
        at += 1
    return total, year, kind


@inline
def firm_of(base: Firm, book: Book, f: int, prices: Prices) -> Firm:
    """The company as the pricing of incidents wants it: what all share, and what is its own."""
    return Firm(
        base.common,
        base.alone,
        base.spent,
        prices.minor + book.growth[f],
        base.minor_sigma,
        base.minor_days_mu,
        base.minor_days_sigma,
        base.major_days_mu,
        base.major_days_sigma,
        base.days_most,
        book.backup[f],
        base.backup_factor,
        base.ransom_mu,
        base.ransom_sigma,
        book.profit[f],
        base.stop_minor,
        base.stop_major,
        base.extra,
        book.revenue[f],
        book.records[f],
        base.big_leak,
        base.notice,
        base.gift,
        base.gift_share,
        base.liability,
        prices.fraud * book.revenue[f],
        base.partner_days,
        base.labour_minor,
        base.labour_major,
        base.labour_days,
    )


@kernel
def add_incidents(
    book: Book, f: int, first: int, total: int, alone: int, year: Words, kind: Words, yen: Ints, seen: Ints, ends: Ints,
    sums: Sums, left: Ints, spent: Ints,
) -> None:  # fmt: skip
    """Add the incidents of one company and block; the last ``total - alone`` come from its provider. ``ends``: where industries, sizes and
    regions begin among the groups. ``left`` holds what the contract has paid in each year, and is left at zero."""
    industry, size, region = ends[0] + book.place[f, 0], ends[1] + book.place[f, 1], ends[2] + book.place[f, 2]
    off, limit = book.deductible[f], book.limit[f]
    gross, paid, largest, failed, by_firm, bad = sums
    for i in range(total):
        if yen[i] == 0:
            continue
        y = np.int64(year[i])
        at, k, loss = first + y, np.int64(kind[i]), yen[i]
        pays = max(np.int64(0), min(loss - off, limit - left[y]))
        left[y] += pays
        for g in (k, industry, size, region):
            gross[at, g] += loss
            paid[at, g] += pays
        if i < alone:
            largest[at, 0] = max(largest[at, 0], loss)
            largest[at, 1] = max(largest[at, 1], pays)
        else:
            failed[seen[i - alone], 0] += loss
            failed[seen[i - alone], 1] += pays
        by_firm[f, 0] += loss
        by_firm[f, 1] += pays
        by_firm[f, 2] += loss * bad[at]
        by_firm[f, 3] += pays * bad[at]
    for i in range(total):
        left[np.int64(year[i])] = 0
    spent[0] += total


@kernel
def simulate(
    key: np.uint64, years: int, book: Book, base: Firm, prices: Prices, kinds: Kinds, shared: Shared, ends: Ints, sums: Sums
) -> int:  # fmt: skip
    """All years of some companies; adds to ``sums`` and returns the number of incidents."""
    n, states = book.rates.shape[1], len(shared.factor)
    alone, chances = np.empty(n), np.empty((3, states))
    year, kind = np.empty(ROOM, np.uint64), np.empty(ROOM, np.uint64)
    seen, left, spent = np.empty(BLOCK, np.int64), np.zeros(BLOCK, np.int64), np.zeros(1, np.int64)
    blocks = (years + BLOCK - 1) // BLOCK
    for block in range(blocks):
        first, last = block * BLOCK, min((block + 1) * BLOCK, years)
        for f in range(len(book.key)):
            own_rates(book, f, kinds, shared, alone, chances)
            own = key_of(key_of(key, book.key[f]), U(block))
            mine, year, kind = arrive(own, block, alone, chances, kinds, shared, year, kind)
            hit, total = hits_of(book, f, kinds, shared), mine
            if hit > 0.0:
                provider = book.place[f, 3]
                total, year, kind = through_provider(
                    own, hit, first, last, shared, provider, seen, kinds.outage, total, year, kind
                )
            if total == 0:
                continue
            firm = firm_of(base, book, f, prices)
            bills = Bills(prices.bought, prices.mu + prices.scaled * book.growth[f], prices.sigma)
            shares = Shares(
                book.keep[f], book.major[f], book.destroy[f], book.leak[f], kinds.spread, kinds.stops, kinds.ransom,
                kinds.fraud, kinds.slow,
            )  # fmt: skip
            priced = product.price(own, kind[:total], total, firm, bills, shares)
            add_incidents(book, f, first, total, mine, year, kind, priced.yen, seen, ends, sums, left, spent)
    return int(spent[0])
