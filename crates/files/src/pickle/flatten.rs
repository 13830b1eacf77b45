//! Finds the arrays in nested dictionaries, lists and tuples, and names them.

use super::value::{Heap, Id, Value};
use crate::FileError;
use crate::array::{Header, NamedArray, NamedArrays, Unread};
use crate::entry_type::EntryType;
use crate::limits::{Budget, Limits};
use feedforward_bytes::excerpt;
use std::collections::HashSet;
use std::rc::Rc;

/// The longest name, nested parts and dots included.
const LONGEST_NAME: usize = 1024;

/// What a pickle that is one array, and no dictionary, calls it.
const ROOT: &str = "array";

/// A value yet to be looked at. A list of these stands in for recursion.
struct Pending {
    id: Id,
    parent: Rc<str>,
    key: Key,
    depth: usize,
}

/// What a value is called in its parent. The name itself is made when the value's turn comes, so
/// that one long key of many values is not copied for each of them at once.
#[derive(Clone, Copy)]
enum Key {
    Root,
    Value(Id),
    Number(usize),
}

/// Collects every array below `root`; an array that is referred to twice is collected twice.
///
/// Entries are counted before they are queued, which also ends cycles and lists of lists of
/// the same list.
pub(super) fn collect<'a>(
    heap: &Heap<'a>,
    root: Id,
    limits: &Limits,
    budget: &mut Budget,
    arrays: &mut NamedArrays<'a>,
) -> Result<(), FileError> {
    let mut seen = HashSet::new();
    let mut entries = 0;
    let mut pending = vec![Pending { id: root, parent: "".into(), key: Key::Root, depth: 0 }];
    while let Some(entry) = pending.pop() {
        let entry_name = name(heap, &entry)?;
        let children: Vec<(Key, Id)> = match heap.get(entry.id) {
            Value::Dict(pairs) => {
                count(&mut entries, pairs.len(), limits)?;
                pairs.iter().map(|&(key, id)| (Key::Value(key), id)).collect()
            }
            Value::List(items) if are_numbers(heap, items, &mut entries, limits)? => {
                arrays.add_unread(Unread::new(&entry_name, EntryType::NumberLists), budget)?;
                continue;
            }
            Value::OtherArray(code) => {
                arrays.add_unread(Unread::of_type(&entry_name, code), budget)?;
                continue;
            }
            Value::List(items) => numbered(items, &mut entries, limits)?,
            Value::Tuple(items) => numbered(items, &mut entries, limits)?,
            Value::Array(array) => {
                let name = if entry_name.is_empty() { ROOT } else { &entry_name };
                budget.take(name.len())?;
                if !seen.insert(name.to_owned()) {
                    return Err(FileError::DuplicateName { name: name.to_owned() });
                }
                let header = Header {
                    shape: array.shape.to_vec(),
                    element: array.dtype.element,
                    byte_order: array.dtype.byte_order,
                    order: array.order,
                };
                let data = heap.cow(&array.data);
                let array = NamedArray::new(name, header, data, budget)?;
                arrays.arrays.push(array);
                continue;
            }
            _ => {
                let name = excerpt(&entry_name);
                budget.take(name.len())?;
                arrays.others.push(name);
                continue;
            }
        };
        if entry.depth >= limits.depth && !children.is_empty() {
            return Err(FileError::Limit {
                what: "this pickle is nested deeper",
                limit: limits.depth as u64,
                field: "depth",
            });
        }
        // The last one pushed is the next one looked at, so the file's order needs the reverse.
        let parent: Rc<str> = entry_name.into();
        for (key, id) in children.into_iter().rev() {
            pending.push(Pending { id, parent: Rc::clone(&parent), key, depth: entry.depth + 1 });
        }
    }
    Ok(())
}

fn count(entries: &mut usize, more: usize, limits: &Limits) -> Result<(), FileError> {
    *entries = entries.saturating_add(more);
    if *entries > limits.entries {
        return Err(FileError::Limit {
            what: "this pickle has more entries",
            limit: limits.entries as u64,
            field: "entries",
        });
    }
    Ok(())
}

/// Whether a list holds numbers, or lists of them, and nothing else. Its items count as entries
/// only then: a list of another kind counts them when they are named.
fn are_numbers(
    heap: &Heap<'_>,
    items: &[Id],
    entries: &mut usize,
    limits: &Limits,
) -> Result<bool, FileError> {
    let is_first = items.first().is_some_and(|&item| heap.is_numbers(item, limits.depth));
    if !is_first || !items.iter().all(|&item| heap.is_numbers(item, limits.depth)) {
        return Ok(false);
    }
    count(entries, items.len(), limits)?;
    Ok(true)
}

fn numbered(
    items: &[Id],
    entries: &mut usize,
    limits: &Limits,
) -> Result<Vec<(Key, Id)>, FileError> {
    count(entries, items.len(), limits)?;
    Ok(items.iter().enumerate().map(|(number, &id)| (Key::Number(number), id)).collect())
}

/// A value's name: its parent's and its own, joined by a dot.
fn name(heap: &Heap<'_>, entry: &Pending) -> Result<String, FileError> {
    match entry.key {
        Key::Root => Ok(String::new()),
        Key::Value(key) => join(&entry.parent, &key_name(heap, key)?),
        Key::Number(number) => join(&entry.parent, &number.to_string()),
    }
}

fn key_name(heap: &Heap<'_>, key: Id) -> Result<String, FileError> {
    if let Some(text) = heap.text(key) {
        check_length(text.len())?;
        return Ok(text.to_owned());
    }
    Ok(match heap.get(key) {
        Value::Int(number) => number.to_string(),
        other => format!("({})", other.name()),
    })
}

fn join(prefix: &str, key: &str) -> Result<String, FileError> {
    if prefix.is_empty() {
        return Ok(key.to_owned());
    }
    check_length(prefix.len() + 1 + key.len())?;
    Ok(format!("{prefix}.{key}"))
}

fn check_length(found: usize) -> Result<(), FileError> {
    if found > LONGEST_NAME {
        return Err(FileError::LongName { found, limit: LONGEST_NAME });
    }
    Ok(())
}
