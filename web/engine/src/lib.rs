//! The engine behind the page: feedforward for a browser, as calls by name.
//!
//! [`Engine::call`] takes and gives [`Value`]s, which the module `binding` turns into JavaScript's and
//! back; everything else is plain Rust and tested as such. What each call does is in
//! `web/site/engine/engine.d.ts`.

mod arguments;
#[cfg(target_arch = "wasm32")]
pub mod binding;
mod digits;
mod engine;
mod error;
mod learning;
mod lesson;
mod networks;
mod pictures;
mod points;
mod session;
mod small;
mod value;
mod why;

pub use engine::Engine;
pub use error::EngineError;
pub use value::Value;
