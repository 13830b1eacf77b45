//! Which of several names a misspelt word may stand for.

use strsim::damerau_levenshtein;

/// The name that is most like `word`, of equal ones the first; `None` if none is near.
pub(crate) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = letters(word);
    let length = word.chars().count();
    // One letter in three may be wrong, but not all.
    let most = (length / 3).max(1).min(length.saturating_sub(1));
    let distances = names.into_iter().map(|name| {
        let letters = letters(name);
        let is_beginning = length >= 3 && letters.starts_with(&word);
        (if is_beginning { 1 } else { damerau_levenshtein(&word, &letters) }, name)
    });
    let near = distances.filter(|(distance, _)| *distance <= most);
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// What is compared: capitals, spaces, `_` and `-` make no difference.
fn letters(word: &str) -> String {
    let letters = word.chars().filter(|c| !matches!(c, ' ' | '_' | '-'));
    letters.flat_map(char::to_lowercase).collect()
}

/// `; did you mean NAME?`, or nothing.
pub(crate) fn did_you_mean(name: Option<&str>) -> String {
    name.map(|name| format!("; did you mean {name}?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_name_is_found_and_a_far_one_is_not() {
        let names = ["relu", "elu", "sigmoid", "leaky_relu", "softsign"];
        for (word, name) in [
            ("sigmod", Some("sigmoid")),
            ("SIGMOID", Some("sigmoid")),
            ("leaky", Some("leaky_relu")),
            ("Leaky-Relu", Some("leaky_relu")),
            ("rleu", Some("relu")),
            ("rlu", Some("relu")),
            ("exp", None),
            ("x", None),
            ("", None),
            ("nothing", None),
        ] {
            assert_eq!(nearest(word, names), name, "{word}");
        }
    }
}
