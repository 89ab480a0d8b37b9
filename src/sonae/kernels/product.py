"""The product's own model in the event stream: minor and major incidents with their bills, lost profit, own time and days of recovery.

Every incident is either minor (mostly nothing, sometimes one small bill) or major (a dozen components with a common factor). Only the few
major ones draw components. All draws hang on the block's key and the incident's place, never on what a plan changes, so that plans that
share a key share their luck: a plan keeps an incident when its mark is below the plan's share, and it is major when its second mark is.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sonae.kernels import histogram
from sonae.kernels.draws import lognormals, normals_of_each, some_normals, two_of_each, uniforms
from sonae.kernels.jit import inline, kernel
from sonae.kernels.sampling import (
    Ints,
    Reals,
    U,
    Whole,
    Words,
    exponentials,
    key_of,
    uniform,
    word_at,
)
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


class Trait(NamedTuple):
    """What sets a kind of incident apart; as in ``Shares``."""

    stops: float
    ransom: float
    fraud: float
    slow: float


class Minor(NamedTuple):
    """Every event as a minor one: its common factor, the normal behind its days, days of recovery, yen of its bill, chance of destruction."""

    common: Reals
    z_days: Reals
    days: Reals
    cost: Reals
    destroyed: Reals


class Majors(NamedTuple):
    """Some events as major ones, one row each: ``uniform`` chances, yen of every bill sent, factor of ransomware, days of recovery."""

    uniform: Reals
    bill: Reals
    ransom: Reals
    days: Reals


@inline
def price_minor(firm: Firm, stopped: float, days: float, cost: float, heads: Ints, i: Whole) -> np.int64:
    """Write the yen of a minor incident by head into row ``i``; returns its minutes of recovery. ``cost`` is its bill."""
    days = min(days, firm.days_most)
    profit = firm.profit_a_day * days * firm.stop_minor * stopped
    cut = min(1.0, firm.revenue / max(cost + profit, 1.0))
    heads[i, MINOR] = np.int64(cost * cut + 0.5)
    heads[i, BI] = np.int64(profit * cut + 0.5)
    heads[i, LABOUR] = np.int64(firm.labour_minor * min(days, firm.labour_days) + 0.5)
    return max(np.int64(1), np.int64(days * MINUTES + 0.5))


@inline
def trait_of(shares: Shares, kind: np.int64) -> Trait:
    """What sets a kind of incident apart."""
    return Trait(shares.stops[kind], shares.ransom[kind], shares.fraud[kind], shares.slow[kind])


@inline
def price_major(
    firm: Firm,
    trait: Trait,
    outcome: int,
    uniform_of: Reals,
    bill: Reals,
    ransom: float,
    days: float,
    j: Whole,
    cost: Reals,
    heads: Ints,
    i: Whole,
) -> np.int64:
    """Write the yen of the major incident in row ``j`` by head into row ``i``; returns its minutes of recovery. ``outcome`` is the sum of the
    flags of what happened, ``cost`` scratch of one number a head. The arrays of ``Majors`` come one by one, as counting references to
    those of a tuple would cost more than the pricing."""
    destroyed, leaked = outcome & DESTROYED > 0, outcome & LEAKED > 0
    stopped = 1.0 if destroyed or trait.stops > 0.0 else 0.0
    helped = firm.backup_factor if outcome & RESTORED > 0 else 1.0
    days = min(days * trait.slow * helped, firm.days_most)
    big = leaked and firm.records > firm.big_leak
    lost = firm.records * uniform_of[j, RECORDS]
    for b in range(BILLS):
        cost[b] = bill[j, b]
    if trait.ransom > 0.0:
        cost[FORENSICS] *= ransom
        cost[RECOVERY] *= ransom
    cost[CALLCENTRE] *= 1.0 if big else 0.0
    cost[CUSTOMER] = cost[CUSTOMER] + lost * firm.liability if leaked and cost[CUSTOMER] > 0.0 else 0.0
    cost[PARTNER] *= 1.0 if outcome & PASSED_ON > 0 or days > firm.partner_days else 0.0
    cost[FRAUD] = min(cost[FRAUD], firm.fraud_most) * trait.fraud
    gifts = firm.gift if big and uniform_of[j, GIFT] < firm.gift_share else 0.0
    cost[NOTIFY] = lost * (firm.notice * (1.0 if leaked else 0.0) + gifts)
    cost[BI] = firm.profit_a_day * days * firm.stop_major * stopped
    cost[EXTRA] = firm.extra * cost[BI]
    whole = 0.0
    for h in range(len(HEADS)):
        whole += cost[h]
    cut = min(1.0, firm.revenue / max(whole, 1.0))
    for h in range(len(HEADS)):
        heads[i, h] = np.int64(min(cost[h] * cut + 0.5, float(CAP)))
    heads[i, LABOUR] = np.int64(firm.labour_major * min(days, firm.labour_days) + 0.5)
    return max(np.int64(1), np.int64(days * MINUTES + 0.5))


@inline
def outcome_of(u: Reals, j: Whole, destroy: float, leak: float, spread: float, backup: float) -> int:
    """What happened in the major incident of row ``j``, by the chances that hold."""
    happened = DESTROYED * int(u[j, DESTROY] < destroy) + LEAKED * int(u[j, LEAK] < leak)
    return happened + PASSED_ON * int(u[j, SPREAD] < spread) + RESTORED * int(u[j, BACKUP] < backup)


@kernel
def draw_majors(own: np.uint64, event: Ints, minor: Minor, firm: Firm, bills: Bills) -> Majors:
    """What the events would be as major ones."""
    total, yes = len(event), key_of(own, YES)
    common, z_days, bought, mu, sigma = minor.common, minor.z_days, bills.bought, bills.mu, bills.sigma
    uniform_of = np.empty((total, CHANCES))
    z = normals_of_each(key_of(own, PARTS), event, DRAWS)
    x = np.empty((total, BILLS + 2))
    for j in range(total):
        chances, shared = key_of(yes, U(event[j])), firm.common * common[event[j]]
        for k in range(CHANCES):
            uniform_of[j, k] = uniform(word_at(chances, U(k)))
        for k in range(BILLS):
            x[j, k] = mu[k] + sigma[k] * (shared + firm.alone * z[j, k])
        x[j, BILLS] = firm.ransom_mu + firm.ransom_sigma * (shared + firm.alone * z[j, RANSOM_DRAW])
        x[j, BILLS + 1] = firm.major_days_mu + firm.major_days_sigma * z_days[event[j]]
    parts = np.empty(x.shape)
    exponentials(x.reshape(x.size), np.empty(x.size, np.int64), parts.reshape(x.size))
    for j in range(total):
        for k in range(BILLS):
            parts[j, k] *= 1.0 if uniform_of[j, FIRST_BILL + k] < bought[k] else 0.0
    return Majors(uniform_of, parts[:, :BILLS], parts[:, BILLS], parts[:, BILLS + 1])


@kernel
def spend(firm: Firm, own: np.uint64, shared: Reals, chance: Reals, total: Whole) -> Reals:
    """The bill of every incident if it is a minor one: nothing for most. ``shared`` is its common factor."""
    place, found, out = np.empty(total, np.int64), np.int64(0), np.zeros(total)
    for i in range(total):
        place[found] = i
        found += np.int64(chance[i] >= firm.spent)
    z = some_normals(key_of(own, SPENT), total, place[:found])
    for k in range(found):
        z[k] = firm.common * shared[place[k]] + firm.alone * z[k]
    cost = lognormals(firm.minor_mu, firm.minor_sigma, z, found)
    for k in range(found):
        out[place[k]] = cost[k]
    return out


@kernel
def as_minor(own: np.uint64, firm: Firm, total: Whole) -> Minor:
    """What every event would be as a minor one."""
    common, z_days = normals(key_of(own, COMMON), total), normals(key_of(own, DAYS), total)
    for i in range(total):
        z_days[i] = firm.common * common[i] + firm.alone * z_days[i]
    destroyed, spends = two_of_each(key_of(own, YES), U(DESTROY), U(FIRST_BILL), total)
    days = lognormals(firm.minor_days_mu, firm.minor_days_sigma, z_days, total)
    return Minor(common, z_days, days, spend(firm, own, common, spends, total), destroyed)


@kernel
def price(own: np.uint64, kind: Words, total: Whole, firm: Firm, bills: Bills, shares: Shares) -> Priced:
    """What every event costs: all as minor ones in whole columns, then the few major ones one by one."""
    minor = as_minor(own, firm, total)
    days, cost, destroyed = minor.days, minor.cost, minor.destroyed
    keep, major = uniforms(key_of(own, KEEP), total), uniforms(key_of(own, MAJOR), total)
    heads, yen = np.zeros((total, len(HEADS)), np.int64), np.zeros(total, np.int64)
    minutes, big = np.zeros(total, np.int64), np.zeros(total, np.uint8)
    for i in range(total):
        k = kind[i]
        big[i] = major[i] < shares.major[k]
        if keep[i] >= shares.keep[k]:
            big[i] = 0
        elif big[i] == 0:
            stopped = 1.0 if destroyed[i] < shares.destroy[k] or shares.stops[k] > 0.0 else 0.0
            minutes[i] = price_minor(firm, stopped, days[i], cost[i], heads, i)
            yen[i] = heads[i, MINOR] + heads[i, BI] + heads[i, LABOUR]
    price_majors(own, kind, minor, firm, bills, shares, Priced(heads, yen, minutes, big))
    return Priced(heads, yen, minutes, big)


@kernel
def price_majors(
    own: np.uint64, kind: Words, minor: Minor, firm: Firm, bills: Bills, shares: Shares, priced: Priced
) -> None:
    """Price the events marked as major ones."""
    heads, yen, minutes, big = priced
    destroy, leak, spread = shares.destroy, shares.leak, shares.spread
    event, cost = np.flatnonzero(big), np.zeros(len(HEADS))
    u, bill, ransom, days = draw_majors(own, event, minor, firm, bills)
    for j in range(len(event)):
        i, k = event[j], np.int64(kind[event[j]])
        happened = outcome_of(u, j, destroy[k], leak[k], spread[k], firm.backup_share)
        minutes[i] = price_major(firm, trait_of(shares, k), happened, u, bill, ransom[j], days[j], j, cost, heads, i)
        for h in range(len(HEADS)):
            yen[i] += heads[i, h]


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
    all_sums, all_largest, by_kind, by_head, counts = totals
    for block in range(first, last):
        own = key_of(key, U(block))
        length = min(BLOCK, years - block * BLOCK)
        events = draw_events(own, length, law)
        priced = price(own, events.kind, events.total, firm, bills, shares)
        add_up(events.kind, priced, by_kind, by_head)
        add_years(events.starts, priced.yen, priced.minutes, long, sums, largest, counts)
        histogram.add(sums[:length], all_sums, numbers, kept)
        histogram.add(largest[:length], all_largest, numbers, kept)


@kernel
def add_up(kind: Words, priced: Priced, by_kind: Ints, by_head: Ints) -> None:
    """Add the yen of all events by kind and by head; a minor one has three heads."""
    heads, yen, _, big = priced
    for i in range(len(yen)):
        by_kind[kind[i]] += yen[i]
        if big[i] == 1:
            for h in range(len(HEADS)):
                by_head[h] += heads[i, h]
        else:
            by_head[MINOR] += heads[i, MINOR]
            by_head[BI] += heads[i, BI]
            by_head[LABOUR] += heads[i, LABOUR]


@kernel
def add_years(starts: Words, yen: Ints, minutes: Ints, long: int, sums: Ints, largest: Ints, counts: Ints) -> None:
    """Sum and largest event of every year; adds minutes of recovery, years with an event, and years with one of ``long`` minutes."""
    for y in range(len(starts) - 1):
        whole, most, longest = 0, 0, 0
        for i in range(np.int64(starts[y]), np.int64(starts[y + 1])):
            whole += yen[i]
            most = max(most, yen[i])
            longest = max(longest, minutes[i])
            counts[0] += minutes[i]
        sums[y], largest[y] = whole, most
        counts[1] += longest > 0
        counts[2] += longest >= long
