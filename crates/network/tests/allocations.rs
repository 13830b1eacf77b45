//! After the first call, a prediction into the caller's array allocates nothing.
#![expect(unsafe_code, reason = "an allocator that counts can be written in no other way")]

use feedforward_network::{
    Activation, Dense, Network, Output, Predictor, PredictorOptions, Workspace,
};
use ndarray::{Array1, Array2, s};
use std::alloc::{GlobalAlloc, Layout, System};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts what every thread asks for.
struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is the system's allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::SeqCst);
        // SAFETY: the caller's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The only test of this file: another one would allocate beside it.
#[test]
fn a_prediction_allocates_nothing_after_the_first() {
    let sizes = [784, 50, 100, 10];
    let layers = sizes.windows(2).map(|size| {
        let weights = Array2::from_shape_fn((size[0], size[1]), |(i, o)| {
            ((i * 31 + o * 17) % 13) as f32 / 100.0 - 0.06
        });
        Dense::new(weights, Array1::zeros(size[1]), Activation::Relu).unwrap()
    });
    let network = Network::new(layers.collect(), Output::Softmax).unwrap();
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
            let before = ALLOCATIONS.load(Ordering::SeqCst);
            for rows in [1000, 1, 7, 100, 500] {
                let (x, y) = (x.slice(s![..rows, ..]), y.slice_mut(s![..rows, ..]));
                predictor.predict_into(x, y, &mut workspace).unwrap();
                predictor.classify_into(x, &mut classes[..rows], &mut workspace).unwrap();
            }
            // Rows that do not lie one after the other in memory.
            predictor.predict_into(turned.t(), y.view_mut(), &mut workspace).unwrap();
            let allocated = ALLOCATIONS.load(Ordering::SeqCst) - before;
            if count.replace(allocated).is_some() {
                assert_eq!(allocated, 0, "with {threads} threads");
            }
        }
        assert_eq!(count, Some(0));
    }
}
