//! An explanation in the terminal.

use super::Why;
use crate::table::numbers;
use comfy_table::CellAlignment;
use feedforward::explain::{Flip, SignalShares};
use feedforward::plot::{TextColor, TextOptions};
use std::io::Write;

/// The most inputs or neurons of a group that are listed for, and the most against.
const STRONGEST: usize = 5;
/// The most changed inputs that are listed.
const CHANGED: usize = 3;

impl Why<'_> {
    /// Writes the sums, the strongest parts, the picture and the smallest change.
    pub(crate) fn print(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        writeln!(out, "why {}: {}", self.asked(), self.value_in_words())?;
        self.print_sums(out)?;
        writeln!(out)?;
        self.print_strongest(out)?;
        if let Some(figure) = self.terminal_figure() {
            let options = TextOptions { color: TextColor::Plain, ..TextOptions::default() };
            writeln!(out, "\n{}", figure.to_text(&options)?.trim_end_matches('\n'))?;
        }
        writeln!(out, "\n{}\n", self.flip_in_words())?;
        Ok(())
    }

    fn value_in_words(&self) -> String {
        let value = number(self.shares.value);
        let of = self.name(self.question.of);
        match self.question.against {
            _ if self.is_binary() => {
                let other = self.name(1 - self.question.of);
                format!("the log-odds of {of} against {other} are {value}")
            }
            Some(against) => {
                let (size, side) = match self.shares.value < 0.0 {
                    true => (number(-self.shares.value), "below"),
                    false => (value, "above"),
                };
                format!("the logit of {of} is {size} {side} that of {}", self.name(against))
            }
            None if self.model.classifies() => format!("its logit is {value}"),
            None => format!("it is {value} before the output function"),
        }
    }

    /// What the inputs are called.
    fn inputs(&self) -> &'static str {
        if self.picture.is_some() { "pixels" } else { "inputs" }
    }

    /// The inputs and each hidden layer: what they are called, and their shares.
    fn groups(&self) -> Vec<(String, &SignalShares)> {
        let inputs = (self.inputs().to_owned(), &self.shares.inputs);
        let hidden = self.shares.hidden.iter().zip(1..);
        let hidden = hidden.map(|(shares, layer)| (format!("layer {layer}"), shares));
        std::iter::once(inputs).chain(hidden).collect()
    }

    /// One sum for each group: pixels + biases = logit.
    fn print_sums(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let groups = self.groups();
        let is_exact = groups.iter().all(|(_, part)| part.method.is_exact());
        let whole = match (self.question.against, self.model.classifies()) {
            _ if self.is_binary() => "log-odds",
            (Some(_), _) => "difference",
            (None, true) => "logit",
            (None, false) => "value",
        };
        let mut header = vec!["", "sum of shares", "+ biases"];
        header.extend((!is_exact).then_some("+ residual"));
        let total = format!("= {whole}");
        header.extend([total.as_str(), ""]);
        let mut table = numbers(header.into_iter().map(str::to_owned).collect());
        for (name, part) in groups {
            let mut row = vec![name, number(part.sum()), number(part.bias)];
            // What an exact sum misses is the rounding of an f64.
            let residual = if part.method.is_exact() { 0.0 } else { part.residual };
            row.extend((!is_exact).then(|| number(residual)));
            row.extend([number(self.shares.value), part.method.to_string()]);
            table.add_row(row);
        }
        for column in [0, table.column_count() - 1] {
            if let Some(column) = table.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Left);
            }
        }
        writeln!(out, "{}", trimmed(&table.to_string()))?;
        Ok(())
    }

    /// The inputs and neurons with the largest shares, for and against.
    fn print_strongest(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let [speaks_for, against] = ["for", "against"].map(str::to_owned);
        let header = vec![String::new(), speaks_for, String::new(), against, String::new()];
        let mut table = numbers(header);
        for (group, (name, part)) in self.groups().into_iter().enumerate() {
            let ranked = part.ranked();
            let side = |sign: f64| {
                let of_sign = ranked.iter().filter(move |&&index| part.shares[index] * sign > 0.0);
                of_sign.take(STRONGEST).copied().collect::<Vec<usize>>()
            };
            let (positive, negative) = (side(1.0), side(-1.0));
            for row in 0..positive.len().max(negative.len()) {
                let cell = |side: &[usize]| match side.get(row) {
                    Some(&index) => [self.signal_name(group, index), number(part.shares[index])],
                    None => [String::new(), String::new()],
                };
                let head = if row == 0 { name.clone() } else { String::new() };
                table
                    .add_row([vec![head], cell(&positive).into(), cell(&negative).into()].concat());
            }
        }
        for column in [0, 1, 3] {
            if let Some(column) = table.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Left);
            }
        }
        let left = match self.picture {
            Some(_) => "(the strongest, pixels by row and column from 0; --json has all)",
            None => "(the strongest, counted from 0; --json has all)",
        };
        writeln!(out, "{}\n{left}", trimmed(&table.to_string()))?;
        Ok(())
    }

    fn signal_name(&self, group: usize, index: usize) -> String {
        match (group, self.picture) {
            (0, Some(_)) => self.pixel_name(index),
            (0, None) => format!("input {index}"),
            _ => format!("neuron {index}"),
        }
    }

    fn pixel_name(&self, index: usize) -> String {
        match self.picture {
            Some([_, width]) => format!("({}, {})", index / width, index % width),
            None => format!("input {index}"),
        }
    }

    fn flip_in_words(&self) -> String {
        match &self.flip {
            Ok(flip) => self.change_in_words(flip),
            Err(_) if !self.model.classifies() => {
                "a network that gives values has no class that a change could flip".to_owned()
            }
            Err(reason) => format!("no change that flips the answer: {reason}"),
        }
    }

    fn change_in_words(&self, flip: &Flip) -> String {
        let to = self.name(flip.to);
        let total = self.x.len();
        let what = self.inputs();
        let count = match flip.changed.len() {
            1 => format!("1 of {total} {what} changes"),
            count => format!("{count} of {total} {what} change"),
        };
        let bounds = match &self.bounds {
            Some(bounds) => {
                format!("within the bounds {} to {}", bounds.start(), bounds.end())
            }
            None => "without bounds".to_owned(),
        };
        let change = |&index: &usize| {
            let (from, to) = (self.x[index], flip.x[index]);
            format!("{} from {} to {}", self.pixel_name(index), short(from), short(to))
        };
        let largest: Vec<String> = flip.changed.iter().take(CHANGED).map(change).collect();
        let most = if flip.changed.len() > CHANGED { "most of all " } else { "" };
        format!(
            "the smallest change found that makes it {to} (checked: the network answers {to}):\n  \
             {count}, {bounds}; the Euclidean distance is {}\n  {most}{}",
            short(flip.distance as f32),
            largest.join(", ")
        )
    }
}

/// A share, with four digits behind the point, or more where it is small.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 1e6 || (size < 1e-4 && size > 0.0) => format!("{value:.2e}"),
        // Not -0.0000.
        _ => format!("{:.4}", value + 0.0),
    }
}

/// A number with the digits that a person reads.
fn short(value: f32) -> String {
    match value.abs() {
        size if size >= 1e6 || (size < 1e-3 && size > 0.0) => format!("{value:.2e}"),
        _ => {
            let text = format!("{value:.4}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    }
}

/// The lines without spaces at their ends.
fn trimmed(table: &str) -> String {
    table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
