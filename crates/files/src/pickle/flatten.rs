//! Finds the arrays in nested dictionaries, lists and tuples, and names them.

use std::collections::HashSet;

use crate::FileError;
use crate::array::{Header, NamedArray, NamedArrays};
use crate::limits::{Budget, Limits};
use crate::quote::{escape, quote};

use super::value::{Heap, Id, Value};

/// The longest name, nested parts and dots included.
const LONGEST_NAME: usize = 1024;

/// What a pickle that is one array, and no dictionary, calls it.
const ROOT: &str = "array";

/// A value yet to be looked at. A list of these stands in for recursion.
struct Pending {
    id: Id,
    name: String,
    depth: usize,
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
    let mut pending = vec![Pending { id: root, name: String::new(), depth: 0 }];
    while let Some(entry) = pending.pop() {
        let children: Vec<(String, Id)> = match heap.get(entry.id) {
            Value::Dict(pairs) => {
                count(&mut entries, pairs.len(), limits)?;
                let named = pairs.iter().map(|&(key, id)| Ok((key_name(heap, key)?, id)));
                named.collect::<Result<_, FileError>>()?
            }
            Value::List(items) => numbered(items, &mut entries, limits)?,
            Value::Tuple(items) => numbered(items, &mut entries, limits)?,
            Value::Array(array) => {
                let name = if entry.name.is_empty() { ROOT } else { &entry.name };
                if !seen.insert(name.to_owned()) {
                    return Err(FileError::DuplicateName { name: quote(name) });
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
                arrays.others.push(escape(&entry.name));
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
        for (key, id) in children.into_iter().rev() {
            let name = join(&entry.name, &key)?;
            pending.push(Pending { id, name, depth: entry.depth + 1 });
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

fn numbered(
    items: &[Id],
    entries: &mut usize,
    limits: &Limits,
) -> Result<Vec<(String, Id)>, FileError> {
    count(entries, items.len(), limits)?;
    Ok(items.iter().enumerate().map(|(number, &id)| (number.to_string(), id)).collect())
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
