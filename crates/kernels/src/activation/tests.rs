use super::*;
use Activation::*;

fn sample(step: usize) -> impl Iterator<Item = f32> {
    (0..=u32::MAX).step_by(step).map(f32::from_bits).filter(|x| !x.is_nan())
}

/// Every place where some activation has a kink or leaves a branch, with its neighbours, and both
/// infinities.
fn kinks() -> impl Iterator<Item = f32> {
    [0.0, 3.0, 6.0, 15.0, 20.0, 30.0, 40.0, 88.0, 89.0, 104.0, 200.0, 700.0, 1e30, f32::MAX]
        .into_iter()
        .chain([f32::INFINITY, f32::MIN_POSITIVE])
        .flat_map(|x: f32| [x.next_down(), x, x.next_up()])
        .flat_map(|x| [x, -x])
}

/// The error in units in the last place of f32, among denormals in their spacing.
fn units(found: f32, exact: f64) -> f64 {
    if f64::from(found) == exact || exact.abs() > f64::from(f32::MAX) && found.is_infinite() {
        return 0.0;
    }
    let exponent = exact.abs().max(f64::from(f32::MIN_POSITIVE)).log2().floor();
    (f64::from(found) - exact).abs() / (exponent - 23.0).exp2()
}

/// The worst error that the documentation states, in units in the last place.
fn stated_error(activation: Activation) -> f64 {
    match activation {
        Identity | Step | Relu | Relu6 => 0.0,
        LeakyRelu(_) => 0.5,
        Tanh => 0.93,
        Sigmoid => 1.48,
        Elu(_) | Selu | Gelu | GeluTanh | Silu | Mish | Softplus | Softsign | HardSigmoid
        | HardSwish => 0.51,
    }
}

#[test]
fn every_activation_is_within_its_stated_error_of_the_exact_formula() {
    for activation in Activation::ALL {
        for z in sample(30_011).chain(kinks()) {
            let (found, exact) = (activation.apply(z), activation.exact(z.into()).0);
            let error = units(found, exact);
            assert!(
                error <= stated_error(activation),
                "{activation}({z}) = {found}, {error} units from {exact}"
            );
        }
    }
}

#[test]
fn sigmoid_and_tanh_are_within_their_stated_errors_at_millions_of_points() {
    for activation in [Sigmoid, Tanh] {
        for z in sample(1009) {
            let (found, exact) = (activation.apply(z), activation.exact(z.into()).0);
            assert!(
                units(found, exact) <= stated_error(activation),
                "{activation}({z}) = {found}, not {exact}"
            );
        }
    }
}

#[test]
fn every_derivative_is_that_of_the_exact_formula() {
    for activation in Activation::ALL {
        for z in sample(30_011).chain(kinks()) {
            let found = activation.derivative(z, activation.apply(z));
            let (_, exact) = activation.exact(z.into());
            assert!(
                (f64::from(found) - exact).abs() <= 1e-6 * exact.abs().max(1.0),
                "{activation}'({z}) = {found}, not {exact}"
            );
        }
    }
}

#[test]
fn exact_derivatives_are_the_slopes_of_the_exact_functions() {
    let h = 1e-5;
    for activation in Activation::ALL {
        for z in (-900..900).map(|step| f64::from(step) * 0.013_1 + 0.004) {
            let slope = (activation.exact(z + h).0 - activation.exact(z - h).0) / (2.0 * h);
            let (_, found) = activation.exact(z);
            assert!((slope - found).abs() < 1e-6, "{activation}'({z}): {found}, slope {slope}");
        }
    }
}

/// h(-1.5), h(0.7) and h(5) to twelve digits, from mpmath 1.3.0 and the formulas of the papers.
fn values_of_the_papers(activation: Activation) -> [f64; 3] {
    match activation {
        Identity => [-1.5, 0.7, 5.0],
        Step => [0.0, 1.0, 1.0],
        Sigmoid => [0.182_425_523_806, 0.668_187_772_168, 0.993_307_149_076],
        Relu => [0.0, 0.7, 5.0],
        Tanh => [-0.905_148_253_645, 0.604_367_777_117, 0.999_909_204_263],
        LeakyRelu(slope) => [-1.5 * f64::from(slope), 0.7, 5.0],
        Elu(_) => [-0.776_869_839_9, 0.7, 5.0],
        Selu => [-1.365_814_353_367, 0.735_490_691_149, 5.253_504_936_777],
        Gelu => [-0.100_210_801_903, 0.530_625_443_444, 4.999_998_566_742],
        GeluTanh => [-0.100_428_423_020, 0.530_570_134_705, 4.999_999_770_820],
        Silu => [-0.273_638_285_710, 0.467_731_440_518, 4.966_535_745_379],
        Mish => [-0.298_099_742_167, 0.561_148_377_644, 4.999_552_077_529],
        Softplus => [0.201_413_277_983, 1.103_186_048_885, 5.006_715_348_489],
        Softsign => [-0.6, 0.411_764_705_9, 0.833_333_333_3],
        HardSigmoid => [0.25, 0.616_666_666_7, 1.0],
        HardSwish => [-0.375, 0.431_666_666_7, 5.0],
        Relu6 => [0.0, 0.7, 5.0],
    }
}

#[test]
fn exact_values_are_those_of_the_papers() {
    for activation in Activation::ALL {
        for (z, expected) in [-1.5, 0.7, 5.0].into_iter().zip(values_of_the_papers(activation)) {
            let (found, _) = activation.exact(z);
            assert!((found - expected).abs() < 1e-9, "{activation}({z}) = {found}, not {expected}");
        }
    }
    assert_eq!(Relu6.exact(7.0), (6.0, 0.0));
}

#[test]
fn special_values_give_what_the_table_says() {
    let inf = f32::INFINITY;
    for activation in Activation::ALL {
        let [below, above, zero] = match activation {
            Identity => [-inf, inf, -0.0],
            Step => [0.0, 1.0, 0.0],
            Sigmoid | HardSigmoid => [0.0, 1.0, 0.5],
            Relu => [0.0, inf, 0.0],
            Relu6 => [0.0, 6.0, 0.0],
            Tanh | Softsign => [-1.0, 1.0, -0.0],
            LeakyRelu(_) => [-inf, inf, -0.0],
            Elu(alpha) => [-alpha, inf, 0.0],
            Selu => [-(SELU_ALPHA * SELU_LAMBDA) as f32, inf, 0.0],
            Gelu | GeluTanh | Silu | Mish | HardSwish => [-0.0, inf, -0.0],
            Softplus => [0.0, inf, std::f32::consts::LN_2],
        };
        for (z, y) in [(-inf, below), (inf, above), (-0.0, zero), (0.0, zero.abs())] {
            let found = activation.apply(z);
            assert_eq!(found.to_bits(), y.to_bits(), "{activation}({z}) = {found}, not {y}");
        }
    }
}

#[test]
fn every_nan_becomes_the_same_nan_in_values_and_derivatives() {
    for bits in [0x7fc0_0000, 0xffc0_0000, 0x7f80_0001, 0xffff_ffff] {
        for activation in Activation::ALL {
            let z = f32::from_bits(bits);
            let (y, slope) = (activation.apply(z), activation.derivative(z, activation.apply(z)));
            assert_eq!(y.to_bits(), 0x7fc0_0000, "{activation} of {bits:#x}");
            assert_eq!(slope.to_bits(), 0x7fc0_0000, "{activation}' of {bits:#x}");
            let (y, slope) = activation.exact(z.into());
            assert!(y.is_nan() && slope.is_nan(), "{activation} of {bits:#x}");
        }
    }
}

#[test]
fn sigmoid_and_tanh_never_fall_where_their_argument_rises() {
    // Runs of neighbours, from the smallest numbers to the largest that matter.
    for activation in [Sigmoid, Tanh] {
        for start in (0..0x4300_0000u32).step_by(0x2_0000) {
            for sign in [1.0, -1.0] {
                let mut last = activation.apply(sign * f32::from_bits(start));
                for bits in start + 1..start + 300 {
                    let y = activation.apply(sign * f32::from_bits(bits));
                    assert!(sign * y >= sign * last, "{activation} at {sign} * {bits:#x}");
                    last = y;
                }
            }
        }
    }
}

#[test]
fn only_functions_with_a_slope_are_trainable() {
    for activation in Activation::ALL {
        let has_slope = (-40..40).any(|z| activation.exact(f64::from(z) / 8.0 + 0.01).1 != 0.0);
        assert_eq!(activation.is_trainable(), has_slope, "{activation}");
    }
}

#[test]
fn names_and_aliases_are_read_back_in_any_capitals() {
    for activation in Activation::ALL {
        assert_eq!(activation.to_string().parse(), Ok(activation));
        assert_eq!(activation.name().to_uppercase().parse(), Ok(activation));
        for alias in activation.aliases() {
            assert_eq!(alias.parse(), Ok(activation));
        }
        if activation.parameter().is_some() {
            let other = activation.with_parameter(0.25);
            assert_eq!(other.to_string(), format!("{}(0.25)", activation.name()));
            assert_eq!(other.to_string().parse(), Ok(other));
        }
    }
    for (word, expected) in [
        ("ReLU", Relu),
        ("LeakyReLU", LeakyRelu(0.01)),
        ("Leaky-ReLU( 0.3 )", LeakyRelu(0.3)),
        ("swish", Silu),
        ("GELU", Gelu),
        ("HardSwish", HardSwish),
    ] {
        assert_eq!(word.parse(), Ok(expected), "{word}");
    }
}

#[test]
fn no_two_activations_share_a_name() {
    let mut words: Vec<String> = Activation::ALL
        .iter()
        .flat_map(|a| a.aliases().iter().copied().chain([a.name()]).map(letters))
        .collect();
    words.sort();
    let count = words.len();
    words.dedup();
    assert_eq!(words.len(), count);
}

#[test]
fn words_that_name_none_are_told_the_choices() {
    let error = "Softmax".parse::<Activation>().unwrap_err().to_string();
    assert!(
        error.starts_with("'Softmax' is no activation: expected one of identity, step, sigmoid"),
        "{error}"
    );
    for activation in Activation::ALL {
        assert!(error.contains(activation.name()), "{activation} is missing in {error}");
    }
    for (word, expected) in [
        ("elu(x)", "'elu(x)' is no activation: elu takes one finite number, as in elu(1)"),
        ("elu(inf)", "'elu(inf)' is no activation: elu takes one finite number, as in elu(1)"),
        ("relu(2)", "'relu(2)' is no activation: relu takes no parameter"),
    ] {
        assert_eq!(word.parse::<Activation>().unwrap_err().to_string(), expected);
    }
}
