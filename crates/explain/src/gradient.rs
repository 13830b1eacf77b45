//! Signals forward and derivatives backward through dense layers, in f64.
//!
//! The values and slopes of activations are those of [`Activation::exact`].
//!
//! [`Activation::exact`]: feedforward_network::Activation::exact

use feedforward_network::Dense;

/// Sums that are kept apart in a dot product, so that they can be added side by side.
const LANES: usize = 8;

/// What layers make of a signal: one vector for each layer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pass {
    /// The weighted sums.
    pub(crate) z: Vec<Vec<f64>>,
    /// h(z).
    pub(crate) y: Vec<Vec<f64>>,
    /// h'(z).
    pub(crate) slopes: Vec<Vec<f64>>,
}

/// The derivatives of a combination of the last signals: one vector for each layer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Derivatives {
    /// By each layer's y.
    pub(crate) by_y: Vec<Vec<f64>>,
    /// By each layer's z.
    pub(crate) by_z: Vec<Vec<f64>>,
}

/// x · W, without the bias.
pub(crate) fn product(layer: &Dense, x: &[f64]) -> Vec<f64> {
    let (weights, _) = layer.as_slices();
    let mut z = vec![0.0; layer.outputs()];
    for (&x, row) in x.iter().zip(weights.chunks_exact(layer.outputs())) {
        // Most pixels of a picture are zero.
        if x != 0.0 {
            z.iter_mut().zip(row).for_each(|(z, &weight)| *z += x * f64::from(weight));
        }
    }
    z
}

/// x · W + b.
pub(crate) fn sums(layer: &Dense, x: &[f64]) -> Vec<f64> {
    let mut z = product(layer, x);
    z.iter_mut().zip(layer.bias()).for_each(|(z, &bias)| *z += f64::from(bias));
    z
}

/// W · v: what a derivative by the sums is by the inputs.
pub(crate) fn by_inputs(layer: &Dense, by_z: &[f64]) -> Vec<f64> {
    let (weights, _) = layer.as_slices();
    weights.chunks_exact(layer.outputs()).map(|row| dot(row, by_z)).collect()
}

/// Σ a·b, in a fixed order.
fn dot(a: &[f32], b: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    let (a, b) = (a.chunks(LANES), b.chunks(LANES));
    for (a, b) in a.zip(b) {
        for (lane, (&a, &b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += f64::from(a) * b;
        }
    }
    lanes.iter().sum()
}

impl Pass {
    /// The pass that begins with the first layer's sums.
    ///
    /// `jumps` are the sums of every layer as the network itself computes them, in f32: they decide
    /// what a step gives. Where a sum is as good as zero, the one in f64 might be on the other side.
    pub(crate) fn of(layers: &[Dense], first: Vec<f64>, jumps: Option<&[Vec<f32>]>) -> Self {
        let mut pass = Self::default();
        let mut z = first;
        for (index, layer) in layers.iter().enumerate() {
            let activation = layer.activation();
            let (mut y, slopes): (Vec<f64>, Vec<f64>) =
                z.iter().map(|&z| activation.exact(z)).unzip();
            if let Some(jumps) = jumps
                && !activation.is_trainable()
            {
                let own = jumps[index].iter().map(|&z| activation.exact(z.into()).0);
                y.iter_mut().zip(own).for_each(|(y, own)| *y = own);
            }
            let next = layers.get(index + 1).map(|next| sums(next, &y));
            pass.z.push(z);
            pass.y.push(y);
            pass.slopes.push(slopes);
            match next {
                Some(next) => z = next,
                None => break,
            }
        }
        pass
    }

    /// The combination of the last signals.
    pub(crate) fn value(&self, of: &[f64]) -> f64 {
        let last = self.y.last().into_iter().flatten();
        last.zip(of).map(|(y, of)| y * of).sum()
    }
}

impl Derivatives {
    /// The derivatives of Σ of·y of the last layer, with the slope of each activation.
    pub(crate) fn of(layers: &[Dense], slopes: &[Vec<f64>], of: &[f64]) -> Self {
        let mut derivatives = Self::default();
        let mut by_y = of.to_vec();
        for (layer, slopes) in layers.iter().zip(slopes).rev() {
            let by_z: Vec<f64> = by_y.iter().zip(slopes).map(|(d, slope)| d * slope).collect();
            derivatives.by_y.push(by_y);
            // The derivative by the first layer's inputs is the caller's to ask for.
            by_y = match derivatives.by_y.len() < layers.len() {
                true => by_inputs(layer, &by_z),
                false => Vec::new(),
            };
            derivatives.by_z.push(by_z);
        }
        derivatives.by_y.reverse();
        derivatives.by_z.reverse();
        derivatives
    }
}

#[cfg(test)]
mod tests {
    use super::dot;

    #[test]
    fn a_dot_product_counts_every_pair() {
        for length in [0, 1, 7, 8, 9, 17, 40] {
            let a: Vec<f32> = (1..=length).map(|i| i as f32).collect();
            let b: Vec<f64> = (1..=length).map(|i| f64::from(i) - 3.0).collect();
            let expected: f64 = (1..=length).map(|i| f64::from(i * i) - 3.0 * f64::from(i)).sum();
            assert_eq!(dot(&a, &b), expected, "{length}");
        }
    }
}
