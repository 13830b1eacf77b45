"""Times NumPy, PyTorch or ONNX Runtime on the networks and inputs that export_models.py wrote.

Usage: peers.py PEER MODELS_DIR THREADS, with PEER one of numpy, torch, ort.

Reads cases from standard input, one a line, `PEER MODEL INPUTS BATCH ROWS SECONDS`, and answers each
with a line of JSON: nanoseconds an image, the median of the passes, and how many digits were right.
It stays alive between cases, so that engines can be timed in turn.
"""
import functools
import json
import os
import sys
import time

PEER, MODELS, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3])
# Read when NumPy is imported.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(THREADS)

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def load(model):
    with np.load(f"{MODELS}/{model}.npz") as file:
        arrays = dict(file)
    return [(arrays[f"W{i}"], arrays[f"b{i}"]) for i in range(1, len(arrays) // 2 + 1)]


def with_numpy(model):
    layers = load(model)
    activation = sigmoid if model == "book" else lambda z: np.maximum(z, 0)

    def forward(x):
        for i, (w, b) in enumerate(layers, 1):
            z = np.dot(x, w) + b
            x = activation(z) if i < len(layers) else softmax(z)
        return x

    return forward


def with_torch(model):
    import warnings

    import torch

    # TorchScript is deprecated, but its successor needs a C++ compiler at run time.
    warnings.simplefilter("ignore", FutureWarning)
    torch.set_num_threads(THREADS)
    layers = load(model)
    modules = []
    for i, (w, b) in enumerate(layers, 1):
        linear = torch.nn.Linear(*w.shape)
        linear.weight.data = torch.from_numpy(w.T.copy())
        linear.bias.data = torch.from_numpy(b.copy())
        hidden = torch.nn.Sigmoid() if model == "book" else torch.nn.ReLU()
        modules += [linear, hidden if i < len(layers) else torch.nn.Softmax(-1)]
    script = torch.jit.script(torch.nn.Sequential(*modules).eval())
    network = torch.jit.optimize_for_inference(script)

    def forward(x):
        with torch.inference_mode():
            return network(torch.from_numpy(x)).numpy()

    return forward


def with_ort(model):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = onnxruntime.InferenceSession(
        f"{MODELS}/{model}.onnx", options, providers=["CPUExecutionProvider"]
    )
    return lambda x: session.run(None, {"x": x})[0]


@functools.cache
def forward_of(model):
    return {"numpy": with_numpy, "torch": with_torch, "ort": with_ort}[PEER](model)


@functools.cache
def rows_of(inputs):
    x = np.fromfile(f"{MODELS}/{inputs}.f32", np.float32).reshape(-1, 784)
    labels = np.fromfile(f"{MODELS}/digits.u8", np.uint8) if inputs == "digits" else None
    return x, labels


def run(line):
    _, model, inputs, batch, rows, seconds = line.split()
    batch, rows, seconds = int(batch), int(rows), float(seconds)
    forward = forward_of(model)
    x, labels = rows_of(inputs)
    batches = [x[i : i + batch] for i in range(0, rows, batch)]
    answers = np.concatenate([forward(x).argmax(-1) for x in batches])
    correct = None if labels is None else int((answers == labels[:rows]).sum())
    times, end = [], time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        start = time.perf_counter_ns()
        for x in batches:
            forward(x)
        times.append((time.perf_counter_ns() - start) / rows)
    ns = sorted(times)[len(times) // 2]
    return {"ns_per_image": round(ns, 1), "correct": correct, "of": rows}


for line in sys.stdin:
    print(json.dumps(run(line)), flush=True)
