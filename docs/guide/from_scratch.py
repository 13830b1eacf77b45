"""The chapter from scratch in NumPy: what crates/feedforward/examples/from_scratch.rs does in Rust.

NumPy 2.4.6 prints docs/guide/output/from_scratch_numpy.txt with it, and the example is compared
with that file: python docs/guide/from_scratch.py > docs/guide/output/from_scratch_numpy.txt
"""
import warnings

import numpy as np

warnings.simplefilter("ignore")  # of the overflows, which are meant


def neuron(x, w, b, h):
    return h(np.dot(x, w) + b)


def step(z):
    return np.array(z > 0, dtype=float)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(0, z)


def init_network():
    return {
        "W1": np.array([[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]]),
        "b1": np.array([0.1, 0.2, 0.3]),
        "W2": np.array([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]]),
        "b2": np.array([0.1, 0.2]),
        "W3": np.array([[0.1, 0.3], [0.2, 0.4]]),
        "b3": np.array([0.1, 0.2]),
    }


def forward(network, x):
    z1 = np.dot(x, network["W1"]) + network["b1"]
    y1 = sigmoid(z1)
    z2 = np.dot(y1, network["W2"]) + network["b2"]
    y2 = sigmoid(z2)
    z3 = np.dot(y2, network["W3"]) + network["b3"]
    return identity(z3)


def identity(z):
    return z


def softmax_naive(z):
    e = np.exp(z)
    return e / np.sum(e)


def softmax(z):
    return softmax_naive(z - np.max(z))


def second_form(z):
    return np.exp(z) / (np.exp(z) + 1)


w = np.array([0.5, 0.5])
for x in [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]:
    x = np.array(x)
    print(f"AND of {x} is {neuron(x, w, -0.7, step):.0f}")

z = np.array([-1.0, 1.0, 2.0])
print(f"\nz        {z}")
print(f"step     {step(z)}")
print(f"sigmoid  {sigmoid(z)}")
print(f"relu     {relu(z)}")

c = np.dot(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0], [7.0, 8.0]]))
print(f"\nrow 0    {c[0]}")
print(f"row 1    {c[1]}")

network = init_network()
x = np.array([1.0, 0.5])
z1 = np.dot(x, network["W1"]) + network["b1"]
print(f"\nz1       {z1}")
print(f"y1       {sigmoid(z1)}")
print(f"y        {forward(network, x)}")

z = np.array([0.3, 2.9, 4.0])
print(f"\nz        {z}")
print(f"softmax  {softmax(z)}")
for c in [-100.0, 0.5, 5.0, 1000.0]:
    print(f"z {c:+5g}  {softmax(z + c)}")

print(f"\nz / Σz   {np.round(z / np.sum(z), 4)}")
print(f"softmax  {np.round(softmax(z), 4)}")

large = np.array([1010.0, 1000.0, 990.0])
print(f"\nz        {large}")
print(f"naive    {softmax_naive(large)}")
print(f"stable   {softmax(large)}")

for z in [np.array([-1.0, 1.0, 2.0]), np.array([1000.0])]:
    print(f"\nz                {z}")
    print(f"1 / (1 + e^-z)   {sigmoid(z)}")
    print(f"e^z / (e^z + 1)  {second_form(z)}")
