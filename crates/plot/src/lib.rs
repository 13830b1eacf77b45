//! Graphs for feedforward: curves, heat maps, pictures and layer diagrams.
//!
//! A figure is plain data. Each kind becomes a [`Figure`], which is written in three ways:
//!
//! | kind | shows |
//! |---|---|
//! | [`Chart`] | curves over axes: activations, a training's loss and accuracy |
//! | [`HeatMap`] | a matrix as coloured cells: a confusion matrix, weights |
//! | [`ImageGrid`] | small pictures side by side on one scale: digits, a layer's weights |
//! | [`Diagram`] | layers as columns of circles, with the shapes between them |
//! | [`Neuron`] | one neuron with its numbers: inputs, weights, sum, activation, output |
//! | [`Product`] | the product of two matrices, with one entry worked out |
//! | [`Wiring`] | which inputs of a function decide which outputs |
//! | [`Plane`] | the classes of the points of a plane |
//! | [`ShapeChain`] | the shapes of a batch from layer to layer |
//!
//! - [`Figure::to_svg`] and [`Figure::to_png`] draw at a width in pixels. A PNG needs no fonts of the
//!   system: the drawing library brings DejaVu Sans, and the feature `hangul` (on by default) adds the
//!   Hangul of KS X 1001. [`Figure::missing_glyphs`] names the characters that neither has.
//! - [`Figure::to_text`] draws with characters at a width in columns, in colour or without.
//!
//! Curves differ by colour and also by their dashes and markers, so that they can be told apart
//! in print, by the colour-blind, and through a pipe. The same figure gives the same bytes.
//! NaNs leave gaps; a figure without a single number is a [`PlotError`].
//!
//! # Examples
//!
//! ```
//! use feedforward_plot::{Arrangement, ChartAxis, Chart, Figure, Panel, PixelOptions, Series, TextOptions};
//!
//! let points = (-20..=20).map(|i| f64::from(i) / 4.0).map(|z| (z, z.max(0.0))).collect();
//! let figure = Figure::from(Chart {
//!     title: "the rectifier".into(),
//!     panels: vec![Panel {
//!         x: ChartAxis::new("z"),
//!         y: ChartAxis::new("h(z)"),
//!         series: vec![Series { name: "relu".into(), points }],
//!         first_style: 0,
//!     }],
//!     arrangement: Arrangement::Stacked,
//! });
//! assert!(figure.to_svg(&PixelOptions::default())?.starts_with("<svg"));
//! println!("{}", figure.to_text(&TextOptions::default())?);
//! # Ok::<(), feedforward_plot::PlotError>(())
//! ```

#![forbid(unsafe_code)]

mod axis;
mod chart;
mod clip;
mod color;
mod color_bar;
mod curves;
mod diagram;
mod drawing;
mod error;
mod figure;
mod font;
mod heat_map;
mod image_grid;
mod neuron;
mod neurons;
mod notation;
mod options;
mod plane;
mod product;
mod scale;
mod screen;
mod shape_chain;
mod text_size;
mod wiring;

pub use axis::{ChartAxis, Ticks};
pub use chart::{Arrangement, Chart, Panel, Series};
pub use color::Tone;
pub use diagram::{Diagram, Junction, Layer, Notation};
pub use error::PlotError;
pub use figure::Figure;
pub use heat_map::{CellText, HeatMap};
pub use image_grid::{Image, ImageGrid};
pub use neuron::{Neuron, NeuronInput};
pub use options::{PixelOptions, TextOptions};
pub use plane::{Plane, PlanePanel, PlanePoint};
pub use product::Product;
pub use screen::TextColor;
pub use shape_chain::{Shape, ShapeChain};
pub use wiring::{WiredFunction, Wires, Wiring};
