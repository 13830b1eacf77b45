// Colours as lookup tables, so that a frame is painted without making anything.

import { CLASS_COLORS, classTint, diverging } from "../../parts/colors.js";

/** Blue is class 1, as it is the positive answer; vermilion is class 0. */
const ORDER = [1, 0, 2];
const SHADES = 256;

/** Markers of the classes: their colour is never alone. */
export const MARKERS = /** @type {const} */ (["circle", "square", "triangle"]);

/** @param {number} label */
export function classColor(label) {
  return CLASS_COLORS[ORDER[label % 3]];
}

/**
 * Colours of values from -1 to 1, as pixels of a canvas.
 *
 * @param {boolean} dark
 * @param {number} [strength] the share of the colour at the ends
 */
export function signedTable(dark, strength = 1) {
  return Uint32Array.from({ length: SHADES }, (_, index) => pixel(diverging(((2 * index) / (SHADES - 1) - 1) * strength, dark)));
}

/**
 * Colours of probabilities from 0 to 1 of each class.
 *
 * @param {boolean} dark
 */
export function classTables(dark) {
  return MARKERS.map((_, label) => Uint32Array.from({ length: SHADES }, (_, index) => pixel(classTint(ORDER[label], 0.75 * (index / (SHADES - 1)), dark))));
}

/**
 * The place of a value from -1 to 1 in {@link signedTable}; NaN is in the middle.
 *
 * @param {number} value
 */
export function signedIndex(value) {
  if (!(value > -1)) return value <= -1 ? 0 : SHADES >> 1;
  return value >= 1 ? SHADES - 1 : ((value + 1) * ((SHADES - 1) / 2) + 0.5) | 0;
}

/** @param {[number, number, number]} color as a canvas of a little-endian machine has it, as all browsers' are */
function pixel([red, green, blue]) {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
