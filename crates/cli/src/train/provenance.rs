//! What the file of a trained network says of its origin.

use super::TrainArgs;
use crate::set::NamedSet;
use clap::ValueEnum;
use feedforward::digits::CLASSES;
use feedforward::files::{Description, Input};
use feedforward::training::Trained;
use std::fmt::Write;

impl TrainArgs {
    /// The description of the file. Nothing in it depends on where, when or with how many threads
    /// the network was trained.
    pub(super) fn describe(&self, set: &NamedSet, trained: &Trained) -> Description {
        let (height, width) = set.digits.image_size();
        let provenance = [
            ("command", self.command()),
            ("made_by", concat!("feedforward ", env!("CARGO_PKG_VERSION")).to_owned()),
            ("kept_epoch", trained.kept.to_string()),
            ("data_sha256", set.digits.sha256()),
            ("examples", set.digits.len().to_string()),
        ];
        let provenance = provenance.into_iter().map(|(key, value)| (key.to_owned(), value));
        Description {
            labels: (0..CLASSES).map(|class| class.to_string()).collect(),
            input: Some(Input { shape: vec![height, width], ..Input::mnist() }),
            provenance: provenance.collect(),
        }
    }

    /// The command that makes the same file again, given the same data.
    fn command(&self) -> String {
        let hidden: Vec<_> = self.hidden_layers.iter().map(usize::to_string).collect();
        let flags = [
            ("hidden-layers", Some(hidden.join(","))),
            ("activation", Some(self.activation.to_string())),
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
