// A network as circles and lines, for networks small enough to be shown whole.

import { svg } from "../dom.js";

/**
 * Where circles stand: layers from left to right, inputs first.
 *
 * @param {readonly number[]} sizes neurons of each layer
 * @param {{ width: number, height: number, margin?: number }} frame
 * @returns {{ x: number, y: number }[][]}
 */
export function places(sizes, { width, height, margin = 40 }) {
  const across = sizes.length > 1 ? (width - 2 * margin) / (sizes.length - 1) : 0;
  return sizes.map((size, layer) => {
    const down = Math.min((height - 2 * margin) / Math.max(size - 1, 1), 110);
    const top = height / 2 - (down * (size - 1)) / 2;
    return Array.from({ length: size }, (_, neuron) => ({ x: margin + across * layer, y: top + down * neuron }));
  });
}

/**
 * A line between two neurons: blue and solid for a positive weight, vermilion and dashed for a negative one,
 * as wide as the weight is large.
 *
 * @param {{ x: number, y: number }} from
 * @param {{ x: number, y: number }} to
 * @param {number} weight
 * @param {number} limit the weight of the widest line
 */
export function connection(from, to, weight, limit) {
  const width = limit > 0 && Number.isFinite(weight) ? 0.6 + 5 * Math.min(Math.abs(weight) / limit, 1) : 0.6;
  const middle = (from.x + to.x) / 2;
  return svg("path", {
    d: `M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`,
    class: weight < 0 ? "connection negative" : "connection positive",
    "stroke-width": width.toFixed(2),
  });
}
