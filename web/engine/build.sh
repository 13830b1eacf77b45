#!/usr/bin/env bash
# Builds the engine of the page into web/site/engine: two WebAssembly modules, for browsers with and
# without relaxed SIMD, and the JavaScript that both share; and the module that reads files of pictures.
#
# With Debian's compiler for browsers (rustc-web, rust-web-src, lld) cargo builds the standard library
# from its source; elsewhere `rustup target add wasm32-unknown-unknown` has it ready-made. built.json says of
# which sources the modules were made: `build.sh --check` says whether they are still the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
site=${FEEDFORWARD_SITE:-$root/web/site}/engine
started=$SECONDS

# SHA-256 of everything that goes into the modules.
sources() {
  git ls-files -z web/engine/{Cargo.toml,Cargo.lock,build.sh,src,bindgen,pictures} crates/digits/data \
    crates/{bytes,digits,explain,feedforward,files,kernels,network,train}/{Cargo.toml,src} |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1
}

if [ "${1:-}" = --check ]; then
  grep --quiet "$(sources)" "$site/built.json" && exit 0
  echo 'The sources of the engine have changed since it was built: run web/engine/build.sh'
  exit 1
fi

step() {
  printf '== %s (after %d s)\n' "$*" "$((SECONDS - started))"
  "$@"
}

export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target/engine}
manifest=web/engine/Cargo.toml
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS

# The tool that makes the JavaScript is a program of this machine, built by the ordinary toolchain.
step "${CARGO:-cargo}" build --locked --quiet --manifest-path "$manifest" --package feedforward-bindgen
bindgen=$CARGO_TARGET_DIR/debug/feedforward-bindgen

wasm=(--locked --quiet --release --manifest-path "$manifest" --lib --target wasm32-unknown-unknown)
linker=()
if [ -e /usr/lib/rustlib/src/rust/library/std ] && command -v wasm-ld > /dev/null &&
    [ -x /usr/bin/rustc ]; then
  export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
  wasm+=(-Zbuild-std=std,panic_abort)
  linker=(-Clinker=wasm-ld)
  source=/usr/lib/rustlib/src/rust
elif [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then
  source=$(rustc --print sysroot)/lib/rustlib/src/rust
else
  echo 'No target wasm32-unknown-unknown. On Debian: apt-get install rustc-web rust-web-src lld'
  echo 'Elsewhere: rustup target add wasm32-unknown-unknown'
  exit 1
fi

# The same paths on every machine, so that the modules do not name this one's.
paths=("--remap-path-prefix=$root=." "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
  "--remap-path-prefix=$source=rust")
made=$CARGO_TARGET_DIR/made
rm -rf "$made"
mkdir -p "$made"
# A folder for each set of features, so that neither is built again when only the other has to be.
tools=$CARGO_TARGET_DIR
# NAME PACKAGE: one module, with its JavaScript.
module() {
  step "${CARGO:-cargo}" build "${wasm[@]}" --package "$2"
  cp "$CARGO_TARGET_DIR/wasm32-unknown-unknown/release/${2//-/_}.wasm" "$made/$1.wasm"
  step "$bindgen" "$made/$1.wasm" "$made/$1" "${1%_relaxed}"
}
for name in engine engine_relaxed; do
  export CARGO_TARGET_DIR=$tools/$name
  features=+simd128,+bulk-memory
  [ $name = engine ] || features+=,+relaxed-simd
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Ctarget-feature=$features ${linker[*]} ${paths[*]}"
  module "$name" feedforward-engine
  # It is no faster with relaxed SIMD.
  [ $name != engine ] || module pictures feedforward-pictures
done
# One program drives both modules.
cmp "$made/engine/engine.js" "$made/engine_relaxed/engine.js"
if grep --quiet "$root\|$HOME/" "$made"/*/*_bg.wasm; then
  echo 'a module names a folder of this machine'
  exit 1
fi
bindings() {
  echo '// @ts-nocheck'
  echo '// Made by wasm-bindgen; see web/engine/build.sh.'
  cat "$1"
}
bindings "$made/engine/engine.js" > "$site/bindings.js"
bindings "$made/pictures/pictures.js" > "$site/pictures.js"
cp "$made/engine/engine_bg.wasm" "$site/engine.wasm"
cp "$made/engine_relaxed/engine_bg.wasm" "$site/engine_relaxed.wasm"
cp "$made/pictures/pictures_bg.wasm" "$site/pictures.wasm"
files=(engine.wasm engine_relaxed.wasm bindings.js pictures.wasm pictures.js)
{
  printf '{\n  "sources": "%s"' "$(sources)"
  for file in "${files[@]}"; do
    printf ',\n  "%s": "%s"' "$file" "$(sha256sum < "$site/$file" | cut -d ' ' -f 1)"
  done
  printf '\n}\n'
} > "$site/built.json"
for file in "${files[@]}"; do
  printf '%s: %d bytes, %d with gzip\n' "$file" "$(wc -c < "$site/$file")" \
    "$(gzip -9 < "$site/$file" | wc -c)"
done
printf 'built in %d s\n' "$((SECONDS - started))"
