#!/usr/bin/env python3
"""Prints the values that mnist.rs compares with.

    python mnist_golden.py        # made with NumPy 2.4.6
"""

import gzip
import hashlib
from pathlib import Path

import numpy as np

DATA = Path(__file__).parents[3] / "data"


def load(name, offset):
    content = gzip.decompress((DATA / f"{name}.gz").read_bytes())
    return np.frombuffer(content, np.uint8, offset=offset)


def show(name, array):
    little_endian = array.astype(array.dtype.newbyteorder("<"))
    print(f"{name}: {hashlib.sha256(little_endian.tobytes()).hexdigest()}")


images = load("t10k-images-idx3-ubyte", 16).reshape(-1, 28 * 28)
labels = load("t10k-labels-idx1-ubyte", 8)
show("inputs", images.astype(np.float32) / 255)
show("bytes", images.astype(np.float32))
show("one_hot", np.eye(10, dtype=np.float32)[labels])
print("sum of pixels:", images.sum(dtype=np.int64))
print("counts:", np.bincount(labels).tolist())
