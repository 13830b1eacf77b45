//! Every instruction set of this machine gives the bits of `reference`, for one table of cases.
#![expect(clippy::print_stdout, reason = "what a machine cannot test is said aloud")]

use feedforward_kernels::{Activation, Isa, Kernels, LANES, PackedDense, reference};

/// The sizes at which a vector loop can go wrong, and that of a picture.
const SIZES: [usize; 7] = [0, 1, LANES - 1, LANES, LANES + 1, 2 * LANES + 3, 784];
const BATCHES: [usize; 8] = [0, 1, 3, 4, 6, 8, 13, 17];

fn every_isa() -> impl Iterator<Item = Kernels> {
    Isa::ALL.into_iter().filter_map(|isa| match Kernels::new(isa) {
        Ok(kernels) => Some(kernels),
        Err(reason) => {
            println!("skipped: {reason}");
            None
        }
    })
}

/// What a case's numbers are.
#[derive(Clone, Copy, Debug)]
enum Values {
    Random,
    Zeros,
    NegativeZeros,
    WithInfinities,
    WithNans,
    Denormals,
    Large,
    /// Four of five are zero, of either sign.
    Sparse,
    /// Half of them are zero, as after a rectifier.
    Half,
    /// Of some rows, or parts of rows, all are zero, of others most, some or none.
    Mixed,
}

const VALUES: [Values; 10] = [
    Values::Random,
    Values::Zeros,
    Values::NegativeZeros,
    Values::WithInfinities,
    Values::WithNans,
    Values::Denormals,
    Values::Large,
    Values::Sparse,
    Values::Half,
    Values::Mixed,
];

/// A linear congruential generator (Knuth's MMIX constants), enough for test data.
struct Lcg(u64);

impl Lcg {
    fn next(&mut self) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    /// Between -2 and 2.
    fn uniform(&mut self) -> f32 {
        self.next() as f32 / (1u32 << 31) as f32 * 4.0 - 2.0
    }

    fn fill(&mut self, values: Values, count: usize) -> Vec<f32> {
        let mut zeros = 0;
        (0..count)
            .map(|index| {
                if index % 60 == 0 {
                    zeros = self.next() % 6;
                }
                let (seldom, v) = (self.next().is_multiple_of(40), self.uniform());
                match values {
                    Values::Random => v,
                    Values::Zeros => 0.0,
                    Values::NegativeZeros => -0.0,
                    Values::WithInfinities if seldom => f32::INFINITY.copysign(v),
                    Values::WithNans if seldom => f32::from_bits(self.next() | 0x7fc0_0000),
                    Values::WithInfinities | Values::WithNans => v,
                    Values::Denormals => f32::from_bits(v.to_bits() & 0x807f_ffff),
                    Values::Large => v * 1e19,
                    Values::Sparse if !self.next().is_multiple_of(5) => 0.0f32.copysign(v),
                    Values::Half => v.max(0.0),
                    // A quarter more or less is where rows change ways.
                    Values::Mixed if self.next() % 20 < [0, 1, 4, 6, 10, 20][zeros as usize] => 0.0,
                    Values::Sparse | Values::Mixed => v,
                }
            })
            .collect()
    }
}

fn assert_same_bits(found: &[f32], expected: &[f32], case: &str) {
    assert_eq!(found.len(), expected.len(), "{case}");
    for (i, (f, e)) in found.iter().zip(expected).enumerate() {
        assert!(
            f.to_bits() == e.to_bits(),
            "{case}: [{i}] is {f} ({:#x}), not {e} ({:#x})",
            f.to_bits(),
            e.to_bits()
        );
    }
}

#[test]
fn dense_gives_the_bits_of_the_reference() {
    let mut random = Lcg(1);
    for inputs in SIZES {
        for outputs in SIZES {
            let batches: &[usize] = if inputs * outputs > 100_000 { &[1, 9] } else { &BATCHES };
            for &batch in batches {
                for values in VALUES {
                    let x = random.fill(values, batch * inputs);
                    let weights = random.fill(Values::Random, inputs * outputs);
                    let bias = random.fill(values, outputs);
                    let layer = PackedDense::new(&weights, &bias, inputs);
                    let mut expected = vec![0.0; batch * outputs];
                    reference::dense(&x, &weights, &bias, Activation::Identity, &mut expected);
                    for kernels in every_isa() {
                        let case = format!(
                            "{} {batch}x{inputs} · {inputs}x{outputs}, {values:?}",
                            kernels.dense_name()
                        );
                        let mut y = vec![f32::NAN; batch * outputs];
                        kernels.dense(&layer, &x, Activation::Identity, &mut y);
                        assert_same_bits(&y, &expected, &case);
                    }
                }
            }
        }
    }
}

/// The shapes at which the sparse way goes one panel or two at a time, through one slice or more,
/// with few rows, with a block and beyond it.
#[test]
fn skipped_zeros_change_no_bit() {
    let mut random = Lcg(7);
    let shapes = [(40, 50), (130, 10), (257, 64), (300, 100), (200, 128), (500, 200)];
    // And a last panel of four vectors that is not full, alone and as the second of a pair.
    for (inputs, outputs) in shapes.into_iter().chain([(90, 63), (90, 114), (300, 127), (90, 247)])
    {
        for batch in [1, 2, 3, 4, 17, 112, 113] {
            for values in [Values::Sparse, Values::Half, Values::Zeros, Values::Mixed] {
                let x = random.fill(values, batch * inputs);
                let mut weights = random.fill(Values::Random, inputs * outputs);
                let bias = random.fill(Values::NegativeZeros, outputs);
                for weight in [0.5, f32::INFINITY] {
                    weights[inputs * outputs / 3] = weight;
                    let layer = PackedDense::new(&weights, &bias, inputs);
                    let mut expected = vec![0.0; batch * outputs];
                    reference::dense(&x, &weights, &bias, Activation::Tanh, &mut expected);
                    for kernels in every_isa() {
                        let case = format!(
                            "{} {batch}x{inputs} · {inputs}x{outputs}, {values:?}, {weight}",
                            kernels.dense_name()
                        );
                        let mut y = vec![f32::NAN; batch * outputs];
                        kernels.dense(&layer, &x, Activation::Tanh, &mut y);
                        assert_same_bits(&y, &expected, &case);
                    }
                }
            }
        }
    }
}

/// What two or three rows keep from one slice to the next, and a block from one chunk of slices.
#[test]
fn many_inputs_give_the_bits_of_the_reference() {
    let mut random = Lcg(8);
    for inputs in [2047, 2049, 4095, 4097, 8200] {
        for (outputs, batch) in [(20, 1), (130, 2), (70, 3), (20, 5)] {
            for values in [Values::Half, Values::Mixed] {
                let x = random.fill(values, batch * inputs);
                let weights = random.fill(Values::Random, inputs * outputs);
                let bias = random.fill(Values::Random, outputs);
                let layer = PackedDense::new(&weights, &bias, inputs);
                let mut expected = vec![0.0; batch * outputs];
                reference::dense(&x, &weights, &bias, Activation::Relu, &mut expected);
                for kernels in every_isa() {
                    let mut y = vec![f32::NAN; batch * outputs];
                    kernels.dense(&layer, &x, Activation::Relu, &mut y);
                    let name = kernels.dense_name();
                    let case = format!("{name} {batch}x{inputs} · {inputs}x{outputs}, {values:?}");
                    assert_same_bits(&y, &expected, &case);
                }
            }
        }
    }
}

#[test]
fn a_sum_is_never_negative_zero() {
    let layer = PackedDense::new(&[-1.0; 64], &[-0.0], 64);
    for kernels in every_isa() {
        for x in [[0.0; 64], [-0.0; 64], [f32::MIN_POSITIVE; 64].map(|v| v * 0.0)] {
            let mut z = [f32::NAN];
            kernels.dense(&layer, &x, Activation::Identity, &mut z);
            assert_eq!(z[0].to_bits(), 0, "{}", kernels.dense_name());
        }
    }
}

#[test]
fn dense_applies_its_activation() {
    let mut random = Lcg(2);
    let (x, weights, bias) = (
        random.fill(Values::WithNans, 9 * 20),
        random.fill(Values::Random, 20 * 21),
        random.fill(Values::Random, 21),
    );
    let layer = PackedDense::new(&weights, &bias, 20);
    for activation in Activation::ALL {
        let mut expected = vec![0.0; 9 * 21];
        reference::dense(&x, &weights, &bias, activation, &mut expected);
        for kernels in every_isa() {
            let mut y = vec![0.0; 9 * 21];
            kernels.dense(&layer, &x, activation, &mut y);
            assert_same_bits(&y, &expected, &format!("{} {activation}", kernels.dense_name()));
        }
    }
}

#[test]
fn infinite_weights_and_nan_biases_stay_in_their_column() {
    let weights = [1.0, f32::INFINITY, 1.0, 1.0, 1.0, 1.0];
    let layer = PackedDense::new(&weights, &[0.0, 0.0, f32::NAN], 2);
    for kernels in every_isa() {
        let mut y = [0.0; 6];
        kernels.dense(&layer, &[1.0, 2.0, 0.0, 1.0], Activation::Identity, &mut y);
        assert_eq!(y[..2], [3.0, f32::INFINITY]);
        assert_eq!(y[3], 1.0);
        // 0 · inf is no number, in NumPy as here.
        assert!(y[2].is_nan() && y[4].is_nan() && y[5].is_nan());
    }
}

#[test]
fn activations_give_the_bits_of_the_reference() {
    // Every 4099th f32: about a million, all exponents, NaNs and denormals among them.
    let z: Vec<f32> = (0..=u32::MAX).step_by(4099).map(f32::from_bits).collect();
    for activation in Activation::ALL {
        let mut expected = z.clone();
        reference::activate(activation, &mut expected);
        for kernels in every_isa() {
            let mut y = z.clone();
            kernels.activate(activation, &mut y);
            assert_same_bits(&y, &expected, &format!("{activation} {}", kernels.isa()));
        }
    }
}

#[test]
fn activation_backward_gives_the_bits_of_the_reference() {
    let mut random = Lcg(3);
    for activation in Activation::ALL {
        for size in SIZES {
            for values in VALUES {
                let (z, dy) = (random.fill(values, size), random.fill(Values::Random, size));
                let mut y = z.clone();
                reference::activate(activation, &mut y);
                let mut expected = dy.clone();
                reference::activation_backward(activation, &z, &y, &mut expected);
                for kernels in every_isa() {
                    let mut dz = dy.clone();
                    kernels.activation_backward(activation, &z, &y, &mut dz);
                    assert_same_bits(
                        &dz,
                        &expected,
                        &format!("{activation} {} {values:?}", kernels.isa()),
                    );
                }
            }
        }
    }
}

#[test]
fn softmax_gives_the_bits_of_the_reference() {
    let mut random = Lcg(4);
    for columns in SIZES {
        for values in VALUES {
            let z = random.fill(values, 3 * columns);
            let mut expected = z.clone();
            reference::softmax_rows(&mut expected, columns);
            for kernels in every_isa() {
                let mut y = z.clone();
                kernels.softmax_rows(&mut y, columns);
                assert_same_bits(
                    &y,
                    &expected,
                    &format!("softmax {} {columns} {values:?}", kernels.isa()),
                );
            }
        }
    }
}

#[test]
fn softmax_rows_sum_to_one_and_keep_the_order() {
    let mut random = Lcg(5);
    for kernels in every_isa() {
        for columns in [1, 2, 10, 33, 1000] {
            let z = random.fill(Values::Random, columns);
            let mut y = z.clone();
            kernels.softmax_rows(&mut y, columns);
            let sum: f64 = y.iter().map(|&v| f64::from(v)).sum();
            assert!((sum - 1.0).abs() < 1e-5, "{columns} columns sum to {sum}");
            for (i, j) in (0..columns).zip(1..columns) {
                assert!(
                    (z[i] < z[j]) <= (y[i] <= y[j]),
                    "{} {} became {} {}",
                    z[i],
                    z[j],
                    y[i],
                    y[j]
                );
            }
        }
    }
}

#[test]
fn softmax_does_not_overflow() {
    for kernels in every_isa() {
        let mut y = [1010.0, 1000.0, 990.0];
        kernels.softmax_rows(&mut y, 3);
        // NumPy: [9.99954600e-01, 4.53978686e-05, 2.06106005e-09].
        for (found, expected) in y.into_iter().zip([9.999_546e-1, 4.539_787e-5, 2.061_06e-9f32]) {
            assert!((found / expected - 1.0).abs() < 1e-6, "{found} {expected}");
        }
    }
}

#[test]
fn softmax_of_special_rows_is_what_numpy_gives() {
    let (inf, nan) = (f32::INFINITY, f32::NAN);
    for kernels in every_isa() {
        let softmax = |mut row: [f32; 3]| {
            kernels.softmax_rows(&mut row, 3);
            row
        };
        assert!(softmax([1.0, nan, 2.0]).iter().all(|v| v.is_nan()));
        assert!(softmax([1.0, inf, 2.0])[1].is_nan());
        assert!(softmax([-inf; 3]).iter().all(|v| v.is_nan()));
        assert_eq!(softmax([0.0, -inf, 0.0]), [0.5, 0.0, 0.5]);
    }
}

#[test]
fn a_row_has_one_answer_at_every_batch_size() {
    let mut random = Lcg(6);
    let (inputs, outputs, batch) = (150, 37, 40);
    let x = random.fill(Values::Mixed, batch * inputs);
    let layer = PackedDense::new(
        &random.fill(Values::Random, inputs * outputs),
        &random.fill(Values::Random, outputs),
        inputs,
    );
    for kernels in every_isa() {
        let mut whole = vec![0.0; batch * outputs];
        kernels.dense(&layer, &x, Activation::Tanh, &mut whole);
        for size in 1..batch {
            let mut parts = vec![0.0; batch * outputs];
            for (x, y) in x.chunks(size * inputs).zip(parts.chunks_mut(size * outputs)) {
                kernels.dense(&layer, x, Activation::Tanh, y);
            }
            assert_same_bits(
                &parts,
                &whole,
                &format!("{} in batches of {size}", kernels.dense_name()),
            );
        }
    }
}

#[test]
#[should_panic(expected = "x has 3 numbers, which is not 2 rows of 2 inputs")]
fn a_short_input_is_refused_with_both_numbers() {
    let layer = PackedDense::new(&[1.0; 4], &[0.0; 2], 2);
    let kernels = Kernels::new(Isa::Portable).unwrap();
    kernels.dense(&layer, &[1.0; 3], Activation::Identity, &mut [0.0; 4]);
}
