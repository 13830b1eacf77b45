//! How the values of flags are read, and what a value should have been.
//!
//! A parser's error says what was expected; [`usage`](crate::usage) adds which flag it is and what
//! was found.

use std::fmt::Display;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

/// The most threads that a flag takes.
const MOST_THREADS: usize = 1024;

/// The longest time that a case of `bench` is timed, in seconds.
const LONGEST: f64 = 3600.0;

/// A whole number from 1.
pub(crate) fn count(text: &str) -> Result<NonZeroUsize, String> {
    text.trim().parse().map_err(|_| expected_whole(text, 1, usize::MAX))
}

/// A whole number from 0.
pub(crate) fn whole(text: &str) -> Result<usize, String> {
    text.trim().parse().map_err(|_| expected_whole(text, 0, usize::MAX))
}

/// A seed of random numbers.
pub(crate) fn seed(text: &str) -> Result<u64, String> {
    text.trim().parse().map_err(|_| expected_whole(text, 0, u64::MAX))
}

/// A number of threads.
pub(crate) fn threads(text: &str) -> Result<NonZeroUsize, String> {
    count(text)
        .ok()
        .filter(|threads| threads.get() <= MOST_THREADS)
        .ok_or_else(|| format!("expected a whole number from 1 to {MOST_THREADS}"))
}

/// A whole number within `range`.
pub(crate) fn within<T>(range: RangeInclusive<T>) -> impl Fn(&str) -> Result<T, String> + Clone
where
    T: FromStr + PartialOrd + Display + Clone,
{
    move |text| {
        let number = text.trim().parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| {
            format!("expected a whole number from {} to {}", range.start(), range.end())
        })
    }
}

/// A port to listen at.
pub(crate) fn port(text: &str) -> Result<u16, String> {
    within(0..=u16::MAX)(text)
}

/// The number of neurons of one of several layers.
pub(crate) fn neurons(text: &str) -> Result<usize, String> {
    whole(text).map_err(|error| {
        let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let is_list = text.chars().all(|c| c.is_ascii_digit() || "x×*-:;/+ ".contains(c));
        match parts.len() {
            2.. if is_list => format!(
                "expected commas between the numbers, found '{}'; did you mean {}?",
                text.trim(),
                parts.join(",")
            ),
            _ => error,
        }
    })
}

/// A number that may have a fraction.
pub(crate) fn number(text: &str) -> Result<f32, String> {
    text.trim().parse().map_err(|_| "expected a number such as 0.001".to_owned())
}

/// What numbers are divided by.
pub(crate) fn divisor(text: &str) -> Result<f32, String> {
    let number = text.trim().parse().ok().filter(|by: &f32| by.is_finite() && *by != 0.0);
    number.ok_or_else(|| "expected a number other than 0, such as 255".to_owned())
}

/// A share from 0 to 1.
pub(crate) fn share(text: &str) -> Result<f64, String> {
    let number = text.trim().parse().ok().filter(|share| (0.0..=1.0).contains(share));
    number.ok_or_else(|| "expected a number from 0 to 1, such as 0.97 for 97 %".to_owned())
}

/// A time in seconds, above zero.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let number = text.trim().parse().ok();
    let number = number.filter(|&seconds: &f64| seconds > 0.0 && seconds <= LONGEST);
    number
        .map(Duration::from_secs_f64)
        .ok_or_else(|| format!("expected seconds above 0 and up to {LONGEST}, such as 0.7"))
}

/// What a text should have been that is no whole number from `least`, or one beyond `most`.
fn expected_whole(text: &str, least: u64, most: impl Display) -> String {
    let text = text.trim();
    match text.is_empty() || text.bytes().any(|byte| !byte.is_ascii_digit()) || text == "0" {
        true => format!("expected a whole number from {least}"),
        false => format!("expected a whole number from {least} to {most}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_refused_in_words() {
        assert_eq!(count(" 7 ").map(NonZeroUsize::get), Ok(7));
        for text in ["0", "-1", "many", "", "1.5"] {
            assert_eq!(count(text), Err("expected a whole number from 1".to_owned()), "{text}");
        }
        let too_large = "99999999999999999999999";
        assert_eq!(
            count(too_large).unwrap_err(),
            format!("expected a whole number from 1 to {}", usize::MAX)
        );
        assert_eq!((whole("0"), seed("0")), (Ok(0), Ok(0)));
        assert_eq!(whole("-1"), Err("expected a whole number from 0".to_owned()));
        assert_eq!(
            seed(too_large).unwrap_err(),
            format!("expected a whole number from 0 to {}", u64::MAX)
        );
        assert!(threads("1024").is_ok() && threads("1025").is_err() && threads("0").is_err());
        assert_eq!(number("-.5"), Ok(-0.5));
        assert_eq!(number("low"), Err("expected a number such as 0.001".to_owned()));
        assert_eq!(within(3..=5)("5"), Ok(5));
        assert_eq!(within(3u8..=5)("6"), Err("expected a whole number from 3 to 5".to_owned()));
        assert!(divisor("0").is_err() && divisor("nan").is_err() && divisor("-2").is_ok());
        assert!(share("1.01").is_err() && share("nan").is_err() && share("1").is_ok());
        assert!(seconds("0").is_err() && seconds("-1").is_err() && seconds("nan").is_err());
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
    }

    #[test]
    fn layers_that_are_not_parted_by_commas_are_written_out() {
        assert_eq!(neurons(" 100"), Ok(100));
        for text in ["50x100", "50-100", "50 100", "50×100", "50;100"] {
            let error = neurons(text).unwrap_err();
            assert_eq!(
                error,
                format!(
                    "expected commas between the numbers, found '{text}'; did you mean 50,100?"
                )
            );
        }
        for text in ["-1", "many", "", "50.5", "1e3"] {
            assert_eq!(neurons(text), Err("expected a whole number from 0".to_owned()), "{text}");
        }
    }
}
