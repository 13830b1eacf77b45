//! A matrix as coloured cells.

use crate::color::{FAINT, INK, Tone};
use crate::drawing::{Anchor, Area, Drawing};
use crate::scale::{limit, shrunk};
use crate::screen::{Ink, Screen, TextColor, columns, cut};
use crate::text_size::{fitted, text_width};
use crate::{PlotError, TextOptions, color_bar};
use ndarray::Array2;

/// A matrix whose values are colours.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// The title.
    pub title: String,
    /// What the rows are.
    pub row_label: String,
    /// What the columns are.
    pub column_label: String,
    /// The rows' names, or none: then they are numbered from 0.
    pub row_names: Vec<String>,
    /// The columns' names, or none: then they are numbered from 0.
    pub column_names: Vec<String>,
    /// The matrix. NaN has a colour of its own.
    pub values: Array2<f64>,
    /// How values become colours.
    pub tone: Tone,
    /// The value at the end of the scale; by default the largest magnitude.
    pub limit: Option<f64>,
    /// The label of the colour bar. That counts are on a logarithmic scale is for it to say.
    pub value_label: String,
    /// The text in the cells.
    pub cells: CellText,
    /// What the title says where a cell shows more than one value, of which it shows the strongest;
    /// `{}` becomes the size of such a block, as in `a cell: the strongest of {}`.
    pub block_note: String,
}

/// The text in the cells of a heat map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CellText {
    /// Nothing.
    None,
    /// Whole numbers, where there is room for all of them; nothing for 0.
    Counts,
}

/// The most cells in a row or a column; a cell of a larger matrix shows several values.
const MOST_CELLS: usize = 320;
const WORDS: u32 = 14;

impl HeatMap {
    fn check(&self) -> Result<(), PlotError> {
        let (rows, columns) = self.values.dim();
        if self.values.is_empty() {
            let reason = "the matrix has no values";
            return Err(PlotError::Empty { what: self.title.clone(), reason });
        }
        for (what, names, expected) in
            [("rows", &self.row_names, rows), ("columns", &self.column_names, columns)]
        {
            if !names.is_empty() && names.len() != expected {
                return Err(PlotError::Names { what, expected, found: names.len() });
            }
        }
        Ok(())
    }

    /// The name of a row or column; `per` is the number of values per cell of a shrunk matrix.
    fn name(names: &[String], index: usize, per: usize) -> String {
        match names.get(index * per) {
            Some(name) => name.clone(),
            None => (index * per).to_string(),
        }
    }

    /// The title, with the size of a block where a cell shows more than one value.
    fn full_title(&self, tall: usize, wide: usize) -> String {
        if tall * wide == 1 {
            return self.title.clone();
        }
        let note = self.block_note.replace("{}", &format!("{tall}×{wide}"));
        format!("{} ({note})", self.title)
    }

    fn cell_text(&self, value: f64) -> String {
        match self.cells {
            CellText::Counts if value != 0.0 => format!("{value:.0}"),
            _ => String::new(),
        }
    }

    pub(crate) fn draw(&self, width: u32) -> Result<Drawing, PlotError> {
        self.check()?;
        let limit = self.limit.unwrap_or_else(|| limit(&self.values));
        let wide = f64::from(width);
        let most = (MOST_CELLS, MOST_CELLS.min(width as usize / 2));
        let (values, per) = shrunk(&self.values, most.0, most.1);
        let (rows, cols) = values.dim();
        let names: Vec<String> =
            (0..rows).map(|row| Self::name(&self.row_names, row, per.0)).collect();
        let widest = names.iter().map(|name| text_width(name, WORDS)).fold(0.0, f64::max);
        let left = widest.clamp(30.0, wide / 4.0).ceil() + 22.0;
        // Whole pixels, so that cells have sharp edges.
        let cell = ((wide - left - 24.0) / cols as f64).floor().clamp(1.0, 90.0);
        let tall = match self.cells {
            CellText::Counts => (cell * 0.72).floor().clamp(1.0, 48.0),
            CellText::None => (520.0 / rows as f64).floor().clamp(2.0, 24.0),
        };
        let area = Area { left, top: 96.0, width: cell * cols as f64, height: tall * rows as f64 };
        let mut drawing = Drawing::new(width, area.bottom() + 16.0 + color_bar::HEIGHT)?;
        drawing.title(&self.full_title(per.0, per.1));
        for ((row, column), &value) in values.indexed_iter() {
            let (left, top) = (left + cell * column as f64, area.top + tall * row as f64);
            drawing.area(
                Area { left, top, width: cell, height: tall },
                self.tone.color(self.tone.place(value, limit)),
            );
        }
        self.draw_counts(&mut drawing, &values, area, limit);
        let column_names: Vec<String> =
            (0..cols).map(|column| Self::name(&self.column_names, column, per.1)).collect();
        self.draw_names(&mut drawing, &names, &column_names, area);
        drawing.frame(area, INK);
        color_bar::draw(&mut drawing, area.bottom() + 16.0, self.tone, limit, &self.value_label);
        Ok(drawing)
    }

    fn draw_counts(&self, drawing: &mut Drawing, values: &Array2<f64>, area: Area, limit: f64) {
        let (rows, cols) = values.dim();
        let (wide, tall) = (area.width / cols as f64, area.height / rows as f64);
        let texts = values.map(|&value| self.cell_text(value));
        let fits = |size: u32| {
            tall > f64::from(size) + 2.0
                && texts.iter().all(|text| text_width(text, size) <= wide - 3.0)
        };
        let Some(size) = (8..=15).rev().find(|&size| fits(size)) else { return };
        for ((row, column), text) in texts.indexed_iter().filter(|(_, text)| !text.is_empty()) {
            let shade = self.tone.color(self.tone.place(values[[row, column]], limit));
            let x = area.left + wide * (column as f64 + 0.5);
            let y = area.top + tall * (row as f64 + 0.5) + 0.36 * f64::from(size);
            drawing.colored_text((x, y), text, size, Anchor::Middle, shade.contrast());
        }
    }

    fn draw_names(&self, drawing: &mut Drawing, rows: &[String], columns: &[String], area: Area) {
        let (wide, tall) = (area.width / columns.len() as f64, area.height / rows.len() as f64);
        // Every n-th name, where there is no room for each.
        let every = |room: f64, need: f64| round_step((need / room).ceil().max(1.0) as usize);
        let step = every(tall, f64::from(WORDS) + 2.0);
        for (index, name) in rows.iter().enumerate().filter(|(index, _)| index % step == 0) {
            let y = area.top + tall * (index as f64 + 0.5) + 5.0;
            let name = fitted(name, WORDS, area.left - 12.0);
            drawing.text((area.left - 8.0, y), &name, WORDS, Anchor::End);
        }
        let widest = columns.iter().map(|name| text_width(name, WORDS)).fold(0.0, f64::max);
        let cell_room = wide.max(90.0f64.min(widest + 6.0));
        let step = every(wide, cell_room.min(widest + 6.0));
        for (index, name) in columns.iter().enumerate().filter(|(index, _)| index % step == 0) {
            let x = area.left + wide * (index as f64 + 0.5);
            let name = fitted(name, WORDS, wide * step as f64);
            drawing.text((x, area.top - 8.0), &name, WORDS, Anchor::Middle);
        }
        let middle = area.left + area.width / 2.0;
        let (top, label) = (area.top - 34.0, &self.column_label);
        drawing.colored_text((middle, top), &format!("{label} →"), WORDS, Anchor::Middle, FAINT);
        let label = format!("{} ↓", self.row_label);
        drawing.colored_text((10.0, area.top - 8.0 - 26.0), &label, WORDS, Anchor::Start, FAINT);
    }

    pub(crate) fn print(&self, options: &TextOptions) -> Result<Screen, PlotError> {
        self.check()?;
        let numbers = matches!(self.cells, CellText::Counts).then(|| self.print_numbers(options));
        if let Some(screen) = numbers.flatten() {
            return Ok(screen);
        }
        let limit = self.limit.unwrap_or_else(|| limit(&self.values));
        let width = options.width;
        let longest = self.row_names.iter().map(|name| columns(name)).max();
        let name_width = longest.unwrap_or(5).max(5).min(width / 3);
        let (values, per) = shrunk(&self.values, 200, width - name_width - 1);
        let across = self.values.ncols();
        let (rows, cols) = values.dim();
        // A character is about half as wide as it is high.
        let cell = ((width - name_width - 1) / cols).clamp(1, 2);
        let mut screen = Screen::new(width, rows + 4);
        screen.write(0, 0, &cut(&self.full_title(per.0, per.1), width), Ink::default());
        let last = Self::name(&self.column_names, across - 1, 1);
        let first = Self::name(&self.column_names, 0, 1);
        let labels = format!("{} ↓   {} {first} to {last} →", self.row_label, self.column_label);
        screen.write(1, 0, &cut(&labels, width), Ink::default());
        let step = if rows > 20 { 5 } else { 1 };
        for row in 0..rows {
            if row % step == 0 {
                let name = cut(&Self::name(&self.row_names, row, per.0), name_width);
                let column = name_width - columns(&name);
                screen.write(row + 2, column, &name, Ink::default());
            }
            for column in 0..cols {
                let place = self.tone.place(values[[row, column]], limit);
                let (character, ink) = match options.color {
                    TextColor::Plain => (self.tone.character(place), Ink::default()),
                    TextColor::Ansi => {
                        (' ', Ink { front: None, back: Some(self.tone.terminal_color(place)) })
                    }
                };
                for part in 0..cell {
                    screen.put(row + 2, name_width + 1 + column * cell + part, character, ink);
                }
            }
        }
        color_bar::print(
            &mut screen,
            rows + 3,
            (self.tone, limit, self.value_label.as_str()),
            options.color,
        );
        Ok(screen)
    }

    /// The matrix as a table of numbers, if it fits.
    fn print_numbers(&self, options: &TextOptions) -> Option<Screen> {
        let (rows, cols) = self.values.dim();
        let limit = self.limit.unwrap_or_else(|| limit(&self.values));
        let name = |names: &[String], index: usize| Self::name(names, index, 1);
        let texts = self.values.map(|&value| self.cell_text(value));
        let heads: Vec<String> = (0..cols).map(|index| name(&self.column_names, index)).collect();
        let name_width = (0..rows).map(|index| columns(&name(&self.row_names, index))).max()?;
        let left = name_width.max(columns(&self.row_label) + 2).min(20) + 2;
        let cell = texts.iter().chain(&heads).map(|text| columns(text)).max()? + 2;
        if left + cell.max(4) * cols > options.width {
            return None;
        }
        let cell = cell.max(4);
        // Characters need no scale.
        let scale = if options.color == TextColor::Ansi { 2 } else { 0 };
        let mut screen = Screen::new(options.width, rows + 3 + scale);
        screen.write(0, 0, &cut(&self.title, options.width), Ink::default());
        let middle = left + cell * cols / 2;
        screen.write_centered(1, middle, &format!("{} →", self.column_label), Ink::default());
        screen.write(2, 0, &format!("{} ↓", self.row_label), Ink::default());
        let right = |screen: &mut Screen, row: usize, end: usize, text: &str, ink: Ink| {
            screen.write(row, end.saturating_sub(columns(text)), text, ink);
        };
        for (column, head) in heads.iter().enumerate() {
            right(&mut screen, 2, left + cell * (column + 1) - 1, head, Ink::default());
        }
        for row in 0..rows {
            let title = cut(&name(&self.row_names, row), left - 2);
            right(&mut screen, row + 3, left - 2, &title, Ink::default());
            for column in 0..cols {
                let place = self.tone.place(self.values[[row, column]], limit);
                let shade = self.tone.terminal_color(place);
                let ink = Ink { front: Some(shade.contrast()), back: Some(shade) };
                let start = left + cell * column;
                for blank in start..start + cell {
                    screen.put(row + 3, blank, ' ', ink);
                }
                // A dot for zero lets the mistakes stand out.
                let text = match texts[[row, column]].as_str() {
                    "" => "·",
                    text => text,
                };
                right(&mut screen, row + 3, start + cell - 1, text, ink);
            }
        }
        if options.color == TextColor::Ansi {
            color_bar::print(
                &mut screen,
                rows + 4,
                (self.tone, limit, self.value_label.as_str()),
                options.color,
            );
        }
        Some(screen)
    }
}

/// The next of 1, 2, 5, 10, 20, …
fn round_step(least: usize) -> usize {
    let steps = (0..8).flat_map(|power| [1, 2, 5].map(|digit| digit * 10usize.pow(power)));
    steps.into_iter().find(|&step| step >= least).unwrap_or(least)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        assert_eq!([1, 2, 3, 6, 11, 21].map(round_step), [1, 2, 5, 10, 20, 50]);
    }
}
