//! What is wrong with JSON, in words that need no knowledge of the parser.

use serde_json::error::Category;

/// A clause for an error of the parser: what is wrong, and where.
pub(crate) fn clause(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let field = |begin: &str| text.strip_prefix(begin)?.split('`').next();
    let what = match (field("missing field `"), field("unknown field `"), error.classify()) {
        (Some(field), ..) => format!("the field `{field}` is missing"),
        (_, Some(field), _) => format!("the field `{field}` is unknown"),
        (.., Category::Data) if is_own(&text) => {
            text.split(" at line ").next().unwrap_or_default().to_owned()
        }
        (.., Category::Data) => "a value is not what it should be".to_owned(),
        (.., Category::Eof) => "the JSON breaks off".to_owned(),
        (.., Category::Syntax | Category::Io) => "it is no JSON".to_owned(),
    };
    // A parser that was given a value, and no text, knows no place.
    match error.line() {
        0 => what,
        line => format!("{what} in line {line}, column {}", error.column()),
    }
}

/// Whether a message is one of ours, and none that serde makes of a value's type.
fn is_own(text: &str) -> bool {
    !["invalid ", "duplicate ", "unknown "].iter().any(|begin| text.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only errors are looked at")]
    struct Point {
        x: u8,
    }

    #[test]
    fn no_word_of_the_parser_is_shown() {
        for (text, clause) in [
            ("{}", "the field `x` is missing in line 1, column 2"),
            (r#"{"y": 1}"#, "the field `y` is unknown in line 1, column 4"),
            (r#"{"x": "a"}"#, "a value is not what it should be in line 1, column 9"),
            (r#"{"x": -1}"#, "a value is not what it should be in line 1, column 8"),
            (r#"{"x": 1"#, "the JSON breaks off in line 1, column 7"),
            ("{]", "it is no JSON in line 1, column 2"),
        ] {
            let error = serde_json::from_str::<Point>(text).unwrap_err();
            assert_eq!(super::clause(&error), clause, "{text}");
        }
    }
}
