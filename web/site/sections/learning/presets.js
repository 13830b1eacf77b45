// Ready-made experiments, as what they set.

/** @typedef {import("./schema.js").OwnPoint} OwnPoint */
/** @typedef {Partial<import("./schema.js").LearningValues>} Patch */

/**
 * The four rows of a truth table as points.
 *
 * @param {[number, number, number, number]} answers of 00, 01, 10, 11
 * @returns {OwnPoint[]}
 */
function table(answers) {
  return answers.map((answer, row) => [row >> 1, row & 1, answer]);
}

/** @type {Patch} */
const CLEAN = { start: "", w: "", step: 0, sel: "", wd: 0, seed: 1, pseed: 1, opt: "adam", act: "tanh", speed: "five" };
/** @type {Patch} */
const GATE = { ...CLEAN, data: "own", val: 0, batch: 4, lr: 0.1, speed: "step" };
/** @type {Patch} */
const SET = { ...CLEAN, n: 200, noise: 0.1, val: 0.2, batch: 20 };

/**
 * Settings that bring each set's loss below 0.05.
 *
 * @type {Record<"circle" | "xor" | "blobs" | "spiral" | "moons", Patch>}
 */
export const GOOD = {
  circle: { ...SET, data: "circle", hidden: [4, 3], lr: 0.03 },
  xor: { ...SET, data: "xor", hidden: [4, 3], lr: 0.03 },
  blobs: { ...SET, data: "blobs", hidden: [3], lr: 0.03 },
  spiral: { ...SET, data: "spiral", hidden: [8, 8], lr: 0.03, speed: "fit" },
  moons: { ...SET, data: "moons", hidden: [6, 4], lr: 0.03 },
};

/** @type {{ name: "and" | "or" | "xorOne" | "xorTwo" | "line", patch: Patch }[]} */
export const EXPERIMENTS = [
  { name: "and", patch: { ...GATE, own: table([0, 0, 0, 1]), hidden: [] } },
  { name: "or", patch: { ...GATE, own: table([0, 1, 1, 1]), hidden: [] } },
  { name: "xorOne", patch: { ...GATE, own: table([0, 1, 1, 0]), hidden: [] } },
  { name: "xorTwo", patch: { ...GATE, own: table([0, 1, 1, 0]), hidden: [2] } },
  { name: "line", patch: { ...SET, data: "circle", hidden: [], lr: 0.1 } },
];

/** The network that a hint adds where one straight line does not do. */
export const MORE = { xor: [2], other: [4] };
