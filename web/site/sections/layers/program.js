// The forward pass as lines of NumPy, and as a program that runs.

import { literal, printed } from "../../parts/numpy.js";
import { shapeOf } from "./network.js";

/** @typedef {import("./network.js").Names} Names */
/** @typedef {import("./network.js").Key} Key */

/** Bodies of the functions, for a program that runs by itself. */
const BODIES = /** @type {Record<string, string[]>} */ ({
  identity: ["return x"],
  step: ["return np.array(x > 0, dtype=float)"],
  sigmoid: ["return 1 / (1 + np.exp(-x))"],
  relu: ["return np.maximum(0, x)"],
  tanh: ["return np.tanh(x)"],
  "leaky_relu(0.01)": ["return np.where(x > 0, x, 0.01 * x)"],
  softmax: ["e = np.exp(x - np.max(x))", "return e / np.sum(e)"],
  log_softmax: ["shifted = x - np.max(x)", "return shifted - np.log(np.sum(np.exp(shifted)))"],
});

/**
 * The seven lines, one a step.
 *
 * @param {Names} names
 * @param {number[]} x
 * @param {string} hidden
 * @param {string} output
 */
export function forwardLines(names, x, hidden, output) {
  const lines = [`${names.input} = np.array(${literal([x.length], x)})`];
  for (let layer = 1; layer <= 3; layer += 1) {
    lines.push(
      `${names.sum(layer)} = np.dot(${names.signal(layer - 1)}, ${names.weights(layer)}) + ${names.bias(layer)}`,
      `${names.signal(layer)} = ${names.call(layer === 3 ? output : hidden)}(${names.sum(layer)})`);
  }
  return lines;
}

/**
 * A program that prints the answer.
 *
 * @param {Names} names
 * @param {import("./network.js").Numbers} numbers
 * @param {string} hidden
 * @param {string} output
 * @param {ArrayLike<number>} answer
 */
export function program(names, numbers, hidden, output, answer) {
  const functions = [...new Set([hidden, output])].flatMap((name) => [
    `def ${names.call(name)}(x):`, ...BODIES[name].map((line) => `    ${line}`), "", ""]);
  const arrays = [1, 2, 3].flatMap((layer) => {
    const [weights, bias] = [/** @type {Key} */ (`w${layer}`), /** @type {Key} */ (`b${layer}`)];
    return [
      `${names.weights(layer)} = np.array(${literal(shapeOf(weights), numbers[weights])})`,
      `${names.bias(layer)} = np.array(${literal(shapeOf(bias), numbers[bias])})`,
    ];
  });
  return ["import numpy as np", "", "", ...functions, ...arrays, "", ...forwardLines(names, numbers.x, hidden, output),
    `print(${names.signal(3)})  # ${printed([answer.length], answer)[0]}`, ""].join("\n");
}
