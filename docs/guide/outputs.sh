#!/usr/bin/env bash
# Writes what the examples print to docs/guide/output, for the guide to show.
#
# Run it when an example has changed; the test of crates/feedforward/tests/examples.rs says so.
# from_scratch_numpy.txt is NumPy's, not an example's: see from_scratch.py.
set -euo pipefail
cd "$(dirname "$0")/../.."

# No training set of the user's is shown or learned from.
for source in crates/feedforward/examples/*.rs; do
  name=$(basename "$source" .rs)
  FEEDFORWARD_DATA=/nowhere/feedforward ${CARGO:-cargo} run --quiet --release --example "$name" |
    sed -E -e 's/[ ]+$//' > "docs/guide/output/$name.txt"
done
