"""Write the same networks in every format that the peers read, and the inputs.

Usage: export_models.py OUT_DIR

Networks: "book", the book's kind of network, 784-50-100-10 with sigmoid and softmax, from a pickle
in this repository; "mid" 784-512-512-10 and "wide" 784-2048-2048-10, ReLU, with seeded random
weights. Inputs: "digits", MNIST's test set divided by 255, and "normal", as many rows of standard
normal numbers.
"""
import gzip
import os
import pickle
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")


def onnx_model(name, tensors, activation):
    count = len(tensors) // 2
    nodes, signal = [], "x"
    for i in range(1, count + 1):
        last = i == count
        nodes.append(helper.make_node("Gemm", [signal, f"W{i}", f"b{i}"], [f"z{i}"]))
        kind, options = ("Softmax", {"axis": -1}) if last else (activation, {})
        signal = "y" if last else f"y{i}"
        nodes.append(helper.make_node(kind, [f"z{i}"], [signal], **options))
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", tensors["W1"].shape[0]])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", tensors[f"W{count}"].shape[1]])],
        [numpy_helper.from_array(array, key) for key, array in tensors.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def save(out, name, weights, biases, activation):
    tensors = {}
    for i, (w, b) in enumerate(zip(weights, biases), 1):
        tensors[f"W{i}"] = np.ascontiguousarray(w, np.float32)
        tensors[f"b{i}"] = np.ascontiguousarray(b, np.float32)
    np.savez(f"{out}/{name}.npz", **tensors)
    save_file(tensors, f"{out}/{name}.safetensors")
    onnx.save(onnx_model(name, tensors, activation), f"{out}/{name}.onnx")


def idx(name, offset):
    with gzip.open(f"{ROOT}/crates/digits/data/{name}.gz") as file:
        return np.frombuffer(file.read()[offset:], np.uint8)


def main():
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    # A pickle can run code; this one is the repository's own.
    with open(f"{ROOT}/crates/cli/tests/pickles/book.pkl", "rb") as file:
        book = pickle.load(file)
    layers = range(1, 4)
    save(out, "book", [book[f"W{i}"] for i in layers], [book[f"b{i}"] for i in layers], "Sigmoid")
    rng = np.random.default_rng(0)
    for name, sizes in (("mid", [784, 512, 512, 10]), ("wide", [784, 2048, 2048, 10])):
        pairs = list(zip(sizes, sizes[1:]))
        weights = [rng.standard_normal(pair, np.float32) * np.sqrt(2 / pair[0]) for pair in pairs]
        save(out, name, weights, [np.zeros(outputs, np.float32) for _, outputs in pairs], "Relu")
    x = idx("t10k-images-idx3-ubyte", 16).reshape(-1, 784).astype(np.float32) / 255
    x.tofile(f"{out}/digits.f32")
    idx("t10k-labels-idx1-ubyte", 8).tofile(f"{out}/digits.u8")
    np.random.default_rng(1).standard_normal(x.shape, np.float32).tofile(f"{out}/normal.f32")


main()
