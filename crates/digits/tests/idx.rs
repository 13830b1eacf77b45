//! IDX files: round trips, and every way to be wrong.

#![expect(clippy::unwrap_used, reason = "the lint excepts tests but not the functions they share")]

use feedforward_digits::{DigitsError, IdxData, load_idx, read_idx, write_idx};
use flate2::{Compression, write::GzEncoder};
use ndarray::{ArrayD, IxDyn, array};
use proptest::prelude::*;
use std::io::Write;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const SMALL: [u8; 16] = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4];

#[test]
fn each_element_type_is_big_endian() {
    let file = |code: u8, elements: &[u8]| [&[0, 0, code, 1, 0, 0, 0, 1], elements].concat();
    let cases: [(Vec<u8>, IdxData, f32); 6] = [
        (file(0x08, &[200]), IdxData::U8(vec![200]), 200.0),
        (file(0x09, &[0xFE]), IdxData::I8(vec![-2]), -2.0),
        (file(0x0B, &[1, 2]), IdxData::I16(vec![258]), 258.0),
        (file(0x0C, &[0xFF, 0xFF, 0xFF, 0xFD]), IdxData::I32(vec![-3]), -3.0),
        (file(0x0D, &[0x3F, 0xC0, 0, 0]), IdxData::F32(vec![1.5]), 1.5),
        (file(0x0E, &[0xC0, 0, 0, 0, 0, 0, 0, 0]), IdxData::F64(vec![-2.0]), -2.0),
    ];
    for (bytes, data, as_f32) in cases {
        let idx = read_idx(&bytes).unwrap();
        assert_eq!((idx.shape(), idx.data()), (&[1][..], &data));
        assert_eq!(idx.to_f32(), array![as_f32].into_dyn());
        assert_eq!(read_idx(&gzip(&bytes)).unwrap(), idx);
    }
}

#[test]
fn a_number_without_axes_and_an_empty_axis_are_arrays_too() {
    let number = read_idx(&[0, 0, 8, 0, 42]).unwrap().into_array::<u8>().unwrap();
    assert_eq!(number, ndarray::arr0(42).into_dyn());
    let empty = read_idx(&[0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 3]).unwrap();
    assert_eq!((empty.shape(), empty.data()), (&[0, 3][..], &IdxData::U8(vec![])));
}

#[test]
fn an_empty_array_cannot_claim_many_rows() {
    let file = |axes: &[u32]| {
        let mut bytes = vec![0, 0, 8, axes.len() as u8];
        axes.iter().for_each(|axis| bytes.extend(axis.to_be_bytes()));
        bytes
    };
    for axes in [&[u32::MAX, 0][..], &[0, u32::MAX], &[0, 1 << 11, 1 << 10], &[1 << 21, 0, 0]] {
        for bytes in [file(axes), gzip(&file(axes))] {
            let error = read_idx(&bytes).unwrap_err();
            assert!(error.to_string().contains("an array without elements that claims"), "{error}");
            assert!(matches!(error, DigitsError::IdxEmpty { limit: 0x10_0000, .. }));
        }
    }
    for axes in [&[0, 28, 28][..], &[1 << 20, 0], &[0, 0, 0], &[0]] {
        assert!(read_idx(&file(axes)).unwrap().to_f32().is_empty(), "{axes:?}");
    }
}

#[test]
fn rows_are_selected_before_anything_is_converted() {
    let array = array![[1i16, 2], [3, 4], [5, 6]].into_dyn();
    let idx = read_idx(&write_idx(array.view()).unwrap()).unwrap();
    let rows = idx.select_rows(&[2, 0, 2]).unwrap();
    assert_eq!(rows.shape(), [3, 2]);
    assert_eq!(rows.into_array::<i16>().unwrap(), array![[5i16, 6], [1, 2], [5, 6]].into_dyn());
    let none = idx.select_rows(&[]).unwrap();
    assert_eq!((none.shape(), none.to_f32().len()), (&[0, 2][..], 0));
    let error = idx.select_rows(&[1, 3]).unwrap_err();
    assert!(matches!(error, DigitsError::OutOfRange { index: 3, len: 3, .. }), "{error}");
    let number = read_idx(&[0, 0, 8, 0, 42]).unwrap();
    assert!(matches!(number.select_rows(&[0]), Err(DigitsError::NoRows { element: "u8", .. })));
    let flat = read_idx(&[0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 0]).unwrap();
    assert_eq!(flat.select_rows(&[1, 1, 0]).unwrap().to_f32().shape(), [3, 0]);
}

#[test]
fn each_fault_has_its_sentence() {
    let huge = [&[0, 0, 8, 2][..], &[0x7F, 255, 255, 255, 0x7F, 255, 255, 255], &[1, 2]].concat();
    let beyond = [&[0, 0, 0x0E, 3][..], &[0xFF; 12]].concat();
    let beyond_but_empty = [&[0, 0, 8, 4][..], &[0xFF; 12], &[0; 4]].concat();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", vec![], "an empty file: was the download interrupted?"),
        (
            "pointer",
            b"version https://git-lfs.github.com/spec/v1\noid".into(),
            "fetch the file itself with `git lfs pull`",
        ),
        ("page", b"<!DOCTYPE html>\n<html>".into(), "found an HTML page: download the file itself"),
        ("text", b"hello".into(), "found a text file"),
        ("picture", b"\x89PNG\r\n\x1a\n".into(), "found a PNG picture"),
        (
            "pickle",
            b"\x80\x04\x95abcdef".into(),
            "found a pickle: give it as the model, not as the input",
        ),
        ("three bytes", vec![0, 0, 8], "header of 4 bytes, found only 3"),
        ("type", vec![0, 0, 0x0A, 1, 0, 0, 0, 0], "found 0x0A"),
        ("cut header", SMALL[..9].into(), "header of 12 bytes, found only 9"),
        (
            "cut data",
            SMALL[..14].into(),
            "u8 [2, 2] = 4 bytes after it, found 2: the file is cut off",
        ),
        ("excess", [&SMALL[..], &[9]].concat(), "found 5: something was appended"),
        (
            "2^62",
            huge.clone(),
            "= 4611686014132420609 bytes after it, found 2: the file is cut off",
        ),
        ("2^62 in gzip", gzip(&huge), "[2147483647, 2147483647] = 4611686014132420609"),
        ("2^99", beyond.clone(), "f64 [4294967295, 4294967295, 4294967295], which is more than"),
        ("2^99 in gzip", gzip(&beyond), "which is more than"),
        ("2^96 · 0", beyond_but_empty, "which is more than"),
        ("text in gzip", gzip(b"hello"), "found a text file"),
        ("nothing in gzip", gzip(b""), "an empty file"),
        ("bomb", gzip(&vec![0; 1 << 20]), "found 0x00"),
        ("excess in gzip", gzip(&[&SMALL[..], &[0; 1 << 20]].concat()), "found 5: something was"),
        (
            "after gzip",
            [&gzip(&SMALL)[..], b"garbage!garbage!"].concat(),
            "damaged after 4 inflated",
        ),
    ];
    for (name, bytes, sentence) in cases {
        let message = read_idx(&bytes).unwrap_err().to_string();
        assert!(message.contains(sentence), "{name}: {message}");
    }
}

#[test]
fn a_file_cut_at_any_byte_is_refused() {
    let zipped = gzip(&SMALL);
    for whole in [&SMALL[..], &zipped] {
        assert!(read_idx(whole).is_ok());
        for end in 0..whole.len() {
            assert!(read_idx(&whole[..end]).is_err(), "cut at {end} of {}", whole.len());
        }
    }
}

#[test]
fn a_damaged_checksum_is_refused() {
    let mut zipped = gzip(&SMALL);
    let crc = zipped.len() - 8;
    zipped[crc] ^= 1;
    assert!(matches!(read_idx(&zipped), Err(DigitsError::Gzip { inflated: 4, .. })));
}

#[test]
fn the_asked_for_type_must_be_the_files() {
    let error = read_idx(&SMALL).unwrap().into_array::<f32>().unwrap_err();
    assert_eq!(error.to_string(), "expected IDX elements of type f32, found u8 [2, 2]");
}

#[test]
fn an_axis_too_many_cannot_be_written() {
    let array = ArrayD::<u8>::zeros(IxDyn(&[1; 256]));
    assert!(matches!(write_idx(array.view()), Err(DigitsError::UnwritableShape { .. })));
}

#[test]
fn an_error_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("digits.idx");
    std::fs::write(&path, &SMALL[..5]).unwrap();
    let message = load_idx(&path).unwrap_err().to_string();
    assert!(message.starts_with(&format!("{}: expected", path.display())), "{message}");
    std::fs::write(&path, SMALL).unwrap();
    assert_eq!(load_idx(&path).unwrap().shape(), [2, 2]);
}

fn shape() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0usize..5, 0..5)
}

macro_rules! round_trip {
    ($($name:ident: $type:ty),*) => {
        proptest! {
            $(
                #[test]
                fn $name((shape, elements) in shape().prop_flat_map(|shape| {
                    let length = shape.iter().product::<usize>();
                    (Just(shape), prop::collection::vec(any::<$type>(), length))
                })) {
                    let array = ArrayD::from_shape_vec(IxDyn(&shape), elements).unwrap();
                    let bytes = write_idx(array.view()).unwrap();
                    prop_assert_eq!(&read_idx(&bytes).unwrap().into_array::<$type>().unwrap(), &array);
                    let transposed = write_idx(array.t()).unwrap();
                    let again = read_idx(&gzip(&transposed)).unwrap().into_array::<$type>().unwrap();
                    prop_assert_eq!(again, array.t());
                }
            )*
        }
    };
}

round_trip! {
    u8_comes_back: u8,
    i8_comes_back: i8,
    i16_comes_back: i16,
    i32_comes_back: i32,
    f32_comes_back: f32,
    f64_comes_back: f64
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = read_idx(&bytes);
        let _ = read_idx(&[&[0, 0, 8], &bytes[..]].concat());
    }
}
