//! What is to be explained: a class's logit, or the difference of two.

use crate::error::ExplainError;
use feedforward_network::Network;

/// What is to be explained: why a class, or why one class and not another.
///
/// A logit is a signal of the last layer, before the output function. A network that ends in a single
/// sigmoid has two classes and one logit z: it speaks for class 1 as z and for class 0 as -z, and z is
/// also the difference of 1 against 0. For a network that gives values, a class is the index of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// The class whose logit is explained.
    pub of: usize,
    /// The class whose logit is subtracted.
    pub against: Option<usize>,
}

impl Question {
    /// Why `class`: its logit.
    pub const fn logit(class: usize) -> Self {
        Self { of: class, against: None }
    }

    /// Why `of` and not `against`: the difference of their logits.
    pub const fn difference(of: usize, against: usize) -> Self {
        Self { of, against: Some(against) }
    }

    /// What each logit is multiplied by.
    pub(crate) fn coefficients(self, network: &Network) -> Result<Vec<f64>, ExplainError> {
        let outputs = network.outputs();
        check_class(network, self.of)?;
        if let Some(against) = self.against {
            check_class(network, against)?;
            if against == self.of {
                return Err(ExplainError::SameClass { class: against });
            }
        }
        if network.output().is_binary(outputs) {
            return Ok(vec![if self.of == 1 { 1.0 } else { -1.0 }]);
        }
        let mut coefficients = vec![0.0; outputs];
        coefficients[self.of] = 1.0;
        if let Some(against) = self.against {
            coefficients[against] = -1.0;
        }
        Ok(coefficients)
    }
}

/// Refuses a class that the network does not have.
pub(crate) fn check_class(network: &Network, class: usize) -> Result<(), ExplainError> {
    let classes = network.output().classes(network.outputs());
    if class < classes { Ok(()) } else { Err(ExplainError::Class { class, classes }) }
}
