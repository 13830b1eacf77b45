//! Layers as characters: side by side where they fit, else one below the other.

use crate::PlotError;
use crate::color::{GREY, TERMINAL_CURVES};
use crate::diagram::{Column, Diagram, Spot, spots};
use crate::screen::{Ink, Screen, columns as wide, cut};

/// The most layers that are listed one below the other.
const MOST_LISTED: usize = 24;

/// Rows above the neurons.
const HEAD: usize = 3;

impl Diagram {
    pub(crate) fn print(&self, width: usize) -> Result<Screen, PlotError> {
        self.check()?;
        let widest = |texts: &mut dyn Iterator<Item = &String>| texts.map(|text| wide(text)).max();
        let mut words =
            self.layers.iter().flat_map(|layer| layer.notes.iter().chain([&layer.name]));
        let mut notes = self.junctions.iter().flat_map(|junction| &junction.notes);
        let layer = widest(&mut words).unwrap_or(0).max(6);
        let gap = widest(&mut notes).unwrap_or(0) + 2;
        let gaps = self.junctions.len();
        if layer * self.layers.len() + gap * gaps > width {
            return Ok(self.list(width));
        }
        Ok(self.side_by_side(width, layer, gap))
    }

    fn side_by_side(&self, width: usize, layer_width: usize, gap: usize) -> Screen {
        let columns = self.columns(self.layers.len());
        let spots: Vec<Vec<Spot>> = columns.iter().map(|column| spots(*column)).collect();
        let rows = spots.iter().map(Vec::len).max().unwrap_or(1).max(3);
        let lines = columns.iter().map(|column| column.notes().len()).max().unwrap_or(0);
        let mut screen = Screen::new(width, HEAD + rows + 1 + lines);
        screen.write(0, 0, &cut(&self.title, width), Ink::default());
        for (index, column) in columns.iter().enumerate() {
            let left = index * (layer_width + gap);
            let middle = left + layer_width / 2;
            screen.write_centered(HEAD - 1, middle, &column.name(), Ink::default());
            let first = HEAD + (rows - spots[index].len()) / 2;
            for (row, spot) in spots[index].iter().enumerate() {
                let (text, ink) = self.neuron(*column, *spot, '⋮');
                screen.write_centered(first + row, middle, &text, ink);
            }
            for (line, note) in column.notes().iter().enumerate() {
                screen.write_centered(HEAD + 1 + rows + line, middle, note, Ink::default());
            }
            let notes = column.junction_notes();
            let first = HEAD + rows.saturating_sub(notes.len()) / 2;
            for (line, note) in notes.iter().enumerate().take(rows) {
                let middle = left.saturating_sub(gap.div_ceil(2));
                screen.write_centered(first + line, middle, note, Ink::front(GREY));
            }
        }
        screen
    }

    /// The layers one below the other.
    fn list(&self, width: usize) -> Screen {
        let columns = self.columns(MOST_LISTED);
        let height = columns.iter().map(|column| match column {
            Column::Layer(_, _, None) => 3,
            Column::Layer(..) => 4,
            Column::LeftOut(..) => 1,
        });
        let mut screen = Screen::new(width, 2 + height.sum::<usize>());
        screen.write(0, 0, &cut(&self.title, width), Ink::default());
        let mut row = 2;
        let mut line = |screen: &mut Screen, indent: usize, text: &str, ink: Ink| {
            screen.write(row, indent, &cut(text, width.saturating_sub(indent)), ink);
            row += 1;
        };
        for column in columns {
            if let Column::LeftOut(..) = column {
                line(&mut screen, 0, &format!("⋮ {}", column.name()), Ink::default());
                continue;
            }
            if !column.junction_notes().is_empty() {
                let notes = format!("↓ {}", column.junction_notes().join(", "));
                line(&mut screen, 4, &notes, Ink::front(GREY));
            }
            line(&mut screen, 0, &column.name(), Ink::default());
            let circles: Vec<String> =
                spots(column).iter().map(|spot| self.neuron(column, *spot, '⋯').0).collect();
            line(&mut screen, 2, &circles.join(" "), Ink::front(TERMINAL_CURVES[0]));
            line(&mut screen, 2, &column.notes().join(", "), Ink::default());
        }
        screen
    }

    /// A neuron's circle or symbol, or dots for those left out.
    fn neuron(&self, column: Column<'_>, spot: Spot, ellipsis: char) -> (String, Ink) {
        let ink = Ink::front(TERMINAL_CURVES[0]);
        match spot {
            Spot::Neuron(index) => {
                (self.symbol(column, index).unwrap_or_else(|| "○".to_owned()), ink)
            }
            Spot::Ellipsis => (ellipsis.to_string(), Ink::default()),
        }
    }
}
