//! A network made ready to run.

use crate::batch::Batch;
use crate::error::NetworkError;
use crate::network::Network;
use crate::output::Output;
use crate::threads::Threads;
use crate::trace::{LayerTrace, Trace};
use feedforward_kernels::{Activation, Isa, Kernels, PackedDense, class_of};
use ndarray::{Array2, ArrayView2, ArrayViewMut1, ArrayViewMut2, Axis};
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

/// How many rows go through the layers together at the most: their signals stay in the cache
/// between one layer and the next.
const BLOCK: usize = 112;

/// How many numbers a block's signals may be, unless a single row has more.
const BLOCK_SIGNALS: usize = 1 << 20;

/// How a [`Predictor`] runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PredictorOptions {
    /// The largest number of threads to use. Small batches use fewer. Results do not depend
    /// on it.
    pub threads: NonZeroUsize,
    /// The instruction set, or that of [`Isa::select`].
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

/// A network made ready to run: weights packed, kernels chosen. Immutable, so that one can
/// serve many threads.
///
/// A row gives the same bits in every batch, with every number of threads and on every
/// instruction set.
#[derive(Debug)]
pub struct Predictor {
    layers: Vec<Layer>,
    output: Output,
    kernels: Kernels,
    widest: usize,
    products_per_row: usize,
    threads: Threads,
}

/// Scratch space of a [`Predictor`]. Kept from call to call, it spares the allocations; one
/// workspace serves any number of predictors, one call at a time.
#[derive(Debug, Default)]
pub struct Workspace {
    /// One for each thread.
    signals: Vec<Signals>,
}

/// The signals of a block of rows, of one layer and of the next.
#[derive(Debug, Default)]
struct Signals {
    here: Vec<f32>,
    next: Vec<f32>,
}

impl Predictor {
    /// Packs the weights of `network` and chooses the kernels.
    ///
    /// # Errors
    ///
    /// If the instruction set is not to be had, or the system gives no threads.
    pub fn new(network: &Network, options: &PredictorOptions) -> Result<Self, NetworkError> {
        let kernels = match options.isa {
            Some(isa) => Kernels::new(isa)?,
            None => Kernels::select()?,
        };
        let threads = Threads::new(options.threads)?;
        let layers = network.layers().iter().map(|layer| {
            let (weights, bias) = layer.as_slices();
            let packed = PackedDense::new(weights, bias, layer.inputs());
            Layer { packed, activation: layer.activation() }
        });
        let sizes = network.sizes();
        Ok(Self {
            layers: layers.collect(),
            output: network.output(),
            kernels,
            widest: sizes.iter().copied().max().unwrap_or(0),
            products_per_row: network.products(),
            threads,
        })
    }

    /// How many numbers an input row has.
    pub fn inputs(&self) -> usize {
        self.layers[0].packed.inputs()
    }

    /// How many numbers an output row has.
    pub fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].packed.outputs()
    }

    /// What is done to the last layer's signals.
    pub fn output(&self) -> Output {
        self.output
    }

    /// The name of the dense kernel that runs, such as `dense_f32_avx512`.
    pub fn kernel_name(&self) -> &'static str {
        self.kernels.dense_name()
    }

    /// The answers: probabilities after a softmax, values after the identity.
    ///
    /// # Shapes
    ///
    /// `x [batch, inputs]` gives `[batch, outputs]`; a 1-D x is a batch of one.
    ///
    /// # Errors
    ///
    /// If the rows are not as long as the first layer takes them.
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
    /// If the rows are not as long as the first layer takes them, or `y` is not
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
            for (mut to, from) in y.outer_iter_mut().zip(logits.chunks_exact(self.outputs())) {
                to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
            }
        });
        Ok(())
    }

    /// The class of each row: the index of its largest logit, of equal ones the first; a NaN
    /// counts as the largest.
    ///
    /// The softmax is left out, because it keeps the order of finite logits. Two of them so near
    /// that their probabilities are rounded to the same number are still told apart.
    ///
    /// # Errors
    ///
    /// If the rows are not as long as the first layer takes them.
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
    /// If the rows are not as long as the first layer takes them, or `classes` has not one place
    /// a row.
    pub fn classify_into<'a>(
        &self,
        x: impl Into<Batch<'a>>,
        classes: &mut [usize],
        workspace: &mut Workspace,
    ) -> Result<(), NetworkError> {
        let x = x.into().view();
        self.check_input(&x)?;
        if classes.len() != x.nrows() {
            let (y, expected) = ([classes.len(), 1], [x.nrows(), 1]);
            return Err(NetworkError::OutputShape { y, expected });
        }
        let column = ArrayViewMut1::from(classes).insert_axis(Axis(1));
        self.run(x, column, workspace, |logits, mut classes| {
            for (class, row) in classes.iter_mut().zip(logits.chunks_exact(self.outputs())) {
                *class = class_of(row).unwrap_or_default();
            }
        });
        Ok(())
    }

    /// Every signal of the pass: x, each layer's z and y, and the answer.
    ///
    /// # Errors
    ///
    /// If the rows are not as long as the first layer takes them.
    pub fn trace<'a>(&self, x: impl Into<Batch<'a>>) -> Result<Trace, NetworkError> {
        let x = x.into().view();
        self.check_input(&x)?;
        let x = x.as_standard_layout().into_owned();
        let mut signal: Vec<f32> = x.iter().copied().collect();
        let mut layers = Vec::with_capacity(self.layers.len());
        let array = |signal: &[f32], columns: usize| {
            Array2::from_shape_fn((x.nrows(), columns), |(row, column)| {
                signal[row * columns + column]
            })
        };
        for layer in &self.layers {
            let outputs = layer.packed.outputs();
            let mut z = vec![0.0; x.nrows() * outputs];
            self.kernels.dense(&layer.packed, &signal, Activation::Identity, &mut z);
            signal.clone_from(&z);
            self.kernels.activate(layer.activation, &mut signal);
            layers.push(LayerTrace {
                z: array(&z, outputs),
                activation: layer.activation,
                y: array(&signal, outputs),
            });
        }
        self.output.apply_rows(self.kernels, &mut signal, self.outputs());
        let y = array(&signal, self.outputs());
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

    /// Sends `x` through the layers, block by block and thread by thread, and gives each
    /// block's logits to `write` with the rows of `out` that belong to them.
    fn run<T: Send>(
        &self,
        x: ArrayView2<'_, f32>,
        mut out: ArrayViewMut2<'_, T>,
        workspace: &mut Workspace,
        write: impl Fn(&mut [f32], ArrayViewMut2<'_, T>) + Sync,
    ) {
        let rows = x.nrows();
        let parts = self.threads.worth(rows.saturating_mul(self.products_per_row)).min(rows.max(1));
        let most = BLOCK.min(BLOCK_SIGNALS / self.widest).clamp(1, rows.max(1));
        // Blocks alike, so that none is a few rows for which all weights are read again, and as many
        // of them as threads can share evenly, where there are rows enough.
        let blocks = rows.div_ceil(most).next_multiple_of(parts).max(1);
        let block = rows.div_ceil(blocks).max(1);
        workspace.reserve(parts, block * self.widest);
        let blocks_of_x = x.axis_chunks_iter(Axis(0), block);
        let blocks = Mutex::new(blocks_of_x.zip(out.axis_chunks_iter_mut(Axis(0), block)));
        let next = || blocks.lock().unwrap_or_else(PoisonError::into_inner).next();
        self.threads.run(workspace.signals[..parts].iter_mut(), |signals| {
            while let Some((x, out)) = next() {
                write(self.logits(x, signals), out);
            }
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
    /// Makes room for `parts` threads, each with twice `size` numbers.
    fn reserve(&mut self, parts: usize, size: usize) {
        if self.signals.len() < parts {
            self.signals.resize_with(parts, Signals::default);
        }
        for signals in &mut self.signals[..parts] {
            for buffer in [&mut signals.here, &mut signals.next] {
                if buffer.len() < size {
                    buffer.resize(size, 0.0);
                }
            }
        }
    }
}
