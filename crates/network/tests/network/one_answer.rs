//! A row has one answer, however it is computed.

use crate::{bits, network, scattered, skip};
use feedforward_kernels::Pool;
use feedforward_network::{Activation, Isa, Network, Output, Predictor, PredictorOptions};
use ndarray::{Array2, s};
use std::num::NonZeroUsize;

/// Zeros in a part of each row: nowhere, in an eighth, a quarter, a half and everywhere, in turn.
fn with_zeros(mut x: Array2<f32>) -> Array2<f32> {
    for ((row, column), x) in x.indexed_iter_mut() {
        if (row * 31 + column * 7) % 8 < [0, 1, 2, 4, 8][row % 5] {
            *x = 0.0;
        }
    }
    x
}

/// The number of threads that a batch is shared among.
fn threads_at_work(threads: usize, network: &Network, rows: usize) -> usize {
    let pool = Pool::new(NonZeroUsize::new(threads).unwrap()).unwrap();
    pool.threads_for(rows * network.products())
}

#[test]
fn a_row_has_one_answer_at_every_batch_size_thread_count_and_instruction_set() {
    const ROWS: usize = 1500;
    let network = network(&[200, 100, 17, 10], Activation::Relu, Output::Softmax);
    let x = with_zeros(scattered((ROWS, 200), 3));
    let at_work = [2, 5].map(|threads| threads_at_work(threads, &network, ROWS));
    assert_eq!(at_work, [2, 3], "otherwise nothing is shared among threads");
    let expected = network.predictor().unwrap().predict(&x).unwrap();
    for isa in Isa::ALL {
        for threads in [1, 2, 5] {
            let options =
                PredictorOptions { threads: NonZeroUsize::new(threads).unwrap(), isa: Some(isa) };
            let predictor = match Predictor::new(&network, &options) {
                Ok(predictor) => predictor,
                Err(reason) => {
                    skip(format_args!("{reason}"));
                    break;
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
fn every_activation_and_output_has_one_answer_on_every_instruction_set() {
    let x = scattered((9, 12), 5);
    for activation in Activation::ALL {
        for output in Output::ALL {
            let network = network(&[12, 21, 7], activation, output);
            let run = |isa| {
                let options = PredictorOptions { isa: Some(isa), ..PredictorOptions::default() };
                Some(bits(&Predictor::new(&network, &options).ok()?.predict(&x).unwrap()))
            };
            let portable = run(Isa::Portable);
            assert!(portable.is_some());
            // What this processor lacks is reported by the test above.
            for found in Isa::ALL.into_iter().filter_map(run) {
                assert_eq!(Some(found), portable, "{activation} {output}");
            }
        }
    }
}

#[test]
fn a_row_wider_than_a_block_has_the_same_answer_in_a_batch_and_alone() {
    let network = network(&[1 << 21, 2], Activation::Identity, Output::Identity);
    let predictor = network.predictor().unwrap();
    let x = scattered((3, 1 << 21), 1);
    let y = predictor.predict(&x).unwrap();
    for (x, y) in x.outer_iter().zip(y.outer_iter()) {
        assert_eq!(predictor.predict(x).unwrap().row(0), y);
    }
}

#[test]
fn a_predictor_names_the_kernel_of_its_instruction_set() {
    let network = network(&[2, 2], Activation::Relu, Output::Identity);
    let options = PredictorOptions { isa: Some(Isa::Portable), ..PredictorOptions::default() };
    let predictor = Predictor::new(&network, &options).unwrap();
    assert!(predictor.kernel_name().ends_with("_f32_portable"), "{}", predictor.kernel_name());
}

#[test]
fn predictors_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Predictor>();
    shared::<Network>();
}
