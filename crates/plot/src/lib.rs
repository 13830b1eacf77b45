//! Graphs for feedforward: curves, heat maps, pictures and layer diagrams.
//!
//! A figure is plain data. Each of the four kinds becomes a [`Figure`], which is written in three
//! ways:
//!
//! | kind | shows |
//! |---|---|
//! | [`Chart`] | curves over axes: activations, a training's loss and accuracy |
//! | [`HeatMap`] | a matrix as coloured cells: a confusion matrix, weights |
//! | [`Pictures`] | small pictures side by side on one scale: digits, a layer's weights |
//! | [`Diagram`] | layers as columns of circles, with the shapes between them |
//!
//! - [`Figure::to_svg`] and [`Figure::to_png`] draw at a width in pixels. A PNG needs no fonts of the
//!   system: the drawing library brings its own.
//! - [`Figure::to_text`] draws with characters at a width in columns, in colour or without.
//!
//! Curves differ by colour and also by their dashes and markers, so that they can be told apart
//! in print, by the colour-blind, and through a pipe. The same figure gives the same bytes.
//! Numbers that are no numbers leave gaps; a figure without any number is a [`PlotError`].
//!
//! # Examples
//! ```
//! use feedforward_plot::{Axis, Chart, Figure, Panel, PixelOptions, Series, TextOptions};
//!
//! let points = (-20..=20).map(|i| f64::from(i) / 4.0).map(|z| (z, z.max(0.0))).collect();
//! let figure = Figure::from(Chart {
//!     title: "the rectifier".into(),
//!     panels: vec![Panel {
//!         x: Axis::new("z"),
//!         y: Axis::new("h(z)"),
//!         series: vec![Series { name: "relu".into(), points }],
//!     }],
//! });
//! assert!(figure.to_svg(&PixelOptions::default())?.starts_with("<svg"));
//! println!("{}", figure.to_text(&TextOptions::default())?);
//! # Ok::<(), feedforward_plot::PlotError>(())
//! ```

#![forbid(unsafe_code)]

mod axis;
mod chart;
mod color;
mod color_bar;
mod curves;
mod diagram;
mod drawing;
mod error;
mod figure;
mod heat_map;
mod neurons;
mod pictures;
mod screen;

pub use axis::{Axis, Ticks};
pub use chart::{Chart, Panel, Series};
pub use color::Tone;
pub use diagram::{Diagram, Junction, Layer};
pub use error::PlotError;
pub use figure::{Figure, PixelOptions, TextOptions};
pub use heat_map::{CellText, HeatMap};
pub use pictures::{Picture, Pictures};
pub use screen::TextColor;
