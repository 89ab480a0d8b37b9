"""Random words, uniforms, normals and exponentials: the same bits on every processor and in every chunk.

A word is SplitMix64 of (key, position): no state is carried from one draw to the next, so any block of years can be drawn alone, in any
order, anywhere. Logarithm, exponential, sine and cosine are our own polynomials (worst relative error 1e-14), because the libraries of
two systems differ in the last bit. Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sonae.kernels.jit import inline, kernel

Words = NDArray[np.uint64]
Reals = NDArray[np.float64]
Whole = int | np.int64  # Python outside a kernel, 64 bits inside
Ints = NDArray[np.int64]

U = np.uint64
GOLDEN, MIX_1, MIX_2 = U(0x9E3779B97F4A7C15), U(0xBF58476D1CE4E5B9), U(0x94D049BB133111EB)
S30, S27, S31, S12, S52 = U(30), U(27), U(31), U(12), U(52)
ONE, ONE_BITS = U(0x3FF0000000000000), 0x3FF0000000000000  # the bits of 1.0
HALF_ROOT, ABOVE = U(0x3FE6A09E667F3BCD), U(1024 << 52)  # the bits of sqrt(1/2); keeps exponents above zero
LN2_HIGH, LN2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
LOG2_E = 1.4426950408889634
ROUND = 6755399441055744.0  # 1.5 · 2**52: adding it rounds to a whole number, which then stands in the low bits
ROUND_BITS = 0x4338000000000000  # the bits of it
WHOLE, WHOLE_BITS = (
    4503599627370496.0,
    U(0x4330000000000000),
)  # 2**52 and its bits: a whole number under them is added to it


@inline
def mix(word: np.uint64) -> np.uint64:
    """Finish of SplitMix64: every output bit depends on every input bit."""
    word = (word ^ (word >> S30)) * MIX_1
    word = (word ^ (word >> S27)) * MIX_2
    return word ^ (word >> S31)


@inline
def word_at(key: np.uint64, position: np.uint64) -> np.uint64:
    """The word of one key at one position."""
    return mix(key + (position + U(1)) * GOLDEN)


@inline
def key_of(parent: np.uint64, child: np.uint64) -> np.uint64:
    """A key below another key: of a firm below a seed, a block below a firm, a purpose below a block."""
    return mix(mix(parent + GOLDEN) ^ (mix(child ^ MIX_2) * MIX_1))


@inline
def uniform(word: np.uint64) -> float:
    """A number in [0, 1) with 52 bits, multiples of 2**-52."""
    return np.float64(word >> S12) * 2.220446049250313e-16


@inline
def nearest(x: float) -> np.int64:
    """The whole number nearest to ``x``, of at most 2**51 (the even one of two). Old vector units cannot convert, but they can add."""
    return np.float64(x + ROUND).view(np.int64) - ROUND_BITS


@inline
def exponential_polynomial(r: float) -> float:
    """exp(r) for abs(r) <= log(2)/2."""
    tail = 1.0 / 5040 + r * (
        1.0 / 40320 + r * (1.0 / 362880 + r * (1.0 / 3628800 + r * (1.0 / 39916800 + r * (1.0 / 479001600))))
    )
    return 1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720 + r * tail))))))


@inline
def logarithm_polynomial(s: float) -> float:
    """log((1 + s) / (1 - s)) for abs(s) <= 0.1716."""
    z = s * s
    tail = 2.0 / 11 + z * (2.0 / 13 + z * (2.0 / 15 + z * (2.0 / 17 + z * (2.0 / 19))))
    return 2.0 * s + s * z * (2.0 / 3 + z * (2.0 / 5 + z * (2.0 / 7 + z * (2.0 / 9 + z * tail))))


@kernel
def fill(key: np.uint64, words: Words) -> None:
    """Words of one key at positions 0, 1, 2 ..."""
    for i in range(len(words)):
        key += GOLDEN
        words[i] = mix(key)


@kernel
def radii(words: Words, bits: Ints, out: Reals) -> None:
    """sqrt(-2 log u), u uniform in (0, 1]: the distances of Box and Muller. ``bits`` is scratch of the same length."""
    reals = words.view(np.float64)
    for i in range(len(words)):
        words[i] = (words[i] >> S12) | ONE
    for i in range(len(words)):
        reals[i] = 2.0 - reals[i]
    rests = bits.view(np.uint64)
    for i in range(len(words)):
        exponent = (words[i] + (ABOVE - HALF_ROOT)) >> S52
        rests[i] = words[i] + ABOVE - (exponent << S52)
        words[i] = exponent | WHOLE_BITS
    mantissas = bits.view(np.float64)
    for i in range(len(words)):
        e, f = reals[i] - (WHOLE + 1024.0), mantissas[i] - 1.0
        out[i] = math.sqrt(-2.0 * (e * LN2_HIGH + (logarithm_polynomial(f / (2.0 + f)) + e * LN2_LOW)))


@kernel
def rotate(words: Words, radius: Reals, first: Reals, second: Reals) -> None:
    """Two normals a word: radius times cosine and sine of a uniform angle, by the half angle."""
    reals = words.view(np.float64)
    for i in range(len(words)):
        words[i] = (words[i] >> S12) | ONE
    for i in range(len(words)):
        sine, cosine = half_angle((reals[i] - 1.5) * math.pi)
        first[i] = radius[i] * (cosine * cosine - sine * sine)
        second[i] = radius[i] * (2.0 * sine * cosine)


@inline
def half_angle(t: float) -> tuple[float, float]:
    """Sine and cosine of t in [-pi/2, pi/2)."""
    x = t * t
    a = -1.0 / 39916800 + x * (
        1.0 / 6227020800 + x * (-1.0 / 1307674368000 + x * (1.0 / 355687428096000 - x * (1.0 / 121645100408832000)))
    )
    b = -1.0 / 3628800 + x * (
        1.0 / 479001600 + x * (-1.0 / 87178291200 + x * (1.0 / 20922789888000 - x * (1.0 / 6402373705728000)))
    )
    sine = t * (1.0 + x * (-1.0 / 6 + x * (1.0 / 120 + x * (-1.0 / 5040 + x * (1.0 / 362880 + x * a)))))
    cosine = 1.0 + x * (-0.5 + x * (1.0 / 24 + x * (-1.0 / 720 + x * (1.0 / 40320 + x * b))))
    return sine, cosine


@inline
def exponential(x: float) -> float:
    """exp of one number between -700 and 700, to the bit as in ``exponentials``."""
    shifted = np.float64(x * LOG2_E + ROUND)
    n, scale = shifted - ROUND, np.int64((shifted.view(np.int64) << 52) + ONE_BITS)
    return exponential_polynomial((x - n * LN2_HIGH) - n * LN2_LOW) * np.int64(scale).view(np.float64)


@kernel
def exponentials(exponents: Reals, bits: Ints, out: Reals) -> None:
    """exp of every exponent, between -700 and 700. ``bits`` is scratch of the same length."""
    for i in range(len(out)):
        x = exponents[i]
        shifted = np.float64(x * LOG2_E + ROUND)
        n = shifted - ROUND
        bits[i] = (shifted.view(np.int64) << 52) + ONE_BITS
        out[i] = exponential_polynomial((x - n * LN2_HIGH) - n * LN2_LOW)
    scales = bits.view(np.float64)
    for i in range(len(out)):
        out[i] *= scales[i]
