//! What a network promises: one answer, every signal shown, and errors that name the mend.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use feedforward_network::{
    Activation, Dense, Isa, Network, NetworkError, Output, Predictor, PredictorOptions, Threads,
    Workspace,
};
use ndarray::{Array1, Array2, Axis, ShapeBuilder, array, s};
use std::num::NonZeroUsize;

/// The book's network of 2, 3, 2 and 2 neurons.
fn book() -> Network {
    let layers = vec![
        Dense::new(
            array![[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]],
            array![0.1, 0.2, 0.3],
            Activation::Sigmoid,
        ),
        Dense::new(
            array![[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]],
            array![0.1, 0.2],
            Activation::Sigmoid,
        ),
        Dense::new(array![[0.1, 0.3], [0.2, 0.4]], array![0.1, 0.2], Activation::Identity),
    ];
    Network::new(layers.into_iter().map(Result::unwrap).collect(), Output::Identity).unwrap()
}

/// Numbers between -1 and 1 that look random: the fractional parts of multiples of the golden
/// ratio.
fn scattered(shape: (usize, usize), seed: usize) -> Array2<f32> {
    Array2::from_shape_fn(shape, |(i, j)| {
        let k = (i * shape.1 + j + 1 + 7919 * seed) as f64;
        ((k * 0.618_033_988_749_895).fract() * 2.0 - 1.0) as f32
    })
}

fn network(sizes: &[usize], activation: Activation, output: Output) -> Network {
    let layers = sizes.windows(2).enumerate().map(|(i, pair)| {
        let last = i + 2 == sizes.len();
        let activation = if last { Activation::Identity } else { activation };
        let bias = scattered((1, pair[1]), 100 + i).remove_axis(Axis(0));
        Dense::new(scattered((pair[0], pair[1]), i), bias, activation).unwrap()
    });
    Network::new(layers.collect(), output).unwrap()
}

/// Zeros in a part of each row: nowhere, in an eighth, a quarter, a half, everywhere, by turns.
fn with_zeros(mut x: Array2<f32>) -> Array2<f32> {
    for ((row, column), x) in x.indexed_iter_mut() {
        if (row * 31 + column * 7) % 8 < [0, 1, 2, 4, 8][row % 5] {
            *x = 0.0;
        }
    }
    x
}

/// How many of `threads` threads a batch of so many rows is worth.
fn threads_at_work(threads: usize, network: &Network, rows: usize) -> usize {
    let threads = Threads::new(NonZeroUsize::new(threads).unwrap()).unwrap();
    threads.worth(rows * network.products())
}

fn bits(array: &Array2<f32>) -> Vec<u32> {
    array.iter().map(|v| v.to_bits()).collect()
}

/// A dense layer as NumPy would write it, in f64.
fn forward_f64(network: &Network, x: &Array2<f32>) -> Array2<f64> {
    let mut signal = x.mapv(f64::from);
    for layer in network.layers() {
        signal = signal.dot(&layer.weights().mapv(f64::from)) + layer.bias().mapv(f64::from);
        match layer.activation() {
            Activation::Sigmoid => signal.mapv_inplace(|z| 1.0 / (1.0 + (-z).exp())),
            Activation::Relu => signal.mapv_inplace(|z| z.max(0.0)),
            Activation::Tanh => signal.mapv_inplace(f64::tanh),
            Activation::Step => signal.mapv_inplace(|z| if z > 0.0 { 1.0 } else { 0.0 }),
            _ => {}
        }
    }
    if network.output() == Output::Softmax {
        for mut row in signal.outer_iter_mut() {
            let max = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            row.mapv_inplace(|z| (z - max).exp());
            let sum = row.sum();
            row.mapv_inplace(|e| e / sum);
        }
    }
    signal
}

#[test]
fn the_book_network_gives_the_books_answer() {
    let y = book().predictor().unwrap().predict(&array![1.0, 0.5]).unwrap();
    // NumPy, f64: [0.31682708, 0.69627909].
    assert!((y[[0, 0]] - 0.316_827_1).abs() < 1e-7, "{y}");
    assert!((y[[0, 1]] - 0.696_279_1).abs() < 1e-7, "{y}");
}

#[test]
fn answers_are_those_of_the_formula_in_double_precision() {
    for activation in [Activation::Sigmoid, Activation::Relu, Activation::Tanh] {
        for output in Output::ALL {
            let network = network(&[30, 20, 17, 5], activation, output);
            let x = scattered((11, 30), 9);
            let found = network.predictor().unwrap().predict(&x).unwrap();
            for (found, exact) in found.iter().zip(forward_f64(&network, &x)) {
                assert!(
                    (f64::from(*found) - exact).abs() < 2e-6 * exact.abs().max(1.0),
                    "{activation} {output}: {found} {exact}"
                );
            }
        }
    }
}

#[test]
fn a_row_has_one_answer_at_every_batch_size_thread_count_and_instruction_set() {
    const ROWS: usize = 1500;
    let network = network(&[200, 100, 17, 10], Activation::Relu, Output::Softmax);
    let x = with_zeros(scattered((ROWS, 200), 3));
    let at_work = [2, 5].map(|threads| threads_at_work(threads, &network, ROWS));
    assert_eq!(at_work, [2, 3], "otherwise nothing is shared out");
    let expected = network.predictor().unwrap().predict(&x).unwrap();
    for isa in Isa::ALL {
        for threads in [1, 2, 5] {
            let options =
                PredictorOptions { threads: NonZeroUsize::new(threads).unwrap(), isa: Some(isa) };
            let predictor = match Predictor::new(&network, &options) {
                Ok(predictor) => predictor,
                Err(reason) => {
                    println!("skipped: {reason}");
                    continue;
                }
            };
            for batch in [1, 7, 111, 112, 113, 225, ROWS] {
                let rows = if batch == 1 { 200 } else { ROWS };
                for start in (0..rows).step_by(batch) {
                    let end = rows.min(start + batch);
                    let y = predictor.predict(x.slice(s![start..end, ..])).unwrap();
                    let same = expected.slice(s![start..end, ..]).to_owned();
                    assert_eq!(
                        bits(&y),
                        bits(&same),
                        "{isa} {threads} threads, batches of {batch}"
                    );
                }
            }
        }
    }
}

#[test]
fn any_memory_order_gives_the_same_answer() {
    let network = network(&[20, 13, 4], Activation::Tanh, Output::Softmax);
    let predictor = network.predictor().unwrap();
    let x = scattered((130, 20), 1);
    let expected = predictor.predict(&x).unwrap();
    let mut fortran = Array2::zeros((130, 20).f());
    fortran.assign(&x);
    assert_eq!(bits(&predictor.predict(&fortran).unwrap()), bits(&expected));
    let mut doubled = Array2::from_elem((130, 40), f32::NAN);
    doubled.slice_mut(s![.., ..;2]).assign(&x);
    assert_eq!(bits(&predictor.predict(doubled.slice(s![.., ..;2])).unwrap()), bits(&expected));
    let mut y = Array2::zeros((130, 4).f());
    predictor.predict_into(&x, y.view_mut(), &mut Workspace::default()).unwrap();
    assert_eq!(y, expected);
}

#[test]
fn layers_built_from_any_memory_order_are_equal() {
    let weights = scattered((5, 3), 0);
    let mut fortran = Array2::zeros((5, 3).f());
    fortran.assign(&weights);
    let dense = |w| Dense::new(w, array![0.0, 1.0, 2.0], Activation::Relu).unwrap();
    assert_eq!(dense(fortran).as_slices(), dense(weights).as_slices());
}

#[test]
fn a_workspace_serves_networks_of_any_size() {
    let mut workspace = Workspace::default();
    for sizes in [[3, 40, 2], [50, 4, 9], [1, 1, 1]] {
        let network = network(&sizes, Activation::Relu, Output::Identity);
        let predictor = network.predictor().unwrap();
        let x = scattered((200, sizes[0]), 4);
        let mut y = Array2::zeros((200, sizes[2]));
        predictor.predict_into(&x, y.view_mut(), &mut workspace).unwrap();
        assert_eq!(bits(&y), bits(&predictor.predict(&x).unwrap()));
    }
}

#[test]
fn rows_of_another_length_are_refused_however_many_there_are() {
    let predictor = network(&[4, 2], Activation::Relu, Output::Identity).predictor().unwrap();
    // No room for as many answers, and none is asked for.
    let x = Array2::<f32>::zeros((1 << (usize::BITS - 2), 0));
    assert!(matches!(predictor.predict(&x), Err(NetworkError::InputShape { .. })));
    assert!(matches!(predictor.classify(&x), Err(NetworkError::InputShape { .. })));
}

#[test]
fn an_empty_batch_has_an_empty_answer() {
    let network = network(&[4, 3, 2], Activation::Sigmoid, Output::Softmax);
    let predictor = network.predictor().unwrap();
    let x = Array2::zeros((0, 4));
    assert_eq!(predictor.predict(&x).unwrap().dim(), (0, 2));
    assert_eq!(predictor.classify(&x).unwrap(), Vec::<usize>::new());
    assert_eq!(predictor.trace(&x).unwrap().layers[0].z.dim(), (0, 3));
}

#[test]
fn classes_are_those_of_the_largest_probabilities() {
    const ROWS: usize = 1500;
    let network = network(&[200, 100, 7], Activation::Relu, Output::Softmax);
    let options = PredictorOptions { threads: NonZeroUsize::new(3).unwrap(), isa: None };
    let x = scattered((ROWS, 200), 2);
    assert!(threads_at_work(3, &network, ROWS) == 3, "otherwise nothing is shared out");
    let predictor = Predictor::new(&network, &options).unwrap();
    let classes = predictor.classify(&x).unwrap();
    assert_eq!(classes, network.predictor().unwrap().classify(&x).unwrap());
    for (row, class) in predictor.predict(&x).unwrap().outer_iter().zip(&classes) {
        assert!(row.iter().all(|p| *p <= row[*class]), "{row}, class {class}");
    }
    assert!(classes.iter().any(|class| *class != classes[0]));
}

#[test]
fn a_trace_holds_every_signal_with_the_bits_of_the_prediction() {
    let network = network(&[20, 9, 5, 3], Activation::Sigmoid, Output::Softmax);
    let predictor = network.predictor().unwrap();
    let x = scattered((150, 20), 6);
    let trace = predictor.trace(&x).unwrap();
    assert_eq!(trace.x, x);
    assert_eq!(bits(&trace.y), bits(&predictor.predict(&x).unwrap()));
    let shapes: Vec<_> = trace.layers.iter().map(|l| (l.z.dim(), l.y.dim())).collect();
    assert_eq!(shapes, [(150, 9), (150, 5), (150, 3)].map(|s| (s, s)));
    for layer in &trace.layers {
        for (z, y) in layer.z.iter().zip(&layer.y) {
            assert_eq!(layer.activation.apply(*z).to_bits(), y.to_bits());
        }
    }
}

#[test]
fn a_trace_shows_the_books_signals() {
    let trace = book().predictor().unwrap().trace(&array![1.0, 0.5]).unwrap();
    assert_eq!(
        trace.to_string(),
        "X   1x2\n[[1.000000, 0.500000]]\n\
         z1 = X · W1 + b1   1x3\n[[0.300000, 0.700000, 1.100000]]\n\
         Y1 = sigmoid(z1)   1x3\n[[0.574443, 0.668188, 0.750260]]\n\
         z2 = Y1 · W2 + b2   1x2\n[[0.516160, 1.214027]]\n\
         Y2 = sigmoid(z2)   1x2\n[[0.626249, 0.771011]]\n\
         z3 = Y2 · W3 + b3   1x2\n[[0.316827, 0.696279]]\n\
         Y3 = identity(z3)   1x2\n[[0.316827, 0.696279]]\n\
         Y = identity(Y3)   1x2\n[[0.316827, 0.696279]]\n"
    );
}

#[test]
fn the_chain_shows_every_shape() {
    let network = network(&[784, 50, 100, 10], Activation::Sigmoid, Output::Softmax);
    assert_eq!(network.to_string(), "784-50-100-10");
    assert_eq!(network.parameters(), 45_360);
    assert_eq!(
        network.chain(100).to_string(),
        "X 100x784 · W1 784x50 + b1 50 -> 100x50 sigmoid\n\
         Y1 100x50 · W2 50x100 + b2 100 -> 100x100 sigmoid\n\
         Y2 100x100 · W3 100x10 + b3 10 -> 100x10 softmax"
    );
}

#[test]
fn layers_without_an_activation_between_them_are_one_layer() {
    let network = network(&[12, 9, 7, 5], Activation::Identity, Output::Softmax);
    let collapsed = network.collapse_linear();
    assert_eq!(collapsed.sizes(), [12, 5]);
    let x = scattered((20, 12), 8);
    let (deep, flat) = (network.predictor().unwrap(), collapsed.predictor().unwrap());
    for (a, b) in deep.predict(&x).unwrap().iter().zip(&flat.predict(&x).unwrap()) {
        assert!((a - b).abs() < 1e-6, "{a} {b}");
    }
}

#[test]
fn layers_with_an_activation_between_them_stay() {
    let network = network(&[4, 3, 3, 2], Activation::Relu, Output::Identity);
    assert_eq!(network.collapse_linear(), network);
    let layer =
        |i, o, activation| Dense::new(scattered((i, o), i), Array1::ones(o), activation).unwrap();
    let layers = vec![
        layer(4, 6, Activation::Identity),
        layer(6, 3, Activation::Tanh),
        layer(3, 2, Activation::Identity),
    ];
    let mixed = Network::new(layers, Output::Identity).unwrap().collapse_linear();
    assert_eq!((mixed.sizes(), mixed.layers()[0].activation()), (vec![4, 3, 2], Activation::Tanh));
}

#[test]
fn an_output_is_applied_as_in_a_prediction() {
    let network = network(&[6, 5], Activation::Identity, Output::Softmax);
    let predictor = network.predictor().unwrap();
    let x = scattered((7, 6), 3);
    let trace = predictor.trace(&x).unwrap();
    assert_eq!(bits(&Output::Softmax.apply(&trace.layers[0].z)), bits(&trace.y));
    assert_eq!(Output::Identity.apply(&x), x);
}

#[test]
fn predictors_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Predictor>();
    shared::<Network>();
}

#[test]
fn shapes_that_do_not_fit_are_named_with_their_likely_cause() {
    let zeros =
        |i, o| Dense::new(Array2::zeros((i, o)), Array1::zeros(o), Activation::Relu).unwrap();
    let chain = |layers| Network::new(layers, Output::Softmax).unwrap_err().to_string();
    let bias = |n| {
        Dense::new(Array2::zeros((2, 3)), Array1::zeros(n), Activation::Relu)
            .unwrap_err()
            .to_string()
    };
    let predictor = network(&[784, 50, 10], Activation::Relu, Output::Softmax).predictor().unwrap();
    let input =
        |rows, columns| predictor.predict(&Array2::zeros((rows, columns))).unwrap_err().to_string();
    let mut small = Array2::zeros((1, 2));
    let output = predictor
        .predict_into(&Array2::zeros((3, 784)), small.view_mut(), &mut Workspace::default())
        .unwrap_err();
    let table = [
        (chain(vec![]), "a network needs at least one layer, but there is none"),
        (
            chain(vec![zeros(784, 50), zeros(100, 50)]),
            "layer 2 takes 100 inputs (W2 is 100 x 50), but layer 1 gives 50 outputs; W2 looks transposed: weights are [inputs, outputs] here",
        ),
        (
            chain(vec![zeros(784, 50), zeros(60, 10)]),
            "layer 2 takes 60 inputs (W2 is 60 x 10), but layer 1 gives 50 outputs; is a layer missing between the two, or is one from another network?",
        ),
        (
            bias(4),
            "weights of 2 x 3 give 3 outputs, but the bias has 4 numbers; give it 3, one an output",
        ),
        (
            bias(2),
            "weights of 2 x 3 give 3 outputs, but the bias has 2 numbers; the weights look transposed: they are [inputs, outputs] here",
        ),
        (
            input(28, 28),
            "layer 1 takes rows of 784 inputs (W1 is 784 x 50), but x is 28 x 28; it looks like one example that is not flattened: make it 1 x 784",
        ),
        (
            input(784, 100),
            "layer 1 takes rows of 784 inputs (W1 is 784 x 50), but x is 784 x 100; x looks transposed: it is [batch, inputs], one example a row",
        ),
        (
            input(1, 10),
            "layer 1 takes rows of 784 inputs (W1 is 784 x 50), but x is 1 x 10; were these examples prepared for another network?",
        ),
        (output.to_string(), "the outputs are 3 x 10, but y has room for 1 x 2: make it 3 x 10"),
    ];
    for (found, expected) in table {
        assert_eq!(found, expected);
    }
    let empty = Dense::new(Array2::zeros((0, 3)), Array1::zeros(3), Activation::Relu);
    assert_eq!(empty, Err(NetworkError::EmptyLayer { weights: [0, 3] }));
}
