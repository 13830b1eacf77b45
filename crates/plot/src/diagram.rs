//! Layers as columns of circles, in pixels.

use crate::PlotError;
use crate::color::{CURVES, FAINT, GRID, INK, WHITE};
use crate::drawing::{Anchor, Drawing, Point, fitted};

/// A network as a picture of its layers.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    /// The title.
    pub title: String,
    /// The layers, the inputs first.
    pub layers: Vec<Layer>,
    /// The connections between consecutive layers: one fewer than layers.
    pub junctions: Vec<Junction>,
}

/// A column of neurons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The name above the column.
    pub name: String,
    /// The number of neurons; where there are many, a few are drawn.
    pub neurons: usize,
    /// Lines of text below it.
    pub notes: Vec<String>,
}

/// The connection from one layer to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Junction {
    /// Lines of text between the columns.
    pub notes: Vec<String>,
}

/// A column of the drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Column<'a> {
    /// A layer and the connection that leads to it.
    Layer(&'a Layer, Option<&'a Junction>),
    /// The number of layers left out for lack of space.
    LeftOut(usize),
}

/// A symbol in a column of neurons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    Neuron,
    Ellipsis,
}

/// The most neurons that are all drawn.
const MOST_NEURONS: usize = 9;

const TITLE: u32 = 18;
const WORDS: u32 = 13;
/// Pixels from one column to the next, at least.
const COLUMN: f64 = 112.0;
const ROW: f64 = 36.0;
const RADIUS: f64 = 12.0;

impl Diagram {
    pub(crate) fn check(&self) -> Result<(), PlotError> {
        if self.layers.is_empty() {
            let reason = "it has no layers";
            return Err(PlotError::Empty { what: self.title.clone(), reason });
        }
        let (expected, found) = (self.layers.len() - 1, self.junctions.len());
        if found != expected {
            return Err(PlotError::Names { what: "junctions", expected, found });
        }
        Ok(())
    }

    /// At most `most` columns: where there are more layers, the first and the last are shown.
    pub(crate) fn columns(&self, most: usize) -> Vec<Column<'_>> {
        let column = |index: usize| {
            let junction = index.checked_sub(1).map(|before| &self.junctions[before]);
            Column::Layer(&self.layers[index], junction)
        };
        let count = self.layers.len();
        if count <= most {
            return (0..count).map(column).collect();
        }
        let last = (most - 1) / 2;
        let first = most - 1 - last;
        let mut columns: Vec<_> = (0..first).map(column).collect();
        columns.push(Column::LeftOut(count - first - last));
        columns.extend((count - last..count).map(column));
        columns
    }

    pub(crate) fn draw(&self, width: u32) -> Result<Drawing, PlotError> {
        self.check()?;
        let wide = f64::from(width);
        let columns = self.columns(((wide / COLUMN) as usize).max(3));
        let spots: Vec<Vec<Spot>> = columns.iter().map(|column| spots(*column)).collect();
        let most = spots.iter().map(Vec::len).max().unwrap_or(1).max(3);
        let lines = columns.iter().map(|column| column.notes().len()).max().unwrap_or(0);
        let (top, tall) = (104.0, ROW * most as f64);
        let mut drawing = Drawing::new(width, top + tall + 40.0 + 19.0 * lines as f64)?;
        let title = fitted(&self.title, TITLE, wide - 20.0);
        drawing.text((wide / 2.0, 28.0), &title, TITLE, Anchor::Middle);
        let step = wide / columns.len() as f64;
        let x_of = |column: usize| step * (column as f64 + 0.5);
        let places: Vec<Vec<Point>> = spots
            .iter()
            .enumerate()
            .map(|(column, spots)| {
                let first = top + (tall - ROW * spots.len() as f64) / 2.0 + ROW / 2.0;
                (0..spots.len()).map(|row| (x_of(column), first + ROW * row as f64)).collect()
            })
            .collect();
        draw_edges(&mut drawing, &columns, &spots, &places);
        for (index, column) in columns.iter().enumerate() {
            draw_column(&mut drawing, *column, &spots[index], &places[index]);
            let x = x_of(index);
            let name = fitted(&column.name(), WORDS, step - 8.0);
            drawing.text((x, 60.0), &name, WORDS, Anchor::Middle);
            for (line, note) in column.notes().iter().enumerate() {
                let at = (x, top + tall + 22.0 + 19.0 * line as f64);
                drawing.text(at, &fitted(note, WORDS, step - 8.0), WORDS, Anchor::Middle);
            }
            for (line, note) in column.junction_notes().iter().enumerate() {
                let at = (x - step / 2.0, 80.0 + 17.0 * line as f64);
                let note = fitted(note, WORDS, step - 8.0);
                drawing.colored_text(at, &note, WORDS, Anchor::Middle, FAINT);
            }
        }
        Ok(drawing)
    }
}

impl Column<'_> {
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Layer(layer, _) => layer.name.clone(),
            Self::LeftOut(count) => format!("{count} more"),
        }
    }

    pub(crate) fn notes(&self) -> &[String] {
        match self {
            Self::Layer(layer, _) => &layer.notes,
            Self::LeftOut(_) => &[],
        }
    }

    pub(crate) fn junction_notes(&self) -> &[String] {
        match self {
            Self::Layer(_, Some(junction)) => &junction.notes,
            _ => &[],
        }
    }
}

/// The symbols of a column: all of a few neurons, the first and last of many.
pub(crate) fn spots(column: Column<'_>) -> Vec<Spot> {
    use Spot::{Ellipsis, Neuron};
    match column {
        Column::LeftOut(_) => vec![Ellipsis],
        Column::Layer(layer, _) if layer.neurons <= MOST_NEURONS => vec![Neuron; layer.neurons],
        Column::Layer(..) => {
            let half = [Neuron; MOST_NEURONS / 2];
            [&half[..], &[Ellipsis], &half[..]].concat()
        }
    }
}

fn draw_edges(
    drawing: &mut Drawing,
    columns: &[Column<'_>],
    spots: &[Vec<Spot>],
    places: &[Vec<Point>],
) {
    for right in 1..columns.len() {
        // Nothing leads to or from layers that are not shown.
        if columns[right].junction_notes().is_empty()
            || matches!(columns[right - 1], Column::LeftOut(_))
        {
            continue;
        }
        let shown = |column: usize| {
            let pairs = spots[column].iter().zip(&places[column]);
            pairs.filter(|(spot, _)| **spot == Spot::Neuron).map(|(_, &place)| place)
        };
        for from in shown(right - 1) {
            for to in shown(right) {
                drawing.line((from.0 + RADIUS, from.1), (to.0 - RADIUS, to.1), GRID, 1.0);
            }
        }
    }
}

fn draw_column(drawing: &mut Drawing, column: Column<'_>, spots: &[Spot], places: &[Point]) {
    for (spot, &(x, y)) in spots.iter().zip(places) {
        match (spot, column) {
            (Spot::Neuron, _) => drawing.circle((x, y), RADIUS, WHITE, CURVES[0]),
            (Spot::Ellipsis, Column::LeftOut(_)) => {
                for place in [-10.0, 0.0, 10.0] {
                    drawing.circle((x + place, y), 1.5, INK, INK);
                }
            }
            (Spot::Ellipsis, Column::Layer(..)) => {
                for place in [-8.0, 0.0, 8.0] {
                    drawing.circle((x, y + place), 1.5, INK, INK);
                }
            }
        }
    }
}
