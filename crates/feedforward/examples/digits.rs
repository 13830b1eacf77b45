//! Handwritten digits: load, show one, read them one by one and in batches.
//!
//! The shapes of MNIST's training set are shown too where it is: in the folder
//! for downloads (`feedforward dataset download`) or in FEEDFORWARD_DATA. With
//! `--time`, reading one by one and in batches of 100 is timed.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward::digits::{self, Split};
use feedforward::{NetworkError, Predictor, models};

use ndarray::{Array2, Axis};
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    // ANCHOR: load
    let test = digits::test_set()?;
    let (x, labels) = (test.inputs(), test.labels());
    match digits::cache_folder().map(|f| digits::load_split(f, Split::Train)) {
        Some(Ok(train)) => {
            let (x, labels) = (train.inputs(), train.labels());
            println!(
                "training set  {} {}",
                shape(x.shape()),
                shape(labels.shape())
            );
        }
        _ => println!("training set  not here: `feedforward dataset download`"),
    }
    println!("test set      {} {}", shape(x.shape()), shape(labels.shape()));
    println!("one image     {}", shape(x.row(0).shape()));
    println!("from images   {}", shape(test.images().shape()));
    println!("values        {} to {}", smallest(&x), largest(&x));
    println!("one-hot       {}", shape(test.one_hot().shape()));
    // ANCHOR_END: load

    // ANCHOR: show
    let images = test.images();
    println!("\nthe first digit is a {}:", labels[0]);
    println!("{}", digits::draw_text(images.index_axis(Axis(0), 0)));
    // ANCHOR_END: show

    // ANCHOR: probabilities
    let network = models::digits()?.network;
    let predictor = network.predictor()?;
    println!("its probabilities:");
    for (digit, y) in predictor.predict(x.row(0))?.iter().enumerate() {
        println!("{digit}  {y:.7e}");
    }
    // ANCHOR_END: probabilities

    // ANCHOR: batches
    for batch in [1, 100] {
        println!("\nin batches of {batch}:\n{}", network.chain(batch));
        let classes = read(&predictor, &x, batch)?;
        println!("calls {}", x.nrows().div_ceil(batch));
        let pairs = classes.iter().zip(&labels);
        let correct = pairs.filter(|(class, label)| class == label).count();
        println!("accuracy {}", correct as f64 / test.len() as f64);
    }
    // ANCHOR_END: batches
    if std::env::args().any(|argument| argument == "--time") {
        time(&predictor, &x)?;
    }
    Ok(())
}

// ANCHOR: read
/// The classes of all rows of x, found `batch` rows at a time.
fn read(
    predictor: &Predictor,
    x: &Array2<f32>,
    batch: usize,
) -> Result<Vec<usize>, NetworkError> {
    let mut classes = Vec::new();
    for rows in x.axis_chunks_iter(Axis(0), batch) {
        classes.extend(predictor.classify(rows)?);
    }
    Ok(classes)
}
// ANCHOR_END: read

/// Says on stderr how fast it is. The two take turns; the first turn warms up,
/// and the middle one of the others counts.
#[expect(clippy::print_stderr, reason = "times are no part of the output")]
fn time(predictor: &Predictor, x: &Array2<f32>) -> Result<(), NetworkError> {
    let mut found = [Vec::new(), Vec::new()];
    for turn in 0..12 {
        for (batch, found) in [1, 100].into_iter().zip(&mut found) {
            let started = Instant::now();
            read(predictor, x, batch)?;
            let seconds = started.elapsed().as_secs_f64();
            if turn > 0 {
                found.push(1e6 * seconds / x.nrows() as f64);
            }
        }
    }
    for (name, found) in ["one by one", "in hundreds"].iter().zip(&mut found) {
        found.sort_by(f64::total_cmp);
        eprintln!("{name:<12} {:.2} µs per digit", found[found.len() / 2]);
    }
    Ok(())
}

/// A shape as NumPy prints it.
fn shape(shape: &[usize]) -> String {
    match shape {
        [length] => format!("({length},)"),
        _ => format!("{shape:?}").replace('[', "(").replace(']', ")"),
    }
}

fn smallest(x: &Array2<f32>) -> f32 {
    x.iter().copied().fold(f32::INFINITY, f32::min)
}

fn largest(x: &Array2<f32>) -> f32 {
    x.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}
