//! The command `feedforward`: run, look into and train fully connected networks.
//!
//! Exit status: 0 done; 1 it ran and the answer is no (a check failed); 2 bad usage or bad
//! input. Results go to stdout, notes, progress and errors to stderr.
#![forbid(unsafe_code)]

mod args;
mod bench;
mod columns;
mod console;
mod dataset;
mod evaluate;
mod inspect;
mod model;
mod plot;
mod predict;
mod rows;
mod set;
mod train;

use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use console::Console;
use std::io;
use std::process::ExitCode;

/// What a command has to say by its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// Done.
    Yes,
    /// It ran, and a check failed.
    No,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut console = Console::new();
    let done = run(cli.command, &mut console).and_then(|answer| {
        console.answer(answer);
        console.finish()
    });
    match done {
        Ok(()) => console.status(),
        // Whoever reads our output has seen enough, as `head` does; the answer stands.
        Err(error) if is_broken_pipe(&error) => console.status(),
        Err(error) => {
            console::error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command, console: &mut Console) -> anyhow::Result<Answer> {
    match command {
        Command::Evaluate(args) => evaluate::run(&args, console),
        Command::Predict(args) => predict::run(&args, console),
        Command::Inspect(args) => inspect::run(&args, console),
        Command::Bench(args) => bench::run(&args, console),
        Command::Train(args) => train::run(&args, console),
        Command::Dataset(command) => dataset::run(&command, console),
        Command::Plot(command) => plot::run(&command, console),
        Command::Completions { shell } => {
            // Made in memory: the generator panics where it cannot write.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "feedforward", &mut script);
            console.out().write_all(&script)?;
            Ok(Answer::Yes)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
