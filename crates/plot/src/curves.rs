//! Curves over axes, in characters.

use crate::axis::{Span, Tick};
use crate::chart::{Chart, Panel};
use crate::clip::seen;
use crate::color::{GREY, TERMINAL_CURVES};
use crate::drawing::Point;
use crate::screen::{Dots, Ink, Screen, columns, cut};
use crate::{PlotError, Ticks};

/// Dash patterns of the curves: 1 is a dot drawn, 0 one left out.
const PATTERNS: [&[u8]; 4] =
    [&[1], &[1, 1, 1, 0, 0, 0], &[1, 0, 0], &[1, 1, 1, 1, 1, 0, 0, 1, 0, 0]];

/// The markers of the curves.
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

/// The row and column of each name in the legend.
fn legend(panel: &Panel, width: usize) -> Vec<(usize, usize)> {
    let (mut row, mut column) = (0, 2);
    let mut places = Vec::new();
    if panel.series.iter().all(|series| series.name.is_empty()) {
        return places;
    }
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
        let style = panel.first_style + index;
        sample.line((0, 1), (9, 1), pattern(style), &mut 0, ink(style));
        sample.print(screen, top + row, column);
        if panel.series.len() > 1 {
            screen.put(top + row, column + 2, marker(style), ink(style));
        }
        screen.write(top + row, column + 6, &series.name, ink(style));
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
        let (mut walked, style) = (0, panel.first_style + index);
        for run in seen(&series.runs(), x, y) {
            let points: Vec<(i64, i64)> = run.iter().map(|&point| dot(point)).collect();
            for pair in points.windows(2) {
                dots.line(pair[0], pair[1], pattern(style), &mut walked, ink(style));
            }
            // Each curve's markers are in columns of their own.
            let offset = MARKER_EVERY / 2 + index * MARKER_EVERY / panel.series.len();
            let mut last = None;
            for &(x, y) in &points {
                let place = (y.max(0) as usize / 4, x.max(0) as usize / 2);
                let due = place.1 % MARKER_EVERY == offset % MARKER_EVERY && last != Some(place.1);
                if points.len() == 1 || (panel.series.len() > 1 && (due || series.is_marked())) {
                    markers.push((place, style));
                    last = Some(place.1);
                }
            }
        }
    }
    dots.print(screen, top, left);
    for ((row, column), style) in markers {
        screen.put(top + row, left + column, marker(style), ink(style));
    }
}
