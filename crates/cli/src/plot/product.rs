//! `feedforward plot product`: the product of two matrices, with one entry worked out.

use super::destination::DestinationArgs;
use super::numbers::{Numbers, factor, shown, subscript};
use super::words;
use crate::console::Console;
use anyhow::{Context, ensure};
use clap::Args;
use feedforward::plot::{Figure, Product};
use ndarray::Array2;
use std::str::FromStr;

/// The most rows or columns of a matrix.
const MOST: usize = 8;

/// Draw the product of two matrices: a row times a column is an entry.
///
/// Rows are separated by slashes, numbers by commas.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot product
  feedforward plot product --entry 2,1
  feedforward plot product --left 1,2/3,4/5,6 --right 1,2,3,4/5,6,7,8 -o product.png
  feedforward plot product --left 1,2 --right 1,3,5/2,4,6 --entry 1,3")]
pub(crate) struct ProductArgs {
    /// The left matrix.
    #[arg(long, value_name = "MATRIX", default_value = "1,2/3,4", allow_hyphen_values = true)]
    left: Matrix,
    /// The right matrix, which has as many rows as the left one has columns.
    #[arg(long, value_name = "MATRIX", default_value = "5,6/7,8", allow_hyphen_values = true)]
    right: Matrix,
    /// The row and the column of the entry that is worked out, counted from 1.
    #[arg(long, value_name = "ROW,COLUMN", default_value = "1,1")]
    entry: Entry,
    #[command(flatten)]
    destination: DestinationArgs,
}

#[derive(Clone, Debug, PartialEq)]
struct Matrix(Array2<f32>);

impl FromStr for Matrix {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // A semicolon needs quotes in a shell, but is what some are used to.
        let rows = text.split(['/', ';']).map(str::parse::<Numbers>);
        let rows = rows.collect::<Result<Vec<_>, _>>().map_err(|_| {
            "expected numbers with commas between them and slashes between rows, such as 1,2/3,4"
                .to_owned()
        })?;
        let columns = rows[0].0.len();
        if let Some(row) = rows.iter().position(|row| row.0.len() != columns) {
            return Err(format!(
                "row {} has {} numbers, row 1 has {columns}: expected rows of one length",
                row + 1,
                rows[row].0.len()
            ));
        }
        if rows.len() > MOST || columns > MOST {
            return Err(format!(
                "a matrix of {} x {columns}: at most {MOST} rows and {MOST} columns can be drawn",
                rows.len()
            ));
        }
        let shape = (rows.len(), columns);
        let numbers = rows.into_iter().flat_map(|row| row.0).collect();
        Array2::from_shape_vec(shape, numbers).map(Self).map_err(|error| error.to_string())
    }
}

/// A row and a column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry(usize, usize);

impl FromStr for Entry {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.trim().parse::<usize>().ok()?.checked_sub(1);
        let pair = text.split_once(',').and_then(|(row, column)| number(row).zip(number(column)));
        let none = || "expected a row and a column, counted from 1, such as 1,2".to_owned();
        pair.map(|(row, column)| Self(row, column)).ok_or_else(none)
    }
}

pub(crate) fn run(args: &ProductArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    let (a, b) = (&args.left.0, &args.right.0);
    let ((n, k), (l, m)) = (a.dim(), b.dim());
    ensure!(
        k == l,
        "the left matrix is {n} x {k} and the right one {l} x {m}: the columns of the left must be \
         as many as the rows of the right ({k} and {l})"
    );
    let Entry(row, column) = args.entry;
    ensure!(row < n && column < m, "--entry {},{}: the product is {n} x {m}", row + 1, column + 1);
    args.destination.draw(destination, &figure(args)?, console)
}

fn figure(args: &ProductArgs) -> anyhow::Result<Figure> {
    let language = args.destination.language();
    let (a, b) = (&args.left.0, &args.right.0);
    let c = a.dot(b);
    let Entry(row, column) = args.entry;
    let pairs = || a.row(row).into_iter().zip(b.column(column));
    let sum = |of: &dyn Fn(f32, f32) -> String| {
        pairs().map(|(&a, &b)| of(a, b)).collect::<Vec<_>>().join(" + ")
    };
    let factors = sum(&|a, b| format!("{}×{}", factor(a), factor(b)));
    let products = sum(&|a, b| factor(a * b));
    let entry = c.get((row, column)).context("the product has no such entry")?;
    let name = match (row, column) {
        (0..9, 0..9) => format!("C{}{}", subscript(row + 1), subscript(column + 1)),
        _ => "C".to_owned(),
    };
    let worked = match a.ncols() {
        1 => format!("{name} = {factors} = {}", shown(*entry)),
        _ => format!("{name} = {factors} = {products} = {}", shown(*entry)),
    };
    Ok(Product {
        title: args.destination.title(words::PRODUCT.fill(language, &[&(row + 1), &(column + 1)])),
        matrices: [a, b, &c].map(|matrix| matrix.mapv(shown)),
        names: ["A", "B", "C = A·B"].map(str::to_owned),
        entry: (row, column),
        row_names: (1..=a.nrows()).map(|row| words::ROW.fill(language, &[&row])).collect(),
        column_names: (1..=b.ncols()).map(|n| words::COLUMN.fill(language, &[&n])).collect(),
        formulas: vec![worked],
        matching: words::MATCHING.to(language),
    }
    .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matrices_have_rows_of_one_length() {
        let matrix: Matrix = "1,2/-3,4.5".parse().unwrap();
        assert_eq!(matrix.0, ndarray::array![[1.0, 2.0], [-3.0, 4.5]]);
        for (text, part) in [
            ("1,2/3", "row 2 has 1 numbers, row 1 has 2"),
            ("", "slashes between rows"),
            ("1/a", "slashes between rows"),
            ("1,2,3,4,5,6,7,8,9", "at most 8 rows"),
        ] {
            assert!(text.parse::<Matrix>().unwrap_err().contains(part), "{text}");
        }
    }

    #[test]
    fn entries_are_counted_from_1() {
        assert_eq!("2, 1".parse(), Ok(Entry(1, 0)));
        for text in ["0,1", "1", "a,b", "1,2,3"] {
            assert!(text.parse::<Entry>().is_err(), "{text}");
        }
    }
}
