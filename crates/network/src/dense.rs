//! A fully connected layer.

use crate::error::NetworkError;
use feedforward_kernels::Activation;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

/// A fully connected layer, y = h(x · weights + bias).
///
/// # Shapes
///
/// `x [batch, inputs]`, `weights [inputs, outputs]`, `bias [outputs]`, `y [batch, outputs]`.
///
/// # Examples
///
/// AND as a perceptron: the neuron fires when the weighted sum exceeds zero.
///
/// ```
/// use feedforward_network::{Activation, Dense};
/// use ndarray::array;
///
/// let and = Dense::new(array![[0.5], [0.5]], array![-0.7], Activation::Step)?;
/// assert_eq!((and.inputs(), and.outputs()), (2, 1));
/// # Ok::<(), feedforward_network::NetworkError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Dense {
    weights: Array2<f32>,
    bias: Array1<f32>,
    activation: Activation,
}

impl Dense {
    /// A layer of `weights [inputs, outputs]` and `bias [outputs]`.
    ///
    /// # Errors
    ///
    /// If there are no inputs or no outputs, or if the bias does not have one number per output.
    pub fn new(
        weights: Array2<f32>,
        bias: Array1<f32>,
        activation: Activation,
    ) -> Result<Self, NetworkError> {
        let shape = [weights.nrows(), weights.ncols()];
        if shape.contains(&0) {
            return Err(NetworkError::EmptyLayer { weights: shape });
        }
        if bias.len() != shape[1] {
            return Err(NetworkError::BiasLength { weights: shape, bias: bias.len() });
        }
        // One memory order, so that equal layers have equal bytes.
        let weights = if weights.is_standard_layout() {
            weights
        } else {
            weights.as_standard_layout().into_owned()
        };
        let bias = if bias.is_standard_layout() { bias } else { bias.iter().copied().collect() };
        Ok(Self { weights, bias, activation })
    }

    /// The weights, `[inputs, outputs]`, in row-major order.
    pub fn weights(&self) -> ArrayView2<'_, f32> {
        self.weights.view()
    }

    /// The bias, `[outputs]`.
    pub fn bias(&self) -> ArrayView1<'_, f32> {
        self.bias.view()
    }

    /// The weights in row-major order, and the bias.
    #[expect(clippy::missing_panics_doc, reason = "`new` made the arrays contiguous")]
    pub fn as_slices(&self) -> (&[f32], &[f32]) {
        let contiguous = "a layer's arrays are made row-major when it is built";
        (self.weights.as_slice().expect(contiguous), self.bias.as_slice().expect(contiguous))
    }

    /// The function applied to each output.
    pub fn activation(&self) -> Activation {
        self.activation
    }

    /// The number of inputs.
    pub fn inputs(&self) -> usize {
        self.weights.nrows()
    }

    /// The number of outputs, which is the number of neurons.
    pub fn outputs(&self) -> usize {
        self.weights.ncols()
    }

    /// The layer that computes what this one, which has no activation, and then `next` compute.
    pub(crate) fn then(&self, next: &Self) -> Self {
        // One chain of fused multiply-adds per number, the same on every processor.
        let chain = |row: ArrayView1<'_, f32>, output: usize, start: f32| {
            let pairs = row.into_iter().zip(next.weights.column(output));
            let sum = pairs
                .fold(f64::from(start), |sum, (&a, &b)| f64::from(a).mul_add(f64::from(b), sum));
            sum as f32
        };
        let shape = (self.inputs(), next.outputs());
        Self {
            weights: Array2::from_shape_fn(shape, |(i, j)| chain(self.weights.row(i), j, 0.0)),
            bias: Array1::from_shape_fn(shape.1, |j| chain(self.bias.view(), j, next.bias[j])),
            activation: next.activation,
        }
    }

    /// The shape of the weights, `[inputs, outputs]`.
    pub(crate) fn shape(&self) -> [usize; 2] {
        [self.inputs(), self.outputs()]
    }
}
