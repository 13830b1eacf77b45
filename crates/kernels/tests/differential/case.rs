//! A case of the differential test: a layer, a batch and an activation, all drawn from a seed.
//!
//! Shared with `fuzz/` and `.ci/outputs`.

use feedforward_kernels::{Activation, Isa, Kernels, PackedDense, reference};

/// How large cases may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// At most 200,000 products.
    Small,
    /// Up to 900 inputs, 300 outputs and 260 rows, and twenty million products.
    Large,
}

/// SplitMix64.
struct Words(u64);

impl Words {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ word >> 31
    }

    /// Below `end`.
    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 32) as usize % end
    }

    /// From 0 to `most`; small numbers are as likely as large ones.
    fn size(&mut self, most: usize) -> usize {
        let bits = self.below(most.ilog2() as usize + 2);
        self.below((1 << bits).min(most + 1))
    }

    /// Of both signs, mostly of everyday magnitude.
    fn number(&mut self, special: usize) -> f32 {
        let bits = self.next();
        if special == 0 || self.below(1000) >= special {
            return (bits >> 40) as f32 / (1 << 23) as f32 - 1.0;
        }
        let bits = bits as u32;
        match self.below(7) {
            0 => 0.0f32.copysign(f32::from_bits(bits)),
            1 => f32::from_bits(bits | 0x7f80_0000),
            2 => f32::INFINITY.copysign(f32::from_bits(bits)),
            3 => f32::from_bits(bits & 0x807f_ffff),
            4 => f32::from_bits(bits & 0x807f_ffff | 0x7e80_0000),
            5 => f32::from_bits(bits & 0x81ff_ffff | 0x3000_0000),
            _ => f32::from_bits(bits),
        }
    }

    /// Of a thousand numbers, how many are special: none in half of the cases.
    fn special(&mut self) -> usize {
        [0, 0, 0, 1, 20, 1000][self.below(6)]
    }
}

/// Rows of which each has a share of zeros of its own: none, some or all, or that of its parts.
fn rows(words: &mut Words, batch: usize, inputs: usize) -> Vec<f32> {
    let special = words.special();
    let everywhere = words.below(101);
    let mut x = Vec::with_capacity(batch * inputs);
    for _ in 0..batch {
        let mut zeros = match words.below(4) {
            0 => [0, 100][words.below(2)],
            1 => words.below(101),
            _ => everywhere,
        };
        let in_parts = words.below(4) == 0;
        for input in 0..inputs {
            if in_parts && input % 64 == 0 {
                zeros = words.below(151).saturating_sub(25).min(100);
            }
            let number = words.number(special);
            x.push(if words.below(100) < zeros { 0.0f32.copysign(number) } else { number });
        }
    }
    x
}

/// Compares every instruction set of this machine with the reference.
///
/// # Errors
///
/// The first difference.
pub(crate) fn check(seed: u64, size: Size) -> Result<(), String> {
    let words = &mut Words(seed);
    let products = if size == Size::Small { 200_000 } else { 20_000_000 };
    let (inputs, outputs) = (words.size(900), words.size(300));
    let batch = words.size(260).min(products / (inputs * outputs).max(1)).max(1);
    let activation = {
        let every: Vec<_> = Activation::ALL.into_iter().collect();
        every[words.below(every.len())]
    };
    let x = rows(words, batch, inputs);
    let (of_weights, of_bias) = (words.special(), words.special());
    let weights: Vec<f32> = (0..inputs * outputs).map(|_| words.number(of_weights)).collect();
    let bias: Vec<f32> = (0..outputs).map(|_| words.number(of_bias)).collect();
    let layer = PackedDense::new(&weights, &bias, inputs);
    let part = 1 + words.below(batch);

    let mut z = vec![0.0; batch * outputs];
    reference::dense(&x, &weights, &bias, Activation::Identity, &mut z);
    let mut y = z.clone();
    reference::activate(activation, &mut y);
    let mut dz = weights.iter().copied().cycle().take(z.len()).collect::<Vec<_>>();
    dz.resize(z.len(), 1.0);
    let dy = dz.clone();
    reference::activation_backward(activation, &z, &y, &mut dz);
    let mut shares = z.clone();
    reference::softmax_rows(&mut shares, outputs);

    for kernels in Isa::ALL.into_iter().filter_map(|isa| Kernels::new(isa).ok()) {
        let same = |what: &str, found: &[f32], expected: &[f32]| {
            let differs = |(f, e): (&f32, &f32)| f.to_bits() != e.to_bits();
            match found.iter().zip(expected).position(differs) {
                None => Ok(()),
                Some(at) => Err(format!(
                    "seed {seed}, {size:?}: {what} of {batch}x{inputs} · {inputs}x{outputs}, \
                     {activation}, on {}: [{at}] is {:e} ({:#x}), not {:e} ({:#x})",
                    kernels.isa(),
                    found[at],
                    found[at].to_bits(),
                    expected[at],
                    expected[at].to_bits()
                )),
            }
        };
        let mut found = vec![f32::NAN; z.len()];
        kernels.dense(&layer, &x, activation, &mut found);
        same("product", &found, &y)?;
        if inputs > 0 && outputs > 0 {
            found.fill(f32::NAN);
            let parts = x.chunks(part * inputs).zip(found.chunks_mut(part * outputs));
            parts.for_each(|(x, y)| kernels.dense(&layer, x, activation, y));
            same(&format!("product by {part} rows"), &found, &y)?;
        }
        found.copy_from_slice(&z);
        kernels.activate(activation, &mut found);
        same("activation", &found, &y)?;
        found.copy_from_slice(&dy);
        kernels.activation_backward(activation, &z, &y, &mut found);
        same("derivative", &found, &dz)?;
        found.copy_from_slice(&z);
        kernels.softmax_rows(&mut found, outputs);
        same("softmax", &found, &shares)?;
    }
    Ok(())
}
