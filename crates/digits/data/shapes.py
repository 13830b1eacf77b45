#!/usr/bin/env python3
"""Makes digit_shapes.bin: how far MNIST's training digits are from what is typical of each class.

    python shapes.py MNIST_FOLDER        # NumPy 2.4.6; prints the rates that the crate documents

A digit is 14x14 means of 2x2 pixels, scaled to length 1. For each class the file has, in little
endian: the mean (196 f32); 32 principal components, each a scale (f32) and 196 i8; their variances
(32 f32); the variance of the rest per dimension (f32); the 99th percentile of the training digits'
squared Mahalanobis distances (f32). No image of the training set is in it.
"""

import gzip
import sys
from pathlib import Path

import numpy as np

COMPONENTS = 32


def read(folder, name, header):
    return np.frombuffer(gzip.decompress((folder / name).read_bytes()), np.uint8, offset=header)


def features(images):
    means = images.reshape(-1, 14, 2, 14, 2).mean((2, 4)).reshape(-1, 196)
    return means / np.linalg.norm(means, axis=1, keepdims=True)


def main(folder):
    x = features(read(folder, "train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28))
    labels = read(folder, "train-labels-idx1-ubyte.gz", 8)
    file = b""
    for digit in range(10):
        own = x[labels == digit]
        mean = own.mean(0).astype("<f4")
        values, vectors = np.linalg.eigh(np.cov((own - mean).T))
        values, vectors = values[::-1], vectors[:, ::-1]
        rest = values[COMPONENTS:].mean()
        file += mean.tobytes()
        rounded = []
        for vector in vectors[:, :COMPONENTS].T:
            scale = np.float32(np.abs(vector).max() / 127)
            steps = np.round(vector / scale).astype(np.int8)
            file += np.array(scale, "<f4").tobytes() + steps.tobytes()
            rounded.append(steps * scale)
        along = (own - mean) @ np.array(rounded).T
        distance = (along**2 / values[:COMPONENTS]).sum(1)
        distance += (((own - mean) ** 2).sum(1) - (along**2).sum(1)) / rest
        file += values[:COMPONENTS].astype("<f4").tobytes()
        file += np.array([rest, np.quantile(distance, 0.99)], "<f4").tobytes()
    (Path(__file__).parent / "digit_shapes.bin").write_bytes(file)
    print(len(file), "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
