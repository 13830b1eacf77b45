//! Curves over axes, in pixels.

use crate::PlotError;
use crate::axis::{ChartAxis, Span, tamed};
use crate::clip::{seen, thinned};
use crate::color::{CURVES, FAINT, GRID, INK, Rgb, WHITE};
use crate::drawing::{Anchor, Area, Drawing, Point, Stroke};
use crate::text_size::{fitted, text_width};

/// Panels of curves, one below the other or side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// The title.
    pub title: String,
    /// The panels, from top to bottom or from left to right.
    pub panels: Vec<Panel>,
    /// How the panels are arranged.
    pub arrangement: Arrangement,
}

/// How panels are arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Arrangement {
    /// One below the other.
    #[default]
    Stacked,
    /// Side by side, as many as there is room for; one below the other in text.
    SideBySide,
}

/// Curves over one pair of axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// The horizontal axis.
    pub x: ChartAxis,
    /// The vertical axis.
    pub y: ChartAxis,
    /// The curves; later ones are drawn over earlier ones.
    pub series: Vec<Series>,
    /// The colour and dashes of the first curve, as an index: panels side by side have one curve
    /// each, which looks as it does where all are in one panel.
    pub first_style: usize,
}

/// A curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend; there is no legend where no curve has a name.
    pub name: String,
    /// Its points, joined in this order. A NaN leaves a gap; an infinity is drawn at the end of a
    /// long range.
    pub points: Vec<(f64, f64)>,
}

/// The most points of a curve that gets a marker at each of them.
const MOST_MARKERS: usize = 40;

/// Dash patterns of the curves: pixels drawn and left out in turn.
const DASHES: [&[f64]; 6] =
    [&[], &[9.0, 5.0], &[2.5, 4.0], &[12.0, 4.0, 3.0, 4.0], &[16.0, 5.0], &[5.0, 3.0]];

const WORDS: u32 = 14;
const NUMBERS: u32 = 13;
/// Height of a row of the legend.
const LEGEND_ROW: f64 = 22.0;
/// Width of the sample line in the legend.
const SAMPLE: f64 = 34.0;
const LEGEND_LEFT: f64 = 66.0;
/// The least width of a panel beside another.
const LEAST_PANEL: f64 = 220.0;

impl Series {
    /// The runs of points that are joined.
    pub(crate) fn runs(&self) -> Vec<Vec<Point>> {
        let gap = |&(x, y): &(f64, f64)| x.is_nan() || y.is_nan();
        let runs = self.points.split(gap).filter(|run| !run.is_empty());
        runs.map(|run| run.iter().map(|&(x, y)| (tamed(x), tamed(y))).collect()).collect()
    }

    /// Whether each point gets a marker.
    pub(crate) fn is_marked(&self) -> bool {
        self.points.len() <= MOST_MARKERS
    }
}

impl Panel {
    /// The ends of both axes.
    pub(crate) fn spans(&self) -> Result<(Span, Span), PlotError> {
        let runs: Vec<_> = self.series.iter().flat_map(Series::runs).collect();
        if runs.is_empty() {
            let reason = "none of its values is a number";
            return Err(PlotError::Empty { what: self.y.label.clone(), reason });
        }
        let x = self.x.span(runs.iter().flatten().map(|point| point.0), 0.0)?;
        let inside = runs.iter().flatten().filter(|point| x.contains(point.0));
        Ok((x, self.y.span(inside.map(|point| point.1), 0.1)?))
    }
}

/// A panel's area and scales.
struct Frame {
    area: Area,
    x: Span,
    y: Span,
}

impl Frame {
    fn at(&self, (x, y): Point) -> Point {
        let Area { left, top, width, height } = self.area;
        (left + width * self.x.place(x), top + height * (1.0 - self.y.place(y)))
    }
}

/// A column of the page: its left edge and its width.
#[derive(Clone, Copy, Debug)]
struct Room {
    left: f64,
    width: f64,
}

impl Chart {
    pub(crate) fn draw(&self, width: u32) -> Result<Drawing, PlotError> {
        if self.panels.is_empty() {
            let reason = "it has no panels";
            return Err(PlotError::Empty { what: self.title.clone(), reason });
        }
        let wide = f64::from(width);
        let count = self.panels.len();
        let across = match self.arrangement {
            Arrangement::Stacked => 1,
            Arrangement::SideBySide => count.min((wide / LEAST_PANEL) as usize).clamp(1, 4),
        };
        let room = wide / across as f64;
        let share = match (across, count) {
            (1, 1) => 0.5,
            (1, _) => 0.32,
            _ => 0.8,
        };
        let tall = (room * share).clamp(150.0, 1200.0);
        let rows: Vec<&[Panel]> = self.panels.chunks(across).collect();
        let legend = |panel: &Panel| legend_places(panel, room).1;
        let legends: Vec<f64> =
            rows.iter().map(|row| row.iter().map(legend).fold(0.0, f64::max)).collect();
        let heights = legends.iter().map(|legend| tall + legend + 80.0);
        let mut drawing = Drawing::new(width, 46.0 + heights.sum::<f64>())?;
        drawing.title(&self.title);
        let mut top = 40.0;
        for (row, legend) in rows.iter().zip(legends) {
            for (column, panel) in row.iter().enumerate() {
                let room = Room { left: room * column as f64, width: room };
                draw_legend(&mut drawing, panel, top, room);
                draw_panel(&mut drawing, panel, (top + legend + 26.0, tall), room)?;
            }
            top += tall + legend + 80.0;
        }
        Ok(drawing)
    }
}

/// The position of each name in the legend, and the legend's height.
fn legend_places(panel: &Panel, width: f64) -> (Vec<Point>, f64) {
    let (mut x, mut y) = (LEGEND_LEFT, 0.0);
    let mut places = Vec::new();
    if panel.series.iter().all(|series| series.name.is_empty()) {
        return (places, y);
    }
    for series in &panel.series {
        let wide = SAMPLE + 34.0 + text_width(&series.name, WORDS);
        if x + wide > width && x > LEGEND_LEFT {
            (x, y) = (LEGEND_LEFT, y + LEGEND_ROW);
        }
        places.push((x, y));
        x += wide;
    }
    (places, y + LEGEND_ROW)
}

fn draw_legend(drawing: &mut Drawing, panel: &Panel, top: f64, room: Room) {
    for (index, (series, (x, y))) in
        panel.series.iter().zip(legend_places(panel, room.width).0).enumerate()
    {
        let (style, middle) = (panel.first_style + index, top + y + 11.0);
        let name = fitted(&series.name, WORDS, room.width - x - SAMPLE - 8.0);
        let x = room.left + x;
        drawing.curve(&[(x, middle), (x + SAMPLE, middle)], &stroke(style));
        if series.is_marked() {
            marker(drawing, (x + SAMPLE / 2.0, middle), style);
        }
        drawing.text((x + SAMPLE + 8.0, middle + 5.0), &name, WORDS, Anchor::Start);
    }
}

fn draw_panel(
    drawing: &mut Drawing,
    panel: &Panel,
    (top, height): (f64, f64),
    room: Room,
) -> Result<(), PlotError> {
    let (x, y) = panel.spans()?;
    let y_ticks = y.ticks(panel.y.ticks, (height / 36.0) as usize);
    let widest = y_ticks.iter().map(|tick| text_width(&tick.label, NUMBERS));
    let margin = widest.fold(32.0, f64::max).ceil() + 24.0;
    let left = room.left + margin;
    let area = Area { left, top, width: room.width - margin - 28.0, height };
    let frame = Frame { area, x, y };
    let x_ticks = x
        .ticks(panel.x.ticks, (area.width / if area.width < 300.0 { 45.0 } else { 62.0 }) as usize);
    for tick in &x_ticks {
        let (at, _) = frame.at((tick.value, y.low));
        drawing.line((at, area.top), (at, area.bottom()), GRID, 1.0);
        drawing.line((at, area.bottom()), (at, area.bottom() + 5.0), INK, 1.0);
        drawing.text((at, area.bottom() + 19.0), &tick.label, NUMBERS, Anchor::Middle);
    }
    for tick in &y_ticks {
        let (_, at) = frame.at((x.low, tick.value));
        drawing.line((area.left, at), (area.right(), at), GRID, 1.0);
        drawing.line((area.left - 5.0, at), (area.left, at), INK, 1.0);
        drawing.text((area.left - 9.0, at + 4.5), &tick.label, NUMBERS, Anchor::End);
    }
    let label = fitted(&panel.y.label, WORDS, room.width - 20.0);
    let at = (room.left + 10.0, area.top - 9.0);
    drawing.colored_text(at, &label, WORDS, Anchor::Start, FAINT);
    let label = fitted(&panel.x.label, WORDS, area.width);
    let middle = area.left + area.width / 2.0;
    drawing.colored_text((middle, area.bottom() + 40.0), &label, WORDS, Anchor::Middle, FAINT);
    for (index, series) in panel.series.iter().enumerate() {
        draw_series(drawing, series, panel.first_style + index, &frame);
    }
    drawing.frame(area, INK);
    Ok(())
}

fn draw_series(drawing: &mut Drawing, series: &Series, style: usize, frame: &Frame) {
    for run in seen(&series.runs(), frame.x, frame.y) {
        let points: Vec<Point> = run.iter().map(|&point| frame.at(point)).collect();
        drawing.curve(&thinned(&points), &stroke(style));
        let lonely = run.len() == 1;
        for &point in points.iter().filter(|_| lonely || series.is_marked()) {
            marker(drawing, point, style);
        }
    }
}

fn color(index: usize) -> Rgb {
    CURVES[index % CURVES.len()]
}

fn stroke(index: usize) -> Stroke<'static> {
    Stroke { color: color(index), width: 2.2, dashes: DASHES[index % DASHES.len()] }
}

/// A filled circle, an empty one, a filled square, an empty one, and so on.
fn marker(drawing: &mut Drawing, (x, y): Point, index: usize) {
    let fill = if index.is_multiple_of(2) { color(index) } else { WHITE };
    if index % 4 < 2 {
        drawing.circle((x, y), 4.0, fill, color(index));
    } else {
        let area = Area { left: x - 4.0, top: y - 4.0, width: 8.0, height: 8.0 };
        drawing.area(area, fill);
        drawing.frame(area, color(index));
    }
}
