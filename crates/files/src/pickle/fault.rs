//! What can be wrong with a pickle.

/// What is wrong with a pickle; the place is told beside it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PickleFault {
    /// It names something that is not on the list of harmless names.
    #[error("refused: this pickle wants to call {module}.{name}: {}", hint(module))]
    #[non_exhaustive]
    Refused {
        /// The module, as an excerpt that is safe to print.
        module: String,
        /// The name in it, as an excerpt that is safe to print.
        name: String,
    },
    /// It needs objects that the program that wrote it kept outside the file.
    #[error(
        "refused: {opcode} asks for an object outside the file; save the arrays with `numpy.savez`"
    )]
    #[non_exhaustive]
    Outside {
        /// The opcode's name.
        opcode: &'static str,
    },
    /// A byte that is no opcode.
    #[error("expected an opcode, found the byte {byte:#04x}: the file is damaged")]
    #[non_exhaustive]
    UnknownOpcode {
        /// The byte.
        byte: u8,
    },
    /// A newer protocol.
    #[error("expected protocol 0 to 5, found {found}: save it again with `protocol=5`")]
    #[non_exhaustive]
    Protocol {
        /// The protocol.
        found: u8,
    },
    /// An opcode did not find on the stack what it needs.
    #[error("{opcode} expected {expected}, found {found}: the file is damaged")]
    #[non_exhaustive]
    Operand {
        /// The opcode's name.
        opcode: &'static str,
        /// What it needs.
        expected: &'static str,
        /// What there was.
        found: &'static str,
    },
    /// The argument written in the file after an opcode is malformed.
    #[error("{opcode} expected {expected}, found `{found}`: the file is damaged")]
    #[non_exhaustive]
    Argument {
        /// The opcode's name.
        opcode: &'static str,
        /// What it needs.
        expected: &'static str,
        /// What there was.
        found: String,
    },
    /// A memo entry that was never written.
    #[error("{opcode} asks for memo entry {index}, which was never put: the file is damaged")]
    #[non_exhaustive]
    Memo {
        /// The opcode's name.
        opcode: &'static str,
        /// The entry.
        index: u64,
    },
    /// A frame or an opcode that reaches over a frame's end.
    #[error("{what} reaches over the end of its frame at byte {end}: the file is damaged")]
    #[non_exhaustive]
    Frame {
        /// What reaches over.
        what: &'static str,
        /// The frame's end.
        end: usize,
    },
    /// A harmless name is called with arguments that it never has.
    #[error(
        "{callee} expected {expected}, found {found}: only what NumPy and Python write is read"
    )]
    #[non_exhaustive]
    Call {
        /// What is called.
        callee: &'static str,
        /// The arguments that it takes.
        expected: &'static str,
        /// The arguments that there were.
        found: String,
    },
}

impl PickleFault {
    /// Where, for the end of a message; a refusal is complete without it.
    pub(crate) fn place(&self, offset: usize) -> String {
        match self {
            Self::Refused { .. } => String::new(),
            _ => format!(" (at byte {offset})"),
        }
    }
}

/// What to do about a pickle that names something of `module`.
fn hint(module: &str) -> &'static str {
    match module.split('.').next().unwrap_or_default() {
        "sklearn" => {
            "save the weights alone with `numpy.savez(\"w.npz\", **{f\"coefs_{i}\": w for i, w in \
             enumerate(model.coefs_)}, **{f\"intercepts_{i}\": b for i, b in \
             enumerate(model.intercepts_)})`"
        }
        "joblib" => {
            "load it with `joblib.load` and save the arrays alone with \
             `numpy.savez(\"w.npz\", W1=W1, b1=b1)`"
        }
        "torch" => {
            "save it with \
             `safetensors.torch.save_file(model.state_dict(), \"model.safetensors\")`"
        }
        _ => "save the arrays alone with `numpy.savez(\"w.npz\", W1=W1, b1=b1)`",
    }
}
