//! One neuron: inputs times weights, their sum, the activation, the output.

use crate::PlotError;
use crate::color::{BLACK, CURVES, FAINT, INK, WHITE};
use crate::drawing::{Anchor, Area, Drawing, Point, Stroke};
use crate::screen::{Screen, columns};
use crate::text_size::{fitted, fitting_size, wrapped};

/// A neuron with its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Neuron {
    /// The title.
    pub title: String,
    /// The inputs, the constant 1 of the bias first.
    pub inputs: Vec<NeuronInput>,
    /// The words above the inputs, the sum, the activation and the output.
    pub parts: [String; 4],
    /// The sum, such as `a = 0.3`.
    pub sum: String,
    /// The activation's name.
    pub activation: String,
    /// The activation as a small curve, from left to right.
    pub curve: Vec<(f64, f64)>,
    /// The output's name, such as `y`.
    pub output_name: String,
    /// The output.
    pub output: String,
    /// The calculation, line by line.
    pub formulas: Vec<String>,
}

/// An input of a neuron.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeuronInput {
    /// Its name, such as `x₁`; empty for the constant.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Its weight, such as `w₁ = 0.5`.
    pub weight: String,
}

/// The most inputs that are drawn.
const MOST_INPUTS: usize = 12;
/// Pixels from one input to the next.
const ROW: f64 = 78.0;
const TOP: f64 = 84.0;

/// Where things are, and how large they are.
struct Layout {
    /// 1 at a width of 800 pixels and more.
    scale: f64,
    inputs: Vec<Point>,
    sum: Point,
    activation: Point,
    output: Point,
}

impl Layout {
    fn new(width: f64, inputs: usize) -> Self {
        let scale = (width / 800.0).clamp(0.5, 1.0);
        let middle = TOP + ROW * inputs as f64 / 2.0;
        Self {
            scale,
            inputs: (0..inputs).map(|i| (0.13 * width, TOP + ROW * (i as f64 + 0.5))).collect(),
            sum: (0.5 * width, middle),
            activation: (0.71 * width, middle),
            output: (0.9 * width, middle),
        }
    }

    fn words(&self) -> u32 {
        if self.scale < 0.7 { 11 } else { 14 }
    }

    /// The radius of an input, and half the side of the activation.
    fn radius(&self) -> f64 {
        25.0 * self.scale
    }

    fn half(&self) -> f64 {
        40.0 * self.scale
    }
}

impl Neuron {
    fn check(&self) -> Result<(), PlotError> {
        if self.inputs.is_empty() {
            let reason = "the neuron has no inputs";
            return Err(PlotError::Empty { what: self.title.clone(), reason });
        }
        let (found, most) = (self.inputs.len(), MOST_INPUTS);
        if found > most {
            return Err(PlotError::TooMany { what: "inputs", found, most });
        }
        Ok(())
    }

    pub(crate) fn draw(&self, width: u32) -> Result<Drawing, PlotError> {
        self.check()?;
        let wide = f64::from(width);
        let layout = Layout::new(wide, self.inputs.len().max(2));
        let bottom = TOP + ROW * self.inputs.len().max(2) as f64;
        let words = layout.words();
        let wrap = |formula: &String| wrapped(formula, words + 1, wide - 24.0);
        let formulas: Vec<String> = self.formulas.iter().flat_map(wrap).collect();
        let mut drawing = Drawing::new(width, bottom + 34.0 + 24.0 * formulas.len() as f64)?;
        drawing.title(&self.title);
        let places = [layout.inputs[0].0, layout.sum.0, layout.activation.0, layout.output.0];
        for (part, x) in self.parts.iter().zip(places) {
            let part = fitted(part, words, 0.24 * wide);
            drawing.colored_text((x, 62.0), &part, words, Anchor::Middle, FAINT);
        }
        self.draw_inputs(&mut drawing, &layout);
        self.draw_sum(&mut drawing, &layout);
        self.draw_activation(&mut drawing, &layout);
        for (line, formula) in formulas.iter().enumerate() {
            let at = (wide / 2.0, bottom + 26.0 + 24.0 * line as f64);
            drawing.text(at, formula, words + 1, Anchor::Middle);
        }
        Ok(drawing)
    }

    fn draw_inputs(&self, drawing: &mut Drawing, layout: &Layout) {
        let (radius, words) = (layout.radius(), layout.words());
        let sum_radius = 1.35 * radius;
        let rows = layout.inputs.iter().zip(&self.inputs);
        for (&(x, y), input) in rows.clone() {
            let (dx, dy) = (layout.sum.0 - x, layout.sum.1 - y);
            let length = dx.hypot(dy);
            let from = (x + radius * dx / length, y + radius * dy / length);
            let share = 1.0 - (sum_radius + 1.0) / length;
            drawing.arrow(from, (x + share * dx, y + share * dy), INK, 2.0);
            // Nearer to the inputs, where the arrows are far apart.
            let middle = (x + 0.42 * dx, y + 0.42 * dy + 5.0);
            drawing.plate(middle, &input.weight, words, CURVES[1]);
        }
        for (&(x, y), input) in rows {
            let fill = if input.name.is_empty() { CURVES[5].tint() } else { WHITE };
            drawing.circle((x, y), radius, fill, CURVES[0]);
            value(drawing, (x, y), &input.value, radius, words);
            let at = (x - radius - 6.0, y + 5.0);
            drawing.text(at, &input.name, words + 1, Anchor::End);
        }
    }

    fn draw_sum(&self, drawing: &mut Drawing, layout: &Layout) {
        let ((x, y), radius) = (layout.sum, 1.35 * layout.radius());
        drawing.circle(layout.sum, radius, CURVES[0].tint(), CURVES[0]);
        let size = (30.0 * layout.scale) as u32;
        drawing.text((x, y + 0.36 * f64::from(size)), "Σ", size, Anchor::Middle);
        let below = (x, y + radius + 20.0);
        drawing.text(below, &self.sum, layout.words() + 1, Anchor::Middle);
        let from = (x + radius, y);
        drawing.arrow(from, (layout.activation.0 - layout.half() - 1.0, y), INK, 2.0);
    }

    fn draw_activation(&self, drawing: &mut Drawing, layout: &Layout) {
        let ((x, y), half, words) = (layout.activation, layout.half(), layout.words());
        let (left, top) = (x - half, y - half);
        let area = Area { left, top, width: 2.0 * half, height: 2.0 * half };
        drawing.area(area, CURVES[2].tint());
        drawing.frame(area, CURVES[2]);
        drawing.text((x, top + 1.4 * f64::from(words)), "h( )", words + 1, Anchor::Middle);
        self.draw_curve(drawing, area, f64::from(words));
        let below = (x, area.bottom() + 18.0);
        let name = fitted(&self.activation, words, 0.21 * drawing.size().0);
        drawing.text(below, &name, words, Anchor::Middle);
        let (end, radius) = (layout.output, layout.radius());
        drawing.arrow((x + half, y), (end.0 - radius - 1.0, y), INK, 2.0);
        drawing.circle(end, radius, WHITE, CURVES[0]);
        value(drawing, end, &self.output, radius, words);
        let below = (end.0, end.1 + radius + 18.0);
        drawing.text(below, &self.output_name, words + 1, Anchor::Middle);
    }

    /// The curve, in the lower part of the activation's square.
    fn draw_curve(&self, drawing: &mut Drawing, area: Area, words: f64) {
        let ends = |of: &dyn Fn(&Point) -> f64| {
            let values = self.curve.iter().map(of).filter(|value| value.is_finite());
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |e, v| (e.0.min(v), e.1.max(v)))
        };
        let (x, y) = (ends(&|point| point.0), ends(&|point| point.1));
        if !(x.1 > x.0 && y.1 > y.0) {
            return;
        }
        let (left, right) = (area.left + 8.0, area.right() - 8.0);
        let (top, bottom) = (area.top + 2.0 * words, area.bottom() - 7.0);
        let place = |point: &Point| {
            let across = (point.0 - x.0) / (x.1 - x.0);
            let up = (point.1 - y.0) / (y.1 - y.0);
            (left + across * (right - left), bottom - up * (bottom - top))
        };
        let points: Vec<Point> = self.curve.iter().map(place).collect();
        drawing.curve(&points, &Stroke { color: BLACK, width: 1.8, dashes: &[] });
    }

    pub(crate) fn print(&self, width: usize) -> Result<Screen, PlotError> {
        self.check()?;
        let widest = |of: &dyn Fn(&NeuronInput) -> usize| self.inputs.iter().map(of).max();
        let names = widest(&|input| columns(&named(input))).unwrap_or(0);
        let weights = widest(&|input| columns(&input.weight)).unwrap_or(0);
        let padded = |text: &str, width: usize, fill: char| {
            let blanks = width.saturating_sub(columns(text));
            (fill.to_string().repeat(blanks), text.to_owned())
        };
        let mut lines = vec![self.title.clone(), String::new()];
        let (count, middle) = (self.inputs.len(), self.inputs.len() / 2);
        for (index, input) in self.inputs.iter().enumerate() {
            let (blanks, name) = padded(&named(input), names, ' ');
            let (dashes, weight) = padded(&input.weight, weights, '─');
            let joint = match index {
                _ if count == 1 => '─',
                0 => '┐',
                _ if index + 1 == count => '┘',
                _ if index == middle => '┼',
                _ => '┤',
            };
            let rest = match index == middle {
                true => format!(
                    "─→ Σ: {} ─→ h: {} ─→ {} = {}",
                    self.sum, self.activation, self.output_name, self.output
                ),
                false => String::new(),
            };
            // With two inputs the sum is beside the last.
            let joint = if index == middle && joint == '┘' { '┴' } else { joint };
            lines.push(format!("  {blanks}{name} ── {weight} {dashes}─{joint}{rest}"));
        }
        lines.push(String::new());
        lines.extend(self.formulas.iter().map(|formula| format!("  {formula}")));
        Ok(Screen::of_lines(width, &lines))
    }
}

/// A value in the middle of its circle.
fn value(drawing: &mut Drawing, (x, y): Point, text: &str, radius: f64, words: u32) {
    let size = fitting_size(text, (8, words), 2.0 * radius - 4.0);
    drawing.text((x, y + 0.36 * f64::from(size)), text, size, Anchor::Middle);
}

fn named(input: &NeuronInput) -> String {
    match input.name.as_str() {
        "" => input.value.clone(),
        name => format!("{name} = {}", input.value),
    }
}
