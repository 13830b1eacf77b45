//! The modules of a crate, and the paths that each names.

use std::path::Path;

/// A file of source, as far as paths go.
pub(crate) struct Module {
    /// `["pickle", "fault"]`; nothing for the crate's root.
    pub(crate) place: Vec<String>,
    /// Every path in it, as it stands.
    pub(crate) paths: Vec<Vec<String>>,
    /// What it exports again: the new name, and the path.
    pub(crate) exports: Vec<(String, Vec<String>)>,
}

/// The modules in a folder named `src`.
pub(crate) fn modules(folder: &Path) -> Vec<Module> {
    let mut modules = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        let entries = inner.read_dir().unwrap_or_else(|e| panic!("{}: {e}", inner.display()));
        for entry in entries {
            let path = entry.expect("a file is listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a file of source is read");
                let place = path.strip_prefix(folder).expect("it is in the folder");
                let place = place.with_extension("").to_string_lossy().replace('\\', "/");
                modules.push(Module::parse(&place, &text));
            }
        }
    }
    modules
}

impl Module {
    /// From a file's path below `src`, without `.rs`.
    pub(crate) fn parse(path: &str, text: &str) -> Self {
        let mut place: Vec<String> = path.split('/').map(String::from).collect();
        if matches!(place.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            place.pop();
        }
        let words = without_tests(&words(&without_comments(text)));
        let (mut paths, mut exports) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < words.len() {
            if words[at] != "use" {
                let path = path_at(&words, at);
                at += (2 * path.len()).max(2) - 1;
                paths.extend((path.len() > 1).then_some(path));
                continue;
            }
            let is_public = words[..at].last().is_some_and(|word| word == "pub" || word == ")");
            let end =
                words[at..].iter().position(|word| word == ";").map_or(words.len(), |n| at + n);
            let mut named = Vec::new();
            expand(&words[at + 1..end], &[], &mut named);
            if is_public {
                exports.extend(named.iter().cloned());
            }
            paths.extend(named.into_iter().map(|(_, path)| path));
            at = end;
        }
        Self { place, paths, exports }
    }
}

/// The path that begins here: `a::b::c`.
fn path_at(words: &[String], at: usize) -> Vec<String> {
    let is_name = |word: &String| word.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let mut path = Vec::new();
    let mut at = at;
    while words.get(at).is_some_and(is_name) {
        path.push(words[at].clone());
        if words.get(at + 1).is_none_or(|word| word != "::") {
            break;
        }
        at += 2;
    }
    path
}

/// The paths of a tree such as `crate::{a, b::{self, C as D}}`, each with its name.
fn expand(words: &[String], before: &[String], named: &mut Vec<(String, Vec<String>)>) {
    let mut path = before.to_vec();
    let mut name = None;
    let mut at = 0;
    while at < words.len() {
        match words[at].as_str() {
            "{" => {
                for part in parts(&words[at + 1..words.len() - 1]) {
                    expand(part, &path, named);
                }
                return;
            }
            "as" => {
                name = words.get(at + 1).cloned();
                at += 1;
            }
            "::" => {}
            "self" if !before.is_empty() => {}
            word => path.push(word.to_owned()),
        }
        at += 1;
    }
    if let Some(last) = path.last().cloned() {
        named.push((name.unwrap_or(last), path));
    }
}

/// The parts between the commas that are in no inner braces.
fn parts(words: &[String]) -> Vec<&[String]> {
    let mut depth = 0;
    let parts = words.split(|word| {
        depth += i32::from(word == "{") - i32::from(word == "}");
        depth == 0 && word == ","
    });
    parts.filter(|part| !part.is_empty()).collect()
}

/// Words and signs, without what stands in quotes.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let length = if is_part(first) {
            rest.find(|c| !is_part(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        words.extend((!first.is_whitespace()).then(|| rest[..length].to_owned()));
        rest = &rest[length..];
    }
    words
}

/// What is left without the items below `#[cfg(test)]`.
fn without_tests(words: &[String]) -> Vec<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !words[at..].iter().take(MARK.len()).eq(MARK.iter()) {
            kept.push(words[at].clone());
            at += 1;
            continue;
        }
        let mut depth = 0;
        for word in &words[at..] {
            at += 1;
            depth += i32::from(word == "{") - i32::from(word == "}");
            if depth == 0 && (word == "}" || word == ";") {
                break;
            }
        }
    }
    kept
}

/// The text without comments, and with nothing between quotes.
fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = quoted(rest) {
            length
        } else {
            kept.push(first);
            first.len_utf8()
        };
        rest = &rest[skipped..];
    }
    kept
}

/// How long the literal is that begins here: a string, a raw one, or a character.
fn quoted(text: &str) -> Option<usize> {
    if let Some(raw) = text.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let body = &raw[hashes + 1..];
            return Some(2 + hashes + body.find(&end).map_or(body.len(), |at| at + end.len()));
        }
    }
    let mark = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut characters = text.char_indices().skip(1);
    let mut count = 0;
    while let Some((at, c)) = characters.next() {
        if c == mark {
            return Some(at + 1);
        }
        if c == '\\' {
            count += 10;
            characters.next();
        }
        count += 1;
        // A lifetime has no second quote.
        if mark == '\'' && (count == 2 || count > 20) {
            return None;
        }
    }
    None
}
