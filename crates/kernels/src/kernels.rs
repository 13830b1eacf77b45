//! The safe entry points: lengths are checked here, once, for every instruction set.

use crate::activation::Activation;
use crate::arch::{self, Table};
use crate::blocking::GEMV_ROWS;
use crate::float_state::DefaultFloatState;
use crate::isa::{Isa, IsaError};
use crate::packed::PackedDense;

/// The kernels of one instruction set that this processor has.
///
/// A handle of one pointer: copy it freely. Whatever the instruction set, the results are the
/// same to the bit, also where the caller has changed the floating-point state of the thread: see
/// [`DefaultFloatState`].
#[derive(Clone, Copy, Debug)]
pub struct Kernels {
    pub(crate) table: &'static Table,
}

impl Kernels {
    /// The kernels of [`Isa::select`].
    ///
    /// # Errors
    ///
    /// If `FEEDFORWARD_ISA` names no instruction set, or one that this processor lacks.
    pub fn select() -> Result<Self, IsaError> {
        Self::new(Isa::select()?)
    }

    /// The kernels of `isa`.
    ///
    /// # Errors
    ///
    /// If this processor does not have it.
    pub fn new(isa: Isa) -> Result<Self, IsaError> {
        if !isa.is_available() {
            return Err(IsaError::Unavailable { isa });
        }
        let table = arch::table(isa).ok_or(IsaError::Unavailable { isa })?;
        Ok(Self { table })
    }

    /// The kernels that every processor of the compilation target can run.
    pub fn portable() -> Self {
        Self { table: arch::portable() }
    }

    /// The instruction set that they use.
    pub fn isa(self) -> Isa {
        self.table.isa
    }

    /// The name of the dense kernel, such as `dense_f32_avx512`.
    pub fn dense_name(self) -> &'static str {
        self.table.dense_name
    }

    /// y = h(x · weights + bias): each output is one chain of fused multiply-adds over the
    /// inputs in ascending order, starting from the bias, and then +0 is added.
    ///
    /// Where all weights are finite, inputs that are zero are skipped if that is faster: for up to
    /// three rows where an eighth of a row's inputs are zero, for more rows where a quarter are and
    /// the layer has more than 16 outputs. It changes no bit: only the sign of a sum that is zero could differ,
    /// and the addition of +0 makes that positive always.
    ///
    /// # Shapes
    ///
    /// `x [batch, inputs]`, `y [batch, outputs]`, row-major; the batch is what `y` has room for.
    ///
    /// # Panics
    ///
    /// If `y` is not a whole number of rows, or `x` not as many; for a layer without outputs, if `y` is
    /// not empty or `x` not a whole number of rows.
    pub fn dense(self, layer: &PackedDense, x: &[f32], activation: Activation, y: &mut [f32]) {
        let (inputs, outputs) = (layer.inputs(), layer.outputs());
        if outputs == 0 {
            assert!(y.is_empty(), "a layer without outputs cannot write {} numbers", y.len());
            assert!(
                x.len().checked_rem(inputs).unwrap_or(x.len()) == 0,
                "x has {} numbers, which is not a whole number of rows of {inputs}",
                x.len()
            );
            return;
        }
        let batch = y.len() / outputs;
        assert!(
            y.len() == batch * outputs,
            "y has {} numbers, which is not a whole number of rows of {outputs}",
            y.len()
        );
        assert!(
            batch.checked_mul(inputs) == Some(x.len()),
            "x has {} numbers, which is not {batch} rows of {inputs} inputs",
            x.len()
        );
        if batch == 0 {
            return;
        }
        let product = if batch <= GEMV_ROWS { self.table.gemv } else { self.table.gemm };
        let _state = DefaultFloatState::enter();
        // SAFETY: `new` made sure that the processor has the table's instruction set, and the
        // lengths were checked.
        unsafe { product(layer, x, activation, y) };
    }

    /// Replaces every z by h(z).
    pub fn activate(self, activation: Activation, z: &mut [f32]) {
        let _state = DefaultFloatState::enter();
        // SAFETY: `new` made sure that the processor has the table's instruction set.
        unsafe { (self.table.activate)(activation, z) };
    }

    /// The step back through an activation: replaces dy by dz = dy · h'(z), where y = h(z).
    ///
    /// # Panics
    ///
    /// If the three lengths differ.
    pub fn activation_backward(self, activation: Activation, z: &[f32], y: &[f32], dy: &mut [f32]) {
        assert!(
            z.len() == dy.len() && y.len() == dy.len(),
            "z, y and dy have {}, {} and {} numbers",
            z.len(),
            y.len(),
            dy.len()
        );
        let _state = DefaultFloatState::enter();
        // SAFETY: `new` made sure that the processor has the table's instruction set.
        unsafe { (self.table.activation_backward)(activation, z, y, dy) };
    }

    /// Softmax of every row of `columns` numbers; see [`crate::reference::softmax_rows`] for
    /// the formula and for what NaN and infinities give.
    ///
    /// # Panics
    ///
    /// If `z` is not a whole number of rows.
    pub fn softmax_rows(self, z: &mut [f32], columns: usize) {
        assert!(
            z.len().is_multiple_of(columns),
            "z has {} numbers, which is not a whole number of rows of {columns}",
            z.len()
        );
        let _state = DefaultFloatState::enter();
        // SAFETY: `new` made sure that the processor has the table's instruction set.
        unsafe { (self.table.softmax_rows)(z, columns) };
    }

    /// Does one round of independent fused multiply-adds, on numbers that stay in registers,
    /// and returns how many floating-point operations that were; a multiply-add counts as two.
    ///
    /// The rate of many rounds is the peak of one thread on this instruction set: no load, no
    /// store and no wait for a result holds it back. A round is short, well below a millisecond
    /// where the instruction set has fused multiply-adds, so that the caller can time as many as
    /// fit.
    ///
    /// # Examples
    ///
    /// ```
    /// use feedforward_kernels::Kernels;
    /// use std::time::Instant;
    ///
    /// let kernels = Kernels::select()?;
    /// let start = Instant::now();
    /// let operations = kernels.peak_round();
    /// println!("{:.1} GFLOP/s", operations as f64 / start.elapsed().as_nanos() as f64);
    /// # Ok::<(), feedforward_kernels::IsaError>(())
    /// ```
    pub fn peak_round(self) -> u64 {
        // SAFETY: there are `Kernels` of an instruction set only where the processor has it.
        unsafe { (self.table.peak_round)() }
    }
}
