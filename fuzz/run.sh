#!/usr/bin/env bash
# Runs every fuzz target for so many seconds (300 without an argument) and prints a line a target:
# how many inputs were tried, and whether anything was found. Needs cargo-fuzz.
set -u
cd "$(dirname "$0")/.." || exit 2
seconds=${1:-300}
export RUSTC_BOOTSTRAP=1
status=0
cargo fuzz build --quiet 2>/dev/null || cargo fuzz build || exit 2
for target in $(cargo fuzz list); do
  # A picture is inflated whole before it is shrunk; every other reader stays small.
  memory=512
  [ "$target" = picture ] && memory=1024
  corpus=fuzz/corpus/$target
  mkdir -p "$corpus"
  log=$(cargo fuzz run "$target" "$corpus" "fuzz/seeds/$target" -- -max_total_time="$seconds" \
    -rss_limit_mb="$memory" -malloc_limit_mb="$((memory / 2))" -print_final_stats=1 2>&1)
  if [ $? -eq 0 ]; then verdict=clean; else verdict=FOUND; status=1; printf '%s\n' "$log" | tail -40; fi
  runs=$(printf '%s\n' "$log" | sed -n 's/^stat::number_of_executed_units: *//p')
  printf '%-12s %12s executions in %s s: %s\n' "$target" "${runs:-?}" "$seconds" "$verdict"
done
exit $status
