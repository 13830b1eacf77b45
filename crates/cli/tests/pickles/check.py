"""Pickles a 784-50-100-10 sigmoid network in every way that NumPy can, and counts correct digits.

    check.py make MODEL.safetensors FOLDER     writes FOLDER/np<version>_p<protocol>_<order>_<type>.pkl
    check.py count FOLDER MNIST_FOLDER         prints NumPy's own count of correct test digits, a file a line
    check.py compare FOLDER MNIST_FOLDER BIN   compares that with `BIN evaluate --model FILE --json`

Run `make` with NumPy 1.26 and with NumPy 2 (and the package safetensors), then `compare`.
`fixture` and `one` write the two files that are committed:
    check.py fixture MODEL.safetensors book.pkl; check.py one one.pkl
"""
import gzip, json, pathlib, pickle, subprocess, sys

import numpy as np


def network(path):
    from safetensors.numpy import load_file

    tensors = load_file(path)
    return {name: tensors[name] for i in (1, 2, 3) for name in (f"W{i}", f"b{i}")}


def make(model, folder):
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    weights = network(model)
    for protocol in range(6):
        for order in "CF":
            for kind in ("f4", "f8"):
                d = {k: np.array(v, dtype=kind, order=order) for k, v in weights.items()}
                name = f"np{np.__version__}_p{protocol}_{order}_{kind}.pkl"
                with open(f"{folder}/{name}", "wb") as f:
                    pickle.dump(d, f, protocol=protocol)


def test_set(folder):
    def read(name, skip):
        return np.frombuffer(gzip.open(f"{folder}/{name}.gz").read()[skip:], np.uint8)

    x = read("t10k-images-idx3-ubyte", 16).reshape(-1, 784).astype(np.float32) / 255
    return x, read("t10k-labels-idx1-ubyte", 8)


def count(path, x, t):
    with open(path, "rb") as f:
        w = pickle.load(f)
    z = x
    for i in (1, 2, 3):
        z = np.dot(z, w[f"W{i}"]) + w[f"b{i}"]
        if i < 3:
            z = 1 / (1 + np.exp(-z))
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return int(((e / e.sum(axis=1, keepdims=True)).argmax(axis=1) == t).sum())


def compare(folder, mnist, binary):
    x, t = test_set(mnist)
    agree = total = 0
    for path in sorted(pathlib.Path(folder).glob("*.pkl")):
        numpy = count(path, x, t)
        command = [binary, "evaluate", "--model", str(path), "--json"]
        ours = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["correct"]
        total += 1
        agree += ours == numpy
        print(f"{path.name}: NumPy {numpy}, feedforward {ours}{'' if ours == numpy else '  DIFFERENT'}")
    print(f"{agree} of {total} agree (counted with NumPy {np.__version__})")
    sys.exit(agree != total)


match sys.argv[1:]:
    case ["make", model, folder]:
        make(model, folder)
    case ["count", folder, mnist]:
        x, t = test_set(mnist)
        for path in sorted(pathlib.Path(folder).glob("*.pkl")):
            print(path.name, count(path, x, t))
    case ["compare", folder, mnist, binary]:
        compare(folder, mnist, binary)
    case ["fixture", model, path]:
        with open(path, "wb") as f:
            pickle.dump(network(model), f, protocol=4)
    case ["one", path]:
        one = {"W1": np.array([[1], [2]], np.float32), "b1": np.array([3], np.float32)}
        with open(path, "wb") as f:
            pickle.dump(one, f, protocol=4)
    case _:
        sys.exit(__doc__)
