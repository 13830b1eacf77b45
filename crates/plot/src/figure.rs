//! A figure, and the three ways to write it.

use crate::drawing::Drawing;
use crate::{
    Chart, Diagram, HeatMap, ImageGrid, Neuron, PixelOptions, Plane, PlotError, Product,
    ShapeChain, TextOptions, Wiring,
};
use std::collections::BTreeSet;

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
    /// One neuron with its numbers.
    Neuron(Neuron),
    /// The product of two matrices.
    Product(Product),
    /// Which inputs of a function decide which outputs.
    Wiring(Wiring),
    /// The classes of the points of a plane.
    Plane(Plane),
    /// The shapes of a batch from layer to layer.
    ShapeChain(ShapeChain),
}

impl Figure {
    /// Draws the figure as an SVG document.
    ///
    /// # Errors
    ///
    /// [`PlotError`] if there is nothing to draw, or the width or the size is out of bounds.
    pub fn to_svg(&self, options: &PixelOptions) -> Result<String, PlotError> {
        Ok(self.draw(options)?.into_svg())
    }

    /// Draws the figure as the bytes of a PNG file.
    ///
    /// A character of which no embedded font has a glyph is drawn as U+FFFD;
    /// [`missing_glyphs`](Self::missing_glyphs) names them.
    ///
    /// # Errors
    ///
    /// [`PlotError`] if there is nothing to draw, or the width or the size is out of bounds.
    pub fn to_png(&self, options: &PixelOptions) -> Result<Vec<u8>, PlotError> {
        self.draw(options)?.into_png()
    }

    /// The characters that a PNG cannot show, because no embedded font has a glyph for them: an SVG
    /// shows them with the fonts of its reader.
    ///
    /// # Errors
    ///
    /// [`PlotError`] if the figure cannot be drawn.
    pub fn missing_glyphs(&self, options: &PixelOptions) -> Result<BTreeSet<char>, PlotError> {
        Ok(self.draw(options)?.missing_glyphs())
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
            Self::Neuron(neuron) => neuron.print(width),
            Self::Product(product) => product.print(width),
            Self::Wiring(wiring) => wiring.print(width),
            Self::Plane(plane) => plane.print(options),
            Self::ShapeChain(chain) => chain.print(width),
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
            Self::Neuron(neuron) => neuron.draw(width),
            Self::Product(product) => product.draw(width),
            Self::Wiring(wiring) => wiring.draw(width),
            Self::Plane(plane) => plane.draw(width),
            Self::ShapeChain(chain) => chain.draw(width),
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

impl From<Neuron> for Figure {
    fn from(neuron: Neuron) -> Self {
        Self::Neuron(neuron)
    }
}

impl From<Product> for Figure {
    fn from(product: Product) -> Self {
        Self::Product(product)
    }
}

impl From<Wiring> for Figure {
    fn from(wiring: Wiring) -> Self {
        Self::Wiring(wiring)
    }
}

impl From<Plane> for Figure {
    fn from(plane: Plane) -> Self {
        Self::Plane(plane)
    }
}

impl From<ShapeChain> for Figure {
    fn from(chain: ShapeChain) -> Self {
        Self::ShapeChain(chain)
    }
}
