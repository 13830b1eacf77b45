//! Whole numbers as people read them.

use feedforward::Counted;

/// 1234567 as `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 thread`, `2 threads`.
pub(crate) fn counted(number: usize, word: &str) -> String {
    Counted(number, word).to_string()
}

/// `1 image`, `10,000 images`: [`counted`] for large numbers.
pub(crate) fn tally(number: usize, word: &str) -> String {
    format!("{} {word}{}", grouped(number as u64), Counted(number, word).ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn only_one_is_singular() {
        assert_eq!([0, 1, 2].map(|n| counted(n, "digit")), ["0 digits", "1 digit", "2 digits"]);
        assert_eq!([1, 1000].map(|n| counted(n, "class")), ["1 class", "1000 classes"]);
        assert_eq!([1, 1000].map(|n| tally(n, "row")), ["1 row", "1,000 rows"]);
    }
}
