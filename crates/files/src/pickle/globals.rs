//! The names that a pickle may use.

/// Something harmless that a pickle may name; what it builds is in [`super::call`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Global {
    Reconstruct,
    FromBuffer,
    Scalar,
    Ndarray,
    Dtype,
    CodecsEncode,
    Bytes,
    ByteArray,
    List,
    Tuple,
    Set,
    Dict,
    DefaultDict,
}

impl Global {
    /// The name as messages say it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Reconstruct => "numpy's _reconstruct",
            Self::FromBuffer => "numpy's _frombuffer",
            Self::Scalar => "numpy's scalar",
            Self::Ndarray => "numpy.ndarray",
            Self::Dtype => "numpy.dtype",
            Self::CodecsEncode => "_codecs.encode",
            Self::Bytes => "bytes",
            Self::ByteArray => "bytearray",
            Self::List => "list",
            Self::Tuple => "tuple",
            Self::Set => "set",
            Self::Dict => "dict",
            Self::DefaultDict => "collections.defaultdict",
        }
    }

    /// Looks a name up in the list; `None` is a refusal.
    pub(super) fn find(module: &str, name: &str) -> Option<Self> {
        Some(match (module, name) {
            ("numpy.core.multiarray" | "numpy._core.multiarray", "_reconstruct") => {
                Self::Reconstruct
            }
            ("numpy.core.multiarray" | "numpy._core.multiarray", "scalar") => Self::Scalar,
            ("numpy.core.numeric" | "numpy._core.numeric", "_frombuffer") => Self::FromBuffer,
            ("numpy" | "numpy.core.multiarray" | "numpy._core.multiarray", "ndarray") => {
                Self::Ndarray
            }
            ("numpy" | "numpy.core.multiarray" | "numpy._core.multiarray", "dtype") => Self::Dtype,
            ("_codecs", "encode") => Self::CodecsEncode,
            ("builtins" | "__builtin__", "bytes") => Self::Bytes,
            ("builtins" | "__builtin__", "bytearray") => Self::ByteArray,
            ("builtins" | "__builtin__", "list") => Self::List,
            ("builtins" | "__builtin__", "tuple") => Self::Tuple,
            ("builtins" | "__builtin__", "set" | "frozenset") => Self::Set,
            ("builtins" | "__builtin__", "dict") | ("collections", "OrderedDict") => Self::Dict,
            ("collections", "defaultdict") => Self::DefaultDict,
            _ => return None,
        })
    }
}
