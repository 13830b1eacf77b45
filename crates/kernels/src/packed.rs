//! Weights laid out for the dense product.

use crate::blocking::{LANES, NR, PANEL_VECTORS};

/// One vector of weights, which begins on a cache line.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(64))]
pub(crate) struct Lanes(pub(crate) [f32; LANES]);

/// A dense layer's weights and bias, packed for [`Kernels::dense`](crate::Kernels::dense).
///
/// # Layout
///
/// The outputs are cut into panels of 64; the last one is as many vectors of [`LANES`] as its
/// outputs need, filled up with zeros. A panel is `inputs` rows: row `i` holds the weights that
/// input `i` has in the panel's outputs, so that an output tile reads its panel from front to
/// back, and a tile that skips input `i` skips whole cache lines, on which every row begins. The
/// bias is filled up to whole vectors in the same way.
///
/// # Examples
///
/// ```
/// use feedforward_kernels::PackedDense;
///
/// let layer = PackedDense::new(&[0.1, 0.3, 0.5, 0.2, 0.4, 0.6], &[0.1, 0.2, 0.3], 2);
/// assert_eq!((layer.inputs(), layer.outputs()), (2, 3));
/// ```
#[derive(Clone, Debug)]
pub struct PackedDense {
    inputs: usize,
    outputs: usize,
    /// Whether every weight is a finite number, so that zero times it is zero.
    finite: bool,
    panels: Vec<Lanes>,
    bias: Vec<Lanes>,
}

/// A panel of a packed layer.
#[derive(Clone, Copy)]
pub(crate) struct Panel<'a> {
    /// Its first output.
    pub(crate) start: usize,
    /// How many vectors each of its rows has.
    pub(crate) vectors: usize,
    /// `inputs` rows of `vectors` vectors, and then the panels that follow.
    pub(crate) weights: &'a [Lanes],
    /// `vectors` vectors, and then those of the panels that follow.
    pub(crate) bias: &'a [Lanes],
}

impl PackedDense {
    /// Packs `weights`, row-major `[inputs, outputs]`, and `bias`, `[outputs]`.
    ///
    /// # Panics
    ///
    /// If `weights` does not hold `inputs * bias.len()` numbers.
    pub fn new(weights: &[f32], bias: &[f32], inputs: usize) -> Self {
        let mut packed = Self::zeros(inputs, bias.len());
        packed.pack(weights, bias);
        packed
    }

    /// Packs the transpose: `weights` is row-major `[outputs, inputs]`, as PyTorch keeps it.
    ///
    /// # Panics
    ///
    /// If `weights` does not hold `inputs * bias.len()` numbers.
    pub fn transposed(weights: &[f32], bias: &[f32], inputs: usize) -> Self {
        let mut packed = Self::zeros(inputs, bias.len());
        packed.pack_transposed(weights, bias);
        packed
    }

    /// A layer of zeros, to be filled by [`pack`](Self::pack) or
    /// [`pack_transposed`](Self::pack_transposed) as often as the weights change.
    ///
    /// # Panics
    ///
    /// If there are more weights than an address can count.
    pub fn zeros(inputs: usize, outputs: usize) -> Self {
        let vectors = outputs.div_ceil(LANES);
        // The kernels take products of sizes to be what they are: none below may wrap.
        let bytes =
            inputs.max(1).checked_mul(vectors).and_then(|v| v.checked_mul(size_of::<Lanes>()));
        assert!(
            bytes.is_some_and(|bytes| bytes <= isize::MAX as usize),
            "{inputs} times {outputs} weights are too many"
        );
        let zero = Lanes([0.0; LANES]);
        Self {
            inputs,
            outputs,
            finite: true,
            panels: vec![zero; inputs * vectors],
            bias: vec![zero; vectors],
        }
    }

    /// Overwrites the layer with `weights`, row-major `[inputs, outputs]`, and `bias`. Does
    /// not allocate.
    ///
    /// # Panics
    ///
    /// If the lengths differ from the layer's.
    pub fn pack(&mut self, weights: &[f32], bias: &[f32]) {
        self.start(weights, bias);
        if self.outputs == 0 {
            return;
        }
        for (i, row) in weights.chunks_exact(self.outputs).enumerate() {
            for (panel, chunk) in row.chunks(NR).enumerate() {
                let vectors = chunk.len().div_ceil(LANES);
                let start = panel * PANEL_VECTORS * self.inputs + i * vectors;
                for (to, from) in self.panels[start..].iter_mut().zip(chunk.chunks(LANES)) {
                    to.0[..from.len()].copy_from_slice(from);
                }
            }
        }
    }

    /// Overwrites the layer with the transpose of `weights`, row-major `[outputs, inputs]`,
    /// and `bias`. Does not allocate.
    ///
    /// # Panics
    ///
    /// If the lengths differ from the layer's.
    pub fn pack_transposed(&mut self, weights: &[f32], bias: &[f32]) {
        self.start(weights, bias);
        if self.inputs == 0 {
            return;
        }
        for (output, column) in weights.chunks_exact(self.inputs).enumerate() {
            let vectors = self.vectors_of(output / NR);
            let start = output / NR * PANEL_VECTORS * self.inputs + output % NR / LANES;
            let rows = self.panels[start..].iter_mut().step_by(vectors);
            for (to, &weight) in rows.zip(column) {
                to.0[output % LANES] = weight;
            }
        }
    }

    /// What both ways of packing begin with.
    fn start(&mut self, weights: &[f32], bias: &[f32]) {
        let (inputs, outputs) = (self.inputs, self.outputs);
        assert!(
            weights.len() == inputs * outputs,
            "a dense layer of {inputs} inputs and {outputs} outputs has {} weights, not {}",
            inputs * outputs,
            weights.len()
        );
        assert!(
            bias.len() == outputs,
            "{outputs} outputs have {outputs} biases, not {}",
            bias.len()
        );
        self.finite = all_finite(weights);
        for (to, from) in self.bias.iter_mut().zip(bias.chunks(LANES)) {
            to.0[..from.len()].copy_from_slice(from);
        }
    }

    /// How many numbers an input row has.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// How many numbers an output row has.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Whether every weight is a finite number, so that an input of zero changes no sum.
    pub(crate) fn is_finite(&self) -> bool {
        self.finite
    }

    /// The number of panels.
    pub(crate) fn panel_count(&self) -> usize {
        self.outputs.div_ceil(NR)
    }

    /// How many vectors a row of panel `panel` has.
    fn vectors_of(&self, panel: usize) -> usize {
        PANEL_VECTORS.min(self.bias.len() - panel * PANEL_VECTORS)
    }

    /// Panel `panel`.
    pub(crate) fn panel(&self, panel: usize) -> Panel<'_> {
        let vectors = self.vectors_of(panel);
        let (start, first) = (panel * NR, panel * PANEL_VECTORS);
        Panel {
            start,
            vectors,
            weights: &self.panels[first * self.inputs..],
            bias: &self.bias[first..],
        }
    }
}

/// Whether no number is infinite or NaN. Without a branch, so that it is done in vectors.
fn all_finite(numbers: &[f32]) -> bool {
    let largest = numbers.iter().fold(0, |largest, v| (v.to_bits() << 1).max(largest));
    largest < f32::INFINITY.to_bits() << 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_hold_rows_of_whole_vectors_and_end_in_zeros() {
        let weights: Vec<f32> = (0..2 * 82).map(|v| v as f32).collect();
        let bias: Vec<f32> = (0..82).map(|v| -(v as f32)).collect();
        let packed = PackedDense::new(&weights, &bias, 2);
        assert_eq!(packed.panel_count(), 2);
        let (first, last) = (packed.panel(0), packed.panel(1));
        assert_eq!((first.start, first.vectors), (0, 4));
        assert_eq!((last.start, packed.outputs() - last.start, last.vectors), (64, 18, 2));
        assert_eq!((first.weights.len(), last.weights.len()), (2 * 4 + 2 * 2, 2 * 2));
        assert_eq!(first.weights[5].0[3], 82.0 + 19.0);
        assert_eq!(last.weights[3].0[..3], [82.0 + 80.0, 82.0 + 81.0, 0.0]);
        assert_eq!(last.bias[1].0[..3], [-80.0, -81.0, 0.0]);
    }

    #[test]
    fn the_transpose_packs_to_the_same_panels() {
        for (inputs, outputs) in [(5, 19), (7, 130)] {
            let weights: Vec<f32> = (0..inputs * outputs).map(|v| v as f32).collect();
            let turned: Vec<f32> =
                (0..inputs * outputs).map(|v| weights[v % inputs * outputs + v / inputs]).collect();
            let bias = vec![1.0; outputs];
            let packed = PackedDense::new(&weights, &bias, inputs);
            assert_eq!(packed.panels, PackedDense::transposed(&turned, &bias, inputs).panels);
        }
    }

    #[test]
    fn a_layer_knows_whether_its_weights_are_finite() {
        for (weight, finite) in [
            (f32::MAX, true),
            (-0.0, true),
            (f32::INFINITY, false),
            (f32::NEG_INFINITY, false),
            (f32::NAN, false),
            (-f32::NAN, false),
        ] {
            let packed = PackedDense::new(&[1.0, weight, 2.0], &[0.0], 3);
            assert_eq!(packed.is_finite(), finite, "{weight}");
        }
    }

    #[test]
    fn sizes_that_no_memory_holds_are_refused_with_both_numbers() {
        let most = usize::MAX;
        for (inputs, outputs) in [(most, most), (0, most), (16, most), (most, 1), (most / 64, 2)] {
            let panic = std::panic::catch_unwind(|| PackedDense::zeros(inputs, outputs));
            let message = panic.unwrap_err().downcast::<String>().unwrap();
            assert_eq!(*message, format!("{inputs} times {outputs} weights are too many"));
        }
    }

    #[test]
    #[should_panic(expected = "a dense layer of 2 inputs and 3 outputs has 6 weights, not 5")]
    fn weights_of_another_size_are_refused() {
        PackedDense::new(&[0.0; 5], &[0.0; 3], 2);
    }
}
