//! After the first call, a prediction into the caller's array allocates nothing.
//!
//! It runs without the test harness, whose thread would allocate at the same time.
#![expect(
    clippy::print_stdout,
    reason = "a program without the test harness reports its own result"
)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use feedforward_network::{
    Activation, Dense, Network, Output, Predictor, PredictorOptions, Workspace,
};
use ndarray::{Array1, Array2, s};
use std::num::NonZeroUsize;

/// Counts the allocations of all threads.
#[global_allocator]
static COUNTING: dhat::Alloc = dhat::Alloc;

fn main() {
    for output in Output::ALL {
        a_prediction_allocates_nothing_after_the_first(output);
    }
    println!("test a_prediction_allocates_nothing_after_the_first ... ok");
}

fn a_prediction_allocates_nothing_after_the_first(output: Output) {
    let _profiler = dhat::Profiler::builder().testing().build();
    let sizes = [784, 50, 100, 10];
    let layers = sizes.windows(2).map(|size| {
        let weights = Array2::from_shape_fn((size[0], size[1]), |(i, o)| {
            ((i * 31 + o * 17) % 13) as f32 / 100.0 - 0.06
        });
        Dense::new(weights, Array1::zeros(size[1]), Activation::Relu).unwrap()
    });
    let network = Network::new(layers.collect(), output).unwrap();
    let x = Array2::from_shape_fn((1000, 784), |(row, i)| ((row + i) % 5) as f32 / 5.0);
    let turned = x.t().as_standard_layout().into_owned();
    for threads in [1, 2, 3] {
        let threads = NonZeroUsize::new(threads).unwrap();
        let predictor = Predictor::new(&network, &PredictorOptions { threads, isa: None }).unwrap();
        let mut y = Array2::zeros((1000, 10));
        let mut classes = vec![0; 1000];
        let mut workspace = Workspace::default();
        let mut count = None;
        for _ in 0..20 {
            let before = dhat::HeapStats::get().total_blocks;
            for rows in [1000, 1, 7, 100, 500] {
                let (x, y) = (x.slice(s![..rows, ..]), y.slice_mut(s![..rows, ..]));
                predictor.predict_into(x, y, &mut workspace).unwrap();
                predictor.classify_into(x, &mut classes[..rows], &mut workspace).unwrap();
            }
            // Rows that are not contiguous.
            predictor.predict_into(turned.t(), y.view_mut(), &mut workspace).unwrap();
            let allocated = dhat::HeapStats::get().total_blocks - before;
            if count.replace(allocated).is_some() {
                assert_eq!(allocated, 0, "{output} with {threads} threads");
            }
        }
        assert_eq!(count, Some(0));
    }
}
