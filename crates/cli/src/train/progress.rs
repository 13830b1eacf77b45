//! Training with its progress shown, until Ctrl-C.

use crate::console::progress;
use crate::stop::Stop;
use feedforward::Network;
use feedforward::training::{Epoch, Event, Examples, TrainOptions, Trained, train_while};
use indicatif::{ProgressBar, ProgressStyle};
use std::ops::ControlFlow;

/// Trains, with a progress bar on a terminal, and a line for each epoch.
pub(super) fn learn(
    network: &Network,
    examples: Examples<'_>,
    options: &TrainOptions,
    stop: &Stop,
) -> anyhow::Result<Trained> {
    let bar = ProgressBar::no_length();
    let style = "{prefix} {wide_bar} {percent} %, {eta} left  {msg}";
    bar.set_style(ProgressStyle::with_template(style)?);
    let observe = |event: Event<'_>| {
        match event {
            Event::Step { epoch, step, steps, loss, accuracy } => {
                bar.set_length((steps * options.epochs) as u64);
                bar.set_prefix(format!("epoch {epoch}/{}, step {step}/{steps}", options.epochs));
                bar.set_message(figures(loss, accuracy));
                bar.set_position(((epoch - 1) * steps + step) as u64);
            }
            Event::Epoch(epoch) => bar.suspend(|| progress(line(epoch, options.epochs))),
            _ => {}
        }
        match stop.is_requested() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    };
    let trained = train_while(network, examples, options, observe);
    bar.finish_and_clear();
    Ok(trained?)
}

fn figures(loss: f64, accuracy: Option<f64>) -> String {
    format!("loss {loss:.4}  accuracy {:.4}", accuracy.unwrap_or_default())
}

fn line(epoch: &Epoch, epochs: usize) -> String {
    let training = figures(epoch.loss, epoch.accuracy);
    let validation = epoch.validation_loss.map_or(String::new(), |loss| {
        format!("   validation {}", figures(loss, epoch.validation_accuracy))
    });
    format!("epoch {:>3}/{epochs}  {training}{validation}", epoch.epoch)
}
