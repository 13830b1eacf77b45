"""What NumPy gives for the numbers that the examples print: the goldens of examples.rs.

Run with NumPy 2.4: python examples_golden.py. Each line is: example, the beginning of the line, the
numbers behind it.
"""
import warnings

import numpy as np

warnings.simplefilter("ignore")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(a):
    e = np.exp(a - np.max(a))
    return e / np.sum(e)


def show(example, line, values):
    print(f'("{example}", "{line}", &[{", ".join(repr(float(v)) for v in np.ravel(values))}]),')


x = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
step = lambda v: (v > 0).astype(int)
gates = {"AND": (0.5, 0.5, -0.7), "NAND": (-0.5, -0.5, 0.7), "OR": (0.5, 0.5, -0.2)}
y = {name: step(x @ np.array(w[:2]) + w[2]) for name, w in gates.items()}
y["XOR"] = step(np.stack([y["NAND"], y["OR"]], axis=1) @ np.array([0.5, 0.5]) - 0.7)
for name, values in y.items():
    show("perceptron", f"{name} ", values)

for v in [-5.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 5.0]:
    show("activations", f"{v:>6.1f} ", [step(np.array(v)), sigmoid(v), np.maximum(0, v)])
show("activations", "sigmoid(-1.0) =", [sigmoid(-1.0)])
show("activations", "sigmoid( 1.0) =", [sigmoid(1.0)])
show("activations", "sigmoid( 2.0) =", [sigmoid(2.0)])
show("activations", "h(x) = 3x three times: h(h(h(2))) =", [3 * 3 * 3 * 2])
show("activations", "one layer of c³ = 27:", [27 * 2])

show("arrays", "(3x2)·(2)   =", np.array([[1, 2], [3, 4], [5, 6]]) @ np.array([7, 8]))
show("arrays", "y =", np.array([1, 2]) @ np.array([[1, 3, 5], [2, 4, 6]]))
show("arrays", "[[19, ", (np.array([[1, 2], [3, 4]]) @ np.array([[5, 6], [7, 8]]))[0, 1:])
product = np.array([[1, 2], [3, 4], [5, 6]]) @ np.array([[1, 2, 3, 4], [5, 6, 7, 8]])
show("arrays", "[[11, ", product[0, 1:])
show("arrays", " [23, ", product[1, 1:])

W1, b1 = np.array([[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]]), np.array([0.1, 0.2, 0.3])
W2, b2 = np.array([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]]), np.array([0.1, 0.2])
W3, b3 = np.array([[0.1, 0.3], [0.2, 0.4]]), np.array([0.1, 0.2])
A1 = np.array([1.0, 0.5]) @ W1 + b1
Z1 = sigmoid(A1)
A2 = Z1 @ W2 + b2
Z2 = sigmoid(A2)
A3 = Z2 @ W3 + b3
for name, values in [("z1 =", A1), ("Y1 =", Z1), ("z2 =", A2), ("Y2 =", Z2), ("z3 =", A3), ("Y =", A3)]:
    show("three_layers", name, values)

show("output_layer", "softmax   [", softmax(np.array([0.3, 2.9, 4.0])))
a = np.array([1010, 1000, 990])
print("naive:", np.exp(a) / np.sum(np.exp(a)))
show("output_layer", "with the maximum subtracted  [", softmax(a))

x = np.array([1.0, 2.0, 3.0])
show("rust_for_numpy", "doubled =", x * 2)
pixels = np.array([0, 51, 255], np.uint8)
show("rust_for_numpy", "pixels [0, 51, 255] become", pixels.astype(np.float32) / 255)
show("rust_for_numpy", "200 + 100 in a u8: None, or wrapped", np.array([200], np.uint8) + np.array([100], np.uint8))
show("rust_for_numpy", "sums down the columns", np.array([[1, 2, 3], [4, 5, 6]]).sum(axis=0))
show("from_scratch", "from scratch, in f64  [", A3)
show("from_scratch", "the library, in f32   [", A3)
