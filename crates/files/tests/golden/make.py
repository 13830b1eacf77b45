"""Writes the golden files beside this script. Run it once under each NumPy:

    /path/to/numpy1/python make.py np1
    /path/to/numpy2/python make.py np2

The values are known to ../golden.rs: entry [i, j] of layer k's weights is ((7i + 3j + k) % 11 - 5) / 4,
entry j of its bias is (j - k) / 8. All are exact in f2, f4 and f8.
Written with Python 3.11, NumPy 1.26.4 and NumPy 2.4.6; there is no randomness, so no seed.
"""

import collections
import pathlib
import pickle
import sys

import numpy as np

HERE = pathlib.Path(__file__).parent
TAG = sys.argv[1]
print(sys.version, "NumPy", np.__version__)


def weights(k, inputs, outputs):
    i, j = np.indices((inputs, outputs))
    return ((7 * i + 3 * j + k) % 11 - 5) / 4


def bias(k, outputs):
    return (np.arange(outputs) - k) / 8


def network(dtype, order):
    sizes = [5, 4, 3]
    made = {}
    for k in (1, 2):
        made[f"W{k}"] = np.array(weights(k, sizes[k - 1], sizes[k]), dtype=dtype, order=order)
        made[f"b{k}"] = np.array(bias(k, sizes[k]), dtype=dtype)
    return made


def write(name, value, protocol):
    (HERE / f"{TAG}-{name}.pkl").write_bytes(pickle.dumps(value, protocol))


for protocol in range(6):
    for order in "CF":
        for dtype in ("f4", "f8"):
            write(f"network-p{protocol}-{order}-{dtype}", network(dtype, order), protocol)
    counted = {
        code: np.arange(6).reshape(2, 3).astype(code)
        for code in ["?", "<i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "<u1", "<u2", ">u2",
                     "<u4", ">u4", "<u8", ">u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]
    }
    write(f"types-p{protocol}", counted, protocol)
    shared = np.arange(3, dtype="f4")
    late = []
    nested = collections.OrderedDict(
        zero=np.array(2.5, dtype=">f8"), scalar=np.float32(1.5), cube=np.arange(24, dtype="f4").reshape(2, 3, 4),
        turned=np.arange(24, dtype="f4").reshape(2, 3, 4).transpose(2, 0, 1),
        empty=np.zeros((0, 3), dtype="f4"), strided=np.arange(6, dtype="f4")[::2],
        tuple=(shared, [shared]), late=late, text="x", number=1 << 80, real=0.5, nothing=None,
        raw=b"\x00\xff", mutable=bytearray(b"ab"), members={1}, frozen=frozenset([2]),
    )
    late.append(shared)
    write(f"nested-p{protocol}", nested, protocol)

made = network("f4", "C")
lists = {"coefs_": [made["W1"], made["W2"]], "intercepts_": [made["b1"], made["b2"]]}
write("coefs-p4", lists, 4)
np.savez(HERE / f"{TAG}-stored.npz", **made)
np.savez_compressed(HERE / f"{TAG}-deflated.npz", **network("f8", "F"))
for version in ((1, 0), (2, 0), (3, 0)):
    with open(HERE / f"{TAG}-v{version[0]}.npy", "wb") as file:
        np.lib.format.write_array(file, np.asfortranarray(weights(1, 5, 4)), version=version)
