// The activation functions that the engine has, and their values.

/** @typedef {import("../../engine/engine.js").Engine} Engine */
/**
 * @typedef {object} Item
 * @property {string} name without its parameter
 * @property {number | undefined} parameter its default
 * @property {number} color of its curve
 */
/**
 * @typedef {object} Curve
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {Float32Array} derivative
 */

/** Points of a curve: an even number and one, so that one of them is 0. */
const POINTS = 801;
/** Colours of curves in the style sheet. */
const COLORS = 8;

/**
 * @param {Engine} engine
 * @returns {Item[]}
 */
export function functionsOf(engine) {
  return engine.info.activations.map(({ name }, index) => {
    const found = /^(\w+)(?:\((.+)\))?$/.exec(name);
    const parameter = found?.[2] === undefined ? undefined : Number(found[2]);
    return { name: found?.[1] ?? name, parameter, color: index % COLORS };
  });
}

/**
 * As the engine knows it.
 *
 * @param {Item} item
 * @param {number | undefined} parameter
 */
export function fullName({ name }, parameter) {
  return parameter === undefined ? name : `${name}(${parameter})`;
}

/**
 * @param {Engine} engine
 * @param {readonly string[]} names
 * @param {number} range from -range to range
 * @returns {Promise<Curve[]>}
 */
export function curvesOf(engine, names, range) {
  const x = Float32Array.from({ length: POINTS }, (_, index) => ((2 * index) / (POINTS - 1) - 1) * range);
  return Promise.all(names.map(async (name) => ({ x, ...(await engine.activation(name, x)) })));
}

/**
 * @param {Engine} engine
 * @param {readonly string[]} names
 * @param {number} x
 */
export function valuesAt(engine, names, x) {
  return Promise.all(names.map(async (name) => {
    const { y, derivative } = await engine.activation(name, new Float32Array([x]));
    return { y: y[0], slope: derivative[0] };
  }));
}
