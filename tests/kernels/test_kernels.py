"""Each kernel equals its slow twin; sums never depend on how the work was cut."""

import itertools
import math
import random

import numpy as np
import pytest

from kernels import naive
from sonae.kernels import histogram, plain, sampling, stream, tables

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
    totals = np.stack([histogram.empty() for _ in range(3)])
    plain.simulate_plans(np.uint64(6), 0, 51, years, law, severity, keep, totals)
    gross = histogram.empty()
    simple = np.array([0, 10**13, 10**13])
    plain.simulate(np.uint64(6), 0, 51, years, law, severity, simple, gross, histogram.empty())
    assert (totals[0] == gross).all()
    assert not totals[2].any()
    means = [histogram.mean(own, years) for own in totals]
    first, second = 0.5 * 3e5 * math.exp(0.5), 0.3 * 1e5 * math.exp(1.125)
    assert means[0] - means[1] == pytest.approx(first / 2, rel=0.05)
    assert means[1] == pytest.approx(first / 2 + second, rel=0.05)
