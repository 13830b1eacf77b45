#!/usr/bin/env bash
# Writes what the examples print to docs/guide/output, for the guide to show.
#
# Run it when an example has changed; the test of crates/feedforward/tests/examples.rs says so.
set -euo pipefail
cd "$(dirname "$0")/../.."

# The machine's speed is not shown, and no training set of the user's is learned from.
for source in crates/feedforward/examples/*.rs; do
  name=$(basename "$source" .rs)
  FEEDFORWARD_DATA=/nowhere/feedforward cargo run --quiet --release --example "$name" |
    sed -E -e 's/is [0-9.]+ times as fast/is … times as fast/' -e 's/[ ]+$//' \
      > "docs/guide/output/$name.txt"
done
