use super::{refusal, run, stderr, stdout};

#[test]
fn bad_usage_has_status_2() {
    for args in [
        &["evaluate", "--batch", "0"][..],
        &["fly"],
        &[],
        &["evaluate", "--transpose"],
        &["train", "--activation", "softmax"],
        &["evaluate", "--hidden", "softmin"],
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty() && !stderr(&output).is_empty(), "{args:?}");
    }
}

#[test]
fn values_that_cannot_be_read_are_refused_in_words() {
    for (args, sentence) in [
        (&["evaluate", "--batch", "0"][..], "--batch: expected a whole number from 1, found '0'"),
        (&["evaluate", "--batch", "many"], "--batch: expected a whole number from 1, found 'many'"),
        (&["predict", "--batch", "-1"], "--batch: expected a whole number from 1, found '-1'"),
        (
            &["plot", "weights", "--layer", "0"],
            "--layer: expected a whole number from 1, found '0'",
        ),
        (
            &["plot", "weights", "--per-row", "0"],
            "--per-row: expected a whole number from 1, found '0'",
        ),
        (
            &["evaluate", "--threads", "0"],
            "--threads: expected a whole number from 1 to 1024, found '0'",
        ),
        (
            &["bench", "--threads", "1,1025"],
            "--threads: expected a whole number from 1 to 1024, found '1025'",
        ),
        (
            &["bench", "--seconds", "0"],
            "--seconds: expected seconds above 0 and up to 3600, such as 0.7, found '0'",
        ),
        (
            &["train", "--hidden-layers", "50x100"],
            "--hidden-layers: expected commas between the numbers, found '50x100'; did you mean 50,100?",
        ),
        (
            &["train", "--learning-rate", "abc"],
            "--learning-rate: expected a number such as 0.001, found 'abc'",
        ),
        (
            &["predict", "--divide", "nan"],
            "--divide: expected a number other than 0, such as 255, found 'nan'",
        ),
        (
            &["evaluate", "--at-least", "98"],
            "--at-least: expected a number from 0 to 1, such as 0.97 for 97 %, found '98'",
        ),
        (&["predict", "--index", "5-3"], "--index: the range 5-3 runs backwards: write 3-5"),
        (
            &["predict", "--index", "five"],
            "--index: expected numbers and ranges such as 0,5,10-12, found 'five'",
        ),
        (
            &["completions", "bsh"],
            "expected bash, elvish, fish, powershell or zsh, found 'bsh'; did you mean bash?",
        ),
    ] {
        assert_eq!(refusal(args), sentence);
    }
}

#[test]
fn spaces_between_the_sizes_of_layers_do_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("net.safetensors");
    let args = ["train", "--split", "test", "--epochs", "0", "--hidden-layers", "5, 6"];
    let output = run(&[&args[..], &["-o", file.to_str().unwrap()]].concat());
    assert!(stdout(&output).contains("784-5-6-10"), "{}", stderr(&output));
}

#[test]
fn activations_are_read_in_any_form_that_names_one() {
    for (name, shown) in [("ReLU", "relu"), ("leaky_relu(0.2)", "leaky_relu(0.2)")] {
        let text = stdout(&run(&["plot", "activation", name]));
        assert!(text.contains(&format!("the activation {shown}")), "{name}: {text}");
    }
    let text = stderr(&run(&["plot", "activation", "leaky_relu(much)"]));
    assert!(text.contains("leaky_relu takes one finite number"), "{text}");
}

#[test]
fn a_name_that_is_nearly_right_is_suggested() {
    for (args, sentence) in [
        (
            &["plot", "activation", "sigmod"][..],
            "expected an activation, found 'sigmod'; did you mean sigmoid?",
        ),
        (
            &["evaluate", "--output", "softmx"],
            "--output: expected an output, found 'softmx'; did you mean softmax?",
        ),
        (
            &["train", "--initialization", "xavie"],
            "--initialization: expected an initialization, found 'xavie'; did you mean xavier?",
        ),
        (
            &["evaluate", "--hidden", "softmax"],
            "--hidden: expected an activation, found 'softmax'; softmax is an output, which is applied to the last layer alone: --output softmax",
        ),
    ] {
        assert_eq!(refusal(args), sentence);
    }
}

#[test]
fn the_names_of_choices_are_read_in_any_capitals() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("net.safetensors");
    let args =
        ["train", "--split", "Test", "--epochs", "0", "--optimizer", "Adam", "--keep", "LAST"];
    let output = run(&[&args[..], &["-o", file.to_str().unwrap()]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
}
