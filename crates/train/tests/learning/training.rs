//! Training from the first epoch to the last.

use crate::{random, scattered, skip};
use feedforward_kernels::Pool;
use feedforward_network::{Activation, Isa, Network, Output};
use feedforward_train::{
    Augmentation, Event, Examples, Keep, Optimizer, Schedule, TrainError, TrainOptions, Trained,
    Trainer, TrainerOptions, evaluate, train, train_observed, train_while,
};
use ndarray::{Array2, array};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

/// Three clouds of points in six dimensions.
fn clouds(count: usize) -> (Array2<f32>, Vec<usize>) {
    let labels: Vec<usize> = (0..count).map(|i| i % 3).collect();
    let mut x = scattered(count, 6, 5);
    for (mut row, label) in x.outer_iter_mut().zip(&labels) {
        row[*label] += 1.5;
    }
    (x, labels)
}

fn options() -> TrainOptions {
    TrainOptions {
        epochs: 3,
        batch: NonZeroUsize::new(50).unwrap(),
        optimizer: Optimizer::adam(),
        learning_rate: 0.01,
        validation: 200,
        ..TrainOptions::default()
    }
}

#[test]
fn what_is_learned_holds_for_examples_not_seen() {
    let (x, labels) = clouds(2000);
    let network = random(&[6, 16, 3], Activation::Relu, Output::Softmax);
    let trained = train(&network, Examples::labelled(x.view(), &labels), &options()).unwrap();
    let accuracy = trained.history[2].validation_accuracy.unwrap();
    assert!(accuracy > 0.9, "{accuracy}");
    assert!(trained.history[2].loss < trained.history[0].loss / 2.0);
}

#[test]
fn a_seed_gives_the_same_weights_at_any_thread_count_and_instruction_set() {
    // Large enough for the products of the middle layer to be shared among three threads.
    const BATCH: usize = 450;
    assert_eq!(Pool::new(NonZeroUsize::new(3).unwrap()).unwrap().threads_for(BATCH * 300 * 300), 3);
    let (x, labels) = clouds(900);
    let network = random(&[6, 300, 300, 3], Activation::Sigmoid, Output::Softmax);
    let run = |threads, seed| {
        let threads = NonZeroUsize::new(threads).unwrap();
        let options = TrainOptions {
            threads,
            seed,
            epochs: 2,
            batch: NonZeroUsize::new(BATCH).unwrap(),
            ..options()
        };
        train(&network, Examples::labelled(x.view(), &labels), &options).unwrap()
    };
    let one = run(1, 1);
    assert_eq!(run(1, 1), one);
    assert_eq!(run(2, 1), one);
    assert_eq!(run(3, 1), one);
    assert_ne!(run(1, 2).network, one.network);
    let examples = Examples::labelled(x.view(), &labels);
    let step = |isa| {
        let mut trainer =
            Trainer::new(&network, &TrainerOptions { isa: Some(isa), ..TrainerOptions::default() })
                .ok()?;
        trainer.step(examples, 0.1).unwrap();
        Some(trainer.network())
    };
    let portable = step(Isa::Portable);
    for isa in Isa::ALL {
        match step(isa) {
            Some(network) => assert_eq!(Some(network), portable, "{isa}"),
            None => skip(format_args!("this processor has no {isa}")),
        }
    }
}

#[test]
fn weights_that_are_no_numbers_are_never_given_back() {
    // The loss of a single step is finite: it is measured before the weights overflow.
    let network = random(&[6, 8, 3], Activation::Relu, Output::Identity);
    let (x, zeros) = (scattered(300, 6, 5), Array2::zeros((300, 6)));
    let targets = Array2::from_elem((300, 3), 1e6);
    for (keep, validation) in [(Keep::Last, 0), (Keep::Best, 50)] {
        let options = TrainOptions {
            batch: NonZeroUsize::new(300).unwrap(),
            learning_rate: 3e38,
            keep,
            validation,
            ..TrainOptions::default()
        };
        // With inputs of zero, no weight of the first layer changes.
        for x in [&x, &zeros] {
            let trained = train(&network, Examples::valued(x.view(), targets.view()), &options);
            assert_eq!(trained, Err(TrainError::NotFinite { epoch: 1, learning_rate: 3e38 }));
        }
    }
}

#[test]
fn a_single_sigmoid_learns_yes_and_no() {
    let x = array![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let labels = [0, 1, 1, 0];
    let examples = Examples::labelled(x.view(), &labels);
    let options = TrainOptions {
        epochs: 500,
        optimizer: Optimizer::adam(),
        learning_rate: 0.05,
        ..TrainOptions::default()
    };
    let network = random(&[2, 8, 1], Activation::Tanh, Output::Sigmoid);
    let trained = train(&network, examples, &options).unwrap();
    let predictor = trained.network.predictor().unwrap();
    assert_eq!(predictor.classify(&x).unwrap(), labels);
    let evaluation = evaluate(&predictor, examples).unwrap();
    assert_eq!(evaluation.confusion, Some(array![[2, 0], [0, 2]]));
    let last = trained.history.last().unwrap();
    assert_eq!((last.accuracy, evaluation.accuracy()), (Some(1.0), Some(1.0)));
    assert!(evaluation.loss.unwrap() < last.loss, "{evaluation:?}");
}

#[test]
fn sigmoids_learn_several_labels_at_once() {
    // Three questions: is a positive, is b positive, are they alike?
    let x = scattered(600, 2, 3);
    let yes = |yes: bool| if yes { 1.0 } else { 0.0 };
    let t = Array2::from_shape_fn((600, 3), |(row, question)| {
        let (a, b) = (x[[row, 0]] > 0.0, x[[row, 1]] > 0.0);
        yes([a, b, a == b][question])
    });
    let options = TrainOptions { epochs: 60, validation: 100, ..options() };
    let network = random(&[2, 16, 3], Activation::Relu, Output::Sigmoid);
    let trained = train(&network, Examples::valued(x.view(), t.view()), &options).unwrap();
    let last = trained.history.last().unwrap();
    assert_eq!((last.accuracy, last.validation_accuracy), (None, None));
    assert!(last.validation_loss.unwrap() < 0.15, "{last:?}");
    let y = trained.network.predictor().unwrap().predict(&x).unwrap();
    let right = y.iter().zip(&t).filter(|(y, t)| (**y >= 0.5) == (**t == 1.0)).count();
    assert!(right > 1700, "{right} of 1800");
}

#[test]
fn log_softmax_learns_what_softmax_learns() {
    let (x, labels) = clouds(600);
    let run = |output| {
        let network = random(&[6, 8, 3], Activation::Tanh, output);
        train(&network, Examples::labelled(x.view(), &labels), &options()).unwrap()
    };
    let (softmax, log_softmax) = (run(Output::Softmax), run(Output::LogSoftmax));
    for (a, b) in softmax.history.iter().zip(&log_softmax.history) {
        // The two gradients round differently.
        assert!((a.loss - b.loss).abs() < 1e-5, "{a:?} {b:?}");
        assert!((a.validation_loss.unwrap() - b.validation_loss.unwrap()).abs() < 1e-5);
    }
}

#[test]
fn an_observer_sees_every_step_and_every_epoch() {
    let (x, labels) = clouds(230);
    let network = random(&[6, 3], Activation::Relu, Output::Softmax);
    let options = TrainOptions { epochs: 2, validation: 20, ..options() };
    let (mut seen, mut epochs) = (Vec::new(), Vec::new());
    let examples = Examples::labelled(x.view(), &labels);
    let trained = train_observed(&network, examples, &options, |event| match event {
        Event::Step { epoch, step, steps, loss, accuracy } => {
            seen.push((epoch, step, steps));
            // The last step's means are the epoch's.
            if step == steps {
                epochs.push((loss, accuracy));
            }
        }
        Event::Epoch(epoch) => assert_eq!(epochs.last(), Some(&(epoch.loss, epoch.accuracy))),
        _ => panic!("{event:?}"),
    });
    // 210 examples in mini-batches of 50.
    let steps: Vec<_> = (1..=2).flat_map(|epoch| (1..=5).map(move |s| (epoch, s, 5))).collect();
    assert_eq!((seen, epochs.len()), (steps, 2));
    assert_eq!(trained.unwrap(), train(&network, examples, &options).unwrap());
}

/// What comes of a training that is stopped after one step or, without a step, after an epoch.
fn stopped(keep: Keep, last: (usize, Option<usize>)) -> (Trained, Trained) {
    let (x, labels) = clouds(230);
    let network = random(&[6, 3], Activation::Relu, Output::Softmax);
    // 210 examples in mini-batches of 50.
    let options = TrainOptions { epochs: 4, validation: 20, keep, ..options() };
    let examples = Examples::labelled(x.view(), &labels);
    let whole = train(&network, examples, &options).unwrap();
    let trained = train_while(&network, examples, &options, |event| {
        let here = match event {
            Event::Step { epoch, step, .. } => (epoch, Some(step)),
            Event::Epoch(epoch) => (epoch.epoch, None),
            _ => panic!("{event:?}"),
        };
        if here == last { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    (trained.unwrap(), whole)
}

#[test]
fn a_training_that_is_stopped_keeps_the_weights_of_its_last_step() {
    let (trained, whole) = stopped(Keep::Last, (2, Some(3)));
    let stop = trained.stopped.unwrap();
    assert_eq!((stop.epoch, stop.step, stop.steps), (2, 3, 5));
    assert_eq!((trained.kept, &trained.history[..]), (2, &whole.history[..1]));
    let (after_epoch, _) = stopped(Keep::Last, (1, None));
    assert_ne!(trained.network, after_epoch.network);
    assert_ne!(trained.network, whole.network);
    let (at_once, _) = stopped(Keep::Last, (1, Some(1)));
    assert_eq!((at_once.kept, at_once.history.len()), (1, 0));
}

#[test]
fn a_stop_at_an_epochs_end_keeps_the_whole_epoch() {
    for last in [(2, Some(5)), (2, None)] {
        let (trained, whole) = stopped(Keep::Last, last);
        let stop = trained.stopped.unwrap();
        assert_eq!((stop.epoch, stop.step, stop.steps), (2, 5, 5), "{last:?}");
        assert_eq!((trained.kept, &trained.history[..]), (2, &whole.history[..2]));
    }
    // After the last epoch there is nothing left to stop.
    for last in [(4, Some(5)), (4, None)] {
        let (trained, whole) = stopped(Keep::Last, last);
        assert_eq!(trained, whole);
    }
}

#[test]
fn a_stop_keeps_the_best_epoch_if_there_is_one() {
    let (trained, _) = stopped(Keep::Best, (2, Some(3)));
    let (first, _) = stopped(Keep::Best, (1, None));
    assert_eq!((trained.kept, &trained.network), (1, &first.network));
    let (none, _) = stopped(Keep::Best, (1, Some(2)));
    let (last, _) = stopped(Keep::Last, (1, Some(2)));
    assert_eq!((none.kept, &none.network), (1, &last.network));
}

#[test]
fn a_stopped_training_gives_back_no_weights_that_are_no_numbers() {
    let network = random(&[6, 8, 3], Activation::Relu, Output::Identity);
    let x = scattered(300, 6, 5);
    let targets = Array2::from_elem((300, 3), 1e6);
    let options = TrainOptions { learning_rate: 3e38, ..TrainOptions::default() };
    let examples = Examples::valued(x.view(), targets.view());
    let trained = train_while(&network, examples, &options, |_| ControlFlow::Break(()));
    assert_eq!(trained, Err(TrainError::NotFinite { epoch: 1, learning_rate: 3e38 }));
}

#[test]
fn an_epochs_numbers_are_means_over_its_examples() {
    // With a learning rate near zero, the network of the epoch is the one at its start.
    let (x, labels) = clouds(230);
    let network = random(&[6, 5, 3], Activation::Relu, Output::Softmax);
    let options = TrainOptions {
        epochs: 1,
        validation: 0,
        learning_rate: f32::MIN_POSITIVE,
        optimizer: Optimizer::Sgd,
        ..options()
    };
    let examples = Examples::labelled(x.view(), &labels);
    let epoch = &train(&network, examples, &options).unwrap().history[0];
    let whole = evaluate(&network.predictor().unwrap(), examples).unwrap();
    assert!((epoch.loss - whole.loss.unwrap()).abs() < 1e-12, "{epoch:?} {whole:?}");
    assert_eq!(epoch.accuracy, whole.accuracy());
}

#[test]
fn examples_that_are_set_aside_are_measured_with_and_not_learned_from() {
    let (x, labels) = clouds(60);
    let network = random(&[6, 3], Activation::Relu, Output::Softmax);
    let run = |labels: &[usize], validation| {
        let options = TrainOptions { epochs: 1, validation, ..options() };
        train(&network, Examples::labelled(x.view(), labels), &options).unwrap()
    };
    let trained = run(&labels, 59);
    // One example is learned from: the label of each other one may change and nothing is learned
    // differently, but the validation loss is another.
    let mut same = 0;
    for index in 0..60 {
        let mut other = labels.clone();
        other[index] = (other[index] + 1) % 3;
        let other = run(&other, 59);
        if other.network == trained.network {
            same += 1;
            assert_ne!(other.history[0].validation_loss, trained.history[0].validation_loss);
        } else {
            assert!(other.history[0].validation_loss.is_some());
        }
    }
    assert_eq!(same, 59);
    let last = &trained.history[0];
    assert!(
        last.validation_accuracy.is_some() && run(&labels, 0).history[0].validation_loss.is_none()
    );
}

#[test]
fn augmented_pictures_teach_something_else() {
    let (x, labels) = clouds(60);
    let network = random(&[6, 3], Activation::Relu, Output::Softmax);
    let run = |augmentation| {
        let options = TrainOptions { epochs: 2, validation: 0, augmentation, ..options() };
        train(&network, Examples::labelled(x.view(), &labels), &options).unwrap().network
    };
    let still =
        Augmentation { height: 2, width: 3, rotation: 0.0, scale: 0.0, shear: 0.0, shift: 0.0 };
    let plain = run(None);
    assert_eq!(run(Some(still)), plain);
    assert_ne!(run(Some(Augmentation { rotation: 10.0, ..still })), plain);
}

#[test]
fn the_best_epoch_is_kept() {
    let (x, labels) = clouds(600);
    let network = random(&[6, 8, 3], Activation::Tanh, Output::Softmax);
    // A learning rate at which the loss goes up and down.
    let options = TrainOptions { keep: Keep::Best, learning_rate: 0.5, epochs: 8, ..options() };
    let trained = train(&network, Examples::labelled(x.view(), &labels), &options).unwrap();
    let losses: Vec<f64> = trained.history.iter().map(|e| e.validation_loss.unwrap()).collect();
    assert!(
        losses.iter().all(|loss| *loss >= losses[trained.kept - 1]),
        "{losses:?} {}",
        trained.kept
    );
    let again = TrainOptions { keep: Keep::Last, epochs: trained.kept, ..options };
    let last = train(&network, Examples::labelled(x.view(), &labels), &again).unwrap();
    assert_eq!(last.network, trained.network);
}

#[test]
fn of_equal_epochs_the_earliest_is_kept() {
    let (x, labels) = clouds(60);
    let network = random(&[6, 3], Activation::Tanh, Output::Softmax);
    let run = |keep| {
        // At this learning rate, no loss changes.
        let options = TrainOptions {
            keep,
            validation: 20,
            optimizer: Optimizer::Sgd,
            learning_rate: f32::MIN_POSITIVE,
            ..options()
        };
        train(&network, Examples::labelled(x.view(), &labels), &options).unwrap()
    };
    assert_eq!((run(Keep::Best).kept, run(Keep::Last).kept), (1, 3));
}

#[test]
fn a_cosine_falls_step_by_step_over_all_epochs() {
    let (x, labels) = clouds(230);
    let network = random(&[6, 3], Activation::Tanh, Output::Softmax);
    let options = TrainOptions { schedule: Schedule::Cosine, validation: 20, ..options() };
    let trained = train(&network, Examples::labelled(x.view(), &labels), &options).unwrap();
    for (index, epoch) in trained.history.iter().enumerate() {
        // The last of an epoch's five steps.
        let progress = (index as f64 + 0.8) / 3.0;
        let expected = 0.01 * 0.5 * (1.0 + (std::f64::consts::PI * progress).cos());
        assert_eq!(epoch.epoch, index + 1);
        assert!((f64::from(epoch.learning_rate) / expected - 1.0).abs() < 1e-6, "{epoch:?}");
    }
}

#[test]
fn a_cosine_and_decay_change_what_is_learned() {
    let (x, labels) = clouds(600);
    let network = random(&[6, 8, 3], Activation::Tanh, Output::Softmax);
    let run = |options: TrainOptions| {
        train(&network, Examples::labelled(x.view(), &labels), &options).unwrap()
    };
    let plain = run(options());
    let cosine = run(TrainOptions { schedule: Schedule::Cosine, ..options() });
    assert!(cosine.history[2].learning_rate < 0.001, "{:?}", cosine.history);
    assert_ne!(cosine.network, plain.network);
    let norm = |network: &Network| {
        network.layers().iter().map(|l| l.weights().mapv(|w| w * w).sum()).sum::<f32>()
    };
    let decayed = run(TrainOptions { weight_decay: 1.0, ..options() });
    assert!(norm(&decayed.network) < 0.9 * norm(&plain.network));
}
