use super::{run, stderr, stdout};

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
fn numbers_that_cannot_be_read_are_refused_in_words() {
    for (args, words) in [
        (&["evaluate", "--batch", "0"][..], "expected a whole number from 1 up"),
        (&["evaluate", "--batch", "many"], "expected a whole number from 1 up"),
        (&["evaluate", "--threads", "0"], "expected a whole number from 1 to 1024"),
        (&["bench", "--threads", "1,1025"], "expected a whole number from 1 to 1024"),
        (&["train", "--hidden-layers", "50x100"], "expected a whole number from 0 up"),
        (&["train", "--learning-rate", "abc"], "expected a number such as 0.001"),
        (&["predict", "--divide", "0"], "expected a number other than 0, such as 255"),
        (&["predict", "--divide", "nan"], "expected a number other than 0, such as 255"),
        (&["predict", "--index", "5-3"], "the range 5-3 runs backwards: write 3-5"),
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(words), "{args:?}: {}", stderr(&output));
    }
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
    for (args, tip) in [
        (&["plot", "activation", "sigmod"][..], "'sigmoid'"),
        (&["evaluate", "--output", "softmx"], "'softmax'"),
        (&["train", "--initialization", "xavie"], "'xavier'"),
    ] {
        let text = stderr(&run(args));
        assert!(text.contains("a similar value exists") && text.contains(tip), "{text}");
    }
}
