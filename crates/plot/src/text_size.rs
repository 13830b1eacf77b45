//! How wide text is in pixels, and text made to fit.

/// An upper estimate of a text's width in pixels.
pub(crate) fn text_width(text: &str, size: u32) -> f64 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.34,
        'f' | 'r' | 't' | '(' | ')' | '-' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' => 0.99,
        '₀'..='₎' | '⁰'..='⁾' | '¹' | '²' | '³' => 0.42,
        '+' | '=' | '<' | '>' | '×' | '÷' | '−' | '→' | '←' => 0.84,
        'A'..='Z' => 0.74,
        _ if unicode_width::UnicodeWidthChar::width(c) == Some(2) => 1.0,
        _ => 0.64,
    };
    f64::from(size) * text.chars().map(em).sum::<f64>()
}

/// The text, truncated to a width in pixels.
pub(crate) fn fitted(text: &str, size: u32, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        cut.push(c);
        if text_width(&cut, size) + f64::from(size) > width {
            cut.pop();
            break;
        }
    }
    cut + "…"
}

/// The largest size, of those from the first to the last, at which a text fits a width; the first
/// where none does.
pub(crate) fn fitting_size(text: &str, (least, most): (u32, u32), width: f64) -> u32 {
    (least..=most).rev().find(|&size| text_width(text, size) <= width).unwrap_or(least)
}

/// Lines of whole words, each as long as fits a width. There is at least one.
pub(crate) fn wrapped(text: &str, size: u32, width: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is a first line");
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || text_width(&longer, size) <= width {
            *line = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_to_its_width() {
        assert_eq!(fitted("short", 12, 100.0), "short");
        let cut = fitted(&"wide ".repeat(50), 12, 100.0);
        assert!(cut.ends_with('…') && text_width(&cut, 12) <= 100.0, "{cut}");
    }

    #[test]
    fn lines_are_broken_between_words() {
        let lines = wrapped("a = 1 + 2 + 3 = 6", 10, 50.0);
        assert!(lines.len() > 1 && lines.join(" ") == "a = 1 + 2 + 3 = 6", "{lines:?}");
        assert_eq!(wrapped("", 10, 50.0), [""]);
        assert!(fitting_size("wide text", (8, 18), 60.0) < 18);
    }
}
