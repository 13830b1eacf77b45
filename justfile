# The same steps as in .ci/run, by name: `just NAME`, with https://just.systems.

# Everything that must hold before a change lands.
ci:
    .ci/run

# The README's main command.
evaluate:
    cargo run --release -- evaluate

test:
    cargo test --workspace

lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings

doc:
    cargo doc --workspace --no-deps --open

# The guide, in target/guide; needs mdbook and mathcore.
guide:
    docs/guide/build.sh

# Every fuzz target for so many seconds.
fuzz seconds="300":
    fuzz/run.sh {{seconds}}

# Packs every crate and uses the packages from a crate outside the workspace.
package:
    .ci/package

# Modules that import each other in a loop.
import-loops:
    .ci/import-loops

# Licences, banned crates and sources of the dependencies; needs cargo-deny.
deny:
    cargo deny --offline check --hide-inclusion-graph licenses bans sources
