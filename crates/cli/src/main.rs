//! The command `feedforward`: run, understand and train fully connected neural networks.
//!
//! Results go to stdout; notes, progress and errors go to stderr. [`Outcome`] says what the exit
//! status means.
#![forbid(unsafe_code)]

mod batching;
mod bench;
mod cli;
mod completions;
mod console;
mod count;
mod dataset;
mod digit_text;
mod evaluate;
mod flags;
mod hints;
mod inputs;
mod inspect;
mod label;
mod model;
mod named;
mod outcome;
mod page;
mod plot;
mod predict;
mod set;
mod shown;
mod similar;
mod source;
mod spread;
mod stop;
mod table;
mod target;
mod train;
mod usage;
mod value;
mod why;

use cli::Cli;
use console::Console;
use outcome::Outcome;
use std::process::ExitCode;

fn main() -> ExitCode {
    run()
        .unwrap_or_else(|error| {
            console::error(&error);
            Outcome::Refused
        })
        .into()
}

fn run() -> anyhow::Result<Outcome> {
    let cli = Cli::read()?;
    let mut console = Console::new();
    let outcome = cli.command.run(&mut console)?;
    console.finish()?;
    Ok(outcome)
}
