//! Where a figure goes: a file, or the terminal as wide as it is.

use crate::console::{Console, printable};
use crate::train::check_target;
use anyhow::bail;
use clap::{Args, ValueHint};
use feedforward::files;
use feedforward::plot::{Figure, PixelOptions, TextColor, TextOptions};
use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// Into a file or the terminal.
#[derive(Debug, Args)]
#[command(next_help_heading = "Figure")]
pub(crate) struct TargetArgs {
    /// Write the figure to this file, as its name ends: .svg or .png. Without it, it is drawn in
    /// the terminal.
    #[arg(short, long = "out", value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// The width of a file's figure in pixels, 300 to 4000.
    #[arg(long, value_name = "PIXELS", default_value = "800",
        value_parser = clap::value_parser!(u32).range(300..=4000))]
    width: u32,
    /// The width in the terminal in columns, 40 to 1000; by default the terminal's, or else the
    /// variable COLUMNS, or 80.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=1000))]
    terminal_width: Option<u16>,
}

/// What is to be made of a figure.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target<'a> {
    Svg(&'a Path),
    Png(&'a Path),
    Text(TextOptions),
}

impl TargetArgs {
    /// The target, if it can be written: nobody wants to hear that after the work.
    pub(crate) fn check(&self) -> anyhow::Result<Target<'_>> {
        let Some(path) = &self.out else {
            return Ok(Target::Text(self.text_options()));
        };
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let target = match extension.as_str() {
            "svg" => Target::Svg(path),
            "png" => Target::Png(path),
            _ => {
                let name = path.display().to_string();
                bail!(
                    "-o {}: expected a name that ends in .svg or .png, which says what to write",
                    printable(&name)
                )
            }
        };
        check_target(path)?;
        Ok(target)
    }

    /// Draws the figure where it goes.
    pub(crate) fn draw(
        &self,
        target: Target<'_>,
        figure: &Figure,
        console: &mut Console,
    ) -> anyhow::Result<()> {
        let pixels = PixelOptions { width: self.width };
        let (bytes, path) = match target {
            Target::Text(options) => {
                console.out().write_all(figure.to_text(&options)?.as_bytes())?;
                return Ok(());
            }
            Target::Svg(path) => (figure.to_svg(&pixels)?.into_bytes(), path),
            Target::Png(path) => (figure.to_png(&pixels)?, path),
        };
        files::save_bytes(&bytes, path)?;
        writeln!(console.out(), "drawn to {}", printable(&path.display().to_string()))?;
        Ok(())
    }

    fn text_options(&self) -> TextOptions {
        let is_terminal = io::stdout().is_terminal();
        let told = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let color = match told("TERM") {
            _ if !is_terminal || told("NO_COLOR").is_some() => TextColor::Plain,
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
