//! A drawing of lines, areas and text in pixels.
//!
//! The only file that uses the drawing library. Dashes are cut here, because its PNG writer restarts
//! them at every point of a curve; no text is rotated, because it draws rotated letters over each
//! other.

use crate::PlotError;
use crate::color::{BLACK, Rgb, WHITE};
use crate::font::{self, Face, NO_GLYPH};
use crate::text_size::{fitted, fitting_size, text_width, wrapped};
use feedforward_bytes::replace_unprintable;
use kuva::backend::svg::SvgBackend;
use kuva::render::color::Color;
use kuva::render::render::{PathData, Primitive, Scene, TextAnchor};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The most pixels of a picture.
const MAX_PIXELS: u64 = 32 << 20;

/// A point, x to the right and y downwards.
pub(crate) type Point = (f64, f64);

pub(crate) struct Drawing {
    width: f64,
    height: f64,
    elements: Vec<Element>,
}

enum Element {
    Shape(Primitive),
    Text(Label),
}

/// A text and where it stands.
struct Label {
    at: Point,
    text: String,
    size: u32,
    anchor: Anchor,
    color: Rgb,
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stroke<'a> {
    pub(crate) color: Rgb,
    pub(crate) width: f64,
    /// Pixels drawn and left out in turn; empty for a solid line.
    pub(crate) dashes: &'a [f64],
}

/// Which point of a text its position means.
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
        Ok(Self { width: width.into(), height: rows, elements: Vec::new() })
    }

    /// The width and the height.
    pub(crate) fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    fn add(&mut self, shape: Primitive) {
        self.elements.push(Element::Shape(shape));
    }

    pub(crate) fn line(&mut self, from: Point, to: Point, color: Rgb, width: f64) {
        self.add(Primitive::Line {
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
            self.add(Primitive::PolyLine {
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
        self.add(Primitive::Rect {
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
        self.add(Primitive::Circle {
            cx: center.0,
            cy: center.1,
            r,
            fill: paint(fill),
            fill_opacity: None,
            stroke: Some(paint(edge)),
            stroke_width: Some(1.5),
        });
    }

    /// A filled polygon.
    pub(crate) fn polygon(&mut self, corners: &[Point], fill: Rgb, edge: Rgb) {
        let mut d = String::new();
        for (index, (x, y)) in corners.iter().enumerate() {
            let letter = if index == 0 { 'M' } else { 'L' };
            // Writing to a string does not fail.
            let _ = write!(d, "{letter} {x:.2} {y:.2} ");
        }
        d.push('Z');
        self.add(Primitive::Path(Box::new(PathData {
            d,
            fill: Some(paint(fill)),
            stroke: paint(edge),
            stroke_width: 1.0,
            opacity: None,
            stroke_dasharray: None,
        })));
    }

    /// A line with a head at its end.
    pub(crate) fn arrow(&mut self, from: Point, to: Point, color: Rgb, width: f64) {
        let length = (to.0 - from.0).hypot(to.1 - from.1).max(1e-9);
        let (dx, dy) = ((to.0 - from.0) / length, (to.1 - from.1) / length);
        let head = (4.5 * width).clamp(7.0, 12.0).min(length);
        let base = (to.0 - head * dx, to.1 - head * dy);
        let half = 0.45 * head;
        self.curve(&[from, base], &Stroke { color, width, dashes: &[] });
        let corners = [
            to,
            (base.0 - half * dy, base.1 + half * dx),
            (base.0 + half * dy, base.1 - half * dx),
        ];
        self.polygon(&corners, color, color);
    }

    /// The title, in the first 46 rows: smaller, and then in two lines, where it would be too wide.
    pub(crate) fn title(&mut self, text: &str) {
        let (middle, room) = (self.width / 2.0, self.width - 20.0);
        let size = fitting_size(text, (13, 18), room);
        if text_width(text, size) <= room {
            return self.text((middle, 28.0), text, size, Anchor::Middle);
        }
        let lines = wrapped(text, 13, room);
        let second = lines.get(1..).unwrap_or_default().join(" ");
        self.text((middle, 17.0), &fitted(&lines[0], 13, room), 13, Anchor::Middle);
        self.text((middle, 35.0), &fitted(&second, 13, room), 13, Anchor::Middle);
    }

    /// A text on a white ground, so that lines do not run through it.
    pub(crate) fn plate(&mut self, at: Point, text: &str, size: u32, color: Rgb) {
        let (width, height) = (text_width(text, size) + 6.0, f64::from(size) + 5.0);
        let (left, top) = (at.0 - width / 2.0, at.1 - f64::from(size) - 0.5);
        self.area(Area { left, top, width, height }, WHITE);
        self.colored_text(at, text, size, Anchor::Middle, color);
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
        let text = replace_unprintable(text).into_owned();
        self.elements.push(Element::Text(Label { at, text, size, anchor, color }));
    }

    /// The characters of which no font of a PNG has a glyph.
    pub(crate) fn missing_glyphs(&self) -> BTreeSet<char> {
        let texts = self.elements.iter().filter_map(|element| match element {
            Element::Text(label) => Some(label.text.as_str()),
            Element::Shape(_) => None,
        });
        let pairs = texts.flat_map(|text| text.chars().zip(Face::of_text(text)));
        pairs.filter(|&(_, face)| face == Face::Missing).map(|(c, _)| c).collect()
    }

    fn scene(&self) -> Scene {
        let mut scene = Scene::new(self.width, self.height);
        scene.font_family = Some("DejaVu Sans, Verdana, sans-serif".to_owned());
        scene
    }

    pub(crate) fn into_svg(self) -> String {
        let mut scene = self.scene();
        for element in self.elements {
            scene.add(match element {
                Element::Shape(shape) => shape,
                Element::Text(label) => text(label.at, &label.text, &label, label.anchor),
            });
        }
        SvgBackend::new().with_pretty(true).render_scene(&scene)
    }

    pub(crate) fn into_png(self) -> Result<Vec<u8>, PlotError> {
        let mut scene = self.scene();
        for element in self.elements {
            match element {
                Element::Shape(shape) => scene.add(shape),
                Element::Text(label) => pixels(&label).into_iter().for_each(|p| scene.add(p)),
            }
        }
        kuva::RasterBackend::new()
            .with_scale(1.0)
            .render_scene(&scene)
            .map_err(|reason| PlotError::Encoding { reason })
    }
}

/// A text of the drawing library, whose formulas between dollar signs are switched off.
fn text(at: Point, content: &str, label: &Label, anchor: Anchor) -> Primitive {
    let anchor = match anchor {
        Anchor::Start => TextAnchor::Start,
        Anchor::Middle => TextAnchor::Middle,
        Anchor::End => TextAnchor::End,
    };
    let content = content.replace('$', "\\$");
    let ((x, y), size, color) = (at, label.size, Some(paint(label.color)));
    Primitive::Text { x, y, content, size, anchor, rotate: None, bold: false, color }
}

/// A text for a PNG: the drawing library's, or the pixels of another font's glyphs.
fn pixels(label: &Label) -> Vec<Primitive> {
    let faces = Face::of_text(&label.text);
    let shown: Vec<(char, Face)> = label
        .text
        .chars()
        .zip(faces)
        .map(|(c, face)| if face == Face::Missing { (NO_GLYPH, Face::DejaVu) } else { (c, face) })
        .collect();
    let runs: Vec<(Face, String)> = shown
        .chunk_by(|a, b| a.1 == b.1)
        .map(|run| (run[0].1, run.iter().map(|&(c, _)| c).collect()))
        .collect();
    if let [(Face::DejaVu, content)] = &runs[..] {
        return vec![text(label.at, content, label, label.anchor)];
    }
    let width = |(face, run): &(Face, String)| match face {
        Face::Hangul => {
            run.chars().filter_map(|c| font::glyph(c, label.size)).map(|g| g.advance).sum()
        }
        _ => text_width(run, label.size),
    };
    let total: f64 = runs.iter().map(width).sum();
    let (mut x, y) = label.at;
    x -= match label.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => total / 2.0,
        Anchor::End => total,
    };
    let mut shapes = Vec::new();
    for run in &runs {
        match run.0 {
            Face::Hangul => {
                let mut pen = x;
                for glyph in run.1.chars().filter_map(|c| font::glyph(c, label.size)) {
                    shapes.extend(dots(&glyph, (pen, y), label.color));
                    pen += glyph.advance;
                }
            }
            _ => shapes.push(text((x, y), &run.1, label, Anchor::Start)),
        }
        x += width(run);
    }
    shapes
}

/// A glyph as runs of equally dark pixels.
fn dots(glyph: &font::Glyph, (x, y): Point, color: Rgb) -> Vec<Primitive> {
    let left = (x + f64::from(glyph.left)).round();
    let top = y.trunc() - f64::from(glyph.above);
    let mut shapes = Vec::new();
    for (row, line) in glyph.darkness.chunks(glyph.width.max(1)).enumerate() {
        let mut column = 0;
        for run in line.chunk_by(|a, b| a == b) {
            if run[0] > 0 {
                shapes.push(Primitive::Rect {
                    x: left + column as f64,
                    y: top + row as f64,
                    width: run.len() as f64,
                    height: 1.0,
                    fill: paint(color),
                    stroke: None,
                    stroke_width: None,
                    opacity: Some(f64::from(run[0]) / 255.0),
                });
            }
            column += run.len();
        }
    }
    shapes
}

fn paint(color: Rgb) -> Color {
    Color::Rgb(color.0, color.1, color.2)
}

/// Cuts a curve into its dashes.
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
}
