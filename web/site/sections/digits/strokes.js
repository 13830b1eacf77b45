// A drawing as strokes of a pen, short enough for a link: the same link draws the same pixels.

import { fromBase64url, toBase64url } from "../../parts/base64url.js";

/**
 * Points on a grid of 256 x 256, and a pen.
 *
 * @typedef {object} Stroke
 * @property {boolean} erases
 * @property {number} pen its width, 1 to 15 sixteenths of an eighth of the paper
 * @property {number[]} points x, y, x, y, …, each 0 to 255
 */

/** More bytes than these make no link that a chat passes on. */
const MOST_BYTES = 1500;

/**
 * @param {readonly Stroke[]} strokes
 * @returns {string} base64url
 */
export function formatStrokes(strokes) {
  /** @type {number[]} */
  const bytes = [];
  for (const { erases, pen, points } of strokes) {
    const count = points.length / 2;
    bytes.push((erases ? 16 : 0) | pen, count >> 8, count & 255, ...points);
  }
  if (bytes.length > MOST_BYTES) return formatStrokes(thinned(strokes));
  return toBase64url(bytes);
}

/**
 * @param {string} text
 * @returns {Stroke[] | undefined} nothing if it is no drawing
 */
export function parseStrokes(text) {
  const bytes = fromBase64url(text);
  if (!bytes) return undefined;
  /** @type {Stroke[]} */
  const strokes = [];
  let at = 0;
  while (at < bytes.length) {
    const count = (bytes[at + 1] << 8) | bytes[at + 2];
    const end = at + 3 + 2 * count;
    const pen = bytes[at] & 15;
    if (!(end <= bytes.length) || count === 0 || pen === 0 || bytes[at] > 31) return undefined;
    strokes.push({ erases: bytes[at] > 15, pen, points: [...bytes.slice(at + 3, end)] });
    at = end;
  }
  return strokes;
}

/**
 * Every other point of long strokes, their ends kept.
 *
 * @param {readonly Stroke[]} strokes
 * @returns {Stroke[]}
 */
function thinned(strokes) {
  const long = strokes.some(({ points }) => points.length > 4);
  const kept = strokes.map((stroke) => {
    const last = stroke.points.length / 2 - 1;
    return { ...stroke, points: stroke.points.filter((_, index) => index >> 1 === last || (index >> 1) % 2 === 0) };
  });
  return long ? kept : kept.slice(-Math.floor(MOST_BYTES / 8));
}

/**
 * Draws strokes in black on white.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {readonly Stroke[]} strokes
 */
export function drawStrokes(context, strokes) {
  const { width, height } = context.canvas;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const { erases, pen, points } of strokes) {
    context.strokeStyle = erases ? "#fff" : "#000";
    context.lineWidth = (pen * width) / 128;
    context.beginPath();
    context.moveTo((points[0] * width) / 255, (points[1] * height) / 255);
    for (let index = 2; index < points.length; index += 2) {
      context.lineTo((points[index] * width) / 255, (points[index + 1] * height) / 255);
    }
    if (points.length === 2) context.lineTo((points[0] * width) / 255 + 0.01, (points[1] * height) / 255);
    context.stroke();
  }
}
