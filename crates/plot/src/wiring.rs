//! What depends on what: values as two columns, with an arrow from each value to what it decides.

use crate::PlotError;
use crate::color::{CURVES, FAINT, Rgb, WHITE};
use crate::drawing::{Anchor, Drawing};
use crate::screen::Screen;
use crate::text_size::{fitted, text_width};

/// Functions side by side, each as its inputs, its outputs, and arrows.
#[derive(Clone, Debug, PartialEq)]
pub struct Wiring {
    /// The title.
    pub title: String,
    /// The functions, from left to right.
    pub functions: Vec<WiredFunction>,
}

/// A function of several values.
#[derive(Clone, Debug, PartialEq)]
pub struct WiredFunction {
    /// Its name.
    pub name: String,
    /// The inputs as they are written, such as `a₁ = 0.3`.
    pub inputs: Vec<String>,
    /// The outputs as they are written.
    pub outputs: Vec<String>,
    /// Which inputs decide an output.
    pub wires: Wires,
    /// Lines of text below.
    pub notes: Vec<String>,
}

/// Which inputs decide an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wires {
    /// The one in the same row.
    Each,
    /// All of them.
    All,
}

/// The most values of a column.
const MOST: usize = 12;
const ROW: f64 = 58.0;
const TOP: f64 = 92.0;
const RADIUS: f64 = 9.0;

impl Wiring {
    fn check(&self) -> Result<(), PlotError> {
        let empty = |reason| Err(PlotError::Empty { what: self.title.clone(), reason });
        if self.functions.is_empty() {
            return empty("it has no functions");
        }
        for function in &self.functions {
            let (inputs, outputs) = (function.inputs.len(), function.outputs.len());
            if inputs == 0 || outputs == 0 {
                return empty("a function has no values");
            }
            if function.wires == Wires::Each && inputs != outputs {
                return empty("a function of single values has as many outputs as inputs");
            }
            let found = inputs.max(outputs);
            if found > MOST {
                return Err(PlotError::TooMany { what: "values", found, most: MOST });
            }
        }
        Ok(())
    }

    pub(crate) fn draw(&self, width: u32) -> Result<Drawing, PlotError> {
        self.check()?;
        let wide = f64::from(width);
        // One below the other where there is no room side by side.
        let across =
            if wide < 240.0 * self.functions.len() as f64 { 1 } else { self.functions.len() };
        let down = self.functions.len().div_ceil(across);
        let rows = self.functions.iter().map(|f| f.inputs.len().max(f.outputs.len())).max();
        let notes = self.functions.iter().map(|f| f.notes.len()).max().unwrap_or(0);
        let tall = TOP - 46.0 + ROW * rows.unwrap_or(1) as f64 + 22.0 * notes as f64 + 16.0;
        let mut drawing = Drawing::new(width, 46.0 + tall * down as f64)?;
        drawing.title(&self.title);
        let room = wide / across as f64;
        for (index, function) in self.functions.iter().enumerate() {
            let corner = (room * (index % across) as f64, tall * (index / across) as f64);
            let rows = rows.unwrap_or(1);
            draw_function(&mut drawing, function, corner, room, rows, CURVES[index % 4]);
        }
        Ok(drawing)
    }

    pub(crate) fn print(&self, width: usize) -> Result<Screen, PlotError> {
        self.check()?;
        let mut lines = vec![self.title.clone()];
        for function in &self.functions {
            lines.extend([String::new(), function.name.clone()]);
            let inputs = function.inputs.join(", ");
            for (index, output) in function.outputs.iter().enumerate() {
                lines.push(match function.wires {
                    Wires::Each => format!("  {} ──→ {output}", function.inputs[index]),
                    Wires::All => format!("  {inputs} ──→ {output}"),
                });
            }
            lines.extend(function.notes.iter().map(|note| format!("  {note}")));
        }
        Ok(Screen::of_lines(width, &lines))
    }
}

fn draw_function(
    drawing: &mut Drawing,
    function: &WiredFunction,
    (left, top): (f64, f64),
    room: f64,
    rows: usize,
    color: Rgb,
) {
    let words = if room < 300.0 { 12 } else { 15 };
    let name = fitted(&function.name, words + 1, room - 12.0);
    drawing.text((left + room / 2.0, top + 68.0), &name, words + 1, Anchor::Middle);
    let widest = |texts: &[String]| {
        let widths = texts.iter().map(|text| text_width(text, words));
        widths.fold(0.0, f64::max).min(room / 3.0)
    };
    let (from_x, to_x) = (
        left + 12.0 + widest(&function.inputs) + 8.0 + RADIUS,
        left + room - 12.0 - widest(&function.outputs) - 8.0 - RADIUS,
    );
    let y_of = |index: usize, count: usize| {
        let first = top + TOP + ROW * (rows - count) as f64 / 2.0;
        first + ROW * (index as f64 + 0.5)
    };
    let (inputs, outputs) = (function.inputs.len(), function.outputs.len());
    for from in 0..inputs {
        for to in 0..outputs {
            if function.wires == Wires::Each && from != to {
                continue;
            }
            let (start, end) = ((from_x, y_of(from, inputs)), (to_x, y_of(to, outputs)));
            let length = (end.0 - start.0).hypot(end.1 - start.1);
            let share = (RADIUS + 1.0) / length;
            let (dx, dy) = (end.0 - start.0, end.1 - start.1);
            let start = (start.0 + share * dx, start.1 + share * dy);
            drawing.arrow(start, (end.0 - share * dx, end.1 - share * dy), color, 2.0);
        }
    }
    for (index, text) in function.inputs.iter().enumerate() {
        let y = y_of(index, inputs);
        drawing.circle((from_x, y), RADIUS, WHITE, color);
        let text = fitted(text, words, room / 3.0);
        drawing.text((from_x - RADIUS - 8.0, y + 5.0), &text, words, Anchor::End);
    }
    for (index, text) in function.outputs.iter().enumerate() {
        let y = y_of(index, outputs);
        drawing.circle((to_x, y), RADIUS, color.tint(), color);
        let text = fitted(text, words, room / 3.0);
        drawing.text((to_x + RADIUS + 8.0, y + 5.0), &text, words, Anchor::Start);
    }
    for (line, note) in function.notes.iter().enumerate() {
        let at = (left + room / 2.0, top + TOP + ROW * rows as f64 + 20.0 + 22.0 * line as f64);
        let note = fitted(note, words - 1, room - 12.0);
        drawing.colored_text(at, &note, words - 1, Anchor::Middle, FAINT);
    }
}
