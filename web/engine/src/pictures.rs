//! Pictures of digits, prepared and read. Of a file, the module `feedforward-pictures` gives the grey levels.

use crate::arguments::{Argument, Arguments};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::networks::Held;
use crate::value::{Value, object};
use feedforward::digits::{
    Doubt, Picture, PictureOptions, PixelBox, Preparation, Prepared, doubts, prepare_digits,
};
use feedforward::ndarray::Array2;
use feedforward::{Ink, Output};

type Answer = Result<Value, EngineError>;

/// The most pixels on a side of a picture of grey levels.
const MOST_PIXELS: usize = 1 << 16;

impl Engine {
    /// The digits of a picture, and what a network reads in each.
    pub(crate) fn read_picture(&self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let picture = picture(&arguments.at(1, "picture"))?;
        let ink = match arguments.at(2, "ink").given() {
            Some(ink) => Some(ink_named(ink.text()?)?),
            None => None,
        };
        let prepared = prepare_digits(&picture, &PictureOptions { ink })?;
        let digits = prepared.digits.iter().map(|digit| read(held, digit));
        let digits = digits.collect::<Result<Vec<_>, EngineError>>()?;
        Ok(object! {
            "width": picture.width(),
            "height": picture.height(),
            "digits": digits,
            "joined": prepared.joined,
            "leftOut": Value::list(prepared.left_out.iter().map(place)),
        })
    }
}

fn ink_named(name: &str) -> Result<Ink, EngineError> {
    match name {
        "light" => Ok(Ink::Light),
        "dark" => Ok(Ink::Dark),
        found => Err(EngineError::option(format!("ink: expected light or dark, found '{found}'"))),
    }
}

fn picture(source: &Argument<'_>) -> Result<Picture, EngineError> {
    let width = source.field("width").natural(MOST_PIXELS)?;
    let height = source.field("height").natural(MOST_PIXELS)?;
    let gray = source.field("gray").bytes()?;
    let pixels = Array2::from_shape_vec((height, width), gray.to_vec()).map_err(|_| {
        let found = gray.len();
        EngineError::shape(format!(
            "a picture of {width} x {height} pixels has {found} grey levels"
        ))
    })?;
    Ok(Picture::from_gray(pixels)?)
}

/// A digit with the network's answer.
fn read(held: &Held, digit: &Prepared) -> Answer {
    let description = &held.model.description;
    let x: Vec<f32> = digit.pixels.iter().map(|&pixel| description.pixel_input(pixel)).collect();
    let y = held.predictor.predict(&x[..])?.row(0).to_vec();
    let class = held.predictor.classify(&x[..])?[0];
    let output = held.model.network.output();
    let is_nan = y.iter().any(|y| y.is_nan());
    let mut against: Vec<Value> = Vec::new();
    if is_nan {
        against.push(object! {
            "kind": "nan", "value": f64::NAN, "message": "the outputs are not numbers (NaN)",
        });
    } else if reads_digits(held) {
        let probability = if output == Output::Softmax { y[class] } else { 1.0 };
        against.extend(doubts(digit, class, probability).iter().map(doubt));
    }
    let normalized = match digit.preparation {
        Preparation::Normalized { scale, thickened } => {
            object! { "scale": scale, "thickened": thickened }
        }
        _ => Value::Null,
    };
    Ok(object! {
        "pixels": digit.pixels.iter().copied().collect::<Vec<u8>>(),
        "x": x,
        "ink": if digit.ink == Ink::Light { "light" } else { "dark" },
        "box": place(&digit.bounds),
        "stroke": digit.stroke,
        "normalized": normalized,
        "preparation": digit.preparation.to_string(),
        "y": y,
        "class": class,
        "sure": against.is_empty(),
        "doubts": against,
    })
}

/// Whether the classes are the ten digits.
fn reads_digits(held: &Held) -> bool {
    let (labels, outputs) = (&held.model.description.labels, held.predictor.outputs());
    let is_digit = |(class, label): (usize, &String)| *label == class.to_string();
    outputs == 10 && labels.iter().enumerate().all(is_digit)
}

fn doubt(doubt: &Doubt) -> Value {
    let (kind, value) = match *doubt {
        Doubt::Unlike { doubt, .. } => ("unlike", f64::from(doubt)),
        Doubt::Blob { stroke } => ("blob", f64::from(stroke)),
        Doubt::Holes { holes } => ("holes", holes as f64),
        Doubt::Wide { ratio } => ("wide", f64::from(ratio)),
        _ => ("other", f64::NAN),
    };
    object! { "kind": kind, "value": value, "message": doubt.to_string() }
}

fn place(place: &PixelBox) -> Value {
    let PixelBox { top, left, height, width } = *place;
    object! { "left": left, "top": top, "width": width, "height": height }
}
