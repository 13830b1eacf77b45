#!/usr/bin/env python3
"""Check that the outputs of book, mid and wide have the same bits with every instruction set, batch size
and number of threads, and that NumPy reads as many digits correctly. The instruction sets are those
that the kernels list.

Usage: same_bits.py [--work DIR] [--feedforward FILE] [--models book,mid,wide]. Exit status 1 if any differ.
"""
import argparse
import json
import os
import subprocess
import sys

from compare import HERE, HIDDEN, Server

# Batch and threads.
RUNS = [(100, 2), (1, 1), (7, 2), (100, 1), (10_000, 1), (10_000, 2)]


def instruction_sets():
    """All that there are kernels for, the most capable first."""
    command = [
        "cargo", "run", "--quiet", "--package", "feedforward-kernels", "--example", "isa",
        "--", "--list",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=os.path.dirname(HERE))
    names = done.stdout.split()
    if done.returncode or "portable" not in names or not all(name.isalnum() for name in names):
        sys.exit(f"{' '.join(command)}: expected names, found {done.stdout}{done.stderr}")
    return names[::-1]


def evaluate(args, model, isa, batch, threads):
    command = [
        args.feedforward, "evaluate", "--model", f"{args.work}/models/{model}.safetensors",
        "--hidden", HIDDEN[model], "--output", "softmax",
        "--batch", str(batch), "--threads", str(threads), "--json",
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "FEEDFORWARD_ISA": isa}
    )
    if done.returncode == 2 and "this processor has no" in done.stderr:
        return None
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    report = json.loads(done.stdout)
    return report["correct"], report["outputs_sha256"]


def check(args, isas, model):
    """All pairs of a count and a hash that were found."""
    found = set()
    for isa in isas:
        # Without fused multiply-adds the wide network takes minutes a run.
        for batch, threads in RUNS[:1] if (isa, model) == ("portable", "wide") else RUNS:
            outputs = evaluate(args, model, isa, batch, threads)
            if outputs is None:
                print(f"{model}: skipped {isa}, which this processor does not have", flush=True)
                break
            if outputs not in found:
                found.add(outputs)
                correct, sha256 = outputs
                print(
                    f"{model}: {correct} correct, {sha256} first with {isa}, batch {batch},"
                    f" {threads} threads",
                    flush=True,
                )
    return found


def main():
    parser = argparse.ArgumentParser()
    target = os.environ.get("CARGO_TARGET_DIR", f"{os.path.dirname(HERE)}/target")
    parser.add_argument("--work", default=f"{HERE}/work")
    parser.add_argument("--feedforward", default=f"{target}/release/feedforward")
    parser.add_argument("--models", type=lambda text: text.split(","), default=list(HIDDEN))
    args = parser.parse_args()
    python = f"{args.work}/venv/bin/python"
    numpy = Server([python, f"{HERE}/peers/peers.py", "numpy", f"{args.work}/models", "2"], 2)
    isas, same = instruction_sets(), True
    for model in args.models:
        found = check(args, isas, model)
        by_numpy = numpy.run("numpy", model, "digits", 100, 10_000, 0)["correct"]
        print(f"{model}: {by_numpy} correct by NumPy")
        same &= len(found) == 1 and {correct for correct, _ in found} == {by_numpy}
    numpy.stop()
    print("the same everywhere" if same else "NOT the same everywhere: see above")
    sys.exit(0 if same else 1)


main()
