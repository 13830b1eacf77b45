//! Tables and bars for the terminal.

use comfy_table::{CellAlignment, Table};

/// A table without lines, its columns aligned to the right.
pub(crate) fn numbers(header: Vec<String>) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_header(header);
    for column in table.column_iter_mut() {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// A bar of at most `width` characters, to an eighth of one.
pub(crate) fn bar(share: f32, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    // A NaN becomes 0.
    let eighths = (share.clamp(0.0, 1.0) * (8 * width) as f32).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn bars_grow_by_eighths() {
        assert_eq!(bar(0.0, 10), "");
        assert_eq!(bar(1.0, 3), "███");
        assert_eq!(bar(0.5, 3), "█▌");
        assert_eq!(bar(f32::NAN, 3), "");
        assert_eq!(bar(7.0, 1), "█");
    }
}
