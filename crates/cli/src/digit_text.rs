//! Digits drawn as text, side by side.

use feedforward::digits::{self, Digits};
use std::io::{self, Write};
use std::num::NonZeroUsize;

/// Draws digits, each below its index in the whole set and its label.
pub(crate) fn write_digits(
    out: &mut dyn Write,
    indices: &[usize],
    chosen: &Digits,
    per_row: NonZeroUsize,
) -> io::Result<()> {
    let drawings: Vec<String> = chosen.images().outer_iter().map(digits::draw_text).collect();
    let labels = chosen.labels();
    let width = chosen.image_size().1;
    for start in (0..indices.len()).step_by(per_row.get()) {
        let end = indices.len().min(start.saturating_add(per_row.get()));
        let titles =
            (start..end).map(|i| format!("{:<width$}", format!("#{}: {}", indices[i], labels[i])));
        writeln!(out, "{}", titles.collect::<Vec<_>>().join("  ").trim_end())?;
        let mut lines: Vec<_> =
            drawings[start..end].iter().map(|drawing| drawing.lines()).collect();
        loop {
            let row: Vec<_> = lines.iter_mut().filter_map(Iterator::next).collect();
            if row.is_empty() {
                break;
            }
            writeln!(out, "{}", row.join("  ").trim_end())?;
        }
    }
    Ok(())
}
