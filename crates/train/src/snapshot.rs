//! What a trainer has learned so far, to go back to.

use crate::error::TrainError;
use crate::layer::{Layer, Learned};
use crate::optimizer::Optimizer;
use crate::trainer::{Trainer, check_decay};
use feedforward_network::{Dense, Network};

/// The weights of a [`Trainer`], and what its optimiser remembers of earlier steps.
#[derive(Clone, Debug)]
pub struct Snapshot {
    layers: Vec<Learned>,
    optimizer: Optimizer,
}

impl Trainer {
    /// What it has learned so far, to [`restore`](Self::restore) later.
    ///
    /// # Examples
    ///
    /// ```
    /// use feedforward_network::{Activation, Output};
    /// use feedforward_train::{
    ///     Examples, InitializeOptions, Optimizer, Trainer, TrainerOptions, initialize,
    /// };
    /// use ndarray::array;
    ///
    /// let start = InitializeOptions::default();
    /// let network = initialize(&[1, 1], Activation::Identity, Output::Identity, &start)?;
    /// let options = TrainerOptions { optimizer: Optimizer::adam(), ..TrainerOptions::default() };
    /// let mut trainer = Trainer::new(&network, &options)?;
    /// let (x, t) = (array![[0.0], [1.0]], array![[1.0], [3.0]]);
    /// let examples = Examples::valued(x.view(), t.view());
    /// trainer.step(examples, 0.1)?;
    /// let one_step = trainer.snapshot();
    /// trainer.step(examples, 0.1)?;
    /// let two_steps = trainer.network();
    ///
    /// trainer.restore(&one_step)?;
    /// trainer.step(examples, 0.1)?;
    /// assert_eq!(trainer.network(), two_steps);
    /// # Ok::<(), feedforward_train::TrainError>(())
    /// ```
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            layers: self.layers.iter().map(Layer::learned).collect(),
            optimizer: self.options.optimizer,
        }
    }

    /// Goes back to what it had learned then.
    ///
    /// What the optimiser remembered comes back too, unless another kind of optimiser was chosen since.
    ///
    /// # Errors
    ///
    /// If the snapshot is that of a network with other sizes.
    pub fn restore(&mut self, snapshot: &Snapshot) -> Result<(), TrainError> {
        let parts = snapshot.layers.iter().map(|layer| (&layer.weights[..], &layer.bias[..]));
        self.check_parameters(parts)?;
        for (layer, learned) in self.layers.iter_mut().zip(&snapshot.layers) {
            layer.restore(learned);
            if !is_same_kind(self.options.optimizer, snapshot.optimizer) {
                layer.forget();
            }
        }
        Ok(())
    }

    /// Goes on learning from the weights and biases of `network`, such as weights set by hand.
    ///
    /// What the optimiser remembers of earlier steps stays. Activations and the output are those that the
    /// trainer has.
    ///
    /// # Errors
    ///
    /// If the network has other sizes.
    ///
    /// # Examples
    ///
    /// ```
    /// use feedforward_network::{Activation, Dense, Network, Output};
    /// use feedforward_train::{Trainer, TrainerOptions};
    /// use ndarray::array;
    ///
    /// let network = |w: f32| {
    ///     let layer = Dense::new(array![[w]], array![0.0], Activation::Identity)?;
    ///     Network::new(vec![layer], Output::Identity)
    /// };
    /// let mut trainer = Trainer::new(&network(1.0)?, &TrainerOptions::default())?;
    /// trainer.set_parameters(&network(2.0)?)?;
    /// assert_eq!(trainer.network(), network(2.0)?);
    /// # Ok::<(), feedforward_train::TrainError>(())
    /// ```
    pub fn set_parameters(&mut self, network: &Network) -> Result<(), TrainError> {
        self.check_parameters(network.layers().iter().map(Dense::as_slices))?;
        for (layer, dense) in self.layers.iter_mut().zip(network.layers()) {
            let (weights, bias) = dense.as_slices();
            layer.set_parameters(weights, bias);
        }
        Ok(())
    }

    /// Changes the rule by which gradients change weights. Another kind of optimiser begins without
    /// memory of earlier steps.
    ///
    /// # Errors
    ///
    /// If an option is out of its range; then nothing changes.
    pub fn set_rule(&mut self, optimizer: Optimizer, weight_decay: f32) -> Result<(), TrainError> {
        optimizer.check()?;
        check_decay(weight_decay)?;
        if !is_same_kind(self.options.optimizer, optimizer) {
            self.layers.iter_mut().for_each(Layer::forget);
        }
        (self.options.optimizer, self.options.weight_decay) = (optimizer, weight_decay);
        Ok(())
    }

    fn check_parameters<'a>(
        &self,
        parts: impl ExactSizeIterator<Item = (&'a [f32], &'a [f32])>,
    ) -> Result<(), TrainError> {
        let count = parts.len();
        let fits = |(layer, (weights, bias)): (&Layer, (&[f32], &[f32]))| {
            let (w, b) = layer.parameters();
            w.len() == weights.len() && b.len() == bias.len()
        };
        match count == self.layers.len() && self.layers.iter().zip(parts).all(fits) {
            true => Ok(()),
            false => Err(TrainError::OtherNetwork { expected: self.network().sizes() }),
        }
    }
}

fn is_same_kind(a: Optimizer, b: Optimizer) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}
