// Arrays with one axis or two, as a section keeps them: sizes, entries, the link, and what NumPy prints.

/**
 * @typedef {object} Array2
 * @property {1 | 2} ndim
 * @property {number} rows of an array with one axis: 1 as the left factor, its length as the right one
 * @property {number} columns
 * @property {number[]} data row by row
 */

/** @typedef {"left" | "right"} Side */

/** The most rows or columns that are shown. */
export const LARGEST = 6;

/**
 * @param {number[][]} rows
 * @returns {Array2}
 */
export function matrix(rows) {
  return { ndim: 2, rows: rows.length, columns: rows[0].length, data: rows.flat() };
}

/**
 * An array with one axis: a row as the left factor, a column as the right one, as NumPy takes it.
 *
 * @param {number[]} data
 * @param {Side} side
 * @returns {Array2}
 */
export function vector(data, side) {
  return side === "left" ? { ndim: 1, rows: 1, columns: data.length, data } : { ndim: 1, rows: data.length, columns: 1, data };
}

/**
 * An array in the link: `2x3:1,2,3,4,5,6`, with one axis `3:7,8,9`.
 *
 * @param {Array2} initial
 * @param {Side} side
 * @returns {import("../../parts/state.js").Codec<Array2>}
 */
export function arrayCodec(initial, side) {
  return {
    initial,
    read(text) {
      const found = /^(\d)(?:x(\d))?:([^:]*)$/.exec(text);
      if (!found) return undefined;
      const data = found[3].split(",").map((entry) => (entry.trim() === "" ? NaN : Number(entry)));
      const sizes = found[2] === undefined ? [Number(found[1])] : [Number(found[1]), Number(found[2])];
      const count = sizes.reduce((product, size) => product * size);
      const fits = sizes.every((size) => size >= 1 && size <= LARGEST) && data.length === count && data.every((entry) => Number.isFinite(Math.fround(entry)));
      if (!fits) return undefined;
      return sizes.length === 1 ? vector(data, side) : { ndim: 2, rows: sizes[0], columns: sizes[1], data };
    },
    write: (array) => `${shapeOf(array).join("x")}:${array.data.map((entry) => String(Number(entry.toPrecision(7)))).join(",")}`,
  };
}

/** @param {Array2} array */
export function shapeOf({ ndim, rows, columns }) {
  return ndim === 1 ? [rows * columns] : [rows, columns];
}

/**
 * With other sizes. Entries that stay keep their place; new ones come from `memory`, which knows what stood
 * there before, and otherwise go on counting.
 *
 * @param {Array2} array
 * @param {{ rows: number, columns: number }} sizes
 * @param {Map<string, number>} memory
 * @returns {Array2}
 */
export function resize(array, { rows, columns }, memory) {
  remember(array, memory);
  const data = Array.from({ length: rows * columns }, (_, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    return memory.get(`${row},${column}`) ?? ((row * columns + column) % 9) + 1;
  });
  return { ndim: array.ndim, rows, columns, data };
}

/**
 * @param {Array2} array
 * @param {Map<string, number>} memory
 */
function remember({ columns, data }, memory) {
  data.forEach((entry, index) => memory.set(`${Math.floor(index / columns)},${index % columns}`, entry));
}

/**
 * @param {Array2} array
 * @returns {Array2}
 */
export function transpose({ rows, columns, data }) {
  const turned = Array.from({ length: rows * columns }, (_, index) => data[(index % rows) * columns + Math.floor(index / rows)]);
  return { ndim: 2, rows: columns, columns: rows, data: turned };
}

/**
 * As the engine takes it.
 *
 * @param {Array2} array
 * @returns {import("../../engine/engine.js").Matrix}
 */
export function toEngine({ rows, columns, data }) {
  return { rows, columns, data: Float32Array.from(data) };
}

/**
 * An array with one axis stands as a row on the left and as a column on the right.
 *
 * @param {Array2} array
 * @param {Side} side
 */
export function asFactor(array, side) {
  return array.ndim === 1 ? vector(array.data, side) : array;
}

/** @param {Array2} array */
export function shapeText(array) {
  return array.ndim === 1 ? `(${shapeOf(array)[0]},)` : shapeOf(array).join("×");
}

/**
 * The axes that remain: that of an array with one axis is used up.
 *
 * @param {Array2} a
 * @param {Array2} b
 */
export function resultShape(a, b) {
  return [...(a.ndim === 2 ? [a.rows] : []), ...(b.ndim === 2 ? [b.columns] : [])];
}

/**
 * @param {Array2} a
 * @param {Array2} b
 */
export function resultText(a, b) {
  return resultShape(a, b).join("×") || "1";
}

/**
 * @param {string} name
 * @param {Array2} a
 * @param {Array2} b
 * @param {number} row
 * @param {number} column
 */
export function placeName(name, a, b, row, column) {
  const indices = [...(a.ndim === 2 ? [row] : []), ...(b.ndim === 2 ? [column] : [])];
  return indices.length === 0 ? name : `${name}[${indices.join(", ")}]`;
}
