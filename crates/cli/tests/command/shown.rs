//! What a document shows of a command's output, held against what the command prints.

/// The first line of `shown` that is not in its place in `printed`.
///
/// A line `…` stands for any number of lines, `…` within a line for any text. Spaces at the end of
/// a line do not count, nor do empty lines at the end.
pub(crate) fn first_difference(shown: &str, printed: &str) -> Option<String> {
    let mut printed = printed.trim_end().lines().map(str::trim_end);
    let mut skipping = false;
    for line in shown.trim_end().lines().map(str::trim_end) {
        if line == "…" {
            skipping = true;
            continue;
        }
        if skipping {
            if !printed.any(|found| fits(line, found)) {
                return Some(format!("{line:?} is not there"));
            }
        } else {
            let found = printed.next().unwrap_or_default();
            if !fits(line, found) {
                return Some(format!("{line:?} is {found:?}"));
            }
        }
        skipping = false;
    }
    let more = if skipping { None } else { printed.next() };
    more.map(|line| format!("{line:?} is not shown"))
}

fn fits(shown: &str, printed: &str) -> bool {
    let mut pieces = shown.split('…');
    let Some(mut rest) = printed.strip_prefix(pieces.next().unwrap_or_default()) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        return rest.is_empty();
    };
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn an_ellipsis_stands_for_lines_or_for_text() {
    assert_eq!(first_difference("a\n…\nd", "a\nb\nc\nd\n"), None);
    assert_eq!(first_difference("a\n…", "a\nb\n"), None);
    assert_eq!(first_difference("in … s (…)", "in 0.4 s (two)  \n\n"), None);
    assert!(first_difference("in … s", "in 0.4 ms more").is_some());
    assert!(first_difference("a", "a\nb").is_some());
    assert!(first_difference("a\nb", "a").is_some());
    assert!(first_difference("…\nc", "a\nb").is_some());
}
