//! Points of the plane to learn from: five kinds that are drawn at random, and csv files.

use crate::arguments::Arguments;
use crate::error::EngineError;
use crate::value::{Value, naturals, object};
use csv::{ReaderBuilder, StringRecord, Trim};
use feedforward::bytes::Kind;
use feedforward::ndarray::Array2;
use feedforward::training::{Purpose, Random};
use std::f64::consts::PI;

type Answer = Result<Value, EngineError>;

/// The most points of a set.
pub(crate) const MOST_POINTS: usize = 10_000;

/// The most classes of a file.
const MOST_CLASSES: usize = 20;

/// The turns of a spiral's arm.
const TURNS: f64 = 1.25;

/// Points with a class each.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Points {
    /// `[points, 2]`
    pub(crate) x: Array2<f32>,
    pub(crate) labels: Vec<usize>,
    /// One for each class.
    pub(crate) names: Vec<String>,
}

impl Points {
    fn value(self) -> Value {
        object! {
            "x": self.x,
            "labels": naturals(self.labels),
            "classes": self.names.len(),
            "names": Value::list(self.names),
        }
    }
}

/// Points of a kind, about in the square from -1 to 1: class 0 and class 1 in turn.
///
/// The random numbers are those of [`Purpose::Points`]: for each point first what places it, then two
/// normal numbers that shift it, times the noise.
pub(crate) fn points(arguments: Arguments<'_>) -> Answer {
    let kind = arguments.at(0, "kind");
    let place = match kind.text()? {
        "circle" => circle,
        "xor" => xor,
        "blobs" => blobs,
        "spiral" => spiral,
        "moons" => moons,
        found => {
            let expected = "circle, xor, blobs, spiral or moons";
            return Err(EngineError::option(format!("kind: expected {expected}, found '{found}'")));
        }
    };
    let options = arguments.at(1, "options");
    let count = options.field("count").count(MOST_POINTS)?.get();
    let noise = options.field("noise").finite()?;
    if !(0.0..=1.0).contains(&noise) {
        let message = format!("options.noise: expected a number from 0 to 1, found {noise}");
        return Err(EngineError::option(message));
    }
    let mut random = Random::new(options.field("seed").seed()?, Purpose::Points);
    let mut x = Array2::zeros((count, 2));
    let labels: Vec<usize> = (0..count).map(|index| index % 2).collect();
    for (mut point, &label) in x.outer_iter_mut().zip(&labels) {
        let place = place(&mut random, label);
        for (to, from) in point.iter_mut().zip(place) {
            *to = (from + noise * random.normal()) as f32;
        }
    }
    Ok(Points { x, labels, names: vec!["0".into(), "1".into()] }.value())
}

/// Class 1 within the radius 0.5, class 0 in the ring from 0.7 to 1.
fn circle(random: &mut Random, label: usize) -> [f64; 2] {
    let radius = match label {
        0 => 0.7 + 0.3 * random.uniform(),
        _ => 0.5 * random.uniform().sqrt(),
    };
    on_circle(radius, 2.0 * PI * random.uniform())
}

/// Class 1 where the coordinates have different signs; at least 0.08 from both axes.
fn xor(random: &mut Random, label: usize) -> [f64; 2] {
    let [x, y] = [0, 1].map(|_| {
        let at = random.signed();
        (0.08 + 0.92 * at.abs()).copysign(at)
    });
    match (x * y < 0.0) == (label == 1) {
        true => [x, y],
        false => [x, -y],
    }
}

/// Normal numbers with the deviation 0.18 around (0.5, 0.5) for class 0 and (-0.5, -0.5) for class 1.
fn blobs(random: &mut Random, label: usize) -> [f64; 2] {
    let centre = if label == 0 { 0.5 } else { -0.5 };
    [0, 1].map(|_| centre + 0.18 * random.normal())
}

/// Two arms that wind out from the centre, opposite each other.
fn spiral(random: &mut Random, label: usize) -> [f64; 2] {
    let along = random.uniform();
    on_circle(0.08 + 0.92 * along, PI * (2.0 * TURNS * along + label as f64))
}

/// Two half circles that reach into each other.
fn moons(random: &mut Random, label: usize) -> [f64; 2] {
    let [x, y] = on_circle(1.0, PI * random.uniform());
    let [x, y] = if label == 0 { [x, y] } else { [1.0 - x, 0.5 - y] };
    [(x - 0.5) / 1.5, (y - 0.25) / 1.5]
}

fn on_circle(radius: f64, angle: f64) -> [f64; 2] {
    // The same bits on every platform, which the standard library's do not promise.
    let (sin, cos) = (libm::sin(angle), libm::cos(angle));
    [radius * cos, radius * sin]
}

/// The points of a csv file of x, y and label, with or without a header.
pub(crate) fn read_points(arguments: Arguments<'_>) -> Answer {
    let name = arguments.at(0, "name").text()?;
    let read = read(arguments.at(1, "bytes").bytes()?);
    let points = read
        .map_err(|message| EngineError { kind: "points", message: format!("{name}: {message}") })?;
    Ok(points.value())
}

fn read(bytes: &[u8]) -> Result<Points, String> {
    let kind = Kind::of(bytes);
    if !matches!(kind, Kind::Csv | Kind::Text) {
        return Err(format!("expected a csv file of x, y and label, found {kind}"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(bytes))
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(bytes);
    let (mut x, mut labels) = (Vec::new(), Vec::new());
    let mut record = StringRecord::new();
    let mut is_first = true;
    while reader.read_record(&mut record).map_err(|error| error.to_string())? {
        let line = record.position().map_or(0, csv::Position::line);
        let is_header =
            is_first && record.iter().take(2).all(|field| field.parse::<f32>().is_err());
        is_first = false;
        if is_header {
            continue;
        }
        if record.len() != 3 {
            let found = record.len();
            return Err(format!("line {line}: expected 3 columns (x, y, label), found {found}"));
        }
        for (axis, field) in ["x", "y"].into_iter().zip(&record) {
            match field.parse::<f32>() {
                Ok(number) if number.is_finite() => x.push(number),
                _ => {
                    return Err(format!(
                        "line {line}: expected a finite number for {axis}, found '{field}'"
                    ));
                }
            }
        }
        if record[2].is_empty() {
            return Err(format!("line {line}: there is no label"));
        }
        labels.push(record[2].to_owned());
        if labels.len() > MOST_POINTS {
            return Err(format!("expected at most {MOST_POINTS} points: leave some out"));
        }
    }
    classes(x, labels)
}

/// What separates the fields of the first line.
fn delimiter(bytes: &[u8]) -> u8 {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| line.iter().filter(|byte| **byte == delimiter).count();
    [b';', b'\t'].into_iter().find(|delimiter| count(*delimiter) > count(b',')).unwrap_or(b',')
}

/// Classes in the order of their numbers, or else as they first appear.
fn classes(x: Vec<f32>, labels: Vec<String>) -> Result<Points, String> {
    let mut names: Vec<String> = Vec::new();
    for label in &labels {
        if names.contains(label) {
            continue;
        }
        names.push(label.clone());
        if names.len() > MOST_CLASSES {
            return Err(format!(
                "expected at most {MOST_CLASSES} different labels: is the third column the label?"
            ));
        }
    }
    if names.len() < 2 {
        let (points, classes) = (labels.len(), names.len());
        return Err(format!("expected points of at least 2 classes, found {points} of {classes}"));
    }
    let number = |name: &String| name.parse::<f64>().ok().filter(|number| number.is_finite());
    if names.iter().all(|name| number(name).is_some()) {
        names.sort_by(|a, b| number(a).unwrap_or(0.0).total_cmp(&number(b).unwrap_or(0.0)));
    }
    let class = |label: &String| names.iter().position(|name| name == label).unwrap_or(0);
    let labels: Vec<usize> = labels.iter().map(class).collect();
    let x = Array2::from_shape_vec((labels.len(), 2), x).map_err(|error| error.to_string())?;
    Ok(Points { x, labels, names })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(kind: &str, noise: f64) -> (Vec<f32>, Vec<u32>) {
        let options = object! { "count": 200usize, "noise": noise, "seed": 3.0 };
        let value = points(Arguments(&[kind.into(), options])).unwrap();
        let (Some(Value::Floats(x)), Some(Value::Naturals(labels))) =
            (value.get("x").unwrap().get("data"), value.get("labels"))
        else {
            panic!("points have x and labels")
        };
        (x.clone(), labels.clone())
    }

    #[test]
    fn kinds_are_what_their_names_say() {
        for kind in ["circle", "xor", "blobs", "spiral", "moons"] {
            let (x, labels) = drawn(kind, 0.0);
            assert_eq!(labels.iter().sum::<u32>(), 100, "{kind}");
            for (point, label) in x.chunks_exact(2).zip(labels) {
                let (x, y) = (point[0], point[1]);
                let bound = if kind == "blobs" { 1.5 } else { 1.0 };
                assert!(x.abs() <= bound && y.abs() <= bound, "{kind} {x} {y}");
                let is_right = match kind {
                    "circle" => (x.hypot(y) < 0.6) == (label == 1),
                    "xor" => (x * y < 0.0) == (label == 1),
                    "blobs" => (x + y < 0.0) == (label == 1),
                    _ => true,
                };
                assert!(is_right, "{kind} {x} {y} {label}");
            }
        }
    }

    #[test]
    fn a_seed_gives_the_same_points_and_noise_moves_them() {
        assert_eq!(drawn("spiral", 0.1), drawn("spiral", 0.1));
        assert_ne!(drawn("spiral", 0.1), drawn("spiral", 0.0));
    }

    #[test]
    fn files_are_read_with_and_without_a_header() {
        let plain = read(b"1,2,b\n3,4,a\n").unwrap();
        assert_eq!(plain.names, ["b", "a"]);
        assert_eq!(plain.labels, [0, 1]);
        assert_eq!(plain.x, feedforward::ndarray::array![[1.0, 2.0], [3.0, 4.0]]);
        let header = read(b"\xef\xbb\xbfx; y; class\n1; 2; 10\n-3e0; 4; 9\n").unwrap();
        assert_eq!((header.names, header.labels), (vec!["9".into(), "10".into()], vec![1, 0]));
    }

    #[test]
    fn what_is_no_point_is_refused_with_its_line() {
        for (bytes, message) in [
            (&b"1,2,a\n3,b,a\n"[..], "line 2: expected a finite number for y, found 'b'"),
            (b"1,2,a\n3,inf,a\n", "line 2: expected a finite number for y, found 'inf'"),
            (b"1,2\n", "line 1: expected 3 columns (x, y, label), found 2"),
            (b"1,2,a\n3,4,\n", "line 2: there is no label"),
            (b"1,2,a\n3,4,a\n", "expected points of at least 2 classes, found 2 of 1"),
            (b"\x89PNG\r\n\x1a\n", "expected a csv file of x, y and label, found a PNG picture"),
        ] {
            assert_eq!(read(bytes).unwrap_err(), message);
        }
    }
}
