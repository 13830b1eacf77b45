//! Which entry of a file is which layer, by its name.

use crate::FileError;
use crate::array::{NamedArray, NamedArrays, Unread};
use crate::fault::Missing;
use crate::transpose::Orientation;
use feedforward_bytes::Kind;
use std::cmp::Ordering;
use std::collections::BTreeMap;

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
    /// How a file of this scheme holds weights.
    pub(crate) fn orientation(self) -> Orientation {
        match self {
            Self::Dotted => Orientation::OutputsInputs,
            Self::Numbered | Self::Coefficients | Self::Lists => Orientation::InputsOutputs,
        }
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

/// The entries found for one layer: its weights with their place in the file, and its bias.
#[derive(Clone, Copy, Debug)]
struct Pair<'f, 'a> {
    weights: Option<(usize, &'f NamedArray<'a>)>,
    bias: Option<&'f NamedArray<'a>>,
}

type Pairs<'f, 'a> = BTreeMap<(Scheme, Key<'f>), Pair<'f, 'a>>;

/// Finds the layers among a file's arrays.
pub(crate) fn find<'f, 'a>(file: &'f NamedArrays<'a>) -> Result<Named<'f, 'a>, FileError> {
    let (pairs, mut ignored) = pair(file)?;
    let first = pairs.iter().find_map(|((scheme, key), pair)| {
        let (_, weights) = pair.weights?;
        Some(First { scheme: *scheme, prefix: key.prefix, weights })
    });
    let first = first.ok_or_else(|| without_weights(file))?;
    if let Some(unread) = file.unread.iter().find(|unread| needed_by(unread, first.scheme)) {
        return Err(unread.error());
    }
    let mut found = Vec::new();
    let mut previous: Option<&Key<'_>> = None;
    for ((scheme, key), pair) in &pairs {
        let Some((index, weights)) = pair.weights else {
            // A lone bias of another scheme is an entry like any other.
            match pair.bias {
                Some(bias) if *scheme == first.scheme => {
                    return Err(missing(bias, Missing::Weights));
                }
                lone => ignored.extend(lone),
            }
            continue;
        };
        first.goes_with(*scheme, key, weights)?;
        if let Some(number) = left_out(previous, key) {
            return Err(missing(weights, Missing::Number(number)));
        }
        previous = Some(key);
        found.push((index, key, Entries { weights, bias: pair.bias }));
    }
    let ordered_by = ordered_by(file, found.iter().map(|(_, key, _)| *key));
    if ordered_by != OrderedBy::Names {
        found.sort_by_key(|&(index, ..)| index);
    }
    let layers = found.into_iter().map(|(.., entries)| entries).collect();
    Ok(Named { scheme: first.scheme, layers, ordered_by, ignored })
}

/// Puts weights and biases of one layer together; also gives the arrays that have no role.
fn pair<'f, 'a>(
    file: &'f NamedArrays<'a>,
) -> Result<(Pairs<'f, 'a>, Vec<&'f NamedArray<'a>>), FileError> {
    let (mut pairs, mut ignored) = (Pairs::new(), Vec::new());
    for (index, array) in file.arrays.iter().enumerate() {
        let Some((scheme, role, key)) = parse(array.name()) else {
            ignored.push(array);
            continue;
        };
        let pair = pairs.entry((scheme, key)).or_insert(Pair { weights: None, bias: None });
        let before = match role {
            Role::Weights => pair.weights.replace((index, array)).map(|(_, before)| before),
            Role::Bias => pair.bias.replace(array),
        };
        if let Some(before) = before {
            return Err(two_schemes(before, array));
        }
    }
    Ok((pairs, ignored))
}

/// The first layer, with which the others must go.
struct First<'f, 'a> {
    scheme: Scheme,
    prefix: &'f str,
    weights: &'f NamedArray<'a>,
}

impl First<'_, '_> {
    /// Refuses weights of another scheme, or of another network that the file holds.
    fn goes_with(
        &self,
        scheme: Scheme,
        key: &Key<'_>,
        weights: &NamedArray<'_>,
    ) -> Result<(), FileError> {
        // The prefixes of `fc1.weight` and `fc2.weight` differ by their nature.
        let is_alike = scheme == Scheme::Dotted || key.prefix == self.prefix;
        if scheme == self.scheme && is_alike {
            return Ok(());
        }
        Err(two_schemes(self.weights, weights))
    }
}

/// The number that is left out between two layers.
fn left_out(previous: Option<&Key<'_>>, key: &Key<'_>) -> Option<u64> {
    let next = previous?.number?.checked_add(1)?;
    key.number.filter(|&number| number != next).map(|_| next)
}

/// What the order of layers with these names is taken from.
fn ordered_by<'k>(
    file: &NamedArrays<'_>,
    mut keys: impl Iterator<Item = &'k Key<'k>>,
) -> OrderedBy {
    let pattern = keys.next().map(|key| without_numbers(key.prefix));
    if keys.all(|key| pattern.as_deref() == Some(&*without_numbers(key.prefix))) {
        return OrderedBy::Names;
    }
    // PyTorch sorts a safetensors file by name, which says nothing of the layers.
    let is_sorted = || file.arrays.is_sorted_by_key(NamedArray::name);
    if file.kind == Kind::Safetensors && is_sorted() {
        return OrderedBy::Nothing;
    }
    OrderedBy::File
}

/// Which scheme an entry that is not read would belong to. Lists of the layers' arrays that are one
/// entry themselves, as `coefs_`, count too.
fn place(unread: &Unread) -> Option<(Scheme, Role)> {
    let listed = format!("{}.0", unread.name);
    parse(&unread.name).or_else(|| parse(&listed)).map(|(scheme, role, _)| (scheme, role))
}

fn needed_by(unread: &Unread, scheme: Scheme) -> bool {
    place(unread).is_some_and(|(other, _)| other == scheme)
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

fn missing(present: &NamedArray<'_>, missing: Missing) -> FileError {
    FileError::MissingEntry { present: present.name().to_owned(), missing }
}

fn two_schemes(first: &NamedArray<'_>, second: &NamedArray<'_>) -> FileError {
    FileError::TwoSchemes { first: first.name().to_owned(), second: second.name().to_owned() }
}

/// Tells weights of other types, and a data set, from a file whose weights have other names.
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
    let is_weights = |unread: &&Unread| matches!(place(unread), Some((_, Role::Weights)));
    if let Some(unread) = file.unread.iter().find(is_weights) {
        return unread.error();
    }
    let arrays = file.arrays.iter().map(NamedArray::name);
    let names: Vec<_> =
        arrays.chain(file.others.iter().map(String::as_str)).map(String::from).collect();
    let is_dataset = |name: &String| DATASET.iter().any(|known| known.eq_ignore_ascii_case(name));
    if names.iter().any(is_dataset) {
        return FileError::Dataset { names };
    }
    FileError::NoWeights { found: file.arrays.iter().map(NamedArray::named_shape).collect() }
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
    // Names that differ only in zeros, as `fc1` and `fc01`, count as one: which comes first, nobody
    // can tell, and a file that has both is refused.
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
    fn a_number_in_a_name_is_one_sign_of_its_pattern() {
        assert_eq!(without_numbers("fc10.a2b"), "fc0.a0b");
        assert_eq!(without_numbers("fc.a"), "fc.a");
    }

    #[test]
    fn a_number_comes_before_a_letter() {
        assert_eq!(natural("1", "b"), Ordering::Less);
        assert_eq!(natural("b", "1"), Ordering::Greater);
        assert_eq!(natural("fc1", "fc"), Ordering::Greater);
        assert_eq!(natural("fc01", "fc1"), Ordering::Equal);
    }

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["fc10", "fc2", "fc1", "layers.11", "layers.9"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["fc1", "fc2", "fc10", "layers.9", "layers.11"]);
    }
}
