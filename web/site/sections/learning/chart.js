// Curves of a training: training solid, validation dashed.

import { html } from "../../parts/dom.js";
import { ticks } from "../../parts/figures/plane.js";

const MARGIN = { left: 46, right: 10, top: 8, bottom: 24 };
const DASH = [6, 4];
/** @type {number[]} */
const SOLID = [];

/**
 * @typedef {object} Curves
 * @property {Float64Array} step
 * @property {Float64Array} training
 * @property {Float64Array} validation
 * @property {number} length
 */

/**
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.xName
 * @param {number} [options.height]
 */
export function createChart({ label, xName, height = 190 }) {
  const canvas = html("canvas", { class: "chart", role: "img", "aria-label": label });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  let width = 0;
  let scale = 0;
  let colors = { ink: "", quiet: "", grid: "", training: "", validation: "" };

  /** Follows the size of its place and the theme. */
  function fit() {
    const found = Math.max(Math.round(canvas.clientWidth), 120);
    const style = getComputedStyle(canvas);
    const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    colors = { ink: read("--ink"), quiet: read("--quiet"), grid: read("--grid"), training: read("--positive"), validation: read("--negative") };
    if (found === width && scale === devicePixelRatio) return;
    width = found;
    scale = devicePixelRatio;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.height = `${height}px`;
  }

  /**
   * @param {Curves} curves
   * @param {{ bottom: number, top: number, log: boolean, mark?: number }} range of the vertical axis
   * @param {(tick: number) => string} write
   */
  function draw(curves, { bottom, top, log, mark }, write) {
    if (width === 0) fit();
    const count = curves.length;
    const end = Math.max(count > 0 ? curves.step[count - 1] : 0, 10);
    const innerWidth = width - MARGIN.left - MARGIN.right;
    const innerHeight = height - MARGIN.top - MARGIN.bottom;
    const low = log ? Math.log10(bottom) : bottom;
    const high = log ? Math.log10(top) : top;
    const toX = (/** @type {number} */ step) => MARGIN.left + (step / end) * innerWidth;
    const toY = (/** @type {number} */ value) => {
      const place = log ? Math.log10(Math.max(value, bottom)) : value;
      return MARGIN.top + ((high - Math.min(Math.max(place, low), high)) / (high - low)) * innerHeight;
    };
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = "12px system-ui, sans-serif";
    context.lineWidth = 1;
    context.strokeStyle = colors.grid;
    context.fillStyle = colors.quiet;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const tick of log ? decades(bottom, top) : ticks([bottom, top])) {
      line(MARGIN.left, toY(tick), width - MARGIN.right, toY(tick));
      context.fillText(write(tick), MARGIN.left - 5, toY(tick));
    }
    context.textAlign = "center";
    context.textBaseline = "top";
    for (const tick of ticks([0, end]).filter(Number.isInteger)) {
      const x = toX(tick);
      line(x, MARGIN.top, x, height - MARGIN.bottom);
      if (x < width - 80 || tick === 0) context.fillText(write(tick), x, height - MARGIN.bottom + 6);
    }
    context.textAlign = "right";
    context.fillText(xName, width - MARGIN.right, height - MARGIN.bottom + 6);
    if (mark !== undefined) {
      context.strokeStyle = colors.quiet;
      context.setLineDash([2, 4]);
      line(MARGIN.left, toY(mark), width - MARGIN.right, toY(mark));
      context.setLineDash(SOLID);
    }
    context.lineWidth = 2;
    curve(curves.validation, colors.validation, DASH);
    curve(curves.training, colors.training, SOLID);
    context.setLineDash(SOLID);

    /**
     * @param {Float64Array} values
     * @param {string} color
     * @param {number[]} dash
     */
    function curve(values, color, dash) {
      context.strokeStyle = color;
      context.setLineDash(dash);
      context.beginPath();
      let down = false;
      for (let index = 0; index < count; index += 1) {
        if (!Number.isFinite(values[index])) {
          down = false;
        } else if (down) {
          context.lineTo(toX(curves.step[index]), toY(values[index]));
        } else {
          context.moveTo(toX(curves.step[index]), toY(values[index]));
          down = true;
        }
      }
      context.stroke();
    }
  }

  /**
   * @param {number} x1
   * @param {number} y1
   * @param {number} x2
   * @param {number} y2
   */
  function line(x1, y1, x2, y2) {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  }

  return { element: canvas, fit, draw, setLabel: (/** @type {string} */ text) => canvas.setAttribute("aria-label", text) };
}

/**
 * Powers of ten within a range.
 *
 * @param {number} bottom
 * @param {number} top
 */
function decades(bottom, top) {
  const first = Math.ceil(Math.log10(bottom) - 1e-9);
  const last = Math.floor(Math.log10(top) + 1e-9);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => 10 ** (first + index)).filter((tick) => tick > 0);
}

/**
 * The range of the losses, in whole decades where the axis is logarithmic.
 *
 * @param {Curves} curves
 * @param {boolean} log
 */
export function lossRange(curves, log) {
  let least = Infinity;
  let most = 0;
  for (const values of [curves.training, curves.validation]) {
    for (let index = 0; index < curves.length; index += 1) {
      const value = values[index];
      if (!Number.isFinite(value)) continue;
      if (value > 0 && value < least) least = value;
      if (value > most) most = value;
    }
  }
  if (!log) return { bottom: 0, top: Math.max(most, 0.1) };
  const top = 10 ** Math.ceil(Math.log10(Math.max(most, 1)) - 1e-9);
  const bottom = 10 ** Math.floor(Math.log10(Math.max(Math.min(least, 0.01), 1e-6)) + 1e-9);
  return { bottom: Math.min(bottom, top / 100), top };
}
