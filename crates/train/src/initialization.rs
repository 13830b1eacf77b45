//! The weights that a network starts with.

use crate::error::TrainError;
use crate::random::{Purpose, Random};
use feedforward_kernels::Initialization;
use feedforward_network::{Activation, Dense, Network, NetworkError, Output};
use ndarray::{Array1, Array2};

/// A network of random weights: `sizes` are the numbers of neurons, the inputs first.
///
/// Hidden layers get `activation`; the last layer gets none, for its signals are the logits.
/// Without an `initialization`, each layer gets the one that fits its activation. The same
/// seed gives the same weights, to the bit.
///
/// # Errors
///
/// If there are fewer than two sizes, or one is zero.
///
/// # Examples
///
/// ```
/// use feedforward_network::{Activation, Output};
///
/// let network =
///     feedforward_train::initialize(&[784, 50, 100, 10], Activation::Relu, Output::Softmax, None, 1)?;
/// assert_eq!(network.to_string(), "784-50-100-10");
/// # Ok::<(), feedforward_train::TrainError>(())
/// ```
pub fn initialize(
    sizes: &[usize],
    activation: Activation,
    output: Output,
    initialization: Option<Initialization>,
    seed: u64,
) -> Result<Network, TrainError> {
    let mut random = Random::new(seed, Purpose::Weights);
    let layers = sizes.windows(2).enumerate().map(|(index, pair)| {
        let (inputs, outputs) = (pair[0], pair[1]);
        let last = index + 2 == sizes.len();
        let activation = if last { Activation::Identity } else { activation };
        let initialization = initialization.unwrap_or(activation.initialization());
        let deviation = initialization.standard_deviation(inputs, outputs);
        // Drawn row after row: `from_shape_simple_fn` promises that order.
        let weights = Array2::from_shape_simple_fn((inputs, outputs), || {
            (deviation * random.normal()) as f32
        });
        Dense::new(weights, Array1::zeros(outputs), activation)
    });
    let layers = layers.collect::<Result<Vec<_>, NetworkError>>()?;
    Ok(Network::new(layers, output)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_scattered_as_their_authors_say() {
        for (initialization, variance) in
            [(Initialization::He, 2.0 / 300.0), (Initialization::Xavier, 2.0 / 500.0)]
        {
            let network = initialize(
                &[300, 200],
                Activation::Relu,
                Output::Identity,
                Some(initialization),
                3,
            )
            .unwrap();
            let weights = network.layers()[0].weights();
            let found =
                weights.iter().map(|w| f64::from(*w).powi(2)).sum::<f64>() / weights.len() as f64;
            assert!(
                (found / variance - 1.0).abs() < 0.03,
                "{initialization}: {found}, not {variance}"
            );
            assert!(network.layers()[0].bias().iter().all(|b| *b == 0.0));
        }
    }

    #[test]
    fn a_seed_gives_the_same_weights_and_another_seed_others() {
        let make =
            |seed| initialize(&[5, 4, 3], Activation::Tanh, Output::Softmax, None, seed).unwrap();
        assert_eq!(make(1), make(1));
        assert_ne!(make(1), make(2));
    }

    #[test]
    fn impossible_sizes_are_refused() {
        let make = |sizes: &[usize]| {
            initialize(sizes, Activation::Relu, Output::Softmax, None, 1).unwrap_err().to_string()
        };
        assert_eq!(make(&[784]), "a network needs at least one layer, but there is none");
        assert_eq!(
            make(&[784, 0, 10]),
            "a layer needs at least one input and one output, but its weights are 784 x 0"
        );
    }
}
