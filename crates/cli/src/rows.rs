//! From files to input rows: pictures, IDX files, npy arrays and csv tables.

use crate::console::{note, printable};
use crate::model::NamedModel;
use anyhow::{Context, bail, ensure};
use feedforward::digits::{self, IdxData, Ink, PictureOptions};
use feedforward::files::{self, Element, Kind, Limits};
use ndarray::{Array1, Array2, Axis};
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
    /// What was done to make it from a picture.
    pub(crate) preparation: Option<String>,
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
#[derive(Debug)]
pub(crate) struct RowOptions<'a> {
    /// The network that takes them.
    pub(crate) model: &'a NamedModel,
    /// Which rows of a file with several.
    pub(crate) indices: Option<Indices>,
    /// Which ink pictures are drawn with.
    pub(crate) ink: Ink,
    /// By what every number of an IDX, npy or csv file is divided.
    pub(crate) divide: Option<f32>,
}

/// Loads all rows of a file, whatever it is.
pub(crate) fn load(path: &Path, options: &RowOptions<'_>) -> anyhow::Result<Vec<Row>> {
    let bytes = files::load_bytes(path, &Limits::default())?;
    let name = printable(&path.display().to_string()).into_owned();
    let rows = match files::kind(&bytes) {
        Kind::Idx | Kind::Gzip => idx(&bytes, options),
        Kind::Npy => npy(&bytes, options),
        Kind::Text => csv(&bytes, options),
        kind @ (Kind::Pickle | Kind::Npz | Kind::Safetensors) => {
            bail!(
                "{name}: expected inputs, found {kind}: give weights as --model, and save an array of inputs as .npy"
            )
        }
        // Pictures of every format, and a message for what is none.
        _ => picture(&bytes, options),
    };
    let mut rows = rows.with_context(|| name.clone())?;
    rows.iter_mut().for_each(|row| row.name.insert_str(0, &name));
    Ok(rows)
}

/// The rows of `x` that are asked for, named by their index.
pub(crate) fn select(
    x: &Array2<f32>,
    answers: &[String],
    indices: Option<&Indices>,
) -> anyhow::Result<Vec<Row>> {
    let chosen = choose(x.nrows(), indices)?;
    let mut rows = name(&x.select(Axis(0), &chosen), &chosen, x.nrows());
    for (row, index) in rows.iter_mut().zip(chosen) {
        row.answer = answers.get(index).cloned();
    }
    Ok(rows)
}

/// The indices that are asked for, of `count` rows.
fn choose(count: usize, indices: Option<&Indices>) -> anyhow::Result<Vec<usize>> {
    ensure!(count > 0, "there are no rows: nothing can be predicted");
    indices.map_or_else(|| Ok((0..count).collect()), |indices| indices.among(count))
}

/// Rows that were chosen from `count`, named by their index there.
fn name(x: &Array2<f32>, chosen: &[usize], count: usize) -> Vec<Row> {
    let rows = x.outer_iter().zip(chosen).map(|(row, index)| Row {
        name: if count == 1 { String::new() } else { format!(" #{index}") },
        input: row.to_owned(),
        answer: None,
        preparation: None,
    });
    rows.collect()
}

fn picture(bytes: &[u8], options: &RowOptions<'_>) -> anyhow::Result<Vec<Row>> {
    let picture = digits::read_picture(bytes)?;
    ensure!(
        options.indices.is_none(),
        "--index is for files of several inputs, and this is one picture"
    );
    ensure!(options.divide.is_none(), "--divide is for numbers, and this is a picture");
    let prepared = digits::prepare_picture(&picture, &PictureOptions { ink: options.ink })?;
    let inputs = options.model.model.network.inputs();
    ensure!(
        prepared.pixels.len() == inputs,
        "the network takes {inputs} inputs, but a picture becomes {}: is it for another task?",
        prepared.pixels.len()
    );
    let ink = match prepared.ink {
        Ink::Dark => "dark on light",
        _ => "light on dark",
    };
    let preparation = format!(
        "{} x {} pixels, {ink}; {}",
        picture.width(),
        picture.height(),
        prepared.preparation
    );
    Ok(vec![Row {
        name: String::new(),
        input: prepared.pixels.iter().map(|&pixel| options.model.input(pixel)).collect(),
        answer: None,
        preparation: Some(preparation),
    }])
}

/// Pictures in an IDX file are those of a set, light on dark. Rows are chosen before bytes become
/// numbers of four times their size.
fn idx(bytes: &[u8], options: &RowOptions<'_>) -> anyhow::Result<Vec<Row>> {
    let mut idx = digits::read_idx(bytes)?;
    let count = options.check_width(idx.shape())?;
    let chosen = choose(count, options.indices.as_ref())?;
    if options.indices.is_some() {
        idx = idx.select_rows(&chosen)?;
    }
    let values: Vec<f32> = match (idx.data(), options.divide) {
        (IdxData::U8(pixels), None) => {
            pixels.iter().map(|&pixel| options.model.input(pixel)).collect()
        }
        (_, divide) => (idx.to_f32() / divide.unwrap_or(1.0)).into_iter().collect(),
    };
    Ok(name(&options.rows(values)?, &chosen, count))
}

fn npy(bytes: &[u8], options: &RowOptions<'_>) -> anyhow::Result<Vec<Row>> {
    let arrays = files::read_arrays(bytes, &Limits::default())?;
    let array = arrays.arrays.first().context("the file holds no array")?;
    let inputs = options.model.model.network.inputs();
    // One example without a batch axis may have any shape.
    if array.elements() != inputs {
        options.check_width(array.shape())?;
    }
    let divisor = match array.element() {
        Element::U8 => options.model.divisor(),
        _ => 1.0,
    };
    let values = array.to_f32()? / options.divide.unwrap_or(divisor);
    let x = options.rows(values.iter().copied().collect())?;
    select(&x, &[], options.indices.as_ref())
}

impl RowOptions<'_> {
    /// How many rows an array has. One whose rows are not as long as the network takes them is
    /// refused before it is copied.
    fn check_width(&self, shape: &[usize]) -> anyhow::Result<usize> {
        let inputs = self.model.model.network.inputs();
        let shown: Vec<_> = shape.iter().map(usize::to_string).collect();
        let shown = shown.join(" x ");
        let Some((&rows, row)) = shape.split_first() else {
            bail!("this is a single number: expected rows of {inputs} inputs");
        };
        ensure!(rows > 0, "there are no rows (the shape is {shown}): nothing can be predicted");
        let width = row.iter().try_fold(1usize, |product, &n| product.checked_mul(n));
        ensure!(
            width == Some(inputs),
            "the network takes rows of {inputs} inputs, but the shape is {shown}: is it for another network?"
        );
        Ok(rows)
    }

    /// Numbers that lie one after the other, as rows.
    fn rows(&self, values: Vec<f32>) -> anyhow::Result<Array2<f32>> {
        let inputs = self.model.model.network.inputs();
        let x = Array2::from_shape_vec((values.len() / inputs, inputs), values)?;
        self.warn_of_bytes(&x);
        Ok(x)
    }

    /// Says so where numbers look like bytes that nobody divided.
    fn warn_of_bytes(&self, x: &Array2<f32>) {
        let largest = x.iter().copied().fold(0.0, f32::max);
        let unit = self.model.model.description.input.is_some() && self.model.divisor() == 255.0;
        if unit && self.divide.is_none() && largest > 1.0 {
            note(format!(
                "inputs reach {largest}, but the network was trained on 0 to 1; for pixels from 0 to 255 give --divide 255"
            ));
        }
    }
}

/// A table of numbers. A first line without any number is a header, and its column `label` holds
/// the right answers.
fn csv(bytes: &[u8], options: &RowOptions<'_>) -> anyhow::Result<Vec<Row>> {
    let inputs = options.model.model.network.inputs();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(bytes);
    let (mut values, mut answers, mut label, mut count) = (Vec::new(), Vec::new(), None, 0);
    for (index, record) in reader.records().enumerate() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        if index == 0
            && record.len() > 1
            && record.iter().all(|field| field.parse::<f32>().is_err())
        {
            label = record.iter().position(|field| field.eq_ignore_ascii_case("label"));
            continue;
        }
        for (column, field) in record.iter().enumerate() {
            if Some(column) == label {
                answers.push(printable(field).into_owned());
                continue;
            }
            let value: f32 = field.parse().ok().with_context(|| {
                let shown: String = field.chars().take(40).collect();
                let mend = match field.contains([';', ' ', '\t']) {
                    true => "; expected commas between numbers, as `np.savetxt(…, delimiter=\",\")` writes",
                    false => "",
                };
                format!("line {line}, column {}: '{shown}' is no number{mend}", column + 1)
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
    options.warn_of_bytes(&x);
    select(&x, &answers, options.indices.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use feedforward::files::{Description, Model};
    use feedforward::{Activation, Dense, Network, Output};

    /// A network of two inputs.
    fn model() -> NamedModel {
        let layer = Dense::new(Array2::zeros((2, 3)), Array1::zeros(3), Activation::Identity);
        let network = Network::new(vec![layer.unwrap()], Output::Softmax).unwrap();
        NamedModel { model: Model::new(network, Description::default()), name: String::new() }
    }

    fn read(text: &[u8], indices: Option<&str>) -> anyhow::Result<Vec<Row>> {
        let indices = indices.map(|text| text.parse().unwrap());
        csv(text, &RowOptions { model: &model(), indices, ink: Ink::Auto, divide: None })
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
        let rows = read(b"# two inputs\na,label,b\n1,cat,2\n3,dog,4.5\n", None).unwrap();
        assert_eq!(rows[1].input, ndarray::array![3.0, 4.5]);
        assert_eq!(rows[1].answer.as_deref(), Some("dog"));
        let rows = read(b"1,2\n3,4\n", Some("1")).unwrap();
        assert_eq!((rows.len(), &*rows[0].name), (1, " #1"));
    }

    #[test]
    fn csv_errors_say_where() {
        let error = |text: &[u8]| format!("{:#}", read(text, None).unwrap_err());
        assert_eq!(error(b"1,2\n3,x\n"), "line 2, column 2: 'x' is no number");
        assert_eq!(error(b"1,2x\n3,4\n"), "line 1, column 2: '2x' is no number");
        assert_eq!(
            error(b"1;2\n3;4\n"),
            "line 1, column 1: '1;2' is no number; expected commas between numbers, as `np.savetxt(…, delimiter=\",\")` writes"
        );
        assert_eq!(
            error(b"1,2,3\n"),
            "line 1: the network takes 2 inputs, but the line has 3; name a column 'label' in a first line to leave it out"
        );
        assert_eq!(error(b"a,b\n"), "there are no rows: nothing can be predicted");
    }
}
