// The section's numbers as networks that the engine runs.

/** @typedef {import("../../engine/engine.js").NetworkValue} NetworkValue */
/** @typedef {"step" | "sigmoid"} Activation */
/** @typedef {{ w1: number, w2: number, b: number }} Neuron */

/**
 * One neuron with two inputs.
 *
 * @param {Neuron} neuron
 * @param {Activation} activation
 * @returns {NetworkValue}
 */
export function single({ w1, w2, b }, activation) {
  return { layers: [{ weights: { rows: 2, columns: 1, data: new Float32Array([w1, w2]) }, bias: new Float32Array([b]), activation }], output: "identity" };
}

/**
 * Two neurons and one behind them.
 *
 * @param {readonly Neuron[]} neurons
 * @param {Activation} activation
 * @returns {NetworkValue}
 */
export function double([first, second, last], activation) {
  return {
    layers: [
      {
        weights: { rows: 2, columns: 2, data: new Float32Array([first.w1, second.w1, first.w2, second.w2]) },
        bias: new Float32Array([first.b, second.b]),
        activation,
      },
      ...single(last, activation).layers,
    ],
    output: "identity",
  };
}

/**
 * Numbers of a link, three for each neuron.
 *
 * @param {readonly number[]} numbers w₁, w₂, b of each
 * @returns {Neuron[]}
 */
export function neuronsOf(numbers) {
  return [0, 3, 6].map((start) => ({ w1: numbers[start], w2: numbers[start + 1], b: numbers[start + 2] }));
}
