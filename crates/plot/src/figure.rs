//! A figure, and the three ways to write it.

use crate::drawing::Drawing;
use crate::screen::TextColor;
use crate::{Chart, Diagram, HeatMap, Pictures, PlotError};

/// A figure of any kind.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Figure {
    /// Curves over axes.
    Chart(Chart),
    /// A matrix as coloured cells.
    HeatMap(HeatMap),
    /// Small pictures side by side.
    Pictures(Pictures),
    /// Layers as columns of circles.
    Diagram(Diagram),
}

/// How SVG and PNG are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelOptions {
    /// The width in pixels, 300 to 4000; the height follows from what is drawn.
    pub width: u32,
}

impl PixelOptions {
    /// The least and the most pixels of a width.
    pub const WIDTHS: (u32, u32) = (300, 4000);

    fn checked_width(self) -> Result<u32, PlotError> {
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
}

impl Default for TextOptions {
    /// 80 columns without colours.
    fn default() -> Self {
        Self { width: 80, color: TextColor::Plain }
    }
}

impl Figure {
    /// Draws the figure as an SVG document.
    ///
    /// # Errors
    /// [`PlotError`] if there is nothing to draw, or the width or the size is out of bounds.
    pub fn to_svg(&self, options: &PixelOptions) -> Result<String, PlotError> {
        Ok(self.draw(options)?.to_svg())
    }

    /// Draws the figure as the bytes of a PNG file.
    ///
    /// # Errors
    /// [`PlotError`] if there is nothing to draw, or the width or the size is out of bounds.
    pub fn to_png(&self, options: &PixelOptions) -> Result<Vec<u8>, PlotError> {
        self.draw(options)?.to_png()
    }

    /// Draws the figure with characters; every line ends with a line feed and is no longer than
    /// the width.
    ///
    /// # Errors
    /// [`PlotError`] if there is nothing to draw, or the width is out of bounds.
    pub fn to_text(&self, options: &TextOptions) -> Result<String, PlotError> {
        let (least, most) = TextOptions::WIDTHS;
        let width = options.width;
        if !(least..=most).contains(&width) {
            return Err(PlotError::Width { found: width, least, most, unit: "columns" });
        }
        let screen = match self {
            Self::Chart(chart) => chart.print(width),
            Self::HeatMap(heat_map) => heat_map.print(options),
            Self::Pictures(pictures) => pictures.print(options),
            Self::Diagram(diagram) => diagram.print(width),
        }?;
        Ok(screen.to_text(options.color))
    }

    fn draw(&self, options: &PixelOptions) -> Result<Drawing, PlotError> {
        let width = options.checked_width()?;
        match self {
            Self::Chart(chart) => chart.draw(width),
            Self::HeatMap(heat_map) => heat_map.draw(width),
            Self::Pictures(pictures) => pictures.draw(width),
            Self::Diagram(diagram) => diagram.draw(width),
        }
    }
}

impl From<Chart> for Figure {
    fn from(chart: Chart) -> Self {
        Self::Chart(chart)
    }
}

impl From<HeatMap> for Figure {
    fn from(heat_map: HeatMap) -> Self {
        Self::HeatMap(heat_map)
    }
}

impl From<Pictures> for Figure {
    fn from(pictures: Pictures) -> Self {
        Self::Pictures(pictures)
    }
}

impl From<Diagram> for Figure {
    fn from(diagram: Diagram) -> Self {
        Self::Diagram(diagram)
    }
}
