//! Layers as columns of characters.

use crate::PlotError;
use crate::color::{CURVES, FAINT};
use crate::diagram::{Diagram, Spot, spots};
use crate::screen::{Ink, Screen, columns as wide, cut};

/// The widest column.
const COLUMN: usize = 26;

impl Diagram {
    pub(crate) fn print(&self, width: usize) -> Result<Screen, PlotError> {
        self.check()?;
        // The words decide how many columns have room.
        let names = self.layers.iter().flat_map(|layer| layer.notes.iter().chain([&layer.name]));
        let notes = self.junctions.iter().flat_map(|junction| &junction.notes);
        let layer_width = names.map(|text| wide(text)).max().unwrap_or(0).clamp(6, COLUMN);
        let gap = notes.map(|text| wide(text)).max().unwrap_or(0).clamp(1, COLUMN) + 2;
        let columns = self.columns(((width + gap) / (layer_width + gap)).max(2));
        let gaps = columns.len() - 1;
        // In a page too narrow for two columns, words are cut.
        let layer_width = layer_width.min((width - gaps * 2) / columns.len());
        let gap = match gaps {
            0 => 0,
            _ => gap.min((width - layer_width * columns.len()) / gaps),
        };
        let spots: Vec<Vec<Spot>> = columns.iter().map(|column| spots(*column)).collect();
        let rows = spots.iter().map(Vec::len).max().unwrap_or(1).max(3);
        let lines = columns.iter().map(|column| column.notes().len()).max().unwrap_or(0);
        let mut screen = Screen::new(width, 3 + rows + 1 + lines);
        screen.write(0, 0, &cut(&self.title, width), Ink::default());
        for (index, column) in columns.iter().enumerate() {
            let left = index * (layer_width + gap);
            let middle = left + layer_width / 2;
            let name = cut(&column.name(), layer_width);
            screen.write_centered(2, middle, &name, Ink::default());
            let first = 3 + (rows - spots[index].len()) / 2;
            for (row, spot) in spots[index].iter().enumerate() {
                let (character, ink) = match (spot, column.notes().is_empty()) {
                    (Spot::Neuron, _) => ('○', Ink::front(CURVES[0])),
                    (Spot::Ellipsis, false) => ('⋮', Ink::default()),
                    (Spot::Ellipsis, true) => ('⋯', Ink::default()),
                };
                screen.put(first + row, middle, character, ink);
            }
            for (line, note) in column.notes().iter().enumerate() {
                let note = cut(note, layer_width);
                screen.write_centered(4 + rows + line, middle, &note, Ink::default());
            }
            let notes = column.junction_notes();
            let first = 3 + (rows - notes.len().min(rows)) / 2;
            for (line, note) in notes.iter().enumerate().take(rows) {
                let note = cut(note, gap);
                let middle = left - gap.div_ceil(2);
                screen.write_centered(first + line, middle, &note, Ink::front(FAINT));
            }
        }
        Ok(screen)
    }
}
