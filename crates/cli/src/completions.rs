//! `feedforward completions`: scripts for shells.

use crate::console::Console;
use crate::outcome::Outcome;
use clap::{Args, Command};
use clap_complete::Shell;

/// Print a script that completes commands and flags in a shell.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  feedforward completions bash > ~/.local/share/bash-completion/completions/feedforward")]
pub(crate) struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

/// Prints the script for all commands, whose root is `tree`.
pub(crate) fn run(
    args: &CompletionsArgs,
    tree: Command,
    console: &mut Console,
) -> anyhow::Result<Outcome> {
    console.out().write_all(&script(args.shell, tree))?;
    Ok(Outcome::Done)
}

/// The script, made in memory: the generator panics if it cannot write.
pub(crate) fn script(shell: Shell, mut tree: Command) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut tree, "feedforward", &mut script);
    script
}
