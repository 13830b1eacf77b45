//! The plane of two inputs: which class a network gives each point.

use crate::PlotError;
use crate::axis::Span;
use crate::color::{CURVES, EDGE, FAINT, INK, Rgb, TERMINAL_CURVES, WHITE};
use crate::drawing::{Anchor, Area, Drawing, Point};
use crate::screen::{Ink, Screen, columns, cut};
use crate::text_size::{fitted, fitting_size, text_width};
use crate::{ChartAxis, TextOptions, Ticks};
use ndarray::Array2;

/// Planes side by side, in the colours of classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plane {
    /// The title.
    pub title: String,
    /// The planes, row by row.
    pub panels: Vec<PlanePanel>,
    /// The names of the classes.
    pub classes: Vec<String>,
    /// The legend's word for a point that lies in another class's region.
    pub wrong: String,
}

/// A plane with points.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanePanel {
    /// Its name.
    pub name: String,
    /// The horizontal axis, which has a range.
    pub x: ChartAxis,
    /// The vertical axis, which has a range.
    pub y: ChartAxis,
    /// The class of each place, the first row at the top.
    pub regions: Array2<usize>,
    /// The points.
    pub points: Vec<PlanePoint>,
}

/// A point and the class that it should have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanePoint {
    /// The horizontal coordinate.
    pub x: f64,
    /// The vertical coordinate.
    pub y: f64,
    /// The class.
    pub class: usize,
}

const WORDS: u32 = 14;
const NUMBERS: u32 = 12;
/// The most classes that have colours and markers of their own.
const MOST_CLASSES: usize = 4;
/// Around the axes: their numbers and labels.
const LEFT: f64 = 46.0;
const ABOVE: f64 = 42.0;
const BELOW: f64 = 46.0;

impl PlanePanel {
    fn spans(&self) -> Result<(Span, Span), PlotError> {
        let none = std::iter::empty;
        Ok((self.x.span(none(), 0.0)?, self.y.span(none(), 0.0)?))
    }

    /// The class of the region that a point lies in.
    fn region(&self, point: PlanePoint, (x, y): (Span, Span)) -> usize {
        let (rows, columns) = self.regions.dim();
        let index = |share: f64, count: usize| ((share * count as f64) as usize).min(count - 1);
        self.regions[[index(1.0 - y.place(point.y), rows), index(x.place(point.x), columns)]]
    }

    /// The points that can be seen.
    fn seen(&self, (x, y): (Span, Span)) -> impl Iterator<Item = PlanePoint> {
        let points = self.points.iter().copied();
        points.filter(move |point| x.contains(point.x) && y.contains(point.y))
    }
}

impl Plane {
    fn check(&self) -> Result<(), PlotError> {
        let empty = |reason| Err(PlotError::Empty { what: self.title.clone(), reason });
        if self.panels.is_empty() {
            return empty("it has no planes");
        }
        let found = self.classes.len();
        if found > MOST_CLASSES {
            return Err(PlotError::TooMany { what: "classes", found, most: MOST_CLASSES });
        }
        for panel in &self.panels {
            if panel.regions.is_empty() {
                return empty("a plane has no regions");
            }
            let classes = panel.points.iter().map(|point| point.class);
            if classes.chain(panel.regions.iter().copied()).any(|class| class >= found) {
                return empty("a class has no name");
            }
            panel.spans()?;
        }
        Ok(())
    }

    pub(crate) fn draw(&self, width: u32) -> Result<Drawing, PlotError> {
        self.check()?;
        let wide = f64::from(width);
        let count = self.panels.len();
        // Four planes are two above two where the page is neither narrow nor wide.
        let across = match count {
            1 => 1,
            2..=4 if wide < 640.0 => 1,
            2..=4 if wide < 1100.0 => 2,
            _ => count.min((wide / 240.0) as usize).max(1),
        };
        let down = count.div_ceil(across);
        let room = wide / across as f64;
        let side = (room - LEFT - 20.0).min(if count == 1 { 450.0 } else { 300.0 }).floor();
        let tall = ABOVE + side + BELOW;
        let (top, legend) = (42.0, 42.0);
        let mut drawing = Drawing::new(width, top + legend + tall * down as f64)?;
        drawing.title(&self.title);
        self.draw_legend(&mut drawing, top + 12.0);
        for (index, panel) in self.panels.iter().enumerate() {
            let left =
                room * (index % across) as f64 + (room - side - LEFT + 20.0) / 2.0 + LEFT - 20.0;
            let top = top + legend - 8.0 + tall * (index / across) as f64 + ABOVE;
            let area = Area { left: left.floor(), top: top.floor(), width: side, height: side };
            draw_panel(&mut drawing, panel, area)?;
        }
        Ok(drawing)
    }

    /// The classes and their markers, in one row; then what a cross means.
    fn draw_legend(&self, drawing: &mut Drawing, y: f64) {
        let has_wrong = self.panels.iter().any(|panel| {
            panel.spans().is_ok_and(|spans| {
                panel.seen(spans).any(|point| panel.region(point, spans) != point.class)
            })
        });
        let mut names: Vec<(usize, &str)> =
            self.classes.iter().map(String::as_str).enumerate().collect();
        if has_wrong {
            names.push((usize::MAX, &self.wrong));
        }
        let wide = |name: &str| 30.0 + text_width(name, WORDS) + 22.0;
        let total: f64 = names.iter().map(|(_, name)| wide(name)).sum();
        let mut x = ((drawing.size().0 - total) / 2.0).max(8.0);
        for (class, name) in names {
            let at = (x + 10.0, y + 9.0);
            match class {
                usize::MAX => cross(drawing, at),
                class => {
                    let area = Area { left: x - 2.0, top: y - 3.0, width: 24.0, height: 24.0 };
                    drawing.area(area, color(class).tint());
                    marker(drawing, at, class);
                }
            }
            drawing.text((x + 30.0, y + 14.0), name, WORDS, Anchor::Start);
            x += wide(name);
        }
    }

    pub(crate) fn print(&self, options: &TextOptions) -> Result<Screen, PlotError> {
        self.check()?;
        let width = options.width;
        let count = self.panels.len();
        let across = if width >= 76 { count.min(2) } else { 1 };
        let room = width / across;
        let columns_of = (room - 8).min(44);
        // A character is about twice as high as it is wide.
        let rows = columns_of / 2;
        let tall = rows + 4;
        let mut screen = Screen::new(width, 3 + tall * count.div_ceil(across));
        screen.write(0, 0, &cut(&self.title, width), Ink::default());
        let legend = self
            .classes
            .iter()
            .enumerate()
            .map(|(class, name)| format!("{} {}  {name}", MARKS[class], GROUNDS[class]));
        let legend = legend.collect::<Vec<_>>().join("     ");
        screen.write(1, 0, &cut(&legend, width), Ink::default());
        for (index, panel) in self.panels.iter().enumerate() {
            let corner = (3 + tall * (index / across), room * (index % across));
            print_panel(&mut screen, panel, corner, (rows, columns_of))?;
        }
        Ok(screen)
    }
}

fn color(class: usize) -> Rgb {
    CURVES[class % CURVES.len()]
}

/// A circle, a triangle, a square, a rhombus: as many as there are colours.
fn marker(drawing: &mut Drawing, (x, y): Point, class: usize) {
    let color = color(class);
    let corners: &[Point] = match class {
        0 => return drawing.circle((x, y), 6.5, WHITE, color),
        1 => &[(0.0, -8.0), (7.5, 6.0), (-7.5, 6.0)],
        2 => &[(-6.0, -6.0), (6.0, -6.0), (6.0, 6.0), (-6.0, 6.0)],
        _ => &[(0.0, -8.0), (8.0, 0.0), (0.0, 8.0), (-8.0, 0.0)],
    };
    let corners: Vec<Point> = corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
    drawing.polygon(&corners, color, WHITE);
}

/// Crosses out a point in the wrong region.
fn cross(drawing: &mut Drawing, (x, y): Point) {
    for (dx, dy) in [(1.0, 1.0), (1.0, -1.0)] {
        let (dx, dy) = (11.0 * dx, 11.0 * dy);
        drawing.line((x - dx, y - dy), (x + dx, y + dy), INK, 2.0);
    }
}

fn draw_panel(drawing: &mut Drawing, panel: &PlanePanel, area: Area) -> Result<(), PlotError> {
    let (x, y) = panel.spans()?;
    draw_regions(drawing, &panel.regions, area);
    let at = |(px, py): Point| {
        (area.left + area.width * x.place(px), area.top + area.height * (1.0 - y.place(py)))
    };
    for tick in x.ticks(panel.x.ticks, (area.width / 60.0) as usize) {
        let (to, _) = at((tick.value, y.low));
        drawing.line((to, area.bottom()), (to, area.bottom() + 4.0), INK, 1.0);
        drawing.text((to, area.bottom() + 17.0), &tick.label, NUMBERS, Anchor::Middle);
    }
    for tick in y.ticks(panel.y.ticks, (area.height / 60.0) as usize) {
        let (_, to) = at((x.low, tick.value));
        drawing.line((area.left - 4.0, to), (area.left, to), INK, 1.0);
        drawing.text((area.left - 7.0, to + 4.0), &tick.label, NUMBERS, Anchor::End);
    }
    // The axes through 0.
    if x.contains(0.0) {
        drawing.line(at((0.0, y.low)), at((0.0, y.high)), EDGE, 1.0);
    }
    if y.contains(0.0) {
        drawing.line(at((x.low, 0.0)), at((x.high, 0.0)), EDGE, 1.0);
    }
    let middle = area.left + area.width / 2.0;
    let room = area.width - 30.0;
    let size = fitting_size(&panel.name, (10, WORDS + 1), room);
    let name = fitted(&panel.name, size, room);
    drawing.text((middle, area.top - 10.0), &name, size, Anchor::Middle);
    let below = (middle, area.bottom() + 36.0);
    drawing.colored_text(below, &panel.x.label, WORDS, Anchor::Middle, FAINT);
    let above = (area.left - 4.0, area.top - 8.0);
    drawing.colored_text(above, &panel.y.label, WORDS, Anchor::End, FAINT);
    drawing.frame(area, INK);
    for point in panel.seen((x, y)) {
        let place = at((point.x, point.y));
        if panel.region(point, (x, y)) != point.class {
            cross(drawing, place);
        }
        marker(drawing, place, point.class);
    }
    Ok(())
}

/// Regions as runs of one class, pixel row by pixel row.
fn draw_regions(drawing: &mut Drawing, regions: &Array2<usize>, area: Area) {
    let (rows, columns) = regions.dim();
    let tall = area.height as usize;
    let row_of = |pixel: usize| pixel * rows / tall.max(1);
    let mut pixel = 0;
    while pixel < tall {
        // Equal rows are drawn as one.
        let line = regions.row(row_of(pixel));
        let mut end = pixel + 1;
        while end < tall && regions.row(row_of(end)) == line {
            end += 1;
        }
        let line = line.to_vec();
        let top = area.top + pixel as f64;
        // Into the next rows, which are drawn over it: an SVG that is scaled shows no seams.
        let height = ((end - pixel) as f64 + 1.0).min(area.bottom() - top);
        let mut column = 0;
        for run in line.chunk_by(|a, b| a == b) {
            let left = area.left + area.width * column as f64 / columns as f64;
            column += run.len();
            let right = area.left + area.width * column as f64 / columns as f64;
            let part = Area { left, top, width: right - left, height };
            drawing.area(part, color(run[0]).tint());
        }
        pixel = end;
    }
}

/// The ground of each class in characters, and the marks of its points.
const GROUNDS: [char; MOST_CLASSES] = ['·', '▒', '░', '▓'];
const MARKS: [char; MOST_CLASSES] = ['○', '▲', '■', '◆'];

fn print_panel(
    screen: &mut Screen,
    panel: &PlanePanel,
    (top, left): (usize, usize),
    (rows, wide): (usize, usize),
) -> Result<(), PlotError> {
    let spans = panel.spans()?;
    let (x, y) = spans;
    let (down, across) = panel.regions.dim();
    let labels = y.ticks(Ticks::Round, 4);
    let margin = 6;
    screen.write_centered(top, left + margin + wide / 2, &cut(&panel.name, wide), Ink::default());
    screen.write(top, left + margin - 1 - columns(&panel.y.label), &panel.y.label, Ink::default());
    let top = top + 1;
    for row in 0..rows {
        for column in 0..wide {
            let class = panel.regions[[
                ((2 * row + 1) * down / (2 * rows)).min(down - 1),
                ((2 * column + 1) * across / (2 * wide)).min(across - 1),
            ]];
            let ink = Ink::front(TERMINAL_CURVES[class % TERMINAL_CURVES.len()]);
            screen.put(top + row, left + margin + column, GROUNDS[class % MOST_CLASSES], ink);
        }
    }
    let place = |share: f64, count: usize| ((share * count as f64) as usize).min(count - 1);
    for tick in labels {
        let row = top + place(1.0 - y.place(tick.value), rows);
        let start = left + margin - 1 - columns(&tick.label).min(margin - 1);
        screen.write(row, start, &tick.label, Ink::default());
    }
    for tick in x.ticks(Ticks::Round, 4) {
        let column = left + margin + place(x.place(tick.value), wide);
        screen.write_centered(top + rows, column, &tick.label, Ink::default());
    }
    let end = left + margin + wide + 1;
    screen.write(
        top + rows,
        end - columns(&panel.x.label).min(end),
        &panel.x.label,
        Ink::default(),
    );
    for point in panel.seen(spans) {
        let row = top + place(1.0 - y.place(point.y), rows);
        let column = left + margin + place(x.place(point.x), wide);
        screen.put(row, column, MARKS[point.class % MOST_CLASSES], Ink::default());
    }
    Ok(())
}
