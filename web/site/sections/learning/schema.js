// What the section's link holds, and how points and weights are written into it.

import { fromBase64url, toBase64url } from "../../parts/base64url.js";
import { choice, flag, number, word } from "../../parts/state.js";

/** @typedef {import("../../engine/engine.d.ts").Points} Points */
/** @typedef {import("../../engine/engine.d.ts").NetworkValue} NetworkValue */
/** @typedef {import("../../engine/engine.d.ts").EngineInfo} EngineInfo */
/** @typedef {ReturnType<typeof createSchema>} Schema */
/** @typedef {import("../../parts/state.js").State<Schema>} LearningState */
/** @typedef {Readonly<import("../../parts/state.js").Values<Schema>>} LearningValues */
/**
 * A point that a person set: `[x, y, class]`.
 * @typedef {[number, number, number]} OwnPoint
 */

export const SETS = /** @type {const} */ (["circle", "xor", "blobs", "spiral", "moons", "own", "csv"]);
export const SPEEDS = /** @type {const} */ (["slow", "step", "five", "fit"]);

export const MOST_LAYERS = 5;
export const MOST_NEURONS = 8;
/** Own points that a link of some 2,000 characters can hold. */
export const MOST_OWN = 400;
/** Points of a file that a link can hold: they are kept to the bit. */
const MOST_LINKED = 150;

/** @param {EngineInfo} info */
export function createSchema(info) {
  const names = info.activations.map(({ name }) => name);
  return {
    part: choice("plane", /** @type {const} */ (["plane", "digits"])),
    data: choice("circle", SETS),
    n: number(200, { min: 20, max: 1000, integer: true }),
    noise: number(0.1, { min: 0, max: 0.5 }),
    pseed: number(1, { min: 0, max: 999999, integer: true }),
    val: number(0.2, { min: 0, max: 0.6 }),
    own: ownPoints(),
    csv: filePoints(),
    pen: number(0, { min: 0, max: 2, integer: true }),
    hidden: sizes([4, 3], MOST_LAYERS, MOST_NEURONS),
    act: choice("tanh", names),
    opt: choice("adam", info.optimizers),
    lr: number(0.03, { min: 1e-6, max: 1000 }),
    wd: number(0, { min: 0, max: 10 }),
    batch: number(20, { min: 1, max: 1000, integer: true }),
    seed: number(1, { min: 0, max: 999999, integer: true }),
    /** Weights set by hand before the first step. */
    start: word("", 8000),
    /** Weights of now, where they are others than those of the start, and after how many steps. */
    w: word("", 8000),
    step: number(0, { min: 0, integer: true }),
    sel: word("", 12),
    speed: choice("five", SPEEDS),
    hard: flag(false),
    held: flag(false),
    log: flag(true),
  };
}

/**
 * Neurons of the hidden layers.
 *
 * @param {number[]} initial
 * @param {number} layers
 * @param {number} neurons
 * @returns {import("../../parts/state.js").Codec<number[]>}
 */
function sizes(initial, layers, neurons) {
  return {
    initial,
    read(text) {
      const found = text === "" ? [] : text.split(",").map(Number);
      const fits = found.length <= layers && found.every((size) => Number.isInteger(size) && size >= 1 && size <= neurons);
      return fits ? found : undefined;
    },
    write: (value) => value.join(","),
  };
}

/**
 * Points that a person set, on a lattice of 1/512 from -2 to 2: 4 characters each.
 *
 * @returns {import("../../parts/state.js").Codec<OwnPoint[]>}
 */
function ownPoints() {
  return {
    initial: [],
    read(text) {
      const bytes = fromBase64url(text);
      if (!bytes || bytes.length % 3 !== 0 || bytes.length > 3 * MOST_OWN) return undefined;
      return Array.from({ length: bytes.length / 3 }, (_, index) => {
        const packed = bytes[3 * index] | (bytes[3 * index + 1] << 8) | (bytes[3 * index + 2] << 16);
        return [((packed & 2047) - 1024) / 512, (((packed >> 11) & 2047) - 1024) / 512, Math.min(packed >> 22, 2)];
      });
    },
    write(points) {
      const bytes = new Uint8Array(3 * points.length);
      points.forEach(([x, y, label], index) => {
        const packed = onLattice(x) | (onLattice(y) << 11) | (label << 22);
        bytes.set([packed & 255, (packed >> 8) & 255, (packed >> 16) & 255], 3 * index);
      });
      return toBase64url(bytes);
    },
  };
}

/** @param {number} value */
function onLattice(value) {
  return Math.min(Math.max(Math.round(value * 512) + 1024, 0), 2047);
}

/**
 * The place nearest to a point that a link can hold.
 *
 * @param {number} value
 */
export function snap(value) {
  return (onLattice(value) - 1024) / 512;
}

/** Names those of the points that no link holds. @type {WeakMap<Points, number>} */
const unlinked = new WeakMap();
let count = 0;

/**
 * Points of a file. Large ones stay out of the link, which then holds a mark in their place.
 *
 * @returns {import("../../parts/state.js").Codec<Points | null>}
 */
function filePoints() {
  return {
    initial: null,
    read(text) {
      const [data, classes, ...names] = text.split("~").map(decodeURIComponent);
      const bytes = fromBase64url(data);
      if (!bytes || bytes.length === 0 || bytes.length % 9 !== 0) return undefined;
      const rows = bytes.length / 9;
      const view = new DataView(bytes.buffer);
      const x = Float32Array.from({ length: 2 * rows }, (_, index) => view.getFloat32(4 * index, true));
      const labels = Uint32Array.from({ length: rows }, (_, index) => bytes[8 * rows + index]);
      const fits = x.every(Number.isFinite) && labels.every((label) => label < Number(classes));
      return fits ? { x: { rows, columns: 2, data: x }, labels, classes: Number(classes), names } : undefined;
    },
    write(points) {
      if (!points) return "";
      if (!isLinked(points)) {
        if (!unlinked.has(points)) unlinked.set(points, (count += 1));
        return `-${unlinked.get(points)}`;
      }
      const { rows, data } = points.x;
      const bytes = new Uint8Array(9 * rows);
      const view = new DataView(bytes.buffer);
      data.forEach((value, index) => view.setFloat32(4 * index, value, true));
      bytes.set(points.labels, 8 * rows);
      return [toBase64url(bytes), points.classes, ...points.names].map((part) => encodeURIComponent(part)).join("~");
    },
  };
}

/**
 * Whether a link can hold these points of a file.
 *
 * @param {Points} points
 */
export function isLinked(points) {
  return points.x.rows <= MOST_LINKED;
}

/**
 * All weights and biases of a network, to the bit.
 *
 * @param {NetworkValue} network
 */
export function encodeWeights(network) {
  const all = network.layers.flatMap(({ weights, bias }) => [...weights.data, ...bias]);
  return toBase64url(new Uint8Array(Float32Array.from(all).buffer));
}

/**
 * The layers that a text of {@link encodeWeights} holds, or undefined if it does not fit the sizes.
 *
 * @param {string} text
 * @param {readonly number[]} sizes
 * @param {string} activation
 * @param {NetworkValue["output"]} output
 * @returns {NetworkValue | undefined}
 */
export function decodeWeights(text, sizes, activation, output) {
  const bytes = text === "" ? undefined : fromBase64url(text);
  const needed = sizes.slice(1).reduce((sum, size, layer) => sum + size * (sizes[layer] + 1), 0);
  if (!bytes || bytes.length !== 4 * needed) return undefined;
  const all = new Float32Array(bytes.buffer);
  if (!all.every(Number.isFinite)) return undefined;
  let at = 0;
  const layers = sizes.slice(1).map((columns, layer) => {
    const rows = sizes[layer];
    const weights = { rows, columns, data: all.slice(at, at + rows * columns) };
    at += rows * columns;
    const bias = all.slice(at, at + columns);
    at += columns;
    return { weights, bias, activation: layer + 2 === sizes.length ? "identity" : activation };
  });
  return { layers, output };
}
