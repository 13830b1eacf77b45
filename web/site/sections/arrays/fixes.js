// What makes two shapes fit: each a change of one click.

import { resize, transpose } from "./array.js";

/** @typedef {import("./array.js").Array2} Array2 */
/** @typedef {{ label: string, change: () => { a: Array2, b: Array2 } }} Fix */
/** @typedef {import("./names.js").Names} Names */
/** @typedef {{ a: Map<string, number>, b: Map<string, number> }} Memory */

/**
 * The changes that help, the smallest first.
 *
 * @param {Array2} a
 * @param {Array2} b
 * @param {Names} names
 * @param {typeof import("../../text/en/arrays.js").text} text
 * @param {Memory} memory
 * @returns {Fix[]}
 */
export function fixes(a, b, names, text, memory) {
  /** @type {Fix[]} */
  const found = [];
  if (b.ndim === 2 && b.columns === a.columns) {
    found.push({ label: text.transposeOf(names.right), change: () => ({ a, b: transpose(b) }) });
  }
  if (a.ndim === 2 && a.rows === b.rows) {
    found.push({ label: text.transposeOf(names.left), change: () => ({ a: transpose(a), b }) });
  }
  found.push({
    label: (b.ndim === 1 ? text.makeLength : text.makeRows)(names.right, a.columns),
    change: () => ({ a, b: resize(b, { rows: a.columns, columns: b.columns }, memory.b) }),
  }, {
    label: (a.ndim === 1 ? text.makeLength : text.makeColumns)(names.left, b.rows),
    change: () => ({ a: resize(a, { rows: a.rows, columns: b.rows }, memory.a), b }),
  });
  if (a.ndim === 2 && b.ndim === 2 && b.columns === a.rows) found.push({ label: text.swap(names.left, names.right), change: () => ({ a: b, b: a }) });
  return found;
}
