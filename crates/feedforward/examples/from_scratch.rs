//! The chapter from scratch: a neuron, three activations, the matrix product,
//! a network of three layers, identity and softmax, with arrays alone, in f64.
//!
//! It prints what NumPy prints, to the last digit: docs/guide/from_scratch.py
//! is the same program in Python. At the end the library computes the same
//! network. With `--time` both are timed.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward::{Activation, Dense, Output, Predictor, Workspace};
use ndarray::{Array1, Array2, array};
use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

// ANCHOR: neuron
/// The weighted sum of the inputs and the bias, then the activation h.
fn neuron(x: &Array1<f64>, w: &Array1<f64>, b: f64, h: fn(f64) -> f64) -> f64 {
    h(x.dot(w) + b)
}
// ANCHOR_END: neuron

// ANCHOR: step
fn step(z: f64) -> f64 {
    if z > 0.0 { 1.0 } else { 0.0 }
}
// ANCHOR_END: step

// ANCHOR: sigmoid
fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}
// ANCHOR_END: sigmoid

// ANCHOR: relu
fn relu(z: f64) -> f64 {
    z.max(0.0)
}
// ANCHOR_END: relu

// ANCHOR: product
/// Entry [i, j] is row i of a times column j of b, added up.
fn product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    assert_eq!(a.ncols(), b.nrows(), "the inner sizes must match");
    let shape = (a.nrows(), b.ncols());
    Array2::from_shape_fn(shape, |(i, j)| {
        (0..a.ncols()).map(|k| a[[i, k]] * b[[k, j]]).sum()
    })
}
// ANCHOR_END: product

// ANCHOR: init_network
/// The weights and the bias of a layer.
type Layer = (Array2<f64>, Array1<f64>);

fn init_network() -> [Layer; 3] {
    let w1 = array![[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]];
    let w2 = array![[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]];
    let w3 = array![[0.1, 0.3], [0.2, 0.4]];
    let (b1, b2, b3) =
        (array![0.1, 0.2, 0.3], array![0.1, 0.2], array![0.1, 0.2]);
    [(w1, b1), (w2, b2), (w3, b3)]
}
// ANCHOR_END: init_network

// ANCHOR: forward
fn forward(network: &[Layer; 3], x: &Array1<f64>) -> Array1<f64> {
    let [(w1, b1), (w2, b2), (w3, b3)] = network;
    let z1 = x.dot(w1) + b1;
    let y1 = z1.mapv(sigmoid);
    let z2 = y1.dot(w2) + b2;
    let y2 = z2.mapv(sigmoid);
    let z3 = y2.dot(w3) + b3;
    identity(z3)
}
// ANCHOR_END: forward

// ANCHOR: identity
fn identity(z: Array1<f64>) -> Array1<f64> {
    z
}
// ANCHOR_END: identity

// ANCHOR: softmax_naive
/// The formula as it stands.
fn softmax_naive(z: &Array1<f64>) -> Array1<f64> {
    let e = z.mapv(f64::exp);
    &e / e.sum()
}
// ANCHOR_END: softmax_naive

// ANCHOR: softmax
/// The same value, but no exponent is above 0.
fn softmax(z: &Array1<f64>) -> Array1<f64> {
    let largest = z.fold(f64::NEG_INFINITY, |m, &z| m.max(z));
    softmax_naive(&(z - largest))
}
// ANCHOR_END: softmax

fn main() -> Result<(), Box<dyn Error>> {
    neurons();
    three_layers();
    softmaxes();
    overflows();
    with_the_library()
}

fn neurons() {
    // ANCHOR: gates
    let w = array![0.5, 0.5];
    for x in [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]] {
        let x = Array1::from_iter(x);
        let y = neuron(&x, &w, -0.7, step);
        println!("AND of {} is {y}", numpy(&x));
    }
    // ANCHOR_END: gates

    // ANCHOR: activations
    let z = array![-1.0, 1.0, 2.0];
    println!("\nz        {}", numpy(&z));
    println!("step     {}", numpy(&z.mapv(step)));
    println!("sigmoid  {}", numpy(&z.mapv(sigmoid)));
    println!("relu     {}", numpy(&z.mapv(relu)));
    // ANCHOR_END: activations

    // ANCHOR: worked
    let a = array![[1.0, 2.0], [3.0, 4.0]];
    let b = array![[5.0, 6.0], [7.0, 8.0]];
    let c = product(&a, &b);
    println!("\nrow 0    {}", numpy(&c.row(0).to_owned()));
    println!("row 1    {}", numpy(&c.row(1).to_owned()));
    // ANCHOR_END: worked
}

fn three_layers() {
    // ANCHOR: run
    let network = init_network();
    let x = array![1.0, 0.5];
    let [(w1, b1), ..] = &network;
    let z1 = x.dot(w1) + b1;
    println!("\nz1       {}", numpy(&z1));
    println!("y1       {}", numpy(&z1.mapv(sigmoid)));
    println!("y        {}", numpy(&forward(&network, &x)));
    // ANCHOR_END: run
}

fn softmaxes() {
    let z = array![0.3, 2.9, 4.0];
    println!("\nz        {}", numpy(&z));
    println!("softmax  {}", numpy(&softmax(&z)));

    // ANCHOR: constant
    for c in [-100.0, 0.5, 5.0, 1000.0] {
        println!("z {c:+5}  {}", numpy(&softmax(&(&z + c))));
    }
    // ANCHOR_END: constant

    // ANCHOR: exaggerates
    let round = |y: f64| (y * 1e4).round() / 1e4;
    println!("\nz / Σz   {}", numpy(&(&z / z.sum()).mapv(round)));
    println!("softmax  {}", numpy(&softmax(&z).mapv(round)));
    // ANCHOR_END: exaggerates
}

// ANCHOR: overflow
fn overflows() {
    // ANCHOR: overflow_softmax
    let large = array![1010.0, 1000.0, 990.0];
    println!("\nz        {}", numpy(&large));
    println!("naive    {}", numpy(&softmax_naive(&large)));
    println!("stable   {}", numpy(&softmax(&large)));
    // ANCHOR_END: overflow_softmax

    // ANCHOR: overflow_sigmoid
    let second_form = |z: f64| z.exp() / (z.exp() + 1.0);
    for z in [array![-1.0, 1.0, 2.0], array![1000.0]] {
        println!("\nz                {}", numpy(&z));
        println!("1 / (1 + e^-z)   {}", numpy(&z.mapv(sigmoid)));
        println!("e^z / (e^z + 1)  {}", numpy(&z.mapv(second_form)));
    }
    // ANCHOR_END: overflow_sigmoid
}
// ANCHOR_END: overflow

fn with_the_library() -> Result<(), Box<dyn Error>> {
    // ANCHOR: library
    use Activation::{Identity, Sigmoid};
    let scratch = init_network();
    let mut layers = Vec::new();
    for ((w, b), h) in scratch.iter().zip([Sigmoid, Sigmoid, Identity]) {
        let (w, b) = (w.mapv(|w| w as f32), b.mapv(|b| b as f32));
        layers.push(Dense::new(w, b, h)?);
    }
    let library = feedforward::Network::new(layers, Output::Identity)?;
    let predictor = library.predictor()?;

    let y = forward(&scratch, &array![1.0, 0.5]);
    println!("\nfrom scratch, in f64  {y:.6}");
    let y = predictor.predict(&array![1.0, 0.5])?;
    println!("the library, in f32   {:.6}", y.row(0));
    // ANCHOR_END: library

    if std::env::args().any(|argument| argument == "--time") {
        time(&scratch, &predictor)?;
    }
    Ok(())
}

/// Says on stderr how long a row takes, so that the output stays the same.
#[expect(clippy::print_stderr, reason = "times are no part of the output")]
fn time(
    scratch: &[Layer; 3],
    predictor: &Predictor,
) -> Result<(), Box<dyn Error>> {
    for rows in [1, 1000] {
        let x = Array2::from_elem((rows, 2), 0.5);
        let x32 = x.mapv(|x| x as f32);
        let mut y = Array2::zeros((rows, 2));
        let mut workspace = Workspace::default();
        let by_hand = median_nanoseconds(rows, || {
            for x in x.rows() {
                black_box(forward(scratch, &x.to_owned()));
            }
            Ok(())
        })?;
        let by_library = median_nanoseconds(rows, || {
            let x = black_box(&x32);
            predictor.predict_into(x, y.view_mut(), &mut workspace)?;
            Ok(())
        })?;
        eprintln!(
            "in batches of {rows}: {by_hand:.0} ns per row from scratch, \
             {by_library:.0} by the library"
        );
    }
    Ok(())
}

/// The middle one of several measurements, each of 10,000 rows.
fn median_nanoseconds(
    rows: usize,
    mut call: impl FnMut() -> Result<(), Box<dyn Error>>,
) -> Result<f64, Box<dyn Error>> {
    let calls = 10_000 / rows;
    let mut found = Vec::new();
    for _ in 0..21 {
        let started = Instant::now();
        for _ in 0..calls {
            call()?;
        }
        let seconds = started.elapsed().as_secs_f64();
        found.push(1e9 * seconds / (calls * rows) as f64);
    }
    found.sort_by(f64::total_cmp);
    Ok(found[found.len() / 2])
}

// ANCHOR: numpy
/// The numbers as NumPy prints them: up to eight decimals, in columns, and with
/// powers of ten if one is small or they differ by more than a factor of 1000.
fn numpy(row: &Array1<f64>) -> String {
    let sizes = || row.iter().map(|v| v.abs()).filter(|v| v.is_normal());
    let least = sizes().fold(f64::INFINITY, f64::min);
    let most = sizes().fold(0.0, f64::max);
    let powers = least < 1e-4 || most / least > 1e3;
    let words: Vec<_> = row.iter().map(|v| word(*v, powers)).collect();

    // What stands before the point, and what stands from the point on.
    let split = |word: &str| {
        let before = word.find('.').unwrap_or(word.len());
        [before, word.len() - before]
    };
    let widest = |part: usize| {
        words.iter().map(|word| split(word)[part]).max().unwrap_or(0)
    };
    let (before, after) = (widest(0), widest(1));
    let aligned = words.iter().map(|word| {
        let [left, right] = split(word);
        [&" ".repeat(before - left), word.as_str(), &" ".repeat(after - right)]
            .concat()
    });
    format!("[{}]", aligned.collect::<Vec<_>>().join(" "))
}

fn word(v: f64, powers: bool) -> String {
    let text = format!("{v:.8e}");
    match text.split_once('e') {
        None => text.to_lowercase(),
        Some((digits, exponent)) if powers => {
            let exponent: i32 = exponent.parse().unwrap_or_default();
            format!("{digits}e{exponent:+03}")
        }
        Some(_) => format!("{v:.8}").trim_end_matches('0').to_owned(),
    }
}
// ANCHOR_END: numpy
