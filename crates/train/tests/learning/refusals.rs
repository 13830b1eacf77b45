//! What cannot be learned is refused, with its reason.

use crate::{network, random};
use feedforward_network::{Activation, Network, Output};
use feedforward_train::{
    Augmentation, Examples, Keep, Loss, Optimizer, TargetKind, TrainError, TrainOptions, Trainer,
    TrainerOptions, train,
};
use ndarray::{Array2, array};
use std::num::NonZeroUsize;

#[test]
fn what_cannot_be_learned_is_refused_with_its_reason() {
    let x = Array2::zeros((4, 2));
    let softmax = random(&[2, 3], Activation::Relu, Output::Softmax);
    let identity = random(&[2, 3], Activation::Relu, Output::Identity);
    let step = network(&[2, 3, 3], Activation::Step, Output::Softmax);
    let pictures = Some(Augmentation::digits());
    let run = |network: &Network, labels: &[usize], options: TrainOptions| {
        train(network, Examples::labelled(x.view(), labels), &options).unwrap_err().to_string()
    };
    let default = TrainOptions::default;
    let few = Array2::zeros((4, 2));
    let values = train(&identity, Examples::valued(x.view(), few.view()), &default());
    let empty = Array2::zeros((0, 2));
    let nothing = train(&softmax, Examples::labelled(empty.view(), &[]), &default());
    let wide = Array2::zeros((1, 5));
    let shape = train(&softmax, Examples::labelled(wide.view(), &[0]), &default());
    let exploding = network(&[2, 3], Activation::Identity, Output::Identity);
    // The first step's weights overflow, so that the second one's loss is infinite.
    let (big, target) = (Array2::from_elem((2, 2), 1e20), Array2::zeros((2, 3)));
    let options = TrainOptions { batch: NonZeroUsize::MIN, ..default() };
    let diverged = train(&exploding, Examples::valued(big.view(), target.view()), &options);
    let trainable = Activation::ALL.into_iter().filter(|a| a.is_trainable());
    let mut trainable: Vec<_> = trainable.map(|activation| activation.to_string()).collect();
    let last = trainable.pop().unwrap();
    let step_refusal = format!(
        "layer 1 cannot learn: the slope of 'step' is zero everywhere; use {} or {last}",
        trainable.join(", ")
    );
    let single = random(&[2, 1], Activation::Relu, Output::Sigmoid);
    let probability = array![[0.0], [1.0], [1.5], [0.0]];
    let probability = train(&single, Examples::valued(x.view(), probability.view()), &default());
    let softmax_values = train(&softmax, Examples::valued(x.view(), x.view()), &default());
    let table = [
        (
            run(&softmax, &[0, 1, 2], default()),
            "found 4 examples but 3 targets: each example needs one target",
        ),
        (
            run(&softmax, &[0, 1, 3, 2], default()),
            "example 2 has the label 3, but the network has 3 outputs, for labels 0 to 2: give it one output per class",
        ),
        (
            run(&identity, &[0; 4], default()),
            "labels cannot be learned with the output identity: use sigmoid, softmax or log_softmax",
        ),
        (run(&step, &[0; 4], default()), step_refusal.as_str()),
        (
            run(&softmax, &[0; 4], TrainOptions { validation: 4, ..default() }),
            "4 examples set aside for validation leave none of 4 to learn from",
        ),
        (
            run(&softmax, &[0; 4], TrainOptions { keep: Keep::Best, ..default() }),
            "validation is 0, but must be above zero to keep the best epoch",
        ),
        (
            run(&softmax, &[0; 4], TrainOptions { learning_rate: -1.0, ..default() }),
            "learning rate is -1, but must be above zero and finite",
        ),
        (
            run(&softmax, &[0; 4], TrainOptions { augmentation: pictures, ..default() }),
            "rows of 2 numbers are not pictures of 28 x 28: augmentation needs pictures",
        ),
        (
            run(
                &softmax,
                &[0; 4],
                TrainOptions { optimizer: Optimizer::Momentum { momentum: 1.0 }, ..default() },
            ),
            "momentum is 1, but must be at least 0 and below 1",
        ),
        (
            values.unwrap_err().to_string(),
            "the network has 3 outputs, but the targets have 2 numbers per row",
        ),
        (
            probability.unwrap_err().to_string(),
            "example 2 has the value 1.5 for output 0, but a sigmoid learns values from 0 to 1",
        ),
        (
            softmax_values.unwrap_err().to_string(),
            "values cannot be learned with the output softmax: use identity or sigmoid",
        ),
        (
            run(&single, &[0, 1, 2, 0], default()),
            "example 2 has the label 2, but the network has 1 output, for labels 0 to 1: give it one output per class",
        ),
        (
            run(&softmax, &[0; 4], TrainOptions { weight_decay: -1.0, ..default() }),
            "weight decay is -1, but must be zero or more",
        ),
        (
            run(&softmax, &[0; 4], TrainOptions { weight_decay: 11.0, ..default() }),
            "learning rate times weight decay is 1.1, but must be at most 1",
        ),
        (
            diverged.unwrap_err().to_string(),
            "the loss became inf in epoch 1, step 2, with the learning rate 0.1: choose a lower one",
        ),
        (nothing.unwrap_err().to_string(), "there are no examples to learn from"),
        (
            shape.unwrap_err().to_string(),
            "layer 1 takes rows of 2 inputs (W1 is 2 x 3), but x is 1 x 5; were these examples prepared for another network?",
        ),
    ];
    for (found, expected) in table {
        assert_eq!(found, expected);
    }
}

#[test]
fn every_output_learns_one_kind_of_targets_at_least_and_refuses_the_others() {
    let (x, values) = (Array2::zeros((2, 4)), Array2::from_elem((2, 3), 0.5));
    for output in Output::ALL {
        let mut trainer =
            Trainer::new(&random(&[4, 3], Activation::Relu, output), &TrainerOptions::default())
                .unwrap();
        let kinds = [
            (TargetKind::Labels, Examples::labelled(x.view(), &[0, 1])),
            (TargetKind::Values, Examples::valued(x.view(), values.view())),
        ];
        let mut learned = 0;
        for (kind, examples) in kinds {
            match trainer.step(examples, 0.1) {
                Ok(step) => {
                    learned += 1;
                    assert!(Loss::of(output).takes(kind));
                    assert_eq!(step.correct.is_some(), kind == TargetKind::Labels);
                }
                Err(error) => assert_eq!(error, TrainError::Loss { targets: kind, output }),
            }
        }
        assert!(learned > 0, "{output}");
    }
}

#[test]
fn a_learning_rate_is_a_number_above_zero() {
    let x = Array2::zeros((1, 2));
    let network = random(&[2, 3], Activation::Relu, Output::Softmax);
    let options = TrainerOptions { weight_decay: 1.0, ..TrainerOptions::default() };
    let mut trainer = Trainer::new(&network, &options).unwrap();
    let mut step = |rate| trainer.step(Examples::labelled(x.view(), &[0]), rate);
    for rate in [0.0, -0.1, f32::NAN, f32::INFINITY, 1.5] {
        assert!(matches!(step(rate), Err(TrainError::Option { .. })), "{rate}");
    }
    assert!(step(1.0).is_ok());
}
