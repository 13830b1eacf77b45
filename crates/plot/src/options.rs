//! How a figure is drawn.

use crate::PlotError;
use crate::screen::TextColor;

/// How SVG and PNG are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelOptions {
    /// The width in pixels, 300 to 4000; the height follows from what is drawn.
    pub width: u32,
}

impl PixelOptions {
    /// The least and the most pixels of a width.
    pub const WIDTHS: (u32, u32) = (300, 4000);

    pub(crate) fn checked_width(self) -> Result<u32, PlotError> {
        let (least, most) = Self::WIDTHS;
        if (least..=most).contains(&self.width) {
            return Ok(self.width);
        }
        let [found, least, most] = [self.width, least, most].map(|pixels| pixels as usize);
        Err(PlotError::Width { found, least, most, unit: "pixels" })
    }
}

impl Default for PixelOptions {
    /// 800 pixels.
    fn default() -> Self {
        Self { width: 800 }
    }
}

/// How text is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextOptions {
    /// The width in columns, 40 to 1000.
    pub width: usize,
    /// With or without colours.
    pub color: TextColor,
}

impl TextOptions {
    /// The least and the most columns of a width.
    pub const WIDTHS: (usize, usize) = (40, 1000);

    pub(crate) fn checked_width(self) -> Result<usize, PlotError> {
        let (least, most) = Self::WIDTHS;
        if (least..=most).contains(&self.width) {
            return Ok(self.width);
        }
        Err(PlotError::Width { found: self.width, least, most, unit: "columns" })
    }
}

impl Default for TextOptions {
    /// 80 columns without colours.
    fn default() -> Self {
        Self { width: 80, color: TextColor::Plain }
    }
}
