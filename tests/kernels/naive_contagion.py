"""Slow, obvious twins of the contagion kernels: every possible world of a small network, and one bit, one day after the other."""

import itertools
import math

from kernels.naive import GOLDEN, MASK, MIX_1, MIX_2, mix

Links = list[tuple[int, int, float]]


def exact(firms: int, links: Links, direct: list[float]) -> list[float]:
    """Chance that each firm is hit in a year: all 2 ** links ways in which links pass on or not, weighted."""
    hit = [0.0] * firms
    for world in itertools.product((False, True), repeat=len(links)):
        weight = math.prod(q if live else 1 - q for live, (_, _, q) in zip(world, links, strict=True))
        edges = [(u, v) for live, (u, v, _) in zip(world, links, strict=True) if live]
        for v in range(firms):
            hit[v] += weight * (1 - math.prod(1 - direct[u] for u in before(v, edges)))
    return hit


def before(target: int, edges: list[tuple[int, int]]) -> set[int]:
    """The firm itself and all from which it can be reached."""
    found, fresh = {target}, [target]
    while fresh:
        at = fresh.pop()
        for u, v in edges:
            if v == at and u not in found:
                found.add(u)
                fresh.append(u)
    return found


def after(origin: int, edges: list[tuple[int, int]]) -> set[int]:
    return before(origin, [(v, u) for u, v in edges])


def mean_field(firms: int, links: Links, direct: list[float]) -> list[float]:
    p = list(direct)
    for _ in range(500):
        p = [1 - (1 - direct[v]) * math.prod(1 - q * p[u] for u, to, q in links if to == v) for v in range(firms)]
    return p


def adjoint(firms: int, links: Links, hit: list[float], worth: list[float]) -> list[float]:
    value = list(worth)
    for _ in range(500):
        value = [
            worth[u] + sum(q * (1 - hit[v]) * value[v] for start, v, q in links if start == u) for u in range(firms)
        ]
    return value


def below(head: int, child: int) -> int:
    return mix(head ^ ((mix(child ^ MIX_2) * MIX_1) & MASK))


def chosen(key: int, threshold: int) -> list[bool]:
    """Lane by lane: 32 bits of one uniform number a lane, the highest first, against the threshold."""
    words = [mix((key + (k + 1) * GOLDEN) & MASK) for k in range(32)]
    uniforms = [sum(((words[k] >> lane) & 1) << (31 - k) for k in range(32)) for lane in range(64)]
    return [threshold == 2**32 - 1 or uniform < threshold for uniform in uniforms]


def standing_still(
    firms: int, critical: list[tuple[int, int]], stock: list[int], origin: int, days: int, horizon: int
) -> list[set[int]]:
    """Days on which each firm stands still, until nothing changes: a customer stops on every day that ends a run of more days of its
    supplier's standstill than it has stock."""
    still = [set[int]() for _ in range(firms)]
    still[origin] = set(range(min(days, horizon)))
    changed = True
    while changed:
        changed = False
        for u, v in critical:
            more = {d for d in still[u] if all(d - k in still[u] for k in range(stock[v] + 1))} - still[v]
            if more:
                still[v] |= more
                changed = True
    return still
