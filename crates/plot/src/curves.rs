//! Curves cut to what can be seen, and curves in characters.

use crate::axis::{Span, Tick};
use crate::chart::{Chart, Panel};
use crate::color::{GREY, TERMINAL_CURVES};
use crate::drawing::Point;
use crate::screen::{Dots, Ink, Screen, columns, cut};
use crate::{PlotError, Ticks};

/// The parts of `runs` inside the axes, cut at their ends.
pub(crate) fn seen(runs: &[Vec<Point>], x: Span, y: Span) -> Vec<Vec<Point>> {
    let mut parts = Vec::new();
    for run in runs {
        let mut part: Vec<Point> = Vec::new();
        if let [point] = run[..] {
            parts.extend((x.contains(point.0) && y.contains(point.1)).then(|| vec![point]));
        }
        for pair in run.windows(2) {
            let Some((from, to)) = clipped(pair[0], pair[1], x, y) else { continue };
            if part.last() != Some(&from) {
                parts.extend((!part.is_empty()).then(|| std::mem::take(&mut part)));
                part.push(from);
            }
            part.push(to);
        }
        parts.extend((!part.is_empty()).then_some(part));
    }
    parts
}

/// The part of a line inside the axes (Liang and Barsky, 1984).
fn clipped(from: Point, to: Point, x: Span, y: Span) -> Option<(Point, Point)> {
    let (mut enter, mut leave) = (0.0f64, 1.0f64);
    for (start, end, span) in [(from.0, to.0, x), (from.1, to.1, y)] {
        let way = end - start;
        if way == 0.0 {
            if !span.contains(start) {
                return None;
            }
            continue;
        }
        let (a, b) = ((span.low - start) / way, (span.high - start) / way);
        enter = enter.max(a.min(b));
        leave = leave.min(a.max(b));
    }
    if enter > leave {
        return None;
    }
    // The ends themselves stay as they are, so that the parts of a curve still meet.
    let at = |share: f64| match share {
        0.0 => from,
        1.0 => to,
        _ => (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1)),
    };
    Some((at(enter), at(leave)))
}

/// Points in pixels without those that change nothing: of those in one column of pixels, the
/// first, the lowest, the highest and the last stay.
pub(crate) fn thinned(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for column in points.chunk_by(|a, b| a.0.floor() == b.0.floor()) {
        if column.len() <= 4 {
            kept.extend(column);
            continue;
        }
        let by_y = |index: usize| column[index].1;
        let lowest = (0..column.len()).min_by(|&a, &b| by_y(a).total_cmp(&by_y(b)));
        let highest = (0..column.len()).max_by(|&a, &b| by_y(a).total_cmp(&by_y(b)));
        let mut order = vec![0, column.len() - 1];
        order.extend(lowest.into_iter().chain(highest));
        order.sort_unstable();
        order.dedup();
        kept.extend(order.into_iter().map(|index| column[index]));
    }
    kept
}

/// Dots drawn and left out, for the first curve, the second, …
const PATTERNS: [&[u8]; 4] =
    [&[1], &[1, 1, 1, 0, 0, 0], &[1, 0, 0], &[1, 1, 1, 1, 1, 0, 0, 1, 0, 0]];

/// The markers of the first curve, the second, …: letters would look like words.
const MARKERS: [char; 6] = ['o', 'x', '+', '*', '#', '@'];

/// Columns from one marker to the next.
const MARKER_EVERY: usize = 12;

impl Chart {
    pub(crate) fn print(&self, width: usize) -> Result<Screen, PlotError> {
        if self.panels.is_empty() {
            let reason = "it has no panels";
            return Err(PlotError::Empty { what: self.title.clone(), reason });
        }
        let rows = match self.panels.len() {
            1 => (width / 4).clamp(12, 32),
            _ => (width / 6).clamp(10, 20),
        };
        let legends: Vec<_> = self.panels.iter().map(|panel| legend(panel, width)).collect();
        let height = |legend: &Vec<_>| rows + 4 + legend.last().map_or(0, |&(row, _)| row + 1);
        let mut screen = Screen::new(width, 1 + legends.iter().map(height).sum::<usize>());
        screen.write_centered(0, width / 2, &cut(&self.title, width), Ink::default());
        let mut top = 1;
        for (panel, places) in self.panels.iter().zip(&legends) {
            print_legend(&mut screen, panel, places, top);
            print_panel(&mut screen, panel, top + height(places) - rows - 3, (width, rows))?;
            top += height(places);
        }
        Ok(screen)
    }
}

/// The row and column of each name.
fn legend(panel: &Panel, width: usize) -> Vec<(usize, usize)> {
    let (mut row, mut column) = (0, 2);
    let mut places = Vec::new();
    for series in &panel.series {
        let wide = columns(&series.name) + 9;
        if column + wide > width && column > 2 {
            (row, column) = (row + 1, 2);
        }
        places.push((row, column));
        column += wide;
    }
    places
}

fn ink(index: usize) -> Ink {
    Ink::front(TERMINAL_CURVES[index % TERMINAL_CURVES.len()])
}

fn print_legend(screen: &mut Screen, panel: &Panel, places: &[(usize, usize)], top: usize) {
    for (index, (series, &(row, column))) in panel.series.iter().zip(places).enumerate() {
        let mut sample = Dots::new(5, 1);
        sample.line((0, 1), (9, 1), pattern(index), &mut 0, ink(index));
        sample.print(screen, top + row, column);
        if panel.series.len() > 1 {
            screen.put(top + row, column + 2, marker(index), ink(index));
        }
        screen.write(top + row, column + 6, &series.name, ink(index));
    }
}

fn pattern(index: usize) -> &'static [u8] {
    PATTERNS[index % PATTERNS.len()]
}

fn marker(index: usize) -> char {
    MARKERS[index % MARKERS.len()]
}

/// Prints a panel, its y label in the row `top`.
fn print_panel(
    screen: &mut Screen,
    panel: &Panel,
    top: usize,
    (width, rows): (usize, usize),
) -> Result<(), PlotError> {
    let (x, y) = panel.spans()?;
    let y_ticks = y.ticks(panel.y.ticks, rows / 2);
    let left = y_ticks.iter().map(|tick| columns(&tick.label)).max().unwrap_or(0) + 2;
    let wide = width - left - 3;
    screen.write(top, 0, &cut(&panel.y.label, width), Ink::default());
    let top = top + 1;
    let bottom = top + rows - 1;
    let row_of = |value: f64| {
        let dot = (1.0 - y.place(value)) * (4 * (rows - 1) - 1) as f64;
        top + (dot / 4.0) as usize
    };
    let column_of = |value: f64| left + 1 + (x.place(value) * (2 * wide - 1) as f64 / 2.0) as usize;
    let x_ticks = fitting(x, panel.x.ticks, wide);
    for tick in &y_ticks {
        let row = row_of(tick.value);
        screen.write(row, left - 1 - columns(&tick.label), &tick.label, Ink::default());
        for column in (left + 2..left + 1 + wide).step_by(2) {
            screen.put(row, column, '·', Ink::front(GREY));
        }
    }
    for tick in &x_ticks {
        let is_free = |row: &usize| y_ticks.iter().all(|tick| row_of(tick.value) != *row);
        for row in (top..bottom).filter(is_free) {
            screen.put(row, column_of(tick.value), '·', Ink::front(GREY));
        }
    }
    for row in top..bottom {
        screen.put(row, left, '│', Ink::default());
    }
    screen.put(bottom, left, '└', Ink::default());
    for column in left + 1..=left + wide {
        screen.put(bottom, column, '─', Ink::default());
    }
    for tick in &y_ticks {
        screen.put(row_of(tick.value), left, '┤', Ink::default());
    }
    for tick in &x_ticks {
        let column = column_of(tick.value);
        screen.put(bottom, column, '┬', Ink::default());
        screen.write_centered(bottom + 1, column, &tick.label, Ink::default());
    }
    screen.write_centered(bottom + 2, left + wide / 2, &cut(&panel.x.label, wide), Ink::default());
    print_curves(screen, panel, (x, y), (top, left + 1, wide, rows - 1));
    Ok(())
}

/// The most ticks whose labels do not touch.
fn fitting(span: Span, kind: Ticks, width: usize) -> Vec<Tick> {
    for most in (2..=width / 5).rev() {
        let ticks = span.ticks(kind, most);
        let widest = ticks.iter().map(|tick| columns(&tick.label)).max().unwrap_or(0);
        if ticks.len() * (widest + 3) <= width {
            return ticks;
        }
    }
    span.ticks(kind, 2)
}

fn print_curves(
    screen: &mut Screen,
    panel: &Panel,
    (x, y): (Span, Span),
    (top, left, wide, rows): (usize, usize, usize, usize),
) {
    let mut dots = Dots::new(wide, rows);
    let (across, down) = dots.size();
    let dot = |point: Point| {
        let place = |share: f64, count: usize| (share * (count - 1) as f64).round() as i64;
        (place(x.place(point.0), across), place(1.0 - y.place(point.1), down))
    };
    let mut markers = Vec::new();
    for (index, series) in panel.series.iter().enumerate() {
        let mut walked = 0;
        for run in seen(&series.runs(), x, y) {
            let points: Vec<(i64, i64)> = run.iter().map(|&point| dot(point)).collect();
            for pair in points.windows(2) {
                dots.line(pair[0], pair[1], pattern(index), &mut walked, ink(index));
            }
            // Each curve's markers are in columns of their own.
            let offset = MARKER_EVERY / 2 + index * MARKER_EVERY / panel.series.len();
            let mut last = None;
            for &(x, y) in &points {
                let place = (y.max(0) as usize / 4, x.max(0) as usize / 2);
                let due = place.1 % MARKER_EVERY == offset % MARKER_EVERY && last != Some(place.1);
                if points.len() == 1 || (panel.series.len() > 1 && (due || series.is_marked())) {
                    markers.push((place, index));
                    last = Some(place.1);
                }
            }
        }
    }
    dots.print(screen, top, left);
    for ((row, column), index) in markers {
        screen.put(top + row, left + column, marker(index), ink(index));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Span = Span { low: 0.0, high: 1.0 };

    #[test]
    fn a_curve_is_cut_where_it_leaves_the_axes() {
        let run = vec![(-1.0, 0.5), (0.5, 0.5), (0.5, 3.0), (0.75, 3.0), (0.75, 0.0)];
        assert_eq!(
            seen(&[run], UNIT, UNIT),
            [vec![(0.0, 0.5), (0.5, 0.5), (0.5, 1.0)], vec![(0.75, 1.0), (0.75, 0.0)]]
        );
        assert_eq!(seen(&[vec![(2.0, 2.0)]], UNIT, UNIT), [[]; 0]);
    }

    #[test]
    fn thinning_keeps_the_ends_and_extremes_of_a_pixel() {
        let points: Vec<Point> =
            (0..1000).map(|i| (f64::from(i) / 1e4, f64::from((i * 7 + 50) % 100))).collect();
        let kept = thinned(&points);
        assert_eq!(kept.len(), 4);
        assert_eq!((kept[0], kept[3]), (points[0], points[999]));
        assert!([0.0, 99.0].iter().all(|&y| kept.iter().any(|point| point.1 == y)), "{kept:?}");
    }
}
