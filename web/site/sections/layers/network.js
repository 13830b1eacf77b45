// The network 2-3-2-2 of the section: its start values, its places in the link, its names.

/** @typedef {import("../../engine/engine.js").NetworkValue} NetworkValue */
/** @typedef {import("../../engine/engine.js").OutputName} OutputName */

export const SIZES = [2, 3, 2, 2];

/** @type {readonly ["sigmoid", "relu", "tanh", "step", "leaky_relu(0.01)", "identity"]} */
export const HIDDEN = ["sigmoid", "relu", "tanh", "step", "leaky_relu(0.01)", "identity"];

/** @type {readonly OutputName[]} */
export const OUTPUTS = ["identity", "sigmoid", "softmax", "log_softmax"];

/** Start values, by their keys in the link. */
export const START = {
  x: [1.0, 0.5],
  w1: [0.1, 0.3, 0.5, 0.2, 0.4, 0.6],
  b1: [0.1, 0.2, 0.3],
  w2: [0.1, 0.4, 0.2, 0.5, 0.3, 0.6],
  b2: [0.1, 0.2],
  w3: [0.1, 0.3, 0.2, 0.4],
  b3: [0.1, 0.2],
};

/** @typedef {typeof START} Numbers */
/** @typedef {keyof Numbers} Key */

/**
 * Rows and columns of each array; X and the biases have one axis.
 *
 * @param {Key} key
 * @returns {[number, number]}
 */
export function sizesOf(key) {
  if (key === "x") return [1, SIZES[0]];
  const layer = Number(key[1]);
  return key[0] === "w" ? [SIZES[layer - 1], SIZES[layer]] : [1, SIZES[layer]];
}

/** @param {Key} key */
export function shapeOf(key) {
  const [rows, columns] = sizesOf(key);
  return key[0] === "w" ? [rows, columns] : [columns];
}

/**
 * @param {Numbers} numbers
 * @param {string} hidden
 * @param {OutputName} output
 * @returns {NetworkValue}
 */
export function networkOf(numbers, hidden, output) {
  const layer = (/** @type {"1" | "2" | "3"} */ index) => {
    const [rows, columns] = sizesOf(`w${index}`);
    return {
      weights: { rows, columns, data: Float32Array.from(numbers[`w${index}`]) },
      bias: Float32Array.from(numbers[`b${index}`]),
      activation: index === "3" ? "identity" : hidden,
    };
  };
  return { layers: [layer("1"), layer("2"), layer("3")], output };
}

/**
 * What signals, weights and functions are called: in the book (A, Z) or in the guide (z, y).
 *
 * @param {"book" | "guide"} which
 */
export function namesOf(which) {
  const book = which === "book";
  return {
    input: book ? "X" : "x",
    /** @param {number} layer from 1 */
    sum: (layer) => `${book ? "A" : "z"}${layer}`,
    /** @param {number} layer from 1; 0 is the input */
    signal: (layer) => (layer === 0 ? (book ? "X" : "x") : layer === 3 ? (book ? "Y" : "y") : `${book ? "Z" : "y"}${layer}`),
    /** @param {number} layer from 1 */
    weights: (layer) => `W${layer}`,
    /** @param {number} layer from 1 */
    bias: (layer) => `${book ? "B" : "b"}${layer}`,
    /** @param {string} name of an activation or output function */
    call: (name) => (name === "identity" ? (book ? "identity_function" : "identity") : name === "step" && book ? "step_function" : name.replace(/\(.*/, "")),
  };
}

/** @typedef {ReturnType<typeof namesOf>} Names */
