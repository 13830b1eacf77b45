//! A network with what is known about it, from bytes and to bytes.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2, ArrayD, Ix2};

use crate::array::NamedArrays;
use crate::chain::{Transpose, order, orient};
use crate::description::{self, Description, Parsed};
use crate::element::Element;
use crate::limits::Limits;
use crate::naming::{self, Entries, Named};
use crate::quote::{list, quote};
use crate::{FileError, Kind, NamedArray, kind, npy, npz, pickle, safetensors};

/// A network, what is known about it, and where it was read from.
#[derive(Clone, Debug)]
pub struct Model {
    /// The network.
    pub network: Network,
    /// Labels, preparation of the input, provenance.
    pub description: Description,
    /// What the reader found.
    pub origin: Origin,
}

impl Model {
    /// A model that no file holds yet.
    pub fn new(network: Network, description: Description) -> Self {
        Self { network, description, origin: Origin { kind: Kind::Safetensors, notes: Vec::new() } }
    }
}

/// Where a model was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What the file is; for a model made in memory, what it would be written as.
    pub kind: Kind,
    /// What the user should know: assumptions, conversions, ignored entries. One sentence each,
    /// safe to print.
    pub notes: Vec<String>,
}

/// What a file may not say, and how much a reader may take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadOptions {
    /// The activation after every layer but the last. It wins over what the file says.
    pub hidden: Option<Activation>,
    /// What is done to the last layer's numbers. It wins over what the file says.
    pub output: Option<Output>,
    /// Which matrices are turned.
    pub transpose: Transpose,
    /// How much a reader may take.
    pub limits: Limits,
}

/// Reads a model from a file, whatever its extension.
///
/// # Errors
/// A [`FileError`] that names the file and says what is wrong with it.
pub fn load(path: impl AsRef<Path>, options: &LoadOptions) -> Result<Model, FileError> {
    let path = path.as_ref();
    let bytes = load_bytes(path, &options.limits)?;
    read(&bytes, options).map_err(|error| in_file(path, error))
}

/// Reads a model from bytes.
///
/// # Errors
/// A [`FileError`] that says what the bytes are, what was expected, where, and what to do.
pub fn read(bytes: &[u8], options: &LoadOptions) -> Result<Model, FileError> {
    let file = read_arrays(bytes, &options.limits)?;
    let mut notes = file.notes.clone();
    let mut named = naming::find(&file)?;
    let parsed = file.description.as_deref().map(description::parse).transpose()?;
    let ignored: Vec<_> = (file.others.iter().map(String::as_str))
        .chain(named.ignored.iter().map(|array| array.name()))
        .collect();
    if !ignored.is_empty() {
        notes.push(format!("ignored entries: {}", list(&ignored)));
    }
    // Our own files hold [inputs, outputs], which square matrices need not be asked about.
    let transpose = match (&options.transpose, &parsed) {
        (Transpose::Auto, Some(_)) => &Transpose::None,
        (transpose, _) => transpose,
    };
    order(&mut named, transpose, &mut notes)?;
    let turned = orient(&named, transpose, &mut notes)?;
    let lone = lone_biases(&named);
    let mut arrays = Vec::with_capacity(named.layers.len());
    let mut changes = Changes::default();
    for (entries, turned) in named.layers.iter().zip(turned) {
        arrays.push(layer(entries, turned, &lone, &mut changes)?);
    }
    changes.note(&mut notes);
    if let Some(parsed) = &parsed {
        agree(parsed, &arrays)?;
    }
    let (hidden, output) = activations(parsed.as_ref(), options, arrays.len(), &mut notes);
    let layers = arrays
        .into_iter()
        .zip(hidden)
        .map(|((weights, bias), activation)| Dense::new(weights, bias, activation))
        .collect::<Result<Vec<_>, _>>()?;
    let network = Network::new(layers, output)?;
    let description = described(parsed, &network)?;
    Ok(Model { network, description, origin: Origin { kind: file.kind, notes } })
}

/// Writes a model as safetensors, under a temporary name beside `path` that is then renamed.
///
/// # Errors
/// [`FileError::Io`] if the system refuses; [`FileError::Description`] if labels or the input's
/// shape do not fit the network.
pub fn save(model: &Model, path: impl AsRef<Path>) -> Result<(), FileError> {
    save_bytes(&write(model)?, path)
}

/// Writes bytes to a file, under a temporary name beside `path` that is then renamed: the file is
/// there whole or not at all.
///
/// # Errors
/// [`FileError::Io`] if the system refuses.
pub fn save_bytes(bytes: &[u8], path: impl AsRef<Path>) -> Result<(), FileError> {
    let path = path.as_ref();
    let io = |error| FileError::Io { path: path.to_owned(), action: "write", error };
    replace_file(path, bytes).map_err(io)
}

/// Writes a model as the bytes of a safetensors file; the same model gives the same bytes.
///
/// # Errors
/// [`FileError::Description`] if labels or the input's shape do not fit the network.
pub fn write(model: &Model) -> Result<Vec<u8>, FileError> {
    safetensors::write(model)
}

/// Reads every array of a file, whether they make a network or not.
///
/// # Errors
/// A [`FileError`] that names the file and says what is wrong with it.
pub fn load_arrays(
    path: impl AsRef<Path>,
    limits: &Limits,
) -> Result<NamedArrays<'static>, FileError> {
    let path = path.as_ref();
    let bytes = load_bytes(path, limits)?;
    read_arrays(&bytes, limits).map(NamedArrays::into_owned).map_err(|error| in_file(path, error))
}

/// Reads every array in bytes, whether they make a network or not.
///
/// The arrays borrow from `bytes` where the format allows it.
///
/// # Errors
/// A [`FileError`] that says what the bytes are, what was expected, where, and what to do.
pub fn read_arrays<'a>(bytes: &'a [u8], limits: &Limits) -> Result<NamedArrays<'a>, FileError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(FileError::FileTooLarge {
            limit: limits.file_bytes,
            found: bytes.len() as u64,
        });
    }
    match kind(bytes) {
        Kind::Pickle => pickle::read(bytes, limits),
        Kind::Npy => npy::read(bytes, limits),
        Kind::Npz | Kind::Zip => npz::read(bytes, limits),
        Kind::Safetensors => safetensors::read(bytes, limits),
        found => Err(FileError::NotWeights { found }),
    }
}

fn in_file(path: &Path, error: FileError) -> FileError {
    FileError::InFile { path: path.to_owned(), error: Box::new(error) }
}

/// Reads a whole file of any kind as bytes, never more than [`Limits::file_bytes`] of it, even
/// from a pipe or a device that has no end.
///
/// # Errors
/// [`FileError::Directory`], [`FileError::Io`] if the system refuses, and
/// [`FileError::FileTooLarge`]; each names the path.
pub fn load_bytes(path: impl AsRef<Path>, limits: &Limits) -> Result<Vec<u8>, FileError> {
    let path = path.as_ref();
    let io = |error| FileError::Io { path: path.to_owned(), action: "read", error };
    let too_large =
        |found| in_file(path, FileError::FileTooLarge { limit: limits.file_bytes, found });
    let file = File::open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    if metadata.is_dir() {
        return Err(FileError::Directory(path.to_owned()));
    }
    if metadata.len() > limits.file_bytes {
        return Err(too_large(metadata.len()));
    }
    // A pipe has no length, and a file may grow while it is read.
    let mut bytes = Vec::new();
    let mut bounded = file.take(limits.file_bytes.saturating_add(1));
    bounded.read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > limits.file_bytes {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let mut file = {
        use std::os::unix::fs::PermissionsExt;
        // The user's umask applies, as it does to any new file.
        builder.permissions(std::fs::Permissions::from_mode(0o666)).tempfile_in(folder)?
    };
    #[cfg(not(unix))]
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// What was changed or missing in the layers' arrays, by the arrays' names.
#[derive(Default)]
struct Changes<'f> {
    converted: BTreeMap<&'static str, Vec<&'f str>>,
    not_finite: Vec<String>,
    without_bias: Vec<&'f str>,
}

impl Changes<'_> {
    /// One note for each kind of change, however many arrays it touched.
    fn note(&self, notes: &mut Vec<String>) {
        for (element, names) in &self.converted {
            notes.push(format!("{} converted from {element} to f32", list(names)));
        }
        if !self.not_finite.is_empty() {
            let names = list(&self.not_finite);
            notes.push(format!("{names} that are not finite (NaN or infinity)"));
        }
        if !self.without_bias.is_empty() {
            let have = if self.without_bias.len() == 1 { "has" } else { "have" };
            notes.push(format!("{} {have} no bias: zeros are used", list(&self.without_bias)));
        }
    }
}

/// The rows of real numbers that belong to no layer, by their length.
fn lone_biases<'f>(named: &Named<'f, '_>) -> HashMap<usize, &'f str> {
    let mut lone = HashMap::new();
    for array in &named.ignored {
        let is_real =
            matches!(array.element(), Element::F16 | Element::Bf16 | Element::F32 | Element::F64);
        if let ([length] | [1, length] | [length, 1], true) = (array.shape(), is_real) {
            lone.entry(*length).or_insert(array.name());
        }
    }
    lone
}

/// One layer's weights as `[inputs, outputs]` and its bias.
fn layer<'f>(
    entries: &Entries<'f, '_>,
    turned: bool,
    lone: &HashMap<usize, &str>,
    changes: &mut Changes<'f>,
) -> Result<(Array2<f32>, Array1<f32>), FileError> {
    let weights = numbers(entries.weights, changes)?
        .into_dimensionality::<Ix2>()
        .expect("the chain was checked, so weights have two axes");
    let weights = if turned { weights.t().as_standard_layout().into_owned() } else { weights };
    let outputs = weights.ncols();
    let bias = match entries.bias {
        Some(bias) => Array1::from_vec(numbers(bias, changes)?.into_raw_vec_and_offset().0),
        None => {
            let name = entries.weights.name();
            if let Some(ignored) = lone.get(&outputs) {
                return Err(FileError::UnknownBias {
                    weights: quote(name),
                    ignored: quote(ignored),
                    length: outputs,
                });
            }
            changes.without_bias.push(name);
            Array1::zeros(outputs)
        }
    };
    Ok((weights, bias))
}

/// An array in f32, with notes on what that changed and on numbers that are not finite.
fn numbers<'f>(
    array: &'f NamedArray<'_>,
    changes: &mut Changes<'f>,
) -> Result<ArrayD<f32>, FileError> {
    let values = array.to_f32()?;
    let name = array.name();
    if array.element() != Element::F32 {
        changes.converted.entry(array.element().name()).or_default().push(name);
    }
    let strange = values.iter().filter(|value| !value.is_finite()).count();
    if strange > 0 {
        changes.not_finite.push(format!("{} holds {strange} values", quote(name)));
    }
    Ok(values)
}

/// Checks that the description speaks of the tensors that are there.
fn agree(parsed: &Parsed, arrays: &[(Array2<f32>, Array1<f32>)]) -> Result<(), FileError> {
    let sizes = |layers: Vec<(usize, usize)>| {
        let texts: Vec<_> = layers.iter().map(|(i, o)| format!("{i} x {o}")).collect();
        list(&texts)
    };
    let told: Vec<_> = parsed.layers.iter().map(|&(i, o, _)| (i, o)).collect();
    let held: Vec<_> = arrays.iter().map(|(weights, _)| weights.dim()).collect();
    if told != held {
        return Err(FileError::Description {
            reason: format!(
                "it tells of layers {}, but the tensors are {}",
                sizes(told),
                sizes(held)
            ),
        });
    }
    Ok(())
}

/// Each layer's activation and the output: the options', else the file's, else an assumption.
fn activations(
    parsed: Option<&Parsed>,
    options: &LoadOptions,
    layers: usize,
    notes: &mut Vec<String>,
) -> (Vec<Activation>, Output) {
    let last = layers.saturating_sub(1);
    if let Some(parsed) = parsed {
        let told: Vec<_> = parsed.layers.iter().map(|layer| layer.2).collect();
        let mut chosen = told.clone();
        if let Some(hidden) = options.hidden {
            chosen[..last].fill(hidden);
            if chosen != told {
                notes.push(format!("--hidden {hidden} replaces the file's activations"));
            }
        }
        let output = options.output.unwrap_or(parsed.output);
        if output != parsed.output {
            let file = parsed.output;
            notes.push(format!("--output {output} replaces the file's {file}"));
        }
        return (chosen, output);
    }
    let hidden = options.hidden.unwrap_or(Activation::Sigmoid);
    let output = options.output.unwrap_or(Output::Softmax);
    let mut assumed = Vec::new();
    if options.hidden.is_none() && last > 0 {
        assumed.push(format!("--hidden {hidden}"));
    }
    if options.output.is_none() {
        assumed.push(format!("--output {output}"));
    }
    if !assumed.is_empty() {
        notes.push(format!("the file does not say its activations: {} assumed", assumed.join(" ")));
    }
    let mut all = vec![hidden; last];
    all.push(Activation::Identity);
    (all, output)
}

/// The description, once it agrees with the tensors.
fn described(parsed: Option<Parsed>, network: &Network) -> Result<Description, FileError> {
    let Some(parsed) = parsed else {
        return Ok(Description::default());
    };
    description::check(&parsed.description, network)?;
    Ok(parsed.description)
}
