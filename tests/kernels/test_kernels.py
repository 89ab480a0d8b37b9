"""Each kernel equals its slow twin; sums never depend on how the work was cut."""

import itertools
import math
import random

import numpy as np
import pytest

from kernels import naive
from sonae.kernels import histogram, plain, sampling, stream, tables, terms

KEYS = [0, 1, 2**63, 2**64 - 1, 0x0123456789ABCDEF]


@pytest.mark.parametrize("key", KEYS)
def test_words_and_keys(key: int) -> None:
    words = np.empty(257, np.uint64)
    sampling.fill(np.uint64(key), words)
    assert words.tolist() == [naive.word_at(key, i) for i in range(257)]
    assert int(sampling.key_of(np.uint64(key), np.uint64(7))) == naive.key_of(key, 7)
    assert sampling.uniform(words[3]) == naive.uniform(int(words[3]))


@pytest.mark.parametrize("length", [0, 1, 2, 3, 1000])
def test_normals(length: int) -> None:
    drawn = stream.normals(np.uint64(11), length)
    assert drawn[:length].tolist() == pytest.approx(naive.normals(11, length)[:length], abs=1e-12)


def test_exponentials_are_exact_to_the_last_digits() -> None:
    exponents = np.linspace(-700, 700, 10_001)
    out = np.empty_like(exponents)
    sampling.exponentials(exponents, np.empty(len(exponents), np.int64), out)
    assert out == pytest.approx(np.exp(exponents), rel=5e-14)
    assert [sampling.exponential(x) for x in exponents[::100]] == out[::100].tolist()


@pytest.mark.parametrize("rate", [1e-9, 0.01, 0.4, 3.0, 60.0])
def test_counts_follow_their_table(rate: float) -> None:
    thresholds = tables.thresholds(tables.poisson(rate))
    words = np.empty(2000, np.uint64)
    sampling.fill(np.uint64(5), words)
    words[:2] = 0, 2**64 - 1
    counts = np.empty(2000, np.uint64)
    stream.yearly_counts(words, thresholds, counts)
    assert counts.tolist() == naive.counts(words.tolist(), thresholds.tolist())


@pytest.mark.parametrize("weights", [[1.0], [0.0, 1.0], [0.2, 0.3, 0.5], [1e-6, 1.0, 5.0, 1e-3]])
def test_kinds_follow_the_alias_table(weights: list[float]) -> None:
    choice = tables.choice(np.array(weights))
    words = np.empty(20_000, np.uint64)
    sampling.fill(np.uint64(9), words)
    kind = np.empty(len(words), np.uint64)
    stream.choose_kinds(words, choice.keep, choice.other, kind)
    assert kind.tolist() == [naive.kind(int(word), choice.keep.tolist(), choice.other.tolist()) for word in words]
    share = np.bincount(kind.astype(int), minlength=len(weights)) / len(words)
    assert share == pytest.approx(np.array(weights) / sum(weights), abs=0.015)


def test_histogram_against_sorting() -> None:
    chance = random.Random(3)
    amounts = [int(math.exp(chance.gauss(11, 2))) if chance.random() < 0.4 else 0 for _ in range(50_000)]
    counted = histogram.empty()
    scratch = np.empty(len(amounts), np.int64)
    histogram.add(np.array(amounts), counted, scratch.copy(), scratch)
    assert histogram.mean(counted, len(amounts)) == sum(amounts) / len(amounts)
    for probability in (0.7, 0.9, 0.99, 0.999):
        var, tvar = naive.tail([float(amount) for amount in amounts], probability)
        found = histogram.tail(counted, len(amounts), probability)
        assert found.var == pytest.approx(var, rel=0.01)
        assert found.tvar == pytest.approx(tvar, rel=0.01)


def test_histogram_of_nothing() -> None:
    assert histogram.mean(histogram.empty(), 10) == 0
    assert histogram.tail(histogram.empty(), 10, 0.99) == (0.0, 0.0)


_UNGROUPED = (tables.clusters(np.array([0.5, 0.3]), np.zeros(2))[1], 0)


def plain_run(cuts: list[int], years: int) -> tuple[np.ndarray, np.ndarray]:
    means = np.array([0.05, 0.3, 0.5])
    shapes = np.array([0.0, 0.5, 0.0])
    rates, sizes = tables.clusters(means, shapes)
    law = stream.Law(tables.thresholds(tables.poisson(float(rates.sum()))), tables.choice(rates), sizes, 1)
    severity = plain.Severity(np.log([8e6, 3e5, 1e5]), np.array([1.8, 1.6, 1.5]))
    gross, net = histogram.empty(), histogram.empty()
    simple = np.array([100_000, 30_000_000, 50_000_000])
    for first, last in itertools.pairwise(cuts):
        plain.simulate(np.uint64(42), first, last, years, law, severity, simple, gross, net)
    return gross, net


def test_the_cut_changes_nothing_and_terms_only_lower() -> None:
    years = 100_500
    gross, net = plain_run([0, 101], years)
    again, net_again = plain_run([0, 1, 17, 100, 101], years)
    assert (gross == again).all()
    assert (net == net_again).all()
    assert histogram.mean(net, years) < histogram.mean(gross, years)
    expected = sum(m * med * math.exp(s * s / 2) for m, med, s in ((0.05, 8e6, 1.8), (0.3, 3e5, 1.6), (0.5, 1e5, 1.5)))
    error = histogram.errors(gross, years, (0.99,)).mean
    assert abs(histogram.mean(gross, years) - expected) < 5 * error


def test_plans_on_one_set_of_events_keep_their_share() -> None:
    years, law = (
        50_500,
        stream.Law(tables.thresholds(tables.poisson(0.8)), tables.choice(np.array([0.5, 0.3])), *_UNGROUPED),
    )
    severity, keep = (
        plain.Severity(np.log([3e5, 1e5]), np.array([1.0, 1.5])),
        np.array([[1.0, 0.5, 0.0], [1.0, 1.0, 0.0]]),
    )
    totals = np.zeros((histogram.BINS, 2, 3), np.int64)
    plain.simulate_plans(np.uint64(6), 0, 51, years, law, severity, keep, totals)
    gross = histogram.empty()
    simple = np.array([0, 10**13, 10**13])
    plain.simulate(np.uint64(6), 0, 51, years, law, severity, simple, gross, histogram.empty())
    assert (totals[..., 0] == gross).all()
    assert not totals[..., 2].any()
    means = [histogram.mean(totals[..., plan], years) for plan in range(3)]
    first, second = 0.5 * 3e5 * math.exp(0.5), 0.3 * 1e5 * math.exp(1.125)
    assert means[0] - means[1] == pytest.approx(first / 2, rel=0.05)
    assert means[1] == pytest.approx(first / 2 + second, rel=0.05)


def blocks() -> tuple[int, stream.Law, plain.Severity]:
    """A short run of three blocks, with clusters."""
    rates, sizes = tables.clusters(np.array([0.05, 0.3, 0.5]), np.array([0.0, 0.5, 0.0]))
    law = stream.Law(tables.thresholds(tables.poisson(float(rates.sum()))), tables.choice(rates), sizes, 1)
    return 2_100, law, plain.Severity(np.log([3e6, 3e5, 1e5]), np.array([1.8, 1.6, 1.5]))


def counted(amounts: list[int]) -> np.ndarray:
    out, scratch = histogram.empty(), np.empty(len(amounts), np.int64)
    histogram.add(np.array(amounts), out, scratch.copy(), scratch)
    return out


def test_plans_against_their_slow_twin() -> None:
    years, law, severity = blocks()
    keep = np.array([[1.0, 0.4, 0.7, 0.7, 0.0], [1.0, 0.9, 0.2, 0.2, 0.0], [0.8, 0.1, 0.6, 0.6, 0.0]])
    totals = np.zeros((histogram.BINS, 2, 5), np.int64)
    plain.simulate_plans(np.uint64(8), 0, 3, years, law, severity, keep, totals)
    own = [
        naive.plans(naive.key_of(8, block), min(1000, years - block * 1000), law, severity, keep.tolist())
        for block in range(3)
    ]
    for plan in range(5):
        assert (totals[..., plan] == counted([yen for block in own for yen in block[plan]])).all()


def contract(each: int) -> terms.Terms:
    """Expense at a rate, liability less a deductible, a stop after twelve hours; small limits that several share."""
    steps = [
        [(terms.PAY, 90_000, 0), (terms.CEILING, 1_500_000, 0), (terms.LIMIT, 1, 0), (terms.LIMIT, 3, 0)],
        [(terms.DEDUCT, 100_000, 0), (terms.LIMIT, 2, 0), (terms.LIMIT, 3, 0)],
        [
            (terms.LONGER_THAN, 720, 0),
            (terms.STOP_SHARE, 720, 7_200),
            (terms.DEDUCT, 50_000, 0),
            (terms.PAY, 80_000, 0),
        ],
    ]
    steps[2].append((terms.LIMIT, 3, 0))
    program = np.array([row + [(terms.END, 0, 0)] * (6 - len(row)) for row in steps], np.int64)
    target, refused = np.array([[0, 1, 2], [0, 1, 2]]), np.array([[0, 1, 0], [0, 0, 0], [0, 0, 1]], np.uint8)
    left = np.array([terms.UNLIMITED, 1_200_000, 4_000_000, 5_000_000])
    return terms.build(target, np.zeros((2, 3), np.int64), np.zeros(3, np.int64), refused, program, left, each)


@pytest.mark.parametrize("each", [1, 2])
@pytest.mark.parametrize("cuts", [[0, 3], [0, 1, 2, 3]])
def test_full_terms_against_their_slow_twin(each: int, cuts: list[int]) -> None:
    years, law, severity = blocks()
    stops, liable = (
        plain.Stops(np.log([72.0, 8.0, 20.0]), np.array([1.0, 0.0, 0.9]), 40_000),
        np.array([0.3, 0.0, 0.55]),
    )
    policy = contract(each)
    assert policy.direct == 1
    own = [
        naive.payments(naive.key_of(8, k), min(1000, years - k * 1000), law, severity, stops, liable.tolist(), policy)
        for k in range(3)
    ]
    for made in (policy, policy._replace(direct=0)):  # in whole columns, and one by one
        out, paid = histogram.empty(), np.zeros(3, np.int64)
        for first, last in itertools.pairwise(cuts):
            plain.simulate_terms(np.uint64(8), first, last, years, law, severity, stops, liable, made, out, paid)
        assert (out == counted([yen for block, _ in own for yen in block])).all()
        assert paid.tolist() == [sum(column) for column in zip(*(by_payable for _, by_payable in own), strict=True)]
        assert (paid > 0).all()
