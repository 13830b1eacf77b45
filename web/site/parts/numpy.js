// Numbers as Python writes and NumPy prints them, and lines of code with a button that copies them.

import { copyText } from "./clipboard.js";
import { button } from "./controls.js";
import { fill, html } from "./dom.js";

/**
 * @param {number} value of f32 or as it was typed
 * @param {number} [digits] that count
 */
export function python(value, digits = 7) {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return String(Number(value.toPrecision(digits)));
}

/**
 * As it is typed: `[[1, 2], [3, 4]]`.
 *
 * @param {readonly number[]} shape of one axis or two
 * @param {ArrayLike<number>} data
 */
export function literal(shape, data) {
  const entries = Array.from(data, (entry) => python(entry));
  if (shape.length === 1) return `[${entries.join(", ")}]`;
  const rows = Array.from({ length: shape[0] }, (_, row) => `[${entries.slice(row * shape[1], (row + 1) * shape[1]).join(", ")}]`);
  return `[${rows.join(", ")}]`;
}

/**
 * As it is printed: one line a row, columns aligned; a single number for no axis.
 *
 * @param {readonly number[]} shape
 * @param {ArrayLike<number>} data
 * @param {number} [digits]
 * @returns {string[]}
 */
export function printed(shape, data, digits = 6) {
  const entries = Array.from(data, (entry) => python(entry, digits));
  if (shape.length === 0) return entries;
  const width = Math.max(...entries.map((entry) => entry.length));
  if (shape.length === 1) return [`[${entries.join(" ")}]`];
  const columns = shape[1];
  const line = (/** @type {number} */ row) => `[${entries.slice(row * columns, (row + 1) * columns).map((entry) => entry.padStart(width)).join(" ")}]`;
  return Array.from({ length: shape[0] }, (_, row) => `${row === 0 ? "[" : " "}${line(row)}${row === shape[0] - 1 ? "]" : ""}`);
}

/**
 * A shape as Python writes it: `(2, 3)`, `(3,)`, `()`.
 *
 * @param {readonly number[]} shape
 */
export function tuple(shape) {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/**
 * @typedef {object} CopyWords
 * @property {string} copy
 * @property {string} copied
 * @property {string} copyFailed
 */

/**
 * Lines of code with a button that copies them.
 *
 * @param {object} options
 * @param {string} options.label what the lines are, for those who do not see them
 * @param {CopyWords} options.words
 * @param {string} options.test
 * @param {(message: string) => void} options.announce
 */
export function codeBlock({ label, words, test, announce }) {
  const lines = html("pre", { tabindex: 0, role: "region", "aria-label": label, "data-test": test });
  const said = html("span", { class: "quiet" });
  let text = "";
  const copy = button(words.copy, () => void copyText(text, words, (message) => {
    said.textContent = message;
    announce(message);
  }), { "data-test": `${test}-copy` });
  return {
    element: html("div", { class: "code-block" }, lines, html("div", { class: "row" }, copy, said)),
    /** @param {string} next */
    set(next) {
      if (next === text) return;
      text = next;
      said.textContent = "";
      fill(lines, html("code", {}, text));
    },
  };
}
