//! Which entry of a file is which layer, by its name.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::array::{NamedArrays, Unread};
use crate::quote::{list, quote};
use crate::{FileError, Kind, NamedArray};

/// How a file names its layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scheme {
    /// `W1, b1, W2, b2, …`, as in the book; weights are `[inputs, outputs]`.
    Numbered,
    /// `fc1.weight, fc1.bias, …`, as PyTorch has it; weights are `[outputs, inputs]`.
    Dotted,
    /// `coefs_0, intercepts_0, …` or lists of these names, as in scikit-learn; `[inputs, outputs]`.
    Coefficients,
    /// `weights.0, biases.0, …`, two lists, or `weight1, bias1, …`; `[inputs, outputs]`.
    Lists,
}

impl Scheme {
    /// Whether a file of this scheme holds weights as `[outputs, inputs]`.
    pub(crate) fn is_turned(self) -> bool {
        self == Self::Dotted
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Weights,
    Bias,
}

/// What one layer is called, ordered as people count: `fc2` before `fc10`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key<'n> {
    prefix: &'n str,
    number: Option<u64>,
}

impl Ord for Key<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        natural(self.prefix, other.prefix).then(self.number.cmp(&other.number))
    }
}

impl PartialOrd for Key<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// One layer's entries.
#[derive(Debug)]
pub(crate) struct Entries<'f, 'a> {
    pub(crate) weights: &'f NamedArray<'a>,
    pub(crate) bias: Option<&'f NamedArray<'a>>,
}

/// The layers of a file.
#[derive(Debug)]
pub(crate) struct Named<'f, 'a> {
    pub(crate) scheme: Scheme,
    /// In their order, if the names give one; else in the file's.
    pub(crate) layers: Vec<Entries<'f, 'a>>,
    pub(crate) ordered_by: OrderedBy,
    /// Arrays that belong to no layer.
    pub(crate) ignored: Vec<&'f NamedArray<'a>>,
}

/// What the order of the layers is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OrderedBy {
    /// The numbers in the names.
    Names,
    /// The file, in which layers stand as they were put.
    File,
    /// Nothing that can be trusted: the file's entries are sorted by name.
    Nothing,
}

/// Finds the layers among a file's arrays.
pub(crate) fn find<'f, 'a>(file: &'f NamedArrays<'a>) -> Result<Named<'f, 'a>, FileError> {
    type Place<'f, 'a> = Option<(usize, &'f NamedArray<'a>)>;
    let mut layers: BTreeMap<(Scheme, Key<'f>), (Place<'f, 'a>, Place<'f, 'a>)> = BTreeMap::new();
    let mut ignored = Vec::new();
    for (index, array) in file.arrays.iter().enumerate() {
        let Some((scheme, role, key)) = parse(array.name()) else {
            ignored.push(array);
            continue;
        };
        let pair = layers.entry((scheme, key)).or_default();
        let place = match role {
            Role::Weights => &mut pair.0,
            Role::Bias => &mut pair.1,
        };
        if let Some((_, first)) = place.replace((index, array)) {
            return Err(FileError::TwoSchemes {
                first: quote(first.name()),
                second: quote(array.name()),
            });
        }
    }
    let first =
        layers.iter().find_map(|((scheme, key), pair)| Some((*scheme, key.prefix, pair.0?.1)));
    // Lists of the layers' arrays that are one entry themselves, as `coefs_`, count too.
    let needed_by = |unread: &Unread| {
        let listed = format!("{}.0", unread.name);
        parse(&unread.name).or_else(|| parse(&listed)).map(|(scheme, role, _)| (scheme, role))
    };
    let Some((scheme, family, first)) = first else {
        let needed = |unread: &&Unread| matches!(needed_by(unread), Some((_, Role::Weights)));
        return Err(match file.unread.iter().find(needed) {
            Some(unread) => unread.error(),
            None => without_weights(file),
        });
    };
    let needed = |unread: &&Unread| needed_by(unread).is_some_and(|(other, _)| other == scheme);
    if let Some(unread) = file.unread.iter().find(needed) {
        return Err(unread.error());
    }
    let mut found = Vec::new();
    let mut previous: Option<&Key<'_>> = None;
    let mut pattern = None;
    let mut ordered_by = OrderedBy::Names;
    for ((other, key), &(weights, bias)) in &layers {
        let bias = bias.map(|(_, bias)| bias);
        let Some((index, weights)) = weights else {
            // A lone bias of another scheme is an entry like any other.
            if let Some(bias) = bias {
                if *other == scheme {
                    return Err(missing(bias.name(), "its weights"));
                }
                ignored.push(bias);
            }
            continue;
        };
        if *other != scheme || (scheme != Scheme::Dotted && key.prefix != family) {
            return Err(FileError::TwoSchemes {
                first: quote(first.name()),
                second: quote(weights.name()),
            });
        }
        if let (Some(number), Some(Some(before))) = (key.number, previous.map(|key| key.number))
            && number != before + 1
        {
            let gap = format!("number {} of the same kind", before + 1);
            return Err(missing(weights.name(), &gap));
        }
        if *pattern.get_or_insert_with(|| without_numbers(key.prefix))
            != without_numbers(key.prefix)
        {
            ordered_by = OrderedBy::File;
        }
        previous = Some(key);
        found.push((index, Entries { weights, bias }));
    }
    if ordered_by == OrderedBy::File {
        found.sort_by_key(|&(index, _)| index);
        let sorted = file.arrays.is_sorted_by_key(NamedArray::name);
        // PyTorch sorts a safetensors file by name, which says nothing of the layers.
        if file.kind == Kind::Safetensors && sorted {
            ordered_by = OrderedBy::Nothing;
        }
    }
    let layers = found.into_iter().map(|(_, entries)| entries).collect();
    Ok(Named { scheme, layers, ordered_by, ignored })
}

/// A name with one sign for every number in it: names of which this is the same count upwards.
pub(crate) fn without_numbers(name: &str) -> String {
    let mut pattern = String::with_capacity(name.len());
    for character in name.chars() {
        if !character.is_ascii_digit() {
            pattern.push(character);
        } else if !pattern.ends_with('0') {
            pattern.push('0');
        }
    }
    pattern
}

fn missing(present: &str, missing: &str) -> FileError {
    FileError::MissingEntry { present: quote(present), missing: missing.to_owned() }
}

/// Tells a data set from a file whose weights have other names.
fn without_weights(file: &NamedArrays<'_>) -> FileError {
    const DATASET: [&str; 12] = [
        "train_img",
        "train_label",
        "test_img",
        "test_label",
        "x_train",
        "y_train",
        "x_test",
        "y_test",
        "train_images",
        "train_labels",
        "test_images",
        "test_labels",
    ];
    let arrays = file.arrays.iter().map(NamedArray::name);
    let names: Vec<_> = arrays.chain(file.others.iter().map(String::as_str)).collect();
    let is_dataset = |name: &&str| DATASET.iter().any(|known| known.eq_ignore_ascii_case(name));
    if names.iter().any(is_dataset) {
        return FileError::Dataset { names: list(&names) };
    }
    let shown: Vec<_> = file
        .arrays
        .iter()
        .map(|array| format!("{} ({})", array.name(), crate::quote::Shape(array.shape())))
        .collect();
    FileError::NoWeights {
        found: if shown.is_empty() { "no arrays".to_owned() } else { list(&shown) },
    }
}

fn parse(name: &str) -> Option<(Scheme, Role, Key<'_>)> {
    for (word, role) in [("weight", Role::Weights), ("bias", Role::Bias)] {
        let prefix = match name.strip_suffix(word) {
            Some("") => Some(""),
            Some(rest) => rest.strip_suffix('.'),
            None => None,
        };
        if let Some(prefix) = prefix {
            let key = Key { prefix, number: None };
            return Some((Scheme::Dotted, role, key));
        }
    }
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = name[stem.len()..].parse().ok()?;
    let stem = stem.strip_suffix('.').unwrap_or(stem);
    let stem = stem.strip_suffix('_').unwrap_or(stem);
    let (prefix, word) = stem.rsplit_once('.').unwrap_or(("", stem));
    let (scheme, role) = match word {
        "W" | "w" => (Scheme::Numbered, Role::Weights),
        "b" | "B" => (Scheme::Numbered, Role::Bias),
        "coefs" => (Scheme::Coefficients, Role::Weights),
        "intercepts" => (Scheme::Coefficients, Role::Bias),
        "weights" | "weight" => (Scheme::Lists, Role::Weights),
        "biases" | "bias" => (Scheme::Lists, Role::Bias),
        _ => return None,
    };
    let key = Key { prefix, number: Some(number) };
    Some((scheme, role, key))
}

/// Compares text so that numbers in it count as numbers.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let (Some(&x), Some(&y)) = (a.first(), b.first()) {
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (x, y) = (digits(&mut a), digits(&mut b));
            // Without leading zeros, the longer number is the larger one.
            x.len().cmp(&y.len()).then(x.cmp(y))
        } else {
            (a, b) = (&a[1..], &b[1..]);
            x.cmp(&y)
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    // Names such as `fc1` and `fc01` differ only in zeros, and must not count as one.
    a.len().cmp(&b.len())
}

/// Takes the digits at the beginning, without leading zeros.
fn digits<'t>(text: &mut &'t [u8]) -> &'t [u8] {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(length);
    *text = rest;
    let zeros = digits.iter().take_while(|&&byte| byte == b'0').count();
    &digits[zeros..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(name: &str) -> Option<(Scheme, bool, &str, Option<u64>)> {
        parse(name)
            .map(|(scheme, role, key)| (scheme, role == Role::Weights, key.prefix, key.number))
    }

    #[test]
    fn every_scheme_is_recognised() {
        assert_eq!(roles("W10"), Some((Scheme::Numbered, true, "", Some(10))));
        assert_eq!(roles("params.b2"), Some((Scheme::Numbered, false, "params", Some(2))));
        assert_eq!(roles("net.0.weight"), Some((Scheme::Dotted, true, "net.0", None)));
        assert_eq!(roles("bias"), Some((Scheme::Dotted, false, "", None)));
        assert_eq!(roles("coefs_0"), Some((Scheme::Coefficients, true, "", Some(0))));
        assert_eq!(roles("intercepts_.1"), Some((Scheme::Coefficients, false, "", Some(1))));
        assert_eq!(roles("weights.3"), Some((Scheme::Lists, true, "", Some(3))));
        assert_eq!(roles("weight_2"), Some((Scheme::Lists, true, "", Some(2))));
        assert_eq!(roles("net.bias1"), Some((Scheme::Lists, false, "net", Some(1))));
        assert_eq!(roles("num_batches_tracked"), None);
        assert_eq!(roles("x1"), None);
    }

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["fc10", "fc2", "fc1", "layers.11", "layers.9"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["fc1", "fc2", "fc10", "layers.9", "layers.11"]);
    }
}
