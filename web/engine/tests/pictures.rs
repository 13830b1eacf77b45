//! Pictures become what the crates make of them, and so what the command reads.
#![expect(clippy::unwrap_used, reason = "the lint excepts tests but not the functions they share")]

use feedforward::bytes::hex;
use feedforward::digits::{Picture, PictureOptions, prepare_digits, read_picture};
use feedforward_engine::{Engine, Value};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::{fs, iter};

/// SHA-256 of the pixels and the answers of [`PICTURES`], which `engine.test.mjs` compares with too.
const READ: &str = include_str!("pictures.sha256");

/// One of each format, and one with a photograph's shades.
const PICTURES: [&str; 5] =
    ["7_ink_on_paper.png", "5_photo.jpg", "6_photo.webp", "6_small.bmp", "8_noisy_paper.png"];

fn file(path: &str) -> Vec<u8> {
    fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
}

/// A picture as `feedforward-pictures` gives it.
fn levels(picture: &Picture) -> Value {
    let gray: Vec<u8> = picture.gray().iter().copied().collect();
    Value::Object(vec![
        ("width".into(), picture.width().into()),
        ("height".into(), picture.height().into()),
        ("gray".into(), gray.into()),
    ])
}

#[test]
fn pictures_are_prepared_and_read_as_by_the_crates() {
    let mut engine = Engine::new(1, || 0.0);
    let network = file("web/site/data/digits.safetensors");
    let model = feedforward::Model::read(&network).unwrap();
    let predictor = model.network.predictor().unwrap();
    let info = engine.call("builtIn", &[network.into()]).unwrap();
    let id = info.get("id").unwrap();
    let mut hasher = Sha256::new();
    for name in PICTURES {
        let bytes = file(&format!("crates/digits/tests/pictures/{name}"));
        let picture = read_picture(&bytes).unwrap();
        let expected = prepare_digits(&picture, &PictureOptions::default()).unwrap();
        let found = engine.call("readPicture", &[id.clone(), levels(&picture)]).unwrap();
        let Some(Value::List(digits)) = found.get("digits") else { panic!("{found:?}") };
        assert_eq!(digits.len(), expected.digits.len(), "{name}");
        for (digit, expected) in iter::zip(digits, &expected.digits) {
            let pixels: Vec<u8> = expected.pixels.iter().copied().collect();
            let y = predictor.predict(&expected.to_input()).unwrap().row(0).to_vec();
            assert_eq!(digit.get("class").unwrap(), &Value::Number(name[..1].parse().unwrap()));
            hasher.update(&pixels);
            y.iter().for_each(|y| hasher.update(y.to_le_bytes()));
            assert_eq!(digit.get("pixels"), Some(&pixels.into()), "{name}");
            assert_eq!(digit.get("y"), Some(&y.into()), "{name}");
        }
    }
    assert_eq!(hex(&hasher.finalize()), READ.trim());
}

#[test]
fn what_is_no_picture_is_refused() {
    let mut engine = Engine::new(1, || 0.0);
    let info = engine.call("builtIn", &[file("web/site/data/digits.safetensors").into()]).unwrap();
    let id = info.get("id").unwrap();
    // Files are for feedforward-pictures.
    let file = Value::Object(vec![("file".into(), b"no picture".to_vec().into())]);
    let error = engine.call("readPicture", &[id.clone(), file]).unwrap_err();
    assert_eq!(error.kind, "option", "{error}");
    let blank = Value::Object(vec![
        ("width".into(), 20.0.into()),
        ("height".into(), 20.0.into()),
        ("gray".into(), vec![255u8; 400].into()),
    ]);
    let error = engine.call("readPicture", &[id.clone(), blank]).unwrap_err();
    assert_eq!(error.kind, "no_digit", "{error}");
}
