#!/usr/bin/env bash
# Writes src/list.rs anew: one row for each file of site/ that a browser asks for.
#
# Files of data are left out, because other crates embed them, and so are declarations of types.
set -euo pipefail
cd "$(dirname "$0")"
{
  cat << 'RUST'
//! The rows, written by `web/list.sh` from what is in `web/site`.

use crate::File;

macro_rules! rows {
    ($($path:literal)*) => {
        &[$(File { path: $path, bytes: include_bytes!(concat!("../site/", $path)) }),*]
    };
}

/// Every file of the site but the data.
pub(crate) static LISTED: &[File] = rows! {
RUST
  (cd site && find . -type f ! -path './data/*' ! -name '*.d.ts' ! -name '.*') |
    sed 's|^\./\(.*\)$|    "\1"|' | LC_ALL=C sort
  printf '};\n'
} > src/list.rs
