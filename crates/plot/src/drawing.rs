//! A picture in the making: lines, areas and words in pixels.
//!
//! The one file that knows the drawing library. Dashes are cut here, because its PNG writer starts
//! them anew at every point of a curve; no text is turned, because it draws turned letters over
//! each other.

use crate::PlotError;
use crate::color::{BLACK, Rgb};
use feedforward_bytes::replace_unprintable;
use kuva::backend::svg::SvgBackend;
use kuva::render::color::Color;
use kuva::render::render::{Primitive, Scene, TextAnchor};

/// The most pixels of a picture.
const MAX_PIXELS: u64 = 32 << 20;

/// A point, x to the right and y downwards.
pub(crate) type Point = (f64, f64);

pub(crate) struct Drawing {
    scene: Scene,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stroke<'a> {
    pub(crate) color: Rgb,
    pub(crate) width: f64,
    /// Pixels drawn and left out in turn; none for a whole line.
    pub(crate) dashes: &'a [f64],
}

/// Which point of a text is given.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A corner, a width and a height.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    pub(crate) fn right(self) -> f64 {
        self.left + self.width
    }

    pub(crate) fn bottom(self) -> f64 {
        self.top + self.height
    }
}

impl Drawing {
    pub(crate) fn new(width: u32, height: f64) -> Result<Self, PlotError> {
        let rows = height.ceil().max(1.0);
        if f64::from(width) * rows > MAX_PIXELS as f64 {
            let (width, height) = (width.into(), rows as u64);
            return Err(PlotError::TooLarge { width, height, limit: MAX_PIXELS });
        }
        let mut scene = Scene::new(width.into(), rows);
        scene.font_family = Some("DejaVu Sans, Verdana, sans-serif".to_owned());
        Ok(Self { scene })
    }

    /// The width and the height.
    pub(crate) fn size(&self) -> (f64, f64) {
        (self.scene.width, self.scene.height)
    }

    pub(crate) fn line(&mut self, from: Point, to: Point, color: Rgb, width: f64) {
        self.scene.add(Primitive::Line {
            x1: from.0,
            y1: from.1,
            x2: to.0,
            y2: to.1,
            stroke: paint(color),
            stroke_width: width,
            stroke_dasharray: None,
        });
    }

    pub(crate) fn curve(&mut self, points: &[Point], stroke: &Stroke<'_>) {
        let pieces = if stroke.dashes.is_empty() {
            vec![points.to_vec()]
        } else {
            dashed(points, stroke.dashes)
        };
        for points in pieces.into_iter().filter(|points| points.len() > 1) {
            self.scene.add(Primitive::PolyLine {
                points,
                stroke: paint(stroke.color),
                stroke_width: stroke.width,
                stroke_dasharray: None,
            });
        }
    }

    pub(crate) fn area(&mut self, area: Area, fill: Rgb) {
        self.rect(area, paint(fill), None);
    }

    pub(crate) fn frame(&mut self, area: Area, color: Rgb) {
        self.rect(area, Color::None, Some(paint(color)));
    }

    fn rect(&mut self, area: Area, fill: Color, stroke: Option<Color>) {
        let stroke_width = stroke.as_ref().map(|_| 1.0);
        self.scene.add(Primitive::Rect {
            x: area.left,
            y: area.top,
            width: area.width,
            height: area.height,
            fill,
            stroke,
            stroke_width,
            opacity: None,
        });
    }

    pub(crate) fn circle(&mut self, center: Point, r: f64, fill: Rgb, edge: Rgb) {
        self.scene.add(Primitive::Circle {
            cx: center.0,
            cy: center.1,
            r,
            fill: paint(fill),
            fill_opacity: None,
            stroke: Some(paint(edge)),
            stroke_width: Some(1.5),
        });
    }

    pub(crate) fn text(&mut self, at: Point, text: &str, size: u32, anchor: Anchor) {
        self.colored_text(at, text, size, anchor, BLACK);
    }

    pub(crate) fn colored_text(
        &mut self,
        at: Point,
        text: &str,
        size: u32,
        anchor: Anchor,
        color: Rgb,
    ) {
        let anchor = match anchor {
            Anchor::Start => TextAnchor::Start,
            Anchor::Middle => TextAnchor::Middle,
            Anchor::End => TextAnchor::End,
        };
        let content = replace_unprintable(text).replace('$', "\\$");
        let (x, y) = at;
        let (rotate, bold, color) = (None, false, Some(paint(color)));
        self.scene.add(Primitive::Text { x, y, content, size, anchor, rotate, bold, color });
    }

    pub(crate) fn to_svg(&self) -> String {
        SvgBackend::new().with_pretty(true).render_scene(&self.scene)
    }

    pub(crate) fn to_png(&self) -> Result<Vec<u8>, PlotError> {
        kuva::RasterBackend::new()
            .with_scale(1.0)
            .render_scene(&self.scene)
            .map_err(|reason| PlotError::Encoding { reason })
    }
}

fn paint(color: Rgb) -> Color {
    Color::Rgb(color.0, color.1, color.2)
}

/// About how many pixels wide a text is, rather too many than too few.
pub(crate) fn text_width(text: &str, size: u32) -> f64 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.34,
        'f' | 'r' | 't' | '(' | ')' | '-' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' => 0.99,
        'A'..='Z' => 0.74,
        _ if unicode_width::UnicodeWidthChar::width(c) == Some(2) => 1.0,
        _ => 0.64,
    };
    f64::from(size) * text.chars().map(em).sum::<f64>()
}

/// The text, cut to a width in pixels.
pub(crate) fn fitted(text: &str, size: u32, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        cut.push(c);
        if text_width(&cut, size) + f64::from(size) > width {
            cut.pop();
            break;
        }
    }
    cut + "…"
}

/// The pieces of a curve that dashes leave.
fn dashed(points: &[Point], dashes: &[f64]) -> Vec<Vec<Point>> {
    let mut pieces = vec![points.first().copied().into_iter().collect::<Vec<_>>()];
    let (mut turn, mut left) = (0, dashes[0]);
    for pair in points.windows(2) {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        let length = (to_x - x).hypot(to_y - y);
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let point = (x + (to_x - x) * done / length, y + (to_y - y) * done / length);
            if turn % 2 == 0 {
                pieces.last_mut().expect("there is a first piece").push(point);
            } else {
                pieces.push(vec![point]);
            }
            turn += 1;
            left = dashes[turn % dashes.len()];
        }
        left -= length - done;
        if turn % 2 == 0 {
            pieces.last_mut().expect("there is a first piece").push((to_x, to_y));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_go_on_across_the_points_of_a_curve() {
        let points: Vec<Point> = (0..=10).map(|x| (f64::from(x), 0.0)).collect();
        let pieces = dashed(&points, &[4.0, 2.0]);
        let ends = pieces.iter().map(|piece| (piece[0].0, piece[piece.len() - 1].0));
        assert_eq!(ends.collect::<Vec<_>>(), [(0.0, 4.0), (6.0, 10.0)]);
    }

    #[test]
    fn text_is_cut_to_its_width() {
        assert_eq!(fitted("short", 12, 100.0), "short");
        let cut = fitted(&"wide ".repeat(50), 12, 100.0);
        assert!(cut.ends_with('…') && text_width(&cut, 12) <= 100.0, "{cut}");
    }
}
