//! What a network learns from.

use crate::error::TrainError;
use crate::loss::Loss;
use crate::targets::Targets;
use feedforward_network::{Network, Output};
use ndarray::{ArrayView2, Axis};

/// Inputs and their targets, which are the answers that the network should give.
#[derive(Clone, Copy, Debug)]
pub struct Examples<'a> {
    x: ArrayView2<'a, f32>,
    targets: Targets<'a>,
}

impl<'a> Examples<'a> {
    /// Rows and their classes: for classification.
    ///
    /// # Shapes
    ///
    /// `x [batch, inputs]`, `labels [batch]`.
    pub fn labelled(x: ArrayView2<'a, f32>, labels: &'a [usize]) -> Self {
        Self { x, targets: Targets::Labels(labels) }
    }

    /// Rows and their values: for regression, and for several labels at once.
    ///
    /// # Shapes
    ///
    /// `x [batch, inputs]`, `values [batch, outputs]`.
    pub fn valued(x: ArrayView2<'a, f32>, values: ArrayView2<'a, f32>) -> Self {
        Self { x, targets: Targets::Values(values) }
    }

    /// The inputs, `[batch, inputs]`.
    pub fn x(&self) -> ArrayView2<'a, f32> {
        self.x
    }

    /// The targets.
    pub fn targets(&self) -> Targets<'a> {
        self.targets
    }

    /// The number of examples.
    pub fn len(&self) -> usize {
        self.x.nrows()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Checks that a network with these outputs can be measured by these examples.
    pub(crate) fn check(&self, output: Output, outputs: usize) -> Result<(), TrainError> {
        if self.is_empty() {
            return Err(TrainError::NoExamples);
        }
        let (count, width) = match self.targets {
            Targets::Labels(labels) => (labels.len(), outputs),
            Targets::Values(values) => values.dim(),
        };
        if count != self.len() {
            return Err(TrainError::TargetCount { examples: self.len(), targets: count });
        }
        if width != outputs {
            return Err(TrainError::TargetWidth { outputs, targets: width });
        }
        match self.targets {
            Targets::Labels(labels) => {
                let classes = output.classes(outputs);
                match labels.iter().position(|label| *label >= classes) {
                    Some(index) => {
                        Err(TrainError::Label { index, label: labels[index], outputs, classes })
                    }
                    None => Ok(()),
                }
            }
            Targets::Values(values) if output == Output::Sigmoid => {
                let outside = |(_, value): &(_, &f32)| !(0.0..=1.0).contains(*value);
                match values.indexed_iter().find(outside) {
                    Some(((index, output), &value)) => {
                        Err(TrainError::Probability { index, output, value })
                    }
                    None => Ok(()),
                }
            }
            Targets::Values(_) => Ok(()),
        }
    }

    /// Checks that `network` can learn from these examples.
    pub(crate) fn check_learnable(&self, network: &Network) -> Result<(), TrainError> {
        let (targets, output) = (self.targets.kind(), network.output());
        if !Loss::of(output).takes(targets) {
            return Err(TrainError::Loss { targets, output });
        }
        self.check(output, network.outputs())
    }
}

/// Owned copies of some examples: the buffers of a mini-batch, which are kept from one to the next.
#[derive(Debug, Default)]
pub struct Gathered {
    x: Vec<f32>,
    labels: Vec<usize>,
    values: Vec<f32>,
}

impl Gathered {
    /// Overwrites the buffers with the rows at `indices`.
    ///
    /// # Panics
    ///
    /// If there are fewer rows than an index says.
    pub fn gather(&mut self, examples: &Examples<'_>, indices: &[usize]) {
        self.x.clear();
        for &index in indices {
            self.x.extend(examples.x.index_axis(Axis(0), index));
        }
        match examples.targets {
            Targets::Labels(labels) => {
                self.labels.clear();
                self.labels.extend(indices.iter().map(|&index| labels[index]));
            }
            Targets::Values(values) => {
                self.values.clear();
                for &index in indices {
                    self.values.extend(values.index_axis(Axis(0), index));
                }
            }
        }
    }

    /// The inputs, row by row, to be changed before they are learned from.
    pub fn x_mut(&mut self) -> &mut [f32] {
        &mut self.x
    }

    /// The gathered examples, whose shapes and kind of targets are those of `like`.
    #[expect(clippy::missing_panics_doc, reason = "whole rows were gathered")]
    pub fn examples<'a>(&'a self, like: &Examples<'_>) -> Examples<'a> {
        let rows = |data: &'a [f32], width: usize| {
            let count = data.len().checked_div(width).unwrap_or(0);
            ArrayView2::from_shape((count, width), data).expect("whole rows were gathered")
        };
        let x = rows(&self.x, like.x.ncols());
        match like.targets {
            Targets::Labels(_) => Examples::labelled(x, &self.labels),
            Targets::Values(values) => Examples::valued(x, rows(&self.values, values.ncols())),
        }
    }
}
