//! A command line that cannot be read, as one sentence: what was expected, what was found, how to
//! fix it.

use crate::similar::{did_you_mean, nearest};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error;
use std::ffi::OsString;

/// The sentence for an error of `words`; `None` for a request of help or of the version.
pub(crate) fn sentence(
    error: &clap::Error,
    tree: &clap::Command,
    words: &[OsString],
) -> Option<String> {
    let (name, command) = reached(tree, words);
    let text = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return None,
        ErrorKind::ValueValidation => wrong_value(error)?,
        ErrorKind::InvalidValue => wrong_name(error)?,
        ErrorKind::InvalidSubcommand => unknown_command(error, &name, command)?,
        ErrorKind::UnknownArgument => unknown_argument(error, &name, command)?,
        ErrorKind::MissingRequiredArgument => {
            let missing = list(error, ContextKind::InvalidArg);
            format!("{name} needs {}; see {name} --help", missing.join(" and "))
        }
        ErrorKind::ArgumentConflict => conflict(error),
        _ => {
            let text = error.to_string();
            text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
    };
    Some(text)
}

/// The command that the words lead to, and its name with those that lead to it.
fn reached<'a>(tree: &'a clap::Command, words: &[OsString]) -> (String, &'a clap::Command) {
    let (mut name, mut command) = (tree.get_name().to_owned(), tree);
    for word in words.iter().skip(1).filter(|word| *word != "help") {
        let Some(next) = command.find_subcommand(word) else { break };
        (name, command) = (format!("{name} {}", next.get_name()), next);
    }
    (name, command)
}

fn one(error: &clap::Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text),
        ContextValue::Strings(texts) => texts.first().map(String::as_str),
        _ => None,
    }
}

fn list(error: &clap::Error, kind: ContextKind) -> Vec<&str> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text],
        Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A flag without its value, `--batch` of `--batch <N>`; a place without its brackets.
fn flag(arg: &str) -> &str {
    match arg.starts_with('-') {
        true => arg.split(' ').next().unwrap_or(arg),
        false => arg.trim_matches(['<', '>', '[', ']', '.']),
    }
}

/// What a sentence about a flag's value begins with: nothing for a value that stands alone.
fn beginning(arg: &str) -> String {
    match arg.starts_with('-') {
        true => format!("{}: ", flag(arg)),
        false => String::new(),
    }
}

fn wrong_value(error: &clap::Error) -> Option<String> {
    let flag = beginning(one(error, ContextKind::InvalidArg)?);
    let found = one(error, ContextKind::InvalidValue)?;
    let expected = error.source()?.to_string();
    let is_told = expected.contains("found ") || !expected.starts_with("expected ");
    Some(match is_told {
        true => format!("{flag}{expected}"),
        false if found.is_empty() => format!("{flag}{expected}, found nothing"),
        false => format!("{flag}{expected}, found '{found}'"),
    })
}

fn wrong_name(error: &clap::Error) -> Option<String> {
    let arg = one(error, ContextKind::InvalidArg)?;
    let (flag, beginning) = (flag(arg), beginning(arg));
    let found = one(error, ContextKind::InvalidValue).unwrap_or_default();
    let names = list(error, ContextKind::ValidValue);
    let expected = match names.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        Some((only, _)) => (*only).to_owned(),
        None => return Some(format!("{flag} needs a value")),
    };
    Some(match found {
        "" => format!("{flag} needs a value: {expected}"),
        found => {
            let tip = did_you_mean(nearest(found, names));
            format!("{beginning}expected {expected}, found '{found}'{tip}")
        }
    })
}

fn unknown_command(error: &clap::Error, name: &str, command: &clap::Command) -> Option<String> {
    let found = one(error, ContextKind::InvalidSubcommand)?;
    let names = command.get_subcommands().map(clap::Command::get_name);
    // A flag of the root that was taken for a command, and the group of a command left out.
    let flag = ["version", "help"].into_iter().find(|flag| *flag == found);
    let within = command.get_subcommands().find(|group| group.find_subcommand(found).is_some());
    let meant = match (flag, within) {
        (Some(flag), _) => Some(format!("{name} --{flag}")),
        (_, Some(group)) => Some(format!("{name} {} {found}", group.get_name())),
        _ => nearest(found, names).map(str::to_owned),
    };
    Some(format!("{name} has no command '{found}'{}", or_help(meant.as_deref(), name)))
}

fn unknown_argument(error: &clap::Error, name: &str, command: &clap::Command) -> Option<String> {
    let found = one(error, ContextKind::InvalidArg)?;
    let tip = or_help(one(error, ContextKind::SuggestedArg), name);
    let is_number = found.trim_end_matches(',').parse::<f64>().is_ok();
    Some(match found.starts_with('-') {
        true if !is_number => format!("{name} has no flag {found}{tip}"),
        _ if is_number => format!(
            "{name} does not take '{found}' here: write several values of a flag with commas and \
             without spaces, such as 50,100"
        ),
        // A file of weights, where only the flag takes one.
        _ if command.get_positionals().next().is_none() && has_flag(command, "model") => {
            format!("{name} does not take '{found}' here; did you mean --model {found}?")
        }
        _ => format!("{name} does not take '{found}' here{tip}"),
    })
}

fn has_flag(command: &clap::Command, name: &str) -> bool {
    command.get_arguments().any(|arg| arg.get_long() == Some(name))
}

/// What was meant, as a question, or else where to look.
fn or_help(meant: Option<&str>, name: &str) -> String {
    match meant {
        Some(_) => did_you_mean(meant),
        None => format!("; see {name} --help"),
    }
}

fn conflict(error: &clap::Error) -> String {
    let arg = flag(one(error, ContextKind::InvalidArg).unwrap_or_default());
    let others: Vec<_> = list(error, ContextKind::PriorArg).into_iter().map(flag).collect();
    match others[..] {
        [other] if other == arg => format!("{arg} is given more than once: give it once"),
        _ => format!("{arg} and {} exclude each other: give one of them", others.join(", ")),
    }
}
