"""Finds the polynomial of src/exp.rs.

exp(r) - 1 = r + r*r*P(r) on |r| <= ln(2)/2, P of degree 4: the interpolation of
(exp(r) - 1 - r) / r^2 at Chebyshev nodes, each coefficient rounded to f32.
Prints the coefficients, constant term first, and the worst error of exp(r)
relative to exp(r) that the rounded polynomial has in exact arithmetic.

Run with Python 3.11 and mpmath 1.3.0: python3 exp_polynomial.py
"""
import struct

import mpmath as mp

mp.mp.dps = 40
HALF_LN2 = mp.log(2) / 2


def f(r):
    if abs(r) < mp.mpf("1e-8"):
        return mp.mpf(1) / 2 + r / 6 + r * r / 24
    return (mp.expm1(r) - r) / (r * r)


def to_f32(x):
    return struct.unpack("<f", struct.pack("<f", float(x)))[0]


coefficients = [to_f32(c) for c in reversed(mp.chebyfit(f, [-HALF_LN2, HALF_LN2], 5))]
for power, c in enumerate(coefficients):
    bits = struct.unpack("<I", struct.pack("<f", c))[0]
    print(f"r^{power}: {c!r} = f32 bits 0x{bits:08x}")

worst = 0
for k in range(20001):
    r = -HALF_LN2 + 2 * HALF_LN2 * k / 20000
    p = sum(mp.mpf(c) * r**i for i, c in enumerate(coefficients))
    worst = max(worst, abs((1 + r + r * r * p) / mp.exp(r) - 1))
print("worst relative error of exp(r):", mp.nstr(worst, 5))

ln2_hi = mp.mpf(355) / 512
print("LN2_HI:", float(ln2_hi), "LN2_LO:", repr(to_f32(mp.log(2) - ln2_hi)))
print("LOG2_E:", repr(to_f32(1 / mp.log(2))))
