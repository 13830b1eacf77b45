//! A network prepared to run.

use crate::batch::Batch;
use crate::error::NetworkError;
use crate::network::Network;
use crate::output::Output;
use crate::trace::{LayerTrace, Trace};
use feedforward_kernels::{Activation, DefaultFloatState, Isa, Kernels, MC, PackedDense, Pool};
use ndarray::{Array2, ArrayView2, ArrayViewMut1, ArrayViewMut2, Axis};
use std::num::NonZeroUsize;

/// The largest number of signals of a block, unless a single row has more.
const BLOCK_SIGNALS: usize = 1 << 20;

/// How a [`Predictor`] runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PredictorOptions {
    /// The largest number of threads. Small batches use fewer. Results do not depend on it.
    pub threads: NonZeroUsize,
    /// The instruction set; `None` for that of [`Isa::select`]. Results do not depend on it.
    pub isa: Option<Isa>,
}

impl Default for PredictorOptions {
    /// One thread, the best instruction set.
    fn default() -> Self {
        Self { threads: NonZeroUsize::MIN, isa: None }
    }
}

#[derive(Debug)]
struct Layer {
    packed: PackedDense,
    activation: Activation,
}

/// A network prepared to run: weights packed, kernels chosen.
///
/// It is immutable, so one predictor can serve many threads. A row gives the same bits in every
/// batch, with every number of threads and on every instruction set.
///
/// # Shapes
///
/// `x [batch, inputs]` gives `y [batch, outputs]`; a 1-D x is a batch of one. Rows may have any
/// memory order; rows that are contiguous are not copied.
///
/// # Special values
///
/// A NaN among the inputs of a row makes every output of that row NaN and changes no other row.
/// Every NaN in an output has the bits `0x7fc00000`, so that outputs can be compared and hashed as
/// bytes. Infinities and signed zeros follow IEEE 754; the table of [`Activation`] says what each
/// function makes of them. Denormal numbers are computed with, not flushed to zero: a thread that has
/// another rounding mode or flushes them gets the same bits, and keeps its state.
///
/// # Examples
///
/// ```
/// use feedforward_network::{Activation, Dense, Network, Output, Workspace};
/// use ndarray::{Array2, array};
///
/// let layer = Dense::new(array![[1.0, -1.0], [2.0, 0.5]], array![0.0, 1.0], Activation::Identity)?;
/// let predictor = Network::new(vec![layer], Output::Identity)?.predictor()?;
/// assert_eq!(predictor.predict(&array![[1.0, 1.0]])?, array![[3.0, 0.5]]);
/// assert_eq!(predictor.classify(&array![[1.0, 1.0], [-1.0, 0.0]])?, [0, 1]);
///
/// // A workspace and an array of one's own: no call but the first allocates.
/// let (mut y, mut workspace) = (Array2::zeros((1, 2)), Workspace::default());
/// predictor.predict_into(&array![[0.0, 2.0]], y.view_mut(), &mut workspace)?;
/// assert_eq!(y, array![[4.0, 2.0]]);
/// # Ok::<(), feedforward_network::NetworkError>(())
/// ```
#[derive(Debug)]
pub struct Predictor {
    layers: Vec<Layer>,
    output: Output,
    kernels: Kernels,
    /// The number of signals of the widest layer, the inputs among them.
    widest: usize,
    /// The largest number of rows of a block.
    block_rows: usize,
    products_per_row: usize,
    pool: Pool,
}

/// Scratch space of a [`Predictor`], kept from call to call to spare the allocations.
///
/// One workspace serves any number of predictors, one call at a time.
#[derive(Debug, Default)]
pub struct Workspace {
    /// One for each thread.
    signals: Vec<Signals>,
}

/// The signals of a block of rows: one layer's inputs and its outputs.
#[derive(Debug, Default)]
struct Signals {
    here: Vec<f32>,
    next: Vec<f32>,
}

/// The largest number of rows that go through all layers together, if the widest layer has this many
/// signals. The signals stay in the cache between one layer and the next, and a block is no larger
/// than that of the kernels.
fn block_rows(widest: usize) -> usize {
    (BLOCK_SIGNALS / widest).clamp(1, MC)
}

impl Predictor {
    /// Packs the weights of `network` and chooses the kernels.
    ///
    /// # Errors
    ///
    /// If the instruction set is not available, or the operating system refuses the threads.
    pub fn new(network: &Network, options: &PredictorOptions) -> Result<Self, NetworkError> {
        let kernels = match options.isa {
            Some(isa) => Kernels::new(isa)?,
            None => Kernels::select()?,
        };
        let pool = Pool::new(options.threads)?;
        let layers = network.layers().iter().map(|layer| {
            let (weights, bias) = layer.as_slices();
            let packed = PackedDense::new(weights, bias, layer.inputs());
            Layer { packed, activation: layer.activation() }
        });
        let widest = network.sizes().into_iter().max().unwrap_or(1);
        Ok(Self {
            layers: layers.collect(),
            output: network.output(),
            kernels,
            widest,
            block_rows: block_rows(widest),
            products_per_row: network.products(),
            pool,
        })
    }

    /// The number of inputs of a row.
    pub fn inputs(&self) -> usize {
        self.layers[0].packed.inputs()
    }

    /// The number of outputs of a row.
    pub fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].packed.outputs()
    }

    /// The output function, which turns the last layer's signals into the answer.
    pub fn output(&self) -> Output {
        self.output
    }

    /// The name of the kernel that multiplies, such as `dense_f32_avx512`.
    pub fn kernel_name(&self) -> &'static str {
        self.kernels.dense_name()
    }

    /// The answers y: probabilities after a softmax or sigmoid, values after the identity.
    ///
    /// # Shapes
    ///
    /// `x [batch, inputs]` gives `[batch, outputs]`; a 1-D x is a batch of one.
    ///
    /// # Errors
    ///
    /// If the rows of `x` have another length than [`inputs`](Self::inputs).
    pub fn predict<'a>(&self, x: impl Into<Batch<'a>>) -> Result<Array2<f32>, NetworkError> {
        let x = x.into().view();
        self.check_input(&x)?;
        let mut y = Array2::zeros((x.nrows(), self.outputs()));
        self.predict_into(x, y.view_mut(), &mut Workspace::default())?;
        Ok(y)
    }

    /// [`predict`](Self::predict) into the caller's array.
    ///
    /// # Errors
    ///
    /// If the rows of `x` have another length than [`inputs`](Self::inputs), or `y` is not
    /// `[batch, outputs]`.
    pub fn predict_into<'a>(
        &self,
        x: impl Into<Batch<'a>>,
        mut y: ArrayViewMut2<'_, f32>,
        workspace: &mut Workspace,
    ) -> Result<(), NetworkError> {
        let x = x.into().view();
        self.check_input(&x)?;
        let expected = [x.nrows(), self.outputs()];
        if *y.shape() != expected {
            return Err(NetworkError::OutputShape { y: [y.nrows(), y.ncols()], expected });
        }
        self.run(x, y.view_mut(), workspace, |logits, mut y| {
            self.output.apply_rows(self.kernels, logits, self.outputs());
            match y.as_slice_mut() {
                Some(y) => y.copy_from_slice(logits),
                None => y.iter_mut().zip(logits).for_each(|(to, from)| *to = *from),
            }
        });
        Ok(())
    }

    /// The class of each row, by [`Output::class_of`] from its logits: for a single sigmoid 1 if
    /// y >= 0.5 and else 0, for all others the index of the largest.
    ///
    /// # Shapes
    ///
    /// `x [batch, inputs]` gives `[batch]`.
    ///
    /// # Errors
    ///
    /// If the rows of `x` have another length than [`inputs`](Self::inputs).
    pub fn classify<'a>(&self, x: impl Into<Batch<'a>>) -> Result<Vec<usize>, NetworkError> {
        let x = x.into().view();
        self.check_input(&x)?;
        let mut classes = vec![0; x.nrows()];
        self.classify_into(x, &mut classes, &mut Workspace::default())?;
        Ok(classes)
    }

    /// [`classify`](Self::classify) into the caller's slice.
    ///
    /// # Errors
    ///
    /// If the rows of `x` have another length than [`inputs`](Self::inputs), or `classes` does not
    /// have one place per row.
    #[expect(clippy::missing_panics_doc, reason = "a layer has at least one output")]
    pub fn classify_into<'a>(
        &self,
        x: impl Into<Batch<'a>>,
        classes: &mut [usize],
        workspace: &mut Workspace,
    ) -> Result<(), NetworkError> {
        let x = x.into().view();
        self.check_input(&x)?;
        if classes.len() != x.nrows() {
            return Err(NetworkError::ClassCount { classes: classes.len(), rows: x.nrows() });
        }
        let column = ArrayViewMut1::from(classes).insert_axis(Axis(1));
        self.run(x, column, workspace, |logits, mut classes| {
            for (class, row) in classes.iter_mut().zip(logits.chunks_exact(self.outputs())) {
                *class = self.output.class_of(row).expect("a layer has at least one output");
            }
        });
        Ok(())
    }

    /// Every signal of the forward pass: x, each layer's z and y, and the answer.
    ///
    /// # Shapes
    ///
    /// As [`Trace`] says for each signal.
    ///
    /// # Errors
    ///
    /// If the rows of `x` have another length than [`inputs`](Self::inputs).
    #[expect(clippy::missing_panics_doc, reason = "the kernels write as many numbers as were made")]
    pub fn trace<'a>(&self, x: impl Into<Batch<'a>>) -> Result<Trace, NetworkError> {
        let _state = DefaultFloatState::enter();
        let x = x.into().view();
        self.check_input(&x)?;
        let x = x.as_standard_layout().into_owned();
        let mut signal: Vec<f32> = x.iter().copied().collect();
        let mut layers = Vec::with_capacity(self.layers.len());
        let array = |signal: Vec<f32>, columns: usize| {
            Array2::from_shape_vec((x.nrows(), columns), signal)
                .expect("as many numbers as the shape says")
        };
        for layer in &self.layers {
            let outputs = layer.packed.outputs();
            let mut z = vec![0.0; x.nrows() * outputs];
            self.kernels.dense(&layer.packed, &signal, Activation::Identity, &mut z);
            signal.clone_from(&z);
            self.kernels.activate(layer.activation, &mut signal);
            layers.push(LayerTrace {
                z: array(z, outputs),
                activation: layer.activation,
                y: array(signal.clone(), outputs),
            });
        }
        self.output.apply_rows(self.kernels, &mut signal, self.outputs());
        let y = array(signal, self.outputs());
        Ok(Trace { layers, output: self.output, y, x })
    }

    fn check_input(&self, x: &ArrayView2<'_, f32>) -> Result<(), NetworkError> {
        let first = &self.layers[0].packed;
        if x.ncols() == first.inputs() {
            return Ok(());
        }
        let weights = [first.inputs(), first.outputs()];
        Err(NetworkError::InputShape { x: [x.nrows(), x.ncols()], weights })
    }

    /// Runs the layers on blocks of `x`, shared among threads, and calls `write` with each block's
    /// logits and its rows of `out`.
    fn run<T: Send>(
        &self,
        x: ArrayView2<'_, f32>,
        mut out: ArrayViewMut2<'_, T>,
        workspace: &mut Workspace,
        write: impl Fn(&mut [f32], ArrayViewMut2<'_, T>) + Sync,
    ) {
        // Once here, so that what is done between the kernels has the same state.
        let _state = DefaultFloatState::enter();
        let rows = x.nrows();
        let threads =
            self.pool.threads_for(rows.saturating_mul(self.products_per_row)).min(rows.max(1));
        // Blocks of equal size, because all weights are read again even for a block of few rows;
        // and a number of blocks that the threads can share evenly.
        let blocks = rows.div_ceil(self.block_rows).next_multiple_of(threads).max(1);
        let block = rows.div_ceil(blocks).max(1);
        let signals = workspace.reserve(threads, block * self.widest);
        let blocks_of_x = x.axis_chunks_iter(Axis(0), block);
        let blocks = blocks_of_x.zip(out.axis_chunks_iter_mut(Axis(0), block));
        self.pool.for_each_with(signals, blocks, |signals, (x, out)| {
            write(self.logits(x, signals), out);
        });
    }

    /// The last layer's signals for a block of rows.
    fn logits<'s>(&self, x: ArrayView2<'_, f32>, signals: &'s mut Signals) -> &'s mut [f32] {
        let Signals { here, next } = signals;
        let rows = x.nrows();
        let contiguous = x.as_slice();
        if contiguous.is_none() {
            here.iter_mut().zip(x.iter()).for_each(|(to, from)| *to = *from);
        }
        for (index, Layer { packed, activation }) in self.layers.iter().enumerate() {
            let input = match contiguous {
                Some(x) if index == 0 => x,
                _ => &here[..rows * packed.inputs()],
            };
            self.kernels.dense(packed, input, *activation, &mut next[..rows * packed.outputs()]);
            std::mem::swap(here, next);
        }
        &mut here[..rows * self.outputs()]
    }
}

impl Workspace {
    /// The signals of `threads` threads, with space for `size` numbers in each buffer.
    fn reserve(&mut self, threads: usize, size: usize) -> &mut [Signals] {
        self.signals.resize_with(self.signals.len().max(threads), Signals::default);
        for signals in &mut self.signals[..threads] {
            for buffer in [&mut signals.here, &mut signals.next] {
                buffer.resize(buffer.len().max(size), 0.0);
            }
        }
        &mut self.signals[..threads]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_of_wide_rows_has_fewer_of_them() {
        let rows = [1, 784, BLOCK_SIGNALS / MC, BLOCK_SIGNALS / MC + 1, 1 << 16, 1 << 20, 1 << 21]
            .map(block_rows);
        assert_eq!(rows, [MC, MC, MC, MC - 1, 16, 1, 1]);
    }
}
