"""Draws for many events at once, in whole columns that the vector units can work on; to the bit those that an event has by itself."""

import numpy as np

from sonae.kernels.jit import kernel
from sonae.kernels.sampling import (
    ONE,
    S12,
    Ints,
    Reals,
    U,
    Whole,
    Words,
    exponentials,
    fill,
    key_of,
    radii,
    rotate,
    uniform,
    word_at,
)
from sonae.kernels.stream import ANGLE, RADIUS


@kernel
def uniforms(key: np.uint64, total: Whole) -> Reals:
    """The uniforms of one key at positions 0, 1, 2 ..., to the bit as ``uniform`` makes them."""
    words = np.empty(total, np.uint64)
    fill(key, words)
    reals = words.view(np.float64)
    for i in range(total):
        words[i] = (words[i] >> S12) | ONE
    for i in range(total):
        reals[i] -= 1.0
    return reals


@kernel
def two_of_each(parent: np.uint64, first: np.uint64, second: np.uint64, total: Whole) -> tuple[Reals, Reals]:
    """Two of the uniforms that hang on each event."""
    one, two = np.empty(total), np.empty(total)
    for i in range(total):
        own = key_of(parent, U(i))
        one[i], two[i] = uniform(word_at(own, first)), uniform(word_at(own, second))
    return one, two


@kernel
def lognormals(mu: float, sigma: float, z: Reals, total: Whole) -> Reals:
    """exp(mu + sigma z)."""
    x, bits, out = np.empty(total), np.empty(total, np.int64), np.empty(total)
    for i in range(total):
        x[i] = mu + sigma * z[i]
    exponentials(x, bits, out)
    return out


@kernel
def words_for(total: Whole) -> tuple[Words, Words, Ints, Reals]:
    """Room for making so many pairs of normals: words of radius and angle, scratch, distances."""
    return np.empty(total, np.uint64), np.empty(total, np.uint64), np.empty(total, np.int64), np.empty(total)


@kernel
def some_normals(key: np.uint64, total: Whole, place: Ints) -> Reals:
    """Those of ``normals(key, total)`` at ``place``."""
    half, found = (total + 1) // 2, len(place)
    far, turn = key_of(key, RADIUS), key_of(key, ANGLE)
    radius, angle, bits, distance = words_for(found)
    for k in range(found):
        at = U(place[k] if place[k] < half else place[k] - half)
        radius[k], angle[k] = word_at(far, at), word_at(turn, at)
    first, second = np.empty(found), np.empty(found)
    radii(radius, bits, distance)
    rotate(angle, distance, first, second)
    for k in range(found):
        first[k] = first[k] if place[k] < half else second[k]
    return first


@kernel
def normals_of_each(parent: np.uint64, event: Ints, each: int) -> Reals:
    """``each`` normals, an even number, for every event: those of ``normals`` with the event's own key, made for all at once."""
    half, total = each // 2, len(event)
    radius, angle, bits, distance = words_for(total * half)
    for j in range(total):
        own = key_of(parent, U(event[j]))
        far, turn = key_of(own, RADIUS), key_of(own, ANGLE)
        for k in range(half):
            radius[j * half + k], angle[j * half + k] = word_at(far, U(k)), word_at(turn, U(k))
    first, second = np.empty(total * half), np.empty(total * half)
    radii(radius, bits, distance)
    rotate(angle, distance, first, second)
    out = np.empty((total, each))
    for j in range(total):
        for k in range(half):
            out[j, k], out[j, half + k] = first[j * half + k], second[j * half + k]
    return out
