"""Contagion kernels equal their slow twins on every small network, and every possible world of it."""

import random
from typing import Any

import numpy as np
import pytest

from kernels import naive_contagion as naive
from kernels.naive import GOLDEN, MASK, mix, word_at
from sonae.kernels import contagion, expected, standstill

SEEDS = range(12)


def some(seed: int) -> tuple[int, naive.Links, list[float]]:
    """A network of 2 to 7 firms and at most 12 links, with circles, sinks and firms without links."""
    chance = random.Random(seed)
    firms = chance.randint(2, 7)
    pairs = [(u, v) for u in range(firms) for v in range(firms) if u != v]
    chosen = sorted(chance.sample(pairs, min(len(pairs), chance.randint(1, 12))))
    links = [(u, v, chance.choice([0.0, 0.05, 0.3, 0.7, 0.95])) for u, v in chosen]
    return firms, links, [chance.choice([0.0, 0.01, 0.2, 0.5]) for _ in range(firms)]


def packed(firms: int, links: naive.Links) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Firms and links as records, chances as they are."""
    own, ends = np.zeros(firms, contagion.FIRM), np.zeros(len(links), contagion.LINK)
    for k, (_, v, q) in enumerate(links):
        ends[k] = (q, v)
    starts = [sum(u < firm for u, _, _ in links) for firm in range(firms + 1)]
    own["first"], own["last"] = starts[:-1], starts[1:]
    return own, ends


def mean_field(firms: int, links: naive.Links, direct: list[float]) -> np.ndarray[Any, Any]:
    own, ends = packed(firms, links)
    hit = np.array(direct)
    expected.mean_field(own, ends, 1.0, 1 - 1e-9, np.array(direct), hit, np.empty(firms), 500, 1e-14)
    return hit


@pytest.mark.parametrize("seed", SEEDS)
def test_mean_field_and_adjoint(seed: int) -> None:
    firms, links, direct = some(seed)
    hit = mean_field(firms, links, direct)
    assert hit == pytest.approx(naive.mean_field(firms, links, direct), abs=1e-7)
    own, ends = packed(firms, links)
    worth = np.arange(1.0, firms + 1)
    value = worth.copy()
    expected.adjoint(own, ends, 1.0, 1 - 1e-9, hit, worth, value, 500, 1e-13)
    assert value == pytest.approx(naive.adjoint(firms, links, hit.tolist(), worth.tolist()), rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mean_field_is_exact_without_meeting_ways(seed: int) -> None:
    chance = random.Random(seed)
    links = sorted((chance.randrange(v), v, chance.random()) for v in range(1, 8))  # a tree
    direct = [chance.random() / 2 for _ in range(8)]
    assert mean_field(8, links, direct) == pytest.approx(naive.exact(8, links, direct), abs=1e-6)


def test_places_and_bits() -> None:
    for k in range(64):
        assert contagion.place_of(np.uint64(1 << k)) == k
        assert contagion.bits_in(np.uint64((1 << k) - 1)) == k
    assert contagion.bits_in(np.uint64(2**64 - 1)) == 64


@pytest.mark.parametrize("x", [1e-300, 1e-9, 0.1, 0.5, 0.7071, 1.0, 1.5, 1e9])
def test_logarithm(x: float) -> None:
    assert contagion.logarithm(x) == pytest.approx(np.log(x), rel=1e-13, abs=1e-15)


@pytest.mark.parametrize("threshold", [0, 1, 2**31, 12345678, 2**32 - 2, 2**32 - 1])
def test_lanes_are_chosen_by_the_bits_of_a_uniform(threshold: int) -> None:
    for key in (0, 7, 2**64 - 1):
        word = int(contagion.chosen(np.uint64(key), np.uint32(threshold)))
        assert [bool(word >> lane & 1) for lane in range(64)] == naive.chosen(key, threshold)


def years(firms: int, links: naive.Links, direct: list[float], batches: int) -> np.ndarray[Any, Any]:
    """Share of simulated years in which each firm is hit."""
    own, ends = packed(firms, links)
    contagion.lay_out(own, ends, 1.0, 1 - 1e-9)
    lanes, queue = np.zeros(firms, contagion.LANE), np.empty(firms + 1, np.int32)
    passages = contagion.no_passages(3)  # so few that they overflow
    hits, loss = np.zeros(firms, np.int64), np.ones(firms, np.int64)
    kinds, sums = np.zeros(firms, np.uint8), np.zeros((64, 33), np.int64)
    threshold = np.minimum(np.rint(np.array(direct) * 2.0**32), 2.0**32 - 1).astype(np.uint32)
    total, direct_hits, yen, sector = 0, np.zeros(64, np.int64), np.zeros(64, np.int64), np.zeros(1, np.int64)
    for batch in range(batches):
        heads = [np.uint64(mix((word_at(batch, k) + GOLDEN) & MASK)) for k in range(2)]
        contagion.attack(heads[0], threshold, lanes, direct_hits)
        contagion.spread(heads[1], own, ends, lanes, passages, queue)
        contagion.count(lanes, np.uint64(2**64 - 1), loss, kinds, kinds, hits, sums, yen, sector)
        total += 64
    assert hits.sum() == sums.sum() == yen.sum() == sector.sum()
    return hits / total


@pytest.mark.parametrize("seed", SEEDS)
def test_simulated_years_against_every_possible_world(seed: int) -> None:
    firms, links, direct = some(seed)
    exact = np.array(naive.exact(firms, links, direct))
    found = years(firms, links, direct, 1500)
    error = np.sqrt(np.maximum(exact * (1 - exact), 1e-5) / (1500 * 64))
    assert (np.abs(found - exact) < 4.5 * error).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_one_firm_hit_again_and_again(seed: int) -> None:
    firms, links, _ = some(seed)
    own, ends = packed(firms, links)
    contagion.lay_out(own, ends, 1.0, 1 - 1e-9)
    out, loss = np.zeros((60_000, 2), np.int64), np.arange(1, firms + 1) * 1000
    contagion.outbreak(
        np.uint64(seed), 0, own, ends, loss, 10**9, np.zeros(firms, np.int32), np.empty(firms, np.int32), out
    )
    exact = naive.exact(firms, links, [1.0] + [0.0] * (firms - 1))
    assert out[:, 0].mean() == pytest.approx(sum(exact) - 1, abs=0.03)
    assert out[:, 1].mean() == pytest.approx(sum(p * w for p, w in zip(exact[1:], loss[1:], strict=True)), abs=60)


@pytest.mark.parametrize("seed", SEEDS)
def test_standstills_day_by_day(seed: int) -> None:
    firms, links, _ = some(seed)
    chance = random.Random(seed)
    own, ends = packed(firms, links)
    stock = [chance.choice([0, 0, 1, 3]) for _ in range(firms)]
    incidents = 40
    origins = np.array([chance.randrange(firms) for _ in range(incidents)], np.int32)
    days = np.array([chance.choice([1, 2, 5, 30, 59, 365]) for _ in range(incidents)], np.int32)
    out, by_day, by_sector = (
        np.zeros((incidents, 4), np.int64),
        np.zeros(64, np.int64),
        np.zeros((incidents, 2), np.int64),
    )
    profit = np.arange(1, firms + 1, dtype=np.int64)
    standstill.stoppage(
        np.uint64(seed),
        own,
        ends,
        1.0,
        np.array(stock, np.uint8),
        profit,
        np.arange(firms, dtype=np.uint8) % 2,
        origins,
        days,
        np.uint64(2**60 - 1),
        np.zeros(firms, np.uint64),
        np.zeros(firms, np.uint8),
        np.empty(firms + 1, np.int32),
        np.empty(firms, np.int32),
        out,
        by_day,
        by_sector,
    )
    everyday = [0] * 64
    for i in range(incidents):
        draws = naive.below(mix((seed + GOLDEN) & MASK), i)
        critical = [
            (u, v)
            for e, (u, v, q) in enumerate(links)
            if (mix((draws + (e + 1) * GOLDEN) & MASK) >> 12) * 2.0**-52 < np.float32(q)
        ]
        still = naive.standing_still(firms, critical, stock, int(origins[i]), int(days[i]), 60)
        others = [v for v in range(firms) if v != origins[i] and still[v]]
        yen = sum(len(still[v]) * int(profit[v]) for v in others)
        last = max((max(still[v]) + 1 for v in others), default=0)
        assert out[i].tolist() == [len(others), sum(len(still[v]) for v in others), yen, last]
        assert by_sector[i].sum() == yen
        for v in others:
            for day in still[v]:
                everyday[day] += 1
    assert by_day.tolist() == everyday


@pytest.mark.parametrize("seed", SEEDS)
def test_one_world_answers_for_every_length_of_a_standstill(seed: int) -> None:
    """Day by day and by delays, the same worlds give the same partners, days and yen."""
    firms, links, _ = some(seed)
    own, ends = packed(firms, links)
    stock, profit = np.arange(firms, dtype=np.uint8) % 4, np.arange(1, firms + 1, dtype=np.int64)
    worlds, key, horizon = 30, np.uint64(seed), 60
    counts, yen = np.zeros((2, worlds, horizon), np.int64)
    late, queued = np.full(firms, standstill.NEVER), np.zeros(firms, np.uint8)
    room = (np.empty(firms + 1, np.int32), np.empty(firms, np.int32))
    done = standstill.reach(key, own, ends, 1.0, stock, profit, 0, 10**9, late, queued, *room, counts, yen)
    assert done == worlds
    assert (late == standstill.NEVER).all()
    for days in (1, 3, 7, 60):
        out, by_day, by_sector = (
            np.zeros((worlds, 4), np.int64),
            np.zeros(64, np.int64),
            np.zeros((worlds, 1), np.int64),
        )
        lengths, origins = np.full(worlds, days, np.int32), np.zeros(worlds, np.int32)
        within, still = np.uint64(2**horizon - 1), np.zeros(firms, np.uint64)
        sector = np.zeros(firms, np.uint8)
        standstill.stoppage(
            key,
            own,
            ends,
            1.0,
            stock,
            profit,
            sector,
            origins,
            lengths,
            within,
            still,
            queued,
            *room,
            out,
            by_day,
            by_sector,
        )
        stopped, burden = counts.cumsum(axis=1), yen.cumsum(axis=1).cumsum(axis=1)
        assert out[:, 0].tolist() == stopped[:, days - 1].tolist()
        assert out[:, 1].tolist() == stopped.cumsum(axis=1)[:, days - 1].tolist()
        assert out[:, 2].tolist() == burden[:, days - 1].tolist()
    assert standstill.reach(key, own, ends, 1.0, stock, profit, 0, 0, late, queued, *room, counts, yen) == 1


def test_draws_of_a_compound_come_from_their_class() -> None:
    counts, starts = np.array([[2, 0, 3], [0, 5, 0]]), np.array([0, 1, 1, 3])
    out = np.zeros(2, np.int64)
    contagion.compound(np.uint64(5), counts, starts, np.array([1000, 1, 2]), out)
    assert 2003 <= out[0] <= 2006
    assert out[1] == 0  # a class without incidents draws nothing
