//! Pictures: reading, preparing, and every way to be wrong.

#![expect(clippy::unwrap_used, reason = "the lint excepts tests but not the functions they share")]

use feedforward_digits::{
    DigitsError, Ink, Picture, PictureOptions, Preparation, Prepared, PreparedDigits, draw_text,
    load_picture, prepare_digits, prepare_picture, read_picture, sheet, test_set,
};
use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};
use ndarray::{Array2, Axis, array};
use proptest::prelude::*;
use std::io::Cursor;
use std::path::{Path, PathBuf};

fn png(gray: &Array2<u8>) -> Vec<u8> {
    let (height, width) = gray.dim();
    let pixels = gray.iter().copied().collect();
    encode(
        GrayImage::from_raw(width as u32, height as u32, pixels).unwrap().into(),
        ImageFormat::Png,
    )
}

fn encode(image: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn prepare(gray: Array2<u8>, ink: Option<Ink>) -> Result<Prepared, DigitsError> {
    prepare_picture(&Picture::from_gray(gray)?, &PictureOptions { ink })
}

/// A frame of ink, two pixels thick, on paper.
fn frame(size: (usize, usize), top: usize, left: usize, height: usize, width: usize) -> Array2<u8> {
    Array2::from_shape_fn(size, |(y, x)| {
        let inside = |at: usize, start: usize, length: usize, rim: usize| {
            at >= start + rim && at + rim < start + length
        };
        let outer = inside(y, top, height, 0) && inside(x, left, width, 0);
        let inner = inside(y, top, height, 2) && inside(x, left, width, 2);
        if outer && !inner { 0 } else { 255 }
    })
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(name)
}

fn fixtures() -> Vec<PathBuf> {
    let paths = std::fs::read_dir(fixture("")).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|e| e != "py")).collect()
}

#[test]
fn all_of_mnists_test_digits_pass_unchanged() {
    let digits = test_set().unwrap();
    for (i, digit) in digits.images().outer_iter().enumerate() {
        for ink in [None, Some(Ink::Light)] {
            let prepared = prepare(digit.to_owned(), ink).unwrap();
            assert_eq!(prepared.pixels, digit, "digit {i}");
            assert_eq!((prepared.ink, prepared.preparation), (Ink::Light, Preparation::AsItWas));
        }
        let prepared = prepare(digit.mapv(|pixel| 255 - pixel), None).unwrap();
        assert_eq!(prepared.pixels, digit, "digit {i} dark on light");
        assert_eq!((prepared.ink, prepared.preparation), (Ink::Dark, Preparation::AsItWas));
    }
}

#[test]
fn mnist_digits_in_files_pass_unchanged() {
    let digits = test_set().unwrap().slice(0..200).unwrap();
    for digit in digits.images().outer_iter() {
        let gray = GrayImage::from_raw(28, 28, digit.iter().copied().collect()).unwrap();
        let colour = DynamicImage::from(gray.clone()).into_rgb8();
        let with_alpha = DynamicImage::from(gray.clone()).into_rgba8();
        for file in [
            encode(gray.clone().into(), ImageFormat::Png),
            encode(gray.into(), ImageFormat::Bmp),
            encode(colour.into(), ImageFormat::Png),
            encode(with_alpha.into(), ImageFormat::Png),
        ] {
            let picture = read_picture(&file).unwrap();
            let prepared = prepare_picture(&picture, &PictureOptions::default()).unwrap();
            assert_eq!(prepared.pixels, digit);
            assert_eq!(prepared.to_input().len(), 784);
        }
    }
}

/// Thin strokes come back bolder, and a centre of mass near half a pixel rounds the other way.
const MOST_CHANGED: f64 = 0.2;

/// The share of the ink that is elsewhere or of another strength, over many digits.
fn changed(embed: impl Fn(&Array2<u8>) -> Array2<u8>) -> f64 {
    let digits = test_set().unwrap().slice(0..500).unwrap();
    let (mut difference, mut ink) = (0, 0);
    for digit in digits.images().outer_iter() {
        let digit = digit.to_owned();
        let prepared = prepare(embed(&digit), None).unwrap();
        for (&before, &after) in digit.iter().zip(&prepared.pixels) {
            difference += u64::from(before.abs_diff(after));
            ink += u64::from(before);
        }
    }
    difference as f64 / ink as f64
}

#[test]
fn a_digit_moved_within_a_larger_field_comes_back() {
    let share = changed(|digit| {
        Array2::from_shape_fn((60, 50), |(y, x)| {
            let (y, x) = (y.wrapping_sub(5), x.wrapping_sub(20));
            digit.get((y, x)).copied().unwrap_or(0)
        })
    });
    assert!(share < MOST_CHANGED, "{share}");
}

#[test]
fn a_digit_enlarged_and_inverted_comes_back() {
    let share =
        changed(|digit| Array2::from_shape_fn((140, 140), |(y, x)| 255 - digit[(y / 5, x / 5)]));
    assert!(share < MOST_CHANGED, "{share}");
}

#[test]
fn every_fixture_becomes_a_field_like_mnists() {
    let paths = fixtures();
    assert!(paths.len() >= 20);
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let picture = load_picture(&path).unwrap();
        let prepared = prepare_picture(&picture, &PictureOptions::default()).unwrap();
        let light = name.contains("inverted") || name.contains("white");
        assert_eq!(prepared.ink, if light { Ink::Light } else { Ink::Dark }, "{name}");
        let lit: Vec<_> = prepared.pixels.indexed_iter().filter(|(_, p)| **p > 0).collect();
        let rows = lit.iter().map(|((y, _), _)| *y);
        let columns = lit.iter().map(|((_, x), _)| *x);
        let height = rows.clone().max().unwrap() - rows.min().unwrap() + 1;
        let width = columns.clone().max().unwrap() - columns.min().unwrap() + 1;
        assert_eq!(height.max(width), 20, "{name}\n{}", draw_text(prepared.pixels.view()));
        assert_eq!(prepared.pixels.iter().max(), Some(&255), "{name}");
        let bounds = prepared.bounds;
        assert!(bounds.top + bounds.height <= picture.height(), "{name}");
        assert!(bounds.left + bounds.width <= picture.width(), "{name}");
    }
}

#[test]
fn the_same_drawing_inverted_gives_the_same_field() {
    let dark = frame((60, 80), 10, 40, 30, 20);
    let light = prepare(dark.mapv(|pixel| 255 - pixel), None).unwrap();
    let dark = prepare(dark, None).unwrap();
    assert_eq!(dark.pixels, light.pixels);
    assert_eq!((dark.ink, light.ink), (Ink::Dark, Ink::Light));
}

#[test]
fn the_box_of_the_ink_is_reported() {
    let bounds = prepare(frame((60, 80), 10, 40, 30, 20), None).unwrap().bounds;
    assert_eq!((bounds.top, bounds.left, bounds.height, bounds.width), (10, 40, 30, 20));
    let large = prepare(frame((3000, 2000), 500, 1000, 1500, 800), None).unwrap().bounds;
    assert!(large.top.abs_diff(500) <= 3 && large.height.abs_diff(1500) <= 6, "{large:?}");
}

#[test]
fn paper_lit_from_one_side_is_not_ink() {
    let lit = frame((100, 100), 30, 30, 50, 30);
    let lit = Array2::from_shape_fn((100, 100), |(y, x)| {
        let paper = 90 + x as u8 + (y / 2) as u8;
        if lit[(y, x)] == 0 { paper - 60 } else { paper }
    });
    let prepared = prepare(lit, None).unwrap();
    let bounds = prepared.bounds;
    assert_eq!((bounds.top, bounds.left, bounds.height, bounds.width), (30, 30, 50, 30));
}

#[test]
fn a_speck_is_not_ink() {
    let mut gray = frame((60, 80), 10, 40, 30, 20);
    gray[(55, 3)] = 0;
    assert_eq!(prepare(gray, None).unwrap().bounds.left, 40);
}

/// A test digit as dark ink on paper, each pixel of it `zoom` wide, in a square picture.
fn on_paper(digit: &Array2<u8>, zoom: usize, side: usize) -> Array2<u8> {
    let start = (side - 28 * zoom) / 2;
    Array2::from_shape_fn((side, side), |(y, x)| {
        let (y, x) = (y.wrapping_sub(start) / zoom, x.wrapping_sub(start) / zoom);
        245 - (f32::from(digit.get((y, x)).copied().unwrap_or(0)) * 0.85) as u8
    })
}

/// The share of the ink that surroundings change, the worst of some test digits.
fn most_changed_by(surround: impl Fn(&Array2<u8>) -> Array2<u8>, ink: Option<Ink>) -> f64 {
    let digits = test_set().unwrap().slice(0..60).unwrap();
    let images = digits.images();
    let changed = images.outer_iter().map(|digit| {
        let plain = on_paper(&digit.to_owned(), 4, 200);
        let surrounded = prepare(surround(&plain), ink).unwrap();
        let plain = prepare(plain, None).unwrap();
        assert_eq!(surrounded.ink, Ink::Dark);
        // Another threshold may move the digit by a pixel.
        let shifts = (0..9).map(|i| {
            let difference = plain.pixels.indexed_iter().map(|((y, x), &a)| {
                let at = ((y + i / 3).wrapping_sub(1), (x + i % 3).wrapping_sub(1));
                a.abs_diff(surrounded.pixels.get(at).copied().unwrap_or(0))
            });
            difference.map(f64::from).sum::<f64>()
        });
        shifts.fold(f64::INFINITY, f64::min)
            / plain.pixels.iter().map(|&p| f64::from(p)).sum::<f64>()
    });
    changed.fold(0.0, f64::max)
}

#[test]
fn a_frame_is_not_ink() {
    for (thick, clear) in [(2, 0), (3, 0), (6, 0), (2, 1), (6, 2), (4, 5), (6, 10), (3, 20)] {
        let framed = |plain: &Array2<u8>| {
            let (height, width) = plain.dim();
            Array2::from_shape_fn((height, width), |(y, x)| {
                let depth = y.min(x).min(height - 1 - y).min(width - 1 - x);
                if (clear..clear + thick).contains(&depth) { 30 } else { plain[(y, x)] }
            })
        };
        for ink in [None, Some(Ink::Dark)] {
            let changed = most_changed_by(framed, ink);
            assert!(changed < 0.25, "{thick} thick, {clear} from the border: {changed}");
        }
    }
}

#[test]
fn a_slanted_frame_is_not_ink() {
    for slant in [0.02, -0.04] {
        let framed = |plain: &Array2<u8>| {
            Array2::from_shape_fn(plain.dim(), |(y, x)| {
                let (up, right) = (y as f64 - 100.0, x as f64 - 100.0);
                let (up, right) = (up + slant * right, right - slant * up);
                let from_middle = up.abs().max(right.abs());
                if (82.0..86.0).contains(&from_middle) { 30 } else { plain[(y, x)] }
            })
        };
        let changed = most_changed_by(framed, None);
        assert!(changed < 0.25, "slant {slant}: {changed}");
    }
}

#[test]
fn the_edges_of_a_sheet_are_not_ink() {
    let cases = [
        ("left and top", [7, 5, 0, 0]),
        ("top, left and right", [4, 4, 0, 5]),
        ("bottom", [0, 0, 7, 0]),
        ("top and bottom", [3, 0, 4, 0]),
    ];
    for (name, [top, left, bottom, right]) in cases {
        let is_edge = |y, x| y < top || x < left || y >= 200 - bottom || x >= 200 - right;
        let edged = |plain: &Array2<u8>| {
            Array2::from_shape_fn(
                plain.dim(),
                |(y, x)| if is_edge(y, x) { 40 } else { plain[(y, x)] },
            )
        };
        let changed = most_changed_by(edged, None);
        assert!(changed < 0.25, "{name}: {changed}");
    }
}

#[test]
fn a_sheet_on_a_dark_desk_is_not_ink() {
    for (slant, desk) in [(0.0, 20), (0.0, 90), (0.02, 40), (-0.03, 40)] {
        let on_desk = |plain: &Array2<u8>| {
            Array2::from_shape_fn((280, 300), |(y, x)| {
                let (up, right) = (y as f64 - 140.0, x as f64 - 150.0);
                let (y, x) = (100.0 + up + slant * right, 100.0 + right - slant * up);
                if y < 0.0 || x < 0.0 {
                    return desk;
                }
                plain.get((y as usize, x as usize)).copied().unwrap_or(desk)
            })
        };
        let limit = if slant == 0.0 { 0.25 } else { 0.6 };
        for ink in [None, Some(Ink::Dark)] {
            let changed = most_changed_by(on_desk, ink);
            assert!(changed < limit, "slant {slant}, desk {desk}: {changed}");
        }
    }
}

#[test]
fn digits_cut_close_and_bold_ones_lose_nothing() {
    let digits = test_set().unwrap().slice(0..1000).unwrap();
    for (i, digit) in digits.images().outer_iter().enumerate() {
        let rows = digit.rows().into_iter().map(|row| row.iter().any(|&p| p > 127));
        let columns = digit.columns().into_iter().map(|column| column.iter().any(|&p| p > 127));
        let [rows, columns]: [Vec<usize>; 2] = [
            rows.enumerate().filter_map(|(at, ink)| ink.then_some(at)).collect(),
            columns.enumerate().filter_map(|(at, ink)| ink.then_some(at)).collect(),
        ];
        let close = Array2::from_shape_fn((4 * rows.len(), 4 * columns.len()), |(y, x)| {
            if digit[(rows[y / 4], columns[x / 4])] > 127 { 0u8 } else { 255 }
        });
        // A close cut may have so much ink in its margin that paper and ink change places.
        let (height, width) = close.dim();
        let bounds = prepare(close, Some(Ink::Dark)).map(|prepared| prepared.bounds);
        let Ok(bounds) = bounds else { continue };
        assert!(bounds.height + 8 >= height && bounds.width + 8 >= width, "digit {i}: {bounds:?}");
    }
    let zero = frame((60, 80), 10, 30, 40, 24);
    let bounds = prepare(zero, None).unwrap().bounds;
    assert_eq!((bounds.height, bounds.width), (40, 24));
    let rectangle = |height: usize, width: usize| {
        Array2::from_shape_fn((100, 60), |(y, x)| {
            let inside =
                |at: usize, middle: usize, length: usize| at.abs_diff(middle) <= length / 2;
            if inside(y, 50, height) && inside(x, 30, width) { 0u8 } else { 255 }
        })
    };
    // A one that is a beam.
    assert_eq!(prepare(rectangle(90, 40), None).unwrap().bounds.height, 91);
}

#[test]
fn what_was_done_is_said_in_a_clause() {
    let normalized = |scale, thickened| {
        let mut prepared = prepare(frame((60, 80), 10, 40, 30, 20), None).unwrap();
        if let Preparation::Normalized { scale: s, thickened: t } = &mut prepared.preparation {
            (*s, *t) = (scale, thickened);
        }
        prepared.preparation.to_string()
    };
    assert_eq!(Preparation::AsItWas.to_string(), "as it was");
    assert_eq!(normalized(0.667, 0.0), "scaled to 0.67");
    assert_eq!(normalized(0.0701, 1.2), "scaled to 0.070, strokes thickened by 1.2 pixels");
    assert_eq!(normalized(4.0, 0.0), "scaled to 4.00");
}

#[test]
fn hairlines_are_thickened_until_they_can_be_seen() {
    let mut gray = Array2::from_elem((300, 200), 255u8);
    (40..260).for_each(|y| gray[(y, 100)] = 0);
    let prepared = prepare(gray, None).unwrap();
    let middle = prepared.pixels.row(14);
    let ink: u32 = middle.iter().map(|&pixel| u32::from(pixel)).sum();
    assert!((450..=600).contains(&ink), "two pixels of ink, found {}", f64::from(ink) / 255.0);
}

#[test]
fn a_blank_picture_is_refused() {
    let noise = |(y, x): (usize, usize)| (200 + (y * 7919 + x * 104_729) % 13) as u8;
    let blanks = [
        Array2::from_elem((1, 1), 0u8),
        Array2::from_elem((28, 28), 0),
        Array2::from_elem((300, 200), 255),
        Array2::from_shape_fn((120, 90), noise),
        Array2::from_shape_fn((50, 100), |(_, x)| 100 + x as u8),
    ];
    for blank in blanks {
        let message = prepare(blank, None).unwrap_err().to_string();
        assert!(message.starts_with("no ink found"), "{message}");
    }
    let wrong = prepare(frame((60, 80), 10, 40, 30, 20), Some(Ink::Light)).unwrap_err().to_string();
    assert!(wrong.contains("lightest part differs from the background by 0 of"), "{wrong}");
    assert!(wrong.ends_with("say whether the ink is dark or light"), "{wrong}");
}

#[test]
fn strange_shapes_are_prepared_or_refused() {
    let dot = array![[255u8, 0], [255, 255]];
    let row = Array2::from_shape_fn((1, 5000), |(_, x)| if x / 100 == 20 { 0 } else { 255 });
    let tall = Array2::from_shape_fn((40_000, 3), |(y, _)| if y > 15_000 { 255 } else { 0 });
    let to_the_border = Array2::from_shape_fn((40, 40), |(y, x)| if y == x { 0 } else { 255 });
    let checkers = Array2::from_shape_fn((30, 30), |(y, x)| ((y + x) % 2 * 255) as u8);
    for gray in [dot, row.t().to_owned(), row, tall, to_the_border, checkers] {
        for ink in [None, Some(Ink::Dark), Some(Ink::Light)] {
            if let Ok(prepared) = prepare(gray.clone(), ink) {
                assert_eq!(prepared.pixels.dim(), (28, 28));
                assert!(prepared.pixels.iter().any(|&pixel| pixel == 255));
            }
        }
    }
}

#[test]
fn a_sheet_cut_by_slits_to_its_middle_is_prepared_or_refused() {
    let slits = [(true, 0, 0), (true, 1, 1), (false, 0, 1), (false, 1, 0)];
    for (rim, reach) in [(64, 438), (48, 452)] {
        let gray = Array2::from_shape_fn((1024, 1024), |(y, x)| {
            let on_sheet = (rim..1024 - rim).contains(&y) && (rim..1024 - rim).contains(&x);
            let in_slit = slits.iter().any(|&(is_column, far, second)| {
                let (along, across) = if is_column { (y, x) } else { (x, y) };
                let depth = if far == 0 { along } else { 1023 - along };
                depth < rim + reach && across.abs_diff([480, 544][second]) < 6
            });
            if on_sheet && !in_slit { 230u8 } else { 20 }
        });
        for ink in [None, Some(Ink::Dark), Some(Ink::Light)] {
            if let Ok(prepared) = prepare(gray.clone(), ink) {
                assert_eq!(prepared.pixels.dim(), (28, 28));
            }
        }
    }
}

#[test]
fn a_small_mark_far_from_the_digits_is_left_out_and_reported() {
    let mut gray = frame((200, 300), 30, 40, 120, 70);
    (130..150).for_each(|y| (250..256).for_each(|x| gray[(y, x)] = 0));
    let found = digits_of(gray.clone());
    assert_eq!((found.digits.len(), found.joined), (1, 0));
    let [left_out] = found.left_out[..] else { panic!("{:?}", found.left_out) };
    assert_eq!((left_out.top, left_out.left, left_out.height, left_out.width), (130, 250, 20, 6));
    // Nearer it is a part.
    (130..150).for_each(|y| (130..136).for_each(|x| gray[(y, x)] = 0));
    let found = digits_of(gray);
    assert_eq!((found.digits.len(), found.joined, found.left_out.len()), (1, 1, 1));
    let plain = digits_of(frame((200, 300), 30, 40, 120, 70));
    assert_eq!((plain.digits.len(), plain.joined, plain.left_out.len()), (1, 0, 0));
}

#[test]
fn thin_straight_strokes_that_end_inside_the_picture_are_not_printed_lines() {
    let strokes = [[40, 40], [40, 90], [42, 150]];
    let gray = Array2::from_shape_fn((200, 200), |(y, x)| {
        let is_ink = |[top, left]: [usize; 2]| {
            (top..top + 120).contains(&y) && (left..left + 3).contains(&x)
        };
        if strokes.into_iter().any(is_ink) { 0u8 } else { 255 }
    });
    let found = digits_of(gray);
    let lefts: Vec<_> = found.digits.iter().map(|digit| digit.bounds.left).collect();
    assert_eq!(lefts, [40, 90, 150]);
}

#[test]
fn more_marks_than_are_told_apart_are_reported() {
    let gray = Array2::from_shape_fn((400, 400), |(y, x)| {
        let is_bar = (8..32).contains(&(y % 40)) && (10..16).contains(&((x + y / 40 % 3 * 9) % 40));
        if is_bar { 0u8 } else { 255 }
    });
    let found = digits_of(gray);
    assert_eq!((found.digits.len(), found.joined), (1, 100));
}

#[test]
fn pictures_of_one_row_or_column_of_millions_of_pixels_are_prepared() {
    let row = Array2::from_shape_fn((1, 1 << 24), |(_, x)| if x >> 20 == 7 { 0u8 } else { 255 });
    for gray in [row.t().to_owned(), row] {
        let prepared = prepare(gray.clone(), None).unwrap();
        let longer = prepared.bounds.height.max(prepared.bounds.width);
        assert!(longer.abs_diff(1 << 20) < 1 << 16, "{:?}", prepared.bounds);
    }
}

#[test]
fn noise_is_prepared_or_refused() {
    // A linear congruential generator's high bits.
    let noise = |share: u32| {
        let mut state = 1u32;
        Array2::from_shape_simple_fn((1024, 1024), || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if (state >> 16).is_multiple_of(share) { 0u8 } else { 255 }
        })
    };
    for share in [2, 4, 16, 64] {
        if let Ok(prepared) = prepare(noise(share), None) {
            assert_eq!(prepared.pixels.dim(), (28, 28));
        }
    }
}

fn digits_of(gray: Array2<u8>) -> PreparedDigits {
    prepare_digits(&Picture::from_gray(gray).unwrap(), &PictureOptions::default()).unwrap()
}

#[test]
fn transparent_is_white_or_else_black() {
    let picture = |ink: u8| {
        let mut image = image::RgbaImage::new(40, 40);
        (5..35).for_each(|y| image.put_pixel(20, y, image::Rgba([ink, ink, ink, 255])));
        read_picture(&encode(image.into(), ImageFormat::Png)).unwrap()
    };
    let (dark, light) = (picture(0), picture(255));
    assert_eq!((dark.gray()[(0, 0)], dark.gray()[(20, 20)]), (255, 0));
    assert_eq!((light.gray()[(0, 0)], light.gray()[(20, 20)]), (0, 255));
}

/// The seven of the test set in colours, as a PNG file.
fn coloured(ink: [u8; 4], paper: [u8; 4]) -> Vec<u8> {
    let seven = test_set().unwrap().images().index_axis(Axis(0), 0).to_owned();
    let gray = on_paper(&seven, 4, 150);
    let image = image::RgbaImage::from_fn(150, 150, |x, y| {
        let is_ink = gray[(y as usize, x as usize)] < 128;
        image::Rgba(if is_ink { ink } else { paper })
    });
    let image = DynamicImage::from(image);
    let opaque = ink[3] == 255 && paper[3] == 255;
    encode(if opaque { image.into_rgb8().into() } else { image }, ImageFormat::Png)
}

#[test]
fn ink_that_differs_by_colour_alone_is_found() {
    let plain = read_picture(&coloured([0, 0, 0, 255], [255; 4])).unwrap();
    let options = PictureOptions::default();
    let plain = prepare_picture(&plain, &options).unwrap();
    let cases = [
        ("red on green", [200, 20, 20, 255], [20, 77, 20, 255]),
        ("green on red", [20, 77, 20, 255], [200, 20, 20, 255]),
        ("blue on brown", [40, 60, 255, 255], [110, 70, 20, 255]),
        ("yellow on white", [255, 255, 60, 255], [255; 4]),
        ("nearly white on nothing", [250, 250, 250, 255], [0; 4]),
        ("nearly black on nothing", [6, 6, 6, 255], [0; 4]),
        ("yellow on nothing", [255, 255, 60, 255], [0; 4]),
        ("half grey on nothing", [128, 128, 128, 200], [255, 255, 255, 0]),
    ];
    for (name, ink, paper) in cases {
        let picture = read_picture(&coloured(ink, paper)).unwrap();
        let prepared = prepare_picture(&picture, &options);
        let prepared = prepared.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(prepared.pixels, plain.pixels, "{name}");
    }
}

#[test]
fn colour_with_contrast_is_luma() {
    let file = coloured([40, 60, 160, 255], [240, 235, 220, 255]);
    let luma = image::load_from_memory(&file).unwrap().into_luma8().into_raw();
    let picture = read_picture(&file).unwrap();
    assert!(picture.gray().iter().eq(&luma));
    for path in fixtures() {
        let image = image::open(&path).unwrap();
        if !image.color().has_alpha() {
            let picture = load_picture(&path).unwrap();
            assert!(picture.gray().iter().eq(image.into_luma8().iter()), "{path:?}");
        }
    }
}

#[test]
fn what_is_no_picture_is_named() {
    let cases: [(&[u8], &str); 10] = [
        (b"II*\0\x08\0\0\0", "a TIFF picture: export it as JPEG or PNG"),
        (b"MM\0*\0\0\0\x08", "a TIFF picture: export it as JPEG or PNG"),
        (b"", "an empty file"),
        (
            b"version https://git-lfs.github.com/spec/v1\n",
            "a Git LFS pointer: fetch the file itself with `git lfs pull`",
        ),
        (b"<!doctype html>", "an HTML page"),
        (b"GIF89a\x01\0\x01\0", "a GIF picture: export it as JPEG or PNG"),
        (b"\0\0\x08\x03", "an IDX file"),
        (b"hello", "a text file"),
        (
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
            "a HEIC picture: export it as JPEG or PNG; an iPhone takes JPEG with Settings",
        ),
        (b"\x80\x04\x95", "a pickle: give it as the model, not as the input"),
    ];
    for (bytes, found) in cases {
        let message = read_picture(bytes).unwrap_err().to_string();
        let expected = format!("expected a PNG, JPEG, WebP or BMP picture, found {found}");
        assert!(message.starts_with(&expected), "{message}");
    }
}

#[test]
fn a_png_cut_at_any_byte_is_refused() {
    let whole = png(&frame((20, 20), 3, 3, 12, 9));
    // The last chunk, IEND, holds nothing: decoders may do without it.
    for end in 0..whole.len() - 12 {
        assert!(read_picture(&whole[..end]).is_err(), "cut at {end} of {}", whole.len());
    }
    for end in whole.len() - 12..whole.len() {
        let _ = read_picture(&whole[..end]);
    }
}

#[test]
fn a_damaged_chunk_is_named_in_words() {
    let whole = png(&frame((20, 20), 3, 3, 12, 9));
    let mut seen = 0;
    for at in 8..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x20;
        if let Err(error) = read_picture(&damaged) {
            let message = error.to_string();
            assert!(!message.contains("ChunkType") && !message.contains('{'), "{message}");
            seen += usize::from(message.contains("decoding IDAT chunk"));
        }
    }
    assert!(seen > 0);
}

#[test]
fn a_jpeg_bmp_or_webp_cut_at_any_byte_is_refused() {
    let image = RgbImage::from_fn(57, 43, |x, y| image::Rgb([(x * 4) as u8, (y * 5) as u8, 60]));
    for format in [ImageFormat::Jpeg, ImageFormat::Bmp, ImageFormat::WebP] {
        let whole = encode(image.clone().into(), format);
        assert!(read_picture(&whole).is_ok());
        for end in 0..whole.len() {
            assert!(read_picture(&whole[..end]).is_err(), "{format:?} cut at {end}");
        }
    }
    let photo = std::fs::read(fixture("5_photo.jpg")).unwrap();
    for end in (0..photo.len()).step_by(97) {
        assert!(read_picture(&photo[..end]).is_err(), "cut at {end} of {}", photo.len());
    }
}

#[test]
fn the_end_of_a_thumbnail_is_not_the_end_of_a_jpeg() {
    let image = GrayImage::from_fn(40, 40, |x, y| image::Luma([(x * y) as u8]));
    let plain = encode(image.into(), ImageFormat::Jpeg);
    let thumbnail = [0xFF, 0xEF, 0, 8, 0xFF, 0xD8, 1, 2, 0xFF, 0xD9];
    let whole = [&plain[..2], &thumbnail, &plain[2..]].concat();
    assert_eq!(read_picture(&whole).unwrap(), read_picture(&plain).unwrap());
    assert!(matches!(
        read_picture(&whole[..whole.len() - 2]),
        Err(DigitsError::PictureTruncated { width: 40, height: 40, .. })
    ));
    assert!(read_picture(&[&whole[..], b"appended by a telephone"].concat()).is_ok());
}

#[test]
fn promises_are_checked_before_anything_is_allocated() {
    let with_size = |width: u32, height: u32| {
        let mut file = png(&frame((20, 20), 3, 3, 12, 9));
        file[16..20].copy_from_slice(&width.to_be_bytes());
        file[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = crc32(&file[12..29]);
        file[29..33].copy_from_slice(&crc.to_be_bytes());
        read_picture(&file).unwrap_err()
    };
    assert!(matches!(with_size(1 << 20, 1 << 20), DigitsError::PictureTooLarge { .. }));
    assert!(matches!(
        with_size(8000, 8000),
        DigitsError::PictureTruncated { width: 8000, height: 8000, .. }
    ));
    assert!(matches!(Picture::from_gray(Array2::zeros((0, 5))), Err(DigitsError::NoPixels { .. })));
}

/// The checksum of a PNG chunk.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}

#[test]
fn an_error_names_the_picture() {
    let message = load_picture("no/such/seven.png").unwrap_err().to_string();
    assert!(message.contains("seven.png: cannot read it"), "{message}");
}

#[test]
fn text_shows_the_digit_without_colour() {
    let seven = test_set().unwrap().images().index_axis(Axis(0), 0).to_owned();
    let text = draw_text(seven.view());
    assert_eq!(text.lines().count(), 14);
    assert!(text.lines().all(|line| line.chars().count() == 28), "{text}");
    assert_eq!(text.lines().nth(4).unwrap().trim(), "▀█▀████████████▄");
}

#[test]
fn a_sheet_holds_every_digit_in_its_place() {
    let digits = test_set().unwrap().slice(0..5).unwrap();
    let file = sheet(digits.images(), 3.try_into().unwrap()).unwrap();
    let picture = read_picture(&file).unwrap();
    assert_eq!((picture.width(), picture.height()), (3 * 30 + 2, 2 * 30 + 2));
    for ((y, x), &pixel) in digits.images().index_axis(Axis(0), 4).indexed_iter() {
        assert_eq!(picture.gray()[(32 + y, 32 + x)], pixel);
    }
    let none = digits.slice(0..0).unwrap();
    let error = sheet(none.images(), 3.try_into().unwrap()).unwrap_err();
    assert!(matches!(error, DigitsError::SheetSize { count: 0, .. }));
}

proptest! {
    #[test]
    fn any_picture_is_prepared_or_refused(
        (height, width) in (1usize..40, 1usize..40),
        levels in prop::collection::vec(any::<u8>(), 1..200),
        ink in prop::sample::select(&[None, Some(Ink::Dark), Some(Ink::Light)][..]),
    ) {
        let gray = Array2::from_shape_fn((height, width), |(y, x)| {
            levels[(y * width + x) % levels.len()]
        });
        match prepare(gray, ink) {
            Ok(prepared) => prop_assert!(prepared.pixels.iter().any(|&pixel| pixel == 255)),
            Err(DigitsError::Blank { .. }) => {}
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}
