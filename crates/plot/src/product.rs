//! The product of two matrices, with one entry worked out.

use crate::PlotError;
use crate::color::{CURVES, FAINT, INK, Rgb};
use crate::drawing::{Anchor, Area, Drawing, Point};
use crate::screen::{Screen, columns};
use crate::text_size::{fitted, fitting_size, text_width, wrapped};
use ndarray::Array2;

/// A product of two matrices. A row of the left one times a column of the right one is an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// The title.
    pub title: String,
    /// The two factors and the product, as they are written: `[n, k]`, `[k, m]`, `[n, m]`.
    pub matrices: [Array2<String>; 3],
    /// Their names.
    pub names: [String; 3],
    /// The row and the column of the entry that is worked out, from 0.
    pub entry: (usize, usize),
    /// The names of the rows of the left factor.
    pub row_names: Vec<String>,
    /// The names of the columns of the right factor.
    pub column_names: Vec<String>,
    /// The calculation of the entry, line by line.
    pub formulas: Vec<String>,
    /// The words between the sizes that match.
    pub matching: String,
}

/// The most rows or columns of a matrix.
const MOST: usize = 8;
const WORDS: u32 = 14;
/// Between the matrices.
const GAP: f64 = 44.0;

/// The colours of the row, the column and the entry.
const COLORS: [Rgb; 3] = [CURVES[0], CURVES[1], CURVES[2]];

impl Product {
    fn check(&self) -> Result<(), PlotError> {
        let [a, b, c] = &self.matrices;
        let ((n, k), (l, m)) = (a.dim(), b.dim());
        if [n, k, l, m].contains(&0) {
            let reason = "a matrix has no values";
            return Err(PlotError::Empty { what: self.title.clone(), reason });
        }
        if k != l || c.dim() != (n, m) || self.entry.0 >= n || self.entry.1 >= m {
            let reason = "the sizes of the matrices do not match";
            return Err(PlotError::Empty { what: self.title.clone(), reason });
        }
        if let Some(&found) = [n, k, m].iter().find(|&&size| size > MOST) {
            return Err(PlotError::TooMany { what: "rows or columns", found, most: MOST });
        }
        for (what, names, expected) in
            [("rows", &self.row_names, n), ("columns", &self.column_names, m)]
        {
            if names.len() != expected {
                return Err(PlotError::Names { what, expected, found: names.len() });
            }
        }
        Ok(())
    }

    /// Whether an entry of a matrix takes part in the calculation.
    fn is_marked(&self, matrix: usize, (row, column): (usize, usize)) -> bool {
        match matrix {
            0 => row == self.entry.0,
            1 => column == self.entry.1,
            _ => (row, column) == self.entry,
        }
    }

    pub(crate) fn draw(&self, width: u32) -> Result<Drawing, PlotError> {
        self.check()?;
        let wide = f64::from(width);
        let widest = self.row_names.iter().map(|name| text_width(name, WORDS)).fold(0.0, f64::max);
        let side = (widest + 12.0).min(wide / 5.0);
        let [n, k] = [self.matrices[0].nrows(), self.matrices[0].ncols()];
        let m = self.matrices[1].ncols();
        let cells = (k + 2 * m) as f64;
        let gap = GAP.min(wide / 12.0).floor();
        let cell = ((wide - side - 2.0 * gap - 24.0) / cells).floor().clamp(8.0, 76.0);
        let tall = (0.8 * cell).max(24.0).floor();
        let high = tall * n.max(k) as f64;
        let top = 92.0;
        let wrap = |formula: &String| wrapped(formula, WORDS + 2, wide - 24.0);
        let formulas: Vec<String> = self.formulas.iter().flat_map(wrap).collect();
        let mut drawing = Drawing::new(width, top + high + 96.0 + 26.0 * formulas.len() as f64)?;
        drawing.title(&self.title);
        // Whole pixels, so that cells have sharp edges.
        let mut left = ((wide - side - 2.0 * gap - cell * cells) / 2.0 + side).floor();
        let areas = self.matrices.each_ref().map(|matrix| {
            let (rows, columns) = matrix.dim();
            let size = (cell * columns as f64, tall * rows as f64);
            let area = Area {
                left,
                top: (top + (high - size.1) / 2.0).floor(),
                width: size.0,
                height: size.1,
            };
            left += size.0 + gap;
            area
        });
        for (index, &area) in areas.iter().enumerate() {
            self.draw_matrix(&mut drawing, index, area, (cell, tall));
        }
        let middle = top + high / 2.0 + 8.0;
        for (area, sign) in areas.iter().zip(["·", "="]) {
            drawing.text((area.right() + gap / 2.0, middle), sign, 24, Anchor::Middle);
        }
        self.draw_names(&mut drawing, &areas, (cell, tall));
        self.draw_sizes(&mut drawing, &areas, top + high + 26.0);
        for (line, formula) in formulas.iter().enumerate() {
            let at = (wide / 2.0, top + high + 96.0 + 26.0 * line as f64);
            drawing.text(at, formula, WORDS + 2, Anchor::Middle);
        }
        Ok(drawing)
    }

    fn draw_matrix(
        &self,
        drawing: &mut Drawing,
        index: usize,
        area: Area,
        (cell, tall): (f64, f64),
    ) {
        let matrix = &self.matrices[index];
        let longest = matrix.iter().map(|text| text_width(text, 1)).fold(1.0, f64::max);
        let size = ((cell - 4.0) / longest).clamp(8.0, 20.0) as u32;
        for ((row, column), text) in matrix.indexed_iter() {
            let (left, top) = (area.left + cell * column as f64, area.top + tall * row as f64);
            if self.is_marked(index, (row, column)) {
                let field = Area { left, top, width: cell, height: tall };
                drawing.area(field, COLORS[index].tint());
            }
            let at = (left + cell / 2.0, top + tall / 2.0 + 0.36 * f64::from(size));
            drawing.text(at, &fitted(text, size, cell), size, Anchor::Middle);
        }
        for (x, inwards) in [(area.left - 5.0, 7.0), (area.right() + 5.0, -7.0)] {
            drawing.line((x, area.top - 3.0), (x, area.bottom() + 3.0), INK, 1.8);
            for y in [area.top - 3.0, area.bottom() + 3.0] {
                drawing.line((x, y), (x + inwards, y), INK, 1.8);
            }
        }
    }

    fn draw_names(&self, drawing: &mut Drawing, areas: &[Area; 3], (cell, tall): (f64, f64)) {
        for (area, name) in areas.iter().zip(&self.names) {
            let at = (area.left + area.width / 2.0, 62.0);
            drawing.text(at, name, WORDS + 1, Anchor::Middle);
        }
        for (row, name) in self.row_names.iter().enumerate() {
            let color = if row == self.entry.0 { COLORS[0] } else { FAINT };
            let y = areas[0].top + tall * (row as f64 + 0.5) + 5.0;
            let name = fitted(name, WORDS - 1, areas[0].left - 16.0);
            let at = (areas[0].left - 12.0, y);
            drawing.colored_text(at, &name, WORDS - 1, Anchor::End, color);
        }
        for (column, name) in self.column_names.iter().enumerate() {
            let color = if column == self.entry.1 { COLORS[1] } else { FAINT };
            let at = (areas[1].left + cell * (column as f64 + 0.5), areas[1].top - 9.0);
            let size = fitting_size(name, (8, WORDS - 1), cell);
            // Half a name says nothing.
            if text_width(name, size) <= cell {
                drawing.colored_text(at, name, size, Anchor::Middle, color);
            }
        }
    }

    /// The sizes below the matrices; the two that must match are joined.
    fn draw_sizes(&self, drawing: &mut Drawing, areas: &[Area; 3], y: f64) {
        let mut joined: Vec<Point> = Vec::new();
        for (index, area) in areas.iter().enumerate() {
            let (rows, columns) = self.matrices[index].dim();
            let middle = area.left + area.width / 2.0;
            drawing.text((middle, y), "×", WORDS + 2, Anchor::Middle);
            for (side, size) in [(-1.0, rows), (1.0, columns)] {
                let is_inner = (index, side) == (0, 1.0) || (index, side) == (1, -1.0);
                let x = middle + 17.0 * side;
                let color = if is_inner { CURVES[3] } else { INK };
                let text = size.to_string();
                drawing.colored_text((x, y), &text, WORDS + 2, Anchor::Middle, color);
                joined.extend(is_inner.then_some((x, y)));
            }
        }
        let [(from, _), (to, _)] = joined[..] else { return };
        for (a, b) in [
            ((from, y + 6.0), (from, y + 15.0)),
            ((from, y + 15.0), (to, y + 15.0)),
            ((to, y + 15.0), (to, y + 6.0)),
        ] {
            drawing.line(a, b, CURVES[3], 1.8);
        }
        let at = ((from + to) / 2.0, y + 32.0);
        drawing.colored_text(at, &self.matching, WORDS - 1, Anchor::Middle, CURVES[3]);
    }

    pub(crate) fn print(&self, width: usize) -> Result<Screen, PlotError> {
        self.check()?;
        let blocks = [0, 1, 2].map(|index| self.lines(index));
        let wide = |block: &[String]| block.iter().map(|line| columns(line)).max().unwrap_or(0);
        let mut lines = vec![self.title.clone(), String::new()];
        if blocks.iter().map(|block| wide(block) + 5).sum::<usize>() - 5 <= width {
            let rows = blocks.iter().map(Vec::len).max().unwrap_or(0);
            for row in 0..rows {
                let mut line = String::new();
                for (index, block) in blocks.iter().enumerate() {
                    let above = (rows - block.len()) / 2;
                    let text = row.checked_sub(above).and_then(|row| block.get(row));
                    let text = text.map_or("", String::as_str);
                    line.push_str(text);
                    let sign = if row == rows.div_ceil(2) { ["·", "=", ""][index] } else { "" };
                    let gap = wide(block) - columns(text) + if sign.is_empty() { 5 } else { 2 };
                    line.push_str(&" ".repeat(gap));
                    line.push_str(sign);
                    line.push_str(if sign.is_empty() { "" } else { "  " });
                }
                lines.push(line.trim_end().to_owned());
            }
        } else {
            for block in blocks {
                lines.extend(block);
            }
        }
        lines.push(String::new());
        lines.extend(self.formulas.iter().map(|formula| format!("  {formula}")));
        Ok(Screen::of_lines(width, &lines))
    }

    /// A matrix in characters, its name above and its size below. Entries that take part in the
    /// calculation are in brackets.
    fn lines(&self, index: usize) -> Vec<String> {
        let matrix = &self.matrices[index];
        let heads = if index == 1 { &self.column_names[..] } else { &[] };
        let cell = matrix.iter().chain(heads).map(|text| columns(text)).max().unwrap_or(1);
        let names = if index == 0 { &self.row_names[..] } else { &[] };
        let side = names.iter().map(|name| columns(name) + 1).max().unwrap_or(0);
        let padded = |text: &str, wide: usize| {
            format!("{}{text}", " ".repeat(wide.saturating_sub(columns(text))))
        };
        let inner = (cell + 3) * matrix.ncols();
        let centered = |text: &str| padded(text, side + 1 + (inner + columns(text)) / 2);
        let mut lines = vec![centered(&self.names[index])];
        // A line without names too, so that matrices of as many rows are level.
        let heads: String = heads.iter().map(|head| padded(head, cell + 2) + " ").collect();
        lines.push((" ".repeat(side + 1) + &heads).trim_end().to_owned());
        for (row, entries) in matrix.outer_iter().enumerate() {
            let mut line =
                padded(names.get(row).map_or("", String::as_str), side.saturating_sub(1));
            line.push_str(if side > 0 { " │" } else { "│" });
            for (column, text) in entries.iter().enumerate() {
                let text = match self.is_marked(index, (row, column)) {
                    true => format!("[{text}]"),
                    false => format!("{text} "),
                };
                line.push_str(&padded(&text, cell + 3));
            }
            lines.push(line + "│");
        }
        let (rows, columns) = matrix.dim();
        lines.push(centered(&format!("{rows}×{columns}")));
        lines
    }
}
