"""Finds the polynomials of src/exp.rs and src/double.rs, and prints their worst errors.

Each begins with the interpolation of a function at Chebyshev nodes, its coefficients rounded to the
type in which they are used, constant term first. Errors are relative and in exact arithmetic.

Run with Python 3.11 and mpmath 1.3.0: python3 polynomials.py
"""
import math
import struct
from random import Random

import mpmath as mp

mp.mp.dps = 50
HALF_LN2 = mp.log(2) / 2
GRID = [(r, math.exp(r)) for r in (float(HALF_LN2) * k / 100 for k in range(-100, 101))]


def to_f32(x):
    return struct.unpack("<f", struct.pack("<f", float(x)))[0]


def to_bits(x):
    return struct.unpack("<I", struct.pack("<f", x))[0]


def from_bits(bits):
    return struct.unpack("<f", struct.pack("<I", bits))[0]


def fit(function, low, high, count, rounded):
    return [rounded(c) for c in reversed(mp.chebyfit(function, [low, high], count))]


def value(coefficients, x):
    return sum(mp.mpf(c) * x**power for power, c in enumerate(coefficients))


def worst(approximation, exact, low, high, steps=4000):
    points = (low + (high - low) * k / steps for k in range(steps + 1))
    return mp.nstr(max(abs(approximation(x) / exact(x) - 1) for x in points), 4)


def second_order(r):
    """P of exp(r) - 1 = r + r^2 P(r)."""
    if abs(r) < mp.mpf("1e-8"):
        return mp.mpf(1) / 2 + r / 6 + r * r / 24
    return (mp.expm1(r) - r) / (r * r)


def exp_error(p):
    """The worst relative error of 1 + r + r^2 P(r), in f64, which is accurate enough to compare."""
    return max(
        abs((1 + r + r * r * sum(c * r**i for i, c in enumerate(p))) / exact - 1)
        for r, exact in GRID
    )


def search(p, steps=200_000):
    """Rounding each coefficient alone is not the best: tries f32 neighbours at random, seeded."""
    random = Random(12345)
    best = exp_error(p)
    for step in range(steps):
        scale = 2.0 ** random.randint(-6, 0)
        reach = [3, 40, 60, 4000, 8000]
        bits = [to_bits(c) + round(random.uniform(-1, 1) * r * scale) for c, r in zip(p, reach)]
        candidate = [from_bits(b) for b in bits]
        error = exp_error(candidate)
        if error < best:
            p, best = candidate, error
    return p


def exponential(name, count, rounded, improve=lambda p: p):
    p = improve(fit(second_order, -HALF_LN2, HALF_LN2, count, rounded))
    print(f"{name}, exp(r) on |r| <= ln(2)/2:")
    for c in p:
        print(f"    {c!r}", f"= f32 bits 0x{to_bits(c):08x}" if rounded is to_f32 else "")
    error = worst(lambda r: 1 + r + r * r * value(p, r), mp.exp, -HALF_LN2, HALF_LN2)
    print("    worst error:", error)


def mills(x):
    """The upper tail of the standard normal distribution over exp(-x^2/2)."""
    return mp.erfc(x / mp.sqrt(2)) / 2 * mp.exp(x * x / 2)


exponential("exp.rs P by interpolation", 5, to_f32)
exponential("exp.rs P by search (the one in exp.rs came from a longer one)", 5, to_f32, search)
exponential("double.rs P", 7, float)

# mills(x) = t * M(t) with t = 4 / (4 + x), for x from 0 to 15.
LOW = mp.mpf(4) / 19
m = fit(lambda t: mills(4 / t - 4) / t, LOW, 1, 14, float)
print("double.rs M, mills(x) on 0 <= x <= 15:")
for c in m:
    print(f"    {c!r}")
print("    worst error:", worst(lambda t: t * value(m, t), lambda t: mills(4 / t - 4), LOW, 1))

committed = [from_bits(b) for b in (0x3EFFFFFF, 0x3E2AAA3E, 0x3D2AAADE, 0x3C092326, 0x3AB68276)]
error = worst(lambda r: 1 + r + r * r * value(committed, r), mp.exp, -HALF_LN2, HALF_LN2)
print("exp.rs P as it is, worst error:", error)
print("LN2_HI:", 355 / 512, "LN2_LO:", repr(to_f32(mp.log(2) - mp.mpf(355) / 512)))
