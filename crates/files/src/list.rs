//! Lists of names, short enough for a message.

use feedforward_bytes::excerpt;
use std::fmt::{self, Display};

/// The most items that a list shows.
const LISTED: usize = 8;

/// The first eight names, and how many more there are; [`excerpt`] shows each.
pub(crate) struct Names<'a, T>(pub(crate) &'a [T]);

impl<T: AsRef<str>> Display for Names<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, self.0, |name, f| f.write_str(&excerpt(name.as_ref())))
    }
}

/// The first eight items, and how many more there are.
pub(crate) struct List<'a, T>(pub(crate) &'a [T]);

impl<T: Display> Display for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, self.0, Display::fmt)
    }
}

fn list<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    show: impl Fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.iter().take(LISTED).enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        show(item, f)?;
    }
    match items.len().saturating_sub(LISTED) {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_are_listed_and_the_rest_is_counted() {
        let names: Vec<_> = (1..=10).map(|number| format!("W{number}")).collect();
        assert_eq!(Names(&names[..8]).to_string(), "W1, W2, W3, W4, W5, W6, W7, W8");
        assert_eq!(Names(&names).to_string(), "W1, W2, W3, W4, W5, W6, W7, W8 and 2 more");
        assert_eq!(List(&[1, 2]).to_string(), "1, 2");
        assert_eq!(Names(&["a\n\u{202e}"]).to_string(), r"a\n\u{202e}");
        assert_eq!(Names::<&str>(&[]).to_string(), "");
    }
}
