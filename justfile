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

# The guide, in target/guide; needs mdbook.
guide:
    docs/guide/build.sh

# Every fuzz target for so many seconds.
fuzz seconds="300":
    fuzz/run.sh {{seconds}}
