//! How many of something, in words.

use std::fmt;

/// Displays a number with its noun: `1 input`, `784 inputs`, `10 classes`.
///
/// # Examples
///
/// ```
/// use feedforward_network::Counted;
///
/// assert_eq!(Counted(1, "output").to_string(), "1 output");
/// assert_eq!(Counted(0, "class").to_string(), "0 classes");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a>(pub usize, pub &'a str);

impl Counted<'_> {
    /// What follows the noun: nothing for one, else the plural's ending.
    pub fn ending(self) -> &'static str {
        match (self.0, self.1.ends_with('s')) {
            (1, _) => "",
            (_, true) => "es",
            (_, false) => "s",
        }
    }
}

impl fmt::Display for Counted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.0, self.1, self.ending())
    }
}
