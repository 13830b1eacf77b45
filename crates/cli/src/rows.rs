//! From files to input rows: pictures, IDX files, npy arrays and csv tables.

use anyhow::{Context, bail, ensure};
use feedforward::digits::{self, Ink, PictureOptions};
use feedforward::files::{self, Element, Kind, Limits};
use ndarray::{Array1, Array2, ArrayD, Axis};
use std::fs;
use std::path::Path;
use std::str::FromStr;

/// One input of a network, and what to call it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The file's name, and the place in it where it holds several.
    pub(crate) name: String,
    /// What the network gets.
    pub(crate) input: Array1<f32>,
    /// The right answer, where the file tells it.
    pub(crate) answer: Option<String>,
}

/// Which of a file's rows to take, such as `0,5,10-12`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indices(Vec<(usize, usize)>);

impl FromStr for Indices {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| {
            text.trim().parse::<usize>().map_err(|_| {
                format!("'{text}' is no index: expected numbers and ranges such as 0,5,10-12")
            })
        };
        let parts = text.split(',').map(|part| match part.split_once('-') {
            Some((first, last)) => {
                let (first, last) = (number(first)?, number(last)?);
                if first > last {
                    return Err(format!("the range {part} runs backwards: write {last}-{first}"));
                }
                Ok((first, last))
            }
            None => number(part).map(|index| (index, index)),
        });
        Ok(Self(parts.collect::<Result<_, _>>()?))
    }
}

impl Indices {
    /// Every index, once it is known how many rows there are.
    pub(crate) fn among(&self, count: usize) -> anyhow::Result<Vec<usize>> {
        if let Some(&(_, last)) = self.0.iter().find(|(_, last)| *last >= count) {
            match count {
                0 => bail!("there is no row {last}: there are none"),
                _ => bail!("there is no row {last}: the last of {count} is {}", count - 1),
            }
        }
        Ok(self.0.iter().flat_map(|&(first, last)| first..=last).collect())
    }
}

/// How files become rows.
#[derive(Clone, Debug)]
pub(crate) struct RowOptions {
    /// Which rows of a file with several.
    pub(crate) indices: Option<Indices>,
    /// Which ink pictures are drawn with.
    pub(crate) ink: Ink,
    /// By what every number of an npy or csv file is divided.
    pub(crate) divide: Option<f32>,
}

/// Loads all rows of a file, whatever it is; `inputs` is how many numbers the network takes.
pub(crate) fn load(path: &Path, inputs: usize, options: &RowOptions) -> anyhow::Result<Vec<Row>> {
    let name = path.display().to_string();
    let bytes = fs::read(path).with_context(|| format!("{name}: cannot read it"))?;
    let rows = match files::kind(&bytes) {
        Kind::Idx | Kind::Gzip => idx(&bytes, options),
        Kind::Npy => npy(&bytes, inputs, options),
        Kind::Text => csv(&bytes, inputs, options),
        Kind::Pickle | Kind::Npz | Kind::Safetensors => {
            bail!(
                "{name}: this is a file of weights or several arrays; give it as --model, or save one array as .npy"
            )
        }
        // Pictures of every format, and a message for what is none.
        _ => picture(&bytes, options),
    };
    let mut rows = rows.with_context(|| name.clone())?;
    for row in &mut rows {
        row.name.insert_str(0, &name);
        ensure!(
            row.input.len() == inputs,
            "{}: the network takes {inputs} inputs, but this gives {}: is it for another network?",
            row.name,
            row.input.len()
        );
    }
    Ok(rows)
}

/// The rows of `x` that are asked for, named by their index.
pub(crate) fn select(
    x: &Array2<f32>,
    answers: &[String],
    indices: Option<&Indices>,
) -> anyhow::Result<Vec<Row>> {
    let count = x.nrows();
    let chosen = match indices {
        Some(indices) => indices.among(count)?,
        None => (0..count).collect(),
    };
    let rows = chosen.into_iter().map(|index| Row {
        name: if count == 1 { String::new() } else { format!("#{index}") },
        input: x.row(index).to_owned(),
        answer: answers.get(index).cloned(),
    });
    Ok(rows.collect())
}

fn picture(bytes: &[u8], options: &RowOptions) -> anyhow::Result<Vec<Row>> {
    let picture = digits::read_picture(bytes)?;
    let prepared = digits::prepare_picture(&picture, &PictureOptions { ink: options.ink })?;
    Ok(vec![Row { name: String::new(), input: prepared.to_input(), answer: None }])
}

fn idx(bytes: &[u8], options: &RowOptions) -> anyhow::Result<Vec<Row>> {
    let idx = digits::read_idx(bytes)?;
    // Bytes are pixels; other numbers are taken as they are.
    let divisor = if idx.element() == "u8" { 255.0 } else { 1.0 };
    let x = flatten(idx.to_f32())? / options.divide.unwrap_or(divisor);
    select(&x, &[], options.indices.as_ref())
}

fn npy(bytes: &[u8], inputs: usize, options: &RowOptions) -> anyhow::Result<Vec<Row>> {
    let arrays = files::read_arrays(bytes, &Limits::default())?;
    let array = arrays.arrays.first().context("the file holds no array")?;
    let divisor = if array.element() == Element::U8 { 255.0 } else { 1.0 };
    let values = array.to_f32()?;
    // One example without a batch axis, of any shape.
    let values = if values.len() == inputs { values.insert_axis(Axis(0)) } else { values };
    let x = flatten(values)? / options.divide.unwrap_or(divisor);
    select(&x, &[], options.indices.as_ref())
}

/// Makes rows of everything behind the first axis.
fn flatten(values: ArrayD<f32>) -> anyhow::Result<Array2<f32>> {
    ensure!(values.ndim() > 0, "this is a single number: expected rows of inputs");
    let rows = values.len_of(Axis(0));
    let columns: usize = values.shape()[1..].iter().product();
    Ok(values.as_standard_layout().into_owned().into_shape_with_order((rows, columns))?)
}

/// A table of numbers. A first line of words is a header, and a column named `label` is the
/// right answer.
fn csv(bytes: &[u8], inputs: usize, options: &RowOptions) -> anyhow::Result<Vec<Row>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(bytes);
    let (mut values, mut answers, mut label, mut count) = (Vec::new(), Vec::new(), None, 0);
    for (index, record) in reader.records().enumerate() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        if index == 0 && record.iter().any(|field| field.parse::<f32>().is_err()) {
            label = record.iter().position(|field| field.eq_ignore_ascii_case("label"));
            continue;
        }
        for (column, field) in record.iter().enumerate() {
            if Some(column) == label {
                answers.push(field.to_owned());
                continue;
            }
            let value: f32 = field.parse().ok().with_context(|| {
                let field: String = field.escape_default().take(40).collect();
                format!("line {line}, column {}: '{field}' is no number", column + 1)
            })?;
            values.push(value / options.divide.unwrap_or(1.0));
        }
        count += 1;
        ensure!(
            values.len() == count * inputs,
            "line {line}: the network takes {inputs} inputs, but the line has {}{}",
            values.len() - (count - 1) * inputs,
            if label.is_none() {
                "; name a column 'label' in a first line to leave it out"
            } else {
                ""
            }
        );
    }
    let x = Array2::from_shape_vec((count, inputs), values)?;
    select(&x, &answers, options.indices.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(indices: Option<&str>) -> RowOptions {
        let indices = indices.map(|text| text.parse().unwrap());
        RowOptions { indices, ink: Ink::Auto, divide: None }
    }

    #[test]
    fn indices_are_numbers_and_ranges() {
        let indices: Indices = "7,0, 3-5".parse().unwrap();
        assert_eq!(indices.among(8).unwrap(), [7, 0, 3, 4, 5]);
        assert_eq!(
            indices.among(7).unwrap_err().to_string(),
            "there is no row 7: the last of 7 is 6"
        );
        assert_eq!(
            "5-3".parse::<Indices>(),
            Err("the range 5-3 runs backwards: write 3-5".to_owned())
        );
        assert!("a".parse::<Indices>().is_err());
    }

    #[test]
    fn csv_takes_a_header_a_label_and_comments() {
        let rows =
            csv(b"# two inputs\na,label,b\n1,cat,2\n3,dog,4.5\n", 2, &options(None)).unwrap();
        assert_eq!(rows[1].input, ndarray::array![3.0, 4.5]);
        assert_eq!(rows[1].answer.as_deref(), Some("dog"));
        let rows = csv(b"1,2\n3,4\n", 2, &options(Some("1"))).unwrap();
        assert_eq!((rows.len(), &*rows[0].name), (1, "#1"));
    }

    #[test]
    fn csv_errors_say_where() {
        let error = |text: &[u8]| format!("{:#}", csv(text, 2, &options(None)).unwrap_err());
        assert_eq!(error(b"1,2\n3,x\n"), "line 2, column 2: 'x' is no number");
        assert_eq!(
            error(b"1,2,3\n"),
            "line 1: the network takes 2 inputs, but the line has 3; name a column 'label' in a first line to leave it out"
        );
    }
}
