"""Slow, obvious twins of the kernels: one word, one event, one step after the other, in whole Python numbers."""

import math
from fractions import Fraction
from itertools import chain
from typing import Any

MASK = 2**64 - 1
GOLDEN, MIX_1, MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
HEADS = [
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
]


def mix(word: int) -> int:
    word = ((word ^ (word >> 30)) * MIX_1) & MASK
    word = ((word ^ (word >> 27)) * MIX_2) & MASK
    return word ^ (word >> 31)


def word_at(key: int, position: int) -> int:
    return mix((key + (position + 1) * GOLDEN) & MASK)


def key_of(parent: int, child: int) -> int:
    return mix(mix((parent + GOLDEN) & MASK) ^ ((mix(child ^ MIX_2) * MIX_1) & MASK))


def uniform(word: int) -> float:
    return (word >> 12) * 2.0**-52


def normals(key: int, length: int) -> list[float]:
    """Box and Muller: all cosines first, then all sines."""
    half = (length + 1) // 2
    distance = [math.sqrt(-2 * math.log(1 - uniform(word_at(key_of(key, 4), i)))) for i in range(half)]
    angle = [2 * math.pi * (uniform(word_at(key_of(key, 5), i)) - 0.5) for i in range(half)]
    return [r * math.cos(a) for r, a in zip(distance, angle, strict=True)] + [
        r * math.sin(a) for r, a in zip(distance, angle, strict=True)
    ]


def counts(words: list[int], thresholds: list[int]) -> list[int]:
    return [sum(word >= limit for limit in thresholds) for word in words]


def kind(word: int, keep: list[int], other: list[int]) -> int:
    row = (word >> 32) * len(keep) >> 32
    return row if (word & 0xFFFFFFFF) < keep[row] else other[row]


def events(key: int, years: int, law: Any) -> list[list[int]]:
    """Kinds of the events of every year of a block."""
    drawn = counts([word_at(key_of(key, 1), y) for y in range(years)], law.counts.tolist())
    keep, other = law.kinds.keep.tolist(), law.kinds.other.tolist()
    out, cluster = [], 0
    for count in drawn:
        year = list[int]()
        for _ in range(count):
            own = kind(word_at(key_of(key, 2), cluster), keep, other)
            size = logarithmic(uniform(word_at(key_of(key, 3), cluster)), law.sizes.first[own], law.sizes.q[own])
            year += [own] * (size if law.grouped else 1)
            cluster += 1
        out.append(year)
    return out


def logarithmic(u: float, first: float, q: float) -> int:
    """The smallest n whose chance of n or fewer is above ``u``; the chance of n is first · q^(n-1) / n."""
    n, reached = 1, first
    while u >= reached:
        n += 1
        reached += first * q ** (n - 1) / n
    return n


def losses(key: int, kinds: list[int], severity: Any) -> list[int]:
    """Whole yen of every event."""
    drawn = zip(kinds, normals(key, len(kinds)), strict=False)
    return [round(min(math.exp(severity.mu[k] + severity.sigma[k] * z), 1e13)) for k, z in drawn]


def stop_minutes(key: int, kinds: list[int], stops: Any) -> list[int]:
    """Minutes of standstill; only kinds with a spread have any, and only they draw."""
    some = [i for i, k in enumerate(kinds) if stops.sigma[k] > 0]
    out = [0] * len(kinds)
    for i, z in zip(some, normals(key_of(key, 7), len(some)), strict=False):
        hours = min(math.exp(stops.mu[kinds[i]] + stops.sigma[kinds[i]] * z), 8760.0)
        out[i] = round(hours * 60)
    return out


def plans(own: int, years: int, law: Any, severity: Any, keep: list[list[float]]) -> list[list[int]]:
    """Yearly yen of every plan in one block; ``keep`` by kind, by plan."""
    by_year = events(own, years, law)
    yen, place, out = losses(own, list(chain.from_iterable(by_year)), severity), 0, [[0] * years for _ in keep[0]]
    for y, kinds in enumerate(by_year):
        for k in kinds:
            mark = uniform(word_at(key_of(own, 6), place))
            for plan, share in enumerate(keep[k]):
                out[plan][y] += yen[place] if mark < share else 0
            place += 1
    return out


def payments(
    own: int, years: int, law: Any, severity: Any, stops: Any, liable: list[float], policy: Any
) -> tuple[list[int], list[int]]:
    """Yen paid for every year of one block, and by payable, under terms whose heads are expense, liability and lost profit."""
    by_year = events(own, years, law)
    kinds = list(chain.from_iterable(by_year))
    yen, minutes = losses(own, kinds, severity), stop_minutes(own, kinds, stops)
    place, out, paid = 0, [], [0] * len(policy.program)
    for year in by_year:
        left, total = policy.left.tolist(), 0
        for k in year:
            left[: policy.each] = policy.left.tolist()[: policy.each]
            liability = round(yen[place] * liable[k])
            heads = [yen[place] - liability, liability, round(minutes[place] * stops.hourly / 60)]
            for payable, amount in zip(policy.target[0].tolist(), heads, strict=True):
                if payable >= 0 and not policy.refused[payable, k]:
                    received = settled(policy.program[payable].tolist(), amount, minutes[place], left)
                    paid[payable] += received
                    total += received
            place += 1
        out.append(total)
    return out, paid


def settled(program: list[list[int]], amount: int, minutes: int, left: list[int]) -> int:
    """Yen paid for one payable, in fractions; takes it off every limit that the payable looked at."""
    value, limits = Fraction(amount), list[int]()
    for code, a, b in program:
        if code == 1:
            value *= minutes > a
        elif code == 2:
            value *= Fraction(max(min(minutes, b) - a, 0), max(minutes, 1))
        elif code == 3:
            value = max(value - a, Fraction(0))
        elif code == 5:
            value = value * a / 100_000
        elif code == 6:
            value = min(value, Fraction(a))
        elif code == 8:
            value = min(Fraction(math.floor(value)), Fraction(left[a]))
            limits.append(a)
    for a in limits:
        left[a] -= math.floor(value)
    return math.floor(value)


def tail(amounts: list[float], probability: float) -> tuple[float, float]:
    """VaR as an order statistic and TVaR as the mean of the years beyond it."""
    rank = sorted(amounts)
    first = math.ceil(probability * len(rank))
    return rank[first - 1], sum(rank[first:]) / (len(rank) - first)


def price(own: int, kinds: list[int], firm: Any, bills: Any, shares: Any) -> tuple[list[dict[str, float]], list[float]]:
    """Yen by head and days of recovery of every event; 0 days for events that the plan does not keep."""
    total = len(kinds)
    common, days, spent = (normals(key_of(own, purpose), total) for purpose in (13, 14, 15))
    yen, recovery = [], []
    for i, k in enumerate(kinds):
        if uniform(word_at(key_of(own, 11), i)) >= shares.keep[k]:
            cost, lasted = dict.fromkeys(HEADS, 0.0), 0.0
        else:
            chance = [uniform(word_at(key_of(key_of(own, 16), i), c)) for c in range(16)]
            z_days = firm.common * common[i] + firm.alone * days[i]
            if uniform(word_at(key_of(own, 12), i)) < shares.major[k]:
                z = [firm.common * common[i] + firm.alone * x for x in normals(key_of(key_of(own, 17), i), 10)]
                cost, lasted = major(firm, bills, shares, k, chance, z, z_days)
            else:
                cost, lasted = minor(firm, shares, k, chance, firm.common * common[i] + firm.alone * spent[i], z_days)
        yen.append(cost)
        recovery.append(lasted)
    return yen, recovery


def minor(
    firm: Any, shares: Any, k: int, chance: list[float], z: float, z_days: float
) -> tuple[dict[str, float], float]:
    days = min(math.exp(firm.minor_days_mu + firm.minor_days_sigma * z_days), firm.days_most)
    stopped = chance[0] < shares.destroy[k] or shares.stops[k] > 0
    cost = dict.fromkeys(HEADS, 0.0)
    cost["minor"] = math.exp(firm.minor_mu + firm.minor_sigma * z) if chance[6] >= firm.spent else 0.0
    cost["bi"] = firm.profit_a_day * days * firm.stop_minor * stopped
    return finished(cost, days, firm, firm.labour_minor), days


def major(
    firm: Any, bills: Any, shares: Any, k: int, chance: list[float], z: list[float], z_days: float
) -> tuple[dict[str, float], float]:
    leaked = chance[1] < shares.leak[k]
    big = leaked and firm.records > firm.big_leak
    helped = firm.backup_factor if chance[3] < firm.backup_share else 1.0
    days = min(math.exp(firm.major_days_mu + firm.major_days_sigma * z_days) * shares.slow[k] * helped, firm.days_most)
    lost = firm.records * chance[5]
    sent = [chance[6 + b] < bills.bought[b] for b in range(8)]
    bill = [math.exp(bills.mu[b] + bills.sigma[b] * z[b]) if sent[b] else 0.0 for b in range(8)]
    ransom = math.exp(firm.ransom_mu + firm.ransom_sigma * z[8]) if shares.ransom[k] else 1.0
    hurt = chance[2] < shares.spread[k] or days > firm.partner_days
    stopped = chance[0] < shares.destroy[k] or shares.stops[k] > 0
    cost = dict.fromkeys(HEADS, 0.0)
    cost |= {"forensics": bill[0] * ransom, "recovery": bill[1] * ransom, "lawyer": bill[2], "pr": bill[4]}
    cost["callcentre"] = bill[3] if big else 0.0
    cost["liab_customer"] = bill[5] + lost * firm.liability if leaked and sent[5] else 0.0
    cost["liab_partner"] = bill[6] if hurt else 0.0
    cost["fraud"] = min(bill[7], firm.fraud_most) if shares.fraud[k] else 0.0
    cost["notify"] = lost * (firm.notice * leaked + (firm.gift if big and chance[4] < firm.gift_share else 0.0))
    cost["bi"] = firm.profit_a_day * days * firm.stop_major * stopped
    cost["extra"] = firm.extra * cost["bi"]
    return finished(cost, days, firm, firm.labour_major), days


def finished(cost: dict[str, float], days: float, firm: Any, labour_a_day: float) -> dict[str, float]:
    cut = min(1.0, firm.revenue / max(sum(cost.values()), 1.0))
    cost = {head: yen * cut for head, yen in cost.items()}
    cost["labour"] = labour_a_day * min(days, firm.labour_days)
    return cost
