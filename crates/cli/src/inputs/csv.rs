//! A table of numbers as text.

use super::{Reading, Rows};
use crate::count::counted;
use crate::shown::Foreign;
use anyhow::{Context, anyhow, ensure};
use csv::StringRecord;
use ndarray::Array2;

/// One input per line. A first line without any number is a header, and the column that it calls
/// `label` holds the ground truth.
pub(super) fn read(bytes: &[u8], reading: &Reading<'_>) -> anyhow::Result<Rows> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(bytes);
    let mut table = Table::default();
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|error| anyhow!("{}", no_text(&error)))?;
        match index == 0 && is_header(&record) {
            true => table.label_column = label_column(&record),
            false => table.push(&record, reading)?,
        }
    }
    let x = Array2::from_shape_vec((table.rows, reading.inputs()), table.values)?;
    reading.warn_of_bytes(&x);
    let mut rows = Rows::select(&x, reading)?;
    for place in &mut rows.places {
        place.label = table.labels.get(place.index.unwrap_or(0)).cloned();
    }
    Ok(rows)
}

/// Whether bytes are text of several fields or lines, but not UTF-8.
pub(super) fn is_of_another_encoding(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1024)];
    // Unicode in words of 16 bits, as Excel's "Unicode text".
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return true;
    }
    let is_text = |&byte: &u8| byte >= b' ' && byte != 0x7f || byte.is_ascii_whitespace();
    let is_part = |byte: &u8| matches!(byte, b',' | b';' | b'\t' | b'\n');
    start.iter().all(is_text) && start.iter().any(is_part) && std::str::from_utf8(bytes).is_err()
}

/// What is wrong with a record that cannot be read: the one thing that can be is its encoding.
fn no_text(error: &csv::Error) -> String {
    let line = error.position().map_or(0, csv::Position::line);
    format!(
        "line {line}: expected text in UTF-8, found text in another encoding, such as the CP949 of \
         Excel in Korea: save it as \"CSV UTF-8\""
    )
}

fn is_header(record: &StringRecord) -> bool {
    record.len() > 1 && record.iter().all(|field| field.parse::<f32>().is_err())
}

fn label_column(header: &StringRecord) -> Option<usize> {
    header.iter().position(|field| field.eq_ignore_ascii_case("label"))
}

/// What was read so far.
#[derive(Default)]
struct Table {
    label_column: Option<usize>,
    values: Vec<f32>,
    labels: Vec<Foreign<'static>>,
    rows: usize,
}

impl Table {
    fn push(&mut self, record: &StringRecord, reading: &Reading<'_>) -> anyhow::Result<()> {
        let line = record.position().map_or(0, csv::Position::line);
        let before = self.values.len();
        for (column, field) in record.iter().enumerate() {
            if Some(column) == self.label_column {
                self.labels.push(Foreign::new(field.to_owned()));
                continue;
            }
            let value: f32 = field.parse().ok().with_context(|| {
                format!("line {line}, column {}: {}", column + 1, no_number(field))
            })?;
            self.values.push(value / reading.divide.unwrap_or(1.0));
        }
        self.rows += 1;
        self.check_width(line, self.values.len() - before, reading)
    }

    fn check_width(&self, line: u64, found: usize, reading: &Reading<'_>) -> anyhow::Result<()> {
        let inputs = reading.inputs();
        let shape = reading.model.description().input.as_ref().map(|input| &input.shape[..]);
        let hint = match (self.label_column, shape) {
            (None, _) if found == inputs + 1 => {
                "; if one of them is a label, name its column 'label' in a header line".to_owned()
            }
            (_, Some([height, width])) => format!(
                ": write one picture per line, its {height} x {width} pixels row by row, or name \
                 another network with --model"
            ),
            _ => format!(
                ": write {} per line, or name another network with --model",
                counted(inputs, "number")
            ),
        };
        ensure!(
            found == inputs,
            "line {line}: the network takes {}, but the line has {found}{hint}",
            counted(inputs, "input")
        );
        Ok(())
    }
}

/// What is wrong with a field that should be a number.
fn no_number(field: &str) -> String {
    let shown: String = field.chars().take(40).collect();
    let hint = match field.contains([';', ' ', '\t']) {
        true => "; expected commas between numbers, as `np.savetxt(…, delimiter=\",\")` writes",
        false => "",
    };
    format!("'{shown}' is not a number{hint}")
}

#[cfg(test)]
mod tests {
    use super::super::index::Indices;
    use super::*;
    use crate::model::NamedModel;
    use feedforward::{Activation, Dense, Network, Output};
    use feedforward::{Description, Model};
    use ndarray::Array1;

    /// A network of two inputs.
    fn model() -> NamedModel {
        let layer = Dense::new(Array2::zeros((2, 3)), Array1::zeros(3), Activation::Identity);
        let network = Network::new(vec![layer.unwrap()], Output::Softmax).unwrap();
        NamedModel::new(Model::new(network, Description::default()), Foreign::new("a model"))
    }

    fn read_with(text: &[u8], index: Option<&str>) -> anyhow::Result<Rows> {
        let index: Option<Indices> = index.map(|text| text.parse().unwrap());
        let model = model();
        let reading = Reading { model: &model, index: index.as_ref(), ink: None, divide: None };
        read(text, &reading)
    }

    #[test]
    fn csv_takes_a_header_a_label_and_comments() {
        let text = b"# two inputs\na,label,b\n1,cat,2\n3,dog,4.5\n";
        let label = |rows: &Rows, row: usize| rows.places[row].label.clone().unwrap();
        let rows = read_with(text, None).unwrap();
        assert_eq!(rows.x.row(1), ndarray::array![3.0, 4.5]);
        assert_eq!(label(&rows, 1).raw(), "dog");
        let rows = read_with(text, Some("1")).unwrap();
        assert_eq!((rows.places.len(), rows.places[0].index), (1, Some(1)));
        assert_eq!(label(&rows, 0).raw(), "dog");
        let rows = read_with(b"a,label,b\n1,cat,2\n", None).unwrap();
        assert_eq!((rows.places[0].index, label(&rows, 0).raw()), (None, "cat"));
    }

    #[test]
    fn tables_in_encodings_of_old_are_recognised() {
        for text in [&b"\xc0\xcc\xb8\xa7,1\n"[..], b"\xff\xfea\0,\0", b"caf\xe9;1\n2;3"] {
            assert!(is_of_another_encoding(text), "{text:?}");
        }
        for text in [&b"1,2\n"[..], "이름,1\n".as_bytes(), b"\x00\x01,\xff", b"\xc0\xcc", b""] {
            assert!(!is_of_another_encoding(text), "{text:?}");
        }
    }

    #[test]
    fn csv_errors_say_where() {
        let error = |text: &[u8]| match read_with(text, None) {
            Ok(_) => panic!("it was read"),
            Err(error) => format!("{error:#}"),
        };
        assert_eq!(error(b"1,2\n3,x\n"), "line 2, column 2: 'x' is not a number");
        assert_eq!(error(b"1,2x\n3,4\n"), "line 1, column 2: '2x' is not a number");
        assert_eq!(
            error(b"1;2\n3;4\n"),
            "line 1, column 1: '1;2' is not a number; expected commas between numbers, as `np.savetxt(…, delimiter=\",\")` writes"
        );
        assert_eq!(
            error(b"1,2,3\n"),
            "line 1: the network takes 2 inputs, but the line has 3; if one of them is a label, name its column 'label' in a header line"
        );
        assert_eq!(
            error(b"1,2,3,4\n"),
            "line 1: the network takes 2 inputs, but the line has 4: write 2 numbers per line, or name another network with --model"
        );
        assert_eq!(
            error(b"1,2\n3,4\n\xc0\xcc,5\n"),
            "line 3: expected text in UTF-8, found text in another encoding, such as the CP949 of Excel in Korea: save it as \"CSV UTF-8\""
        );
        assert_eq!(error(b"a,b\n"), "there are no rows: nothing can be predicted");
    }
}
