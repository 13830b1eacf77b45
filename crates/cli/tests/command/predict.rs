use super::formats::{idx, npy, safetensors};
use super::{json, path, refusal, root, run, stderr, stdout, test_set};
use std::fs;

#[test]
fn drawn_digits_are_classified() {
    let folder = root().join("crates/digits/tests/pictures");
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| {
        file.extension().is_some_and(|e| ["png", "jpg", "jpeg", "bmp"].iter().any(|x| e == *x))
    });
    files.sort();
    assert!(files.len() >= 20, "{files:?}");
    let mut args = vec!["predict", "--json"];
    args.extend(files.iter().map(|file| file.to_str().unwrap()));
    let predictions = json(&args);
    for (prediction, file) in predictions.as_array().unwrap().iter().zip(&files) {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert_eq!(prediction["class_name"].as_str().unwrap(), &name[..1], "{prediction}");
        assert_eq!(prediction.get("label"), None, "a picture has no ground truth");
        assert_eq!(prediction["input"].as_str(), file.to_str());
        assert_eq!(prediction["class"].to_string(), name[..1]);
    }
    // Every digit is among them.
    for digit in '0'..='9' {
        assert!(
            files.iter().any(|file| file.file_name().unwrap().to_str().unwrap().starts_with(digit))
        );
    }
}

#[test]
fn probabilities_are_drawn_as_bars_below_the_picture() {
    let file = path("crates/digits/tests/pictures/7_ink_on_paper.png");
    let text = stdout(&run(&["predict", &file]));
    assert!(
        text.contains('█') && text.contains("\n  7  0.9") && text.contains("\n-> 7 (0.9"),
        "{text}"
    );
}

#[test]
fn an_idx_file_an_npy_array_and_a_table_give_the_same_answer() {
    let folder = tempfile::tempdir().unwrap();
    let [images, _] = test_set();
    let idx = json(&["predict", "--json", &images, "--index", "3,5-6"]);
    assert_eq!(idx.as_array().unwrap().len(), 3);
    let digits = json(&["dataset", "show", "--json", "--index", "3,5-6"]);
    let pixels: Vec<Vec<u64>> = digits
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            d["pixels"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|row| row.as_array().unwrap())
                .map(|p| p.as_u64().unwrap())
                .collect()
        })
        .collect();
    let table: Vec<String> = pixels
        .iter()
        .map(|row| row.iter().map(u64::to_string).collect::<Vec<_>>().join(","))
        .collect();
    let csv = folder.path().join("pixels.csv");
    fs::write(&csv, table.join("\n")).unwrap();
    let csv = json(&["predict", "--json", "--divide", "255", csv.to_str().unwrap()]);
    let bytes: Vec<u8> = pixels.iter().flatten().map(|&p| p as u8).collect();
    let npy = npy("|u1", "3, 28, 28", &bytes);
    let file = folder.path().join("pixels.npy");
    fs::write(&file, npy).unwrap();
    let npy = json(&["predict", "--json", file.to_str().unwrap()]);
    for i in 0..3 {
        assert_eq!(idx[i]["probabilities"], csv[i]["probabilities"]);
        assert_eq!(idx[i]["probabilities"], npy[i]["probabilities"]);
    }
    assert_eq!(idx[0]["class"], 0);
}

#[test]
fn digits_of_the_test_set_come_with_their_label() {
    let predictions = json(&["predict", "--json", "--index", "0-19"]);
    let predictions = predictions.as_array().unwrap();
    assert_eq!(predictions.len(), 20);
    let labels = &json(&["dataset", "show", "--json", "--index", "0-19"]);
    for (index, prediction) in predictions.iter().enumerate() {
        assert_eq!(prediction["label"], labels[index]["label"].to_string(), "{prediction}");
        assert_eq!(prediction["class_name"], prediction["class"].to_string(), "{prediction}");
    }
    assert_eq!(stdout(&run(&["predict", "--index", "0-19"])).lines().count(), 20);
}

#[test]
fn a_label_is_the_ground_truth_and_a_wrong_prediction_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.csv");
    let header: Vec<String> = (0..784).map(|i| format!("pixel{i}")).collect();
    let row = vec!["0"; 784].join(",");
    let class = |label: &str| {
        let text = format!("label,{}\n{label},{row}\n", header.join(","));
        fs::write(&file, text).unwrap();
        let found = json(&["predict", "--json", file.to_str().unwrap()]);
        assert_eq!(found[0]["label"], label);
        found[0]["class"].to_string()
    };
    let class = class("cat");
    let text = stdout(&run(&["predict", file.to_str().unwrap()]));
    assert!(text.trim_end().ends_with("  wrong: it is cat"), "{text}");
    for label in [class.clone(), format!("{class}.0")] {
        fs::write(&file, format!("label,{}\n{label},{row}\n", header.join(","))).unwrap();
        let text = stdout(&run(&["predict", file.to_str().unwrap()]));
        assert!(!text.contains("wrong"), "{text}");
    }
}

#[test]
fn rows_of_several_files_stand_in_their_order() {
    let picture = path("crates/digits/tests/pictures/7_ink_on_paper.png");
    let [images, _] = test_set();
    let found = json(&["predict", "--json", &images, &images, "--index", "3,0"]);
    let names: Vec<_> = found.as_array().unwrap().iter().map(|p| p["input"].clone()).collect();
    let name = |index: usize| format!("{images} #{index}");
    assert_eq!(names, [name(3), name(0), name(3), name(0)]);
    let classes = |p: &serde_json::Value| p["class"].as_u64().unwrap();
    assert_eq!((classes(&found[0]), classes(&found[1])), (0, 7));
    assert_eq!(json(&["predict", "--json", &picture])[0]["input"], picture);
}

#[test]
fn what_cannot_be_predicted_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let blank = write("blank.bmp", &blank_bmp());
    let table = [
        (refusal(&["predict"]), "nothing to predict"),
        (refusal(&["predict", "7"]), "did you mean --index 7?"),
        (refusal(&["predict", "/nowhere/7.png"]), "/nowhere/7.png: there is no folder /nowhere"),
        (refusal(&["predict", &write("empty.png", b"")]), "empty.png: found nothing in it"),
        (refusal(&["predict", &write("cut.png", b"\x89PNG\r\n\x1a\n\0\0")]), "cut.png"),
        (refusal(&["predict", &blank]), "blank.bmp"),
        (
            refusal(&["predict", &write("three.csv", b"1,2,3\n")]),
            "line 1: the network takes 784 inputs, but the line has 3",
        ),
        (
            refusal(&["predict", "--index", "10000"]),
            "there is no row 10000: the last of 10000 is 9999",
        ),
        (
            refusal(&["predict", &path("crates/feedforward/models/digits.safetensors")]),
            "give weights as --model",
        ),
    ];
    for (found, expected) in table {
        assert!(found.contains(expected), "{found:?} does not say {expected:?}");
    }
}

#[test]
fn arrays_of_no_rows_are_refused_before_anything_is_allocated() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows");
    let table = [
        npy("<f4", "4000000000000, 0", &[]),
        npy("<f4", "4294967296, 0, 784", &[]),
        npy("<f4", "0, 784", &[]),
        idx(&[u32::MAX, 0], &[]),
        idx(&[u32::MAX, 0, 28], &[]),
        idx(&[0, 28, 28], &[]),
    ];
    for bytes in table {
        fs::write(&file, &bytes).unwrap();
        refusal(&["predict", file.to_str().unwrap()]);
    }
    fs::write(&file, npy("<f4", "3, 5", &[])).unwrap();
    refusal(&["predict", file.to_str().unwrap()]);
}

#[test]
fn flags_that_have_no_effect_are_refused() {
    let file = path("crates/digits/tests/pictures/7_ink_on_paper.png");
    assert!(
        refusal(&["predict", &file, "--index", "5"])
            .contains("--index is for files of several inputs")
    );
    assert!(refusal(&["predict", &file, "--divide", "17"]).contains("--divide is for numbers"));
    assert!(refusal(&["predict", "--index", "0", "--divide", "17"]).contains("--divide is for"));
}

#[test]
fn answers_that_are_no_numbers_have_no_class() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nan.csv");
    fs::write(&file, vec!["nan"; 784].join(",")).unwrap();
    let predictions = json(&["predict", "--json", file.to_str().unwrap()]);
    assert_eq!(predictions[0]["class"], serde_json::Value::Null);
    let text = stdout(&run(&["predict", file.to_str().unwrap()]));
    assert!(text.contains("none: the outputs are not numbers"), "{text}");
}

#[test]
fn equal_probabilities_have_the_class_of_the_larger_logit() {
    let folder = tempfile::tempdir().unwrap();
    let (model, rows) = (folder.path().join("mirror.safetensors"), folder.path().join("rows.csv"));
    let (weights, bias) = ([1.0, 0.0, 0.0, 1.0], [0.0, 0.0]);
    let bytes = safetensors(&[("W1", &[2, 2], &weights), ("b1", &[2], &bias)]);
    fs::write(&model, bytes).unwrap();
    fs::write(&rows, "1e-9,2e-9\n").unwrap();
    let (model, rows) = (model.to_str().unwrap(), rows.to_str().unwrap());
    let predictions = json(&["predict", "--json", rows, "--model", model, "--output", "softmax"]);
    assert_eq!(predictions[0]["probabilities"], serde_json::json!([0.5, 0.5]));
    assert_eq!(predictions[0]["class"], 1);
}

/// A bitmap of 2 x 2 white pixels.
fn blank_bmp() -> Vec<u8> {
    let mut bytes = b"BM".to_vec();
    for word in [70u32, 0, 54, 40, 2, 2, 1 | 24 << 16, 0, 16, 2835, 2835, 0, 0] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend([255, 255, 255, 255, 255, 255, 0, 0].repeat(2));
    bytes
}

/// What the table beside the photographs says of each: its file, its digits (`-` for what is no
/// digit), its kind.
fn photographs() -> Vec<[String; 3]> {
    let table = path("crates/digits/tests/photographs/answers.csv");
    let table = fs::read_to_string(table).unwrap();
    let rows = table.lines().skip(1).map(|line| {
        let fields: Vec<_> = line.split(',').map(str::to_owned).collect();
        <[String; 3]>::try_from(fields).unwrap()
    });
    rows.collect()
}

/// The photographs for which something else is read than what they show, and what that is.
const MISREAD: [(&str, &str); 2] = [("20_turned.jpg", "111"), ("26_letter.jpg", "4")];

#[test]
fn photographs_of_digits_are_read() {
    let photographs = photographs();
    assert_eq!(photographs.len(), 30);
    let files: Vec<_> = photographs
        .iter()
        .map(|[file, ..]| path(&format!("crates/digits/tests/photographs/{file}")))
        .collect();
    let mut args = vec!["predict", "--json"];
    args.extend(files.iter().map(String::as_str));
    let predictions = json(&args);
    let predictions = predictions.as_array().unwrap();
    for ([file, answer, _], path) in photographs.iter().zip(&files) {
        let read: String = predictions
            .iter()
            .filter(|prediction| prediction["input"] == path.as_str())
            .map(|prediction| prediction["class_name"].as_str().unwrap_or("?"))
            .collect();
        let expected = MISREAD.iter().find(|(name, _)| name == file);
        let expected = expected.map_or(&answer.replace('-', "?")[..], |(_, read)| read).to_owned();
        assert_eq!(read, expected, "{file}");
    }
}

#[test]
fn several_digits_in_a_picture_are_read_from_left_to_right() {
    let photographs = photographs();
    let [file, answer, _] = photographs.iter().find(|[.., kind]| kind == "several").unwrap();
    let file = path(&format!("crates/digits/tests/photographs/{file}"));
    let spaced: Vec<_> = answer.chars().map(String::from).collect();
    let text = stdout(&run(&["predict", &file]));
    assert!(text.trim_end().ends_with(&format!("\n-> {}", spaced.join(" "))), "{text}");
    assert!(text.contains(&format!(", digit 1 of {}", answer.len())), "{text}");
    let found = json(&["predict", "--json", &file]);
    let found = found.as_array().unwrap();
    assert_eq!(found.len(), answer.len());
    let lefts: Vec<_> = found.iter().map(|digit| digit["box"]["left"].as_u64().unwrap()).collect();
    assert!(lefts.is_sorted(), "{lefts:?}");
    for digit in found {
        assert_eq!(digit["sure"], true);
        let side = |name: &str| digit["box"][name].as_u64().unwrap();
        assert!(side("width") > 5 && side("height") > 5 && side("left") + side("width") <= 240);
    }
}

#[test]
fn what_is_no_digit_is_not_sure_and_says_why() {
    let photographs = photographs();
    let [file, ..] = photographs.iter().find(|[.., kind]| kind == "blob").unwrap();
    let file = path(&format!("crates/digits/tests/photographs/{file}"));
    let text = stdout(&run(&["predict", &file]));
    assert!(text.contains("\n-> not sure: "), "{text}");
    let found = &json(&["predict", "--json", &file])[0];
    assert_eq!(found["sure"], false);
    assert_eq!(found["class"], serde_json::Value::Null);
    assert!(found["guess"].as_u64().unwrap() < 10);
    assert!(!found["doubts"].as_array().unwrap().is_empty());
}

#[test]
fn a_telephones_picture_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("iphone.heic");
    fs::write(&file, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic").unwrap();
    let message = refusal(&["predict", file.to_str().unwrap()]);
    assert!(message.contains("a HEIC picture: export it as JPEG or PNG"), "{message}");
    assert!(message.contains("Settings > Camera > Formats > Most Compatible"), "{message}");
}

/// A bitmap of 200 x 200 white pixels with black bars: left, top, width, height of each.
fn bars_bmp(bars: &[[usize; 4]]) -> Vec<u8> {
    const SIDE: usize = 200;
    let size = 3 * (SIDE * SIDE) as u32;
    let side = SIDE as u32;
    let mut bytes = b"BM".to_vec();
    for word in [54 + size, 0, 54, 40, side, side, 1 | 24 << 16, 0, size, 2835, 2835, 0, 0] {
        bytes.extend(word.to_le_bytes());
    }
    // A bitmap's rows go from the bottom to the top.
    for (y, x) in (0..SIDE).rev().flat_map(|y| (0..SIDE).map(move |x| (y, x))) {
        let is_ink = bars.iter().any(|&[left, top, width, height]| {
            (left..left + width).contains(&x) && (top..top + height).contains(&y)
        });
        bytes.extend([if is_ink { 0 } else { 255 }; 3]);
    }
    bytes
}

#[test]
fn separate_marks_that_are_no_digits_of_their_own_get_a_note() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("marks.bmp");
    let said = |bars: &[[usize; 4]]| {
        fs::write(&file, bars_bmp(bars)).unwrap();
        let output = run(&["predict", file.to_str().unwrap()]);
        assert!(output.status.success(), "{}", stderr(&output));
        stderr(&output)
    };
    let one = [60, 40, 12, 110];
    assert_eq!(said(&[one]), "");
    let far = said(&[one, [150, 120, 8, 25]]);
    let left_out = "note: 1 separate mark is left out, too small and too far from a digit: \
                    crop the picture to it if it is to be read\n";
    assert_eq!(far, left_out);
    let near = said(&[one, [90, 120, 8, 25], [90, 60, 8, 25]]);
    let joined = "note: 2 separate marks are read as part of a digit: \
                  crop the picture to one digit if they are not\n";
    assert_eq!(near, joined);
}
