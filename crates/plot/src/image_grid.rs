//! Small pictures side by side, on one scale.

use crate::color::{GRID, Tone};
use crate::drawing::{Anchor, Area, Drawing};
use crate::scale::{limit, shrunk};
use crate::screen::{Ink, Screen, TextColor, cut};
use crate::text_size::fitted;
use crate::{PlotError, TextOptions, color_bar};
use ndarray::Array2;
use std::num::NonZeroUsize;

/// Images in rows, all on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageGrid {
    /// The title.
    pub title: String,
    /// The images, all of one size.
    pub images: Vec<Image>,
    /// The number of images per row; by default up to 10, as fill the width best, and in text as
    /// many as fit.
    pub per_row: Option<NonZeroUsize>,
    /// How values become colours.
    pub tone: Tone,
    /// The value at the end of the scale; by default the largest magnitude in all pictures.
    pub limit: Option<f64>,
    /// The label of the colour bar.
    pub value_label: String,
}

/// An image and its captions.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// The words above it.
    pub caption: String,
    /// The words below it; none where all images have none.
    pub below: String,
    /// Its values, row by row.
    pub values: Array2<f64>,
}

const CAPTION: u32 = 11;
/// Between the pictures.
const GAP: f64 = 8.0;
const MARGIN: f64 = 14.0;

impl ImageGrid {
    /// The size of a picture and the end of the scale.
    fn checked(&self) -> Result<((usize, usize), f64), PlotError> {
        let Some(first) = self.images.first().filter(|picture| !picture.values.is_empty()) else {
            let reason = "there are no pictures";
            return Err(PlotError::Empty { what: self.title.clone(), reason });
        };
        let size = first.values.dim();
        if self.images.iter().any(|picture| picture.values.dim() != size) {
            let reason = "the pictures are not all of one size";
            return Err(PlotError::Empty { what: self.title.clone(), reason });
        }
        let values = self.images.iter().flat_map(|picture| picture.values.iter());
        Ok((size, self.limit.unwrap_or_else(|| limit(values))))
    }

    pub(crate) fn draw(&self, width: u32) -> Result<Drawing, PlotError> {
        let ((rows, cols), limit) = self.checked()?;
        let wide = f64::from(width);
        let room = |per_row: usize| {
            let gaps = GAP * (per_row - 1) as f64 + 2.0 * MARGIN;
            // Whole pixels, so that all are of one size.
            ((wide - gaps) / (per_row * cols) as f64).floor()
        };
        let per_row = match self.per_row {
            Some(asked) => asked.get().min(self.images.len()),
            None => self.fitting(|per_row| {
                room(per_row) * (per_row * cols) as f64 + GAP * (per_row - 1) as f64
            }),
        };
        let scale = room(per_row);
        if scale < 1.0 {
            let needed = per_row * (cols + GAP as usize) + 2 * MARGIN as usize;
            let width = width as usize;
            return Err(PlotError::Crowded { per_row, pixels: cols, needed, width });
        }
        // A single picture need not fill the page.
        let scale = scale.min((wide / 3.0 / cols as f64).floor().max(1.0));
        let (tile, tall) = (scale * cols as f64, scale * rows as f64);
        let caption = f64::from(CAPTION) + 6.0;
        let line = tall + caption * if self.has_below() { 2.0 } else { 1.0 } + GAP;
        let lines = self.images.len().div_ceil(per_row);
        let top = 46.0;
        let bar = top + line * lines as f64 + 4.0;
        let mut drawing = Drawing::new(width, bar + color_bar::HEIGHT)?;
        drawing.title(&self.title);
        let used = tile * per_row as f64 + GAP * (per_row - 1) as f64;
        let left = ((wide - used) / 2.0).floor();
        for (index, picture) in self.images.iter().enumerate() {
            let x = left + (tile + GAP) * (index % per_row) as f64;
            let y = top + line * (index / per_row) as f64 + caption;
            let middle = x + tile / 2.0;
            for (text, y) in [(&picture.caption, y - 4.0), (&picture.below, y + tall + 12.0)] {
                let text = fitted(text, CAPTION, tile + GAP);
                drawing.text((middle, y), &text, CAPTION, Anchor::Middle);
            }
            let area = Area { left: x, top: y, width: tile, height: tall };
            self.draw_picture(&mut drawing, &picture.values, area, scale, limit);
        }
        color_bar::draw(&mut drawing, bar, self.tone, limit, &self.value_label);
        Ok(drawing)
    }

    fn has_below(&self) -> bool {
        self.images.iter().any(|image| !image.below.is_empty())
    }

    /// The number of images per row that fills the width best; `filled` gives the pixels taken.
    fn fitting(&self, filled: impl Fn(usize) -> f64) -> usize {
        let count = self.images.len();
        let fewest = if count > 20 { 7 } else { 5 };
        // Full rows are worth some pixels.
        let worth = |per_row: usize| {
            filled(per_row) + if count.is_multiple_of(per_row) { 40.0 } else { 0.0 }
        };
        let few = (1..fewest).rev().find(|&per_row| filled(per_row) > per_row as f64 * GAP);
        let best = (fewest..=10)
            .filter(|&per_row| filled(per_row) > per_row as f64 * GAP)
            .max_by(|&a, &b| worth(a).total_cmp(&worth(b)));
        best.or(few).unwrap_or(1).min(count)
    }

    /// Draws an image as runs of equal colour.
    fn draw_picture(
        &self,
        drawing: &mut Drawing,
        values: &Array2<f64>,
        area: Area,
        scale: f64,
        limit: f64,
    ) {
        for (row, line) in values.outer_iter().enumerate() {
            let colors: Vec<_> =
                line.iter().map(|&value| self.tone.color(self.tone.place(value, limit))).collect();
            let mut column = 0;
            for run in colors.chunk_by(|a, b| a == b) {
                let (left, top) =
                    (area.left + scale * column as f64, area.top + scale * row as f64);
                let width = scale * run.len() as f64;
                drawing.area(Area { left, top, width, height: scale }, run[0]);
                column += run.len();
            }
        }
        drawing.frame(area, GRID);
    }

    pub(crate) fn print(&self, options: &TextOptions) -> Result<Screen, PlotError> {
        let ((_, full), limit) = self.checked()?;
        let width = options.width;
        let per_row = match self.per_row {
            Some(asked) => asked.get().min(self.images.len()),
            None => ((width + 2) / (full + 2)).clamp(1, self.images.len()),
        };
        let room = ((width + 2) / per_row).saturating_sub(2);
        if room < 4 {
            let (pixels, needed) = (full.min(4), 6 * per_row);
            return Err(PlotError::Crowded { per_row, pixels, needed, width });
        }
        let small = |picture: &Image| shrunk(&picture.values, room, room).0;
        let (rows, cols) = small(&self.images[0]).dim();
        // A line is as high as two columns are wide, and has two rows.
        let pixels = rows.div_ceil(2);
        let line = pixels + 2 + usize::from(self.has_below());
        let lines = self.images.len().div_ceil(per_row);
        let mut screen = Screen::new(width, 1 + lines * line + 1);
        screen.write(0, 0, &cut(&self.title, width), Ink::default());
        for (index, picture) in self.images.iter().enumerate() {
            let (top, left) = (1 + index / per_row * line, index % per_row * (cols + 2));
            screen.write(top, left, &cut(&picture.caption, cols), Ink::default());
            screen.write(top + 1 + pixels, left, &cut(&picture.below, cols), Ink::default());
            let values = small(picture);
            for row in (0..rows).step_by(2) {
                for column in 0..cols {
                    let upper = self.tone.place(values[[row, column]], limit);
                    let lower = values.get((row + 1, column)).copied();
                    let lower = lower.map_or(upper, |value| self.tone.place(value, limit));
                    let (character, ink) = self.pair(upper, lower, options.color);
                    screen.put(top + 1 + row / 2, left + column, character, ink);
                }
            }
        }
        let scale = (self.tone, limit, self.value_label.as_str());
        color_bar::print(&mut screen, 1 + lines * line, scale, options.color);
        Ok(screen)
    }

    /// The character for two values, one above the other.
    fn pair(&self, upper: Option<f64>, lower: Option<f64>, color: TextColor) -> (char, Ink) {
        match color {
            TextColor::Ansi => {
                let (front, back) =
                    (self.tone.terminal_color(upper), self.tone.terminal_color(lower));
                ('▀', Ink { front: Some(front), back: Some(back) })
            }
            TextColor::Plain => {
                let mean = upper.zip(lower).map(|(upper, lower)| (upper + lower) / 2.0);
                (self.tone.character(mean), Ink::default())
            }
        }
    }
}
