// The product as lines of NumPy.

import { literal, printed, tuple } from "../../parts/numpy.js";
import { resultShape, shapeOf } from "./array.js";

/** @typedef {import("./array.js").Array2} Array2 */
/** @typedef {import("./names.js").Names} Names */

/**
 * @param {Array2} a
 * @param {Array2} b
 * @param {Names} names
 * @param {import("../../engine/engine.js").Matrix | undefined} product
 */
export function numpyLines(a, b, names, product) {
  const lines = ["import numpy as np", ""];
  for (const [name, array] of /** @type {const} */ ([[names.left, a], [names.right, b]])) {
    const shape = shapeOf(array);
    lines.push(`${name} = np.array(${literal(shape, array.data)})`, `${name}.shape, ${name}.ndim  # ${tuple(shape)}, ${array.ndim}`);
  }
  lines.push("");
  if (product) {
    const shape = resultShape(a, b);
    lines.push(`${names.product} = np.dot(${names.left}, ${names.right})`, ...printed(shape, product.data).map((line) => `# ${line}`),
      `${names.product}.shape  # ${tuple(shape)}`);
  } else {
    lines.push(`np.dot(${names.left}, ${names.right})`,
      `# ValueError: shapes ${plainTuple(shapeOf(a))} and ${plainTuple(shapeOf(b))} not aligned: ${a.columns} (dim ${a.ndim - 1}) != ${b.rows} (dim 0)`);
  }
  return lines.join("\n");
}

/** @param {readonly number[]} shape as NumPy's message writes it, without spaces */
function plainTuple(shape) {
  return tuple(shape).replaceAll(" ", "");
}
