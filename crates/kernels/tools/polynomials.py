"""Finds the polynomials of src/exp.rs and src/double.rs, and prints their worst errors.

Each is the interpolation of a function at Chebyshev nodes, its coefficients rounded to the type in
which they are used, constant term first. Errors are relative and in exact arithmetic.

Run with Python 3.11 and mpmath 1.3.0: python3 polynomials.py
"""
import struct

import mpmath as mp

mp.mp.dps = 50
HALF_LN2 = mp.log(2) / 2


def to_f32(x):
    return struct.unpack("<f", struct.pack("<f", float(x)))[0]


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


def exponential(name, count, rounded):
    p = fit(second_order, -HALF_LN2, HALF_LN2, count, rounded)
    print(f"{name}, exp(r) on |r| <= ln(2)/2:")
    for c in p:
        bits = f" = f32 bits 0x{struct.unpack('<I', struct.pack('<f', c))[0]:08x}"
        print(f"    {c!r}{bits if rounded is to_f32 else ''}")
    error = worst(lambda r: 1 + r + r * r * value(p, r), mp.exp, -HALF_LN2, HALF_LN2)
    print("    worst error:", error)


def mills(x):
    """The upper tail of the standard normal distribution over exp(-x^2/2)."""
    return mp.erfc(x / mp.sqrt(2)) / 2 * mp.exp(x * x / 2)


exponential("exp.rs P", 6, to_f32)
exponential("double.rs P", 7, float)

# mills(x) = t * M(t) with t = 4 / (4 + x), for x from 0 to 15.
LOW = mp.mpf(4) / 19
m = fit(lambda t: mills(4 / t - 4) / t, LOW, 1, 14, float)
print("double.rs M, mills(x) on 0 <= x <= 15:")
for c in m:
    print(f"    {c!r}")
print("    worst error:", worst(lambda t: t * value(m, t), lambda t: mills(4 / t - 4), LOW, 1))

print("LN2_HI:", 355 / 512, "LN2_LO:", repr(to_f32(mp.log(2) - mp.mpf(355) / 512)))
