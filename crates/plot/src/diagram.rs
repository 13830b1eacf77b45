//! Layers as columns of circles, in pixels.

use crate::PlotError;
use crate::color::{CURVES, EDGE, FAINT, INK, WHITE};
use crate::drawing::{Anchor, Drawing, Point};
use crate::notation::{neuron_symbol, weight_symbol};
use crate::text_size::{fitted, fitting_size};

/// A network as a picture of its layers.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagram {
    /// The title.
    pub title: String,
    /// The layers, the inputs first.
    pub layers: Vec<Layer>,
    /// The connections between consecutive layers: one fewer than layers.
    pub junctions: Vec<Junction>,
    /// The name of layers that are left out for lack of space; `{}` becomes their number, as in
    /// `{} more`.
    pub left_out: String,
    /// Whether neurons and weights are written in symbols.
    pub notation: Notation,
}

/// Whether neurons and weights are written in symbols.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notation {
    /// Circles and lines alone.
    #[default]
    None,
    /// x₁ for an input, a₁⁽¹⁾ for a neuron of layer 1, y₁ for an output, and w₁₂⁽¹⁾ for the weight
    /// that leads from neuron 2 of the layer before to neuron 1.
    Symbols,
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
    /// The number of a layer, the inputs being 0; the layer, and the connection that leads to it.
    Layer(usize, &'a Layer, Option<&'a Junction>),
    /// Layers left out for lack of space: their name.
    LeftOut(&'a str, usize),
}

/// A symbol in a column of neurons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// A neuron, counted from 0.
    Neuron(usize),
    Ellipsis,
}

/// The most neurons that are all drawn: the ten digits have one each.
const MOST_NEURONS: usize = 10;

const WORDS: u32 = 13;
/// Pixels from one column to the next, at least.
const COLUMN: f64 = 112.0;
const ROW: f64 = 36.0;
const RADIUS: f64 = 12.0;
/// The radius of a neuron that has a symbol.
const WIDE_RADIUS: f64 = 20.0;
const WIDE_ROW: f64 = 48.0;

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
            Column::Layer(index, &self.layers[index], junction)
        };
        let count = self.layers.len();
        if count <= most {
            return (0..count).map(column).collect();
        }
        let last = (most - 1) / 2;
        let first = most - 1 - last;
        let mut columns: Vec<_> = (0..first).map(column).collect();
        columns.push(Column::LeftOut(&self.left_out, count - first - last));
        columns.extend((count - last..count).map(column));
        columns
    }

    /// The symbol of a neuron, counted from 0, if symbols are to be written.
    pub(crate) fn symbol(&self, column: Column<'_>, index: usize) -> Option<String> {
        let Column::Layer(layer, ..) = column else { return None };
        let symbol = || neuron_symbol(index + 1, (layer, self.layers.len() - 1));
        (self.notation == Notation::Symbols).then(symbol)
    }

    pub(crate) fn draw(&self, width: u32) -> Result<Drawing, PlotError> {
        self.check()?;
        let wide = f64::from(width);
        let columns = self.columns(((wide / COLUMN) as usize).max(3));
        let spots: Vec<Vec<Spot>> = columns.iter().map(|column| spots(*column)).collect();
        let most = spots.iter().map(Vec::len).max().unwrap_or(1).max(3);
        let lines = columns.iter().map(|column| column.notes().len()).max().unwrap_or(0);
        let row = if self.notation == Notation::Symbols { WIDE_ROW } else { ROW };
        let (top, tall) = (104.0, row * most as f64);
        let mut drawing = Drawing::new(width, top + tall + 40.0 + 19.0 * lines as f64)?;
        drawing.title(&self.title);
        let step = wide / columns.len() as f64;
        let x_of = |column: usize| step * (column as f64 + 0.5);
        let places: Vec<Vec<Point>> = spots
            .iter()
            .enumerate()
            .map(|(column, spots)| {
                let first = top + (tall - row * spots.len() as f64) / 2.0 + row / 2.0;
                (0..spots.len()).map(|index| (x_of(column), first + row * index as f64)).collect()
            })
            .collect();
        let page = Page { diagram: self, columns: &columns, spots: &spots, places: &places };
        page.draw_edges(&mut drawing);
        for (index, column) in columns.iter().enumerate() {
            page.draw_column(&mut drawing, index);
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
            Self::Layer(_, layer, _) => layer.name.clone(),
            Self::LeftOut(name, count) => name.replace("{}", &count.to_string()),
        }
    }

    pub(crate) fn notes(&self) -> &[String] {
        match self {
            Self::Layer(_, layer, _) => &layer.notes,
            Self::LeftOut(..) => &[],
        }
    }

    pub(crate) fn junction_notes(&self) -> &[String] {
        match self {
            Self::Layer(_, _, Some(junction)) => &junction.notes,
            _ => &[],
        }
    }
}

/// The symbols of a column: all of a few neurons, the first and last of many.
pub(crate) fn spots(column: Column<'_>) -> Vec<Spot> {
    let Column::Layer(_, layer, _) = column else { return vec![Spot::Ellipsis] };
    let count = layer.neurons;
    if count <= MOST_NEURONS {
        return (0..count).map(Spot::Neuron).collect();
    }
    let half = (MOST_NEURONS - 1) / 2;
    let first = (0..half).map(Spot::Neuron);
    first.chain([Spot::Ellipsis]).chain((count - half..count).map(Spot::Neuron)).collect()
}

/// A diagram and where its parts are.
struct Page<'a> {
    diagram: &'a Diagram,
    columns: &'a [Column<'a>],
    spots: &'a [Vec<Spot>],
    places: &'a [Vec<Point>],
}

impl Page<'_> {
    fn has_symbols(&self) -> bool {
        self.diagram.notation == Notation::Symbols
    }

    fn radius(&self) -> f64 {
        if self.has_symbols() { WIDE_RADIUS } else { RADIUS }
    }

    /// The neurons of a column that are drawn, and where.
    fn shown(&self, column: usize) -> Vec<(usize, Point)> {
        let pairs = self.spots[column].iter().zip(&self.places[column]);
        let neuron = |(spot, &place): (&Spot, &Point)| match spot {
            Spot::Neuron(index) => Some((*index, place)),
            Spot::Ellipsis => None,
        };
        pairs.filter_map(neuron).collect()
    }

    fn draw_edges(&self, drawing: &mut Drawing) {
        let radius = self.radius();
        let ends = |from: Point, to: Point| ((from.0 + radius, from.1), (to.0 - radius, to.1));
        for right in 1..self.columns.len() {
            // Nothing leads to or from layers that are not shown.
            let (Column::Layer(..), Column::Layer(layer, ..)) =
                (self.columns[right - 1], self.columns[right])
            else {
                continue;
            };
            let (before, after) = (self.shown(right - 1), self.shown(right));
            for &(_, from) in &before {
                for &(_, to) in &after {
                    let (from, to) = ends(from, to);
                    drawing.line(from, to, EDGE, 1.0);
                }
            }
            // The weight of the book's example: to the first neuron, from the second.
            let source = before.get(1).or(before.first());
            if let (true, Some(&(from, start)), Some(&(to, end))) =
                (self.has_symbols(), source, after.first())
            {
                let (start, end) = ends(start, end);
                drawing.arrow(start, end, CURVES[1], 2.0);
                let symbol = weight_symbol(to + 1, from + 1, layer);
                let middle = (start.0 + 0.5 * (end.0 - start.0), start.1 + 0.5 * (end.1 - start.1));
                drawing.plate((middle.0, middle.1 + 5.0), &symbol, WORDS + 1, CURVES[1]);
            }
        }
    }

    fn draw_column(&self, drawing: &mut Drawing, column: usize) {
        for (spot, &(x, y)) in self.spots[column].iter().zip(&self.places[column]) {
            match (spot, self.columns[column]) {
                (Spot::Neuron(index), of) => {
                    drawing.circle((x, y), self.radius(), WHITE, CURVES[0]);
                    if let Some(symbol) = self.diagram.symbol(of, *index) {
                        let size = fitting_size(&symbol, (8, WORDS + 1), 2.0 * WIDE_RADIUS - 4.0);
                        drawing.text((x, y + 4.5), &symbol, size, Anchor::Middle);
                    }
                }
                (Spot::Ellipsis, Column::LeftOut(..)) => {
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
}
