//! A page of characters, with or without colours.

use crate::color::Rgb;
use feedforward_bytes::replace_unprintable;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Whether text has colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextColor {
    /// Characters only, for files, pipes and `NO_COLOR`.
    #[default]
    Plain,
    /// With the escape codes of terminals with 256 colours.
    Ansi,
}

/// The colours of a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ink {
    pub(crate) front: Option<Rgb>,
    pub(crate) back: Option<Rgb>,
}

impl Ink {
    pub(crate) fn front(color: Rgb) -> Self {
        Self { front: Some(color), back: None }
    }
}

/// Stands in the second cell of a wide character.
const SECOND_HALF: char = '\0';

pub(crate) struct Screen {
    width: usize,
    cells: Vec<(char, Ink)>,
}

impl Screen {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self { width, cells: vec![(' ', Ink::default()); width * height] }
    }

    /// Lines of text, each cut to the width.
    pub(crate) fn of_lines(width: usize, lines: &[String]) -> Self {
        let mut screen = Self::new(width, lines.len());
        for (row, line) in lines.iter().enumerate() {
            screen.write(row, 0, &cut(line, width), Ink::default());
        }
        screen
    }

    /// Puts one narrow character; does nothing outside the page.
    pub(crate) fn put(&mut self, row: usize, column: usize, character: char, ink: Ink) {
        if column < self.width
            && let Some(cell) = self.cells.get_mut(row * self.width + column)
        {
            *cell = (character, ink);
        }
    }

    /// Writes a text from a column on, as far as it fits.
    pub(crate) fn write(&mut self, row: usize, column: usize, text: &str, ink: Ink) {
        let mut column = column;
        for c in replace_unprintable(text).chars() {
            let width = c.width().unwrap_or(0);
            if width == 0 || column + width > self.width {
                continue;
            }
            self.put(row, column, c, ink);
            if width == 2 {
                self.put(row, column + 1, SECOND_HALF, ink);
            }
            column += width;
        }
    }

    /// Writes a text centred at a column, shifted where it would not fit.
    pub(crate) fn write_centered(&mut self, row: usize, middle: usize, text: &str, ink: Ink) {
        let width = columns(text);
        let start = middle.saturating_sub(width / 2).min(self.width.saturating_sub(width));
        self.write(row, start, text, ink);
    }

    pub(crate) fn to_text(&self, color: TextColor) -> String {
        let mut text = String::with_capacity(self.cells.len() * 2);
        for row in self.cells.chunks(self.width.max(1)) {
            let blank = |cell: &(char, Ink)| {
                cell.0 == ' ' && (cell.1.back.is_none() || color == TextColor::Plain)
            };
            let end = row.iter().rposition(|cell| !blank(cell)).map_or(0, |last| last + 1);
            let mut ink = Ink::default();
            for &(character, wanted) in &row[..end] {
                if character == SECOND_HALF {
                    continue;
                }
                if color == TextColor::Ansi && wanted != ink {
                    text.push_str(&escape(wanted));
                    ink = wanted;
                }
                text.push(character);
            }
            if ink != Ink::default() {
                text.push_str(&escape(Ink::default()));
            }
            text.push('\n');
        }
        text
    }
}

fn escape(ink: Ink) -> String {
    let part = |ground: u8, color: Option<Rgb>| {
        color.map_or(String::new(), |color| format!(";{ground};5;{}", color.terminal()))
    };
    format!("\x1b[0{}{}m", part(38, ink.front), part(48, ink.back))
}

/// The width of a text in columns.
pub(crate) fn columns(text: &str) -> usize {
    replace_unprintable(text).width()
}

/// The text, truncated to a number of columns.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return replace_unprintable(text).into_owned();
    }
    let mut short = String::new();
    for c in replace_unprintable(text).chars() {
        if columns(&short) + c.width().unwrap_or(0) + 1 > width {
            break;
        }
        short.push(c);
    }
    short + "…"
}

/// Curves in Braille dots, 2 x 4 per character.
pub(crate) struct Dots {
    columns: usize,
    rows: usize,
    cells: Vec<(u8, Ink)>,
}

impl Dots {
    pub(crate) fn new(columns: usize, rows: usize) -> Self {
        Self { columns, rows, cells: vec![(0, Ink::default()); columns * rows] }
    }

    /// The number of dots across and down.
    pub(crate) fn size(&self) -> (usize, usize) {
        (2 * self.columns, 4 * self.rows)
    }

    fn set(&mut self, x: i64, y: i64, ink: Ink) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x >= 2 * self.columns || y >= 4 * self.rows {
            return;
        }
        // Unicode counts the first three rows column by column, and the fourth behind them.
        const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        let cell = &mut self.cells[y / 4 * self.columns + x / 2];
        cell.0 |= BITS[y % 4][x % 2];
        cell.1 = ink;
    }

    /// Draws a line between two dots. `pattern` is the dash pattern, `walked` the number of dots
    /// passed so far.
    pub(crate) fn line(
        &mut self,
        from: (i64, i64),
        to: (i64, i64),
        pattern: &[u8],
        walked: &mut usize,
        ink: Ink,
    ) {
        let (dx, dy) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        let steps = dx.max(dy).max(1);
        for step in 0..=steps {
            let along =
                |a: i64, b: i64| a + ((b - a) as f64 * step as f64 / steps as f64).round() as i64;
            if pattern[*walked % pattern.len()] == 1 {
                self.set(along(from.0, to.0), along(from.1, to.1), ink);
            }
            *walked += usize::from(step < steps && (dx > 0 || dy > 0));
        }
    }

    /// Draws the dots onto a page, over what is there.
    pub(crate) fn print(&self, screen: &mut Screen, top: usize, left: usize) {
        for (index, &(bits, ink)) in self.cells.iter().enumerate().filter(|(_, cell)| cell.0 != 0) {
            let character = char::from_u32(0x2800 + u32::from(bits)).unwrap_or(' ');
            screen.put(top + index / self.columns, left + index % self.columns, character, ink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_pages_have_no_escape_codes_and_no_trailing_blanks() {
        let mut screen = Screen::new(8, 2);
        screen.write(0, 1, "손 a\x1b[2J", Ink::front(Rgb(255, 0, 0)));
        assert_eq!(screen.to_text(TextColor::Plain), " 손 a\u{fffd}[2\n\n");
        assert_eq!(screen.to_text(TextColor::Ansi), " \x1b[0;38;5;196m손 a\u{fffd}[2\x1b[0m\n\n");
    }

    #[test]
    fn a_line_of_dots_falls_from_corner_to_corner() {
        let mut dots = Dots::new(2, 1);
        dots.line((0, 0), (3, 3), &[1], &mut 0, Ink::default());
        let mut screen = Screen::new(2, 1);
        dots.print(&mut screen, 0, 0);
        assert_eq!(screen.to_text(TextColor::Plain), "⠑⢄\n");
    }
}
