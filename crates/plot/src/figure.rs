//! A figure, and the three ways to write it.

use crate::drawing::Drawing;
use crate::{Chart, Diagram, HeatMap, ImageGrid, PixelOptions, PlotError, TextOptions};

/// A figure of any kind.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Figure {
    /// Curves over axes.
    Chart(Chart),
    /// A matrix as coloured cells.
    HeatMap(HeatMap),
    /// Small images side by side.
    ImageGrid(ImageGrid),
    /// Layers as columns of circles.
    Diagram(Diagram),
}

impl Figure {
    /// Draws the figure as an SVG document.
    ///
    /// # Errors
    ///
    /// [`PlotError`] if there is nothing to draw, or the width or the size is out of bounds.
    pub fn to_svg(&self, options: &PixelOptions) -> Result<String, PlotError> {
        Ok(self.draw(options)?.to_svg())
    }

    /// Draws the figure as the bytes of a PNG file.
    ///
    /// # Errors
    ///
    /// [`PlotError`] if there is nothing to draw, or the width or the size is out of bounds.
    pub fn to_png(&self, options: &PixelOptions) -> Result<Vec<u8>, PlotError> {
        self.draw(options)?.to_png()
    }

    /// Draws the figure with characters; every line ends with a line feed and is no longer than
    /// the width.
    ///
    /// # Errors
    ///
    /// [`PlotError`] if there is nothing to draw, or the width is out of bounds.
    pub fn to_text(&self, options: &TextOptions) -> Result<String, PlotError> {
        let width = options.checked_width()?;
        let screen = match self {
            Self::Chart(chart) => chart.print(width),
            Self::HeatMap(heat_map) => heat_map.print(options),
            Self::ImageGrid(grid) => grid.print(options),
            Self::Diagram(diagram) => diagram.print(width),
        }?;
        Ok(screen.to_text(options.color))
    }

    fn draw(&self, options: &PixelOptions) -> Result<Drawing, PlotError> {
        let width = options.checked_width()?;
        match self {
            Self::Chart(chart) => chart.draw(width),
            Self::HeatMap(heat_map) => heat_map.draw(width),
            Self::ImageGrid(grid) => grid.draw(width),
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

impl From<ImageGrid> for Figure {
    fn from(grid: ImageGrid) -> Self {
        Self::ImageGrid(grid)
    }
}

impl From<Diagram> for Figure {
    fn from(diagram: Diagram) -> Self {
        Self::Diagram(diagram)
    }
}
