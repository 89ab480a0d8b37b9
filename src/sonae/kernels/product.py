"""The product's own model in the event stream: minor and major incidents with their bills, lost profit, own time and days of recovery.

Every incident is either minor (mostly nothing, sometimes one small bill) or major (a dozen components with a common factor). Only the few
major ones draw components. All draws hang on the block's key and the incident's place, never on what a plan changes, so that plans that
share a key share their luck: a plan keeps an incident when its mark is below the plan's share, and it is major when its second mark is.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sonae.kernels import histogram
from sonae.kernels.jit import inline, kernel
from sonae.kernels.sampling import Ints, Reals, U, Whole, Words, exponential, key_of, uniform, word_at
from sonae.kernels.stream import BLOCK, CAP, Law, draw_events, normals

HEADS = (
    "forensics",
    "recovery",
    "lawyer",
    "callcentre",
    "pr",
    "liab_customer",
    "liab_partner",
    "fraud",
    "notify",
    "bi",
    "extra",
    "minor",
    "labour",
)
BILLS = 8  # the first of HEADS: lognormal bills of a major incident
FORENSICS, RECOVERY, CALLCENTRE, CUSTOMER, PARTNER, FRAUD, NOTIFY, BI, EXTRA, MINOR, LABOUR = (
    0,
    1,
    3,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
)
KEEP, MAJOR, COMMON, DAYS, SPENT, YES, PARTS = U(11), U(12), U(13), U(14), U(15), U(16), U(17)  # one key a purpose
DRAWS = 10  # normals of a major incident: the bills, ransom, one spare
CHANCES = 16  # uniforms of a major incident
RANSOM_DRAW = 8
DESTROY, LEAK, SPREAD, BACKUP, GIFT, RECORDS, FIRST_BILL = 0, 1, 2, 3, 4, 5, 6
DESTROYED, LEAKED, PASSED_ON, RESTORED = 1, 2, 4, 8  # what happened in a major incident
OUTCOMES = 16
MINUTES = 1440.0


class Shares(NamedTuple):
    """By kind: share of incidents kept, share that is major, that destroys, leaks, spreads data; ``stops``, ``ransom``, ``fraud``: 0 or 1;
    ``slow``: recovery against that of ransomware."""

    keep: Reals
    major: Reals
    destroy: Reals
    leak: Reals
    spread: Reals
    stops: Reals
    ransom: Reals
    fraud: Reals
    slow: Reals


class Bills(NamedTuple):
    """By bill of a major incident: chance of it, log of its median in yen for this company, standard deviation of the log."""

    bought: Reals
    mu: Reals
    sigma: Reals


class Firm(NamedTuple):
    """One company: yen, days and shares as named; logs are natural."""

    common: float
    alone: float
    spent: float
    minor_mu: float
    minor_sigma: float
    minor_days_mu: float
    minor_days_sigma: float
    major_days_mu: float
    major_days_sigma: float
    days_most: float
    backup_share: float
    backup_factor: float
    ransom_mu: float
    ransom_sigma: float
    profit_a_day: float
    stop_minor: float
    stop_major: float
    extra: float
    revenue: float
    records: float
    big_leak: float
    notice: float
    gift: float
    gift_share: float
    liability: float
    fraud_most: float
    partner_days: float
    labour_minor: float
    labour_major: float
    labour_days: float


class Totals(NamedTuple):
    """What is added up over all years: histograms of yearly sums and of yearly largest incidents, yen by kind and by head, minutes of
    recovery, years with any incident, years with one as long as ``long`` minutes; the last three in ``counts``."""

    sums: Ints
    largest: Ints
    by_kind: Ints
    by_head: Ints
    counts: Ints


class Priced(NamedTuple):
    """What incidents cost: ``heads`` yen of shape (incidents, HEADS), ``yen`` their sums, ``minutes`` of recovery (0: not kept by the
    plan), ``major`` 1 for a major one."""

    heads: Ints
    yen: Ints
    minutes: Ints
    major: NDArray[np.uint8]


@kernel
def price_minor(firm: Firm, stopped: float, z_days: float, z_cost: float, spends: bool, out: Ints) -> np.int64:
    """Write the yen of a minor incident by head; returns its minutes of recovery."""
    days = min(exponential(firm.minor_days_mu + firm.minor_days_sigma * z_days), firm.days_most)
    cost = exponential(firm.minor_mu + firm.minor_sigma * z_cost) if spends else 0.0
    profit = firm.profit_a_day * days * firm.stop_minor * stopped
    cut = min(1.0, firm.revenue / max(cost + profit, 1.0))
    out[MINOR] = np.int64(cost * cut + 0.5)
    out[BI] = np.int64(profit * cut + 0.5)
    out[LABOUR] = np.int64(firm.labour_minor * min(days, firm.labour_days) + 0.5)
    return max(np.int64(1), np.int64(days * MINUTES + 0.5))


@kernel
def price_major(
    firm: Firm, bills: Bills, shares: Shares, kind: np.int64, outcome: int, z: Reals, u: Reals, z_days: float, out: Ints
) -> np.int64:
    """Write the yen of a major incident by head; returns its minutes of recovery. ``z`` are DRAWS normals with the common factor mixed in,
    ``outcome`` the sum of the flags of what happened."""
    destroyed, leaked = outcome & DESTROYED > 0, outcome & LEAKED > 0
    stopped = 1.0 if destroyed or shares.stops[kind] > 0.0 else 0.0
    helped = firm.backup_factor if outcome & RESTORED > 0 else 1.0
    days = min(
        exponential(firm.major_days_mu + firm.major_days_sigma * z_days) * shares.slow[kind] * helped, firm.days_most
    )
    big = leaked and firm.records > firm.big_leak
    lost = firm.records * u[RECORDS]
    cost = np.zeros(len(out))
    for b in range(BILLS):
        if u[FIRST_BILL + b] < bills.bought[b]:
            cost[b] = exponential(bills.mu[b] + bills.sigma[b] * z[b])
    if shares.ransom[kind] > 0.0:
        factor = exponential(firm.ransom_mu + firm.ransom_sigma * z[RANSOM_DRAW])
        cost[FORENSICS] *= factor
        cost[RECOVERY] *= factor
    cost[CALLCENTRE] *= 1.0 if big else 0.0
    cost[CUSTOMER] = cost[CUSTOMER] + lost * firm.liability if leaked and cost[CUSTOMER] > 0.0 else 0.0
    cost[PARTNER] *= 1.0 if outcome & PASSED_ON > 0 or days > firm.partner_days else 0.0
    cost[FRAUD] = min(cost[FRAUD], firm.fraud_most) * shares.fraud[kind]
    gifts = firm.gift if big and u[GIFT] < firm.gift_share else 0.0
    cost[NOTIFY] = lost * (firm.notice * (1.0 if leaked else 0.0) + gifts)
    cost[BI] = firm.profit_a_day * days * firm.stop_major * stopped
    cost[EXTRA] = firm.extra * cost[BI]
    cut = min(1.0, firm.revenue / max(cost.sum(), 1.0))
    for h in range(len(out)):
        out[h] = np.int64(min(cost[h] * cut + 0.5, float(CAP)))
    out[LABOUR] = np.int64(firm.labour_major * min(days, firm.labour_days) + 0.5)
    return max(np.int64(1), np.int64(days * MINUTES + 0.5))


@inline
def outcome_of(u: Reals, destroy: float, leak: float, spread: float, backup: float) -> int:
    """What happened in a major incident, by the chances that hold."""
    happened = DESTROYED * int(u[DESTROY] < destroy) + LEAKED * int(u[LEAK] < leak)
    return happened + PASSED_ON * int(u[SPREAD] < spread) + RESTORED * int(u[BACKUP] < backup)


@inline
def draw_major(chances: np.uint64, parts: np.uint64, shared: float, firm: Firm, u: Reals, z: Reals) -> None:
    """The uniforms and normals of a major incident; ``shared`` is its common factor."""
    own = normals(parts, DRAWS)
    for k in range(CHANCES):
        u[k] = uniform(word_at(chances, U(k)))
    for k in range(DRAWS):
        z[k] = firm.common * shared + firm.alone * own[k]


@kernel
def price(own: np.uint64, kind: Words, total: Whole, firm: Firm, bills: Bills, shares: Shares) -> Priced:
    """What every event costs."""
    heads, yen = np.zeros((total, len(HEADS)), np.int64), np.zeros(total, np.int64)
    minutes, big = np.zeros(total, np.int64), np.zeros(total, np.uint8)
    common = normals(key_of(own, COMMON), total)
    days, spent = normals(key_of(own, DAYS), total), normals(key_of(own, SPENT), total)
    keep, major, yes, parts = key_of(own, KEEP), key_of(own, MAJOR), key_of(own, YES), key_of(own, PARTS)
    u, z = np.empty(CHANCES), np.empty(DRAWS)
    for i in range(total):
        if uniform(word_at(keep, U(i))) >= shares.keep[kind[i]]:
            continue
        z_days = firm.common * common[i] + firm.alone * days[i]
        chances = key_of(yes, U(i))
        if uniform(word_at(major, U(i))) < shares.major[kind[i]]:
            draw_major(chances, key_of(parts, U(i)), common[i], firm, u, z)
            k = np.int64(kind[i])
            happened = outcome_of(u, shares.destroy[k], shares.leak[k], shares.spread[k], firm.backup_share)
            minutes[i] = price_major(firm, bills, shares, k, happened, z, u, z_days, heads[i])
            big[i] = 1
        else:
            destroyed = uniform(word_at(chances, U(DESTROY))) < shares.destroy[kind[i]]
            stopped = 1.0 if destroyed or shares.stops[kind[i]] > 0.0 else 0.0
            spends = uniform(word_at(chances, U(FIRST_BILL))) >= firm.spent
            z_cost = firm.common * common[i] + firm.alone * spent[i]
            minutes[i] = price_minor(firm, stopped, z_days, z_cost, spends, heads[i])
        for h in range(len(HEADS)):
            yen[i] += heads[i, h]
    return Priced(heads, yen, minutes, big)


@kernel
def simulate(
    key: np.uint64,
    first: int,
    last: int,
    years: int,
    law: Law,
    firm: Firm,
    bills: Bills,
    shares: Shares,
    long: int,
    totals: Totals,
) -> None:
    """Blocks ``first`` to ``last - 1`` of ``years`` years; adds to the totals."""
    numbers, kept = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    sums, largest = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    for block in range(first, last):
        own = key_of(key, U(block))
        length = min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        heads, yen, minutes, _ = price(own, events.kind, events.total, firm, bills, shares)
        for y in range(length):
            sums[y], largest[y] = 0, 0
            any_event, any_long = 0, 0
            for i in range(events.starts[y], events.starts[y + 1]):
                if minutes[i] == 0:
                    continue
                for h in range(heads.shape[1]):
                    totals.by_head[h] += heads[i, h]
                totals.by_kind[events.kind[i]] += yen[i]
                totals.counts[0] += minutes[i]
                any_event, any_long = 1, max(any_long, 1 if minutes[i] >= long else 0)
                sums[y] += yen[i]
                largest[y] = max(largest[y], yen[i])
            totals.counts[1] += any_event
            totals.counts[2] += any_long
        histogram.add(sums[:length], totals.sums, numbers, kept)
        histogram.add(largest[:length], totals.largest, numbers, kept)
