//! Makes the JavaScript beside a WebAssembly module: `feedforward-bindgen MODULE FOLDER NAME`.

use anyhow::{Context, Result};
use std::env;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let [module, folder, name] = env::args()
        .skip(1)
        .collect::<Vec<_>>()
        .try_into()
        .ok()
        .context("expected MODULE FOLDER NAME")?;
    Bindgen::new()
        .input_path(module)
        .out_name(&name)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
}
