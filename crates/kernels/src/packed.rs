//! Weights laid out for the dense product.

/// How many outputs stand side by side in a panel.
pub const LANES: usize = 16;

/// A dense layer's weights and bias, packed for [`Kernels::dense`](crate::Kernels::dense).
///
/// # Layout
///
/// The outputs are cut into panels of [`LANES`]; the last one is filled up with zeros. A panel
/// is `inputs` rows of `LANES` weights: row `i` holds the weights that input `i` has in the
/// panel's outputs, so that one output tile reads its panel from front to back. The bias is
/// filled up to whole panels in the same way.
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
    panels: Vec<f32>,
    bias: Vec<f32>,
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
    pub fn zeros(inputs: usize, outputs: usize) -> Self {
        let padded = outputs.next_multiple_of(LANES);
        Self { inputs, outputs, panels: vec![0.0; inputs * padded], bias: vec![0.0; padded] }
    }

    /// Overwrites the layer with `weights`, row-major `[inputs, outputs]`, and `bias`. Does
    /// not allocate.
    ///
    /// # Panics
    ///
    /// If the lengths differ from the layer's.
    pub fn pack(&mut self, weights: &[f32], bias: &[f32]) {
        self.check(weights, bias);
        if self.outputs == 0 {
            return;
        }
        for (i, row) in weights.chunks_exact(self.outputs).enumerate() {
            for (panel, chunk) in row.chunks(LANES).enumerate() {
                let start = (panel * self.inputs + i) * LANES;
                self.panels[start..start + chunk.len()].copy_from_slice(chunk);
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
        self.check(weights, bias);
        if self.inputs == 0 {
            return;
        }
        for (output, column) in weights.chunks_exact(self.inputs).enumerate() {
            let start = output / LANES * self.inputs * LANES + output % LANES;
            for (to, &weight) in self.panels[start..].iter_mut().step_by(LANES).zip(column) {
                *to = weight;
            }
        }
    }

    fn check(&mut self, weights: &[f32], bias: &[f32]) {
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
        self.bias[..outputs].copy_from_slice(bias);
    }

    /// How many numbers an input row has.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// How many numbers an output row has.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The number of panels, the last of which may hold fewer than [`LANES`] outputs.
    pub(crate) fn panel_count(&self) -> usize {
        self.bias.len() / LANES
    }

    /// Panel `panel`: a row of weights for each input.
    #[inline(always)]
    pub(crate) fn panel(&self, panel: usize) -> &[[f32; LANES]] {
        let size = self.inputs * LANES;
        self.panels[panel * size..(panel + 1) * size].as_chunks().0
    }

    /// The biases of panel `panel`.
    #[inline(always)]
    pub(crate) fn panel_bias(&self, panel: usize) -> &[f32; LANES] {
        &self.bias.as_chunks().0[panel]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_hold_rows_of_sixteen_and_end_in_zeros() {
        let weights: Vec<f32> = (0..2 * 18).map(|v| v as f32).collect();
        let bias: Vec<f32> = (0..18).map(|v| -(v as f32)).collect();
        let packed = PackedDense::new(&weights, &bias, 2);
        assert_eq!(packed.panel_count(), 2);
        assert_eq!(packed.panel(0)[1][3], 21.0);
        assert_eq!(packed.panel(1)[1][..3], [34.0, 35.0, 0.0]);
        assert_eq!(packed.panel_bias(1)[..3], [-16.0, -17.0, 0.0]);
    }

    #[test]
    fn the_transpose_packs_to_the_same_panels() {
        let (inputs, outputs) = (5, 19);
        let weights: Vec<f32> = (0..inputs * outputs).map(|v| v as f32).collect();
        let turned: Vec<f32> =
            (0..inputs * outputs).map(|v| weights[v % inputs * outputs + v / inputs]).collect();
        let bias = vec![1.0; outputs];
        let packed = PackedDense::new(&weights, &bias, inputs);
        assert_eq!(packed.panels, PackedDense::transposed(&turned, &bias, inputs).panels);
    }

    #[test]
    #[should_panic(expected = "a dense layer of 2 inputs and 3 outputs has 6 weights, not 5")]
    fn weights_of_another_size_are_refused() {
        PackedDense::new(&[0.0; 5], &[0.0; 3], 2);
    }
}
