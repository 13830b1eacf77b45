// A plane with axes, in which things are drawn and dragged in the coordinates of the data.

import { apply, fill, svg } from "../dom.js";

/**
 * @typedef {object} PlaneOptions
 * @property {string} label what it shows, for those who do not see it
 * @property {[number, number]} x from left to right
 * @property {[number, number]} y from bottom to top
 * @property {number} [width] in units of the picture; it is scaled to its place
 * @property {number} [height]
 * @property {string} [xName]
 * @property {string} [yName]
 */

const MARGIN = { left: 38, right: 12, top: 12, bottom: 30 };

/** @param {PlaneOptions} options */
export function createPlane({ label, x, y, width = 420, height = 420, xName = "x₁", yName = "x₂" }) {
  const clip = `clip-${Math.random().toString(36).slice(2)}`;
  const inner = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
  const grid = svg("g", { class: "grid" });
  const below = svg("g", { "clip-path": `url(#${clip})` });
  const above = svg("g", {});
  const element = svg("svg", { class: "plane", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    svg("clipPath", { id: clip }, svg("rect", { x: MARGIN.left, y: MARGIN.top, ...inner })), below, grid, above);
  let ranges = { x, y };

  /** @param {number} value */
  const toX = (value) => MARGIN.left + ((value - ranges.x[0]) / (ranges.x[1] - ranges.x[0])) * inner.width;
  /** @param {number} value */
  const toY = (value) => MARGIN.top + ((ranges.y[1] - value) / (ranges.y[1] - ranges.y[0])) * inner.height;

  function drawGrid() {
    const bottom = height - MARGIN.bottom;
    const right = width - MARGIN.right;
    fill(grid,
      ticks(ranges.x).map((tick) => [
        svg("line", { x1: toX(tick), x2: toX(tick), y1: MARGIN.top, y2: bottom, class: tick === 0 ? "axis" : "" }),
        svg("text", { x: toX(tick), y: bottom + 14, "text-anchor": "middle" }, tickText(tick)),
      ]).flat(),
      ticks(ranges.y).map((tick) => [
        svg("line", { y1: toY(tick), y2: toY(tick), x1: MARGIN.left, x2: right, class: tick === 0 ? "axis" : "" }),
        svg("text", { x: MARGIN.left - 6, y: toY(tick) + 4, "text-anchor": "end" }, tickText(tick)),
      ]).flat(),
      svg("text", { x: right, y: height - 3, "text-anchor": "end", class: "name" }, xName),
      svg("text", { x: 4, y: MARGIN.top + 2, class: "name" }, yName));
  }
  drawGrid();

  return {
    element,
    /** A layer under the grid, cut off at the plane's edges, and one above it. */
    below,
    above,
    toX,
    toY,
    /** The rectangle of the plane in units of the picture. */
    frame: { x: MARGIN.left, y: MARGIN.top, ...inner },
    /** @param {string} text */
    setLabel: (text) => apply(element, { "aria-label": text }),
    /**
     * Other ranges; what was drawn has to be drawn again.
     *
     * @param {[number, number]} nextX
     * @param {[number, number]} nextY
     */
    setRanges(nextX, nextY) {
      ranges = { x: nextX, y: nextY };
      drawGrid();
    },
    /**
     * Where a pointer is, in the data's coordinates.
     *
     * @param {PointerEvent} event
     */
    locate(event) {
      const box = element.getBoundingClientRect();
      const left = ((event.clientX - box.left) / box.width) * width;
      const top = ((event.clientY - box.top) / box.height) * height;
      return {
        x: ranges.x[0] + ((left - MARGIN.left) / inner.width) * (ranges.x[1] - ranges.x[0]),
        y: ranges.y[1] - ((top - MARGIN.top) / inner.height) * (ranges.y[1] - ranges.y[0]),
      };
    },
  };
}

/**
 * Some 5 round numbers within a range.
 *
 * @param {[number, number]} range
 * @returns {number[]}
 */
export function ticks([from, to]) {
  const rough = (to - from) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  const first = Math.ceil(from / step);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => Number(((first + index) * step).toPrecision(12)) + 0);
}

/** @param {number} tick */
function tickText(tick) {
  return String(tick).replace("-", "−");
}

/**
 * A curve through points; a NaN makes a gap.
 *
 * @param {ArrayLike<number>} xs in units of the picture
 * @param {ArrayLike<number>} ys
 */
export function path(xs, ys) {
  let text = "";
  let pen = "M";
  for (let index = 0; index < xs.length; index += 1) {
    if (!Number.isFinite(xs[index]) || !Number.isFinite(ys[index])) {
      pen = "M";
      continue;
    }
    text += `${pen}${xs[index].toFixed(2)} ${ys[index].toFixed(2)}`;
    pen = "L";
  }
  return text;
}
