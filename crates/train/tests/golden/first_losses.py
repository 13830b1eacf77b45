"""The first ten losses of a small network, in NumPy and f64: the goldens of ../learning/golden.rs.

The network is 6-5-4-3 with the weights and examples of `scattered`, which the Rust test
computes by the same formula. Run with NumPy 2.4: python first_losses.py
"""
import numpy as np

GOLDEN = 0.618033988749895


def scattered(shape, seed):
    k = np.arange(1, np.prod(shape) + 1, dtype=np.float64) + 7919 * seed
    return (np.modf(k * GOLDEN)[0] * 2 - 1).astype(np.float32).astype(np.float64).reshape(shape)


SIZES = [6, 5, 4, 3]
X = scattered((8, 6), 9)
LABELS = np.arange(8) % 3
VALUES = scattered((8, 3), 10)


def forward(w, b, act, softmax):
    signals = [X]
    for i in range(3):
        z = signals[-1] @ w[i] + b[i]
        if i < 2:
            z = {"sigmoid": lambda v: 1 / (1 + np.exp(-v)), "tanh": np.tanh, "relu": lambda v: np.maximum(v, 0)}[act](z)
        signals.append(z)
    if softmax:
        e = np.exp(signals[-1] - signals[-1].max(axis=1, keepdims=True))
        signals[-1] = e / e.sum(axis=1, keepdims=True)
    return signals


def losses(act, rule, softmax):
    w = [scattered(s, i) for i, s in enumerate(zip(SIZES, SIZES[1:]))]
    b = [scattered((s,), 100 + i) for i, s in enumerate(SIZES[1:])]
    memory, out = {}, []
    for t in range(1, 11):
        signals = forward(w, b, act, softmax)
        y = signals[-1]
        if softmax:
            out.append(-np.log(y[np.arange(8), LABELS]).mean())
            d = (y - np.eye(3)[LABELS]) / 8
        else:
            out.append(((y - VALUES) ** 2).mean())
            d = 2 * (y - VALUES) / y.size
        gradients = []
        for i in (2, 1, 0):
            gradients += [(w[i], signals[i].T @ d), (b[i], d.sum(axis=0))]
            d = d @ w[i].T
            s = signals[i]
            if i:
                d = d * {"sigmoid": s * (1 - s), "tanh": 1 - s * s, "relu": (s > 0) * 1.0}[act]
        for p, g in gradients:
            m, v = memory.setdefault(id(p), [np.zeros_like(p), np.zeros_like(p)])
            if rule == "sgd":
                p -= 0.5 * g
            elif rule == "momentum":
                m[...] = 0.9 * m - 0.1 * g
                p += m
            else:
                m[...] = 0.9 * m + 0.1 * g
                v[...] = 0.999 * v + 0.001 * g * g
                p -= 0.05 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return out


print("numpy", np.__version__)
for case in [("sigmoid", "sgd", True), ("tanh", "momentum", True), ("relu", "adam", True), ("tanh", "adam", False)]:
    print(case, [float(f"{v:.7f}") for v in losses(*case)])
