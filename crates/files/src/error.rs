//! What can be wrong with a file.

use crate::element::Element;
use crate::entry_type::EntryType;
use crate::fault::{
    DescriptionFault, LayerPart, Misfit, Missing, Orders, SafetensorsFault, ZipFault,
};
use crate::list::{List, Names};
use crate::pickle::fault::PickleFault;
use crate::shape::NamedShape;
use crate::transpose::Transpose;
use feedforward_bytes::{BytesError, Kind, ReadAs, ShownPath, excerpt};
use feedforward_network::{Counted, NetworkError, Shape};
use std::path::{Path, PathBuf};

/// Why a file cannot be read or written.
///
/// The message is one sentence: what was expected, what was found, where, and what to do. Text that
/// comes from the file is escaped in it, so that it can be printed to a terminal; the fields hold
/// it as it is. [`kind`](Self::kind) groups the variants for programs.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// Something is wrong with the content of this file.
    #[error("{}: {error}", ShownPath(path))]
    #[non_exhaustive]
    InFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: Box<FileError>,
    },
    /// Something is wrong with one member of an archive.
    #[error("in {}: {error}", excerpt(member))]
    #[non_exhaustive]
    InMember {
        /// The member's name.
        member: String,
        /// What is wrong with it.
        error: Box<FileError>,
    },
    /// The file cannot be read or written as a whole.
    #[error(transparent)]
    Bytes(BytesError),
    /// The file is larger than [`Limits::file_bytes`](crate::Limits::file_bytes).
    #[error(
        "expected a file of at most {limit} bytes, found {found}; raise the limit `file_bytes` if it can be trusted"
    )]
    #[non_exhaustive]
    FileTooLarge {
        /// The limit.
        limit: u64,
        /// The file's length; one more than the limit where it has none, as a pipe.
        found: u64,
    },
    /// Another of the [`Limits`](crate::Limits) was reached.
    #[error(
        "{what} than the {limit} that are allowed; raise the limit `{field}` if the file can be trusted"
    )]
    #[non_exhaustive]
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
    #[non_exhaustive]
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
    #[error("expected a file of weights, found {found}: {}", weights_hint(*found))]
    #[non_exhaustive]
    NotWeights {
        /// What it is.
        found: Kind,
    },
    /// The file holds a data set.
    #[error(
        "expected weights, found a data set ({}): give it as the images, and the file that holds W1, b1, … as the model",
        Names(names)
    )]
    #[non_exhaustive]
    Dataset {
        /// The file's entries, some of which are named as those of data sets are.
        names: Vec<String>,
    },
    /// No entry is named as weights are.
    #[error(
        "found no weights: expected entries named W1, b1, … or fc1.weight, fc1.bias, … or coefs_0, intercepts_0, …, found {}; rename them",
        if found.is_empty() { "no arrays".to_owned() } else { List(found).to_string() }
    )]
    #[non_exhaustive]
    NoWeights {
        /// The arrays that there are.
        found: Vec<NamedShape>,
    },
    /// Weights are named in two ways at once.
    #[error(
        "found weights named in two ways, {} and {}: keep one network in a file",
        excerpt(first),
        excerpt(second)
    )]
    #[non_exhaustive]
    TwoSchemes {
        /// A name of the one kind.
        first: String,
        /// A name of the other.
        second: String,
    },
    /// A bias has no weights, or a number is left out.
    #[error(
        "{0} is there but {missing} is not: expected both; add it or take {0} out",
        excerpt(present)
    )]
    #[non_exhaustive]
    MissingEntry {
        /// The entry that needs another.
        present: String,
        /// What it needs.
        missing: Missing,
    },
    /// Two entries have the same name.
    #[error(
        "two entries are named {}: expected each name once; save the file again",
        excerpt(name)
    )]
    #[non_exhaustive]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// A name is too long.
    #[error(
        "an entry's name has {found} bytes, expected at most {limit}: is this a file of weights?"
    )]
    #[non_exhaustive]
    LongName {
        /// Its length.
        found: usize,
        /// The most that is read.
        limit: usize,
    },
    /// The shape's product is beyond the memory's addresses, or it has too many axes.
    #[error(
        "{} claims the shape {} with {axes} axes, more than any memory holds: the file is damaged or hostile",
        excerpt(name),
        Shape(shape)
    )]
    #[non_exhaustive]
    ShapeTooLarge {
        /// The array.
        name: String,
        /// How many axes it claims.
        axes: usize,
        /// The first of them, at most eight.
        shape: Vec<usize>,
    },
    /// An array's bytes are not as many as its shape says.
    #[error(
        "{} of shape {} and type {element} takes {expected} bytes, but the file holds {found} for it: save it again",
        excerpt(name),
        Shape(shape)
    )]
    #[non_exhaustive]
    DataLength {
        /// The array.
        name: String,
        /// Its shape.
        shape: Vec<usize>,
        /// Its elements' type.
        element: Element,
        /// How many bytes that makes.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// The elements are of a type that is not read.
    #[error(
        "{}: expected an array of numbers (f2 f4 f8, i1 to i8, u1 to u8 or bool), found {found}: {}",
        excerpt(name), found.hint()
    )]
    #[non_exhaustive]
    ElementType {
        /// The array.
        name: String,
        /// What it is instead.
        found: EntryType,
    },
    /// A finite number does not fit f32.
    #[error(
        "{} holds {value:e}, beyond the largest f32 (3.4e38): was it trained to the end?",
        excerpt(name)
    )]
    #[non_exhaustive]
    Overflow {
        /// The array.
        name: String,
        /// The number.
        value: f64,
    },
    /// Weights or a bias have a shape that no dense layer has.
    #[error(
        "{} has the shape {}, expected {}: only fully connected layers are read",
        excerpt(name), Shape(shape), part.expected()
    )]
    #[non_exhaustive]
    LayerShape {
        /// The array.
        name: String,
        /// Its shape.
        shape: Vec<usize>,
        /// What it is of a layer.
        part: LayerPart,
    },
    /// The matrices do not fit together.
    #[error("{}: {}", misfit_clause(*layer, weights, misfit), transpose_clause(weights, transpose))]
    #[non_exhaustive]
    Chain {
        /// The layer at which they stop fitting, counted from 1.
        layer: usize,
        /// Its weights, as the file holds them.
        weights: NamedShape,
        /// What does not fit there.
        misfit: Misfit,
        /// The matrices to transpose for the chain to fit; `None` if no choice makes it fit.
        transpose: Option<Transpose>,
    },
    /// Neither names nor shapes say in which order layers come.
    #[error(
        "the names {} do not count the layers, and the shapes fit {fit}: name them by numbers in their order, as in fc1.weight, fc2.weight",
        List(layers)
    )]
    #[non_exhaustive]
    LayerOrder {
        /// The weights and their shapes.
        layers: Vec<NamedShape>,
        /// In how many orders they fit.
        fit: Orders,
    },
    /// Weights have no bias, but an entry that would be ignored may be it.
    #[error(
        "{0} has no bias, but {1} has the {length} numbers of one and belongs to no layer: rename it to match {0}, or take it out of the file",
        excerpt(weights),
        excerpt(ignored)
    )]
    #[non_exhaustive]
    UnknownBias {
        /// The weights.
        weights: String,
        /// The entry that belongs to no layer.
        ignored: String,
        /// How many numbers it has, one for each output.
        length: usize,
    },
    /// A matrix to transpose is not there.
    #[error(
        "there are no weights named {} to transpose: the file has {}",
        excerpt(name),
        Names(found)
    )]
    #[non_exhaustive]
    UnknownName {
        /// The name asked for.
        name: String,
        /// The weights that there are.
        found: Vec<String>,
    },
    /// A pickle is damaged or wants more than data.
    #[error("{fault}{}", fault.place(*.offset))]
    #[non_exhaustive]
    Pickle {
        /// Where, in bytes from the beginning.
        offset: usize,
        /// What is wrong.
        fault: PickleFault,
    },
    /// An npy header cannot be understood.
    #[error(
        "expected an npy header {expected}, found {} at byte {offset}: save it again with `numpy.save`",
        excerpt(found)
    )]
    #[non_exhaustive]
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
        "the zip archive cannot be read ({0}): get the file again, or save it with `numpy.savez`"
    )]
    Zip(#[from] ZipFault),
    /// A zip archive holds no arrays.
    #[error(
        "expected a zip archive of .npy arrays, found one of {}: save the weights with `numpy.savez`",
        if found.is_empty() { "nothing".to_owned() } else { Names(found).to_string() }
    )]
    #[non_exhaustive]
    ZipWithoutArrays {
        /// Its members.
        found: Vec<String>,
    },
    /// A safetensors header cannot be understood.
    #[error("the safetensors header is damaged ({0}): get the file again")]
    Safetensors(#[from] SafetensorsFault),
    /// A file's description of its network contradicts its tensors, or cannot be understood.
    #[error("{}", description_clause(.0))]
    Description(#[from] DescriptionFault),
    /// The layers do not make a network.
    #[error(transparent)]
    Network(#[from] NetworkError),
}

/// What a [`FileError`] is about, for programs that act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The operating system refused, or there is no such file.
    System,
    /// The file is larger, or makes a reader take more, than [`Limits`](crate::Limits) allow.
    Limit,
    /// The file is no file of weights.
    OtherKind,
    /// The file is cut short, damaged or malformed.
    Damaged,
    /// A pickle wants to call something or to have objects from outside: it is refused.
    Refused,
    /// Numbers of a type or size that is not read.
    Unsupported,
    /// The arrays were read, but they make no network.
    Layout,
    /// What the options ask for does not fit the file.
    Options,
    /// The file's own description of its network is wrong or too new.
    Description,
}

impl FileError {
    /// What the error is about; that of the innermost error, whatever file or member it is in.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::InFile { error, .. } | Self::InMember { error, .. } => error.kind(),
            Self::Bytes(BytesError::TooLarge { .. })
            | Self::FileTooLarge { .. }
            | Self::Limit { .. } => ErrorKind::Limit,
            Self::Bytes(_) => ErrorKind::System,
            Self::NotWeights { .. } | Self::ZipWithoutArrays { .. } => ErrorKind::OtherKind,
            Self::Pickle {
                fault: PickleFault::Refused { .. } | PickleFault::Outside { .. },
                ..
            } => ErrorKind::Refused,
            Self::Truncated { .. }
            | Self::LongName { .. }
            | Self::ShapeTooLarge { .. }
            | Self::DataLength { .. }
            | Self::Pickle { .. }
            | Self::Npy { .. }
            | Self::Zip(_)
            | Self::Safetensors(_) => ErrorKind::Damaged,
            Self::ElementType { .. } | Self::Overflow { .. } => ErrorKind::Unsupported,
            Self::Dataset { .. }
            | Self::NoWeights { .. }
            | Self::TwoSchemes { .. }
            | Self::MissingEntry { .. }
            | Self::DuplicateName { .. }
            | Self::LayerShape { .. }
            | Self::Chain { .. }
            | Self::LayerOrder { .. }
            | Self::UnknownBias { .. }
            | Self::Network(_) => ErrorKind::Layout,
            Self::UnknownName { .. } => ErrorKind::Options,
            Self::Description(_) => ErrorKind::Description,
        }
    }

    /// Whether the arrays were read, but make no network: they can be shown all the same.
    pub fn is_layout(&self) -> bool {
        self.kind() == ErrorKind::Layout
    }

    pub(crate) fn in_file(self, path: &Path) -> Self {
        Self::InFile { path: path.to_owned(), error: Box::new(self) }
    }

    /// The innermost error, whatever file or member it is in.
    pub fn innermost(&self) -> &Self {
        match self {
            Self::InFile { error, .. } | Self::InMember { error, .. } => error.innermost(),
            error => error,
        }
    }
}

impl From<BytesError> for FileError {
    fn from(error: BytesError) -> Self {
        match error {
            BytesError::TooLarge { path, limit, found, .. } => {
                Self::InFile { path, error: Box::new(Self::FileTooLarge { limit, found }) }
            }
            error => Self::Bytes(error),
        }
    }
}

impl From<zip::result::ZipError> for FileError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Zip(ZipFault::Damaged(error.to_string()))
    }
}

impl PickleFault {
    /// The fault at a place, in bytes from the beginning.
    pub(crate) fn at(self, offset: usize) -> FileError {
        FileError::Pickle { offset, fault: self }
    }
}

fn weights_hint(found: Kind) -> String {
    found.hint(ReadAs::Weights).map_or_else(
        || {
            let is_weights = |kind: &Kind| kind.read_as() == Some(ReadAs::Weights);
            let kinds: Vec<_> = Kind::all().filter(is_weights).map(Kind::name).collect();
            format!("give {}", kinds.join(" or "))
        },
        str::to_owned,
    )
}

fn description_clause(fault: &DescriptionFault) -> String {
    match fault {
        DescriptionFault::NewerFormat { .. } => fault.to_string(),
        fault => format!(
            "the network's description in the metadata is wrong: {fault}; train or save the model \
             again"
        ),
    }
}

fn misfit_clause(layer: usize, weights: &NamedShape, misfit: &Misfit) -> String {
    let (name, shape) = (excerpt(&weights.name), Shape(&weights.shape));
    match misfit {
        Misfit::Inputs { expected } => {
            format!("layer {layer} takes {} but {name} is {shape}", Counted(*expected, "input"))
        }
        Misfit::Bias { outputs, length } => format!(
            "layer {layer} gives {} ({name} is {shape}) but its bias has {}",
            Counted(*outputs, "output"),
            Counted(*length, "number")
        ),
    }
}

fn transpose_clause(weights: &NamedShape, transpose: &Option<Transpose>) -> String {
    match transpose {
        None => {
            "no orientation fits; is a layer missing, or is one from another network?".to_owned()
        }
        Some(Transpose::All) => "all look transposed".to_owned(),
        Some(Transpose::Named(names)) => match &names[..] {
            [name] if *name == weights.name => "it looks transposed".to_owned(),
            [name] => format!("{} looks transposed", excerpt(name)),
            names => format!("{} look transposed", Names(names)),
        },
        Some(Transpose::Auto | Transpose::None) => "it looks transposed".to_owned(),
    }
}
