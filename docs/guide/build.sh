#!/usr/bin/env bash
# Builds the guide in both languages: target/guide/en/index.html and target/guide/ko/index.html.
#
# The figures are drawn by the project's own binary and are not kept in the repository, so that
# they cannot fall behind it. Needs mdbook and mathcore:
#
#   cargo install mdbook --locked
#   cargo install math-core-cli --version 0.7.0 --locked
set -euo pipefail
cd "$(dirname "$0")/../.."

require() {
  if ! command -v "$1" > /dev/null; then
    echo "$1 is not here: install it with \`cargo install $2 --locked\`" >&2
    exit 2
  fi
}
require mdbook mdbook
require mathcore 'math-core-cli --version 0.7.0'
cargo build --quiet --release --bin feedforward
feedforward=$(cd "${CARGO_TARGET_DIR:-target}/release" && pwd)/feedforward
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/en" "$work/ko"

# figure NAME ARGUMENTS: what `feedforward plot ARGUMENTS` draws, in the words of each guide's
# language.
figure() {
  for language in en ko; do
    (cd "$work" && "$feedforward" plot "${@:2}" --language $language -o "$language/$1")
  done
}

# The curve of a short training on the digits that the repository holds.
images=crates/digits/data/t10k-images-idx3-ubyte.gz
labels=crates/digits/data/t10k-labels-idx1-ubyte.gz
"$feedforward" train --images $images --labels $labels --validation 1000 --epochs 10 \
  --history "$work/history.json" -o "$work/first.safetensors"

# tests/command/guide.rs reads these lines.
figure neuron.svg neuron
figure boundary.svg boundary
figure side-by-side.svg activation step sigmoid relu --side-by-side
figure sigmoid-step.svg activation step sigmoid
figure activations.svg activation step sigmoid relu
figure derivatives.svg activation sigmoid tanh relu --derivative
figure product.svg product
figure product-layer.svg product --left 1,2 --right 1,3,5/2,4,6 --entry 1,3
figure network-2-3-2-2.svg network --sizes 2,3,2,2 --notation
figure exp.svg activation exp
figure output-layer.svg output-layer
figure network-digits.svg network
figure batch.svg batch
figure confusion.svg confusion
# Pixels as PNG: scaled by a browser, those of an SVG show seams.
figure digits.png digits --index 0-9
figure wrong.png digits --wrong
figure weights.png weights --layer 1
figure training.svg training history.json

# mdbook goes on after a missing include and only says so; here that is a failure.
for language in en ko; do
  pages=docs/guide/$language/src
  rm -rf "$pages/figures"
  cp -r "$work/$language" "$pages/figures"
  mdbook build "docs/guide/$language" 2>&1 | tee "$work/log"
  if grep -E 'WARN|ERROR' "$work/log" > /dev/null; then
    echo "the guide ($language) was built with warnings" >&2
    exit 1
  fi
  # Formulas are written as GitHub reads them, ```math and $`…`$; a page has them as MathML, which
  # browsers typeset without scripts and fonts of ours. One that cannot be read ends the build.
  mathcore --recursive --inline-open '$<code>' --inline-close '</code>$' \
    --block-open '<pre><code class="language-math">' --block-close '</code></pre>' \
    "target/guide/$language"
  # Code from the middle of a function begins at the left edge.
  perl -0777 -pi -e 's{(<code class="language-rust[^>]*>)(.*?)(</code>)}{
    my ($open, $code, $close) = ($1, $2, $3);
    my ($indent) = sort { $a <=> $b } map { length } $code =~ /^( *)(?=[^ \n])/mg;
    $code =~ s/^ {$indent}//mg;
    $open . $code . $close
  }gse' "target/guide/$language"/*.html
done
