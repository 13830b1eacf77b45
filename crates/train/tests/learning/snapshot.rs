//! A trainer goes back to what it had learned, and on from weights set by hand.

use feedforward_network::{Activation, Network, Output};
use feedforward_train::{
    Augmentation, Examples, InitializeOptions, Optimizer, Purpose, Random, Trainer, TrainerOptions,
    initialize,
};
use ndarray::{Array2, array};

fn network(sizes: &[usize], seed: u64) -> Network {
    let options = InitializeOptions { seed, ..InitializeOptions::default() };
    initialize(sizes, Activation::Tanh, Output::Softmax, &options).unwrap()
}

fn trainer(optimizer: Optimizer) -> Trainer {
    let options = TrainerOptions { optimizer, ..TrainerOptions::default() };
    Trainer::new(&network(&[2, 4, 2], 1), &options).unwrap()
}

fn learn(trainer: &mut Trainer, steps: usize) {
    let x: Array2<f32> = array![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    for _ in 0..steps {
        trainer.step(Examples::labelled(x.view(), &[0, 1, 1, 0]), 0.1).unwrap();
    }
}

#[test]
fn the_way_back_has_the_memory_of_the_optimiser() {
    for optimizer in [Optimizer::Sgd, Optimizer::momentum(), Optimizer::adam()] {
        let mut trainer = trainer(optimizer);
        learn(&mut trainer, 3);
        let (snapshot, before) = (trainer.snapshot(), trainer.network());
        learn(&mut trainer, 4);
        let after = trainer.network();
        trainer.restore(&snapshot).unwrap();
        assert_eq!(trainer.network(), before);
        learn(&mut trainer, 4);
        assert_eq!(trainer.network(), after, "{optimizer:?}");
    }
}

#[test]
fn another_kind_of_optimiser_begins_without_memory() {
    let mut changed = trainer(Optimizer::adam());
    learn(&mut changed, 3);
    changed.set_rule(Optimizer::momentum(), 0.0).unwrap();
    let mut fresh = trainer(Optimizer::momentum());
    fresh.set_parameters(&changed.network()).unwrap();
    learn(&mut changed, 5);
    learn(&mut fresh, 5);
    assert_eq!(changed.network(), fresh.network());
}

#[test]
fn weights_set_by_hand_are_learned_from() {
    let mut trainer = trainer(Optimizer::Sgd);
    learn(&mut trainer, 3);
    let other = network(&[2, 4, 2], 2);
    trainer.set_parameters(&other).unwrap();
    assert_eq!(trainer.network(), other);
    learn(&mut trainer, 3);
    let mut fresh = Trainer::new(&other, &TrainerOptions::default()).unwrap();
    learn(&mut fresh, 3);
    assert_eq!(trainer.network(), fresh.network());
    assert_eq!(trainer.last_gradients(), fresh.last_gradients());
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let mut trainer = trainer(Optimizer::Sgd);
    let before = trainer.network();
    let message = "expected the weights of a network of 2-4-2, as the one that learns";
    for sizes in [&[2, 3, 2][..], &[2, 2], &[3, 4, 2]] {
        let error = trainer.set_parameters(&network(sizes, 1)).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    let error = trainer.set_rule(Optimizer::Sgd, -1.0).unwrap_err();
    assert_eq!(error.to_string(), "weight decay is -1, but must be zero or more");
    assert_eq!(trainer.network(), before);
}

#[test]
fn the_first_layer_that_is_not_finite_is_named() {
    let mut trainer = trainer(Optimizer::Sgd);
    assert_eq!(trainer.layer_not_finite(), None);
    let x = array![[f32::NAN, 0.0]];
    trainer.step(Examples::labelled(x.view(), &[0]), 0.1).unwrap();
    assert_eq!(trainer.layer_not_finite(), Some(0));
}

#[test]
fn pictures_are_changed_by_the_numbers_of_their_stream() {
    let change = |seed| {
        let mut rows = vec![0.0; 2 * 784];
        rows[400..420].fill(1.0);
        let mut random = Random::new(seed, Purpose::Augmentation);
        Augmentation::digits().change(&mut random, &mut rows).unwrap();
        rows
    };
    assert_eq!(change(1), change(1));
    assert_ne!(change(1), change(2));
    let error = Augmentation::digits()
        .change(&mut Random::new(1, Purpose::Augmentation), &mut [0.0; 783])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "rows of 783 numbers are not pictures of 28 x 28: augmentation needs pictures"
    );
}
