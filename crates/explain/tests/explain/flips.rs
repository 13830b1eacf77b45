//! Flips are what the network answers, and short.

use crate::{explainer, network, scattered_row, shapes};
use feedforward_explain::{ExplainError, Explainer, Flip, FlipOptions};
use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array1, array};
use proptest::prelude::*;

fn within(lower: f32, upper: f32) -> FlipOptions {
    FlipOptions { bounds: lower..=upper, ..FlipOptions::default() }
}

/// Whether all that a flip says is so.
fn check(explainer: &Explainer, x: &Array1<f32>, flip: &Flip, options: &FlipOptions) {
    let class = |x: &Array1<f32>| explainer.predictor().classify(x).unwrap()[0];
    assert_eq!((class(x), class(&flip.x)), (flip.from, flip.to));
    assert!(options.to.map_or(flip.to != flip.from, |to| flip.to == to));
    assert!(flip.x.iter().all(|x| options.bounds.contains(x)), "{:?}", flip.x);
    let change = &flip.x - x;
    let distance = change.mapv(|d| f64::from(d).powi(2)).sum().sqrt();
    assert!((flip.distance - distance).abs() <= 1e-6 * distance);
    let largest = change.iter().fold(0.0f32, |largest, d| largest.max(d.abs()));
    assert_eq!(flip.largest_change, largest);
    let changed: Vec<usize> = (0..x.len()).filter(|&i| change[i] != 0.0).collect();
    let mut sorted = flip.changed.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, changed);
    assert!(flip.changed.is_sorted_by(|&a, &b| change[a].abs() >= change[b].abs()));
    assert_eq!((flip.path.nrows(), flip.classes.len()), (options.frames, options.frames));
    assert_eq!((flip.path.row(0), flip.path.row(options.frames - 1)), (x.view(), flip.x.view()));
    assert_eq!(flip.classes, explainer.predictor().classify(&flip.path).unwrap());
    let (last, before) = flip.classes.split_last().unwrap();
    assert_eq!(*last, flip.to);
    let is_other = |class: &usize| options.to.map_or(*class != flip.from, |to| *class == to);
    assert!(!before.iter().any(is_other), "the answer flips at the end: {:?}", flip.classes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_flip_is_what_the_network_answers((sizes, seed) in shapes(), to in 0usize..9) {
        for activation in [Activation::Relu, Activation::Tanh, Activation::LeakyRelu(0.1)] {
            let network = network(&sizes, activation, Output::Softmax, seed);
            let explainer = explainer(&network);
            let x = scattered_row(sizes[0], seed + 1);
            let to = (to < network.outputs()).then_some(to);
            for bounds in [-1.0..=1.0, f32::NEG_INFINITY..=f32::INFINITY] {
                let options = FlipOptions { to, bounds, frames: 9 };
                match explainer.flip(x.view(), &options) {
                    Ok(flip) => {
                        check(&explainer, &x, &flip, &options);
                        prop_assert_eq!(explainer.flip(x.view(), &options), Ok(flip));
                    }
                    Err(error) => prop_assert!(
                        matches!(
                            error,
                            ExplainError::OneClass
                                | ExplainError::AlreadyAnswered { .. }
                                | ExplainError::Flat
                                | ExplainError::NotFlipped { .. }
                        ),
                        "{}", error
                    ),
                }
            }
        }
    }
}

/// The distance from x of the nearest point of a fine grid with another class.
fn nearest_on_grid(explainer: &Explainer, x: &Array1<f32>) -> Option<f64> {
    let from = explainer.predictor().classify(x).unwrap()[0];
    let side = 401;
    let grid = ndarray::Array2::from_shape_fn((side * side, 2), |(i, axis)| {
        let step = if axis == 0 { i / side } else { i % side };
        step as f32 / 200.0 - 1.0
    });
    let classes = explainer.predictor().classify(&grid).unwrap();
    let others = grid.outer_iter().zip(classes).filter(|(_, class)| *class != from);
    let distance = |row: ndarray::ArrayView1<'_, f32>| {
        row.iter().zip(x).map(|(a, b)| f64::from(a - b).powi(2)).sum::<f64>().sqrt()
    };
    others.map(|(row, _)| distance(row)).min_by(f64::total_cmp)
}

#[test]
fn no_point_of_a_grid_is_much_nearer() {
    let mut flipped = 0;
    for seed in 0..60 {
        let network = network(&[2, 6, 3], Activation::Relu, Output::Softmax, seed);
        let explainer = explainer(&network);
        let x = scattered_row(2, seed + 500);
        let Some(expected) = nearest_on_grid(&explainer, &x) else { continue };
        let flip = explainer.flip(x.view(), &within(-1.0, 1.0)).unwrap();
        // The grid's own points lie up to half a diagonal beyond the border.
        let is_nearest = (expected - 0.01..1.005 * expected).contains(&flip.distance);
        assert!(is_nearest, "{seed}: {}, not {expected}", flip.distance);
        flipped += 1;
    }
    assert!(flipped >= 30, "{flipped} networks have another class in the square");
}

#[test]
fn the_nearest_point_of_a_straight_border_is_found() {
    let layer =
        Dense::new(array![[3.0, 0.0], [4.0, 0.0]], array![-25.0, 0.0], Activation::Identity);
    let network = Network::new(vec![layer.unwrap()], Output::Softmax).unwrap();
    let explainer = explainer(&network);
    let x = array![0.0, 0.0];
    let flip = explainer.flip(x.view(), &FlipOptions::default()).unwrap();
    assert!((flip.distance - 5.0).abs() < 1e-5 && (flip.x[0] - 3.0).abs() < 1e-5, "{flip:?}");
    assert_eq!((flip.from, flip.to), (1, 0));
    // Where the first input stays below 1, the second has to give the rest: 3 + 4·5.5 = 25.
    let options = FlipOptions { bounds: -1.0..=6.0, ..FlipOptions::default() };
    let flip = explainer.flip(array![0.0, 0.0].view(), &options).unwrap();
    assert!((flip.distance - 5.0).abs() < 1e-5);
    let error = explainer.flip(x.view(), &within(-1.0, 1.0)).unwrap_err();
    let ExplainError::NotFlipped { to: None, closest } = error else { panic!("{error}") };
    assert!((closest - 18.0).abs() < 1e-6, "{closest}");
}

#[test]
fn a_step_is_found_by_looking_around() {
    let steps = Dense::new(array![[1.0, -1.0], [1.0, -1.0]], array![-0.5, 1.5], Activation::Step);
    let and = Dense::new(array![[1.0], [1.0]], array![-1.5], Activation::Identity).unwrap();
    let xor = Network::new(vec![steps.unwrap(), and], Output::Sigmoid).unwrap();
    let explainer = explainer(&xor);
    // The borders are the lines x1 + x2 = 0.5 and x1 + x2 = 1.5.
    for x in [array![0.0, 0.0], array![1.0, 0.0], array![0.0, 1.0], array![1.0, 1.0]] {
        let flip = explainer.flip(x.view(), &FlipOptions::default()).unwrap();
        check(&explainer, &x, &flip, &FlipOptions::default());
        let expected = 0.125f64.sqrt();
        assert!(flip.distance < 1.002 * expected && flip.distance > 0.9999 * expected, "{flip:?}");
    }
}

#[test]
fn a_class_that_has_to_beat_several_is_reached() {
    // Each class is nearest at its own corner of a triangle.
    let corners = array![[0.0, 4.0, -4.0], [5.0, -4.0, -4.0]];
    let layer = Dense::new(corners, array![0.0, 0.0, 0.0], Activation::Identity).unwrap();
    let explainer = explainer(&Network::new(vec![layer], Output::Softmax).unwrap());
    let x = array![0.1, 1.0];
    for to in 1..3 {
        let options = FlipOptions { to: Some(to), ..FlipOptions::default() };
        let flip = explainer.flip(x.view(), &options).unwrap();
        check(&explainer, &x, &flip, &options);
        assert_eq!((flip.from, flip.to), (0, to));
    }
}

#[test]
fn a_path_has_two_rows_at_least() {
    let layer = Dense::new(array![[1.0]], array![0.0], Activation::Identity).unwrap();
    let explainer = explainer(&Network::new(vec![layer], Output::Sigmoid).unwrap());
    let options = FlipOptions { frames: 0, ..FlipOptions::default() };
    let flip = explainer.flip(array![-1.0].view(), &options).unwrap();
    assert_eq!(flip.path, array![[-1.0], [flip.x[0]]]);
    assert_eq!((flip.classes, flip.changed), (vec![0, 1], vec![0]));
}

#[test]
fn what_cannot_flip_says_why() {
    let flip = |network: &Network, x: Array1<f32>, options: &FlipOptions| {
        explainer(network).flip(x.view(), options).unwrap_err()
    };
    // So many inputs that their surroundings are not looked at.
    let steps = network(&[13, 3, 2], Activation::Step, Output::Softmax, 3);
    assert_eq!(flip(&steps, Array1::ones(13), &FlipOptions::default()), ExplainError::Flat);
    let value = network(&[2, 3, 1], Activation::Relu, Output::Identity, 3);
    assert_eq!(flip(&value, array![0.5, 0.5], &FlipOptions::default()), ExplainError::OneClass);
    let two = network(&[2, 3, 2], Activation::Relu, Output::Softmax, 3);
    let x = array![0.5, 0.5];
    let from = two.predictor().unwrap().classify(&x).unwrap()[0];
    let to = |to| FlipOptions { to: Some(to), ..FlipOptions::default() };
    assert_eq!(flip(&two, x.clone(), &to(from)), ExplainError::AlreadyAnswered { class: from });
    assert_eq!(flip(&two, x.clone(), &to(2)), ExplainError::Class { class: 2, classes: 2 });
    for (lower, upper) in [(1.0, 0.0), (0.5, 0.5), (f32::NAN, 1.0), (0.0, f32::NAN)] {
        let error = flip(&two, x.clone(), &within(lower, upper));
        assert!(matches!(error, ExplainError::Bounds { .. }), "{lower} {upper}: {error}");
    }
    let error = flip(&two, array![0.5, 2.0], &within(0.0, 1.0));
    assert_eq!(error, ExplainError::OutOfBounds { input: 1, value: 2.0, lower: 0.0, upper: 1.0 });
}
