//! The shapes of a batch from layer to layer, as rectangles.

use crate::PlotError;
use crate::color::{CURVES, FAINT, INK};
use crate::drawing::{Anchor, Area, Drawing};
use crate::screen::{Screen, columns};
use crate::text_size::{fitted, fitting_size, wrapped};

/// Matrices from left to right, each the one before it times a matrix of weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeChain {
    /// The title.
    pub title: String,
    /// The matrices that flow through, the inputs first.
    pub signals: Vec<Shape>,
    /// The weights between them: one fewer than signals.
    pub weights: Vec<Shape>,
    /// Lines of text below the rectangles; a text has none.
    pub notes: Vec<String>,
}

/// A matrix by its name and size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its name, such as `X`.
    pub name: String,
    /// The number of its rows.
    pub rows: usize,
    /// The number of its columns.
    pub columns: usize,
    /// What it is, such as `input`.
    pub note: String,
}

/// The most signals that are drawn.
const MOST: usize = 8;
const NOTE: u32 = 13;
const TALL: f64 = 150.0;
const TOP: f64 = 92.0;

impl Shape {
    fn size(&self) -> String {
        format!("{}×{}", self.rows, self.columns)
    }
}

impl ShapeChain {
    fn check(&self) -> Result<(), PlotError> {
        if self.signals.is_empty() {
            let reason = "there are no matrices";
            return Err(PlotError::Empty { what: self.title.clone(), reason });
        }
        let (expected, found) = (self.signals.len() - 1, self.weights.len());
        if expected != found {
            return Err(PlotError::Names { what: "weights", expected, found });
        }
        let found = self.signals.len();
        if found > MOST {
            return Err(PlotError::TooMany { what: "layers", found, most: MOST });
        }
        Ok(())
    }

    pub(crate) fn draw(&self, width: u32) -> Result<Drawing, PlotError> {
        self.check()?;
        let wide = f64::from(width);
        let words = if wide < 600.0 { 10 } else { 14 };
        let wrap = |note: &String| wrapped(note, NOTE, wide - 24.0);
        let notes: Vec<String> = self.notes.iter().flat_map(wrap).collect();
        let height = TOP + TALL + 70.0 + 22.0 * notes.len() as f64;
        let mut drawing = Drawing::new(width, height)?;
        drawing.title(&self.title);
        let room = wide / self.signals.len() as f64;
        // Widths grow with the logarithm, so that 10 columns can be seen beside 784.
        let largest = self.signals.iter().map(|s| s.columns).max().unwrap_or(1) as f64;
        let rows = self.signals.iter().map(|s| s.rows).max().unwrap_or(1);
        let tall = (TALL * (1.0 + rows as f64).ln() / 101f64.ln()).clamp(22.0, TALL);
        let middle = TOP + TALL / 2.0;
        let mut last_right = None;
        for (index, signal) in self.signals.iter().enumerate() {
            let x = room * (index as f64 + 0.5);
            let share = (1.0 + signal.columns as f64).ln() / (1.0 + largest).ln();
            let across = (if wide < 600.0 { 0.35 } else { 0.5 } * room * share).max(8.0).round();
            let area = Area {
                left: (x - across / 2.0).round(),
                top: middle - tall / 2.0,
                width: across,
                height: tall,
            };
            let color = CURVES[if index == 0 { 0 } else { 2 }];
            drawing.area(area, color.tint());
            // A row is what one input becomes.
            let row = Area { height: (tall / rows as f64).max(5.0), ..area };
            drawing.area(row, color);
            drawing.frame(area, color);
            drawing.colored_text(
                (x, TOP - 26.0),
                &fitted(&signal.note, words, room - 6.0),
                words,
                Anchor::Middle,
                FAINT,
            );
            let below = TOP + TALL + 24.0;
            drawing.text((x, below), &signal.name, words + 1, Anchor::Middle);
            let size = fitting_size(&signal.size(), (7, words + 1), room - 6.0);
            drawing.text((x, below + 20.0), &signal.size(), size, Anchor::Middle);
            if let (Some(from), Some(weight)) =
                (last_right, index.checked_sub(1).map(|before| &self.weights[before]))
            {
                drawing.arrow((from + 6.0, middle), (area.left - 6.0, middle), INK, 2.0);
                let between = x - room / 2.0;
                let name = format!("·{}", weight.name);
                drawing.plate((between, middle - 9.0), &name, words, CURVES[1]);
                drawing.plate((between, middle + 24.0), &weight.size(), words, CURVES[1]);
            }
            last_right = Some(area.right());
        }
        for (line, note) in notes.iter().enumerate() {
            let at = (wide / 2.0, TOP + TALL + 72.0 + 22.0 * line as f64);
            drawing.colored_text(at, note, NOTE, Anchor::Middle, FAINT);
        }
        Ok(drawing)
    }

    pub(crate) fn print(&self, width: usize) -> Result<Screen, PlotError> {
        self.check()?;
        let mut lines = vec![self.title.clone(), String::new()];
        let (mut names, mut sizes) = (String::from(" "), String::from(" "));
        let mut put = |name: &str, size: &str| {
            let wide = columns(name).max(columns(size)) + 2;
            for (line, text) in [(&mut names, name), (&mut sizes, size)] {
                line.push(' ');
                line.push_str(text);
                line.push_str(&" ".repeat(wide - 1 - columns(text)));
            }
        };
        for (index, signal) in self.signals.iter().enumerate() {
            if let Some(weight) = index.checked_sub(1).map(|before| &self.weights[before]) {
                put(&format!("·{}", weight.name), &weight.size());
                put("→", "→");
            }
            put(&signal.name, &signal.size());
        }
        if columns(names.trim_end()) <= width {
            lines.extend([names, sizes]);
        } else {
            for (index, signal) in self.signals.iter().enumerate() {
                if let Some(weight) = index.checked_sub(1).map(|before| &self.weights[before]) {
                    lines.push(format!("      ↓ ·{} {}", weight.name, weight.size()));
                }
                lines.push(format!("  {} {}", signal.name, signal.size()));
            }
        }
        Ok(Screen::of_lines(width, &lines))
    }
}
