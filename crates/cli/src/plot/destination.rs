//! Where a figure goes: a file, or the terminal at its width; its title and language.

use super::words::Language;
use crate::console::{Console, note};
use crate::shown::Foreign;
use crate::target::{check_target, ending};
use crate::value::within;
use clap::{Args, ValueHint};
use feedforward::bytes;
use feedforward::plot::{Figure, PixelOptions, TextColor, TextOptions};
use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// A file or the terminal.
#[derive(Debug, Args)]
#[command(next_help_heading = "Figure")]
pub(crate) struct DestinationArgs {
    /// Write the figure to this file, whose name ends in .svg or .png. Without it, the figure is
    /// drawn in the terminal.
    #[arg(short, long = "out", value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// The width of the figure in a file, in pixels: 300 to 4000.
    #[arg(long, value_name = "PIXELS", default_value = "800",
        value_parser = within(300u32..=4000))]
    width: u32,
    /// The width of the figure in the terminal, in columns: 40 to 1000. By default the terminal's
    /// width, or else the variable COLUMNS, or else 80.
    #[arg(long, value_name = "COLUMNS", value_parser = within(40u16..=1000))]
    terminal_width: Option<u16>,
    /// The title, in place of the figure's own.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The language of the words in the figure.
    #[arg(long, value_name = "LANGUAGE", value_enum, default_value = "en")]
    language: Language,
}

/// What a figure becomes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Destination<'a> {
    Svg(&'a Path),
    Png(&'a Path),
    Text(TextOptions),
}

impl DestinationArgs {
    /// A file, at the default width.
    pub(crate) fn file(out: PathBuf, language: Language) -> Self {
        let width = PixelOptions::default().width;
        Self { out: Some(out), width, terminal_width: None, title: None, language }
    }

    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// The title that the flags give.
    pub(crate) fn given_title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The title that the flags give, or else the figure's own.
    pub(crate) fn title(&self, own: String) -> String {
        self.given_title().map_or(own, str::to_owned)
    }

    /// The destination. That it can be written is checked here, before the work.
    pub(crate) fn check(&self) -> anyhow::Result<Destination<'_>> {
        let Some(path) = &self.out else {
            return Ok(Destination::Text(self.text_options()));
        };
        let destination = match ending("-o", path, &["svg", "png"])? {
            "svg" => Destination::Svg(path),
            _ => Destination::Png(path),
        };
        check_target(path)?;
        Ok(destination)
    }

    /// Draws the figure where it goes.
    pub(crate) fn draw(
        &self,
        destination: Destination<'_>,
        figure: &Figure,
        console: &mut Console,
    ) -> anyhow::Result<()> {
        let pixels = PixelOptions { width: self.width };
        let (bytes, path) = match destination {
            Destination::Text(options) => {
                console.out().write_all(figure.to_text(&options)?.as_bytes())?;
                return Ok(());
            }
            Destination::Svg(path) => (figure.to_svg(&pixels)?.into_bytes(), path),
            Destination::Png(path) => {
                note_missing(figure, pixels)?;
                (figure.to_png(&pixels)?, path)
            }
        };
        bytes::save(path, &bytes)?;
        writeln!(console.out(), "drawn to {}", Foreign::path(path))?;
        Ok(())
    }

    fn text_options(&self) -> TextOptions {
        let is_terminal = io::stdout().is_terminal();
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let color = match set("TERM") {
            _ if !is_terminal || set("NO_COLOR").is_some() => TextColor::Plain,
            Some(terminal) if terminal == "dumb" => TextColor::Plain,
            _ => TextColor::Ansi,
        };
        let (least, most) = TextOptions::WIDTHS;
        let width = self.terminal_width.map(usize::from).unwrap_or_else(|| {
            let terminal = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0);
            let variable = || env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
            let found = terminal.map(usize::from).filter(|&width| width > 0).or_else(variable);
            found.unwrap_or(TextOptions::default().width).clamp(least, most)
        });
        TextOptions { width, color }
    }
}

/// Names the characters that the fonts of a PNG do not have.
fn note_missing(figure: &Figure, pixels: PixelOptions) -> anyhow::Result<()> {
    let missing = figure.missing_glyphs(&pixels)?;
    if missing.is_empty() {
        return Ok(());
    }
    let named: Vec<_> =
        missing.iter().take(8).map(|&c| format!("{c} (U+{:04X})", u32::from(c))).collect();
    let more = if missing.len() > named.len() { ", …" } else { "" };
    note(format_args!(
        "a PNG has no glyph for {}{more}: � is drawn instead; an .svg shows it with the reader's fonts",
        named.join(", ")
    ));
    Ok(())
}
