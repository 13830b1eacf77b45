//! Random initial weights.

use crate::error::TrainError;
use crate::random::{Purpose, Random};
use feedforward_kernels::{DefaultFloatState, Initialization};
use feedforward_network::{Activation, Dense, Network, NetworkError, Output};
use ndarray::{Array1, Array2};

/// How [`initialize`] draws weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InitializeOptions {
    /// The distribution of the weights; `None` for each layer's [`Activation::initialization`].
    pub initialization: Option<Initialization>,
    /// The seed of the random numbers. The same seed gives the same weights, to the bit.
    pub seed: u64,
}

impl Default for InitializeOptions {
    /// The distribution that fits the activation, and the seed 1.
    fn default() -> Self {
        Self { initialization: None, seed: 1 }
    }
}

/// A network with random weights: `sizes` are the numbers of neurons, the inputs first.
///
/// Hidden layers get `activation`; the last layer gets none, because its signals are the logits.
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
/// use feedforward_train::{InitializeOptions, initialize};
///
/// let options = InitializeOptions { seed: 7, ..InitializeOptions::default() };
/// let network = initialize(&[784, 50, 100, 10], Activation::Relu, Output::Softmax, &options)?;
/// assert_eq!(network.to_string(), "784-50-100-10");
/// # Ok::<(), feedforward_train::TrainError>(())
/// ```
pub fn initialize(
    sizes: &[usize],
    activation: Activation,
    output: Output,
    options: &InitializeOptions,
) -> Result<Network, TrainError> {
    let _state = DefaultFloatState::enter();
    let mut random = Random::new(options.seed, Purpose::Weights);
    let layers = sizes.windows(2).enumerate().map(|(index, pair)| {
        let (inputs, outputs) = (pair[0], pair[1]);
        let last = index + 2 == sizes.len();
        let activation = if last { Activation::Identity } else { activation };
        let initialization = options.initialization.unwrap_or_else(|| activation.initialization());
        let deviation = initialization.standard_deviation(inputs, outputs);
        // In row-major order, which `from_shape_simple_fn` guarantees.
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

    /// The mean square of a layer's weights: their variance, as their mean is zero.
    fn variance(layer: &Dense) -> f64 {
        let weights = layer.weights();
        weights.iter().map(|w| f64::from(*w).powi(2)).sum::<f64>() / weights.len() as f64
    }

    fn assert_is(initialization: Initialization, layer: &Dense) {
        let (inputs, outputs) = (layer.inputs() as f64, layer.outputs() as f64);
        let expected = match initialization {
            Initialization::He => 2.0 / inputs,
            Initialization::Xavier => 2.0 / (inputs + outputs),
            Initialization::LeCun => 1.0 / inputs,
            _ => panic!("the variance of {initialization} is not tested"),
        };
        // Five standard errors of the variance of 60,000 normal numbers.
        let found = variance(layer);
        assert!((found / expected - 1.0).abs() < 0.03, "{initialization}: {found}, not {expected}");
        assert!(layer.bias().iter().all(|b| *b == 0.0));
    }

    fn layer(activation: Activation, initialization: Option<Initialization>) -> [Dense; 2] {
        let options = InitializeOptions { initialization, seed: 3 };
        let network = initialize(&[300, 200, 300], activation, Output::Identity, &options).unwrap();
        network.layers().to_vec().try_into().unwrap()
    }

    #[test]
    fn weights_have_the_variance_that_their_authors_state() {
        for initialization in Initialization::ALL {
            for layer in layer(Activation::Relu, Some(initialization)) {
                assert_is(initialization, &layer);
            }
        }
    }

    #[test]
    fn each_layer_has_the_initialization_of_its_activation_by_default() {
        for activation in Activation::ALL {
            let [hidden, last] = layer(activation, None);
            assert_eq!(hidden.activation(), activation);
            assert_is(activation.initialization(), &hidden);
            assert_eq!(last.activation(), Activation::Identity);
            assert_is(Activation::Identity.initialization(), &last);
        }
        assert_is(Initialization::He, &layer(Activation::Relu, None)[0]);
        assert_is(Initialization::Xavier, &layer(Activation::Tanh, None)[0]);
    }

    #[test]
    fn a_seed_gives_the_same_weights_and_another_seed_others() {
        let make = |seed| {
            let options = InitializeOptions { seed, ..InitializeOptions::default() };
            initialize(&[5, 4, 3], Activation::Tanh, Output::Softmax, &options).unwrap()
        };
        assert_eq!(make(1), make(1));
        assert_ne!(make(1), make(2));
    }

    #[test]
    fn impossible_sizes_are_refused() {
        let make = |sizes: &[usize]| {
            let options = InitializeOptions::default();
            initialize(sizes, Activation::Relu, Output::Softmax, &options).unwrap_err().to_string()
        };
        assert_eq!(make(&[784]), "a network needs at least one layer, but there is none");
        assert_eq!(
            make(&[784, 0, 10]),
            "a layer needs at least one input and one output, but its weights are 784 x 0"
        );
    }
}
