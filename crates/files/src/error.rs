//! What can be wrong with a file.

use std::io;
use std::path::PathBuf;

use feedforward_network::NetworkError;

use crate::element::Element;
use crate::{Kind, PickleFault};

/// Why a file cannot be read or written.
///
/// The message is one sentence: what was expected, what was found, where, and what to do.
/// Text that comes from the file is escaped, so that it can be printed to a terminal.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// Something is wrong with the content of this file.
    #[error("{}: {error}", path.display())]
    InFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: Box<FileError>,
    },
    /// Something is wrong with one member of an archive.
    #[error("in {member}: {error}")]
    InMember {
        /// The member's name.
        member: String,
        /// What is wrong with it.
        error: Box<FileError>,
    },
    /// The operating system refused.
    #[error("{}: cannot {action} it: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried: "read" or "write".
        action: &'static str,
        /// The system's answer.
        error: io::Error,
    },
    /// The path names a directory.
    #[error("{}: expected a file, found a directory; name a file in it", .0.display())]
    Directory(PathBuf),
    /// The file is larger than [`Limits::file_bytes`](crate::Limits::file_bytes).
    #[error(
        "expected a file of at most {limit} bytes, found {found}; raise the limit `file_bytes` if it can be trusted"
    )]
    FileTooLarge {
        /// The limit.
        limit: u64,
        /// The file's length.
        found: u64,
    },
    /// Another of the [`Limits`](crate::Limits) was reached.
    #[error(
        "{what} than the {limit} that are allowed; raise the limit `{field}` if the file can be trusted"
    )]
    Limit {
        /// What is too much, as a clause that "than" continues.
        what: &'static str,
        /// The limit.
        limit: u64,
        /// The field of `Limits` that sets it.
        field: &'static str,
    },
    /// The file ends before what it announces.
    #[error(
        "the file is cut short: {what} at byte {offset} needs {needed} bytes, but {left} are left; get the file again"
    )]
    Truncated {
        /// What was being read.
        what: &'static str,
        /// Where it begins.
        offset: usize,
        /// How many bytes it announces.
        needed: u64,
        /// How many there are.
        left: usize,
    },
    /// The file is something else than weights.
    #[error("expected a file of weights, found {found}: {}", found.mend())]
    NotWeights {
        /// What it is.
        found: Kind,
    },
    /// The file holds a data set.
    #[error(
        "expected weights, found a data set ({names}): give it as the images, and the file that holds W1, b1, … as the model"
    )]
    Dataset {
        /// The entries that gave it away.
        names: String,
    },
    /// No entry is named as weights are.
    #[error(
        "found no weights: expected entries named W1, b1, … or fc1.weight, fc1.bias, … or coefs_0, intercepts_0, …, found {found}; rename them"
    )]
    NoWeights {
        /// The entries that there are.
        found: String,
    },
    /// Weights are named in two ways at once.
    #[error("found weights named in two ways, {first} and {second}: keep one network a file")]
    TwoSchemes {
        /// A name of the one kind.
        first: String,
        /// A name of the other.
        second: String,
    },
    /// A bias has no weights, or a number is left out.
    #[error("{present} is there but {missing} is not: expected both; add it or take {present} out")]
    MissingEntry {
        /// The entry that needs another.
        present: String,
        /// The one that it needs.
        missing: String,
    },
    /// Two entries have the same name.
    #[error("two entries are named {name}: expected each name once; save the file again")]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// A name is too long.
    #[error(
        "an entry's name has {found} bytes, expected at most {limit}: is this a file of weights?"
    )]
    LongName {
        /// Its length.
        found: usize,
        /// The most that is read.
        limit: usize,
    },
    /// The shape's product is beyond the memory's addresses, or it has too many axes.
    #[error(
        "{name} claims the shape {shape} with {axes} axes, more than any memory holds: the file is damaged or hostile"
    )]
    ShapeTooLarge {
        /// The array.
        name: String,
        /// How many axes it claims.
        axes: usize,
        /// The first axes.
        shape: String,
    },
    /// An array's bytes are not as many as its shape says.
    #[error(
        "{name} of shape {shape} and type {element} takes {expected} bytes, but the file holds {found} for it: save it again"
    )]
    DataLength {
        /// The array.
        name: String,
        /// Its shape.
        shape: String,
        /// Its elements' type.
        element: Element,
        /// How many bytes that makes.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// The elements are of a type that is not read.
    #[error(
        "{name}: expected an array of numbers (f2 f4 f8, i1 to i8, u1 to u8 or bool), found {found}: {mend}"
    )]
    ElementType {
        /// The array.
        name: String,
        /// The type as the file names it.
        found: String,
        /// What to do.
        mend: &'static str,
    },
    /// A finite number does not fit f32.
    #[error("{name} holds {value:e}, beyond the largest f32 (3.4e38): was it trained to the end?")]
    Overflow {
        /// The array.
        name: String,
        /// The number.
        value: f64,
    },
    /// Weights or a bias have a shape that no dense layer has.
    #[error(
        "{name} has the shape {shape}, expected {expected}: only fully connected layers are read"
    )]
    LayerShape {
        /// The array.
        name: String,
        /// Its shape.
        shape: String,
        /// What a dense layer has there.
        expected: &'static str,
    },
    /// The matrices do not fit together.
    #[error("{problem}: {mend}")]
    Chain {
        /// The layer at which they stop fitting, counted from 1.
        layer: usize,
        /// What does not fit, with both shapes.
        problem: String,
        /// What to do.
        mend: String,
    },
    /// Neither names nor shapes say in which order layers come.
    #[error(
        "the names {layers} do not count the layers, and the shapes fit {fit}: name them by numbers in their order, as in fc1.weight, fc2.weight"
    )]
    LayerOrder {
        /// The weights and their shapes.
        layers: String,
        /// "in no order" or "in more than one order".
        fit: &'static str,
    },
    /// Weights have no bias, but an entry that would be ignored may be it.
    #[error(
        "{weights} has no bias, but {ignored} has the {length} numbers of one and belongs to no layer: rename it to match {weights}, or take it out of the file"
    )]
    UnknownBias {
        /// The weights.
        weights: String,
        /// The entry that belongs to no layer.
        ignored: String,
        /// How many numbers it has, one an output.
        length: usize,
    },
    /// A name that was asked for is not there.
    #[error("asked to transpose {name}, but the file has {found}: name one of these")]
    UnknownName {
        /// The name asked for.
        name: String,
        /// The weights that there are.
        found: String,
    },
    /// A pickle is damaged or wants more than data.
    #[error("{fault}{}", fault.place(*.offset))]
    Pickle {
        /// Where, in bytes from the beginning.
        offset: usize,
        /// What is wrong.
        fault: PickleFault,
    },
    /// An npy header cannot be understood.
    #[error(
        "expected an npy header {expected}, found {found} at byte {offset}: save it again with `numpy.save`"
    )]
    Npy {
        /// What was expected.
        expected: &'static str,
        /// What is there.
        found: String,
        /// Where.
        offset: usize,
    },
    /// A zip archive cannot be read.
    #[error(
        "the zip archive cannot be read ({reason}): get the file again, or save it with `numpy.savez`"
    )]
    Zip {
        /// What the zip reader says.
        reason: String,
    },
    /// A zip archive holds no arrays.
    #[error(
        "expected a zip archive of .npy arrays, found one of {found}: save the weights with `numpy.savez`"
    )]
    ZipWithoutArrays {
        /// What it holds.
        found: String,
    },
    /// A safetensors header cannot be understood.
    #[error("the safetensors header is damaged ({reason}): get the file again")]
    Safetensors {
        /// What is wrong.
        reason: String,
    },
    /// Our description of a network contradicts its tensors, or cannot be understood.
    #[error(
        "the network's description in the metadata is wrong: {reason}; train or save the model again"
    )]
    Description {
        /// What is wrong.
        reason: String,
    },
    /// The description is of a newer format.
    #[error(
        "this file has format {found} of the description, but this program reads up to {known}: update feedforward"
    )]
    NewerFormat {
        /// The file's number.
        found: u64,
        /// The newest that is understood.
        known: u64,
    },
    /// The layers do not make a network.
    #[error(transparent)]
    Network(#[from] NetworkError),
}
