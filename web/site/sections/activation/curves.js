// Curves over each other in one plane with an x to drag, and each alone beside the others.

import { apply, fill, html, svg } from "../../parts/dom.js";
import { createPlane, path } from "../../parts/figures/plane.js";

/** @typedef {import("./functions.js").Curve} Curve */
/** @typedef {{ name: string, color: number, curve: Curve, y: number, slope: number }} Shown */

/** Between the names of curves at the plane's edge. */
const LINE = 17;

/**
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.handle
 * @param {(x: number) => void} options.onX
 */
export function createOverlay({ label, handle, onX }) {
  // On a phone a smaller picture, so that its numbers stay large enough to be read.
  const [width, height] = innerWidth < 760 ? [400, 320] : [640, 420];
  const plane = createPlane({ label, x: [-5, 5], y: [-1, 1], width, height, xName: "x", yName: "y" });
  apply(plane.element, { role: "group", "data-test": "overlay" });
  const curves = svg("g", {});
  const marks = svg("g", {});
  const cursor = svg("line", { class: "cursor" });
  const knob = svg("g", { class: "handle", role: "slider", tabindex: 0, "aria-label": handle, "data-test": "x-handle" },
    svg("title", {}, handle), svg("circle", { r: 21, class: "target" }), svg("circle", { r: 11, class: "knob" }), svg("text", { y: 5, "text-anchor": "middle", "aria-hidden": "true" }, "↔"));
  plane.below.append(curves);
  plane.above.append(cursor, marks, knob);
  let [range, x] = [5, 0];

  const bounded = (/** @type {number} */ value) => Math.min(Math.max(value, -range), range);
  // An x as fine as the picture is.
  const round = (/** @type {number} */ value) => Number(bounded(value).toFixed(range > 50 ? 0 : range > 5 ? 1 : 2)) + 0;
  const follow = (/** @type {PointerEvent} */ event) => onX(round(plane.locate(event).x));
  plane.element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    plane.element.setPointerCapture(event.pointerId);
    event.preventDefault();
    knob.focus();
    follow(event);
  });
  plane.element.addEventListener("pointermove", (event) => {
    if (plane.element.hasPointerCapture(event.pointerId)) follow(event);
  });
  knob.addEventListener("keydown", (event) => {
    const step = (range / 50) * (event.shiftKey ? 0.1 : 1);
    const next = { ArrowRight: x + step, ArrowUp: x + step, ArrowLeft: x - step, ArrowDown: x - step, PageUp: x + range / 5, PageDown: x - range / 5, Home: -range, End: range }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onX(Number(bounded(next).toFixed(4)) + 0);
  });

  return {
    element: plane.element,
    setLabel: plane.setLabel,
    /**
     * @param {readonly Shown[]} shown
     * @param {{ range: number, heights: [number, number], withSlope: boolean }} options
     */
    drawCurves(shown, { range: next, heights, withSlope }) {
      range = next;
      plane.setRanges([-range, range], heights);
      fill(curves, shown.flatMap(({ color, curve }) => [
        withSlope && svg("path", { d: trace(plane, curve.x, curve.derivative), class: `curve slope c${color}` }),
        svg("path", { d: trace(plane, curve.x, curve.y), class: `curve c${color}` }),
      ]));
      apply(knob, { "aria-valuemin": -range, "aria-valuemax": range });
    },
    /**
     * @param {readonly Shown[]} shown
     * @param {{ x: number, heights: [number, number], withSlope: boolean, said: string }} options
     */
    drawX(shown, { x: next, heights, withSlope, said }) {
      x = next;
      const [left, top, bottom] = [plane.toX(bounded(x)), plane.toY(heights[1]), plane.toY(heights[0])];
      const isInside = (/** @type {number} */ y) => y >= heights[0] && y <= heights[1];
      apply(cursor, { x1: left, x2: left, y1: top, y2: bottom });
      apply(knob, { transform: `translate(${left.toFixed(1)} ${bottom.toFixed(1)})`, "aria-valuenow": x, "aria-valuetext": said });
      fill(marks, shown.flatMap(({ color, y, slope }) => [
        withSlope && isInside(slope) && svg("rect", { x: left - 5, y: plane.toY(slope) - 5, width: 10, height: 10, class: `mark c${color}` }),
        isInside(y) && svg("circle", { cx: left, cy: plane.toY(y), r: 6, class: `mark c${color}` }),
      ]), names(plane, shown, heights));
    },
  };
}

/**
 * The curves' names at the right edge, one below the other.
 *
 * @param {ReturnType<typeof createPlane>} plane
 * @param {readonly Shown[]} shown
 * @param {[number, number]} heights
 */
function names(plane, shown, heights) {
  const right = plane.frame.x + plane.frame.width - 8;
  const placed = shown.map(({ name, color, curve }) => {
    const y = curve.y[curve.y.length - 1];
    return { name, color, top: plane.toY(Math.min(Math.max(y, heights[0]), heights[1])) - 6 };
  }).sort((a, b) => a.top - b.top);
  // Upwards from their curves, and down again from the plane's edge.
  let next = plane.frame.y + plane.frame.height - 24 + LINE;
  for (const item of placed.toReversed()) {
    item.top = Math.min(item.top, next - LINE);
    next = item.top;
  }
  let last = plane.frame.y;
  for (const item of placed) {
    item.top = Math.max(item.top, last + LINE);
    last = item.top;
  }
  return placed.map(({ name, color, top }) => svg("g", {},
    svg("text", { x: right - 14, y: top, "text-anchor": "end", class: "curve-name" }, name),
    svg("line", { x1: right - 10, x2: right, y1: top - 4, y2: top - 4, class: `curve c${color}` })));
}

/**
 * @param {ReturnType<typeof createPlane>} plane
 * @param {Float32Array} xs
 * @param {Float32Array} ys
 */
function trace(plane, xs, ys) {
  return path(Array.from(xs, plane.toX), Array.from(ys, plane.toY));
}

/**
 * Every function alone, each with a box that puts it into the plane.
 *
 * @param {object} options
 * @param {readonly import("./functions.js").Item[]} options.functions
 * @param {string} options.label
 * @param {(name: string, isShown: boolean) => void} options.onToggle
 */
export function createMultiples({ functions, label, onToggle }) {
  const cards = functions.map(({ name, color }) => {
    const input = html("input", { type: "checkbox", "data-test": `show-${name}` });
    input.addEventListener("change", () => onToggle(name, input.checked));
    const figure = svg("svg", { viewBox: "0 0 120 76", class: "mini", "aria-hidden": "true" });
    const value = html("output", { "aria-live": "off" });
    const element = html("label", { class: "multiple" }, html("span", { class: "title-row" }, input, html("span", {}, name)), figure, value);
    return { element, input, figure, value, color };
  });
  return {
    element: html("div", { class: "multiples", role: "group", "aria-label": label }, cards.map(({ element }) => element)),
    /**
     * @param {readonly Shown[]} all
     * @param {{ range: number, heights: [number, number], withSlope: boolean, x: number, chosen: readonly string[], say: (shown: Shown) => string }} options
     */
    draw(all, { range, heights, withSlope, x, chosen, say }) {
      const toX = (/** @type {number} */ value) => 60 + (value / range) * 58;
      const toY = (/** @type {number} */ value) => 2 + ((heights[1] - value) / (heights[1] - heights[0])) * 72;
      all.forEach((shown, index) => {
        const { input, figure, value, color, element } = cards[index];
        const { curve, y } = shown;
        input.checked = chosen.includes(shown.name);
        element.classList.toggle("shown", input.checked);
        const d = (/** @type {Float32Array} */ ys) => path(Array.from(curve.x, toX), Array.from(ys, toY));
        fill(figure,
          svg("line", { x1: 2, x2: 118, y1: toY(0), y2: toY(0), class: "axis" }), svg("line", { x1: 60, x2: 60, y1: 2, y2: 74, class: "axis" }),
          withSlope && svg("path", { d: d(curve.derivative), class: `curve slope c${color}` }),
          svg("path", { d: d(curve.y), class: `curve c${color}` }),
          svg("circle", { cx: toX(x), cy: toY(y), r: 4, class: `mark c${color}` }));
        value.textContent = say(shown);
      });
    },
  };
}
