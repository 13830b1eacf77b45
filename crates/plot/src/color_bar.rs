//! The colour bar: which colour stands for which value.

use crate::axis::short;
use crate::color::{FAINT, INK, Tone};
use crate::drawing::{Anchor, Area, Drawing};
use crate::screen::{Ink, Screen, TextColor, columns};

/// Height of a bar in pixels, with its numbers and label.
pub(crate) const HEIGHT: f64 = 62.0;

/// Draws a bar below `top`, in the middle of the picture.
pub(crate) fn draw(drawing: &mut Drawing, top: f64, tone: Tone, limit: f64, label: &str) {
    let (width, _) = drawing.size();
    let length = (width * 0.5).min(512.0).floor();
    let left = ((width - length) / 2.0).floor();
    let steps = 64.0;
    for step in 0..64 {
        let from = (length * f64::from(step) / steps).round();
        let to = (length * f64::from(step + 1) / steps).round();
        let area = Area { left: left + from, top, width: to - from, height: 14.0 };
        drawing.area(area, tone.color(Some(f64::from(step) / (steps - 1.0))));
    }
    drawing.frame(Area { left, top, width: length, height: 14.0 }, INK);
    for mark in tone.marks(limit) {
        let x = left + length * tone.place(mark, limit).unwrap_or(0.0);
        drawing.line((x, top + 14.0), (x, top + 19.0), INK, 1.0);
        drawing.text((x, top + 32.0), &short(mark), 12, Anchor::Middle);
    }
    drawing.colored_text((width / 2.0, top + 52.0), label, 13, Anchor::Middle, FAINT);
}

/// Writes the scale in one row: in characters, or in colours.
pub(crate) fn print(
    screen: &mut Screen,
    row: usize,
    (tone, limit, label): (Tone, f64, &str),
    color: TextColor,
) {
    let mut column = 0;
    let mut word = |screen: &mut Screen, text: &str, ink: Ink| {
        screen.write(row, column, text, ink);
        column += columns(text);
    };
    let marks = tone.marks(limit);
    let (first, last) = (marks[0], marks[marks.len() - 1]);
    word(screen, &format!("{} ", short(first)), Ink::default());
    let steps = if color == TextColor::Ansi { 9 } else { 5 };
    for step in 0..steps {
        let place = Some(f64::from(step) / f64::from(steps - 1));
        if color == TextColor::Ansi {
            word(screen, " ", Ink { front: None, back: Some(tone.terminal_color(place)) });
        } else {
            word(screen, &format!("'{}' ", tone.character(place)), Ink::default());
        }
    }
    // The label is last: it is what a narrow page can best do without.
    word(screen, &format!(" {}   {label}", short(last)), Ink::default());
}
