//! What a network learns from.

use crate::error::TrainError;
use feedforward_network::{Network, Output};
use ndarray::{ArrayView2, Axis};

/// Inputs and what the network should answer to them.
#[derive(Clone, Copy, Debug)]
pub struct Examples<'a> {
    x: ArrayView2<'a, f32>,
    targets: Targets<'a>,
}

/// What a network should answer.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Targets<'a> {
    /// The class of each row, for a network that ends in a softmax.
    Labels(&'a [usize]),
    /// The values of each row, `[batch, outputs]`, for a network that ends in the identity.
    Values(ArrayView2<'a, f32>),
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

    /// Rows and their values: for regression.
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

    /// What should be answered.
    pub fn targets(&self) -> Targets<'a> {
        self.targets
    }

    /// How many examples there are.
    pub fn len(&self) -> usize {
        self.x.nrows()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Checks that a network with so many outputs can be measured by these examples.
    pub(crate) fn check(&self, outputs: usize) -> Result<(), TrainError> {
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
        if let Targets::Labels(labels) = self.targets
            && let Some(index) = labels.iter().position(|label| *label >= outputs)
        {
            return Err(TrainError::Label { index, label: labels[index], outputs });
        }
        Ok(())
    }

    /// Checks that `network` can learn from these examples.
    pub(crate) fn check_learnable(&self, network: &Network) -> Result<(), TrainError> {
        self.check(network.outputs())?;
        let output = network.output();
        match (self.targets, output) {
            (Targets::Labels(_), Output::Softmax) | (Targets::Values(_), Output::Identity) => {
                Ok(())
            }
            (Targets::Labels(_), _) => Err(TrainError::Loss {
                targets: "labels",
                output: output.name(),
                mend: "cross-entropy needs the output softmax",
            }),
            (Targets::Values(_), _) => Err(TrainError::Loss {
                targets: "values",
                output: output.name(),
                mend: "the mean squared error needs the output identity",
            }),
        }
    }
}

/// Owned copies of some examples, the buffers of a mini-batch.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) x: Vec<f32>,
    labels: Vec<usize>,
    values: Vec<f32>,
}

impl Gathered {
    /// Overwrites the buffers with the rows that `indices` name.
    pub(crate) fn gather(&mut self, examples: &Examples<'_>, indices: &[usize]) {
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

    /// The gathered examples, which are of the same kind as `like`.
    pub(crate) fn examples<'a>(&'a self, like: &Examples<'_>) -> Examples<'a> {
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
