//! The floating-point state of the thread: rounding, and what becomes of denormal numbers.
//!
//! Rust takes the default for granted, but a library in the same process may have changed it: many
//! switch on flush-to-zero for speed. All kernels compute in the default state, so that their results
//! do not depend on who ran before.

/// The default floating-point state, from [`enter`](Self::enter) until it is dropped: round to nearest,
/// denormal numbers kept, no exception trapped. Then the thread has its former state again.
///
/// [`Kernels`](crate::Kernels)' methods enter it by themselves; a caller that computes on its own beside
/// them, and wants the same bits everywhere, does the same. It costs a few cycles if the state is the
/// default one already.
///
/// There is a state on x86 (MXCSR) and on AArch64 (FPCR). WebAssembly has none to change.
///
/// # Examples
///
/// ```
/// use feedforward_kernels::DefaultFloatState;
///
/// let _state = DefaultFloatState::enter();
/// assert!(f32::MIN_POSITIVE / 2.0 > 0.0);
/// ```
#[derive(Debug)]
#[must_use = "the state is left again as soon as this is dropped"]
pub struct DefaultFloatState {
    /// What the thread had, if that was something else.
    former: Option<Register>,
    /// The state belongs to the thread.
    _not_send: std::marker::PhantomData<*const ()>,
}

impl DefaultFloatState {
    /// Looks at the thread's state, and changes it if it is not the default one.
    #[inline(always)]
    pub fn enter() -> Self {
        let found = read();
        let former = (found & !STATUS != DEFAULT).then_some(found);
        if former.is_some() {
            write(DEFAULT);
        }
        Self { former, _not_send: std::marker::PhantomData }
    }

    /// Whether the thread had another state.
    pub fn was_changed(&self) -> bool {
        self.former.is_some()
    }
}

impl Drop for DefaultFloatState {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(former) = self.former {
            write(former);
        }
    }
}

#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
mod register {
    use std::arch::asm;

    /// MXCSR.
    pub(super) type Register = u32;

    /// All exceptions masked.
    pub(super) const DEFAULT: Register = 0x1f80;

    /// Bits that say what has happened, not what shall.
    pub(super) const STATUS: Register = 0x3f;

    #[inline(always)]
    pub(super) fn read() -> Register {
        let mut found: Register = 0;
        // SAFETY: the instruction writes four bytes at the address, and nothing else.
        unsafe { asm!("stmxcsr [{}]", in(reg) &raw mut found, options(nostack, preserves_flags)) };
        found
    }

    #[inline(always)]
    pub(super) fn write(register: Register) {
        // SAFETY: the value is the default or one that the processor had. Kernels are called through
        // pointers, so that none of their arithmetic is moved across the change.
        unsafe {
            asm!("ldmxcsr [{}]", in(reg) &raw const register, options(nostack, preserves_flags))
        };
    }
}

#[cfg(target_arch = "aarch64")]
mod register {
    use std::arch::asm;

    /// FPCR.
    pub(super) type Register = u64;

    pub(super) const DEFAULT: Register = 0;

    pub(super) const STATUS: Register = 0;

    #[inline(always)]
    pub(super) fn read() -> Register {
        let found: Register;
        // SAFETY: the instruction writes the register given to it, and nothing else.
        unsafe { asm!("mrs {}, fpcr", out(reg) found, options(nomem, nostack, preserves_flags)) };
        found
    }

    #[inline(always)]
    pub(super) fn write(register: Register) {
        // SAFETY: the value is the default or one that the processor had. Kernels are called through
        // pointers, so that none of their arithmetic is moved across the change.
        unsafe { asm!("msr fpcr, {}", in(reg) register, options(nostack, preserves_flags)) };
    }
}

#[cfg(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64")))]
mod register {
    pub(super) type Register = u32;

    pub(super) const DEFAULT: Register = 0;

    pub(super) const STATUS: Register = 0;

    pub(super) fn read() -> Register {
        DEFAULT
    }

    pub(super) fn write(_: Register) {}
}

use register::{DEFAULT, Register, STATUS, read, write};

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::Activation;
    use crate::isa::Isa;
    use crate::kernels::Kernels;
    use crate::packed::PackedDense;

    /// Flush to zero with denormals as zero, and the three other ways to round.
    #[cfg(target_arch = "x86_64")]
    const STATES: [Register; 4] = [0x9fc0, 0x3f80, 0x5f80, 0x7f80];
    #[cfg(target_arch = "aarch64")]
    const STATES: [Register; 4] = [1 << 24, 1 << 22, 2 << 22, 3 << 22];

    fn bits(numbers: &[f32]) -> Vec<u32> {
        numbers.iter().map(|v| v.to_bits()).collect()
    }

    /// Inputs whose results every state changes: denormal sums, and sums that are rounded. Made before the
    /// state is changed.
    struct Inputs {
        layer: PackedDense,
        x: Vec<f32>,
        z: Vec<f32>,
        dy: Vec<f32>,
    }

    impl Inputs {
        fn new(batch: usize) -> Self {
            let weights: Vec<f32> = (0..20 * 18).map(|i| 1.0 + i as f32 * 1e-3).collect();
            Self {
                layer: PackedDense::new(&weights, &[1e-40; 18], 20),
                x: (0..20 * batch).map(|i| 1e-39 * (1.0 + (i % 7) as f32 / 3.0)).collect(),
                z: (0..90).map(|i| (i as f32 - 45.0) * 2.1).collect(),
                dy: vec![1e-39; 90],
            }
        }

        fn results(&self, kernels: Kernels) -> Vec<u32> {
            let mut all = Vec::new();
            for activation in Activation::ALL {
                let mut y = vec![0.0; self.x.len() / 20 * 18];
                kernels.dense(&self.layer, &self.x, activation, &mut y);
                all.extend(bits(&y));
                let mut y = self.z.clone();
                kernels.activate(activation, &mut y);
                all.extend(bits(&y));
                let mut dy = self.dy.clone();
                kernels.activation_backward(activation, &self.z, &y, &mut dy);
                all.extend(bits(&dy));
            }
            let mut y = self.z.clone();
            kernels.softmax_rows(&mut y, 45);
            all.extend(bits(&y));
            all
        }
    }

    #[test]
    fn kernels_give_the_same_bits_whatever_state_the_caller_has_and_leave_it_as_it_was() {
        for kernels in Isa::ALL.into_iter().filter_map(|isa| Kernels::new(isa).ok()) {
            for batch in [1, 5] {
                let inputs = Inputs::new(batch);
                let expected = inputs.results(kernels);
                for state in STATES {
                    let before = read();
                    write(state);
                    let found = inputs.results(kernels);
                    let after = read() & !STATUS;
                    write(before);
                    assert_eq!(after, state & !STATUS);
                    assert!(found == expected, "{} in state {state:#x}", kernels.isa());
                }
            }
        }
    }

    #[test]
    fn the_state_is_left_again_and_what_was_found_is_told() {
        assert!(!DefaultFloatState::enter().was_changed());
        let before = read();
        write(STATES[0]);
        {
            let state = DefaultFloatState::enter();
            assert!(state.was_changed());
            assert_eq!(read() & !STATUS, DEFAULT);
        }
        let after = read() & !STATUS;
        write(before);
        assert_eq!(after, STATES[0]);
    }
}
