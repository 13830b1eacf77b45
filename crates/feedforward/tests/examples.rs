//! The examples print what the chapter's sections print: NumPy's numbers.

#[path = "../../cli/tests/command/shown.rs"]
mod shown;

use shown::first_difference;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The example, the beginning of a line, and the numbers that follow it.
///
/// From examples_golden.py, NumPy 2.4.6.
#[rustfmt::skip]
const GOLDENS: &[(&str, &str, &[f64])] = &[
    ("perceptron", "AND ", &[0.0, 0.0, 0.0, 1.0]),
    ("perceptron", "NAND ", &[1.0, 1.0, 1.0, 0.0]),
    ("perceptron", "OR ", &[0.0, 1.0, 1.0, 1.0]),
    ("perceptron", "XOR ", &[0.0, 1.0, 1.0, 0.0]),
    ("activations", "  -5.0 ", &[0.0, 0.0066928509242848554, 0.0]),
    ("activations", "  -2.0 ", &[0.0, 0.11920292202211755, 0.0]),
    ("activations", "  -1.0 ", &[0.0, 0.2689414213699951, 0.0]),
    ("activations", "  -0.5 ", &[0.0, 0.3775406687981454, 0.0]),
    ("activations", "   0.0 ", &[0.0, 0.5, 0.0]),
    ("activations", "   0.5 ", &[1.0, 0.6224593312018546, 0.5]),
    ("activations", "   1.0 ", &[1.0, 0.7310585786300049, 1.0]),
    ("activations", "   2.0 ", &[1.0, 0.8807970779778823, 2.0]),
    ("activations", "   5.0 ", &[1.0, 0.9933071490757153, 5.0]),
    ("activations", "sigmoid(-1.0) =", &[0.2689414213699951]),
    ("activations", "sigmoid( 1.0) =", &[0.7310585786300049]),
    ("activations", "sigmoid( 2.0) =", &[0.8807970779778823]),
    ("activations", "h(x) = 3x three times: h(h(h(2))) =", &[54.0]),
    ("activations", "one layer of c³ = 27:", &[54.0]),
    ("arrays", "(3x2)·(2)   =", &[23.0, 53.0, 83.0]),
    ("arrays", "y =", &[5.0, 11.0, 17.0]),
    ("arrays", "[[19, ", &[22.0]),
    ("arrays", "[[11, ", &[14.0, 17.0, 20.0]),
    ("arrays", " [23, ", &[30.0, 37.0, 44.0]),
    ("three_layers", "z1 =", &[0.30000000000000004, 0.7, 1.1]),
    ("three_layers", "Y1 =", &[0.574442516811659, 0.6681877721681662, 0.7502601055951177]),
    ("three_layers", "z2 =", &[0.5161598377933344, 1.2140269561658172]),
    ("three_layers", "Y2 =", &[0.6262493703990729, 0.7710106968556123]),
    ("three_layers", "z3 =", &[0.3168270764110298, 0.6962790898619668]),
    ("three_layers", "Y =", &[0.3168270764110298, 0.6962790898619668]),
    ("rust_for_numpy", "doubled =", &[2.0, 4.0, 6.0]),
    ("rust_for_numpy", "pixels [0, 51, 255] become", &[0.0, 0.2, 1.0]),
    ("rust_for_numpy", "200 + 100 in a u8: None, or wrapped", &[44.0]),
    ("rust_for_numpy", "sums down the columns", &[5.0, 7.0, 9.0]),
    ("output_layer", "softmax   [", &[0.01821127329554753, 0.24519181293507392, 0.7365969137693786]),
    ("output_layer", "with the maximum subtracted  [", &[0.999954600070331, 4.539786860886666e-05, 2.061060046209062e-09]),
    ("from_scratch", "from scratch, in f64  [", &[0.3168270764110298, 0.6962790898619668]),
    ("from_scratch", "the library, in f32   [", &[0.3168270764110298, 0.6962790898619668]),
];

/// An example, without MNIST's training set. `cargo test` builds the examples beside the tests.
fn command(example: &str) -> Command {
    let mut folder: PathBuf = std::env::current_exe().expect("the test has a path");
    folder.pop();
    folder.pop();
    let mut command = Command::new(folder.join("examples").join(example));
    command.env("FEEDFORWARD_DATA", "/nowhere/feedforward");
    command
}

/// What a successful command prints, and what it says on stderr.
fn printed(command: &mut Command) -> [String; 2] {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let [text, notes] = [output.stdout, output.stderr]
        .map(|bytes| String::from_utf8(bytes).expect("examples print text"));
    assert!(output.status.success(), "{command:?}: {notes}");
    [text, notes]
}

fn output(example: &str) -> String {
    let [text, _] = printed(&mut command(example));
    text
}

/// The files of the examples.
fn sources() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = folder.read_dir().expect("the examples are here");
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files
}

/// The file that the guide includes for the output of `name`.
fn shown_output(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/output");
    folder.join(name).with_extension("txt")
}

/// The numbers in a text, each with half a unit of its last printed digit.
fn numbers(text: &str) -> Vec<(f64, f64)> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || ".-+".contains(c)));
    words
        .filter_map(|word| {
            let value: f64 = word.parse().ok()?;
            let (digits, exponent) = word.split_once('e').unwrap_or((word, "0"));
            let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let exponent: i32 = exponent.parse().ok()?;
            Some((value, 0.5 * 10f64.powi(exponent - decimals as i32)))
        })
        .collect()
}

#[test]
fn examples_print_numpys_numbers() {
    let mut printed: Option<(&str, String)> = None;
    for &(example, line, expected) in GOLDENS {
        if printed.as_ref().is_none_or(|(name, _)| *name != example) {
            printed = Some((example, output(example)));
        }
        let text = &printed.as_ref().expect("just printed").1;
        let at = text.match_indices(line).find(|(at, _)| *at == 0 || text[..*at].ends_with('\n'));
        let (at, _) =
            at.unwrap_or_else(|| panic!("{example}: no line begins with {line:?}:\n{text}"));
        // A trace has its numbers in the line below.
        let skip =
            if example == "three_layers" { text[at..].find('\n').unwrap_or(0) } else { line.len() };
        let found = numbers(&text[at + skip..]);
        for (index, &expected) in expected.iter().enumerate() {
            let (found, half_unit) = found[index];
            // f32 has seven digits.
            let tolerance = 1e-6 * expected.abs() + half_unit;
            assert!(
                (found - expected).abs() <= tolerance,
                "{example}, {line}: {found}, not {expected}"
            );
        }
    }
}

#[test]
fn the_guide_shows_what_the_examples_print() {
    for example in sources() {
        let name = example.file_stem().expect("a name").to_str().expect("a name in ASCII");
        let file = shown_output(name);
        let shown = std::fs::read_to_string(&file).unwrap_or_default();
        let difference = first_difference(&shown, &output(name));
        assert_eq!(difference, None, "{}: run docs/guide/outputs.sh", file.display());
    }
}

#[test]
fn from_scratch_prints_numpys_output_to_the_last_digit() {
    let numpy =
        std::fs::read_to_string(shown_output("from_scratch_numpy")).expect("NumPy's output");
    let printed = output("from_scratch");
    let (from_scratch, library) = printed.split_at(printed.rfind("\n\n").expect("two parts") + 1);
    assert_eq!(from_scratch, numpy);
    assert_eq!(library.trim().lines().count(), 2, "{library}");
}

#[test]
fn examples_fit_the_guides_pages() {
    for example in sources() {
        let text = std::fs::read_to_string(&example).expect("a text");
        let long = text.lines().find(|line| line.chars().count() > 80);
        assert_eq!(long, None, "{}", example.display());
    }
}

#[test]
fn the_naive_softmax_overflows() {
    assert!(output("output_layer").contains("by the formula as it stands  [NaN, NaN, NaN]"));
}

#[test]
fn arrays_say_which_shapes_do_not_fit() {
    let text = output("arrays");
    for part in [
        "ndim 1, shape [4]",
        "ndim 2, shape [3, 2]",
        "shape [3, 4]",
        "W1 is 2 x 3), but x is 1 x 3",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn perceptrons_are_learned_as_well_as_set() {
    let text = output("perceptron");
    let (by_hand, learned) = text.split_once("learned").expect("two parts");
    for gate in ["AND", "NAND", "OR", "XOR"] {
        let row = |part: &str| {
            let line = part.lines().find(|line| line.split_whitespace().next() == Some(gate));
            line.map(|line| numbers(line).into_iter().take(4).map(|(n, _)| n).collect::<Vec<_>>())
        };
        assert_eq!(row(by_hand), row(learned), "{gate}");
    }
}

#[test]
fn digits_are_read_one_by_one_and_in_batches_with_one_accuracy() {
    let text = output("digits");
    let accuracies: Vec<_> = text.lines().filter(|line| line.starts_with("accuracy")).collect();
    assert_eq!(accuracies, ["accuracy 0.989"; 2]);
    assert!(text.contains("X 1x784 ·") && text.contains("X 100x784 ·"), "{text}");
}

#[test]
fn the_training_sets_shapes_are_printed_where_it_is() {
    let folder = std::env::var_os("FEEDFORWARD_DATA").map(PathBuf::from).unwrap_or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/mnist")
    });
    let mut command = command("digits");
    let [text, _] = printed(command.env("FEEDFORWARD_DATA", &folder));
    if text.starts_with("training set  not here") {
        let skipped = format!("skipped: no training set in {}\n", folder.display());
        std::io::stderr().write_all(skipped.as_bytes()).expect("stderr can be written");
        return;
    }
    assert!(text.starts_with("training set  (60000, 784) (60000,)\n"), "{text}");
}

#[test]
fn time_is_told_on_stderr_alone() {
    for (example, parts) in [
        ("digits", ["one by one", "in hundreds"]),
        ("from_scratch", ["in batches of 1: ", "in batches of 1000: "]),
    ] {
        let [text, notes] = printed(command(example).arg("--time"));
        assert_eq!(text, output(example));
        let lines: Vec<_> = notes.lines().collect();
        let told = lines.iter().zip(parts).all(|(line, part)| line.starts_with(part));
        assert!(told && lines.len() == 2, "{notes}");
    }
}

#[test]
fn learning_makes_random_weights_good() {
    let text = output("learning");
    let accuracy = |line: &str| {
        let line = text.lines().find(|found| found.starts_with(line)).expect(line);
        numbers(line)[0].0
    };
    assert!(accuracy("random weights:") < 0.25, "{text}");
    assert!(accuracy("learned weights:") > 0.9, "{text}");
}
