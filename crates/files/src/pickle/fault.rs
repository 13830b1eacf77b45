//! What can be wrong with a pickle.

/// What is wrong with a pickle; the place is told beside it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PickleFault {
    /// It names something that is not on the list of harmless names.
    #[error("refused: this pickle wants to call {name}: {mend}")]
    Refused {
        /// Module and name.
        name: String,
        /// What to do.
        mend: &'static str,
    },
    /// It needs objects that the program that wrote it kept outside the file.
    #[error(
        "refused: {opcode} asks for an object outside the file; save the arrays with `numpy.savez`"
    )]
    Outside {
        /// The opcode's name.
        opcode: &'static str,
    },
    /// A byte that is no opcode.
    #[error("expected an opcode, found the byte {byte:#04x}: the file is damaged")]
    UnknownOpcode {
        /// The byte.
        byte: u8,
    },
    /// A newer protocol.
    #[error("expected protocol 0 to 5, found {found}: save it again with `protocol=5`")]
    Protocol {
        /// The protocol.
        found: u8,
    },
    /// An opcode did not find on the stack what it needs.
    #[error("{opcode} expected {expected}, found {found}: the file is damaged")]
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
    Memo {
        /// The opcode's name.
        opcode: &'static str,
        /// The entry.
        index: u64,
    },
    /// A frame or an opcode that reaches over a frame's end.
    #[error("{what} reaches over the end of its frame at byte {end}: the file is damaged")]
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

    pub(crate) fn at(self, offset: usize) -> crate::FileError {
        crate::FileError::Pickle { offset, fault: self }
    }
}
