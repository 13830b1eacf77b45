//! The tree of commands.

use crate::console::Console;
use crate::outcome::Outcome;
use crate::{
    bench, completions, dataset, evaluate, inspect, label, page, plot, predict, train, usage,
};
use anyhow::anyhow;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use feedforward::Isa;
use std::env;
use std::ffi::OsString;

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
    Label(label::LabelArgs),
    #[command(subcommand)]
    Dataset(dataset::DatasetCommand),
    #[command(subcommand)]
    Plot(plot::PlotCommand),
    Page(page::PageArgs),
    Completions(completions::CompletionsArgs),
}

impl Cli {
    /// The command line. Where it requests help or the version, that is printed and the process
    /// ends.
    pub(crate) fn read() -> anyhow::Result<Self> {
        let words: Vec<OsString> = env::args_os().collect();
        Self::parse_words(&words).map_err(|error| {
            match usage::sentence(&error, &Self::tree(), &words) {
                Some(sentence) => anyhow!(sentence),
                None => error.exit(),
            }
        })
    }

    fn parse_words(words: &[OsString]) -> Result<Self, clap::Error> {
        Self::from_arg_matches(&Self::tree().try_get_matches_from(words)?)
    }

    /// The tree of commands. A number below zero is a flag's value, which the flag's own parser
    /// refuses, and no flag.
    fn tree() -> clap::Command {
        fn prepared(command: clap::Command) -> clap::Command {
            let has_value =
                |arg: &clap::Arg| arg.get_action().takes_values() && !arg.is_positional();
            command
                .mut_args(|arg| match has_value(&arg) {
                    true => arg.allow_negative_numbers(true),
                    false => arg,
                })
                .mut_subcommands(prepared)
        }
        prepared(Self::command())
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
            Self::Label(args) => label::run(args, console),
            Self::Dataset(command) => dataset::run(command, console),
            Self::Plot(command) => plot::run(command, console),
            Self::Page(args) => page::run(args, console),
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
  feedforward page                            draw digits and train networks in the browser

Exit status: 0 done; 1 a check failed; 2 bad usage or bad input; 130 training was stopped by Ctrl-C.
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
                // No example has a space within quotes.
                let words = example.split_whitespace().map(|word| word.trim_matches('\''));
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
        let list = |names: Vec<String>| format!("[possible values: {}", names.join(", "));
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

    /// What is said of a command line that cannot be read.
    fn refusal(words: &[&str]) -> String {
        let words: Vec<OsString> =
            [&["feedforward"], words].concat().into_iter().map(OsString::from).collect();
        let error = Cli::parse_words(&words).unwrap_err();
        usage::sentence(&error, &Cli::tree(), &words).unwrap()
    }

    #[test]
    fn a_refusal_is_one_sentence_with_what_was_found() {
        for (words, sentence) in [
            (
                &["evaluate", "--batch", "many"][..],
                "--batch: expected a whole number from 1, found 'many'",
            ),
            (&["predict", "--batch", "-1"], "--batch: expected a whole number from 1, found '-1'"),
            (&["train", "--epochs", "-1"], "--epochs: expected a whole number from 0, found '-1'"),
            (&["train", "--seed", "a"], "--seed: expected a whole number from 0, found 'a'"),
            (
                &["bench", "--seconds", "0"],
                "--seconds: expected seconds above 0 and up to 3600, such as 0.7, found '0'",
            ),
            (
                &["plot", "network", "--width", "5"],
                "--width: expected a whole number from 300 to 4000, found '5'",
            ),
            (
                &["train", "--optimizer", "adm"],
                "--optimizer: expected sgd, momentum or adam, found 'adm'; did you mean adam?",
            ),
            (
                &["bench", "--batch", "1,,2"],
                "--batch: expected a whole number from 1, found nothing",
            ),
            (&["train", "--optimizer"], "--optimizer needs a value: sgd, momentum or adam"),
            (&["evaluate", "--batch"], "--batch needs a value"),
        ] {
            assert_eq!(refusal(words), sentence, "{words:?}");
        }
    }

    #[test]
    fn a_command_or_flag_that_there_is_not_is_told_from_near_ones() {
        for (words, sentence) in [
            (
                &["version"][..],
                "feedforward has no command 'version'; did you mean feedforward --version?",
            ),
            (&["help", "trian"], "feedforward has no command 'trian'; did you mean train?"),
            (&["trian"], "feedforward has no command 'trian'; did you mean train?"),
            (
                &["download"],
                "feedforward has no command 'download'; did you mean feedforward dataset download?",
            ),
            (
                &["plot", "activaton"],
                "feedforward plot has no command 'activaton'; did you mean activation?",
            ),
            (&["fly"], "feedforward has no command 'fly'; see feedforward --help"),
            (
                &["evaluate", "--modle", "x"],
                "feedforward evaluate has no flag --modle; did you mean --model?",
            ),
            (
                &["train", "--hidden-layers", "50", "100"],
                "feedforward train does not take '100' here: write several values of a flag with commas and without spaces, such as 50,100",
            ),
            (
                &["evaluate", "a", "--model", "b"],
                "MODEL and --model exclude each other: give one of them",
            ),
            (
                &["evaluate", "--batch", "1", "--batch", "2"],
                "--batch is given more than once: give it once",
            ),
        ] {
            assert_eq!(refusal(words), sentence, "{words:?}");
        }
        assert_eq!(
            refusal(&["plot", "weights", "book.pkl"]),
            "feedforward plot weights does not take 'book.pkl' here; did you mean --model book.pkl?"
        );
        let missing = refusal(&["plot", "training"]);
        assert_eq!(
            missing,
            "feedforward plot training needs <HISTORY>; see feedforward plot training --help"
        );
    }

    #[test]
    fn no_flag_answers_with_the_words_of_a_parsing_library() {
        for (name, command) in commands() {
            for arg in command.get_arguments().filter_map(clap::Arg::get_long) {
                for value in ["many", "-1", "1e", "0x", ""] {
                    let path: Vec<_> = name.split(' ').skip(1).collect();
                    let flag = format!("--{arg}={value}");
                    let words = ["feedforward"].into_iter().chain(path).chain([flag.as_str()]);
                    let words: Vec<_> = words.map(OsString::from).collect();
                    let Err(error) = Cli::parse_words(&words) else { continue };
                    let Some(text) = usage::sentence(&error, &Cli::tree(), &words) else {
                        continue;
                    };
                    for raw in ["digit found", "literal", "non-zero", "target type", "..=", "tip:"]
                    {
                        assert!(!text.contains(raw), "{flag}: {text}");
                    }
                }
            }
        }
    }
}
