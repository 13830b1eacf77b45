//! What the file of a trained network says of its origin.

use super::TrainArgs;
use super::start::{Start, StartFile, input};
use crate::flags::SplitChoice;
use crate::set::NamedSet;
use crate::shown::Foreign;
use clap::ValueEnum;
use feedforward::digits::CLASSES;
use feedforward::files::Description;
use feedforward::training::{Stopped, Trained};
use std::fmt::Write;

/// The keys under which SHA-256 of all digits is kept that a network has learned from.
const LEARNED_FROM: [&str; 2] = ["data_sha256", "from_data_sha256"];

/// SHA-256 of the sets that a network has learned from, as far as its file says.
pub(crate) fn learned_from(description: &Description) -> impl Iterator<Item = &str> {
    let provenance = &description.provenance;
    LEARNED_FROM.iter().filter_map(|key| provenance.get(*key)).flat_map(|all| all.split(' '))
}

impl TrainArgs {
    /// The description of the file. Nothing in it depends on where, when or with how many threads
    /// the network was trained.
    pub(super) fn describe(&self, set: &NamedSet, start: &Start, trained: &Trained) -> Description {
        let data = set.digits.sha256();
        let mut provenance = vec![
            ("command", self.command()),
            ("made_by", concat!("feedforward ", env!("CARGO_PKG_VERSION")).to_owned()),
            ("kept_epoch", trained.kept.to_string()),
            ("examples", set.digits.len().to_string()),
        ];
        if let Some(Stopped { epoch, step, steps, .. }) = trained.stopped {
            provenance.push(("stopped", format!("in epoch {epoch}, after step {step} of {steps}")));
        }
        let mut description = Description {
            labels: (0..CLASSES).map(|class| class.to_string()).collect(),
            input: Some(input(&set.digits)),
            ..Description::default()
        };
        if let Some(StartFile { model, sha256 }) = &start.file {
            let before = model.description();
            let earlier: Vec<_> = learned_from(before).filter(|earlier| *earlier != data).collect();
            provenance.push(("from_sha256", sha256.clone()));
            if !earlier.is_empty() {
                provenance.push(("from_data_sha256", earlier.join(" ")));
            }
            description = before.clone();
        }
        provenance.push(("data_sha256", data));
        let provenance = provenance.into_iter().map(|(key, value)| (key.to_owned(), value));
        Description { provenance: provenance.collect(), ..description }
    }

    /// The command that makes the same file again, given the same data.
    fn command(&self) -> String {
        let hidden: Vec<_> = self.hidden_layers.iter().map(usize::to_string).collect();
        let from = self.from.as_ref().map(|path| Foreign::path(path).to_string());
        // What a file states is not for flags to say.
        let of_random = |value: String| from.is_none().then_some(value);
        let is_test = self.split == SplitChoice::Test;
        let flags = [
            ("split", is_test.then(|| name(self.split)).flatten()),
            ("from", from.clone()),
            ("hidden-layers", of_random(hidden.join(","))),
            ("activation", of_random(self.activation.to_string())),
            ("initialization", self.initialization.map(|name| name.to_string())),
            ("optimizer", name(self.optimizer)),
            ("learning-rate", Some(self.learning_rate().to_string())),
            ("schedule", name(self.schedule)),
            ("weight-decay", Some(self.weight_decay.to_string())),
            ("batch", Some(self.batch.to_string())),
            ("epochs", Some(self.epochs.to_string())),
            ("validation", Some(self.validation.to_string())),
            ("keep", name(self.keep)),
            ("seed", Some(self.seed.to_string())),
        ];
        let mut command = "feedforward train".to_owned();
        for (flag, value) in flags {
            if let Some(value) = value {
                let _ = write!(command, " --{flag} {value}");
            }
        }
        if self.augment {
            command.push_str(" --augment");
        }
        command
    }
}

/// The name by which a flag takes a choice.
fn name(choice: impl ValueEnum) -> Option<String> {
    Some(choice.to_possible_value()?.get_name().to_owned())
}
