//! The instruction sets, which of them the processor has, and how one is forced.

use std::{env, fmt, str::FromStr, sync::OnceLock};

/// The environment variable that forces an instruction set: the [name](Isa::name) of one.
pub const ISA_VARIABLE: &str = "FEEDFORWARD_ISA";

/// An instruction set for which there are kernels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Isa {
    /// What the compilation target guarantees: NEON on AArch64, SSE2 on x86-64, where each
    /// fused multiply-add is then a call of the C library.
    Portable,
    /// x86-64 with AVX2 and FMA.
    Avx2,
    /// x86-64 with AVX-512 F.
    Avx512,
    /// x86-64 with AVX-512 F, BW and VBMI2 (Intel from Ice Lake on, AMD from Zen 4 on).
    Avx512Vbmi2,
    /// WebAssembly with 128-bit SIMD, if the module was compiled for it.
    #[cfg(target_arch = "wasm32")]
    Simd128,
    /// WebAssembly with relaxed SIMD, if the module was compiled for it and the engine's
    /// multiply-add is fused.
    #[cfg(target_arch = "wasm32")]
    RelaxedSimd,
}

/// Why there are no kernels to run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IsaError {
    /// The variable holds a word that names no instruction set.
    #[error("{ISA_VARIABLE} is '{found}': expected one of {}; or unset it", names(Isa::ALL))]
    Unknown {
        /// The word.
        found: String,
    },
    /// This processor does not have it.
    #[error(
        "this processor has no {isa}: it has {}; set {ISA_VARIABLE} to one of these or unset it",
        available()
    )]
    Unavailable {
        /// The instruction set that was asked for.
        isa: Isa,
    },
}

fn available() -> String {
    names(Isa::ALL.into_iter().filter(|isa| isa.is_available()))
}

fn names(isas: impl IntoIterator<Item = Isa>) -> String {
    let names: Vec<_> = isas.into_iter().map(Isa::name).collect();
    names.join(", ")
}

impl Isa {
    /// Every instruction set, the most capable last.
    #[cfg(not(target_arch = "wasm32"))]
    pub const ALL: [Self; 4] = [Self::Portable, Self::Avx2, Self::Avx512, Self::Avx512Vbmi2];
    /// Every instruction set, the most capable last.
    #[cfg(target_arch = "wasm32")]
    pub const ALL: [Self; 6] = [
        Self::Portable,
        Self::Avx2,
        Self::Avx512,
        Self::Avx512Vbmi2,
        Self::Simd128,
        Self::RelaxedSimd,
    ];

    /// The word that stands for it in kernel names and in [`ISA_VARIABLE`].
    pub const fn name(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
            Self::Avx512Vbmi2 => "avx512vbmi2",
            #[cfg(target_arch = "wasm32")]
            Self::Simd128 => "simd128",
            #[cfg(target_arch = "wasm32")]
            Self::RelaxedSimd => "relaxed_simd",
        }
    }

    /// Whether this processor, and its operating system, can run it.
    pub fn is_available(self) -> bool {
        match self {
            Self::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => {
                is_x86_feature_detected!("avx2")
                    && is_x86_feature_detected!("fma")
                    && is_x86_feature_detected!("popcnt")
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => Self::Avx2.is_available() && is_x86_feature_detected!("avx512f"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512Vbmi2 => {
                Self::Avx512.is_available()
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512vbmi2")
            }
            #[cfg(target_arch = "wasm32")]
            Self::Simd128 => cfg!(target_feature = "simd128"),
            #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
            Self::RelaxedSimd => crate::fma::relaxed_is_fused(),
            #[cfg(all(target_arch = "wasm32", not(target_feature = "relaxed-simd")))]
            Self::RelaxedSimd => false,
            #[cfg(not(target_arch = "x86_64"))]
            Self::Avx2 | Self::Avx512 | Self::Avx512Vbmi2 => false,
        }
    }

    /// The one named by [`ISA_VARIABLE`], or else the most capable that is available. Decided
    /// at the first call.
    ///
    /// # Errors
    ///
    /// If the variable names no instruction set, or one that this processor does not have.
    pub fn select() -> Result<Self, IsaError> {
        static SELECTED: OnceLock<Result<Isa, IsaError>> = OnceLock::new();
        SELECTED
            .get_or_init(|| match env::var_os(ISA_VARIABLE) {
                None => {
                    let mut best_first = Self::ALL.into_iter().rev();
                    Ok(best_first.find(|i| i.is_available()).unwrap_or(Self::Portable))
                }
                Some(word) => Self::forced(&word.to_string_lossy()),
            })
            .clone()
    }

    fn forced(word: &str) -> Result<Self, IsaError> {
        let isa: Self = word.parse()?;
        if isa.is_available() { Ok(isa) } else { Err(IsaError::Unavailable { isa }) }
    }
}

impl fmt::Display for Isa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Isa {
    type Err = IsaError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|i| i.name() == word)
            .ok_or_else(|| IsaError::Unknown { found: word.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_instruction_set_is_named_with_the_choices() {
        assert_eq!(
            Isa::forced("sse9").unwrap_err().to_string(),
            "FEEDFORWARD_ISA is 'sse9': expected one of portable, avx2, avx512, \
             avx512vbmi2; or unset it"
        );
        assert_eq!(Isa::forced("portable"), Ok(Isa::Portable));
    }
}
