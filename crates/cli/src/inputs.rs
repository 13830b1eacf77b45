//! From the flags to the inputs of a network: rows with their names, labels and pictures.
//!
//! What a file is, is decided by its content. A new format is a file in `inputs/` that turns bytes
//! into [`Rows`], and an arm in [`reader`].

mod csv;
mod idx;
pub(crate) mod index;
mod npy;
mod picture;
mod set;

use crate::console::note;
use crate::count::counted;
use crate::flags::SetArgs;
use crate::model::NamedModel;
use crate::shown::Foreign;
use crate::source::check_file;
use crate::value::divisor;
use anyhow::{Context, bail, ensure};
use clap::{Args, ValueHint};
use feedforward::bytes::{self, Kind};
use feedforward::files::Limits;
use feedforward::{Ink, Shape};
use index::Indices;
use ndarray::{Array2, ArrayView2, Axis, concatenate};
pub(crate) use picture::Digit;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The endings of pictures' names.
const PICTURE_ENDINGS: [&str; 11] =
    ["png", "jpg", "jpeg", "bmp", "gif", "webp", "tif", "tiff", "heic", "heif", "avif"];

/// Which inputs, and how they are read.
#[derive(Debug, Args)]
pub(crate) struct InputArgs {
    /// The files, or - for standard input. Without any, --index chooses digits of MNIST's test set.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Which rows of a file with several, or which digits of the test set, such as 0,5,10-12. Without
    /// it, all rows of the files.
    #[arg(long, value_name = "INDEX")]
    index: Option<Indices>,
    /// Whether the digits in pictures are darker or lighter than the background.
    #[arg(long, value_name = "INK", default_value = "auto", value_enum, ignore_case = true)]
    ink: InkChoice,
    /// Divide every number of an IDX, npy or csv file by this.
    #[arg(long, value_name = "NUMBER", value_parser = divisor)]
    divide: Option<f32>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum InkChoice {
    /// Decided by the picture itself.
    Auto,
    /// Dark on light, as on paper.
    Dark,
    /// Light on dark, as in MNIST.
    Light,
}

/// All inputs that the flags name, in memory.
#[derive(Debug)]
pub(crate) struct Inputs {
    x: Array2<f32>,
    rows: Vec<Row>,
}

/// What is known of one input.
#[derive(Debug)]
pub(crate) struct Row {
    /// The file's name, and the place in it if it holds several.
    pub(crate) name: Foreign<'static>,
    /// The ground truth, if the file holds it.
    pub(crate) label: Option<Foreign<'static>>,
    /// The picture's digit that the input was made from.
    pub(crate) digit: Option<Digit>,
}

impl Inputs {
    /// Reads what the flags name, as inputs of `model`.
    pub(crate) fn load(
        args: &InputArgs,
        set: &SetArgs,
        model: &NamedModel,
    ) -> anyhow::Result<Self> {
        let reading = Reading {
            model,
            index: args.index.as_ref(),
            ink: match args.ink {
                InkChoice::Auto => None,
                InkChoice::Dark => Some(Ink::Dark),
                InkChoice::Light => Some(Ink::Light),
            },
            divide: args.divide,
        };
        let mut sources = Vec::new();
        if args.files.is_empty() {
            sources.push(set::read(set, &reading)?);
        } else {
            check_numbers(&args.files, args.index.as_ref())?;
            ensure!(!set.is_given(), "give files, or a set with --data or --images, but not both");
            for path in &args.files {
                sources.push(read(path, &reading)?);
            }
        }
        Self::of(sources)
    }

    fn of(sources: Vec<(Foreign<'static>, Rows)>) -> anyhow::Result<Self> {
        let (mut arrays, mut rows) = (Vec::new(), Vec::new());
        for (source, Rows { x, places }) in sources {
            arrays.push(x);
            rows.extend(places.into_iter().map(|place| Row {
                name: match place.index {
                    Some(index) => Foreign::new(format!("{} #{index}", source.raw())),
                    None => source.clone(),
                },
                label: place.label,
                digit: place.digit,
            }));
        }
        let x = match arrays.len() {
            1 => arrays.remove(0),
            _ => concatenate(Axis(0), &arrays.iter().map(|x| x.view()).collect::<Vec<_>>())?,
        };
        Ok(Self { x, rows })
    }

    /// What the network gets, `[batch, inputs]`.
    pub(crate) fn x(&self) -> ArrayView2<'_, f32> {
        self.x.view()
    }

    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }
}

/// What a format's reader has to know.
struct Reading<'a> {
    /// The network that takes the rows.
    model: &'a NamedModel,
    /// Which rows of a file with several.
    index: Option<&'a Indices>,
    /// How the digits in pictures are drawn.
    ink: Option<Ink>,
    /// What every number of an IDX, npy or csv file is divided by.
    divide: Option<f32>,
}

/// The rows of one file that were requested.
struct Rows {
    x: Array2<f32>,
    places: Vec<Place>,
}

/// What a file says of one of its rows.
#[derive(Clone, Default)]
struct Place {
    /// Where it stands, in a file of several.
    index: Option<usize>,
    label: Option<Foreign<'static>>,
    digit: Option<Digit>,
}

/// Turns the bytes of one format into rows.
type Read = fn(&[u8], &Reading<'_>) -> anyhow::Result<Rows>;

/// The reader of each kind of file; `None` for one that holds weights.
fn reader(kind: Kind) -> Option<Read> {
    match kind {
        Kind::Idx | Kind::Gzip => Some(idx::read),
        Kind::Npy => Some(npy::read),
        Kind::Csv | Kind::Text => Some(csv::read),
        Kind::Pickle | Kind::Npz | Kind::Safetensors => None,
        // Pictures of every format, and a message for what is no picture.
        _ => Some(picture::read),
    }
}

fn read(path: &Path, reading: &Reading<'_>) -> anyhow::Result<(Foreign<'static>, Rows)> {
    let limit = Limits::default().file_bytes;
    let (name, bytes) = match path == Path::new("-") {
        true => (Foreign::new("standard input"), standard_input(limit)?),
        false => {
            check_file(path)?;
            (Foreign::path(path).into_owned(), bytes::load(path, limit)?)
        }
    };
    let kind = Kind::of(&bytes);
    check_text(path, kind, &bytes).with_context(|| name.to_string())?;
    let Some(reader) = reader(kind) else {
        bail!(
            "{name}: expected inputs, found {kind}: give weights as --model, and save an array of inputs as .npy"
        )
    };
    let rows = reader(&bytes, reading).with_context(|| name.to_string())?;
    Ok((name, rows))
}

fn standard_input(limit: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One more than the limit shows that there is more.
    io::stdin()
        .lock()
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .context("standard input cannot be read")?;
    ensure!(bytes.len() as u64 <= limit, "standard input: expected at most {limit} bytes");
    Ok(bytes)
}

/// Refuses numbers that were meant as `--index`.
fn check_numbers(files: &[PathBuf], index: Option<&Indices>) -> anyhow::Result<()> {
    let number = |file: &PathBuf| {
        let indices: Indices = file.to_str()?.parse().ok()?;
        (!file.exists()).then(|| indices.to_string())
    };
    let numbers: Vec<String> = files.iter().filter_map(number).collect();
    let Some(first) = numbers.first() else { return Ok(()) };
    let all: Vec<String> =
        index.map(Indices::to_string).into_iter().chain(numbers.clone()).collect();
    bail!("{first}: there is no such file; did you mean --index {}?", all.join(","))
}

/// Refuses text that no reader can make sense of: an empty file, a picture in name only, a table in
/// an encoding of old.
fn check_text(path: &Path, kind: Kind, bytes: &[u8]) -> anyhow::Result<()> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let ending = ending.as_deref().unwrap_or_default();
    let is_picture_by_name = PICTURE_ENDINGS.contains(&ending);
    match kind {
        Kind::Empty => bail!(
            "found nothing in it: expected a picture, or numbers as IDX, npy or csv; was it saved to \
             its end?"
        ),
        Kind::Xml if bytes.windows(4).take(1024).any(|window| window == b"<svg") => {
            bail!(
                "expected a PNG, JPEG, WebP or BMP picture, found an SVG drawing: export it as PNG"
            )
        }
        Kind::Text | Kind::Csv | Kind::Json | Kind::Html | Kind::Xml if is_picture_by_name => {
            bail!("expected a picture, as the name says, found {kind}: is it the right file?")
        }
        Kind::Unknown if csv::is_of_another_encoding(bytes) => bail!(
            "expected text in UTF-8, found text in another encoding, such as the CP949 of Excel in \
             Korea: save it as \"CSV UTF-8\""
        ),
        _ => Ok(()),
    }
}

impl Reading<'_> {
    fn inputs(&self) -> usize {
        self.model.network().inputs()
    }

    /// The requested indices, of `count` rows.
    fn choose(&self, count: usize) -> anyhow::Result<Vec<usize>> {
        ensure!(count > 0, "there are no rows: nothing can be predicted");
        self.index.map_or_else(|| Ok((0..count).collect()), |index| index.among(count, "row"))
    }

    /// The number of rows in an array. One whose rows are not as long as the network takes them is
    /// refused before it is copied.
    fn check_width(&self, shape: &[usize]) -> anyhow::Result<usize> {
        let inputs = self.inputs();
        let shown = Shape(shape);
        let Some((&rows, row)) = shape.split_first() else {
            bail!("this is a single number: expected rows of {}", counted(inputs, "number"));
        };
        ensure!(rows > 0, "there are no rows (the shape is {shown}): nothing can be predicted");
        let width = row.iter().try_fold(1usize, |product, &n| product.checked_mul(n));
        ensure!(
            width == Some(inputs),
            "the network takes rows of {}, but the shape is {shown}: name another network with --model",
            counted(inputs, "input")
        );
        Ok(rows)
    }

    /// Numbers that lie one after the other, as rows.
    fn rows(&self, values: Vec<f32>) -> anyhow::Result<Array2<f32>> {
        let inputs = self.inputs();
        let x = Array2::from_shape_vec((values.len() / inputs, inputs), values)?;
        self.warn_of_bytes(&x);
        Ok(x)
    }

    /// Prints a note if numbers look like bytes that were not divided.
    fn warn_of_bytes(&self, x: &Array2<f32>) {
        let largest = x.iter().copied().fold(0.0, f32::max);
        let description = self.model.description();
        let is_unit = description.input.is_some() && description.divisor() == 255.0;
        if is_unit && self.divide.is_none() && largest > 1.0 {
            note(format_args!(
                "inputs reach {largest}, but the network was trained on 0 to 1; for pixels from 0 to 255 give --divide 255"
            ));
        }
    }
}

impl Rows {
    /// Rows that were chosen from `count`, with their indices there.
    fn chosen(x: Array2<f32>, chosen: &[usize], count: usize) -> Self {
        let index = |&index: &usize| (count > 1).then_some(index);
        let place = |i| Place { index: index(i), ..Place::default() };
        Self { x, places: chosen.iter().map(place).collect() }
    }

    /// The requested rows of `x`.
    fn select(x: &Array2<f32>, reading: &Reading<'_>) -> anyhow::Result<Self> {
        let chosen = reading.choose(x.nrows())?;
        Ok(Self::chosen(x.select(Axis(0), &chosen), &chosen, x.nrows()))
    }
}
