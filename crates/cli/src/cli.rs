//! The tree of commands.

use crate::console::Console;
use crate::outcome::Outcome;
use crate::{bench, completions, dataset, evaluate, inspect, plot, predict, shown, train};
use clap::{CommandFactory, Parser, Subcommand};
use feedforward::Isa;

/// Run, understand and train fully connected neural networks.
#[derive(Debug, Parser)]
#[command(
    name = "feedforward",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = after_help()
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Evaluate(evaluate::EvaluateArgs),
    Predict(predict::PredictArgs),
    Inspect(inspect::InspectArgs),
    Bench(bench::BenchArgs),
    Train(train::TrainArgs),
    #[command(subcommand)]
    Dataset(dataset::DatasetCommand),
    #[command(subcommand)]
    Plot(plot::PlotCommand),
    Completions(completions::CompletionsArgs),
}

impl Cli {
    /// The command line, or an end with status 2 where it cannot be read.
    pub(crate) fn read() -> Self {
        Self::try_parse().unwrap_or_else(|error| shown::usage(error).exit())
    }
}

impl Command {
    pub(crate) fn run(&self, console: &mut Console) -> anyhow::Result<Outcome> {
        match self {
            Self::Evaluate(args) => evaluate::run(args, console),
            Self::Predict(args) => predict::run(args, console),
            Self::Inspect(args) => inspect::run(args, console),
            Self::Bench(args) => bench::run(args, console),
            Self::Train(args) => train::run(args, console),
            Self::Dataset(command) => dataset::run(command, console),
            Self::Plot(command) => plot::run(command, console),
            Self::Completions(args) => completions::run(args, Cli::command(), console),
        }
    }
}

fn after_help() -> String {
    format!(
        "Examples:
  feedforward evaluate                        the built-in network on MNIST's 10,000 test digits
  feedforward predict my-seven.png            which digit a picture shows, and how sure that is
  feedforward inspect weights.pkl             what is in a file of weights
  feedforward train -o mine.safetensors       train a network of your own
  feedforward plot activation sigmoid step    draw graphs; -o writes them to a file

Exit status: 0 done; 1 a check failed; 2 bad usage or bad input.
The environment variable FEEDFORWARD_ISA forces an instruction set: {}. Results do not depend on it.",
        Isa::ALL.map(Isa::name).join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum;
    use clap_complete::Shell;
    use feedforward::{Activation, Output};

    /// Every command of the tree, with the names that lead to it.
    fn commands() -> Vec<(String, clap::Command)> {
        fn collect(path: &str, command: &clap::Command, all: &mut Vec<(String, clap::Command)>) {
            let path = format!("{path} {}", command.get_name()).trim().to_owned();
            all.push((path.clone(), command.clone()));
            command.get_subcommands().for_each(|command| collect(&path, command, all));
        }
        let mut all = Vec::new();
        collect("", &Cli::command(), &mut all);
        all
    }

    /// The command lines among the examples of a help text, without their explanations.
    fn examples(command: &clap::Command) -> Vec<String> {
        let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let lines = text.lines().filter(|line| line.starts_with("  feedforward"));
        // An explanation stands after two spaces or more, a shell's redirection after one.
        let lines = lines.filter_map(|line| line.trim().split("  ").next()?.split(" > ").next());
        lines.map(str::to_owned).collect()
    }

    #[test]
    fn the_tree_of_commands_is_sound() {
        Cli::command().debug_assert();
        let names: Vec<_> = commands().into_iter().map(|(name, _)| name).collect();
        assert!(names.contains(&"feedforward plot network".to_owned()), "{names:?}");
    }

    #[test]
    fn every_help_text_has_examples_that_are_command_lines() {
        for (name, command) in commands() {
            let examples = examples(&command);
            // A group's commands have their own.
            let is_group = command.has_subcommands();
            assert!(is_group || examples.iter().any(|line| line.starts_with(&name)), "{name}");
            for example in examples {
                let words = example.split_whitespace();
                Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{example}: {error}"));
            }
        }
    }

    #[test]
    fn lists_in_help_texts_are_those_of_the_enums() {
        let all = commands();
        let help = |name: &str| {
            let (_, command) = all.iter().find(|(found, _)| found == name).unwrap();
            // Names are not broken over lines.
            command.clone().term_width(0).render_long_help().to_string()
        };
        let list = |names: Vec<String>| format!("[possible values: {}]", names.join(", "));
        let activations = list(Activation::ALL.iter().map(ToString::to_string).collect());
        let outputs = list(Output::ALL.iter().map(ToString::to_string).collect());
        assert!(help("feedforward evaluate").contains(&activations));
        assert!(help("feedforward evaluate").contains(&outputs));
        // `exp` is drawn, too.
        assert!(help("feedforward plot activation").contains(activations.trim_end_matches(']')));
        let isas = Isa::ALL.map(Isa::name).join(", ");
        assert!(help("feedforward").replace('\n', " ").contains(&isas));
    }

    #[test]
    fn completions_of_every_shell_name_every_command_and_activation() {
        let commands = commands().into_iter().map(|(_, command)| command.get_name().to_owned());
        let activations = Activation::ALL.iter().map(|activation| activation.name().to_owned());
        let names: Vec<_> = commands.chain(activations).collect();
        for &shell in Shell::value_variants() {
            let script = completions::script(shell, Cli::command());
            let script = String::from_utf8(script).unwrap();
            for name in &names {
                // Elvish and PowerShell complete no values.
                let is_value = name.parse::<Activation>().is_ok();
                if !is_value || !matches!(shell, Shell::Elvish | Shell::PowerShell) {
                    assert!(script.contains(name), "{shell}: {name}");
                }
            }
        }
    }

    #[test]
    fn words_that_cannot_be_read_are_escaped() {
        for words in [
            &["evaluate", "a\x1b\u{202e}\n"][..],
            &["a\x1b\u{202e}\n"],
            &["evaluate", "--hidden", "a\x1b\u{202e}\n"],
            &["evaluate", "--hidden", "(a\x1b\u{202e}\n)"],
            &["evaluate", "--batch", "a\x1b\u{202e}\n"],
            &["predict", "--index", "a\x1b\u{202e}\n"],
            &["evaluate", "--a\x1b\u{202e}\n"],
        ] {
            let error = Cli::try_parse_from([&["feedforward"], words].concat()).unwrap_err();
            let shown = shown::usage(error).to_string();
            let line = shown.lines().next().unwrap();
            assert!(line.contains("a\\u{1b}\\u{202e}\\n"), "{shown}");
            assert!(shown.lines().all(|line| line.chars().all(shown::is_printable)), "{shown}");
        }
    }
}
