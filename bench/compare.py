#!/usr/bin/env python3
"""Time feedforward beside eight other engines, on the same networks and inputs, in one run.

For each network and batch every engine runs in turn, several rounds; a figure is the median over the
rounds. README.md says how to get the engines and what each figure means. Needs Python alone: the
engines' own packages are in the work folder.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON_PEERS = ["numpy", "torch", "ort"]
RUST_PEERS = ["ndarray", "gemm", "candle", "tract", "rten"]
OURS = "feedforward"
BEFORE = "before"
PRODUCTS = {"book": 45_200, "mid": 669_696, "wide": 5_820_416}
HIDDEN = {"book": "sigmoid", "mid": "relu", "wide": "relu"}


class Server:
    """A process that runs peers and is kept for all cases."""

    def __init__(self, command, threads):
        count = str(threads)
        variables = {"RAYON_NUM_THREADS": count, "MATMUL_NUM_THREADS": count}
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **variables},
        )

    def run(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{' '.join(self.process.args)} ended during {words}: its message is above")
        return json.loads(line)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def start_servers(args, threads):
    python, rust = f"{args.work}/venv/bin/python", f"{args.work}/target/release/peers"
    models = f"{args.work}/models"
    servers = {}
    for peer in args.peers:
        if peer in PYTHON_PEERS:
            script = f"{HERE}/peers/peers.py"
            servers[peer] = Server([python, script, peer, models, str(threads)], threads)
    in_rust = [peer for peer in args.peers if peer in RUST_PEERS]
    if in_rust:
        servers.update(dict.fromkeys(in_rust, Server([rust, models, str(threads)], threads)))
    return servers


def rows_of_a_pass(model, batch):
    """The number that `feedforward bench` chooses."""
    products = PRODUCTS[model]
    rows = 10_000 if batch > 1 else 2000 if products <= 250_000 else 400
    rows = max(min(rows, 12_000_000_000 // products), batch)
    return rows - rows % batch


def run_ours(binary, args, model, inputs, batch, threads):
    root = os.path.dirname(HERE)
    digits = [
        "--images", f"{root}/crates/digits/data/t10k-images-idx3-ubyte.gz",
        "--labels", f"{root}/crates/digits/data/t10k-labels-idx1-ubyte.gz",
    ]  # fmt: skip
    command = [
        binary, "bench", "--model", f"{args.work}/models/{model}.safetensors",
        "--hidden", HIDDEN[model], "--output", "softmax",
        "--batch", str(batch), "--threads", str(threads), "--seconds", str(args.seconds), "--json",
        *(digits if inputs == "digits" else ["--random"]),
    ]  # fmt: skip
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}")
    return json.loads(done.stdout)[0]


def run_case(args, servers, inputs, model, batch, threads):
    """Each engine's median over the rounds, and the number of digits that it read correctly."""
    engines = engines_of(args)
    times, correct = {engine: [] for engine in engines}, {}
    for turn in range(args.rounds):
        # The order is rotated, so that each engine runs after a different one in every round.
        first = turn * len(engines) // args.rounds
        for engine in engines[first:] + engines[:first]:
            # Gives threads of the engine before, which may still spin, the time to fall asleep.
            time.sleep(0.05)
            if engine in (OURS, BEFORE):
                binary = args.feedforward if engine == OURS else args.before
                result = run_ours(binary, args, model, inputs, batch, threads)
            else:
                rows = rows_of_a_pass(model, batch)
                result = servers[engine].run(engine, model, inputs, batch, rows, args.seconds)
                correct[engine] = result["correct"]
            times[engine].append(result["ns_per_image"])
    return {
        "inputs": inputs, "model": model, "batch": batch, "threads": threads, "correct": correct,
        "ns": {engine: statistics.median(times[engine]) for engine in engines},
        "worst_spread": max(max(t) / min(t) for t in times.values()),
    }  # fmt: skip


def engines_of(args):
    return [*args.peers, *([BEFORE] if args.before else []), OURS]


def fastest_peer(case):
    return min((e for e in case["ns"] if e not in (OURS, BEFORE)), key=case["ns"].get, default=None)


def print_table(args, cases, inputs, threads):
    engines = engines_of(args)
    print(f"\n{inputs}, {threads} thread{'s' if threads > 1 else ''}: ns per image")
    header = ["model", "batch", *engines, "fastest peer", "it / ours", "spread"]
    header += ["before / ours"] if args.before else []
    lines = [header]
    for case in cases:
        if (case["inputs"], case["threads"]) != (inputs, threads):
            continue
        peer, ns = fastest_peer(case), case["ns"]
        figures = [f"{ns[engine]:.0f}" for engine in engines]
        ratio = f"{ns[peer] / ns[OURS]:.2f}" if peer else "-"
        spread = f"{case['worst_spread']:.2f}"
        lines.append([case["model"], str(case["batch"]), *figures, peer or "-", ratio, spread])
        if args.before:
            lines[-1].append(f"{ns[BEFORE] / ns[OURS]:.3f}")
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths)))


def print_speedups(args, cases):
    """How much faster several threads are than one, at the largest batch."""
    largest, least, most = max(args.batches), min(args.threads), max(args.threads)
    if least == most:
        return
    print(f"\nspeedup of {most} threads over {least}, batch {largest}")
    find = {(c["inputs"], c["model"], c["batch"], c["threads"]): c for c in cases}
    for inputs in args.inputs:
        for model in args.models:
            one, many = (find[inputs, model, largest, n] for n in (least, most))
            speedup = {engine: one["ns"][engine] / many["ns"][engine] for engine in one["ns"]}
            shown = "  ".join(f"{engine} {value:.2f}" for engine, value in speedup.items())
            print(f"{inputs:>7} {model:>5}  {shown}")


def print_peak(args):
    if "wide" not in args.models:
        return
    print("\nshare of the measured peak: wide, batch 1000, normal inputs (median, best of the rounds)")
    for threads in args.threads:
        runs = [run_ours(args.feedforward, args, "wide", "normal", 1000, threads) for _ in range(args.rounds)]
        shares = [run["peak_share"] for run in runs]
        gflops = statistics.median(run["gflops"] for run in runs)
        print(
            f"{threads} threads: {statistics.median(shares):.1%}, {max(shares):.1%};"
            f" {gflops:.1f} GFLOP/s"
        )


def print_counts(args, cases):
    """Print how many digits the peers read correctly: one count per model, if they agree."""
    for model in args.models:
        # At batch 1 fewer digits are read.
        of_model = [c for c in cases if c["model"] == model and c["inputs"] == "digits"]
        counts = {
            (rows_of_a_pass(model, case["batch"]), count)
            for case in of_model
            for count in case["correct"].values()
        }
        shown = ", ".join(f"{count} of {rows}" for rows, count in sorted(counts))
        if shown:
            print(f"{model}: the peers read {shown}")


def machine():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    return f"{names[0] if names else 'unknown processor'}, {os.cpu_count()} cores, load {load}"


def parse_args():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words = lambda text: text.split(",") if text else []
    numbers = lambda text: [int(word) for word in text.split(",")]
    target = os.environ.get("CARGO_TARGET_DIR", f"{os.path.dirname(HERE)}/target")
    add = parser.add_argument
    add("--work", default=f"{HERE}/work", help="the folder of venv, target and models")
    add("--feedforward", default=f"{target}/release/feedforward", help="the binary")
    add("--before", help="an older binary, timed beside this one")
    add("--peers", type=words, default=PYTHON_PEERS + RUST_PEERS)
    add("--models", type=words, default=list(PRODUCTS))
    add("--inputs", type=words, default=["digits", "normal"])
    add("--batches", type=numbers, default=[1, 16, 100, 10_000])
    add("--threads", type=numbers, default=[1, 2])
    add("--rounds", type=int, default=3)
    add("--seconds", type=float, default=0.3, help="about how long each engine is timed in each round")
    add("--json", help="a file for all figures")
    args = parser.parse_args()
    for value, known in ((args.peers, PYTHON_PEERS + RUST_PEERS), (args.models, PRODUCTS)):
        if unknown := [word for word in value if word not in known]:
            parser.error(f"expected some of {', '.join(known)}, found {', '.join(unknown)}")
    for needed in (args.feedforward, f"{args.work}/models/digits.f32"):
        if not os.path.exists(needed):
            parser.error(f"{needed} is missing: README.md says how to make it")
    return args


def main():
    args = parse_args()
    print(f"{machine()}; {args.rounds} rounds of {args.seconds} s", flush=True)
    cases = []
    for threads in args.threads:
        servers = start_servers(args, threads)
        for inputs in args.inputs:
            for model in args.models:
                for batch in args.batches:
                    case = run_case(args, servers, inputs, model, batch, threads)
                    cases.append(case)
                    print(json.dumps(case), file=sys.stderr, flush=True)
            print_table(args, cases, inputs, threads)
            sys.stdout.flush()
        for server in set(servers.values()):
            server.stop()
    print_speedups(args, cases)
    print_peak(args)
    print()
    print_counts(args, cases)
    print(f"at the end: {machine()}")
    if args.json:
        with open(args.json, "w") as file:
            json.dump(cases, file, indent=1)


if __name__ == "__main__":
    main()
