//! Numbers in figures, and lists of them in flags.

use std::str::FromStr;

/// A number with at most four decimals and the minus sign of mathematics.
pub(crate) fn shown(value: f32) -> String {
    if !value.is_finite() {
        return value.to_string().replace('-', "−").replace("inf", "∞");
    }
    let size = value.abs();
    let text = match size {
        _ if size != 0.0 && !(1e-4..1e6).contains(&size) => format!("{value:.2e}"),
        _ => {
            let text = format!("{value:.4}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    };
    match text.strip_prefix('-') {
        Some("0") => "0".to_owned(),
        Some(digits) => format!("−{}", digits.replace('-', "−")),
        None => text.replace('-', "−"),
    }
}

/// A number as a factor: a negative one is in parentheses.
pub(crate) fn factor(value: f32) -> String {
    let text = shown(value);
    if text.starts_with('−') { format!("({text})") } else { text }
}

/// The subscript of a number.
pub(crate) fn subscript(number: usize) -> String {
    const DIGITS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    number.to_string().bytes().map(|byte| DIGITS[usize::from(byte - b'0')]).collect()
}

/// Numbers such as `0.5,0.5`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Numbers(pub(crate) Vec<f32>);

impl FromStr for Numbers {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| {
            let text = text.trim().replace('−', "-");
            text.parse::<f32>().ok().filter(|number| number.is_finite())
        };
        let numbers: Option<Vec<f32>> = text.split(',').map(number).collect();
        numbers.map(Self).ok_or_else(|| "expected numbers such as 0.5,-0.5".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_have_a_real_minus_sign() {
        for (value, text) in [
            (-0.7 + 0.5 + 0.5, "0.3"),
            (-0.7, "−0.7"),
            (19.0, "19"),
            (-0.0, "0"),
            (-1e-5, "−1.00e−5"),
            (f32::NEG_INFINITY, "−∞"),
        ] {
            assert_eq!(shown(value), text);
        }
        assert_eq!((factor(-2.0).as_str(), factor(2.0).as_str()), ("(−2)", "2"));
    }

    #[test]
    fn lists_of_numbers_are_separated_by_commas() {
        assert_eq!("0.5, -1".parse(), Ok(Numbers(vec![0.5, -1.0])));
        for text in ["", "a", "1,,2", "nan", "inf"] {
            assert!(text.parse::<Numbers>().is_err(), "{text}");
        }
    }
}
